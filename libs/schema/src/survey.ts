import { z } from 'zod';
import { subjectRefSchema } from './subject';
import { DROP_REASONS, type DropReason } from './drop-reasons';

const dropReasonSchema = z.enum(Object.keys(DROP_REASONS) as [DropReason, ...DropReason[]]);

/** A file, trial or stride that gives nothing, and why. */
export const dropSchema = z.object({
  /** What was dropped: a file path relative to the root, a trial name, or a trial with side and time. */
  what: z.string().min(1),
  level: z.enum(['file', 'trial', 'stride']),
  reason: dropReasonSchema,
  /** What was expected, found and where, in words. */
  detail: z.string(),
});

/** A file, trial or stride that gives nothing, and why. */
export type Drop = z.infer<typeof dropSchema>;

/** A file of the source: path relative to the root, size in bytes. */
export const surveyFileSchema = z.object({ path: z.string().min(1), sizeBytes: z.number().int().min(0) });

/** One trial as the survey sees it from names and headers. */
export const surveyTrialSchema = z.object({
  name: z.string(),
  files: z.array(surveyFileSchema),
  /** In words what the header promises, e.g. `8 EMG, angles, moments, 2 plates, 5 events`. */
  contents: z.string().default(''),
});

/** Schema of {@link Survey}. */
export const surveySchema = z.object({
  datasetId: z.string(),
  root: z.string(),
  layer: z.string(),
  subjects: z.array(
    z.object({
      subject: subjectRefSchema,
      trials: z.array(surveyTrialSchema),
      /** null where names and headers do not tell. */
      expectedStrides: z.number().int().min(0).nullable(),
    }),
  ),
  /** Files or folders that should be there and are not. */
  missing: z.array(z.object({ path: z.string(), detail: z.string() })),
  /** Files that belong to no known trial. */
  unknown: z.array(surveyFileSchema),
  /** Files that can't be used, with the reason. */
  unusable: z.array(dropSchema),
  /** What the user should know or do, e.g. that the folder is one level too high. */
  advice: z.array(z.string()),
});

/** What is there, what is missing and what is unknown, from names and headers only. */
export type Survey = z.infer<typeof surveySchema>;

/** One trial of a survey. */
export type SurveyTrial = z.infer<typeof surveyTrialSchema>;

/** Bytes of the files behind the given trials; a file of several trials counts once. */
export function trialsSizeBytes(trials: readonly SurveyTrial[]): number {
  const sizes = new Map(trials.flatMap(({ files }) => files.map(({ path, sizeBytes }) => [path, sizeBytes])));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
