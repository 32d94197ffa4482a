import { join } from 'node:path';
import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import type { Drop, Survey, SurveyTrial } from '@emgfm/schema';
import { LEG_LETTER, PARTICIPANT_COUNT } from './channels';
import { filesOf, type K2museFolder, type Participant, readK2museFolder, type SourceTrial } from './folder';
import { k2museOptions, type K2museLayer } from './options';
import { ParticipantFile } from './participant-file';
import { trialLabel } from './trial-names';

type SurveySubject = Survey['subjects'][number];

/** Has a participant anything in a layer? */
export function hasLayer({ processed, trials }: Participant, layer: K2museLayer): boolean {
  return layer === 'processed' ? processed !== null : trials.length > 0;
}

/** The survey of a folder: names of files and, of MAT files, names of fields. @throws NotADatasetError, AdapterOptionsError */
export async function surveyK2muse(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const { layer } = k2museOptions(options);
  const folder = await readK2museFolder(root, options.signal);
  const unusable: Drop[] = [...folder.unusable];
  const subjects: SurveySubject[] = [];
  for (const participant of folder.participants.filter((candidate) => hasLayer(candidate, layer))) {
    options.signal?.throwIfAborted();
    if (layer === 'source') subjects.push(sourceSubject(participant));
    else {
      const subject = await processedSubject(root, participant, unusable);
      if (subject !== null) subjects.push(subject);
    }
  }
  return {
    datasetId: 'k2muse',
    root,
    layer,
    subjects,
    missing: missingFiles(folder, layer),
    unknown: [...folder.unknown],
    unusable,
    advice: advise(folder, layer),
  };
}

/** Trials and strides of a participant's MAT file; null where it is damaged, which is then told. */
async function processedSubject(
  root: string,
  { sourceId, processed }: Participant,
  unusable: Drop[],
): Promise<SurveySubject | null> {
  if (processed === null) return null;
  const unreadable = (detail: string): null => {
    unusable.push({ what: processed.path, level: 'file', reason: 'unreadable-file', detail });
    return null;
  };
  let file: ParticipantFile;
  try {
    file = await ParticipantFile.open(join(root, processed.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    return unreadable(error.message);
  }
  try {
    const { trials: listed, problems } = await file.trials();
    for (const { path, problem } of problems)
      unusable.push({ what: `${processed.path} ${path}`, level: 'trial', reason: 'bad-metadata', detail: problem });
    let expectedStrides: number | null = 0;
    const trials: SurveyTrial[] = [];
    for (const { name, fields } of listed) {
      const strides = await strideCount(file, fields.NormalizedData);
      expectedStrides = expectedStrides === null || strides === null ? null : expectedStrides + strides;
      trials.push({
        name: `${trialLabel(name)} Trial_${name.number}`,
        files: [processed],
        contents: strides === null ? '' : `${strides} strides`,
      });
    }
    if (trials.length === 0) return unreadable('expected OriginalData or NormalizedData with trials, found none');
    return { subject: { datasetId: 'k2muse', sourceId }, trials, expectedStrides };
  } catch (error) {
    if (!isMatError(error)) throw error;
    return unreadable(error.message);
  } finally {
    await file.close();
  }
}

/** Strides of both legs by their start frames; null where the trial has none. */
async function strideCount(file: ParticipantFile, fields: readonly string[] | null): Promise<number | null> {
  if (fields === null) return null;
  let count: number | null = null;
  for (const letter of Object.values(LEG_LETTER)) {
    const dims = await file.dimensions(['NormalizedData', ...fields, 'Events', `${letter}StartFrame`]);
    if (dims !== null) count = (count ?? 0) + dims.reduce((product, length) => product * length, 1);
  }
  return count;
}

function sourceSubject({ sourceId, trials }: Participant): SurveySubject {
  return {
    subject: { datasetId: 'k2muse', sourceId },
    trials: trials.map((trial) => ({
      name: `${trialLabel(trial.name)} Trial_${trial.name.number}`,
      files: filesOf(trial),
      contents: [
        ...(trial.vicon ? ['angles, moments, events'] : []),
        ...(trial.noraxon ? ['EMG'] : []),
        ...(trial.ultrasound.some((file) => file !== null)
          ? [`ultrasound of ${trial.ultrasound.filter((file) => file !== null).length} channels`]
          : []),
      ].join(', '),
    })),
    expectedStrides: null,
  };
}

function missingFiles({ participants, workbook }: K2museFolder, layer: K2museLayer): Survey['missing'] {
  const found = participants.filter((participant) => hasLayer(participant, layer));
  if (found.length === 0) return [];
  const ids = new Set(found.map(({ sourceId }) => sourceId));
  const all = Array.from({ length: PARTICIPANT_COUNT }, (_, i) => `P${String(i + 1).padStart(2, '0')}`);
  return [
    ...(workbook === null
      ? [{ path: 'ParticipantInformation.xlsx', detail: 'age, sex, mass and height of the participants are unknown' }]
      : []),
    ...all
      .filter((sourceId) => !ids.has(sourceId))
      .map((sourceId) => ({
        path: layer === 'processed' ? `ProcessedData/${sourceId}.mat` : `SourceData/Vicon/${sourceId}`,
        detail: 'participant of the source without data here',
      })),
    ...(layer === 'source'
      ? found.flatMap(({ sourceId, trials }) => trials.flatMap((own) => missingOf(sourceId, own)))
      : []),
  ];
}

/** Devices without a file of a trial that others have. Ultrasound is not always worn, so only single channels of it are missing. */
function missingOf(sourceId: string, { name, vicon, noraxon, ultrasound }: SourceTrial): Survey['missing'] {
  const trial = `${trialLabel(name)} Trial_${name.number}`;
  const channels = ultrasound.flatMap((file, channel) => (file === null ? [channel + 1] : []));
  return [
    ...(vicon === null
      ? [{ path: `SourceData/Vicon/${sourceId}`, detail: `${trial} has no C3D file: it cannot be cut` }]
      : []),
    ...(noraxon === null ? [{ path: `SourceData/Noraxon/${sourceId}`, detail: `${trial} has no EMG` }] : []),
    ...(channels.length > 0 && channels.length < ultrasound.length
      ? [
          {
            path: `SourceData/ELONXI/${sourceId}`,
            detail: `${trial} has no ultrasound of channel ${channels.join(', ')}`,
          },
        ]
      : []),
  ];
}

function advise({ files, participants }: K2museFolder, layer: K2museLayer): string[] {
  const advice = packedArchiveAdvice(files);
  if (participants.some((participant) => hasLayer(participant, layer))) return advice;
  if (participants.length > 0) {
    return [
      ...advice,
      layer === 'processed'
        ? "no file ProcessedData/P01.mat, but files of the devices: ask for the layer 'source'"
        : "no folder SourceData with files of the devices, but ProcessedData: ask for the layer 'processed'",
    ];
  }
  return [
    ...advice,
    'no file P01.mat and no folder SourceData below this folder; give the folder K2MUSE that holds ProcessedData and SourceData',
  ];
}
