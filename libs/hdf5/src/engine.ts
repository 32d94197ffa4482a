import type { ready } from 'h5wasm/node';
import {
  Hdf5CorruptError,
  Hdf5DiskFullError,
  type Hdf5Error,
  type Hdf5ErrorContext,
  Hdf5FormatError,
  Hdf5PoisonedError,
  Hdf5WriteError,
  isHdf5Error,
} from './errors';
import { type EngineFileSystem, guardReads } from './guarded-reads';

export type H5Module = Awaited<typeof ready>;
export type H5Metadata = ReturnType<H5Module['get_dataset_metadata']>;

/** What the HDF5 engine of this thread went through so far. */
export interface Hdf5EngineState {
  /** The failure after which the engine refuses all work; null while it is usable. */
  readonly poisonedBy: Hdf5Error | null;
  /** Number of failed reads. Each leaves a few handles and a file descriptor open until the thread ends; reading may go on. */
  readonly failedReads: number;
}

/**
 * The one h5wasm module of this thread, made strict: HDF5 errors throw and are classified, and after a failed write or a crash of
 * the WebAssembly code every further call is refused, because handles have leaked and the file may still be open read-write.
 *
 * A failed read leaks handles of a file that is open for reading only. It can not damage anything, so reading and writing of other files goes on.
 */
export class Engine {
  #poisonedBy: Hdf5Error | null = null;
  #failedReads = 0;
  #refusal: string | null = null;

  constructor(readonly module: H5Module) {
    guardReads(module.FS as unknown as EngineFileSystem, (reason) => (this.#refusal = reason));
  }

  get state(): Hdf5EngineState {
    return { poisonedBy: this.#poisonedBy, failedReads: this.#failedReads };
  }

  read<T>(context: Hdf5ErrorContext, call: (module: H5Module) => T): T {
    return this.#guard(context, call, (error) => {
      this.#failedReads += 1;
      if (this.#refusal !== null) return new Hdf5CorruptError(this.#refusal, context, error);
      return readFailure(error, context);
    });
  }

  write<T>(context: Hdf5ErrorContext, call: (module: H5Module) => T): T {
    return this.#guard(context, call, (error) => (this.#poisonedBy = writeFailure(error, context)));
  }

  #guard<T>(context: Hdf5ErrorContext, call: (module: H5Module) => T, classify: (error: unknown) => Hdf5Error): T {
    if (this.#poisonedBy !== null) {
      throw new Hdf5PoisonedError(
        `the HDF5 engine of this thread failed before (${this.#poisonedBy.message}); end the worker or process and start a new one`,
        context,
        this.#poisonedBy,
      );
    }
    this.#refusal = null;
    try {
      return call(this.module);
    } catch (error) {
      if (isHdf5Error(error)) throw error;
      const failure = classify(error);
      if (!isHdf5Stack(error)) this.#poisonedBy = failure;
      throw failure;
    }
  }
}

let engine: Promise<Engine> | undefined;

/** Loads h5wasm once per thread; the import takes about a quarter of a second, so it waits for the first file. */
export function loadEngine(): Promise<Engine> {
  engine ??= import('h5wasm/node').then(async (library) => {
    const module = await library.ready;
    module.activate_throwing_error_handler();
    return new Engine(module);
  });
  return engine;
}

/** Tells whether the HDF5 engine of this thread can still be used; loads it if that has not happened. */
export async function hdf5EngineState(): Promise<Hdf5EngineState> {
  return (await loadEngine()).state;
}

/** Errors that HDF5 reported itself, after it tidied its own state; anything else (a trap, an abort, no memory) leaves it undefined. */
function isHdf5Stack(error: unknown): boolean {
  return error instanceof Error && /^(HDF5-DIAG|error - )/.test(error.message);
}

/** The innermost sentence of an HDF5 error stack, which names the cause; the outer ones only repeat "can't open". */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentences = [...message.matchAll(/line \d+ in \w+\(\): (.+)/g)].map((match) => match[1]);
  return sentences.at(-1) ?? message;
}

const DISK_FULL = /no space left|quota exceeded|file too large/i;

function readFailure(error: unknown, context: Hdf5ErrorContext): Hdf5Error {
  const cause = reason(error);
  if (/file signature not found|unable to locate file signature|not an HDF5 file/i.test(String(error))) {
    return new Hdf5FormatError(`expected an HDF5 file, found no HDF5 signature`, context, error);
  }
  return new Hdf5CorruptError(`HDF5 could not read it: ${cause}`, context, error);
}

function writeFailure(error: unknown, context: Hdf5ErrorContext): Hdf5Error {
  const cause = reason(error);
  if (DISK_FULL.test(String(error))) return new Hdf5DiskFullError(`the disk is full: ${cause}`, context, error);
  return new Hdf5WriteError(`HDF5 could not write it: ${cause}`, context, error);
}
