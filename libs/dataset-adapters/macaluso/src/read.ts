import { join } from 'node:path';
import { type LabelledValue, personDetails, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError, type MatFile, openMat } from '@emgfm/matfile';
import { type CutRecording, type Side, type SourceStride, type SubjectInfo, type SubjectRef } from '@emgfm/schema';
import { packageName, packageVersion } from './dataset';
import { beltSetting } from './belt-setting';
import { decideFacts, type FileFacts } from './decisions';
import { type LegColumns, readLegs } from './leg-columns';
import { legStrides } from './leg-strides';
import { macalusoOptions } from './options';
import { perturbationsOf } from './perturbations';
import {
  labelledRows,
  openTrial,
  type SourceContents,
  sourceContents,
  type TrialPlace,
  unlessDamaged,
} from './source-file';
import { type MacalusoFile, otherTrialDrop, readMacalusoFolder } from './survey';

/**
 * The strides of one person, one recording for each trial. What is decided once for the file stands in the provenance of its first
 * recording.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readMacalusoSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  macalusoOptions(options);
  const { persons } = await readMacalusoFolder(root, options.signal);
  const own = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (own === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  let mat: MatFile | null = null;
  try {
    mat = await openMat(join(root, own.path));
    yield* fileRecordings(mat, own, options);
  } catch (error) {
    if (!isMatError(error)) throw error;
    options.onDrop?.({ what: own.path, level: 'file', reason: 'unreadable-file', detail: error.message });
  } finally {
    await mat?.close();
  }
}

/** What all recordings of a file share. */
interface FileContext {
  readonly own: MacalusoFile;
  readonly subject: SubjectInfo;
  readonly facts: FileFacts;
  readonly options: ReadOptions;
}

async function* fileRecordings(mat: MatFile, own: MacalusoFile, options: ReadOptions): AsyncGenerator<CutRecording> {
  const { otherTrials } = macalusoOptions(options);
  const contents = await sourceContents(mat, own.sourceId);
  const trials = contents.trials.filter(({ isOther }) => !isOther || otherTrials === 'read');
  for (const place of contents.trials.filter((trial) => !trials.includes(trial))) {
    options.onDrop?.(otherTrialDrop(own.path, place));
  }
  const facts = await decideFacts(mat, trials, options.signal);
  const context: FileContext = { own, subject: await personOf(mat, own, contents), facts, options };
  let { decisions } = facts;
  for (const place of trials) {
    options.signal?.throwIfAborted();
    const recording = await trialRecording(mat, place, context);
    if (recording === null) continue;
    yield { ...recording, provenance: { ...recording.provenance, decisions: [...decisions] } };
    decisions = [];
  }
}

async function personOf(mat: MatFile, { sourceId }: MacalusoFile, { tables }: SourceContents): Promise<SubjectInfo> {
  const rows: LabelledValue[] = [];
  for (const path of tables) rows.push(...labelledRows(await unlessDamaged(() => mat.read(path), null)));
  return {
    datasetId: 'macaluso',
    sourceId,
    ...personDetails(rows),
    population: 'able-bodied',
    impairedSide: '',
  };
}

/** One trial; null where it has no stride. A trial that can't be read is dropped and the next is tried. */
async function trialRecording(mat: MatFile, place: TrialPlace, context: FileContext): Promise<CutRecording | null> {
  const { own, subject, options } = context;
  const what = `${own.path} ${place.name}`;
  try {
    const trial = await openTrial(mat, place);
    const legs = await readLegs(trial);
    if (legs.length === 0) {
      const detail = `no matrix of strides of either leg; its fields are ${trial.names.join(', ') || 'none'}`;
      options.onDrop?.({ what, level: 'trial', reason: 'no-leg-signals', detail });
      return null;
    }
    const counts: Partial<Record<Side, number>> = Object.fromEntries(
      legs.map(({ side, strideCount }) => [side, strideCount]),
    );
    const { conditionOf, notes } = await perturbationsOf(trial, counts);
    const strides = legs.flatMap((leg) => keptStrides(leg, (stride) => conditionOf(leg.side, stride), what, context));
    if (strides.length === 0) return null;
    return {
      kind: 'cut',
      subject,
      trial: place.name,
      subtrial: '',
      condition: '',
      activity: place.task.activity,
      surface: 'treadmill',
      ...beltSetting(place, labelledRows(await trial.read(['description']))),
      stepHeightM: 0,
      provenance: {
        files: [own.path],
        adapter: packageName,
        adapterVersion: packageVersion,
        decisions: [],
        notes: [...notes, ...legs.flatMap((leg) => leg.notes)],
      },
      strides,
    };
  } catch (error) {
    if (!isMatError(error)) throw error;
    options.onDrop?.({ what, level: 'trial', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

function keptStrides(
  leg: LegColumns,
  conditionOf: (stride: number) => string,
  what: string,
  { facts, options }: FileContext,
): SourceStride[] {
  return [...legStrides(leg, facts, conditionOf)].flatMap((result, index) => {
    if ('stride' in result) return [result.stride];
    options.onDrop?.({ what: `${what} ${leg.side} stride ${index + 1}`, level: 'stride', ...result.drop });
    return [];
  });
}
