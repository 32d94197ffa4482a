import { readAhead, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { type ContinuousRecording, type Drop, type SubjectInfo, type SubjectRef, subjectKey } from '@emgfm/schema';
import type { Mode } from './channels';
import { levelStrides } from './checks';
import { NO_CONDITIONS, readConditions } from './conditions';
import { camargoDataset, packageName, packageVersion } from './dataset';
import { type CamargoTrial, readCamargoFolder } from './folder';
import { edgeDrops, readGaitCycle, strideSpans } from './gait-cycle';
import { camargoOptions, type CamargoOptions } from './options';
import { readSensorTable, withMat } from './sensor-table';
import { trialSignals } from './signals';
import { readSubjects } from './subjects';
import { trialFiles, trialPlace } from './trial-files';

/**
 * The trials of one person over all sessions, one at a time; `subtrial` is the session.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readCamargoSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const wanted = camargoOptions(options);
  const folder = await readCamargoFolder(root, options.signal);
  const own = folder.trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(folder.trials.map((trial) => trial.sourceId))]);
  }
  const { persons, note } = await readSubjects(root, folder.subjectInfoPath);
  const known = persons.get(subject.sourceId);
  const person: SubjectInfo = {
    datasetId: camargoDataset.id,
    sourceId: subject.sourceId,
    ageY: known?.ageY ?? NaN,
    sex: known?.sex ?? '',
    massKg: options.subjectMassKg?.[subjectKey(subject)] ?? known?.massKg ?? NaN,
    heightM: known?.heightM ?? NaN,
    population: 'able-bodied',
    impairedSide: '',
  };
  const personNote = note || (known === undefined ? `SubjectInfo.mat does not name ${subject.sourceId}` : '');
  const read = async (trial: CamargoTrial): Promise<{ recording: ContinuousRecording | null; drops: Drop[] }> => {
    const drops: Drop[] = [];
    const onDrop = (drop: Drop): void => void drops.push(drop);
    return { recording: await readTrial(root, trial, person, wanted, { ...options, onDrop }), drops };
  };
  for await (const { recording, drops } of readAhead(own, read)) {
    // files of a trial are read at once, and may fail in any order
    for (const drop of drops.sort((a, b) => a.what.localeCompare(b.what))) options.onDrop?.(drop);
    if (recording === null) continue;
    const { provenance } = recording;
    yield personNote === ''
      ? recording
      : { ...recording, provenance: { ...provenance, notes: [personNote, ...provenance.notes] } };
  }
}

/** What strides of a mode are where no label and no belt speed says so. */
const WITHOUT_CONDITIONS: Readonly<Record<Mode, Pick<ContinuousRecording, 'activity' | 'inclineDeg' | 'stepHeightM'>>> =
  {
    treadmill: { activity: 'walk', inclineDeg: 0, stepHeightM: 0 },
    levelground: { activity: 'other', inclineDeg: 0, stepHeightM: 0 },
    ramp: { activity: 'other', inclineDeg: NaN, stepHeightM: 0 },
    stair: { activity: 'other', inclineDeg: NaN, stepHeightM: NaN },
  };

async function readTrial(
  root: string,
  trial: CamargoTrial,
  person: SubjectInfo,
  { angleSensor, sides }: CamargoOptions,
  options: ReadOptions,
): Promise<ContinuousRecording | null> {
  const files = trialFiles(root, trial, options);
  // All files are inflated at once, in threads of their own.
  const [right, left, emg, angles, moments] = await Promise.all([
    files.read('gcRight', (path) => readGaitCycle(path, 'right')),
    files.read('gcLeft', (path) => readGaitCycle(path, 'left')),
    files.read('emg', readSensorTable),
    files.read(angleSensor, readSensorTable),
    files.read('id', readSensorTable),
  ]);
  const cycles = { left, right };
  const cut = sides.filter((side) => cycles[side] !== null);
  if (cut.length === 0) return files.drop('no-events', 'expected ramps from heel strike to heel strike, found none');
  const pieces = cut.flatMap((side) => strideSpans(cycles[side]!, side));
  for (const drop of cut.flatMap((side) => edgeDrops(cycles[side]!, side, trialPlace(trial)))) options.onDrop?.(drop);
  const conditions =
    (await files.read('conditions', (path) => withMat(path, (mat) => readConditions(mat, trial.mode, pieces)))) ??
    NO_CONDITIONS;
  const signals = trialSignals(
    { emg, angles, moments },
    {
      mode: trial.mode,
      sides: cut,
      massKg: person.massKg,
      level: levelStrides(trial.mode, pieces, conditions.intervals),
    },
  );
  const { legs } = signals;
  if (legs.left === null && legs.right === null) {
    return files.drop('no-leg-signals', 'neither EMG nor angles nor moments can be used');
  }
  return {
    kind: 'continuous',
    subject: person,
    trial: trial.trial,
    subtrial: trial.session,
    condition: conditions.condition,
    ...WITHOUT_CONDITIONS[trial.mode],
    surface: trial.mode === 'treadmill' ? 'treadmill' : 'overground',
    speedMps: NaN,
    provenance: {
      files: files.used,
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [{ fact: 'angles', decided: angleSensor, evidence: ANGLE_SENSORS[angleSensor] }, ...signals.decisions],
      notes: [...files.notes, ...conditions.notes, ...signals.notes],
    },
    legs,
    events: [...(right?.events ?? []), ...(left?.events ?? [])].sort((a, b) => a.timeS - b.timeS),
    forcePlates: [],
    markers: null,
    intervals: conditions.intervals,
    excluded: [...cut.flatMap((side) => cycles[side]!.unclear), ...conditions.excluded],
  };
}

const ANGLE_SENSORS: Readonly<Record<CamargoOptions['angleSensor'], string>> = {
  ik: 'asked for; the ankle sits about 8 degrees too high',
  ik_offset: 'asked for; the static pose is subtracted',
};
