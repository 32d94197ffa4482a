import { loadMappingFile, trialRuleSchema } from '@emgfm/adapter-kit';
import { EMG_CHANNELS, EMG_KINDS, JOINTS, MARKER_NAMES, MOTIONS, SIDES } from '@emgfm/schema';
import { z } from 'zod';

const modelComponent = z.strictObject({
  label: z.string().min(1).describe('point label as it stands in the file, with or without its `Subject:` prefix'),
  component: z.enum(['x', 'y', 'z']),
  side: z.enum(SIDES),
  joint: z.enum(JOINTS),
  motion: z.enum(MOTIONS),
  factor: z.number().default(1).describe('canonical value = file value * factor; -1 turns a sign round'),
});

/** Schema of a mapping file: what one laboratory names differently from the tables of `channels.ts`. */
export const c3dMappingSchema = z.strictObject({
  $schema: z.string().optional(),
  subjectFrom: z
    .enum(['auto', 'folder', 'name'])
    .default('auto')
    .describe('person = first folder below the root, SUBJECTS:NAMES of the file, or whichever tells people apart'),
  emg: z
    .array(
      z.union([
        z.strictObject({
          label: z.string().min(1),
          side: z.enum(SIDES),
          channel: z.enum(EMG_CHANNELS),
          gain: z.number().default(1).describe('the samples are divided by this amplifier gain'),
        }),
        z.strictObject({ label: z.string().min(1), ignore: z.literal(true) }),
      ]),
    )
    .default([]),
  emgKind: z.enum(EMG_KINDS).optional().describe('what the EMG is; decided from its sign where left out'),
  angles: z.array(modelComponent).default([]),
  moments: z.array(modelComponent).default([]),
  momentUnit: z.enum(['N.mm/kg', 'N.m/kg', 'N.mm', 'N.m']).optional().describe('decided from size where left out'),
  momentSign: z.enum(['external', 'internal']).optional().describe('decided from push-off where left out'),
  markers: z.partialRecord(z.enum(MARKER_NAMES), z.string().min(1)).default({}),
  verticalAxis: z.enum(['+x', '-x', '+y', '-y', '+z', '-z']).optional(),
  events: z
    .strictObject({ footStrike: z.array(z.string()).default([]), footOff: z.array(z.string()).default([]) })
    .prefault({}),
  trials: z.array(trialRuleSchema).default([]),
});

/** What one laboratory names differently, with all defaults filled in. */
export type C3dMapping = z.infer<typeof c3dMappingSchema>;

/**
 * The mapping that the options of the adapter name; the empty mapping where they name none.
 * @throws AdapterOptionsError when the options, the file or its content do not fit
 */
export function loadMapping(adapterOptions?: Readonly<Record<string, unknown>>): Promise<C3dMapping> {
  return loadMappingFile('c3d', c3dMappingSchema, adapterOptions);
}
