import { join } from 'node:path';
import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { type MatFile, openMat } from '@emgfm/matfile';
import { type Drop, type Survey } from '@emgfm/schema';
import { POPULATIONS } from './channels';
import { criekingeDataset } from './dataset';
import { type CriekingeFile, type CriekingeFolder, readCriekingeFolder, sourceIdOf } from './folder';
import { criekingeOptions } from './options';
import { personFields, unlessDamaged } from './person-fields';
import { countStrides } from './stride-table';

type SurveySubject = Survey['subjects'][number];

/** The survey of a folder: strides are counted by the headers of their events. @throws NotADatasetError, AdapterOptionsError */
export async function surveyCriekinge(root: string, options: SurveyOptions = {}): Promise<Survey> {
  criekingeOptions(options);
  const folder = await readCriekingeFolder(root, options.signal);
  const subjects: SurveySubject[] = [];
  const unusable: Drop[] = [...folder.unusable];
  for (const file of folder.persons) {
    const mat = await openMat(join(root, file.path));
    try {
      for (let index = 1; index <= file.personCount; index += 1) {
        options.signal?.throwIfAborted();
        const subject = await surveyPerson(mat, file, index);
        if ('reason' in subject) unusable.push(subject);
        subjects.push('reason' in subject ? unknownStrides(file, index) : subject);
      }
    } finally {
      await mat.close();
    }
  }
  return {
    datasetId: criekingeDataset.id,
    root,
    layer: criekingeDataset.layers[0] as string,
    subjects,
    missing: missingOf(folder, subjects),
    unknown: [...folder.unknown],
    unusable,
    advice: advise(folder),
  };
}

async function surveyPerson(mat: MatFile, file: CriekingeFile, index: number): Promise<SurveySubject | Drop> {
  const { legs } = file.population;
  const count = async (): Promise<SurveySubject> => {
    const person = await personFields(mat, file.variable, index);
    const counts = await Promise.all(legs.map((leg) => countStrides(person, leg)));
    const contents = legs.map(({ letter }, i) => `${counts[i]} ${letter}`).join(', ');
    const expectedStrides = counts.reduce((sum, own) => sum + own, 0);
    return { ...unknownStrides(file, index, `strides: ${contents}`), expectedStrides };
  };
  const what = `${file.path} ${file.variable}(${index})`;
  return unlessDamaged<SurveySubject | Drop>(count(), (detail) => ({
    what,
    level: 'trial',
    reason: 'unreadable-file',
    detail,
  }));
}

function unknownStrides(file: CriekingeFile, index: number, contents = ''): SurveySubject {
  const { path, sizeBytes, variable, population } = file;
  return {
    subject: { datasetId: criekingeDataset.id, sourceId: sourceIdOf(population, index) },
    trials: [{ name: `${variable}(${index})`, files: [{ path, sizeBytes }], contents }],
    expectedStrides: null,
  };
}

function missingOf({ persons }: CriekingeFolder, subjects: readonly SurveySubject[]): Survey['missing'] {
  const withoutStrides = subjects
    .filter(({ expectedStrides }) => expectedStrides === 0)
    .map(({ subject, trials }) => ({
      path: `${trials[0]?.files[0]?.path ?? ''} ${subject.sourceId}`,
      detail: 'this person has no events, so no strides',
    }));
  if (persons.length === 0) return withoutStrides;
  const absent = POPULATIONS.flatMap((population) => {
    const file = persons.find((own) => own.population === population);
    const { name, personCount, idPrefix } = population;
    if (file === undefined) {
      return [{ path: `file of the ${name} persons`, detail: `its ${personCount} persons are not read` }];
    }
    const lacking = personCount - file.personCount;
    const detail = `${lacking} persons fewer than the ${personCount} of the source`;
    return lacking > 0 ? [{ path: `${file.path} ${idPrefix}...`, detail }] : [];
  });
  return [...absent, ...withoutStrides];
}

function advise({ files, persons, unusable }: CriekingeFolder): string[] {
  const advice = [...packedArchiveAdvice(files), ...persons.flatMap(({ notes }) => notes)];
  if (persons.length > 0) return advice;
  if (unusable.some(({ reason }) => reason === 'unsupported-file')) {
    advice.push('the files of averages per person have names like those of the strides; the strides take 3 and 6 GB');
  }
  if (files.some(({ path }) => /\.c3d$/i.test(path))) {
    advice.push('the C3D recordings of this dataset are not read here: the adapter c3d reads them');
  }
  return [
    ...advice,
    'no file MAT_normalizedData_AbleBodiedAdults_v06-03-23.mat or MAT_normalizedData_PostStrokeAdults_v27-02-23.mat below this folder; give the folder that holds them',
  ];
}
