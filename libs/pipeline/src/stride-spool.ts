import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Stride, StrideFrames } from '@emgfm/schema';

interface SpooledStride {
  /** The stride without its samples. */
  readonly rest: Omit<Stride, 'emg' | 'kinematics' | 'kinetics' | 'further'>;
  /** Its further modalities without their frames. */
  readonly further?: readonly Omit<StrideFrames, 'frames'>[];
  /** Samples of EMG, angles, moments and further modalities, which follow each other in the file. */
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
    const { emg, kinematics, kinetics, further, ...rest } = stride;
    const signals = [emg, kinematics, kinetics, ...(further ?? []).map(({ frames }) => frames)];
    for (const { buffer, byteOffset, byteLength } of signals) {
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      for (let written = 0; written < byteLength;) written += writeSync(this.#file, bytes, written);
    }
    this.#strides.push({
      rest,
      ...(further ? { further: further.map(({ frames: _, ...modality }) => modality) } : {}),
      lengths: signals.map(({ length }) => length),
    });
  }

  /** The strides in the order in which they were added, one at a time. */
  *[Symbol.iterator](): Generator<Stride> {
    let position = 0;
    for (const { rest, further, lengths } of this.#strides) {
      const [emg, kinematics, kinetics, ...frames] = lengths.map((length) => {
        const samples = new Float32Array(length);
        const bytes = new Uint8Array(samples.buffer);
        for (let read = 0; read < bytes.length;) {
          const step = readSync(this.#file, bytes, read, bytes.length - read, position + read);
          if (step === 0) throw new Error(`the scratch file '${this.#path}' ends at ${position + read} bytes`);
          read += step;
        }
        position += bytes.length;
        return samples;
      }) as [Float32Array, Float32Array, Float32Array, ...Float32Array[]];
      const withFrames = further?.map((modality, i) => ({ ...modality, frames: frames[i] as Float32Array }));
      yield { ...rest, emg, kinematics, kinetics, ...(withFrames ? { further: withFrames } : {}) };
    }
  }

  /** Removes the scratch file. */
  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }
}
