import type { DatasetInfo } from '@emgfm/schema';
import type { z } from 'zod';
import type { SurveyOptions } from './adapter';
import { AdapterOptionsError } from './errors';

/**
 * The options of an adapter, checked and with their defaults, and the data layer that is asked for.
 * @param schema of the options that this adapter knows
 * @throws AdapterOptionsError naming every option that does not fit, and a layer that the dataset does not have
 * @example
 * const { crossCheck } = checkedOptions(info, z.strictObject({ crossCheck: z.enum(['none', 'imu']).default('none') }), options);
 */
export function checkedOptions<S extends z.ZodType>(
  { id, layers }: Pick<DatasetInfo, 'id' | 'layers'>,
  schema: S,
  { layer, adapterOptions = {} }: SurveyOptions,
): z.infer<S> {
  const parsed = schema.safeParse(adapterOptions);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  if (layer !== undefined && !layers.includes(layer)) problems.push(`layer '${layer}' is none of ${layers.join(', ')}`);
  if (!parsed.success || problems.length > 0) throw new AdapterOptionsError(id, problems);
  return parsed.data;
}
