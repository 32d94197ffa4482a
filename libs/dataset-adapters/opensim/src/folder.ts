import { basename, join, resolve } from 'node:path';
import { listFiles, type TreeFile, trialRuleOf } from '@emgfm/adapter-kit';
import type { Drop } from '@emgfm/schema';
import { ROLE_WORDS } from './channels';
import type { OpensimMapping } from './mapping';
import { contentsOf, type FileRole } from './roles';

/** The files of one trial of one person, at most one of each role. */
export interface OpensimTrial {
  readonly sourceId: string;
  readonly trial: string;
  readonly files: Readonly<Partial<Record<FileRole, TreeFile>>>;
  readonly contents: string;
}

/** What a folder of OpenSim files holds. */
export interface OpensimFolder {
  readonly trials: readonly OpensimTrial[];
  readonly unusable: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

interface RoledFile extends TreeFile {
  readonly role: FileRole;
  readonly names: readonly string[];
  readonly sourceId: string;
  /** Folders below the person, without those that name a role. */
  readonly folder: string;
  /** What is left of the file name without words that name a role; '' where nothing is. */
  readonly name: string;
}

const ROLES: readonly FileRole[] = ['angles', 'moments', 'forces', 'markers', 'emg'];

/**
 * Joins the files below a folder to trials. The first folder is the person, unless it names a role (`IK`, `EMG`): then all files are
 * of one person. Files whose names differ only in words such as `ik`, `grf` or `emg` are one trial; a file that has only such a word
 * for a name belongs to the one trial beside it.
 * @throws NotADatasetError when the folder is missing
 */
export async function readOpensimFolder(
  root: string,
  mapping: OpensimMapping,
  signal?: AbortSignal,
): Promise<OpensimFolder> {
  const files = await listFiles(root, { signal });
  const unusable: Drop[] = [];
  const unknown: TreeFile[] = [];
  const roled: RoledFile[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const isStorage = /\.(mot|sto|trc)$/i.test(file.path);
    if (!isStorage && !/\.(csv|tsv|txt)$/i.test(file.path)) {
      unknown.push(file);
      continue;
    }
    if (trialRuleOf(mapping.trials, file.path)?.skip) {
      unusable.push(drop(file, 'not-a-stride', 'the mapping file skips it'));
      continue;
    }
    const contents = await contentsOf(join(root, file.path));
    if (contents.role !== null) {
      const { role, names } = contents;
      roled.push({ ...file, role, names, ...placeOf(file.path, basename(resolve(root))) });
    } else if (isStorage) unusable.push(drop(file, 'no-leg-signals', contents.why));
    else unknown.push(file);
  }
  const trials = joined(roled, unusable);
  return { trials, unusable, unknown, files };
}

function drop({ path: what }: TreeFile, reason: Drop['reason'], detail: string): Drop {
  return { what, level: 'file', reason, detail };
}

/** Whose trial a file is, by its path. */
function placeOf(path: string, rootName: string): Pick<RoledFile, 'sourceId' | 'folder' | 'name'> {
  const folders = path.split('/');
  const stem = (folders.pop() as string).replace(/\.\w+$/, '');
  const isRole = (word: string): boolean => ROLE_WORDS.includes(word.toLowerCase());
  const hasPerson = folders.length > 0 && !isRole(folders[0] as string);
  return {
    sourceId: hasPerson ? (folders[0] as string) : rootName,
    folder: folders
      .slice(hasPerson ? 1 : 0)
      .filter((folder) => !isRole(folder))
      .join('/'),
    name: stem
      .split(/[\s_.-]+/)
      .filter((word) => word !== '' && !isRole(word))
      .join('_'),
  };
}

function joined(files: readonly RoledFile[], unusable: Drop[]): OpensimTrial[] {
  const byPlace = groupBy(files, ({ sourceId, folder }) => `${sourceId}\n${folder}`);
  const trials: OpensimTrial[] = [];
  for (const beside of byPlace.values()) {
    const named = groupBy(
      beside.filter(({ name }) => name !== ''),
      ({ name }) => name.toLowerCase(),
    );
    const nameless = beside.filter(({ name }) => name === '');
    if (named.size === 0) named.set('', nameless);
    else if (named.size === 1) for (const own of named.values()) own.push(...nameless);
    else {
      const names = [...named.values()].map(([first]) => first?.name).join(', ');
      for (const file of nameless)
        unusable.push(drop(file, 'bad-metadata', `its name does not say to which trial it belongs: ${names}`));
    }
    for (const own of named.values()) {
      const trial = trialOf(own, unusable);
      if (trial !== null) trials.push(trial);
    }
  }
  return trials;
}

function trialOf(own: readonly RoledFile[], unusable: Drop[]): OpensimTrial | null {
  const { sourceId, folder } = own[0] as RoledFile;
  const name = own.find((file) => file.name !== '')?.name ?? '';
  const files: Partial<Record<FileRole, RoledFile>> = {};
  for (const file of own) {
    const first = files[file.role];
    if (first === undefined) files[file.role] = file;
    else
      unusable.push(
        drop(file, 'duplicate-trial', `holds ${file.role} as ${first.path} does, which stands for the trial`),
      );
  }
  if (files.angles === undefined && files.emg === undefined) {
    for (const file of own)
      unusable.push(drop(file, 'no-leg-signals', 'no angles and no EMG belong to the same trial'));
    return null;
  }
  const contents = ROLES.flatMap((role) => {
    const file = files[role];
    return file === undefined ? [] : [role === 'emg' ? `${file.names.length} EMG` : role];
  }).join(', ');
  return { sourceId, trial: [folder, name].filter((part) => part !== '').join('/') || sourceId, files, contents };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return groups;
}
