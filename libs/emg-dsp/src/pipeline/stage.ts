import type { Arena } from '../kernel/arena';
import type { Address } from '../kernel/simd-kernels';

/** Rows of memory that a stage may touch, counted from the first sample. */
export interface RowDemand {
  /** Rows before the first sample. */
  readonly before: number;
  /** Rows from the first sample on, in either buffer. */
  readonly from: number;
}

/** Processes one group of channels; returns the address of the buffer that holds the result. */
export type GroupKernel = (rows: Address, other: Address) => Address;

/**
 * One operation on every channel of a recording: once for a single channel in TypeScript, once for a group of four (float32:
 * eight) channels in the kernels' memory. Both give the same numbers to rounding.
 */
export interface Stage {
  readonly id: string;
  /** True when it keeps seven digits in float32; recursive filters do not. */
  readonly allowsFloat32: boolean;
  /** Number of samples it makes of so many. */
  lengthAfter(numSamples: number): number;
  /** The operation on one channel, which may have gaps or any length; the channel is not changed. */
  applyToChannel(channel: Float64Array): Float64Array;
  /** Memory it needs for so many samples; null when the kernels cannot do it and every channel goes alone. */
  demand(numSamples: number): RowDemand | null;
  /** Puts its tables into the arena and returns the operation on a group of channels of so many finite samples. */
  prepare(arena: Arena, numSamples: number): GroupKernel;
}
