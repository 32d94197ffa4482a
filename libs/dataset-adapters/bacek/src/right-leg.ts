import { type Decision, type Side } from '@emgfm/schema';
import { LEAST_CORRELATION_DIFFERENCE, SWING_SHARE, SWING_WINDOWS } from './channels';
import { mean, windowMean } from './cycle-matrix';
import type { Evidence, LegCurves } from './evidence';

/** At the strikes of which foot the signals of the right leg were cut; null where that is not known. */
export interface RightLegStarts {
  readonly forces: Side | null;
  readonly angles: Side | null;
  readonly emg: Side | null;
  readonly decisions: readonly Decision[];
}

const FACT = 'start of the cycles of the right leg';

/**
 * Decides at the strikes of which foot the right leg was cut. The vertical force decides: it vanishes in swing, which comes late in a
 * cycle that begins with the strike of the own foot, and early in one that begins with that of the other. Angles and EMG, which may
 * have been cut by another rule, are held against those of the left leg, and are not used where they contradict the force.
 * @param stated what the user says, which counts without a look at the data; null to decide
 */
export function decideRightLeg(evidence: Evidence, stated: Side | null): RightLegStarts {
  if (stated !== null) {
    const decision = { fact: FACT, decided: `${stated} heel strike`, evidence: 'stated by the option rightLegStart' };
    return { forces: stated, angles: stated, emg: stated, decisions: [decision] };
  }
  const { start, decision } = startByForce(evidence);
  if (start === null) return { forces: null, angles: null, emg: null, decisions: [decision] };
  const angles = startUnlessContradicted(start, 'angles', evidence.angles);
  const emg = startUnlessContradicted(start, 'EMG', evidence.muscles);
  return { forces: start, angles: angles.start, emg: emg.start, decisions: [decision, angles.decision, emg.decision] };
}

interface DecidedStart {
  readonly start: Side | null;
  readonly decision: Decision;
}

function startByForce({ rightForce, forceCycles, tests }: Evidence): DecidedStart {
  const peak = rightForce.reduce((most, force) => Math.max(most, Math.abs(force) || 0), 0);
  const [late, early] = [SWING_WINDOWS.afterOwnStrike, SWING_WINDOWS.afterOtherStrike].map((window) => ({
    window: `${window.join('-')} %`,
    share: Math.abs(windowMean(rightForce, window)) / peak,
  }));
  const start =
    late.share < SWING_SHARE && early.share >= SWING_SHARE
      ? 'right'
      : early.share < SWING_SHARE && late.share >= SWING_SHARE
        ? 'left'
        : null;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const evidence =
    peak > 0
      ? `mean GRF.V_Right of ${forceCycles} cycles (${tests.join(', ')}): ${percent(late.share)} of its peak over ${late.window}, ${percent(early.share)} over ${early.window}; below ${percent(SWING_SHARE)} is swing`
      : 'no GRF.V_Right with a sample';
  const decided =
    start === 'right'
      ? 'right heel strike'
      : start === 'left'
        ? 'left heel strike; cut again at right heel strikes'
        : 'not known, the right leg is masked; the option rightLegStart can state it';
  return { start, decision: { fact: FACT, decided, evidence } };
}

function startUnlessContradicted(start: Side, what: string, curves: readonly LegCurves[]): DecidedStart {
  const asTheyStand = mean(curves.map(({ left, right }) => correlation(left, right, 0)));
  const halfLater = mean(curves.map(({ left, right }) => correlation(left, right, 0.5)));
  const difference = asTheyStand - halfLater;
  const isClear = Math.abs(difference) >= LEAST_CORRELATION_DIFFERENCE;
  const resembles: Side = difference > 0 ? 'right' : 'left';
  const isContradicted = isClear && resembles !== start;
  const decided = isContradicted
    ? 'not known, masked: the vertical force says otherwise; the option rightLegStart can state it'
    : isClear
      ? 'as the vertical force says'
      : 'as the vertical force says, not confirmed';
  const evidence = Number.isNaN(difference)
    ? 'no signal of both legs to compare'
    : `mean curves of both legs correlate by ${asTheyStand.toFixed(2)} as they stand, by ${halfLater.toFixed(2)} half a cycle apart (${curves.map(({ name }) => name).join(', ')})`;
  return { start: isContradicted ? null : start, decision: { fact: `${FACT}: ${what}`, decided, evidence } };
}

/** Pearson correlation of two mean cycles, the second read a share of the cycle later; NaN where one does not change. */
function correlation(a: Float64Array, b: Float64Array, lag: number): number {
  // the last point is the first of the next cycle
  const points = a.length - 1;
  const shift = Math.round(lag * points);
  const later = Float64Array.from({ length: points }, (_, i) => b[(i + shift) % points]);
  const [meanA, meanB] = [mean(a.subarray(0, points)), mean(later)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < points; i += 1) {
    const [x, y] = [a[i] - meanA, later[i] - meanB];
    if (!Number.isFinite(x * y)) continue;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
