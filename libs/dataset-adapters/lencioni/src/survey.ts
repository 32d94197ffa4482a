import { join } from 'node:path';
import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isMatError, openMat } from '@emgfm/matfile';
import { compareNaturally, type Drop, type Survey } from '@emgfm/schema';
import { SUBJECT_COUNT } from './channels';
import { lencioniOptions } from './options';

/** The file of one person. */
export interface LencioniFile extends TreeFile {
  /** `Subject6`, as the source writes it. */
  readonly sourceId: string;
}

/** What a folder holds, by names alone. */
export interface LencioniFolder {
  /** In order of person. */
  readonly persons: readonly LencioniFile[];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const SUBJECT_FILE = /(?:^|\/)Subject(\d{1,2})\.mat$/i;

/** The files of a folder and the folders in it. @throws NotADatasetError */
export async function readLencioniFolder(root: string, signal?: AbortSignal): Promise<LencioniFolder> {
  const files = await listFiles(root, { signal });
  const persons = new Map<string, LencioniFile>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    const digits = SUBJECT_FILE.exec(file.path)?.[1];
    if (digits === undefined) {
      unknown.push(file);
      continue;
    }
    const sourceId = `Subject${Number(digits)}`;
    const first = persons.get(sourceId);
    if (first === undefined) persons.set(sourceId, { ...file, sourceId });
    else {
      const detail = `'${first.path}' is the same person and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const sorted = [...persons.values()].sort((a, b) => compareNaturally(a.sourceId, b.sourceId));
  return { persons: sorted, duplicates, unknown, files };
}

/** The survey of a folder: of each file only as much is read as tells how many strides it has. @throws NotADatasetError, AdapterOptionsError */
export async function surveyLencioni(root: string, options: SurveyOptions = {}): Promise<Survey> {
  lencioniOptions(options);
  const { persons, duplicates, unknown, files } = await readLencioniFolder(root, options.signal);
  const unusable: Drop[] = [...duplicates];
  const subjects: Survey['subjects'] = [];
  for (const { path, sizeBytes, sourceId } of persons) {
    options.signal?.throwIfAborted();
    try {
      const strides = await strideCount(join(root, path));
      subjects.push({
        subject: { datasetId: 'lencioni', sourceId },
        trials: [{ name: 's.Data', files: [{ path, sizeBytes }], contents: `${strides} strides` }],
        expectedStrides: strides,
      });
    } catch (error) {
      if (!isMatError(error)) throw error;
      unusable.push({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  return {
    datasetId: 'lencioni',
    root,
    layer: 'strides',
    subjects,
    missing: persons.length === 0 ? [] : missingPersons(persons),
    unknown: [...unknown],
    unusable,
    advice: [
      ...packedArchiveAdvice(files),
      ...(persons.length === 0
        ? [
            'no file Subject1.mat or the like below this folder; give the folder that holds Subject1.mat to Subject50.mat',
          ]
        : []),
    ],
  };
}

/** Elements of `s.Data`, each one stride. @throws MatError */
async function strideCount(path: string): Promise<number> {
  const mat = await openMat(path);
  try {
    return (await mat.dimensions('s.Data')).reduce((count, length) => count * length, 1);
  } finally {
    await mat.close();
  }
}

function missingPersons(persons: readonly LencioniFile[]): Survey['missing'] {
  const found = new Set(persons.map(({ sourceId }) => sourceId));
  return Array.from({ length: SUBJECT_COUNT }, (_, i) => `Subject${i + 1}`)
    .filter((sourceId) => !found.has(sourceId))
    .map((sourceId) => ({ path: `${sourceId}.mat`, detail: 'person of the source without a file here' }));
}
