/**
 * What was already done to an EMG signal: `raw` as the amplifier gave it, `filtered` band-passed but still bipolar,
 * `rectified` absolute values, `envelope` smoothed, `normalised-envelope` divided by a reference.
 */
export type EmgKind = 'raw' | 'filtered' | 'rectified' | 'envelope' | 'normalised-envelope';

/** Channels of one recording on their way through a chain. */
export interface EmgBlock {
  /** One array per channel, all equally long; NaN is missing. */
  readonly channels: readonly Float64Array[];
  readonly samplingRateHz: number;
  readonly kind: EmgKind;
}

/** What one step did to one block, and why, or why not. */
export interface EmgStepReport {
  readonly stepId: string;
  readonly applied: boolean;
  /** One sentence for a run report. */
  readonly reason: string;
}

/** Where a step says what it did. */
export interface EmgStepContext {
  report(entry: EmgStepReport): void;
}

/** One step of a chain; it leaves the block it gets unchanged and returns a new one, or the same one when it has nothing to do. */
export interface EmgStep {
  readonly id: string;
  apply(block: EmgBlock, context: EmgStepContext): EmgBlock;
}

/** True for signals around zero, on which linear filters make sense. */
export function isBipolar(kind: EmgKind): boolean {
  return kind === 'raw' || kind === 'filtered';
}
