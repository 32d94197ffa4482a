import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { criekingeDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** Component that holds adduction; the other one holds rotation. The source names only x. */
  adductionAxis: z.enum(['y', 'z']).default('y'),
});

/** Checked options of this adapter. */
export type CriekingeOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function criekingeOptions(options: SurveyOptions): CriekingeOptions {
  return checkedOptions(criekingeDataset, optionsSchema, options);
}
