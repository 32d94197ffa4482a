import { readFile } from 'node:fs/promises';
import {
  ACTIVITIES,
  EMG_CHANNELS,
  EMG_KINDS,
  EMG_UNITS,
  IMPAIRED_SIDES,
  SEXES,
  SIDES,
  type SubjectInfo,
  subjectKey,
  type SubjectRef,
  SURFACES,
} from '@emgfm/schema';
import { z } from 'zod';
import type { ReadOptions } from './adapter';
import { AdapterOptionsError } from './errors';

/** What trials whose path fits a pattern are: what no file says. The first rule that fits wins. */
export const trialRuleSchema = z.strictObject({
  pattern: z
    .string()
    .refine(isPattern, 'expected a regular expression')
    .describe('regular expression on the path below the root; the first match wins'),
  skip: z.boolean().default(false),
  activity: z.enum(ACTIVITIES).optional(),
  surface: z.enum(SURFACES).optional(),
  condition: z.string().optional(),
  speedMps: z.number().optional(),
  inclineDeg: z.number().optional(),
  stepHeightM: z.number().optional(),
});

/** What trials whose path fits a pattern are. */
export type TrialRule = z.infer<typeof trialRuleSchema>;

/** What a mapping file says of a person. */
export const mappedPersonSchema = z.strictObject({
  massKg: z.number().positive().optional(),
  heightM: z.number().positive().optional(),
  ageY: z.number().positive().optional(),
  sex: z.enum(SEXES).optional(),
  population: z.string().optional(),
  impairedSide: z.enum(IMPAIRED_SIDES).optional(),
});

/** What a mapping file says of a person. */
export type MappedPerson = z.infer<typeof mappedPersonSchema>;

/** Fields of a mapping file that say what EMG columns are where their names do not. */
export const emgMappingFields = {
  emg: z
    .array(
      z.union([
        z.strictObject({
          label: z.string().min(1),
          side: z.enum(SIDES).optional(),
          channel: z.enum(EMG_CHANNELS),
        }),
        z.strictObject({ label: z.string().min(1), ignore: z.literal(true) }),
      ]),
    )
    .default([]),
  emgSide: z.enum(SIDES).optional().describe('leg of EMG columns that name none; decided from the data where left out'),
  emgKind: z.enum(EMG_KINDS).optional().describe('what the EMG is; decided from the data where left out'),
  emgUnit: z.enum(EMG_UNITS).default('arbitrary'),
};

/** What EMG columns are where their names do not say it. */
export type EmgMapping = z.infer<z.ZodObject<typeof emgMappingFields>>;

/** Options of an adapter that takes a mapping file: its path, or its content. */
const optionsSchema = z.strictObject({ mapping: z.union([z.string(), z.record(z.string(), z.unknown())]).optional() });

/**
 * The mapping that the options of an adapter name under `mapping`, as a path or as content; with all defaults where they name none.
 * @throws AdapterOptionsError when the options, the file or its content do not fit
 */
export async function loadMappingFile<S extends z.ZodType>(
  adapter: string,
  schema: S,
  adapterOptions: Readonly<Record<string, unknown>> = {},
): Promise<z.infer<S>> {
  const { mapping = {} } = acceptOptions(adapter, optionsSchema, adapterOptions);
  if (typeof mapping !== 'string') return acceptOptions(adapter, schema, mapping, 'mapping');
  const text = await readFile(mapping, 'utf8').catch((error: Error) => {
    throw new AdapterOptionsError(adapter, [`mapping file '${mapping}': ${error.message}`]);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new AdapterOptionsError(adapter, [`mapping file '${mapping}': ${(error as Error).message}`]);
  }
  return acceptOptions(adapter, schema, content, mapping);
}

/**
 * Options as a schema reads them.
 * @param where what messages call the options
 * @throws AdapterOptionsError naming every problem
 */
function acceptOptions<S extends z.ZodType>(adapter: string, schema: S, value: unknown, where = 'options'): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AdapterOptionsError(
    adapter,
    parsed.error.issues.map(({ path, message }) => `${[where, ...path].join('.')}: ${message}`),
  );
}

/** The first rule whose pattern fits a path, whatever the case. */
export function trialRuleOf(rules: readonly TrialRule[], path: string): TrialRule | undefined {
  return rules.find(({ pattern }) => new RegExp(pattern, 'i').test(path));
}

function isPattern(text: string): boolean {
  try {
    RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** The person of a mapping file; NaN and '' where neither it nor the options say. */
export function mappedPerson(
  ref: SubjectRef,
  subjects: Readonly<Record<string, MappedPerson>>,
  { subjectMassKg = {} }: Pick<ReadOptions, 'subjectMassKg'>,
): SubjectInfo {
  const known = subjects[ref.sourceId] ?? {};
  return {
    ...ref,
    ageY: known.ageY ?? NaN,
    sex: known.sex ?? '',
    massKg: subjectMassKg[subjectKey(ref)] ?? known.massKg ?? NaN,
    heightM: known.heightM ?? NaN,
    population: known.population ?? '',
    impairedSide: known.impairedSide ?? '',
  };
}
