import { join } from 'node:path';
import { packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import { isMatError, openMat } from '@emgfm/matfile';
import type { Drop, Survey } from '@emgfm/schema';
import { FILE_KINDS, type FileKind, type FileRole, LEGS, PASSES, SUBJECT_COUNT } from './channels';
import { FILE_ROLES, type GrimmerFolder, type PersonFiles, readGrimmerFolder } from './folder';
import { trialName } from './motion-trials';
import { settingCount, trialsOfSetting } from './nested-trials';
import { grimmerOptions } from './options';

/** The survey of a folder: of the files only the touchdowns are read, which are small. @throws NotADatasetError, AdapterOptionsError */
export async function surveyGrimmer(root: string, options: SurveyOptions = {}): Promise<Survey> {
  grimmerOptions(options);
  const folder = await readGrimmerFolder(root, options.signal);
  const unusable: Drop[] = [...folder.duplicates];
  const subjects: Survey['subjects'] = [];
  for (const person of folder.persons) {
    options.signal?.throwIfAborted();
    const strides = await stridesByTrial(root, person, unusable);
    const files = FILE_ROLES.flatMap((role) => person.files[role] ?? []);
    const trials = [...(strides ?? [])].map(([name, count], i) => ({
      name,
      // four files hold all trials, so their size counts once
      files: i === 0 ? files : [],
      contents: `${count} strides, ${FILE_ROLES.filter((role) => person.files[role] !== undefined).join(', ')}`,
    }));
    subjects.push({
      subject: { datasetId: 'grimmer', sourceId: person.sourceId },
      trials: trials.length > 0 ? trials : [{ name: 'all', files, contents: 'no touchdowns that can be read' }],
      expectedStrides: strides === null ? null : [...strides.values()].reduce((sum, count) => sum + count, 0),
    });
  }
  return {
    datasetId: 'grimmer',
    root,
    layer: 'trials',
    subjects,
    missing: missingFiles(folder),
    unknown: [...folder.unknown],
    unusable,
    advice: [...packedArchiveAdvice(folder.files), ...advice(folder)],
  };
}

/** Strides between the touchdowns of every trial; null where they can't be read. */
async function stridesByTrial(
  root: string,
  person: PersonFiles,
  unusable: Drop[],
): Promise<Map<string, number> | null> {
  const file = person.files.touchdowns;
  if (file === undefined) return null;
  const strides = new Map<string, number>();
  try {
    const mat = await openMat(join(root, file.path));
    try {
      for (const { variable } of PASSES) {
        for (let setting = 1; setting <= settingCount(mat, variable); setting += 1) {
          const trials = await trialsOfSetting(mat, variable, setting);
          trials.forEach((fields, index) => {
            const name = trialName(setting, index + 1);
            const counts = LEGS.map(({ touchdowns }) => Math.max(0, (fields.vector(touchdowns)?.length ?? 0) - 1));
            strides.set(
              name,
              counts.reduce((sum, count) => sum + count, strides.get(name) ?? 0),
            );
          });
        }
      }
    } finally {
      await mat.close();
    }
    return strides;
  } catch (error) {
    if (!isMatError(error)) throw error;
    unusable.push({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return strides.size > 0 ? strides : null;
  }
}

const placeOf = (role: FileRole): string => {
  const { parent, folder }: FileKind = FILE_KINDS[role];
  return `${parent}/${folder}`;
};

/** Persons of the source without files, and files that the others have. */
function missingFiles({ persons }: GrimmerFolder): Survey['missing'] {
  if (persons.length === 0) return [];
  return Array.from({ length: SUBJECT_COUNT }, (_, i) => String(i + 1)).flatMap((sourceId) => {
    const files = persons.find((person) => person.sourceId === sourceId)?.files;
    if (files === undefined)
      return [{ path: `*${sourceId}.mat`, detail: `person ${sourceId} of the source has no file here` }];
    return FILE_ROLES.filter((role) => files[role] === undefined).map((role) => ({
      path: `${placeOf(role)}/*${sourceId}.mat`,
      detail: `person ${sourceId} has other files, but none here`,
    }));
  });
}

function advice({ persons, files }: GrimmerFolder): string[] {
  if (persons.length === 0) {
    const wanted = FILE_ROLES.map(placeOf).join(', ');
    const tooLow = files.some(({ path }) => !path.includes('/') && /\d\.mat$/i.test(path));
    return [
      tooLow
        ? `files that end in a number lie here without their folders; give the folder that holds ${wanted}`
        : `no file <name><1-12>.mat in ${wanted}; give the folder that holds Preprocessed and Processed`,
    ];
  }
  const lacking = FILE_ROLES.filter((role) => persons.every(({ files: own }) => own[role] === undefined));
  return lacking.length === 0
    ? []
    : [
        `nobody has a file in ${lacking.map(placeOf).join(', ')}; give the folder that holds Preprocessed and Processed`,
      ];
}
