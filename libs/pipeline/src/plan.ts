import type { DatasetAdapter } from '@emgfm/adapter-kit';
import {
  compareDatasetIds,
  compareNaturally,
  type Configuration,
  type SubjectRef,
  subjectKey,
  type Survey,
  type SurveyTrial,
} from '@emgfm/schema';
import { adapterOf } from './adapters';
import { UsageError } from './errors';

/** One subject to be processed: the unit of work, of failure and of resumption. */
export interface SubjectJob {
  readonly subject: SubjectRef;
  readonly root: string;
  readonly layer: string | undefined;
  readonly adapterOptions: Readonly<Record<string, unknown>>;
  readonly trials: readonly SurveyTrial[];
}

/** What a run will do. */
export interface RunPlan {
  readonly surveys: readonly Survey[];
  readonly jobs: readonly SubjectJob[];
}

/**
 * Surveys every source and lists the subjects in the order of the store.
 * @throws UsageError when a chosen subject is not there, or two sources hold the same person
 */
export async function planRun(
  configuration: Configuration,
  adapters: ReadonlyMap<string, DatasetAdapter>,
  signal?: AbortSignal,
): Promise<RunPlan> {
  const surveys: Survey[] = [];
  const jobs: SubjectJob[] = [];
  for (const { dataset, root, layer, options } of configuration.sources) {
    const adapter = adapterOf(adapters, dataset);
    if (layer !== undefined && !adapter.info.layers.includes(layer)) {
      throw new UsageError(`dataset '${dataset}' has no layer '${layer}'; it has ${adapter.info.layers.join(', ')}`);
    }
    const survey = await adapter.survey(root, { layer, adapterOptions: options, signal });
    surveys.push(survey);
    for (const { subject, trials } of survey.subjects)
      jobs.push({ subject, root, layer, adapterOptions: options, trials });
  }
  const wanted = chooseSubjects(jobs, configuration.subjects);
  wanted.sort(
    (a, b) =>
      compareDatasetIds(a.subject.datasetId, b.subject.datasetId) ||
      compareNaturally(a.subject.sourceId, b.subject.sourceId),
  );
  wanted.forEach((job, i) => {
    const next = wanted[i + 1];
    if (next !== undefined && subjectKey(next.subject) === subjectKey(job.subject)) {
      throw new UsageError(`${subjectKey(job.subject)} stands in two folders: ${job.root} and ${next.root}`);
    }
  });
  return { surveys, jobs: wanted };
}

function chooseSubjects(jobs: readonly SubjectJob[], chosen: readonly string[]): SubjectJob[] {
  if (chosen.length === 0) return [...jobs];
  const isChosen = ({ subject }: SubjectJob, name: string): boolean =>
    subjectKey(subject) === name || subject.sourceId === name;
  const strangers = chosen.filter((name) => !jobs.some((job) => isChosen(job, name)));
  if (strangers.length > 0) {
    const known = jobs.slice(0, 12).map(({ subject }) => subjectKey(subject));
    throw new UsageError(`no such subject: ${strangers.join(', ')}; there are ${known.join(', ') || 'none'}`);
  }
  return jobs.filter((job) => chosen.some((name) => isChosen(job, name)));
}
