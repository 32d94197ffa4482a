import { basename, resolve } from 'node:path';
import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop } from '@emgfm/schema';
import { TASKS, type Task } from './channels';

/** A step of a trial: a stride of the right leg, or a transition between sitting and standing. */
export interface StepKey {
  readonly task: Task;
  /** From 1, as in `Trial01` and `step01.mot`. */
  readonly trial: number;
  readonly step: number;
}

/** The files of one step. */
export interface StepFiles extends StepKey {
  readonly angles: TreeFile | null;
  readonly forces: TreeFile | null;
}

/** The files of one person. */
export interface Gait120Person {
  readonly sourceId: string;
  readonly rawEmg: TreeFile | null;
  readonly processedEmg: TreeFile | null;
  /** In order of task, trial and step. */
  readonly steps: readonly StepFiles[];
}

/** What a folder of Gait120 holds. */
export interface Gait120Folder {
  readonly persons: readonly Gait120Person[];
  /** Workbooks about the persons. */
  readonly workbooks: readonly TreeFile[];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const PERSON = /(?:^|\/)(S\d{3})\/(.+)$/i;
const STEP_FILE = /^(?:JointAngle\/(\w+)|MotionCapture\/(\w+)\/MOT)\/Trial(\d+)\/Step(\d+)\.mot$/i;
const EMG_FILE = /^EMG\/(Raw|Processed)Data\.mat$/i;
const WORKBOOK = /(?:Demographics|Anthropometric)[^/]*\.xlsx$/i;
/** Files of the source that are not read: markers, and forces of tasks without a plate. */
const NOT_READ = /^MotionCapture\//i;

/**
 * The files of a folder by their names, at any depth: persons stand in the root, in blocks of ten, or are the root. A file that is there
 * twice, as after unpacking an archive twice, counts once.
 * @throws NotADatasetError
 */
export async function readGait120Folder(root: string, signal?: AbortSignal): Promise<Gait120Folder> {
  const files = await listFiles(root, { signal });
  const above = /^S\d{3}$/i.exec(basename(resolve(root)))?.[0];
  const emg = new Map<string, TreeFile>();
  const steps = new Map<string, { key: StepKey; sourceId: string; angles?: TreeFile; forces?: TreeFile }>();
  const sourceIds = new Set<string>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  const claim = (file: TreeFile, first: TreeFile | undefined): boolean => {
    if (first === undefined) return true;
    const detail = `'${first.path}' is the same and is read`;
    duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    return false;
  };
  for (const file of files) {
    const [, id, inside] = PERSON.exec(above === undefined ? file.path : `${above}/${file.path}`) ?? [];
    if (id === undefined || inside === undefined) {
      if (!WORKBOOK.test(file.path)) unknown.push(file);
      continue;
    }
    const sourceId = id.toUpperCase();
    const emgLayer = EMG_FILE.exec(inside)?.[1]?.toLowerCase();
    const found = stepOf(inside);
    if (emgLayer !== undefined) {
      const key = `${sourceId} ${emgLayer}`;
      sourceIds.add(sourceId);
      if (claim(file, emg.get(key))) emg.set(key, file);
    } else if (found !== null) {
      const key = `${sourceId} ${TASKS.indexOf(found.key.task)} ${found.key.trial} ${found.key.step}`;
      const known = steps.get(key) ?? { key: found.key, sourceId };
      sourceIds.add(sourceId);
      if (claim(file, known[found.content])) steps.set(key, { ...known, [found.content]: file });
    } else if (!NOT_READ.test(inside)) unknown.push(file);
  }
  const ordered = [...steps].sort(([a], [b]) => compareNaturally(a, b)).map(([, step]) => step);
  const persons = [...sourceIds].sort(compareNaturally).map((sourceId) => ({
    sourceId,
    rawEmg: emg.get(`${sourceId} raw`) ?? null,
    processedEmg: emg.get(`${sourceId} processed`) ?? null,
    steps: ordered
      .filter((step) => step.sourceId === sourceId)
      .map(({ key, angles = null, forces = null }) => ({ ...key, angles, forces })),
  }));
  const workbooks = files.filter(({ path }) => WORKBOOK.test(path) && !PERSON.test(path));
  return { persons, workbooks, duplicates, unknown, files };
}

function stepOf(path: string): { key: StepKey; content: 'angles' | 'forces' } | null {
  const [, ofAngles, ofForces, trial, step] = STEP_FILE.exec(path) ?? [];
  const name = (ofAngles ?? ofForces)?.toLowerCase();
  const task = TASKS.find((known) => known.name.toLowerCase() === name);
  if (task === undefined) return null;
  return {
    key: { task, trial: Number(trial), step: Number(step) },
    content: ofAngles === undefined ? 'forces' : 'angles',
  };
}

/** `Trial01`, `Step02`: a name as the source writes it. */
export function numberedName(kind: 'Trial' | 'Step', number: number): string {
  return `${kind}${String(number).padStart(2, '0')}`;
}

/** `LevelWalking/Trial01`. */
export function trialNameOf({ task, trial }: StepKey): string {
  return `${task.name}/${numberedName('Trial', trial)}`;
}
