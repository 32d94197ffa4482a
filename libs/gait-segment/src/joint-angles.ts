import {
  SIDES,
  channelSamples,
  jointMotionIndex,
  type ContinuousRecording,
  type GaitEvent,
  type Joint,
  type JointSignals,
  type Side,
} from '@emgfm/schema';
import { sortedByTime, type DetectionIssue, type DetectionResult, type EventDetector } from './event-detector';
import { findPeaks, findValleys, type Peak } from './extrema';
import { spread } from './foot-motion';
import { lowPass } from './low-pass';
import { bridgeGaps } from './marker-paths';

/** Lengths of segments as shares of body height (Drillis & Contini 1966); only their ratios matter. */
const LENGTHS = { thigh: 0.245, shank: 0.246, heelBehind: 0.03, heelBelow: 0.039, toeAhead: 0.11 };
/** Low-pass of the angles (Hz), longest gap that is bridged for finding events (s). */
const SMOOTHING_HZ = 10;
const BRIDGED_GAP_S = 0.1;
/** Knee flexion in swing: least height and prominence (degree), least time between two (s). */
const SWING_KNEE_DEG = 35;
const SWING_PROMINENCE_DEG = 18;
const SWING_SPACING_S = 0.5;
/** Longest time that the knee of a walker stays in the upper half of its swing flexion (s); squats and rising from a chair last longer. */
const LONGEST_SWING_S = 0.9;
/** Where strike and foot-off are looked for, after and before the knee peak (s). */
const STRIKE_AFTER_S = [0.04, 0.55] as const;
const OFF_BEFORE_S = [-0.02, 0.45] as const;
/** Time before and after the knee peak in which the hip is looked at (s). */
const HIP_REACH_S = 0.12;
/** Calibration (s): the heel is furthest forward before it strikes; the toe furthest back just after it has unloaded. */
const STRIKE_LAG_S = 0.045;
const OFF_LAG_S = -0.008;

/**
 * Joint angles only: the knee flexion of swing counts the strides, forward kinematics of hip, knee and ankle times them: strike where the
 * heel is furthest ahead of the hip after the knee peak, foot-off where the toe is furthest behind it before. There is no standard
 * for this; errors of 50 ms are to be expected, and the confidence says so.
 */
export const jointAngleDetector: EventDetector = {
  id: 'joint-angles',
  applies: (recording) => SIDES.some((side) => recording.legs[side]?.angles != null),
  detect(recording: ContinuousRecording): DetectionResult {
    const events: GaitEvent[] = [];
    const issues: DetectionIssue[] = [];
    for (const side of SIDES) {
      const angles = recording.legs[side]?.angles ?? null;
      const found = angles ? eventsOfLeg(angles, side) : [];
      events.push(...found);
      if (found.some(({ kind }) => kind === 'foot_strike')) continue;
      const detail = angles
        ? `no swing of the ${side} knee beyond ${SWING_KNEE_DEG} degrees`
        : `no angles of the ${side} leg`;
      issues.push({ side, reason: angles ? 'no-strikes-found' : 'no-events', detail });
    }
    return { events: sortedByTime(events), issues };
  },
};

function eventsOfLeg(angles: JointSignals, side: Side): GaitEvent[] {
  const { samplingRateHz, startS } = angles;
  const flexion = (joint: Joint): Float64Array => {
    const samples = Float64Array.from(channelSamples(angles, jointMotionIndex(joint, 'flexion')));
    return lowPass(bridgeGaps(samples, Math.round(BRIDGED_GAP_S * samplingRateHz)), samplingRateHz, SMOOTHING_HZ);
  };
  const [hip, knee, ankle] = [flexion('hip'), flexion('knee'), flexion('ankle')];
  const { heel, toe } = footAheadOfHip(hip, knee, ankle);
  const swings = findPeaks(knee, {
    minProminence: SWING_PROMINENCE_DEG,
    minEdgeDrop: SWING_PROMINENCE_DEG / 3,
    minDistance: SWING_SPACING_S * samplingRateHz,
  }).filter(
    (swing) =>
      swing.height >= SWING_KNEE_DEG &&
      widthOf(swing, knee) <= LONGEST_SWING_S * samplingRateHz &&
      movesForward(hip, swing.sample, samplingRateHz),
  );
  const extremes = (path: Float64Array) => ({ minProminence: 0.02 * spread(path), minDistance: 1 });
  const strikes = findPeaks(heel, extremes(heel));
  const offs = findValleys(toe, extremes(toe));
  const best = (candidates: readonly Peak[], from: number, to: number): Peak[] => {
    const inside = candidates.filter(({ position }) => position >= from && position <= to);
    return inside.length > 0 ? [inside.reduce((a, b) => (b.prominence > a.prominence ? b : a))] : [];
  };
  const samples = (seconds: number): number => seconds * samplingRateHz;
  const event =
    (kind: GaitEvent['kind'], lagS: number) =>
    (peak: Peak): GaitEvent => ({
      timeS: startS + peak.position / samplingRateHz + lagS,
      side,
      kind,
      source: 'joint-angles',
      confidence: 0.45,
    });
  return swings.flatMap(({ position }) => [
    ...best(strikes, position + samples(STRIKE_AFTER_S[0]), position + samples(STRIKE_AFTER_S[1])).map(
      event('foot_strike', STRIKE_LAG_S),
    ),
    ...best(offs, position - samples(OFF_BEFORE_S[1]), position - samples(OFF_BEFORE_S[0])).map(
      event('foot_off', OFF_LAG_S),
    ),
  ]);
}

/** Samples around a peak that lie above half its prominence. */
function widthOf({ sample, height, prominence }: Peak, samples: Float64Array): number {
  const isHigh = (i: number): boolean => samples[i] > height - prominence / 2;
  let [first, last] = [sample, sample];
  while (isHigh(first - 1)) first -= 1;
  while (isHigh(last + 1)) last += 1;
  return last - first + 1;
}

/** In walking forward the hip flexes while the knee swings; backward it extends. A hip that is not known is not judged. */
function movesForward(hip: Float64Array, sample: number, samplingRateHz: number): boolean {
  const reach = Math.round(HIP_REACH_S * samplingRateHz);
  return !(hip[Math.min(hip.length - 1, sample + reach)] < hip[Math.max(0, sample - reach)]);
}

/** How far heel and toe are ahead of the hip, in body heights; without an ankle angle the foot is taken at 90 degrees. */
function footAheadOfHip(
  hipDeg: Float64Array,
  kneeDeg: Float64Array,
  ankleDeg: Float64Array,
): { heel: Float64Array; toe: Float64Array } {
  const radians = Math.PI / 180;
  const heel = new Float64Array(hipDeg.length);
  const toe = new Float64Array(hipDeg.length);
  const hasAnkle = ankleDeg.some((angle) => Number.isFinite(angle));
  for (let i = 0; i < heel.length; i += 1) {
    const thigh = hipDeg[i] * radians;
    const shank = thigh - kneeDeg[i] * radians;
    const foot = shank + (hasAnkle ? ankleDeg[i] * radians : 0);
    const ankle = LENGTHS.thigh * Math.sin(thigh) + LENGTHS.shank * Math.sin(shank);
    const below = LENGTHS.heelBelow * Math.sin(foot);
    heel[i] = ankle - LENGTHS.heelBehind * Math.cos(foot) + below;
    toe[i] = ankle + LENGTHS.toeAhead * Math.cos(foot) + below;
  }
  return { heel, toe };
}
