import {
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  missingReasonCode,
  signalBlock,
  type Joint,
  type JointSignals,
  type MissingReason,
  type MissingReasonCode,
  type Motion,
} from '@emgfm/schema';
import { scaledColumn } from './scaled-column';

/** One row of a mapping table: which source column is which joint motion, and the factor to the canonical unit and sign. */
export interface JointColumn {
  readonly joint: Joint;
  readonly motion: Motion;
  readonly column: string;
  /** Canonical value = source value * factor + offset; NaN where its sign or unit could not be decided. */
  readonly factor: number;
  /** Added after the factor, in the canonical unit; 0 where left out. */
  readonly offset?: number;
}

/**
 * Angles or moments of one leg from a mapping table.
 * @param table the columns of the source; a joint motion without a row is missing with `absent`
 * @param column samples of a source column, or null where this file lacks it (then missing with `notInTrial`); a column
 *   without a finite sample is missing with the reason of gaps, one with an undecided factor with `unresolvedConvention`
 * @param reasons why motions without a row are missing, default `notInDataset`; why samples are, default `gap`
 * @returns a block [9, sample]; null where no column of the table holds a sample
 */
export function jointSignals(
  table: readonly JointColumn[],
  column: (name: string) => ArrayLike<number> | null,
  timing: { samplingRateHz: number; startS: number },
  reasons: { absent?: MissingReason; gap?: MissingReason } = {},
): JointSignals | null {
  const rows: (Float64Array | null)[] = new Array(JOINT_MOTION_COUNT).fill(null);
  const channelReasons: MissingReasonCode[] = new Array(JOINT_MOTION_COUNT).fill(
    missingReasonCode(reasons.absent ?? 'notInDataset'),
  );
  const { gap = 'gap' } = reasons;
  let numSamples: number | undefined;
  for (const { joint, motion, column: name, factor, offset = 0 } of table) {
    const index = jointMotionIndex(joint, motion);
    const source = column(name);
    const recorded = source !== null && Array.prototype.some.call(source, Number.isFinite);
    if (recorded) numSamples = source.length;
    const state: MissingReason =
      source === null ? 'notInTrial' : !recorded ? gap : Number.isNaN(factor) ? 'unresolvedConvention' : 'present';
    if (source !== null && state === 'present') rows[index] = scaledColumn(source, factor, offset);
    channelReasons[index] = missingReasonCode(state);
  }
  if (numSamples === undefined) return null;
  return { ...signalBlock(rows, { ...timing, numSamples }), channelReasons, gapReason: missingReasonCode(gap) };
}
