import { readFile } from 'node:fs/promises';
import { AdapterOptionsError } from '@emgfm/adapter-kit';
import { ACTIVITIES, EMG_CHANNELS, EMG_KINDS, JOINTS, MARKER_NAMES, MOTIONS, SIDES, SURFACES } from '@emgfm/schema';
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
  trials: z
    .array(
      z.strictObject({
        pattern: z.string().describe('regular expression on the path below the root; the first match wins'),
        skip: z.boolean().default(false),
        activity: z.enum(ACTIVITIES).optional(),
        surface: z.enum(SURFACES).optional(),
        condition: z.string().optional(),
        speedMps: z.number().optional(),
        inclineDeg: z.number().optional(),
        stepHeightM: z.number().optional(),
      }),
    )
    .default([]),
});

/** What one laboratory names differently, with all defaults filled in. */
export type C3dMapping = z.infer<typeof c3dMappingSchema>;

/** Options of this adapter in a configuration: `mapping` is the path of a mapping file or its content. */
const optionsSchema = z.strictObject({ mapping: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() });

/**
 * The mapping that the options of the adapter name; the empty mapping where they name none.
 * @throws AdapterOptionsError when the options, the file or its content do not fit
 */
export async function loadMapping(adapterOptions: Readonly<Record<string, unknown>> = {}): Promise<C3dMapping> {
  const options = accept(optionsSchema, adapterOptions, 'options');
  const { mapping = {} } = options;
  const content = typeof mapping === 'string' ? await readMappingFile(mapping) : mapping;
  const parsed = accept(c3dMappingSchema, content, typeof mapping === 'string' ? mapping : 'mapping');
  for (const { pattern } of parsed.trials) compilePattern(pattern);
  return parsed;
}

async function readMappingFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new AdapterOptionsError('c3d', [`mapping file '${path}': ${(error as Error).message}`]);
  }
}

function accept<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AdapterOptionsError(
    'c3d',
    parsed.error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`),
  );
}

/** The regular expression of a trial pattern. @throws AdapterOptionsError when it is none */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'i');
  } catch (error) {
    throw new AdapterOptionsError('c3d', [`trials.pattern '${pattern}': ${(error as Error).message}`]);
  }
}
