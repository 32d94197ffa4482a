import { AdapterOptionsError, packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import type { Drop, Survey, SurveyTrial } from '@emgfm/schema';
import { EMG_LAYERS, SUBJECT_COUNT, TASKS, type EmgLayer } from './channels';
import { gait120Dataset } from './dataset';
import {
  numberedName,
  readGait120Folder,
  trialNameOf,
  type Gait120Folder,
  type Gait120Person,
  type StepFiles,
} from './folder';

/** The layer that is asked for, by name and as the table describes it. @throws AdapterOptionsError */
export function emgLayerOf({ layer, adapterOptions = {} }: SurveyOptions): { name: string; emg: EmgLayer } {
  const [first] = gait120Dataset.layers;
  const name = layer ?? (first as string);
  const emg = Object.hasOwn(EMG_LAYERS, name) ? EMG_LAYERS[name] : undefined;
  const problems = Object.keys(adapterOptions).map((option) => `${option}: there are no options`);
  if (emg === undefined) problems.push(`layer '${name}' is none of ${gait120Dataset.layers.join(', ')}`);
  if (emg === undefined || problems.length > 0) throw new AdapterOptionsError(gait120Dataset.id, problems);
  return { name, emg };
}

/** The survey of a folder of Gait120. @throws NotADatasetError, AdapterOptionsError */
export async function surveyGait120(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const { name, emg } = emgLayerOf(options);
  const folder = await readGait120Folder(root, options.signal);
  return {
    datasetId: gait120Dataset.id,
    root,
    layer: name,
    subjects: folder.persons.map((person) => ({
      subject: { datasetId: gait120Dataset.id, sourceId: person.sourceId },
      trials: trialsOf(person, emg),
      expectedStrides: person.steps.filter(({ angles }) => angles !== null).length,
    })),
    missing: [
      ...(folder.persons.length > 0 && folder.workbooks.length === 0
        ? [{ path: 'Subject_Demographics.xlsx', detail: 'age, height and mass of the persons are unknown' }]
        : []),
      ...folder.persons.flatMap((person) => missingOf(person, emg)),
    ],
    unknown: [...folder.unknown],
    unusable: [...folder.duplicates, ...emptyFiles(folder)],
    advice: advise(folder),
  };
}

function emgFileOf(person: Gait120Person, { file }: EmgLayer): Gait120Person['rawEmg'] {
  return file === 'RawData.mat' ? person.rawEmg : person.processedEmg;
}

/** Trials by the names of their angle files; the one EMG file of a person is counted with the first. */
function trialsOf(person: Gait120Person, emg: EmgLayer): SurveyTrial[] {
  const trials = new Map<string, StepFiles[]>();
  for (const step of person.steps) trials.set(trialNameOf(step), [...(trials.get(trialNameOf(step)) ?? []), step]);
  const emgFiles = [...new Set([emgFileOf(person, emg), person.rawEmg])].filter((file) => file !== null);
  if (trials.size === 0) return [{ name: 'EMG', files: emgFiles, contents: 'EMG without angles' }];
  return [...trials].map(([name, steps], index) => ({
    name,
    files: [
      ...(index === 0 ? emgFiles : []),
      ...steps.flatMap(({ angles, forces }) => [angles, forces]).filter((file) => file !== null),
    ],
    contents: [
      ...(emgFileOf(person, emg) === null ? [] : ['EMG']),
      `angles of ${steps.filter(({ angles }) => angles !== null).length} steps`,
      ...(steps.some(({ forces }) => forces !== null) ? ['force plates'] : []),
    ].join(', '),
  }));
}

function missingOf(person: Gait120Person, emg: EmgLayer): Survey['missing'] {
  const { sourceId, steps } = person;
  const missing: Survey['missing'] = [];
  if (emgFileOf(person, emg) === null)
    missing.push({ path: `${sourceId}/EMG/${emg.file}`, detail: 'no EMG for this person' });
  if (steps.every(({ angles }) => angles === null)) {
    return [...missing, { path: `${sourceId}/JointAngle`, detail: 'no angles for this person' }];
  }
  for (const task of TASKS) {
    const own = steps.filter((step) => step.task === task && step.angles !== null);
    const folder = `${sourceId}/JointAngle/${task.name}`;
    if (own.length === 0) missing.push({ path: folder, detail: 'no angles for this task' });
    for (const trial of new Set(own.map((step) => step.trial))) {
      const numbers = own.filter((step) => step.trial === trial).map(({ step }) => step);
      for (let step = 1; step <= (task.isCyclic ? Math.max(2, ...numbers) : 1); step += 1) {
        if (numbers.includes(step)) continue;
        const file = `${numberedName('Step', step).toLowerCase()}.mot`;
        missing.push({ path: `${folder}/${numberedName('Trial', trial)}/${file}`, detail: 'no angles for this step' });
      }
    }
  }
  return missing;
}

function emptyFiles({ persons }: Gait120Folder): Drop[] {
  const read = persons.flatMap(({ rawEmg, processedEmg, steps }) => [
    rawEmg,
    processedEmg,
    ...steps.flatMap(({ angles, forces }) => [angles, forces]),
  ]);
  return read
    .filter((file) => file?.sizeBytes === 0)
    .map((file) => ({
      what: file?.path ?? '',
      level: 'file',
      reason: 'unreadable-file',
      detail: 'the file is empty: its download was cut short',
    }));
}

const INSIDE_PERSON = /^(?:EMG\/)?(?:Raw|Processed)Data\.mat$|(?:^|\/)Trial\d+\/step\d+\.(?:mot|trc)$/i;

function advise({ files, persons }: Gait120Folder): string[] {
  const advice = packedArchiveAdvice(files);
  if (persons.length > 0) {
    return persons.length < SUBJECT_COUNT && advice.length > 0
      ? [
          ...advice,
          `${persons.length} of ${SUBJECT_COUNT} persons are here; the dataset comes in twelve archives of ten`,
        ]
      : advice;
  }
  if (files.some(({ path }) => INSIDE_PERSON.test(path))) {
    return [...advice, 'this is a folder inside a person; give the folder that holds the persons (S001, S002, ...)'];
  }
  return [
    ...advice,
    'no file S001/EMG/RawData.mat or S001/JointAngle/LevelWalking/Trial01/step01.mot below this folder; give the folder that holds the persons (S001, S002, ...) or their blocks (Gait120_001_to_010, ...)',
  ];
}
