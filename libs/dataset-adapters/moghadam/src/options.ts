import { AdapterOptionsError, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { moghadamDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** `imu` compares the strikes with the greatest foot acceleration and notes how far they lie apart; events stay as they are. */
  crossCheck: z.enum(['none', 'imu']).default('none'),
});

/** Checked options of this adapter. */
export type MoghadamOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function moghadamOptions({ layer, adapterOptions = {} }: SurveyOptions): MoghadamOptions {
  const parsed = optionsSchema.safeParse(adapterOptions);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  const { id, layers } = moghadamDataset;
  if (layer !== undefined && !layers.includes(layer)) problems.push(`layer '${layer}' is none of ${layers.join(', ')}`);
  if (!parsed.success || problems.length > 0) throw new AdapterOptionsError(id, problems);
  return parsed.data;
}
