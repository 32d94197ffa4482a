import { AdapterOptionsError, type SurveyOptions } from '@emgfm/adapter-kit';
import { SIDES, type Side } from '@emgfm/schema';
import { z } from 'zod';
import { camargoDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** Whose strides: of the leg with EMG, or of both. */
  legs: z.enum(['right', 'both']).default('right'),
});

/** Where the angles come from, and whose strides are wanted. */
export interface CamargoOptions {
  readonly angleSensor: 'ik' | 'ik_offset';
  readonly sides: readonly Side[];
}

/** Checked options. @throws AdapterOptionsError */
export function camargoOptions({ layer, adapterOptions = {} }: SurveyOptions): CamargoOptions {
  const parsed = optionsSchema.safeParse(adapterOptions);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  const known = layer === undefined || camargoDataset.layers.includes(layer);
  if (!known) problems.push(`layer '${layer}' is none of ${camargoDataset.layers.join(', ')}`);
  if (!parsed.success || problems.length > 0) throw new AdapterOptionsError(camargoDataset.id, problems);
  return {
    angleSensor: layer === 'ik_offset' ? 'ik_offset' : 'ik',
    sides: parsed.data.legs === 'both' ? SIDES : ['right'],
  };
}
