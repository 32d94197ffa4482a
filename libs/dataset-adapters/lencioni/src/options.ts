import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { lencioniDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** `correct` shifts the ankle angle of a person so that its median at heel strike in walking is 0 degree. */
  ankleOffset: z.enum(['keep', 'correct']).default('keep'),
});

/** Checked options of this adapter. */
export type LencioniOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function lencioniOptions(options: SurveyOptions): LencioniOptions {
  return checkedOptions(lencioniDataset, optionsSchema, options);
}
