import { basename, join } from 'node:path';
import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { type MatFile, openMat } from '@emgfm/matfile';
import { compareNaturally, type Drop } from '@emgfm/schema';
import { POPULATIONS, type Population } from './channels';
import { personFields, unlessDamaged } from './person-fields';

/** The file of one population. */
export interface CriekingeFile extends TreeFile {
  readonly population: Population;
  /** Name of the struct array with one element per person. */
  readonly variable: string;
  readonly personCount: number;
  /** What is not as the name of the file says, in words. */
  readonly notes: readonly string[];
}

/** What a folder holds. */
export interface CriekingeFolder {
  /** At most one per population. */
  readonly persons: readonly CriekingeFile[];
  readonly unusable: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/** Names of the files of the source and what they may have become; the article spells one of them otherwise. */
const CANDIDATE = /^(?:MAT_?normali[sz]ed|.*able[ _-]?bodied|.*stroke).*\.mat$/i;

/** The recordings behind the strides, and tables of averages. */
const NOT_READ = /\.(?:c3d|xlsx?|pdf)$/i;

/** `v27-02-23`: day, month, year. */
const VERSION = /v(\d{2})-(\d{2})-(\d{2})/i;

/** The files of a folder, by name and then by what is in them; signals are not read. @throws NotADatasetError */
export async function readCriekingeFolder(root: string, signal?: AbortSignal): Promise<CriekingeFolder> {
  const files = await listFiles(root, { signal });
  const candidates = files.filter(({ path }) => CANDIDATE.test(basename(path)));
  const persons: CriekingeFile[] = [];
  const unusable: Drop[] = [];
  for (const file of [...candidates].sort((a, b) => compareNaturally(versionOf(b), versionOf(a)))) {
    signal?.throwIfAborted();
    const found = await examine(root, file);
    const same = persons.find(({ population }) => 'population' in found && population === found.population);
    if ('reason' in found) unusable.push(found);
    else if (same === undefined) persons.push(found);
    else {
      const detail = `'${same.path}' holds the same persons and is read`;
      unusable.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const order = ({ population }: CriekingeFile): number => POPULATIONS.indexOf(population);
  return {
    persons: persons.sort((a, b) => order(a) - order(b)),
    unusable,
    unknown: files.filter((file) => !candidates.includes(file) && !NOT_READ.test(file.path)),
    files,
  };
}

/** Year, month and day of a file by its name: the newest file of a population is read. */
function versionOf({ path }: TreeFile): string {
  const [, day = '', month = '', year = ''] = VERSION.exec(basename(path)) ?? [];
  return `${year}${month}${day}`;
}

/** What is in a file, by headers: the population by its events, whatever its name says. */
async function examine(root: string, file: TreeFile): Promise<CriekingeFile | Drop> {
  const open = async (): Promise<CriekingeFile | Drop> => {
    const mat = await openMat(join(root, file.path));
    try {
      return (await personsIn(mat, file)) ?? notStrides(file);
    } finally {
      await mat.close();
    }
  };
  return unlessDamaged(open(), (detail) => ({ what: file.path, level: 'file', reason: 'unreadable-file', detail }));
}

function notStrides({ path }: TreeFile): Drop {
  const detail =
    'expected a struct array Sub with events of strides, found none: averages per person, or another file of a similar name';
  return { what: path, level: 'file', reason: 'unsupported-file', detail };
}

async function personsIn(mat: MatFile, file: TreeFile): Promise<CriekingeFile | null> {
  for (const { name, className, dims } of mat.variables) {
    if (className !== 'struct' || !(await mat.fieldNames(name)).some((field) => /^events$/i.test(field))) continue;
    const personCount = (dims ?? []).reduce((count, length) => count * length, 1);
    for (let index = 1; index <= personCount; index += 1) {
      const events = await unlessDamaged(eventNames(mat, name, index), () => []);
      const population = POPULATIONS.find(({ legs }) =>
        legs.some(({ letter }) => events.some((event) => event.toUpperCase() === `${letter}_ICSTART`)),
      );
      if (population === undefined) continue;
      const named = POPULATIONS.find(({ fileName }) => fileName.test(basename(file.path)));
      const notes =
        named === undefined || named === population
          ? []
          : [`'${file.path}' holds ${population.name} persons by its events, whatever its name says`];
      return { ...file, population, variable: name, personCount, notes };
    }
  }
  return null;
}

async function eventNames(mat: MatFile, variable: string, index: number): Promise<readonly string[]> {
  return (await personFields(mat, variable, index)).names(['events']);
}

/** Id of a person by the place in the file, from 1. */
export function sourceIdOf({ idPrefix, idDigits }: Population, index: number): string {
  return `${idPrefix}${String(index).padStart(idDigits, '0')}`;
}
