import { REFERENCE_CURVES } from '@emgfm/adapter-kit';
import { oppositeSide, SIDES, type Decision, type Joint, type Side } from '@emgfm/schema';
import { RESEMBLING, SIGN_KNOWN } from './channels';
import { fitOf, type SourceEvents } from './gait-events';

/** Curves of the cycles of one leg on {@link CURVE_POINTS} points, by joint. */
export type LegCurves = Readonly<Record<Joint, readonly Float64Array[]>>;

/** Points of a curve: 0 %, 1 %, ..., 100 % of its cycle. */
export const CURVE_POINTS = 101;

/** The other possible start must resemble the reference less by this. */
const CLEAR_LEAD = 0.2;

/** Joints whose angle tells a start at the other foot from a turned sign, the clearer one first; that of the hip does not. */
const TELLING_JOINTS = ['knee', 'ankle'] as const;

/** Whose strikes the cycles of a leg lie between; null where it can't be told. */
export type BoundingSides = Readonly<Record<Side, Side | null>>;

/** What is known of a condition before its cycles are read for good. */
export interface CountedEvents {
  readonly count: number;
  readonly events: SourceEvents;
}

/**
 * Whose strike starts the cycles of each leg, decided once for a person by two witnesses: the curves of knee and ankle, and the
 * number of strikes of either foot in `gaitEvents`. Witnesses that contradict each other decide nothing.
 */
export function decideCycleStarts(
  angles: Readonly<Record<Side, LegCurves>>,
  conditions: readonly CountedEvents[],
): { boundedBy: BoundingSides; decisions: Decision[] } {
  const counted = countStrikes(conditions);
  const boundedBy: Record<Side, Side | null> = { left: null, right: null };
  const decisions = SIDES.map((side): Decision => {
    const seen = startSeenIn(angles[side]);
    const bySight = seen.start === null ? null : seen.start === 'own' ? side : oppositeSide(side);
    const contradicted = bySight !== null && counted.excluded.includes(bySight);
    boundedBy[side] = contradicted ? null : (bySight ?? counted.side);
    const decided = boundedBy[side];
    return {
      fact: `strike that starts the cycles of the ${side} leg`,
      decided: contradicted
        ? 'not decided: joint angles and gaitEvents contradict each other'
        : decided === null
          ? 'not decided'
          : `that of the ${decided} foot`,
      evidence: `${seen.evidence}; ${counted.evidence}`,
    };
  });
  return { boundedBy, decisions };
}

/** Does a curve start at the strike of its own foot? Its sign is open, so the curve may stand upside down. */
function startSeenIn(curves: LegCurves): { start: 'own' | 'other' | null; evidence: string } {
  const evidence: string[] = [];
  for (const joint of TELLING_JOINTS) {
    const curve = meanCurve(curves[joint]);
    if (curve === null) continue;
    const own = correlation(curve, joint, 0);
    const other = correlation(curve, joint, 50);
    evidence.push(
      `the mean ${joint} angle resembles walking by ${own.toFixed(2)}, half a cycle later by ${other.toFixed(2)}`,
    );
    const [likely, unlikely] = [Math.abs(own), Math.abs(other)].sort((a, b) => b - a) as [number, number];
    if (likely < RESEMBLING || likely - unlikely < CLEAR_LEAD) continue;
    return { start: likely === Math.abs(own) ? 'own' : 'other', evidence: evidence.join(', ') };
  }
  return { start: null, evidence: evidence.join(', ') || 'no angle of knee or ankle' };
}

/** What the numbers of strikes say: cycles lie between the strikes of the one foot that has one more of them than there are cycles. */
function countStrikes(conditions: readonly CountedEvents[]): {
  side: Side | null;
  excluded: readonly Side[];
  evidence: string;
} {
  const told = conditions.map(({ count, events: { strikes } }) => ({
    bounding: SIDES.filter((side) => fitOf(strikes[side], count) === 'bounds'),
    excluded: SIDES.filter((side) => strikes[side] !== null && fitOf(strikes[side], count) !== 'bounds'),
  }));
  const sides = new Set(told.flatMap(({ bounding }) => (bounding.length === 1 ? bounding : [])));
  const [side = null] = sides.size === 1 ? sides : [];
  const bounded = told.filter(({ bounding }) => side !== null && bounding.includes(side));
  return {
    side,
    excluded:
      side === null
        ? []
        : SIDES.filter((own) => own !== side && bounded.some(({ excluded }) => excluded.includes(own))),
    evidence:
      side === null
        ? 'gaitEvents does not tell'
        : `in gaitEvents the ${side} strikes bound every cycle of ${bounded.length} of ${conditions.length} conditions`,
  };
}

/**
 * Sign of a flexion angle, which is turned where its mean curve stands upside down.
 * @param startsAtOther the cycles start at the strike of the other foot
 * @returns 1, -1, or NaN where the curve is not that of walking
 */
export function decideAngleSign(
  joint: Joint,
  curves: readonly Float64Array[],
  startsAtOther: boolean,
): { sign: number; evidence: string } {
  const curve = meanCurve(curves);
  if (curve === null) return { sign: NaN, evidence: 'no sample' };
  const resemblance = correlation(curve, joint, startsAtOther ? 50 : 0);
  const sign = Math.abs(resemblance) >= SIGN_KNOWN ? Math.sign(resemblance) : NaN;
  return { sign, evidence: `resembles walking by ${resemblance.toFixed(2)}` };
}

/** Mean of the curves without a gap; null where there is none. */
export function meanCurve(curves: readonly Float64Array[]): Float64Array | null {
  const whole = curves.filter((curve) => curve.every(Number.isFinite));
  if (whole.length === 0) return null;
  const mean = new Float64Array(CURVE_POINTS);
  for (const curve of whole) for (let i = 0; i < CURVE_POINTS; i += 1) mean[i] += (curve[i] as number) / whole.length;
  return mean;
}

/** The curve as if its cycle had started half a cycle later. */
export function halfCycleLater(curve: Float64Array): Float64Array {
  return curve.map((_, percent) => curve[(percent + 50) % 100] as number);
}

/** Pearson correlation with the reference of walking, the curve read so many percent later; 0 for a constant curve. */
function correlation(curve: Float64Array, joint: Joint, laterPercent: number): number {
  const reference = REFERENCE_CURVES[joint].slice(0, 20);
  const own = reference.map((_, i) => curve[(5 * i + laterPercent) % 100] as number);
  const deviations = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [deviations(own), deviations(reference)];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const size = Math.sqrt(dot(x, x) * dot(y, y));
  return size > 0 ? dot(x, y) / size : 0;
}
