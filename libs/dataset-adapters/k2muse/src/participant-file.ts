import { basename } from 'node:path';
import { isMatError, MatPathError, openMat, valueAt, type MatDims, type MatFile, type MatValue } from '@emgfm/matfile';
import { readTrialName, trialKey, type TrialName } from './trial-names';
import { fieldsOf } from './mat-values';

/** Compressed variables up to this size (bytes in the file) are read once; of larger ones every read inflates what lies before it. */
const WHOLE_UP_TO_BYTES = 32 * 2 ** 20;

/** The two halves of a participant's struct: whole trials, and their strides. */
export const HALVES = ['OriginalData', 'NormalizedData'] as const;

/** A half of a participant's struct. */
export type Half = (typeof HALVES)[number];

/** Where a trial stands in each half; null where it does not. */
export interface ProcessedTrial {
  readonly name: TrialName;
  readonly fields: Readonly<Record<Half, readonly string[] | null>>;
}

/** One trial of the listing, or what could not be understood of it. */
export interface TrialListing {
  readonly trials: readonly ProcessedTrial[];
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

/** The MAT file of one participant: a struct of structs, read field by field. */
export class ParticipantFile {
  readonly #mat: MatFile;
  readonly #root: string;
  /** The whole struct, where it is small. */
  readonly #whole: MatValue | null;

  private constructor(mat: MatFile, root: string, whole: MatValue | null) {
    this.#mat = mat;
    this.#root = root;
    this.#whole = whole;
  }

  /** @throws MatError (no MAT file, damaged, no struct in it) */
  static async open(path: string): Promise<ParticipantFile> {
    const mat = await openMat(path);
    try {
      const stem = basename(path).replace(/\.mat$/i, '');
      const structs = mat.variables.filter(({ className }) => className === 'struct');
      const root = structs.find(({ name }) => name.toLowerCase() === stem.toLowerCase()) ?? structs[0];
      if (root === undefined) throw new MatPathError(`expected a struct ${stem}, found none`, stem);
      const isSmall = mat.version === 'v5' && root.storedBytes <= WHOLE_UP_TO_BYTES;
      return new ParticipantFile(mat, root.name, isSmall ? await mat.read(root.name) : null);
    } catch (error) {
      await mat.close();
      throw error;
    }
  }

  /** The value at a path of fields; null where a field is not there. @throws MatError where the file is damaged */
  async read(fields: readonly string[]): Promise<MatValue | null> {
    return this.#unlessMissing(() =>
      this.#whole === null ? this.#mat.read([this.#root, ...fields]) : valueAt(this.#whole, fields),
    );
  }

  /** Names of the fields of a struct; none where it is not there. @throws MatError where the file is damaged */
  async fieldNames(fields: readonly string[]): Promise<readonly string[]> {
    if (this.#whole !== null) return fieldsOf(fields.length === 0 ? this.#whole : await this.read(fields));
    return (await this.#unlessMissing(() => this.#mat.fieldNames([this.#root, ...fields]))) ?? [];
  }

  /** Dimensions of a value, from headers; null where it is not there. @throws MatError where the file is damaged */
  async dimensions(fields: readonly string[]): Promise<MatDims | null> {
    if (this.#whole !== null) return (await this.read(fields))?.dims ?? null;
    return this.#unlessMissing(() => this.#mat.dimensions([this.#root, ...fields]));
  }

  /** The trials of both halves, in the order of the file. */
  async trials(): Promise<TrialListing> {
    const trials = new Map<string, ProcessedTrial>();
    const problems: TrialListing['problems'][number][] = [];
    for (const half of HALVES) {
      for (const condition of await this.fieldNames([half])) {
        for (const mode of await this.fieldNames([half, condition])) {
          for (const speed of await this.fieldNames([half, condition, mode])) {
            for (const number of await this.fieldNames([half, condition, mode, speed])) {
              const fields = [condition, mode, speed, number];
              const name = readTrialName({ condition, mode, speed, number });
              if (typeof name === 'string') {
                problems.push({ path: [half, ...fields].join('.'), problem: name });
                continue;
              }
              const key = trialKey(name);
              const known = trials.get(key) ?? { name, fields: { OriginalData: null, NormalizedData: null } };
              if (known.fields[half] === null) trials.set(key, { name, fields: { ...known.fields, [half]: fields } });
              else problems.push({ path: [half, ...fields].join('.'), problem: 'the same trial is there twice' });
            }
          }
        }
      }
    }
    return { trials: [...trials.values()], problems };
  }

  close(): Promise<void> {
    return this.#mat.close();
  }

  async #unlessMissing<T>(read: () => T | Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (isMatError(error) && error.tag === 'mat-path') return null;
      throw error;
    }
  }
}

/** Reads what lies below a trial, in either half. */
export class TrialReader {
  constructor(
    private readonly file: ParticipantFile,
    readonly trial: ProcessedTrial,
  ) {}

  /** The value at a path below the trial; null where it is not there. */
  async read(half: Half, ...fields: string[]): Promise<MatValue | null> {
    const own = this.trial.fields[half];
    return own === null ? null : this.file.read([half, ...own, ...fields]);
  }

  /** Names of the fields below the trial. */
  async fieldNames(half: Half): Promise<readonly string[]> {
    const own = this.trial.fields[half];
    return own === null ? [] : this.file.fieldNames([half, ...own]);
  }
}
