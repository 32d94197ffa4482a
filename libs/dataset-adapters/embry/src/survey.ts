import { basename, join } from 'node:path';
import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import { compareNaturally, type Drop, type Side, SIDES, type Survey, type SurveyTrial } from '@emgfm/schema';
import { FILE_NAME, STRIDES_STRUCT, SUBJECTS } from './channels';
import { InclineFile } from './incline-file';
import { embryOptions } from './options';
import { personsOf } from './persons';
import { TRIAL_NAMES, trialProblem } from './trial-name';

/** The file of the source in a folder, and the other files. */
export interface InclineFolder {
  readonly main: TreeFile | null;
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/** Finds the file of the source in a folder and the folders in it. @throws NotADatasetError */
export async function findInclineFile(root: string, signal?: AbortSignal): Promise<InclineFolder> {
  const files = await listFiles(root, { signal });
  const isMain = ({ path }: TreeFile): boolean => basename(path).toLowerCase() === FILE_NAME.toLowerCase();
  const [main = null, ...copies] = files.filter(isMain);
  return {
    main,
    duplicates: copies.map(({ path }) => ({
      what: path,
      level: 'file',
      reason: 'duplicate-trial',
      detail: `'${main?.path}' has the same name and is read`,
    })),
    unknown: files.filter((file) => !isMain(file)),
    files,
  };
}

interface Content {
  readonly subjects: Survey['subjects'];
  readonly missing: Survey['missing'];
  readonly unusable: readonly Drop[];
}

/** The survey of a folder: names and dimensions within the file, no array is read. @throws NotADatasetError, AdapterOptionsError */
export async function surveyEmbry(root: string, options: SurveyOptions = {}): Promise<Survey> {
  embryOptions(options);
  const { main, duplicates, unknown, files } = await findInclineFile(root, options.signal);
  const content = main === null ? { subjects: [], missing: [], unusable: [] } : await contentOf(root, main, options);
  return {
    datasetId: 'embry',
    root,
    layer: 'strides',
    subjects: content.subjects,
    missing: content.missing,
    unknown: [...unknown],
    unusable: [...duplicates, ...content.unusable],
    advice: [
      ...packedArchiveAdvice(files),
      ...(main === null ? [`no file ${FILE_NAME} below this folder; give the folder that holds it`] : []),
    ],
  };
}

async function contentOf(root: string, main: TreeFile, { signal }: SurveyOptions): Promise<Content> {
  const unreadable = (detail: string): Content => ({
    subjects: [],
    missing: [],
    unusable: [{ what: main.path, level: 'file', reason: 'unreadable-file', detail }],
  });
  try {
    const file = await InclineFile.open(join(root, main.path));
    try {
      const persons = await personsOf(file);
      if (persons.size === 0) return unreadable(`expected a struct ${STRIDES_STRUCT} with persons, found none`);
      return await surveyPersons(file, main, persons, signal);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!isMatError(error)) throw error;
    return unreadable(error.message);
  }
}

async function surveyPersons(
  file: InclineFile,
  main: TreeFile,
  persons: ReadonlyMap<string, readonly string[]>,
  signal: AbortSignal | undefined,
): Promise<Content> {
  // one file holds every trial, so each counts for its share
  const trialCount = [...persons.values()].flat().length;
  const share = { path: main.path, sizeBytes: Math.round(main.sizeBytes / trialCount) };
  const subjects: Survey['subjects'] = [];
  const missing: Survey['missing'] = [];
  const unusable: Drop[] = [];
  for (const sourceId of [...persons.keys()].sort(compareNaturally)) {
    signal?.throwIfAborted();
    const names = persons.get(sourceId) ?? [];
    const trials: SurveyTrial[] = [];
    let expectedStrides = 0;
    for (const name of [...names].sort(compareNaturally)) {
      const problem = trialProblem(sourceId, name);
      if (problem !== null) {
        const what = `${main.path} ${sourceId} ${name}`;
        unusable.push({ what, level: 'trial', reason: 'bad-metadata', detail: problem });
        continue;
      }
      const counts: number[] = [];
      for (const side of SIDES) counts.push(await strideCount(file, [STRIDES_STRUCT, sourceId, name], side));
      trials.push({ name, files: [share], contents: `${counts[0]} left and ${counts[1]} right strides` });
      expectedStrides += counts.reduce((sum, count) => sum + count, 0);
    }
    subjects.push({ subject: { datasetId: 'embry', sourceId }, trials, expectedStrides });
    const absent = TRIAL_NAMES.filter((trial) => !names.some((name) => name.toLowerCase() === trial));
    if (absent.length > 0) {
      missing.push({ path: `${main.path} ${sourceId}`, detail: `${absent.length} of 27 trials: ${absent.join(', ')}` });
    }
  }
  for (const sourceId of SUBJECTS.filter((subject) => !persons.has(subject))) {
    missing.push({ path: `${main.path} ${sourceId}`, detail: 'person of the source who is not in this file' });
  }
  return { subjects, missing, unusable };
}

/** Strides of a leg: columns of its times or of an angle, whichever are more. */
async function strideCount(file: InclineFile, trial: readonly string[], side: Side): Promise<number> {
  const times = await file.dimensions([...trial, 'cycles', side, 'time']);
  const angle = await file.dimensions([...trial, 'kinematics', 'jointangles', side, 'knee', 'x']);
  return Math.max(...[times, angle].map((dims) => dims?.[1] ?? 0));
}
