import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import type { Drop } from '@emgfm/schema';
import { FILE_KINDS, type FileKind, type FileRole, SUBJECT_COUNT } from './channels';

/** The files of one person. */
export interface PersonFiles {
  /** The number of the person, all that its files have in common. */
  readonly sourceId: string;
  readonly files: Readonly<Partial<Record<FileRole, TreeFile>>>;
}

/** What a folder holds, by names alone. */
export interface GrimmerFolder {
  /** In order of number. */
  readonly persons: readonly PersonFiles[];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/** Kinds of file. */
export const FILE_ROLES = Object.keys(FILE_KINDS) as FileRole[];

/** `Processed/Joint_Kinematics/<anything><n>.mat`; the folder around may be the root itself. */
const PATTERNS = FILE_ROLES.map((role) => {
  const { parent, folder }: FileKind = FILE_KINDS[role];
  return { role, pattern: new RegExp(`(?:^|(?:^|/)${parent}/)${folder}/[^/]*?(\\d{1,2})\\.mat$`, 'i') };
});

/** The files of a folder and the folders in it, joined by the number of the person. @throws NotADatasetError */
export async function readGrimmerFolder(root: string, signal?: AbortSignal): Promise<GrimmerFolder> {
  const files = await listFiles(root, { signal });
  const persons = new Map<number, Partial<Record<FileRole, TreeFile>>>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    const found = placeOf(file.path);
    if (found === null) {
      unknown.push(file);
      continue;
    }
    const own = persons.get(found.number) ?? {};
    persons.set(found.number, own);
    const first = own[found.role];
    if (first === undefined) own[found.role] = file;
    else {
      const detail = `'${first.path}' is of the same person and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const numbers = [...persons.keys()].sort((a, b) => a - b);
  return {
    persons: numbers.map((number) => ({ sourceId: String(number), files: persons.get(number) ?? {} })),
    duplicates,
    unknown,
    files,
  };
}

function placeOf(path: string): { role: FileRole; number: number } | null {
  for (const { role, pattern } of PATTERNS) {
    const number = Number(pattern.exec(path)?.[1] ?? NaN);
    if (number >= 1 && number <= SUBJECT_COUNT) return { role, number };
  }
  return null;
}
