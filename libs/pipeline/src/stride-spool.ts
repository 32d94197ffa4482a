import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Stride } from '@emgfm/schema';

interface SpooledStride {
  /** The stride without its samples. */
  readonly rest: Omit<Stride, 'emg' | 'kinematics' | 'kinetics'>;
  /** Samples of EMG, angles and moments, which follow each other in the file. */
  readonly lengths: readonly number[];
}

/**
 * Strides that wait in a scratch file until all of their person are known: an hour of walking has more samples than a worker should
 * hold in memory.
 */
export class StrideSpool {
  readonly #strides: SpooledStride[] = [];
  readonly #path: string;
  readonly #file: number;

  /** @param path of the scratch file; its folder must exist */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'w+');
  }

  /** Strides added so far. */
  get count(): number {
    return this.#strides.length;
  }

  /** Appends a stride. Throws what the system says where the file can't be written, e.g. `ENOSPC`. */
  add(stride: Stride): void {
    const { emg, kinematics, kinetics, ...rest } = stride;
    const signals = [emg, kinematics, kinetics];
    for (const { buffer, byteOffset, byteLength } of signals) {
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      for (let written = 0; written < byteLength;) written += writeSync(this.#file, bytes, written);
    }
    this.#strides.push({ rest, lengths: signals.map(({ length }) => length) });
  }

  /** The strides in the order in which they were added, one at a time. */
  *[Symbol.iterator](): Generator<Stride> {
    let position = 0;
    for (const { rest, lengths } of this.#strides) {
      const [emg, kinematics, kinetics] = lengths.map((length) => {
        const samples = new Float32Array(length);
        const bytes = new Uint8Array(samples.buffer);
        for (let read = 0; read < bytes.length;) {
          const step = readSync(this.#file, bytes, read, bytes.length - read, position + read);
          if (step === 0) throw new Error(`the scratch file '${this.#path}' ends at ${position + read} bytes`);
          read += step;
        }
        position += bytes.length;
        return samples;
      }) as [Float32Array, Float32Array, Float32Array];
      yield { ...rest, emg, kinematics, kinetics };
    }
  }

  /** Removes the scratch file. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }
}
