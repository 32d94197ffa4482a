import { emgMappingFields, loadMappingFile, mappedPersonSchema, trialRuleSchema } from '@emgfm/adapter-kit';
import { MARKER_NAMES } from '@emgfm/schema';
import { z } from 'zod';

/** Schema of a mapping file: what OpenSim files do not say, and what one laboratory names differently. */
export const opensimMappingSchema = z.strictObject({
  $schema: z.string().optional(),
  subjects: z.record(z.string(), mappedPersonSchema).default({}).describe('by folder name of the person'),
  ...emgMappingFields,
  kneeFlexion: z.enum(['positive', 'negative']).optional().describe('decided from the angles where left out'),
  angleUnit: z.enum(['degrees', 'radians']).optional().describe('for files whose header does not say'),
  momentUnit: z.enum(['N.m', 'N.m/kg']).optional().describe('decided from size where left out'),
  markers: z.partialRecord(z.enum(MARKER_NAMES), z.string().min(1)).default({}),
  trials: z.array(trialRuleSchema).default([]),
});

/** What OpenSim files do not say, with all defaults filled in. */
export type OpensimMapping = z.infer<typeof opensimMappingSchema>;

/**
 * The mapping that the options of the adapter name; the empty mapping where they name none.
 * @throws AdapterOptionsError when the options, the file or its content do not fit
 */
export function loadMapping(adapterOptions?: Readonly<Record<string, unknown>>): Promise<OpensimMapping> {
  return loadMappingFile('opensim', opensimMappingSchema, adapterOptions);
}
