/** Base class of every error this library throws; `tag` tells them apart without `instanceof`. */
export abstract class EmgDspError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when an argument has a value outside what the function accepts: says which, what was expected, what was found. */
export class InvalidArgumentError extends EmgDspError {
  readonly tag = 'InvalidArgument';

  constructor(
    readonly argument: string,
    readonly expected: string,
    readonly found: unknown,
  ) {
    super(`${argument}: expected ${expected}, found ${describeValue(found)}`);
  }
}

/** Thrown when a filter corner lies outside the open interval from 0 Hz to the Nyquist frequency, or corners are out of order. */
export class CornerFrequencyError extends EmgDspError {
  readonly tag = 'CornerFrequency';

  constructor(
    readonly cornerHz: readonly number[],
    readonly samplingRateHz: number,
    readonly reason: string,
  ) {
    super(
      `cornerHz: expected ${reason} between 0 and ${samplingRateHz / 2} Hz (half of ${samplingRateHz} Hz), found ${cornerHz.join(', ')} Hz`,
    );
  }
}

/** Thrown when arrays that must have equal lengths do not. */
export class LengthMismatchError extends EmgDspError {
  readonly tag = 'LengthMismatch';

  constructor(
    readonly argument: string,
    readonly expectedLength: number,
    readonly foundLength: number,
  ) {
    super(`${argument}: expected ${expectedLength} samples, found ${foundLength}`);
  }
}

/** Thrown when a signal has fewer samples than the method needs. */
export class SignalTooShortError extends EmgDspError {
  readonly tag = 'SignalTooShort';

  constructor(
    readonly argument: string,
    readonly requiredLength: number,
    readonly foundLength: number,
  ) {
    super(`${argument}: expected at least ${requiredLength} samples, found ${foundLength}`);
  }
}

/** Thrown when the WebAssembly kernels are asked for where WebAssembly with SIMD is not available. */
export class KernelUnavailableError extends EmgDspError {
  readonly tag = 'KernelUnavailable';

  constructor(readonly reason: string) {
    super(`SIMD kernels: expected a WebAssembly engine with SIMD, found none (${reason})`);
  }
}

/** Thrown when amplitudes that must share a reference do not: says which property differs and where. */
export class ReferenceMismatchError extends EmgDspError {
  readonly tag = 'ReferenceMismatch';

  constructor(
    readonly property: string,
    readonly expected: string,
    readonly found: string,
    readonly where: string,
  ) {
    super(`${where}: expected ${property} ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  }
}

/** Thrown when a reference amplitude is 0 or not a number: a dead channel, or trials without a finite sample. */
export class UnusableReferenceError extends EmgDspError {
  readonly tag = 'UnusableReference';

  constructor(
    readonly method: string,
    readonly channel: string,
    readonly value: number,
  ) {
    super(`${channel}: expected a ${method} reference above 0, found ${value}`);
  }
}

/** True for every error thrown by this library. */
export function isEmgDspError(error: unknown): error is EmgDspError {
  return error instanceof EmgDspError;
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
