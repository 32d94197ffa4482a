import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { embryDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** What becomes of the strides that the authors marked as outliers (`stepsout`). */
  outliers: z.enum(['drop', 'keep']).default('drop'),
  /** Whether the moments of the file are internal or external ones. */
  momentSign: z.enum(['from-data', 'internal', 'external']).default('from-data'),
});

/** Checked options of this adapter. */
export type EmbryOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function embryOptions(options: SurveyOptions): EmbryOptions {
  return checkedOptions(embryDataset, optionsSchema, options);
}
