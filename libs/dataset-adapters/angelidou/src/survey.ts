import { join } from 'node:path';
import { checkedOptions, packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { isMatError, openMat } from '@emgfm/matfile';
import type { Drop, Survey } from '@emgfm/schema';
import { z } from 'zod';
import { angelidouDataset } from './dataset';
import { readAngelidouFolder, type PersonFile } from './folder';
import { conditionsOf, conditionSize, variableOf } from './participant-file';

/** Checks that no option is given, since this adapter has none, and that the layer exists. @throws AdapterOptionsError */
export function checkNoOptions(options: SurveyOptions): void {
  checkedOptions(angelidouDataset, z.strictObject({}), options);
}

type SubjectSurvey = Survey['subjects'][number];

/** The survey of a folder: of each file the names and sizes of what is in it. @throws NotADatasetError, AdapterOptionsError */
export async function surveyAngelidou(root: string, options: SurveyOptions = {}): Promise<Survey> {
  checkNoOptions(options);
  const { persons, duplicates, processedCopies, unknown, files } = await readAngelidouFolder(root, options.signal);
  const unusable: Drop[] = [...duplicates];
  const others = [...unknown];
  const subjects: SubjectSurvey[] = [];
  for (const person of persons) {
    options.signal?.throwIfAborted();
    const { path, sizeBytes } = person;
    try {
      const found = await surveyPerson(root, person);
      if (found === null) others.push({ path, sizeBytes });
      else subjects.push(found);
    } catch (error) {
      if (!isMatError(error)) throw error;
      unusable.push({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  return {
    datasetId: 'angelidou',
    root,
    layer: 'cycles',
    subjects,
    missing: [],
    unknown: [...others, ...processedCopies],
    unusable,
    advice: [
      ...packedArchiveAdvice(files),
      ...(processedCopies.length > 0
        ? [
            `${processedCopies.length} file(s) *Processed.mat of an earlier pipeline are not read, the files of the vendor are`,
          ]
        : []),
      ...(subjects.length === 0
        ? [
            'no MAT file here or below holds a struct named as the file with gait cycles; give the folder that holds data/',
          ]
        : []),
    ],
  };
}

/** What the file of a person holds; null where it is no file of this dataset. @throws MatError */
async function surveyPerson(root: string, { path, sizeBytes, sourceId }: PersonFile): Promise<SubjectSurvey | null> {
  const mat = await openMat(join(root, path));
  try {
    const variable = variableOf(mat, sourceId);
    const conditions = variable === null ? [] : await conditionsOf(mat, variable);
    if (conditions.length === 0) return null;
    const sizes = [];
    for (const condition of conditions) sizes.push({ ...condition, ...(await conditionSize(mat, condition)) });
    return {
      subject: { datasetId: 'angelidou', sourceId },
      trials: sizes.map(({ names, cycles, fields }, i) => ({
        name: names.join('/'),
        // one file holds all of them, so its size counts once
        files: i === 0 ? [{ path, sizeBytes }] : [],
        contents: `${cycles} cycles: ${fields.join(', ')}`,
      })),
      expectedStrides: sizes.reduce((sum, { cycles, legs }) => sum + cycles * legs, 0),
    };
  } finally {
    await mat.close();
  }
}
