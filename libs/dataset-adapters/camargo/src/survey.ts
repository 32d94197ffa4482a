import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import type { Drop, Survey } from '@emgfm/schema';
import { MODES, SUBJECT_COUNT, type Sensor } from './channels';
import { missingFiles, neededSensors, readCamargoFolder, type CamargoFolder, type CamargoTrial } from './folder';
import { camargoOptions } from './options';

/** The survey of a folder of the dataset. @throws NotADatasetError, AdapterOptionsError */
export async function surveyCamargo(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const { angleSensor } = camargoOptions(options);
  const folder = await readCamargoFolder(root, options.signal);
  const sourceIds = [...new Set(folder.trials.map(({ sourceId }) => sourceId))];
  const noSubjectInfo = folder.trials.length > 0 && folder.subjectInfoPath === null;
  return {
    datasetId: 'camargo',
    root,
    layer: angleSensor,
    // how many strides a trial holds stands in its ramps, not in its header
    subjects: sourceIds.map((sourceId) => ({
      subject: { datasetId: 'camargo', sourceId },
      trials: folder.trials
        .filter((trial) => trial.sourceId === sourceId)
        .map((trial) => surveyTrial(trial, angleSensor)),
      expectedStrides: null,
    })),
    missing: [
      ...(noSubjectInfo
        ? [{ path: 'SubjectInfo.mat', detail: 'without body mass no moment can be divided by it' }]
        : []),
      ...missingFiles(folder.trials, angleSensor),
    ],
    unknown: [...folder.unknown],
    unusable: [...folder.duplicates, ...emptyFiles(folder.trials, angleSensor)],
    advice: advise(folder),
  };
}

/** The files of a trial that are read, in the order of the mapping tables. */
export function filesToRead({ files }: CamargoTrial, angleSensor: Sensor): [Sensor, string][] {
  const read: readonly Sensor[] = [...neededSensors(angleSensor), 'gcLeft'];
  return [...files].filter(([sensor]) => read.includes(sensor)).map(([sensor, { path }]) => [sensor, path]);
}

function surveyTrial(trial: CamargoTrial, angleSensor: Sensor): Survey['subjects'][number]['trials'][number] {
  const read = filesToRead(trial, angleSensor);
  return {
    name: `${trial.session}/${trial.trial}`,
    files: read.map(([sensor]) => trial.files.get(sensor)!),
    contents: read.map(([sensor]) => sensor).join(', '),
  };
}

function emptyFiles(trials: readonly CamargoTrial[], angleSensor: Sensor): Drop[] {
  return trials.flatMap((trial) =>
    filesToRead(trial, angleSensor)
      .filter(([sensor]) => trial.files.get(sensor)!.sizeBytes === 0)
      .map(([, path]): Drop => ({
        what: path,
        level: 'file',
        reason: 'unreadable-file',
        detail: 'the file is empty: its download was cut short',
      })),
  );
}

const insidePerson = new RegExp(`^(?:[^/]+/)?(?:${MODES.join('|')})/[^/]+/[^/]+\\.mat$`, 'i');
const insideMode = /^(?:emg|conditions|gcRight|gcLeft|id|ik|ik_offset)\/[^/]+\.mat$/i;

function advise({ files, trials }: CamargoFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (trials.length > 0) {
    const persons = new Set(trials.map(({ sourceId }) => sourceId)).size;
    return persons < SUBJECT_COUNT && advice.length > 0
      ? [...advice, `${persons} of ${SUBJECT_COUNT} persons are here; the dataset comes in three parts`]
      : advice;
  }
  if (files.some(({ path }) => insidePerson.test(path) || insideMode.test(path))) {
    return [...advice, 'this is a folder of one person; give the folder that holds the persons (AB06, AB07, ...)'];
  }
  return [
    ...advice,
    'no file <person>/<date>/<mode>/<sensor>/<trial>.mat, such as AB06/10_09_18/treadmill/emg/treadmill_01_01.mat, below this folder; give the folder that holds the persons (AB06, AB07, ...)',
  ];
}
