import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop, type Survey } from '@emgfm/schema';
import { MODES, SENSORS, SESSION_NAME, SUBJECT_NAME, TRIAL_NAMES, type Mode, type Sensor } from './channels';

/** One trial with its file of each sensor, found by name: a missing file never moves another one. */
export interface CamargoTrial {
  readonly sourceId: string;
  readonly session: string;
  readonly mode: Mode;
  /** As its files are called; parts of the dataset capitalise it. */
  readonly trial: string;
  readonly files: ReadonlyMap<Sensor, TreeFile>;
}

/** What a folder of the dataset holds. */
export interface CamargoFolder {
  /** In order of person, session, trial. */
  readonly trials: readonly CamargoTrial[];
  /** Path of `SubjectInfo.mat`; null where there is none. */
  readonly subjectInfoPath: string | null;
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/** Sensors without which a trial loses strides or signals; the others only add to it or are not read. */
export function neededSensors(angleSensor: Sensor): readonly Sensor[] {
  return ['gcRight', 'emg', angleSensor, 'id', 'conditions'];
}

/** Files of the source that are known and hold no strides. */
const OTHER_FILE = /(?:^|\/)(?:osimxml|scripts|static)\/|(?:^|\/)(?:README|LICEN[CS]E)[^/]*$/i;
const SUBJECT_INFO = /(?:^|\/)SubjectInfo\.mat$/i;

const sensorOf = new Map<string, Sensor>(SENSORS.map((sensor) => [sensor.toLowerCase(), sensor]));
const modeOf = new Map<string, Mode>(MODES.map((mode) => [mode, mode]));

/** The files of a folder by their names; the persons may stand deeper, as where three parts were unpacked side by side. @throws NotADatasetError */
export async function readCamargoFolder(root: string, signal?: AbortSignal): Promise<CamargoFolder> {
  const files = await listFiles(root, { signal });
  const trials = new Map<string, CamargoTrial & { readonly files: Map<Sensor, TreeFile> }>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  let subjectInfoPath: string | null = null;
  for (const file of files) {
    const place = placeOf(file.path);
    if (place === null) {
      if (SUBJECT_INFO.test(file.path)) subjectInfoPath ??= file.path;
      else if (!OTHER_FILE.test(file.path)) unknown.push(file);
      continue;
    }
    const { sourceId, session, mode, sensor, trial } = place;
    const key = [sourceId, session, mode, trial.toLowerCase()].join('/');
    const known = trials.get(key) ?? { sourceId, session, mode, trial, files: new Map<Sensor, TreeFile>() };
    trials.set(key, known);
    const first = known.files.get(sensor);
    if (first === undefined) known.files.set(sensor, file);
    else {
      const detail = `'${first.path}' is the same trial and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const sorted = [...trials].sort(([a], [b]) => compareNaturally(a, b)).map(([, trial]) => trial);
  return { trials: sorted, subjectInfoPath, duplicates, unknown, files };
}

interface Place extends Omit<CamargoTrial, 'files'> {
  readonly sensor: Sensor;
}

/** `.../<subject>/<date>/<mode>/<sensor>/<trial>.mat`; null for any other path. */
function placeOf(path: string): Place | null {
  const match = /(?:^|\/)([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\.mat$/i.exec(path);
  if (match === null) return null;
  const [, person, session, modeName, sensorName, trial] = match;
  const sourceId = person.toUpperCase();
  const mode = modeOf.get(modeName.toLowerCase());
  const sensor = sensorOf.get(sensorName.toLowerCase());
  if (!SUBJECT_NAME.test(sourceId) || !SESSION_NAME.test(session) || mode === undefined || sensor === undefined) {
    return null;
  }
  return TRIAL_NAMES[mode].test(trial.toLowerCase()) ? { sourceId, session, mode, sensor, trial } : null;
}

/** Files that a trial should have and has not. */
export function missingFiles(trials: readonly CamargoTrial[], angleSensor: Sensor): Survey['missing'] {
  return trials.flatMap((trial) =>
    neededSensors(angleSensor)
      .filter((sensor) => !trial.files.has(sensor))
      .map((sensor) => ({ path: expectedPath(trial, sensor), detail: MISSING_MEANS[sensor] ?? '' })),
  );
}

/** Where the file of a sensor should stand, beside those that are there. */
export function expectedPath({ files, trial }: CamargoTrial, sensor: Sensor): string {
  const [present] = files.values();
  return `${present.path.split('/').slice(0, -2).join('/')}/${sensor}/${trial}.mat`;
}

/** What a trial loses with a file. */
export const MISSING_MEANS: Readonly<Partial<Record<Sensor, string>>> = {
  gcRight: 'without the heel strikes of the right foot the trial gives no strides',
  emg: 'the strides of the trial have no EMG',
  ik: 'the strides of the trial have no angles',
  ik_offset: 'the strides of the trial have no angles',
  id: 'the strides of the trial have no moments',
  conditions: 'speed, labels, incline and step height of the trial are not known',
};
