import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { compareNaturally, type Survey } from '@emgfm/schema';
import { type OpensimFolder, readOpensimFolder } from './folder';
import { loadMapping } from './mapping';

/** The survey of a folder of OpenSim files. @throws NotADatasetError, AdapterOptionsError */
export async function surveyOpensim(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const folder = await readOpensimFolder(root, await loadMapping(options.adapterOptions), options.signal);
  const sourceIds = [...new Set(folder.trials.map(({ sourceId }) => sourceId))].sort(compareNaturally);
  return {
    datasetId: 'opensim',
    root,
    layer: 'opensim',
    subjects: sourceIds.map((sourceId) => ({
      subject: { datasetId: 'opensim', sourceId },
      trials: folder.trials
        .filter((trial) => trial.sourceId === sourceId)
        .map(({ trial, files, contents }) => ({
          name: trial,
          files: Object.values(files).map(({ path, sizeBytes }) => ({ path, sizeBytes })),
          contents,
        })),
      expectedStrides: null,
    })),
    missing: [],
    unknown: [...folder.unknown],
    unusable: [...folder.unusable],
    advice: advise(folder),
  };
}

function advise({ trials, unusable, files }: OpensimFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (trials.length > 0) return advice;
  return unusable.length > 0
    ? [...advice, 'none of the .mot, .sto and .trc files can be used; the reasons stand beside each file']
    : [
        ...advice,
        'no .mot, .sto or .trc file below this folder; give the folder that holds the persons, or one person',
      ];
}
