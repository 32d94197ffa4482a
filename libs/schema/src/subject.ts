import { z } from 'zod';
import { IMPAIRED_SIDES, SEXES } from './activities';
import { SchemaError } from './errors';

/** One person of one dataset. */
export const subjectRefSchema = z.object({
  datasetId: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  /** The source's own name for the person as it stands in folder, file or struct names. */
  sourceId: z.string().min(1),
});

/** One person of one dataset; the same for all activities, legs and sessions. */
export type SubjectRef = z.infer<typeof subjectRefSchema>;

/** `<dataset>/<source id>`: the one key of a person. */
export function subjectKey(subject: SubjectRef): string {
  return `${subject.datasetId}/${subject.sourceId}`;
}

/** The person behind a key. @throws SchemaError when the key is not `<dataset>/<source id>`. */
export function parseSubjectKey(key: string): SubjectRef {
  const slash = key.indexOf('/');
  const parsed = subjectRefSchema.safeParse({ datasetId: key.slice(0, slash), sourceId: key.slice(slash + 1) });
  if (slash < 1 || !parsed.success) throw new SchemaError(`'${key}' is not '<dataset>/<source id>'`);
  return parsed.data;
}

/** What is known of a person; NaN and '' where the source does not say. */
export const subjectInfoSchema = subjectRefSchema.extend({
  ageY: z.number().or(z.nan()).default(NaN),
  sex: z.enum(SEXES).default(''),
  massKg: z.number().positive().or(z.nan()).default(NaN),
  heightM: z.number().positive().or(z.nan()).default(NaN),
  /** e.g. `able-bodied`, `stroke`; '' where the source does not say. */
  population: z.string().default(''),
  impairedSide: z.enum(IMPAIRED_SIDES).default(''),
});

/** What is known of a person. */
export type SubjectInfo = z.infer<typeof subjectInfoSchema>;

/** Source ids in the order a person expects: `P2` before `P10`, the same on every machine. */
export function compareNaturally(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x, y] = [left[i] as string, right[i] as string];
    if (x === y) continue;
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    if (numbers && BigInt(x) !== BigInt(y)) return BigInt(x) < BigInt(y) ? -1 : 1;
    if (!numbers || x.length === y.length) return x < y ? -1 : 1;
    return x.length - y.length;
  }
  return left.length - right.length;
}
