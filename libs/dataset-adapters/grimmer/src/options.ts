import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { grimmerDataset } from './dataset';

const rateHz = z.number().min(10).max(100_000);

const optionsSchema = z.strictObject({
  /** Rate (Hz) of angles, moments and touchdowns, for files that do not tell it. */
  motionRateHz: rateHz.optional(),
  /** Rate (Hz) of the EMG where it is not that of the motion; default 1111.1. */
  emgRateHz: rateHz.optional(),
  /** What a positive hip rotation is; without it hip rotation is masked, since no stride shows it. */
  hipRotationPositive: z.enum(['internal', 'external']).optional(),
  /** `by-angles` labels strides `walk` that move as in level walking; default: all strides are of the stair sequence. */
  levelWalking: z.enum(['unlabelled', 'by-angles']).default('unlabelled'),
});

/** Checked options of this adapter. */
export type GrimmerOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function grimmerOptions(options: SurveyOptions): GrimmerOptions {
  return checkedOptions(grimmerDataset, optionsSchema, options);
}
