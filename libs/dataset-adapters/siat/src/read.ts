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
  type Decision,
  type DropReason,
  type ExcludedStretch,
  type GaitEvent,
  type LegSignals,
  type Side,
  SIDES,
  SOURCE_EVENTS,
  type SubjectInfo,
  subjectKey,
  type SubjectRef,
} from '@emgfm/schema';
import { COLUMN_NAMES, EMG_COLUMNS, EMG_SIDE, MOTIONS } from './channels';
import { decideKneeSign, decideTorqueFactor } from './checks';
import { cyclesOf } from './cycles';
import { packageName, packageVersion } from './dataset';
import { labelClock } from './label-clock';
import { legsOfCycles } from './legs';
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
  const kneeSigns: KneeSigns = { left: NaN, right: NaN };
  for (const trial of own) {
    options.signal?.throwIfAborted();
    const files = await readFiles(root, trial, options);
    if (files === null) continue;
    const recording = recordingOf({ ...files, trial, info, notes, kneeSigns }, options);
    if (recording !== null) yield recording;
  }
}

/** Signs of the knees as the latest file that tells them shows; walking comes first. */
type KneeSigns = Record<Side, number>;

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
  readonly kneeSigns: KneeSigns;
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
    sheet === null ? 'SubjectInformation.xlsx is missing' : (sheet.problem ?? `it is not in SubjectInformation.xlsx`);
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
  const { trial, info, data, clock } = input;
  const factors = decideFactors(input);
  const labelled = labelledCycles(input, factors.knees, options);
  if (labelled === null) return null;
  const { decisions, notes, strides } = labelled;
  // a leg without a labelled cycle has no strides, and nobody is to look for some in its signals
  const legOf = (side: Side): LegSignals | null =>
    strides.some((stride) => stride.side === side) ? legSignals(data, clock, side, factors) : null;
  return {
    kind: 'continuous',
    subject: info,
    trial: trial.movement.code,
    subtrial: '',
    condition: '',
    activity: trial.movement.activity,
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: 0,
    stepHeightM: trial.movement.stepHeightM,
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

interface Factors {
  /** Knee flexion of each leg, flexion positive; null where it is missing or its sign is not known. */
  readonly knees: Readonly<Record<Side, Float64Array | null>>;
  readonly kneeSigns: KneeSigns;
  readonly torqueFactor: number;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

function decideFactors({ data, clock, info, kneeSigns }: TrialInput): Factors {
  const decisions: Decision[] = [];
  const notes: string[] = [];
  const knees: Record<Side, Float64Array | null> = { left: null, right: null };
  for (const side of SIDES) {
    const knee = data.column(COLUMN_NAMES.angle(side, 'knee flexion'));
    if (knee === null) continue;
    const { factor, decision } = decideKneeSign(side, knee);
    if (!Number.isNaN(factor)) kneeSigns[side] = factor;
    const sign = kneeSigns[side];
    const decided =
      Number.isNaN(factor) && !Number.isNaN(sign) ? 'as in an earlier file of this person' : decision.decided;
    decisions.push({ ...decision, decided });
    if (Number.isNaN(sign)) notes.push(`${decision.fact} is not known, so its angle and moment are missing`);
    else knees[side] = clock.spread(knee.map((deg) => sign * deg));
  }
  const torques = SIDES.flatMap((side) =>
    MOTIONS.flatMap(({ name }) => data.column(COLUMN_NAMES.torque(side, name)) ?? []),
  );
  const torque = decideTorqueFactor(torques, info.massKg);
  if (torques.length > 0) decisions.push(torque.decision);
  if (torques.length > 0 && Number.isNaN(torque.factor))
    notes.push('moments are missing: the torques cannot be brought to N·m/kg');
  return { knees, kneeSigns: { ...kneeSigns }, torqueFactor: torque.factor, decisions, notes };
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

/** A labelled cycle of one leg, in seconds on the clock of the data file. */
interface LabelledStride {
  readonly side: Side;
  readonly startS: number;
  readonly footOffS: number;
  readonly endS: number;
}

/** The cycles of a trial with their legs; null, with a reason, where there is none. */
function labelledCycles(
  { trial, labels, clock, dataTimesS }: TrialInput,
  knees: Factors['knees'],
  options: ReadOptions,
): { strides: readonly LabelledStride[]; decisions: readonly Decision[]; notes: readonly string[] } | null {
  const name = nameOf(trial);
  const drop = (level: 'trial' | 'stride', what: string, reason: DropReason, detail: string): null => {
    options.onDrop?.({ what, level, reason, detail });
    return null;
  };
  const stepS = 1 / clock.samplingRateHz;
  const joined = labelClock(labels, dataTimesS, stepS);
  if (joined === null) {
    const detail = `labels and data have neither one clock nor as many rows (${labels.statuses.length} and ${dataTimesS.length})`;
    return drop('trial', name, 'bad-metadata', detail);
  }
  const { cycles, broken } = cyclesOf(labels, trial.movement);
  const { statuses } = trial.movement;
  for (const { group, startRow, statuses: found } of broken) {
    const what = `${name} group ${group} at ${joined.timeOfRow(startRow).toFixed(3)} s`;
    drop('stride', what, 'event-order', `expected status 1 to ${statuses} in order, found ${found.join(' ')}`);
  }
  const lastRow = labels.statuses.length - 1;
  const beginsLate = joined.timeOfRow(0) > dataTimesS[0] + 1.5 * stepS;
  const endsEarly = joined.timeOfRow(lastRow) < dataTimesS[dataTimesS.length - 1] - 1.5 * stepS;
  const placed = cycles.flatMap(({ group, startRow, footOffRow, endRow }) => {
    if ((beginsLate && startRow === 0) || (endsEarly && endRow > lastRow)) {
      const detail = 'the labels begin or end within the cycle, so a strike is not known';
      return drop('stride', `${name} group ${group}`, 'outside-recording', detail) ?? [];
    }
    const [startS, footOffS, endS] = [startRow, footOffRow, endRow].map(joined.timeOfRow) as [number, number, number];
    if (startS < footOffS && footOffS < endS) return { group, startS, footOffS, endS };
    return drop('stride', `${name} group ${group}`, 'event-order', `its rows have no growing times`) ?? [];
  });
  const sampleAt = (timeS: number): number =>
    Math.min(clock.numSamples, Math.max(0, Math.round((timeS - clock.startS) * clock.samplingRateHz)));
  const legs = legsOfCycles(
    placed.map(({ group, startS, footOffS, endS }) => ({
      group,
      start: sampleAt(startS),
      footOff: sampleAt(footOffS),
      end: sampleAt(endS),
    })),
    knees,
  );
  const strides = placed.flatMap(({ group, ...times }, i): LabelledStride[] => {
    const side = legs.sides[i] ?? null;
    if (side !== null) return [{ side, ...times }];
    const detail = `neither its number nor the knees tell the leg`;
    return drop('stride', `${name} group ${group} at ${times.startS.toFixed(3)} s`, 'not-a-stride', detail) ?? [];
  });
  if (strides.length === 0) return drop('trial', name, 'no-events', 'the label file has no whole gait cycle');
  return {
    strides: strides.sort((a, b) => a.startS - b.startS),
    decisions: [joined.decision, legs.decision],
    notes: legs.notes,
  };
}

/** Strikes that bound the cycles, each once, and their foot-offs. */
function eventsOf(strides: readonly LabelledStride[]): GaitEvent[] {
  const events = new Map<string, GaitEvent>();
  const add = (timeS: number, side: Side, kind: GaitEvent['kind']): void => {
    events.set(`${side} ${kind} ${timeS}`, { timeS, side, kind, source: SOURCE_EVENTS, confidence: 1 });
  };
  for (const { side, startS, footOffS, endS } of strides) {
    add(startS, side, 'foot_strike');
    add(footOffS, side, 'foot_off');
    add(endS, side, 'foot_strike');
  }
  return [...events.values()].sort((a, b) => a.timeS - b.timeS);
}

/** What lies between the cycles of a leg that do not follow each other: turns, and strides that the authors did not label. */
function stretchesBetween(strides: readonly LabelledStride[]): ExcludedStretch[] {
  return strides.slice(1).flatMap(({ side, startS }, i) => {
    const endS = strides[i]?.endS ?? NaN;
    if (endS >= startS) return [];
    return { startS: endS, endS: startS, side, reason: 'not-a-stride' as const, detail: 'between two labelled cycles' };
  });
}

function nameOf({ sourceId, movement }: SiatTrial): string {
  return `${sourceId} ${movement.code}`;
}
