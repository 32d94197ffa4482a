import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { compareNaturally, type Survey } from '@emgfm/schema';
import { type MocapFolder, readMocapFolder } from './folder';
import { loadMapping } from './mapping';

/** The survey of a folder of motion capture tables. @throws NotADatasetError, AdapterOptionsError */
export async function surveyMocap(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const folder = await readMocapFolder(root, await loadMapping(options.adapterOptions), options.signal);
  const sourceIds = [...new Set(folder.trials.map(({ sourceId }) => sourceId))].sort(compareNaturally);
  return {
    datasetId: 'mocap',
    root,
    layer: 'mocap',
    subjects: sourceIds.map((sourceId) => ({
      subject: { datasetId: 'mocap', sourceId },
      trials: folder.trials
        .filter((trial) => trial.sourceId === sourceId)
        .map(({ trial, table, frames, contents }) => ({
          name: trial,
          files: [table, ...(frames === null ? [] : [frames])],
          contents,
        })),
      // strikes are found in the signals only
      expectedStrides: null,
    })),
    missing: [...folder.missing],
    unknown: [...folder.unknown],
    unusable: folder.unusable.map(({ drop }) => drop),
    advice: advise(folder),
  };
}

function advise({ trials, unusable, files }: MocapFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (trials.length > 0) return advice;
  if (unusable.some(({ drop }) => drop.reason === 'not-walking'))
    return [...advice, 'all actions here are without steps; name an activity for them in trials of a mapping file'];
  if (unusable.length > 0 && unusable.every(({ drop }) => drop.reason === 'no-leg-signals'))
    return [...advice, 'only frame times lie here; give the folder above, which holds Activity_Trials too'];
  return unusable.length > 0
    ? [...advice, 'none of the tables can be used; the reasons stand beside each file']
    : [
        ...advice,
        'no table (.csv, .tsv, .txt) with a column Time and markers, angles or EMG of a known name; give the folder Subject_Data, or one person',
      ];
}
