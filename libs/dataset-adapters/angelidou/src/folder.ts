import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop } from '@emgfm/schema';
import { PROCESSED_COPY, VENDOR_FILES } from './channels';

/** The file of one person. */
export interface PersonFile extends TreeFile {
  /** Name of the file without its ending; the name of the variable in it. */
  readonly sourceId: string;
}

/** What a folder holds, by names alone. */
export interface AngelidouFolder {
  /** In natural order of the source ids. */
  readonly persons: readonly PersonFile[];
  readonly duplicates: readonly Drop[];
  /** Copies with filtered EMG, which are not read. */
  readonly processedCopies: readonly TreeFile[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/** A name that MATLAB allows for the variable in the file. */
const PERSON_FILE = /(?:^|\/)([A-Za-z]\w*)\.mat$/i;

/** The files of a folder and the folders in it. @throws NotADatasetError */
export async function readAngelidouFolder(root: string, signal?: AbortSignal): Promise<AngelidouFolder> {
  const files = await listFiles(root, { signal });
  const persons = new Map<string, PersonFile>();
  const duplicates: Drop[] = [];
  const processedCopies: TreeFile[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    if (VENDOR_FILES.test(file.path)) continue;
    const sourceId = PERSON_FILE.exec(file.path)?.[1];
    const first = sourceId === undefined ? undefined : persons.get(sourceId);
    if (PROCESSED_COPY.test(file.path)) processedCopies.push(file);
    else if (sourceId === undefined) unknown.push(file);
    else if (first === undefined) persons.set(sourceId, { ...file, sourceId });
    else {
      const detail = `'${first.path}' is the same person and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const sorted = [...persons.values()].sort((a, b) => compareNaturally(a.sourceId, b.sourceId));
  return { persons: sorted, duplicates, processedCopies, unknown, files };
}
