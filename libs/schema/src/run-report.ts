import { z } from 'zod';
import { configurationSchema } from './configuration';
import { decisionSchema } from './recording';
import { dropSchema } from './survey';

/** One statement of the level-walking signature about one signal. */
export const signatureFindingSchema = z.object({
  check: z.string().min(1),
  expected: z.string(),
  found: z.string(),
  verdict: z.enum(['pass', 'flag', 'fail', 'not-applicable']),
  /** What this finding usually means, e.g. a swapped axis; '' for a pass. */
  hint: z.string(),
});

/** One statement of the level-walking signature. */
export type SignatureFinding = z.infer<typeof signatureFindingSchema>;

/** The signature of one dataset: `fail` = a hard limit is broken, `flag` = unusual, `none` = no level walking to judge. */
export const signatureVerdictSchema = z.object({
  datasetId: z.string(),
  verdict: z.enum(['pass', 'flag', 'fail', 'none']),
  strides: z.number().int().min(0),
  findings: z.array(signatureFindingSchema),
});

/** The signature verdict of one dataset. */
export type SignatureVerdict = z.infer<typeof signatureVerdictSchema>;

/** What became of one subject. */
export const subjectOutcomeSchema = z.object({
  key: z.string(),
  status: z.enum(['done', 'resumed', 'empty', 'failed']),
  /** Shard file, relative to the run folder; '' where none was written. */
  shard: z.string(),
  trials: z.number().int().min(0),
  stridesKept: z.number().int().min(0),
  /** Strides dropped, by reason. */
  stridesDropped: z.record(z.string(), z.number().int().min(0)),
  /** Files and trials that gave nothing, and dropped strides, each with its reason. */
  drops: z.array(dropSchema),
  decisions: z.array(decisionSchema),
  notes: z.array(z.string()),
  inputs: z.array(z.object({ path: z.string(), sizeBytes: z.number().int().min(0), sha256: z.string() })),
  /** Error message of a failed subject; '' otherwise. */
  error: z.string(),
  /** What kind of error that was, as in `hdf5-disk-full` or `ENOSPC`; '' where it has no name. */
  errorTag: z.string(),
  elapsedS: z.number().min(0),
});

/** What became of one subject. */
export type SubjectOutcome = z.infer<typeof subjectOutcomeSchema>;

/** Schema of `run.json`, written beside every store. */
export const runReportSchema = z.object({
  format: z.literal('emgfm-run'),
  formatVersion: z.literal(1),
  startedAt: z.string(),
  finishedAt: z.string(),
  versions: z.record(z.string(), z.string()),
  configuration: configurationSchema,
  configurationSha256: z.string(),
  store: z.string(),
  totals: z.object({
    subjects: z.number().int().min(0),
    subjectsFailed: z.number().int().min(0),
    stridesKept: z.number().int().min(0),
    stridesDropped: z.record(z.string(), z.number().int().min(0)),
    filesDropped: z.number().int().min(0),
  }),
  /** Files that the survey could not use, each with its reason. */
  unusable: z.array(dropSchema),
  subjects: z.array(subjectOutcomeSchema),
  signatures: z.array(signatureVerdictSchema),
});

/** What a run did: configuration, versions, inputs, outcomes, drops with reasons, verdicts. */
export type RunReport = z.infer<typeof runReportSchema>;
