import type { Address, SimdKernels } from './simd-kernels';

/** Bytes of a row: one sample of four channels. */
export const ROW_BYTES = 32;
/** Channels of a row. */
export const ROW_CHANNELS = 4;

const PAGE_BYTES = 65_536;
const ALIGNMENT = 64;

/** Hands out the kernels' memory piece by piece and takes it all back at once. */
export interface Arena {
  readonly kernels: SimdKernels;
  /** A piece of memory of at least so many bytes, aligned to a cache line. Views made before may become stale. */
  allocate(numBytes: number): Address;
  /** Copies numbers into a new piece of memory. */
  place(values: Float64Array): Address;
  /** All memory as doubles; valid until the next `allocate` or `place`. */
  doubles(): Float64Array;
  /** Forgets all pieces; the memory itself is kept for the next use. */
  reset(): void;
}

export function createArena(kernels: SimdKernels): Arena {
  const { memory } = kernels;
  let used = ALIGNMENT;
  return {
    kernels,
    allocate(numBytes) {
      const address = used;
      used = Math.ceil((used + numBytes) / ALIGNMENT) * ALIGNMENT;
      const missing = used - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      return address;
    },
    place(values) {
      const address = this.allocate(values.byteLength);
      this.doubles().set(values, address / 8);
      return address;
    },
    doubles: () => new Float64Array(memory.buffer),
    reset() {
      used = ALIGNMENT;
    },
  };
}
