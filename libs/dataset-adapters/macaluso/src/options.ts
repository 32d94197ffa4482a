import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { macalusoDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** Are trials read whose name has no `part` in it? What they hold is not known. */
  otherTrials: z.enum(['skip', 'read']).default('skip'),
});

/** Checked options of this adapter. */
export type MacalusoOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function macalusoOptions(options: SurveyOptions): MacalusoOptions {
  return checkedOptions(macalusoDataset, optionsSchema, options);
}
