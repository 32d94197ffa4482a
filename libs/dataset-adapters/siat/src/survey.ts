import { join } from 'node:path';
import { fileHead, listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isDelimitedError, sniffDelimited } from '@emgfm/delimited';
import { compareNaturally, type Drop, type Survey, type SurveyTrial } from '@emgfm/schema';
import { type Movement, MOVEMENTS, OTHER_MOVEMENTS, SUBJECTS } from './channels';
import { describeHeader, FILE_LAYOUT } from './named-columns';
import { readSubjectSheet } from './subject-sheet';

/** The two files of one movement of a person; null where one is not there. */
export interface SiatTrial {
  readonly sourceId: string;
  readonly movement: Movement;
  readonly dataFile: TreeFile | null;
  readonly labelFile: TreeFile | null;
}

/** What a folder of SIAT-LLMD holds. */
export interface SiatFolder {
  /** In order of person, then of {@link MOVEMENTS}. */
  readonly trials: readonly SiatTrial[];
  /** The workbook of the persons. */
  readonly subjectSheet: TreeFile | null;
  /** Data files of movements without gait cycles. */
  readonly otherMovementFiles: number;
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const TRIAL_FILE = /(?:^|\/)(Sub\d{2})_([A-Z]+)_(Data|Label)\.csv$/i;
const SUBJECT_SHEET = /(?:^|\/)SubjectInformation\.xlsx$/i;
/** Folders of the source that are not read. */
const OTHER_FOLDER = /(?:^|\/)(?:Figures|Code)\//i;

/** The files of a folder by their names, at any depth: unpacking often doubles the top folder. @throws NotADatasetError */
export async function readSiatFolder(root: string, signal?: AbortSignal): Promise<SiatFolder> {
  const files = await listFiles(root, { signal });
  const found = new Map<string, TreeFile>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  let subjectSheet: TreeFile | null = null;
  let otherMovementFiles = 0;
  for (const file of files) {
    const [, id = '', code = '', kind = ''] = TRIAL_FILE.exec(file.path) ?? [];
    if (MOVEMENTS.some((movement) => movement.code === code.toUpperCase())) {
      const key = keyOf(sourceIdOf(id), code, kind);
      const first = found.get(key);
      if (first === undefined) found.set(key, file);
      else {
        const detail = `'${first.path}' is the same file of the same trial and is read`;
        duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
      }
    } else if (OTHER_MOVEMENTS.includes(code.toUpperCase())) otherMovementFiles += 1;
    else if (SUBJECT_SHEET.test(file.path)) subjectSheet ??= file;
    else if (!OTHER_FOLDER.test(file.path)) unknown.push(file);
  }
  const sourceIds = [...new Set([...found.keys()].map((key) => key.split(' ')[0] as string))].sort(compareNaturally);
  const trials = sourceIds.flatMap((sourceId) =>
    MOVEMENTS.map((movement) => ({
      sourceId,
      movement,
      dataFile: found.get(keyOf(sourceId, movement.code, 'data')) ?? null,
      labelFile: found.get(keyOf(sourceId, movement.code, 'label')) ?? null,
    })),
  );
  return { trials, subjectSheet, otherMovementFiles, duplicates, unknown, files };
}

function sourceIdOf(id: string): string {
  return `Sub${id.slice(3)}`;
}

function keyOf(sourceId: string, code: string, kind: string): string {
  return `${sourceId} ${code.toUpperCase()} ${kind.toLowerCase()}`;
}

/** The survey of a folder of SIAT-LLMD. @throws NotADatasetError */
export async function surveySiat(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const folder = await readSiatFolder(root, options.signal);
  const unusable: Drop[] = [...folder.duplicates];
  const subjects = new Map<string, SurveyTrial[]>();
  for (const { sourceId, movement, dataFile, labelFile } of folder.trials) {
    options.signal?.throwIfAborted();
    if (dataFile === null || labelFile === null) continue;
    try {
      const contents = describeHeader(
        sniffDelimited(await fileHead(join(root, dataFile.path)), { ...FILE_LAYOUT, source: dataFile.path }),
      );
      const trial = { name: movement.code, files: [dataFile, labelFile], contents };
      subjects.set(sourceId, [...(subjects.get(sourceId) ?? []), trial]);
    } catch (error) {
      if (!isDelimitedError(error)) throw error;
      unusable.push({ what: dataFile.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  const sheetProblem =
    folder.subjectSheet === null ? null : (await readSubjectSheet(join(root, folder.subjectSheet.path))).problem;
  if (folder.subjectSheet !== null && sheetProblem !== null) {
    const what = folder.subjectSheet.path;
    unusable.push({ what, level: 'file', reason: 'unreadable-file', detail: sheetProblem });
  }
  return {
    datasetId: 'siat',
    root,
    layer: 'data',
    // how many cycles a file holds stands in its labels, not in its header
    subjects: [...subjects].map(([sourceId, trials]) => ({
      subject: { datasetId: 'siat', sourceId },
      trials,
      expectedStrides: null,
    })),
    missing: missingOf(folder),
    unknown: [...folder.unknown],
    unusable,
    advice: advise(folder, subjects.size > 0),
  };
}

function missingOf({ trials, subjectSheet }: SiatFolder): Survey['missing'] {
  if (trials.length === 0) return [];
  const files = trials.flatMap(({ sourceId, movement: { code }, dataFile, labelFile }) => {
    const [data, label] = [`${sourceId}_${code}_Data.csv`, `${sourceId}_${code}_Label.csv`];
    if (dataFile === null && labelFile === null)
      return { path: `${sourceId} ${code}`, detail: 'neither data nor labels' };
    if (dataFile === null) return { path: data, detail: `'${labelFile?.path}' has no data file: no strides` };
    return labelFile === null ? { path: label, detail: `'${dataFile.path}' has no labels: no strides` } : [];
  });
  const persons = new Set(trials.map(({ sourceId }) => sourceId));
  const absent = SUBJECTS.filter((sourceId) => !persons.has(sourceId));
  return [
    ...(subjectSheet === null ? [{ path: 'SubjectInformation.xlsx', detail: 'body mass is missing: no moments' }] : []),
    ...files,
    ...(absent.length > 0
      ? [
          {
            path: runsOf(absent).join(', '),
            detail: `${absent.length} of the ${SUBJECTS.length} persons of the source`,
          },
        ]
      : []),
  ];
}

/** Persons in the order of the source, in words: those that follow each other as `Sub03 to Sub40`. */
function runsOf(sourceIds: readonly string[]): string[] {
  const runs: string[][] = [];
  for (const sourceId of sourceIds) {
    const run = runs.at(-1);
    if (run && SUBJECTS.indexOf(sourceId) === SUBJECTS.indexOf(run.at(-1) ?? '') + 1) run.push(sourceId);
    else runs.push([sourceId]);
  }
  return runs.map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]} to ${run.at(-1)}`));
}

function advise({ files, trials, subjectSheet, otherMovementFiles }: SiatFolder, usable: boolean): string[] {
  const advice = packedArchiveAdvice(files);
  if (usable) {
    if (subjectSheet !== null) return advice;
    return [
      ...advice,
      'SubjectInformation.xlsx is not below this folder, so torques cannot be divided by body mass: give the folder above, or subjectMassKg in the configuration',
    ];
  }
  if (trials.length > 0) {
    return [
      ...advice,
      'no movement has both files; Data/ and Labels/ of each person are needed: give the folder of the persons',
    ];
  }
  if (otherMovementFiles > 0)
    return [...advice, 'only movements without gait cycles are here; WAK, UPS and DNS are read'];
  return [
    ...advice,
    'no file Sub01/Data/Sub01_WAK_Data.csv or the like below this folder; give the folder SIAT_LLMD20230404',
  ];
}
