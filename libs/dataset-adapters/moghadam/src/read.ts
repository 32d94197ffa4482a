import { join } from 'node:path';
import { emgSignals, type JointColumn, jointSignals, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import {
  type ContinuousRecording,
  type Decision,
  type ExcludedStretch,
  type JointSignals,
  type LegSignals,
  type Side,
  SIDES,
  subjectKey,
  type SubjectRef,
} from '@emgfm/schema';
import { EMG_COLUMNS, JOINT_COLUMNS, LAYERS, type Layer, LEFT_OUT_BY_USERS, LEGS } from './channels';
import { packageName, packageVersion } from './dataset';
import { type EmgFile, isUnusableEmgFile, readEmgFile } from './emg-file';
import { findGaitEvents } from './events';
import { compareWithImu } from './imu-check';
import { isUnusableJointFile, type JointFile, readJointFile } from './joint-file';
import { moghadamOptions } from './options';
import { readMoghadamFolder, type TrialFiles } from './survey';
import { isEverLoaded, type UnloadedStretch, unloadedStretches } from './unloaded';

/** No foot swings for longer (s): it stood beside the force plates. */
const LONGEST_SWING_S = 0.75;

/**
 * The trials of one person in the order of their numbers.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readMoghadamSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const { crossCheck } = moghadamOptions(options);
  const { trials, unusable } = await readMoghadamFolder(root, options.signal);
  const own = trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(trials.map(({ sourceId }) => sourceId))]);
  }
  const ownFolder = new RegExp(`(^|/)${subject.sourceId}Data/`, 'i');
  for (const drop of unusable) if (ownFolder.test(drop.what)) options.onDrop?.(drop);
  for (const trial of own) {
    options.signal?.throwIfAborted();
    const recording = await readTrial(root, trial, options);
    if (recording === null) continue;
    const imu = trial.files.IMU;
    const notes =
      crossCheck === 'imu' && imu !== undefined ? await compareWithImu(root, imu.path, recording.events) : [];
    yield { ...recording, provenance: { ...recording.provenance, notes: [...recording.provenance.notes, ...notes] } };
  }
}

async function readTrial(root: string, trial: TrialFiles, options: ReadOptions): Promise<ContinuousRecording | null> {
  const { sourceId, files } = trial;
  const read = <T>(layer: Layer, reader: (path: string, source: string) => Promise<T>, isUnusable: Unusable) =>
    readOrDrop(root, files[layer]?.path, reader, isUnusable, options.onDrop);
  const angles = await read(
    'Joints_Kinematics',
    (path, source) => readJointFile(path, 'angles', source),
    isUnusableJointFile,
  );
  const moments = await read(
    'Joints_Kinetics',
    (path, source) => readJointFile(path, 'moments', source),
    isUnusableJointFile,
  );
  if (angles === null && moments === null) {
    const detail = 'neither angles nor moments can be read, and nothing else tells the strikes';
    options.onDrop?.({ what: `${sourceId} ${trial.trial}`, level: 'trial', reason: 'no-events', detail });
    return null;
  }
  const emg = await read('EMG', readEmgFile, isUnusableEmgFile);
  const massKg = options.subjectMassKg?.[subjectKey({ datasetId: 'moghadam', sourceId })] ?? NaN;
  return recordingOf(trial, { angles, moments, emg, massKg });
}

type Unusable = (error: unknown) => error is Error;

async function readOrDrop<T>(
  root: string,
  path: string | undefined,
  reader: (path: string, source: string) => Promise<T>,
  isUnusable: Unusable,
  onDrop: ReadOptions['onDrop'],
): Promise<T | null> {
  if (path === undefined) return null;
  try {
    return await reader(join(root, path), path);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    onDrop?.({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

/** What was read of a trial. */
interface TrialContent {
  readonly angles: JointFile | null;
  readonly moments: JointFile | null;
  readonly emg: EmgFile | null;
  /** NaN where the configuration gives none. */
  readonly massKg: number;
}

function recordingOf({ sourceId, trial, files }: TrialFiles, content: TrialContent): ContinuousRecording {
  const { angles, moments, emg, massKg } = content;
  const unloaded = new Map(
    LEGS.map(({ side, letter }): [Side, readonly UnloadedStretch[]] => {
      const ankle = moments?.column(`ankle_angle_${letter}_moment`) ?? null;
      return [side, moments !== null && ankle !== null ? unloadedStretches(ankle, moments.clock) : []];
    }),
  );
  const sign = momentSign(moments);
  const [left, right] = SIDES.map((side) =>
    legSignals(side, content, sign?.factor ?? 1, beside(unloaded.get(side) ?? [])),
  );
  const recording: ContinuousRecording = {
    kind: 'continuous',
    subject: {
      datasetId: 'moghadam',
      sourceId,
      ageY: NaN,
      sex: '',
      massKg,
      heightM: NaN,
      population: 'able-bodied',
      impairedSide: '',
    },
    trial,
    subtrial: '',
    condition: '',
    activity: 'walk',
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: 0,
    stepHeightM: NaN,
    provenance: {
      files: LAYERS.flatMap((layer) => (layer === 'IMU' ? [] : (files[layer]?.path ?? []))),
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [],
      notes: [],
    },
    legs: { left: left ?? null, right: right ?? null },
    events: [],
    forcePlates: [],
    markers: null,
    intervals: [],
  };
  const { events, decisions } = findGaitEvents(recording, unloaded);
  return {
    ...recording,
    events,
    excluded: LEGS.flatMap(({ side }) =>
      recording.legs[side]?.angles
        ? []
        : beside(unloaded.get(side) ?? []).map((stretch) => notOneStride(side, stretch)),
    ),
    provenance: {
      ...recording.provenance,
      decisions: [
        ...(moments === null ? [] : [massDecision(massKg)]),
        ...(sign === null ? [] : [sign.decision]),
        ...decisions,
        ...(emg?.decisions ?? []),
      ],
      notes: notesOf(sourceId, trial, { angles, moments, emg, massKg }, unloaded),
    },
  };
}

/** Stretches that last longer than any swing. */
function beside(unloaded: readonly UnloadedStretch[]): UnloadedStretch[] {
  return unloaded.filter(({ startS, endS }) => endS - startS > LONGEST_SWING_S);
}

/** Without angles nothing tells how often the foot struck the ground beside the plates. */
function notOneStride(side: Side, { startS, endS }: UnloadedStretch): ExcludedStretch {
  const detail = `no ankle moment for ${(endS - startS).toFixed(2)} s: a step missed the force plates, and no angles tell its strike`;
  return { startS, endS, side, reason: 'event-order', detail };
}

function legSignals(
  side: Side,
  { angles, moments, emg, massKg }: TrialContent,
  sign: number,
  missed: readonly UnloadedStretch[],
): LegSignals | null {
  const { letter, emgPrefix } = LEGS.find((leg) => leg.side === side) as (typeof LEGS)[number];
  const signals: LegSignals = {
    emg:
      emg &&
      emgSignals(EMG_COLUMNS, (name) => emg.column(emgPrefix + name), {
        ...emg.clock,
        emgKind: emg.emgKind,
        unit: 'arbitrary',
      }),
    angles: angles && jointSignals(JOINT_COLUMNS, (name) => angles.column(`${name}_${letter}`), angles.clock),
    moments: moments && momentSignals(moments, letter, sign / massKg, missed),
  };
  return Object.values(signals).every((block) => block === null) ? null : signals;
}

/** Moments by N·m times a factor; none where the foot stands beside the plates. */
function momentSignals(
  moments: JointFile,
  letter: 'r' | 'l',
  factor: number,
  missed: readonly UnloadedStretch[],
): JointSignals | null {
  const table: readonly JointColumn[] = JOINT_COLUMNS.map((row) => ({ ...row, factor: row.factor * factor }));
  const ankle = moments.column(`ankle_angle_${letter}_moment`);
  const isMissed = (timeS: number): boolean =>
    (ankle !== null && !isEverLoaded(ankle)) || missed.some(({ startS, endS }) => timeS > startS && timeS < endS);
  const { startS, samplingRateHz } = moments.clock;
  const measured = (name: string): Float64Array | null =>
    moments
      .column(`${name}_${letter}_moment`)
      ?.map((moment, sample) => (isMissed(startS + sample / samplingRateHz) ? NaN : moment)) ?? null;
  return jointSignals(table, measured, moments.clock, { gap: 'notMeasurable' });
}

function massDecision(massKg: number): Decision {
  const fact = 'moment unit';
  return Number.isNaN(massKg)
    ? {
        fact,
        decided: 'N·m, masked',
        evidence: 'the source has no body mass, and the configuration gives none (subjectMassKg)',
      }
    : { fact, decided: 'N·m, divided by body mass', evidence: `the configuration gives ${massKg} kg` };
}

/** Push-off is the largest moment of the ankle; internal moments have it negative. One sign for all moments of a trial. */
function momentSign(moments: JointFile | null): { factor: 1 | -1; decision: Decision } | null {
  const ankles = LEGS.flatMap(({ letter }) => moments?.column(`ankle_angle_${letter}_moment`) ?? []).filter(
    isEverLoaded,
  );
  if (ankles.length === 0) return null;
  const least = Math.min(...ankles.map((ankle) => ankle.reduce((a, b) => (b < a ? b : a), 0)));
  const greatest = Math.max(...ankles.map((ankle) => ankle.reduce((a, b) => (b > a ? b : a), 0)));
  const factor = -least >= greatest ? 1 : -1;
  const decided = factor === 1 ? 'internal, as documented' : 'external, all moments are negated';
  const evidence = `the ankle moment runs from ${least.toFixed(0)} to ${greatest.toFixed(0)} N·m; push-off, its largest value, is negative in internal moments`;
  return { factor, decision: { fact: 'sign of the moments', decided, evidence } };
}

function notesOf(
  sourceId: string,
  trial: string,
  { angles, moments, emg }: TrialContent,
  unloaded: ReadonlyMap<Side, readonly UnloadedStretch[]>,
): string[] {
  const leftOut = LEFT_OUT_BY_USERS[sourceId];
  const lost = (file: JointFile | null, what: string): string[] =>
    file !== null && file.clock.lostRows > 0
      ? [`${file.clock.lostRows} rows of ${what} are lost and count as missing`]
      : [];
  return [
    ...(leftOut === null || leftOut?.includes(Number(trial))
      ? ['users of this dataset left this trial out without a reason']
      : []),
    ...lost(angles, 'angles'),
    ...lost(moments, 'moments'),
    ...(emg?.notes ?? []),
    ...[...unloaded].flatMap(([side, stretches]) =>
      beside(stretches).map(
        ({ startS, endS }) =>
          `no ${side} ankle moment from ${startS.toFixed(2)} to ${endS.toFixed(2)} s: a step missed the force plates, its moments are masked`,
      ),
    ),
  ];
}
