import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { moghadamDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** `imu` compares the strikes with the greatest foot acceleration and notes how far they lie apart; events stay as they are. */
  crossCheck: z.enum(['none', 'imu']).default('none'),
});

/** Checked options of this adapter. */
export type MoghadamOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function moghadamOptions(options: SurveyOptions): MoghadamOptions {
  return checkedOptions(moghadamDataset, optionsSchema, options);
}
