import { join } from 'node:path';
import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isMatError, type MatFile, openMat } from '@emgfm/matfile';
import { compareNaturally, type Drop, SIDES, type Side, type Survey, type SurveyTrial } from '@emgfm/schema';
import { ANGLE_PATH, SIGN_COLUMN, TIME_PATH } from './channels';
import { type MacalusoOptions, macalusoOptions } from './options';
import { nullIfAbsent, sourceContents, type TrialPlace } from './source-file';

/** The file of one person. */
export interface MacalusoFile extends TreeFile {
  /** Name of the file without its ending. */
  readonly sourceId: string;
}

/** What a folder holds, by names alone. */
export interface MacalusoFolder {
  /** In order of person. */
  readonly persons: readonly MacalusoFile[];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const PERSON_FILE = /(?:^|\/)Subject\/([A-Za-z]\w*)\.mat$/i;

/** The files of a folder and the folders in it. @throws NotADatasetError */
export async function readMacalusoFolder(root: string, signal?: AbortSignal): Promise<MacalusoFolder> {
  const files = await listFiles(root, { signal });
  const persons = new Map<string, MacalusoFile>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    const sourceId = PERSON_FILE.exec(file.path)?.[1];
    const first = sourceId === undefined ? undefined : persons.get(sourceId);
    if (sourceId === undefined) unknown.push(file);
    else if (first === undefined) persons.set(sourceId, { ...file, sourceId });
    else {
      const detail = `'${first.path}' is the same person and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const sorted = [...persons.values()].sort((a, b) => compareNaturally(a.sourceId, b.sourceId));
  return { persons: sorted, duplicates, unknown, files };
}

/** A field beside the trials that is not read, and why. */
export function otherTrialDrop(file: string, { name }: TrialPlace): Drop {
  const detail = `its name has no 'part', so what it holds is not known; the option otherTrials: "read" reads it`;
  return { what: `${file} ${name}`, level: 'trial', reason: 'not-a-stride', detail };
}

/** The survey of a folder: names of trials and numbers of strides, without their samples. @throws NotADatasetError, AdapterOptionsError */
export async function surveyMacaluso(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const { otherTrials } = macalusoOptions(options);
  const { persons, duplicates, unknown, files } = await readMacalusoFolder(root, options.signal);
  const unusable: Drop[] = [...duplicates];
  const subjects: Survey['subjects'] = [];
  const missing: Survey['missing'] = [];
  for (const file of persons) {
    options.signal?.throwIfAborted();
    const person = await surveyPerson(root, file, otherTrials, unusable);
    if (person === null) continue;
    const { trials, expectedStrides, missingTasks } = person;
    subjects.push({ subject: { datasetId: 'macaluso', sourceId: file.sourceId }, trials, expectedStrides });
    for (const task of missingTasks)
      missing.push({ path: file.path, detail: `${file.sourceId} has no ${task} trials` });
  }
  return {
    datasetId: 'macaluso',
    root,
    layer: 'strides',
    subjects,
    missing,
    unknown: [...unknown],
    unusable,
    advice: [...packedArchiveAdvice(files), ...(persons.length === 0 ? [whereToLook(unknown)] : [])],
  };
}

/** Trials and strides in the file of a person; null where it can't be read. What is not used goes to `unusable`. */
async function surveyPerson(
  root: string,
  { path, sizeBytes, sourceId }: MacalusoFile,
  otherTrials: MacalusoOptions['otherTrials'],
  unusable: Drop[],
): Promise<{ trials: SurveyTrial[]; expectedStrides: number; missingTasks: readonly string[] } | null> {
  const damaged = (what: string, level: Drop['level'], error: unknown): null => {
    if (!isMatError(error)) throw error;
    unusable.push({ what, level, reason: 'unreadable-file', detail: error.message });
    return null;
  };
  let mat: MatFile | null = null;
  try {
    mat = await openMat(join(root, path));
    const { trials: places, missingTasks } = await sourceContents(mat, sourceId);
    const trials: SurveyTrial[] = [];
    let expectedStrides = 0;
    for (const place of places) {
      if (place.isOther && otherTrials === 'skip') {
        unusable.push(otherTrialDrop(path, place));
        continue;
      }
      const counts = await strideCounts(mat, place).catch((error: unknown) =>
        damaged(`${path} ${place.name}`, 'trial', error),
      );
      if (counts === null) continue;
      expectedStrides += counts.left + counts.right;
      const contents = `${counts.left} left and ${counts.right} right strides`;
      trials.push({ name: place.name, files: [{ path, sizeBytes }], contents });
    }
    return { trials, expectedStrides, missingTasks };
  } catch (error) {
    return damaged(path, 'file', error);
  } finally {
    await mat?.close();
  }
}

function whereToLook(files: readonly TreeFile[]): string {
  const expected = 'give the folder that holds the folder Subject with one .mat file for each person';
  return files.some(({ path }) => /^[A-Za-z]\w*\.mat$/i.test(path))
    ? `there are .mat files here, but no folder Subject: if this is that folder, give the one above it; else ${expected}`
    : `no file Subject/AB01.mat or the like below this folder; ${expected}`;
}

/** Strides of each leg, from the dimensions of its times, else of an angle. @throws MatError */
async function strideCounts(mat: MatFile, place: TrialPlace): Promise<Record<Side, number>> {
  const counts = { left: 0, right: 0 };
  for (const side of SIDES) {
    const columns = (inner: readonly string[]): Promise<number | null> =>
      nullIfAbsent(async () => (await mat.dimensions([...place.path, ...inner]))[1] ?? 0);
    counts[side] =
      (await columns(TIME_PATH(side))) ?? (await columns([...ANGLE_PATH(side), ...SIGN_COLUMN.split('.')])) ?? 0;
  }
  return counts;
}
