import { emgMappingFields, loadMappingFile, mappedPersonSchema, trialRuleSchema } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { IMPUTATION_METHODS } from './imputation';

/** Schema of a mapping file: what the tables do not say, and what one laboratory names differently. */
export const mocapMappingSchema = z.strictObject({
  $schema: z.string().optional(),
  subjects: z.record(z.string(), mappedPersonSchema).default({}).describe('by name of the person'),
  markers: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('own names of markers without axis, by the layout\'s name, e.g. { "L.FootHeel": "LHEE" }'),
  ...emgMappingFields,
  glutei: z
    .enum(['GMED', 'GMAX'])
    .optional()
    .describe('which muscle the column Glutei is; missing, reason 8, where left out'),
  kneeFlexion: z.enum(['positive', 'negative']).optional().describe('decided from the angles where left out'),
  angleUnit: z.enum(['degrees', 'radians']).optional().describe('decided from size where left out'),
  lengthUnit: z.enum(['mm', 'cm', 'm']).optional().describe('decided from the body where left out'),
  verticalAxis: z
    .enum(['+x', '-x', '+y', '-y', '+z', '-z'])
    .optional()
    .describe('decided from the markers where left out'),
  imputation: z
    .strictObject({
      method: z.enum(IMPUTATION_METHODS).default('linear').describe('how gaps of joint coordinates are filled'),
      longestGapS: z.number().min(0).default(0.1).describe('longer gaps stay missing (s)'),
    })
    .prefault({}),
  trials: z.array(trialRuleSchema).default([]),
});

/** What the tables do not say, with all defaults filled in. */
export type MocapMapping = z.infer<typeof mocapMappingSchema>;

/**
 * The mapping that the options of the adapter name; the empty mapping where they name none.
 * @throws AdapterOptionsError when the options, the file or its content do not fit
 */
export function loadMapping(adapterOptions?: Readonly<Record<string, unknown>>): Promise<MocapMapping> {
  return loadMappingFile('mocap', mocapMappingSchema, adapterOptions);
}
