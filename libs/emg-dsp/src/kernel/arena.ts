import type { Address, Precision, SimdKernels } from './simd-kernels';

/** Bytes of a row: one sample of all channels of a group. */
export const ROW_BYTES = 32;

const PAGE_BYTES = 65_536;
const ALIGNMENT = 64;

/** Hands out the kernels' memory piece by piece and takes it all back at once. */
export interface Arena {
  readonly kernels: SimdKernels;
  readonly precision: Precision;
  /** Bytes of one number. */
  readonly laneBytes: 4 | 8;
  /** Channels of a row. */
  readonly rowChannels: 4 | 8;
  /**
   * A piece of memory of at least so many bytes, aligned to a cache line. Views made before may become stale.
   * @throws RangeError when WebAssembly has no more memory
   */
  allocate(numBytes: number): Address;
  /** Copies numbers into a new piece of memory, in the arena's precision. */
  place(values: Float64Array): Address;
  /** All memory as numbers of the arena's precision, at index address / laneBytes; valid until the next `allocate` or `place`. */
  numbers(): Float64Array | Float32Array;
  /** Bytes handed out since the last reset. */
  usedBytes(): number;
  /** Forgets all pieces; the memory itself is kept for the next use. */
  reset(): void;
}

export function createArena(kernels: SimdKernels, precision: Precision): Arena {
  const { memory } = kernels;
  const laneBytes = precision === 'float64' ? 8 : 4;
  let used = ALIGNMENT;
  return {
    kernels,
    precision,
    laneBytes,
    rowChannels: precision === 'float64' ? 4 : 8,
    allocate(numBytes) {
      const address = used;
      const end = Math.ceil((used + numBytes) / ALIGNMENT) * ALIGNMENT;
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      used = end;
      return address;
    },
    place(values) {
      const address = this.allocate(values.length * laneBytes);
      this.numbers().set(values, address / laneBytes);
      return address;
    },
    numbers: () => (precision === 'float64' ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer)),
    usedBytes: () => used,
    reset() {
      used = ALIGNMENT;
    },
  };
}
