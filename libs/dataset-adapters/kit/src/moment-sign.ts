import type { Decision, Joint } from '@emgfm/schema';

/** Where in a stride of walking the flexion moment of a joint tells its sign; windows in percent of the stride, both ends included. */
interface MomentSignTest {
  /** An internal moment is greater in this window than in the other. */
  readonly greater: readonly [number, number];
  readonly less: readonly [number, number];
  /** Where the moment is greatest either way; strides in which it lies elsewhere tell nothing. Null where it may lie anywhere. */
  readonly peak: readonly [number, number] | null;
  readonly why: string;
}

/** The muscles that act in each window are those of level walking at any speed. */
const MOMENT_SIGN_TESTS: Readonly<Record<Joint, MomentSignTest>> = {
  hip: { greater: [45, 58], less: [3, 15], peak: null, why: 'flexors before foot-off, extensors at loading' },
  knee: { greater: [86, 97], less: [10, 20], peak: null, why: 'flexors at the end of swing, extensors at loading' },
  ankle: { greater: [75, 95], less: [42, 52], peak: [36, 60], why: 'almost none in swing, plantarflexors at push-off' },
};

/** A difference between the windows below this (N·m/kg) tells nothing. */
const LEAST_DIFFERENCE_NM_PER_KG = 0.1;

/** A sign is decided where at least this share of all strides tells it, */
const TELLING_SHARE = 0.5;

/** and this share of those tells the same. */
const AGREEING_SHARE = 0.9;

/** What strides of walking say about the sign of a moment. */
export interface MomentSign {
  /** Factor that makes the moment internal: 1 as it is, -1 where it is external; null where the strides do not tell. */
  readonly factor: 1 | -1 | null;
  readonly decision: Decision;
}

/**
 * Decides from strides of walking whether the flexion moment of a joint is internal or external. Every stride votes by the
 * difference between two windows; without a clear majority nothing is decided. The ankle tells most: push-off is plantarflexor,
 * whatever the speed and the slope.
 * @param curves flexion moment (N·m/kg) of one stride each, from heel strike to the next of the same leg, any number of points;
 *   a stride with a NaN in a window does not count
 * @returns the factor, and the decision with its evidence; without a stride the factor is null
 * @example
 * const { factor, decision } = decideMomentSign('ankle', curves);
 */
export function decideMomentSign(joint: Joint, curves: Iterable<ArrayLike<number>>): MomentSign {
  const { greater, less, peak, why } = MOMENT_SIGN_TESTS[joint];
  let strides = 0;
  let above = 0;
  let below = 0;
  let sum = 0;
  for (const curve of curves) {
    const difference = windowMean(curve, greater) - windowMean(curve, less);
    if (!Number.isFinite(difference)) continue;
    strides += 1;
    if (Math.abs(difference) < LEAST_DIFFERENCE_NM_PER_KG || (peak !== null && !peaksWithin(curve, peak))) continue;
    sum += difference;
    if (difference > 0) above += 1;
    else below += 1;
  }
  const telling = above + below;
  const agreeing = AGREEING_SHARE * telling;
  const clear = telling > 0 && telling >= TELLING_SHARE * strides;
  const factor = !clear ? null : above >= agreeing ? 1 : below >= agreeing ? -1 : null;
  const evidence =
    telling === 0
      ? `none of ${strides} strides tells it`
      : `its mean at ${greater.join('-')} % lies ${(sum / telling).toFixed(2)} N·m/kg above that at ${less.join('-')} %: above in ${above}, below in ${below} of ${strides} strides; internal moments lie above: ${why}`;
  return {
    factor,
    decision: {
      fact: `sign of the ${joint} flexion moment`,
      decided: factor === null ? 'not decided' : factor === 1 ? 'internal, kept' : 'external, negated',
      evidence,
    },
  };
}

function peaksWithin(curve: ArrayLike<number>, [from, to]: readonly [number, number]): boolean {
  let greatest = 0;
  let place = NaN;
  for (let point = 0; point < curve.length; point += 1) {
    const size = Math.abs(curve[point] as number);
    if (size > greatest) [greatest, place] = [size, point];
  }
  const percent = (100 * place) / (curve.length - 1);
  return percent >= from && percent <= to;
}

/** Mean of a curve over a window of percent. */
function windowMean(curve: ArrayLike<number>, [from, to]: readonly [number, number]): number {
  const [first, last] = [from, to].map((percent) => Math.round((percent / 100) * (curve.length - 1))) as [
    number,
    number,
  ];
  let sum = 0;
  for (let point = first; point <= last; point += 1) sum += curve[point] ?? NaN;
  return sum / (last - first + 1);
}
