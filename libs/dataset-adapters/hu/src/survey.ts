import { join } from 'node:path';
import { fileHead, listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isDelimitedError, sniffDelimited } from '@emgfm/delimited';
import { compareNaturally, type Drop, type Survey, type SurveyTrial } from '@emgfm/schema';
import { SUBJECTS } from './channels';
import { describeHeader, FILE_LAYOUT } from './circuit-table';

/** A processed file of one circuit. */
export interface HuFile extends TreeFile {
  readonly sourceId: string;
  readonly trial: string;
  readonly circuit: number;
}

/** What a folder of ENABL3S holds. */
export interface HuFolder {
  /** In order of person, then circuit. */
  readonly circuits: readonly HuFile[];
  /** Path of the metadata file of each person. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly missing: Survey['missing'];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const CIRCUIT_FILE = /(?:^|\/)(AB\d{3})_Circuit_(\d{3})_(post|raw)\.csv$/i;
const METADATA_FILE = /(?:^|\/)(AB\d{3})_Metadata\.csv$/i;
/** Files of the source that are not read. */
const OTHER_FILE = /(?:^|\/)(?:MVC|Features)\//i;

/** The files of a folder by their names. Unpacking often nests the id of a person twice; both depths are found. @throws NotADatasetError */
export async function readHuFolder(root: string, signal?: AbortSignal): Promise<HuFolder> {
  const files = await listFiles(root, { signal });
  const circuits = new Map<string, HuFile>();
  const raw = new Map<string, string>();
  const metadata = new Map<string, string>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    const match = CIRCUIT_FILE.exec(file.path);
    const owner = METADATA_FILE.exec(file.path)?.[1]?.toUpperCase();
    if (match === null) {
      if (owner !== undefined) metadata.set(owner, file.path);
      else if (!OTHER_FILE.test(file.path)) unknown.push(file);
      continue;
    }
    const [, id, digits, layer] = match as unknown as [string, string, string, string];
    const sourceId = id.toUpperCase();
    const key = `${sourceId} ${digits}`;
    const first = circuits.get(key);
    if (layer.toLowerCase() === 'raw') raw.set(key, file.path);
    else if (first === undefined) {
      circuits.set(key, { ...file, sourceId, trial: `Circuit_${digits}`, circuit: Number(digits) });
    } else {
      const detail = `'${first.path}' is the same circuit and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const sorted = [...circuits].sort(([a], [b]) => compareNaturally(a, b)).map(([, file]) => file);
  const persons = new Set(sorted.map(({ sourceId }) => sourceId));
  const missing = [
    ...[...raw].flatMap(([key, path]) =>
      circuits.has(key)
        ? []
        : [
            {
              path: path.replace(/Raw\/([^/]*)_raw\.csv$/i, 'Processed/$1_post.csv'),
              detail: `only '${path}' is there`,
            },
          ],
    ),
    ...(sorted.length === 0 ? [] : SUBJECTS)
      .filter((id) => !persons.has(id))
      .map((id) => ({ path: id, detail: 'person of the source without a processed file here' })),
  ];
  return { circuits: sorted, metadata, missing, duplicates, unknown, files };
}

/** The survey of a folder of ENABL3S. @throws NotADatasetError */
export async function surveyHu(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const folder = await readHuFolder(root, options.signal);
  const unusable: Drop[] = [...folder.duplicates];
  const subjects = new Map<string, SurveyTrial[]>();
  for (const { path, sizeBytes, sourceId, trial } of folder.circuits) {
    options.signal?.throwIfAborted();
    try {
      const contents = describeHeader(
        sniffDelimited(await fileHead(join(root, path)), { ...FILE_LAYOUT, source: path }),
      );
      subjects.set(sourceId, [
        ...(subjects.get(sourceId) ?? []),
        { name: trial, files: [{ path, sizeBytes }], contents },
      ]);
    } catch (error) {
      if (!isDelimitedError(error)) throw error;
      unusable.push({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  return {
    datasetId: 'hu',
    root,
    layer: 'processed',
    // how many strides a circuit holds stands in its lists of events, not in its header
    subjects: [...subjects].map(([sourceId, trials]) => ({
      subject: { datasetId: 'hu', sourceId },
      trials,
      expectedStrides: null,
    })),
    missing: folder.missing,
    unknown: [...folder.unknown],
    unusable,
    advice: advise(folder),
  };
}

function advise({ files, circuits, missing }: HuFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (circuits.length > 0) return advice;
  if (missing.length > 0) {
    return [...advice, 'only raw files (volts, without events) are here; give the folder that also holds Processed/'];
  }
  return [
    ...advice,
    'no file AB156_Circuit_001_post.csv or the like below this folder; give the folder that holds the persons (AB156, AB185, ...) of ENABL3S',
  ];
}
