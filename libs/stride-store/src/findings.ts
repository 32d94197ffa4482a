import { isHdf5Error } from '@emgfm/hdf5';
import { isStoreError } from './errors';

/** One thing that is wrong with a store. */
export interface StoreFinding {
  /** The object concerned, `/group/dataset` or `/group@attribute`. */
  readonly path: string;
  /** Row of the dataset (stride or patient number); null where the whole object is meant. */
  readonly row: number | null;
  readonly expected: string;
  readonly found: string;
}

/** Findings that are listed of one kind at one path; more are only counted. */
const LISTED_PER_KIND = 10;

/** Collects findings; a fault in every row lists its first rows and counts all. */
export class Findings {
  readonly listed: StoreFinding[] = [];
  #total = 0;
  readonly #perKind = new Map<string, number>();

  /** All findings, listed or not. */
  get total(): number {
    return this.#total;
  }

  add(path: string, row: number | null, expected: string, found: unknown, kind = expected): void {
    this.#total += 1;
    const key = `${path} ${kind}`;
    const count = (this.#perKind.get(key) ?? 0) + 1;
    this.#perKind.set(key, count);
    if (count <= LISTED_PER_KIND) this.listed.push({ path, row, expected, found: String(found) });
  }

  /** Adds a finding unless the condition holds. */
  expect(fits: boolean, path: string, row: number | null, expected: string, found: unknown): void {
    if (!fits) this.add(path, row, expected, found);
  }

  /** Does a piece of reading; an error of the file becomes a finding, and the result undefined. */
  attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!isHdf5Error(error) && !isStoreError(error)) throw error;
      this.add(path, null, 'readable', error.message);
      return undefined;
    }
  }
}
