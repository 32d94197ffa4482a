import { join } from 'node:path';
import {
  emgSignals,
  evenClock,
  type EvenClock,
  jointSignals,
  type ReadOptions,
  UnevenClockError,
  UnknownSubjectError,
} from '@emgfm/adapter-kit';
import { ColumnSelectionError, isDelimitedError } from '@emgfm/delimited';
import {
  type ContinuousRecording,
  type DropReason,
  type LegSignals,
  type Side,
  SIDES,
  type SubjectInfo,
  subjectKey,
  type SubjectRef,
} from '@emgfm/schema';
import { COLUMN_NAMES, EMG_COLUMNS, EMG_SIDE, MOTIONS } from './channels';
import { packageName, packageVersion } from './dataset';
import { decideFactors, type Factors, type KneeSigns } from './factors';
import { eventsOf, labelledStrides, stretchesBetween } from './labelled-strides';
import { type DataTable, type LabelTable, readData, readLabels } from './named-columns';
import { numberOfId, readSubjectSheet, type SheetPerson } from './subject-sheet';
import { readSiatFolder, type SiatFolder, type SiatTrial } from './survey';

/** The movements of one person, walking first. @throws UnknownSubjectError */
export async function* readSiatSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const folder = await readSiatFolder(root, options.signal);
  const own = folder.trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    const known = [...new Set(folder.trials.map(({ sourceId }) => sourceId))];
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const { info, notes } = await personOf(root, folder, subject.sourceId, options);
  let kneeSigns: KneeSigns = { left: NaN, right: NaN };
  for (const trial of own) {
    options.signal?.throwIfAborted();
    const files = await readFiles(root, trial, options);
    if (files === null) continue;
    const factors = decideFactors(files.data, files.clock, info.massKg, kneeSigns);
    kneeSigns = factors.kneeSigns;
    const recording = recordingOf({ ...files, trial, info, notes, factors }, options);
    if (recording !== null) yield recording;
  }
}

interface TrialFiles {
  readonly data: DataTable;
  readonly labels: LabelTable;
  readonly clock: EvenClock;
  readonly dataTimesS: Float64Array;
}

interface TrialInput extends TrialFiles {
  readonly trial: SiatTrial;
  readonly info: SubjectInfo;
  readonly notes: readonly string[];
  readonly factors: Factors;
}

async function personOf(
  root: string,
  { subjectSheet }: SiatFolder,
  sourceId: string,
  { subjectMassKg = {} }: ReadOptions,
): Promise<{ info: SubjectInfo; notes: string[] }> {
  const unknown: SheetPerson = { ageY: NaN, sex: '', massKg: NaN, heightM: NaN };
  const sheet = subjectSheet === null ? null : await readSubjectSheet(join(root, subjectSheet.path));
  const listed = sheet?.persons.get(numberOfId(sourceId)) ?? unknown;
  const ref = { datasetId: 'siat', sourceId };
  const massKg = subjectMassKg[subjectKey(ref)] ?? listed.massKg;
  const why =
    sheet === null ? 'SubjectInformation.xlsx is missing' : (sheet.problem ?? 'it is not in SubjectInformation.xlsx');
  return {
    info: { ...ref, ...listed, massKg, population: 'able-bodied', impairedSide: '' },
    notes: Number.isNaN(massKg) ? [`body mass is not known: ${why}`] : [],
  };
}

async function readFiles(root: string, trial: SiatTrial, options: ReadOptions): Promise<TrialFiles | null> {
  const { dataFile, labelFile } = trial;
  const drop = (what: string, level: 'file' | 'trial', reason: DropReason, detail: string): null => {
    options.onDrop?.({ what, level, reason, detail });
    return null;
  };
  const name = nameOf(trial);
  if (dataFile === null && labelFile === null) return null;
  if (dataFile === null) return drop(name, 'trial', 'no-leg-signals', `'${labelFile?.path}' has no data file`);
  if (labelFile === null) return drop(name, 'trial', 'no-events', `'${dataFile.path}' has no label file`);
  let path = dataFile.path;
  try {
    const data = await readData(join(root, path), options.signal);
    const dataTimesS = data.column(COLUMN_NAMES.time);
    if (dataTimesS === null) return drop(path, 'file', 'bad-metadata', 'no column Time');
    const clock = evenClock(dataTimesS);
    path = labelFile.path;
    return { data, dataTimesS, clock, labels: await readLabels(join(root, path), options.signal) };
  } catch (error) {
    if (error instanceof UnevenClockError) return drop(path, 'file', 'bad-metadata', error.message);
    if (error instanceof ColumnSelectionError) return drop(path, 'file', 'bad-metadata', error.message);
    if (!isDelimitedError(error)) throw error;
    return drop(path, 'file', 'unreadable-file', error.message);
  }
}

/** A trial with its labelled cycles; null where it has none. */
function recordingOf(input: TrialInput, options: ReadOptions): ContinuousRecording | null {
  const { trial, info, data, clock, factors } = input;
  const { movement } = trial;
  const labelled = labelledStrides({ ...input, name: nameOf(trial), movement }, factors.knees, (drop) =>
    options.onDrop?.(drop),
  );
  if (labelled === null) return null;
  const { decisions, notes, strides } = labelled;
  // a leg without a labelled cycle has no strides, and nobody is to look for some in its signals
  const legOf = (side: Side): LegSignals | null =>
    strides.some((stride) => stride.side === side) ? legSignals(data, clock, side, factors) : null;
  return {
    kind: 'continuous',
    subject: info,
    trial: movement.code,
    subtrial: '',
    condition: '',
    activity: movement.activity,
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: 0,
    stepHeightM: movement.stepHeightM,
    provenance: {
      files: [trial.dataFile, trial.labelFile].flatMap((file) => file?.path ?? []),
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [...factors.decisions, ...decisions],
      notes: [
        ...input.notes,
        ...factors.notes,
        ...notes,
        ...(data.badCells > 0 ? [`${data.badCells} cells are no numbers and count as missing`] : []),
        ...(clock.lostRows > 0 ? [`the clock jumps over ${clock.lostRows} rows, which count as missing`] : []),
      ],
    },
    legs: { left: legOf('left'), right: legOf('right') },
    events: eventsOf(strides),
    forcePlates: [],
    markers: null,
    intervals: [],
    excluded: SIDES.flatMap((side) => stretchesBetween(strides.filter((stride) => stride.side === side))),
  };
}

function legSignals(data: DataTable, clock: EvenClock, side: Side, factors: Factors): LegSignals | null {
  const { samplingRateHz, startS } = clock;
  const timing = { samplingRateHz, startS };
  const column = (name: string): Float64Array | null => {
    const values = data.column(name);
    return values === null ? null : clock.spread(values);
  };
  const tableOf = (factor: number) =>
    MOTIONS.map(({ joint, motion, name, sign }) => ({
      joint,
      motion,
      column: name,
      factor: factor * (sign ?? factors.kneeSigns[side]),
    }));
  const angles = jointSignals(tableOf(1), (name) => column(COLUMN_NAMES.angle(side, name)), timing);
  const moments = jointSignals(
    tableOf(factors.torqueFactor),
    (name) => column(COLUMN_NAMES.torque(side, name)),
    timing,
  );
  const emg =
    side === EMG_SIDE
      ? emgSignals(EMG_COLUMNS, (name) => column(COLUMN_NAMES.emg(name)), {
          ...timing,
          emgKind: 'raw',
          unit: 'arbitrary',
        })
      : null;
  return emg === null && angles === null && moments === null ? null : { emg, angles, moments };
}

function nameOf({ sourceId, movement }: SiatTrial): string {
  return `${sourceId} ${movement.code}`;
}
