import { AdapterOptionsError, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { lencioniDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** `correct` shifts the ankle angle of a person so that its median at heel strike in walking is 0 degree. */
  ankleOffset: z.enum(['keep', 'correct']).default('keep'),
});

/** Checked options of this adapter. */
export type LencioniOptions = z.infer<typeof optionsSchema>;

/** Checked options. @throws AdapterOptionsError */
export function lencioniOptions({ layer, adapterOptions = {} }: SurveyOptions): LencioniOptions {
  const parsed = optionsSchema.safeParse(adapterOptions);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  const { id, layers } = lencioniDataset;
  if (layer !== undefined && !layers.includes(layer)) problems.push(`layer '${layer}' is none of ${layers.join(', ')}`);
  if (!parsed.success || problems.length > 0) throw new AdapterOptionsError(id, problems);
  return parsed.data;
}
