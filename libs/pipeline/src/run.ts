import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  addDrop,
  addStride,
  type DatasetAdapter,
  emptySignatureSums,
  judgeSignature,
  type SignatureSums,
} from '@emgfm/adapter-kit';
import {
  compareDatasetIds,
  type Configuration,
  type Drop,
  type NdArray,
  parseSubjectKey,
  type RunReport,
  type SignatureVerdict,
  type SubjectOutcome,
} from '@emgfm/schema';
import { mergeShards, openStore } from '@emgfm/stride-store';
import packageJson from '../package.json' with { type: 'json' };
import { loadAdapters } from './adapters';
import { configurationSha256 } from './configuration-file';
import { DiskFullError, isDiskFull, NothingUsableError, UsageError } from './errors';
import { planRun, type RunPlan, type SubjectJob } from './plan';
import { recordShard, removeShard, resumableOutcome, shardPath } from './shards';
import { failedOutcome, runInWorker, type SubjectRunner } from './subject-runner';

/** What a run is asked to do beside its configuration. */
export interface RunOptions {
  /** Path of the store to be written; its folder is made. */
  readonly storePath: string;
  /** Take over shards of an interrupted run whose files and configuration are the same. */
  readonly resume?: boolean;
  /** Keep the shards after the merge. */
  readonly keepShards?: boolean;
  readonly signal?: AbortSignal;
  /** How one subject is processed; a worker thread each where left out. */
  readonly runSubject?: SubjectRunner;
  /** Called when the plan stands, and after each subject. */
  readonly onPlan?: (plan: RunPlan) => void;
  readonly onSubject?: (outcome: SubjectOutcome) => void;
}

/** What a run did, and what could not be read. */
export interface RunResult {
  readonly report: RunReport;
  readonly reportPath: string;
  /** Files that the surveys could not use. */
  readonly unusable: readonly Drop[];
}

/**
 * Surveys, processes subject by subject, merges the shards into one store, and writes `run.json` beside it.
 * A subject that fails is listed; the others are written. Without any stride there is a report but no store.
 * @throws UsageError for a wrong dataset, layer or subject; NothingUsableError when no folder holds anything that can be read;
 * DiskFullError when a subject could not be written for want of room
 */
export async function run(configuration: Configuration, options: RunOptions): Promise<RunResult> {
  const { storePath, signal } = options;
  const startedAt = new Date().toISOString();
  const adapters = await loadAdapters(configuration.adapters);
  const plan = await planRun(configuration, adapters, signal);
  options.onPlan?.(plan);
  const unusable = plan.surveys.flatMap((survey) => survey.unusable);
  if (plan.jobs.length === 0) throw new NothingUsableError(explainNothing(plan));
  const folder = dirname(storePath);
  const shardFolder = join(folder, `${basename(storePath).replace(/\.h5$/i, '')}.shards`);
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`nothing can be written to ${folder}: ${error.message}`);
  });
  const sha256 = configurationSha256(configuration);
  const outcomes = await processAll(plan.jobs, {
    ...options,
    configuration,
    adapters,
    sha256,
    shardFolder,
    hashedInputs: new Map(),
  });
  const shards = outcomes.filter(({ shard }) => shard !== '').map(({ shard }) => shard);
  if (shards.length > 0)
    await mergeShards(shards, storePath, {
      createdBy: createdBy(),
      configSha256: sha256,
      gzipLevel: configuration.store.gzipLevel || undefined,
    });
  const signatures = await judgeStore(shards.length > 0 ? storePath : null, outcomes);
  const failed = outcomes.filter(({ status }) => status === 'failed');
  const report: RunReport = {
    format: 'emgfm-run',
    formatVersion: 1,
    startedAt,
    finishedAt: new Date().toISOString(),
    versions: versionsOf(adapters, plan),
    configuration,
    configurationSha256: sha256,
    store: shards.length > 0 ? basename(storePath) : '',
    totals: {
      subjects: outcomes.length,
      subjectsFailed: failed.length,
      stridesKept: outcomes.reduce((sum, { stridesKept }) => sum + stridesKept, 0),
      stridesDropped: sumCounts(outcomes.map(({ stridesDropped }) => stridesDropped)),
      filesDropped:
        unusable.length + outcomes.flatMap(({ drops }) => drops).filter(({ level }) => level === 'file').length,
    },
    unusable,
    subjects: outcomes.map((outcome) => ({
      ...outcome,
      shard: outcome.shard === '' ? '' : relativeTo(folder, outcome.shard),
    })),
    signatures,
  };
  const reportPath = join(folder, 'run.json');
  await writeFile(`${reportPath}.tmp`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${reportPath}.tmp`, reportPath);
  if (options.keepShards !== true && failed.length === 0) await rm(shardFolder, { recursive: true, force: true });
  return { report, reportPath, unusable };
}

interface ProcessingContext extends RunOptions {
  readonly configuration: Configuration;
  readonly adapters: ReadonlyMap<string, DatasetAdapter>;
  readonly sha256: string;
  readonly shardFolder: string;
  /** What is known of files, by folder and path, from the subjects that were processed before. */
  readonly hashedInputs: Map<string, SubjectOutcome['inputs'][number]>;
}

/** Processes the subjects, as many side by side as there are workers; outcomes stand in the order of the jobs. */
async function processAll(jobs: readonly SubjectJob[], context: ProcessingContext): Promise<SubjectOutcome[]> {
  const { configuration, signal, runSubject = runInWorker } = context;
  const outcomes: SubjectOutcome[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      signal?.throwIfAborted();
      const outcome = await processOne(jobs[index] as SubjectJob, context, runSubject);
      if (isDiskFull(outcome.errorTag)) throw new DiskFullError(`${outcome.key}: ${outcome.error}`);
      outcomes[index] = outcome;
      context.onSubject?.(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(configuration.workers, jobs.length) }, lane));
  return outcomes;
}

async function processOne(
  job: SubjectJob,
  context: ProcessingContext,
  runSubject: SubjectRunner,
): Promise<SubjectOutcome> {
  const { configuration, adapters, sha256, shardFolder, signal } = context;
  const shard = shardPath(shardFolder, job.subject);
  const { packageName, packageVersion } = adapters.get(job.subject.datasetId) as DatasetAdapter;
  const made = { configurationSha256: sha256, adapter: `${packageName}@${packageVersion}` };
  if (context.resume) {
    const outcome = await resumableOutcome(shard, job, made);
    if (outcome !== null) return outcome;
  }
  await removeShard(shard);
  await mkdir(dirname(shard), { recursive: true });
  const files = job.trials.flatMap((trial) => trial.files.map(({ path }) => join(job.root, path)));
  const task = {
    job,
    configuration,
    configurationSha256: sha256,
    createdBy: createdBy(),
    shardPath: shard,
    knownInputs: [...new Set(files)].flatMap((file) => context.hashedInputs.get(file) ?? []),
  };
  const outcome = await runSubject(task, signal);
  for (const input of outcome.inputs) context.hashedInputs.set(join(job.root, input.path), input);
  if (outcome.status === 'failed') {
    await removeShard(shard);
    return outcome;
  }
  try {
    await recordShard(shard, job, { ...made, outcome });
    return outcome;
  } catch (error) {
    return failedOutcome(task, error);
  }
}

/** Program and version that stores name as their maker. */
export function createdBy(): string {
  return `${packageJson.name} ${packageJson.version}`;
}

function versionsOf(adapters: ReadonlyMap<string, DatasetAdapter>, plan: RunPlan): Record<string, string> {
  const used = new Set(plan.jobs.map(({ subject }) => subject.datasetId));
  return {
    node: process.versions.node,
    [packageJson.name]: packageJson.version,
    ...Object.fromEntries(
      [...adapters.values()]
        .filter(({ info }) => used.has(info.id))
        .map(({ packageName, packageVersion }) => [packageName, packageVersion]),
    ),
  };
}

/**
 * The level-walking signature of each dataset of a store.
 * @param storePath null where no stride was kept
 * @param outcomes of the run that wrote it: strides that were dropped for impossible values count too
 */
export async function judgeStore(
  storePath: string | null,
  outcomes: readonly Pick<SubjectOutcome, 'key' | 'drops'>[] = [],
): Promise<SignatureVerdict[]> {
  const sums = new Map<string, SignatureSums>();
  const sumsOf = (datasetId: string): SignatureSums => {
    const own = sums.get(datasetId) ?? emptySignatureSums();
    sums.set(datasetId, own);
    return own;
  };
  const store = storePath === null ? null : await openStore(storePath);
  try {
    for (const stride of store?.strides() ?? []) {
      const { datasetId, emg, kinematics, kinetics } = stride;
      addStride(sumsOf(datasetId), {
        ...stride,
        emg: flat(emg),
        kinematics: flat(kinematics),
        kinetics: flat(kinetics),
      });
    }
  } finally {
    store?.close();
  }
  for (const { key, drops } of outcomes) {
    for (const drop of drops) addDrop(sumsOf(parseSubjectKey(key).datasetId), drop);
  }
  return [...sums]
    .sort(([a], [b]) => compareDatasetIds(a, b))
    .map(([datasetId, own]) => judgeSignature(datasetId, own));
}

/** The values of a contiguous array. */
function flat({ data, shape, offset }: NdArray<Float32Array>): Float32Array {
  return data.subarray(offset, offset + shape.reduce((size, length) => size * length, 1));
}

function explainNothing(plan: RunPlan): string {
  const lines = plan.surveys.flatMap(({ datasetId, root, advice, unusable }) => [
    `${datasetId} in ${root}: nothing that can be read`,
    ...unusable.slice(0, 20).map(({ what, detail }) => `  ${what}: ${detail}`),
    ...advice.map((text) => `  ${text}`),
  ]);
  return lines.join('\n');
}

function sumCounts(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const own of counts)
    for (const [reason, count] of Object.entries(own)) sums[reason] = (sums[reason] ?? 0) + count;
  return sums;
}

function relativeTo(folder: string, path: string): string {
  return path.startsWith(folder) ? path.slice(folder.length + 1) : path;
}
