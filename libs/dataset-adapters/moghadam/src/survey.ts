import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop, type Survey } from '@emgfm/schema';
import { EXTENSIONS, LAYERS, type Layer, SUBJECT_COUNT } from './channels';
import { moghadamOptions } from './options';

/** The files of one trial, joined by their number. */
export interface TrialFiles {
  readonly sourceId: string;
  readonly trial: string;
  readonly files: Readonly<Partial<Record<Layer, TreeFile>>>;
}

/** What a folder holds, by names alone. */
export interface MoghadamFolder {
  /** In order of person, then trial. */
  readonly trials: readonly TrialFiles[];
  readonly unusable: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
  /** Folder of the persons relative to the root, with `/` at its end; '' where that is the root. */
  readonly parent: string;
}

const TRIAL_FILE = new RegExp(`^(.*?)(P(\\d{1,2})Data)/(${LAYERS.join('|')})/(\\d+)\\.(\\w+)$`, 'i');
/** Paths as they are seen from within the folder of a person, or of a kind of file. */
const TOO_LOW = new RegExp(`^(?:(?:${LAYERS.join('|')})/)?\\d+\\.(?:csv|mot|sto)$`, 'i');

/** The files of a folder and the folders in it. @throws NotADatasetError */
export async function readMoghadamFolder(root: string, signal?: AbortSignal): Promise<MoghadamFolder> {
  const files = await listFiles(root, { signal });
  const trials = new Map<string, { sourceId: string; trial: string; files: Partial<Record<Layer, TreeFile>> }>();
  const unusable: Drop[] = [];
  const unknown: TreeFile[] = [];
  let parent = '';
  for (const file of files) {
    const match = TRIAL_FILE.exec(file.path);
    const layer = LAYERS.find((name) => name.toLowerCase() === match?.[4]?.toLowerCase());
    if (match === null || layer === undefined || match[6]?.toLowerCase() !== EXTENSIONS[layer]) {
      unknown.push(file);
      continue;
    }
    const sourceId = `P${Number(match[3])}`;
    const trial = String(Number(match[5]));
    const key = `${sourceId} ${trial}`;
    const own = trials.get(key) ?? { sourceId, trial, files: {} };
    const first = own.files[layer];
    if (first !== undefined) {
      const detail = `'${first.path}' is the same file of the same trial and is read`;
      unusable.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
      continue;
    }
    if (file.sizeBytes === 0) {
      unusable.push({ what: file.path, level: 'file', reason: 'unreadable-file', detail: 'the file is empty' });
      continue;
    }
    parent = match[1] as string;
    own.files[layer] = file;
    trials.set(key, own);
  }
  const sorted = [...trials].sort(([a], [b]) => compareNaturally(a, b)).map(([, trial]) => trial);
  return { trials: sorted, unusable, unknown, files, parent };
}

/** The survey of a folder, from names and sizes. @throws NotADatasetError, AdapterOptionsError */
export async function surveyMoghadam(root: string, options: SurveyOptions = {}): Promise<Survey> {
  moghadamOptions(options);
  const folder = await readMoghadamFolder(root, options.signal);
  const persons = new Map<string, TrialFiles[]>();
  for (const trial of folder.trials) persons.set(trial.sourceId, [...(persons.get(trial.sourceId) ?? []), trial]);
  return {
    datasetId: 'moghadam',
    root,
    layer: 'trials',
    subjects: [...persons].map(([sourceId, trials]) => ({
      subject: { datasetId: 'moghadam', sourceId },
      trials: trials.map(({ trial, files }) => {
        const present = LAYERS.filter((layer) => files[layer] !== undefined);
        return {
          name: trial,
          files: present.map((layer) => {
            const { path, sizeBytes } = files[layer] as TreeFile;
            return { path, sizeBytes };
          }),
          contents: present.join(', '),
        };
      }),
      // strikes are found in the signals only
      expectedStrides: null,
    })),
    missing: missingFiles(folder, [...persons.keys()]),
    unknown: [...folder.unknown],
    unusable: [...folder.unusable],
    advice: advise(folder),
  };
}

function missingFiles({ trials, unusable, parent }: MoghadamFolder, persons: readonly string[]): Survey['missing'] {
  if (persons.length === 0) return [];
  const listed = new Set(unusable.map(({ what }) => what));
  const files = trials.flatMap(({ sourceId, trial, files: own }) =>
    LAYERS.filter((layer) => own[layer] === undefined)
      .map((layer) => `${parent}${sourceId}Data/${layer}/${trial}.${EXTENSIONS[layer]}`)
      .filter((path) => !listed.has(path))
      .map((path) => ({ path, detail: `trial ${trial} of ${sourceId} has other files` })),
  );
  const absent = Array.from({ length: SUBJECT_COUNT }, (_, i) => `P${i + 1}`)
    .filter((sourceId) => !persons.includes(sourceId))
    .map((sourceId) => ({ path: `${parent}${sourceId}Data`, detail: 'person of the source without a file here' }));
  return [...files, ...absent];
}

function advise({ files, trials }: MoghadamFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (trials.length > 0) return advice;
  if (files.some(({ path }) => TOO_LOW.test(path))) {
    return [...advice, 'this is the folder of one person or of one kind of file; give the folder that holds P1Data'];
  }
  return [
    ...advice,
    'no file P1Data/Joints_Kinetics/1.sto or the like below this folder; give the folder Gait_Time_Series that holds P1Data to P17Data',
  ];
}
