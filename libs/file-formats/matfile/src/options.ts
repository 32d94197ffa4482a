import { MatLimitError, type MatPlace } from './errors';

/** How to open a MAT file. */
export interface MatOptions {
  /** The most bytes that one read may hold decoded; default 4 GiB, the most a MAT v5 element can hold. */
  readonly maxBytes?: number;
  /** The deepest nesting of cells, structs and objects; default 500. */
  readonly maxDepth?: number;
  /**
   * Reads char data that an old MATLAB stored as pairs of bytes in one 16-bit unit as UTF-8; default `none`,
   * where such text is kept as stored and a warning says so.
   */
  readonly legacyCharset?: 'none' | 'utf-8';
}

/** Something odd that didn't stop the reading. */
export interface MatWarning extends MatPlace {
  readonly message: string;
}

/** Bounds and findings of one open file, handed to every part that decodes. */
export interface ReadContext {
  readonly file: string;
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly legacyCharset: 'none' | 'utf-8';
  readonly warn: (message: string, place?: MatPlace) => void;
}

export const DEFAULT_MAX_BYTES = 2 ** 32;
export const DEFAULT_MAX_DEPTH = 500;

/** @throws mat-limit when more bytes are needed than the context allows. */
export function checkBytes(context: ReadContext, bytes: number, what: string, place: MatPlace): void {
  if (bytes > context.maxBytes) {
    throw new MatLimitError(
      `${what} needs ${bytes} bytes, more than maxBytes allows (${context.maxBytes})`,
      bytes,
      context.maxBytes,
      { file: context.file, ...place },
    );
  }
}

/** @throws mat-limit when values nest deeper than the context allows. */
export function checkDepth(context: ReadContext, depth: number, place: MatPlace): void {
  if (depth > context.maxDepth) {
    throw new MatLimitError(`values nest deeper than maxDepth allows (${context.maxDepth})`, depth, context.maxDepth, {
      file: context.file,
      ...place,
    });
  }
}
