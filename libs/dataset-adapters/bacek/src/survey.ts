import { join } from 'node:path';
import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import { compareNaturally, type Drop, SIDES, type Survey, type SurveyTrial } from '@emgfm/schema';
import { MUSCLES, SIDE_NAMES, SUBJECT_COUNT, TEST_COUNT } from './channels';
import { bacekDataset } from './dataset';
import { bacekOptions } from './options';
import { openTestFile, type TestFile } from './test-files';

/** The two files of a person, by what follows `_seg` in their names. */
export const PERSON_FILES = ['Mechanics', 'Energetics'] as const;

/** One of {@link PERSON_FILES}. */
export type PersonFile = (typeof PERSON_FILES)[number];

/** The files of one person. */
export interface BacekPerson {
  /** `Sub12`, as the names of the files say. */
  readonly sourceId: string;
  /** null where a file is not there. */
  readonly files: Readonly<Record<PersonFile, TreeFile | null>>;
}

/** What a folder holds, by names alone. */
export interface BacekFolder {
  /** In order of person. */
  readonly persons: readonly BacekPerson[];
  /** The table of masses. */
  readonly subjectTable: TreeFile | null;
  readonly duplicates: readonly Drop[];
  /** Files of the source that are not read. */
  readonly rawFiles: readonly TreeFile[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const PERSON_FILE = /(?:^|\/)Sub(\d{1,2})_seg(Mechanics|Energetics)\.mat$/i;
const SUBJECT_TABLE = /(?:^|\/)Subjects?_?Info\.mat$/i;
const RAW_FILE = /(?:^|\/)Sub\d{1,2}_raw[^/]*\.mat$|(?:^|\/)RAW_(?:c3d|csv|mat)_Sub\d{1,2}\//i;

/** The files of a folder and of the folders in it. @throws NotADatasetError */
export async function readBacekFolder(root: string, signal?: AbortSignal): Promise<BacekFolder> {
  const files = await listFiles(root, { signal });
  const persons = new Map<string, Record<PersonFile, TreeFile | null>>();
  const duplicates: Drop[] = [];
  const [rawFiles, unknown]: [TreeFile[], TreeFile[]] = [[], []];
  let subjectTable: TreeFile | null = null;
  for (const file of files) {
    const [, digits, ending] = PERSON_FILE.exec(file.path) ?? [];
    const kind = PERSON_FILES.find((name) => name.toLowerCase() === ending?.toLowerCase());
    if (kind !== undefined) {
      const sourceId = `Sub${Number(digits)}`;
      const own = persons.get(sourceId) ?? { Mechanics: null, Energetics: null };
      persons.set(sourceId, own);
      if (own[kind] === null) own[kind] = file;
      else {
        const detail = `'${own[kind].path}' is of the same person and is read`;
        duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
      }
    } else if (SUBJECT_TABLE.test(file.path)) subjectTable ??= file;
    else (RAW_FILE.test(file.path) ? rawFiles : unknown).push(file);
  }
  return {
    persons: [...persons]
      .map(([sourceId, own]) => ({ sourceId, files: own }))
      .sort((a, b) => compareNaturally(a.sourceId, b.sourceId)),
    subjectTable,
    duplicates,
    rawFiles,
    unknown,
    files,
  };
}

/** The survey of a folder: names of files and tests, and how many cycles these have. @throws NotADatasetError, AdapterOptionsError */
export async function surveyBacek(root: string, options: SurveyOptions = {}): Promise<Survey> {
  bacekOptions(options);
  const folder = await readBacekFolder(root, options.signal);
  const unusable: Drop[] = [...folder.duplicates];
  const missing: Survey['missing'] = missingFiles(folder);
  const subjects: Survey['subjects'] = [];
  for (const person of folder.persons) {
    options.signal?.throwIfAborted();
    const { sourceId } = person;
    const trials = await surveyPerson(root, person, (drop) => unusable.push(drop));
    if (trials.length > 0 && trials.length < TEST_COUNT) {
      const detail = `${TEST_COUNT - trials.length} of ${TEST_COUNT} tests are not in both files`;
      missing.push({ path: `${sourceId} tests`, detail });
    }
    const expected = trials.map(({ cycles }) => cycles);
    subjects.push({
      subject: { datasetId: bacekDataset.id, sourceId },
      trials: trials.map(({ trial }) => trial),
      expectedStrides: expected.includes(null)
        ? null
        : expected.reduce<number>((sum, cycles) => sum + (cycles ?? 0), 0),
    });
  }
  return {
    datasetId: bacekDataset.id,
    root,
    layer: 'segmented',
    subjects,
    missing,
    unknown: [...folder.unknown],
    unusable,
    advice: advise(folder),
  };
}

interface SurveyedTest {
  readonly trial: SurveyTrial;
  /** Cycles of both legs; null where no muscle tells. */
  readonly cycles: number | null;
}

async function surveyPerson(
  root: string,
  { files }: BacekPerson,
  onUnusable: (drop: Drop) => void,
): Promise<SurveyedTest[]> {
  const open: TestFile[] = [];
  try {
    for (const kind of PERSON_FILES) {
      const file = files[kind];
      if (file === null) continue;
      try {
        open.push(await openTestFile(join(root, file.path), `seg${kind}`));
      } catch (error) {
        if (!isMatError(error)) throw error;
        onUnusable({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
      }
    }
    const [mechanics, energetics] = open;
    if (mechanics === undefined || energetics === undefined) return [];
    const own = PERSON_FILES.flatMap((kind) => files[kind] ?? []);
    const surveyed: SurveyedTest[] = [];
    for (const test of mechanics.tests.filter((name) => energetics.tests.includes(name))) {
      const cycles = await cyclesOf(energetics, test);
      const contents = cycles === null ? '' : `${cycles} cycles`;
      surveyed.push({ trial: { name: test, files: own, contents }, cycles });
    }
    return surveyed;
  } finally {
    for (const { mat } of open) await mat.close();
  }
}

/** Cycles of both legs, by the first muscle of each that is there; null where none tells. */
async function cyclesOf({ mat, variable }: TestFile, test: string): Promise<number | null> {
  try {
    const fields = await mat.fieldNames([variable, test, 'EMG', 'Activity']);
    let cycles = 0;
    for (const side of SIDES) {
      const field = MUSCLES.map(({ column }) => `${SIDE_NAMES[side]}_${column}`).find((name) => fields.includes(name));
      if (field === undefined) return null;
      cycles += (await mat.dimensions([variable, test, 'EMG', 'Activity', field]))[0] ?? 0;
    }
    return cycles;
  } catch (error) {
    if (isMatError(error)) return null;
    throw error;
  }
}

function missingFiles({ persons, subjectTable }: BacekFolder): Survey['missing'] {
  if (persons.length === 0) return [];
  const found = new Set(persons.map(({ sourceId }) => sourceId));
  const missing = Array.from({ length: SUBJECT_COUNT }, (_, i) => `Sub${i + 1}`)
    .filter((sourceId) => !found.has(sourceId))
    .map((sourceId) => ({
      path: `${sourceId}_segMechanics.mat, ${sourceId}_segEnergetics.mat`,
      detail: 'person of the source without files here',
    }));
  for (const { sourceId, files } of persons) {
    for (const kind of PERSON_FILES) {
      if (files[kind] !== null) continue;
      missing.push({ path: `${sourceId}_seg${kind}.mat`, detail: 'a stride needs both files; this person gives none' });
    }
  }
  if (subjectTable === null) missing.push({ path: 'Subjects_Info.mat', detail: 'body masses are unknown' });
  return missing;
}

function advise({ files, persons, rawFiles }: BacekFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (persons.length > 0) return advice;
  return [
    ...advice,
    rawFiles.length > 0
      ? 'only raw recordings are here; download SEGMENTED_mat_Sub1.zip to SEGMENTED_mat_Sub21.zip'
      : 'no file Sub1_segMechanics.mat or the like below this folder; give the folder that holds the unpacked SEGMENTED_mat_Sub1.zip to SEGMENTED_mat_Sub21.zip',
  ];
}
