/** Base of every error that this library throws: `tag` tells the kind, `source` the file (or "C3D bytes"). */
export abstract class C3dError extends Error {
  abstract readonly tag:
    'signature' | 'truncated' | 'parameters' | 'data-section' | 'memory' | 'file' | 'option' | 'content';
  readonly source: string;

  constructor(source: string, message: string, options?: ErrorOptions) {
    super(`${source}: ${message}`, options);
    this.name = new.target.name;
    this.source = source;
  }
}

/** Thrown when the bytes do not begin like a C3D file (second header byte 0x50). */
export class C3dSignatureError extends C3dError {
  readonly tag = 'signature';

  constructor(
    source: string,
    readonly byteOffset: number,
    expected: string,
    readonly found: string,
  ) {
    super(source, `not a C3D file: expected ${expected} at byte ${byteOffset}, found ${found}`);
  }
}

/** Thrown when the file ends before its header or parameter section is complete. */
export class C3dTruncatedError extends C3dError {
  readonly tag = 'truncated';

  constructor(
    source: string,
    readonly part: string,
    readonly byteOffset: number,
    readonly neededBytes: number,
    readonly fileBytes: number,
  ) {
    super(
      source,
      `truncated: the ${part} needs ${neededBytes} bytes from byte ${byteOffset}, but the file ends at byte ${fileBytes}`,
    );
  }
}

/** Thrown when a record of the parameter section is impossible or runs past its section. */
export class C3dParameterError extends C3dError {
  readonly tag = 'parameters';

  constructor(
    source: string,
    readonly byteOffset: number,
    readonly record: string,
    problem: string,
  ) {
    super(source, `parameter record ${record} at byte ${byteOffset}: ${problem}`);
  }
}

/** Thrown when a data section (points and analog, or rotations) cannot be where the file says. */
export class C3dDataSectionError extends C3dError {
  readonly tag = 'data-section';

  constructor(
    source: string,
    readonly byteOffset: number,
    problem: string,
  ) {
    super(source, `data section at byte ${byteOffset}: ${problem}`);
  }
}

/** Thrown when the decoded frames do not fit into memory at once; `frames()` streams them instead. */
export class C3dMemoryError extends C3dError {
  readonly tag = 'memory';

  constructor(
    source: string,
    readonly neededBytes: number,
    cause: unknown,
  ) {
    super(source, `the decoded frames need ${neededBytes} bytes, which cannot be had; stream them in blocks`, {
      cause,
    });
  }
}

/** Thrown when the operating system cannot open or read the file; `cause` holds its error. */
export class C3dFileError extends C3dError {
  readonly tag = 'file';

  constructor(source: string, problem: string, cause?: unknown) {
    super(source, problem, { cause });
  }
}

/** Thrown when an option or argument is outside its domain. */
export class C3dOptionError extends C3dError {
  readonly tag = 'option';

  constructor(
    source: string,
    readonly option: string,
    expected: string,
    readonly found: unknown,
  ) {
    super(source, `option ${option}: expected ${expected}, found ${String(found)}`);
  }
}

/** Thrown by the writer when the content cannot be stored in a C3D file as asked. */
export class C3dContentError extends C3dError {
  readonly tag = 'content';

  constructor(
    readonly field: string,
    problem: string,
  ) {
    super('C3D content', `${field}: ${problem}`);
  }
}

/** Tells whether a caught value is an error of this library. */
export function isC3dError(value: unknown): value is C3dError {
  return value instanceof C3dError;
}
