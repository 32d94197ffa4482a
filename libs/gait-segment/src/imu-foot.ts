import { median } from '@emgfm/emg-dsp';
import { stretchesAbove } from './crossings';
import { angularVelocity, legSensorDetector, specificForce } from './imu-sensor';
import { lowPass } from './low-pass';

/** Corner for recognising the phases of a stride (Hz), and for timing them. */
const SHAPE_HZ = 6;
const TIMING_HZ = 25;
/** Pitch velocity that makes a swing (rad/s, toe up), at least this long (s). */
const SWING_RADPS = 1;
const SWING_S = 0.09;
/** Longest search for push-off before and landing after a swing (s). */
const NEIGHBOUR_S = 0.2;
/** A push-off or landing weaker than this share of the usual one of the trial is none: a foot set down while turning or stopping. */
const WEAK_SHARE = 0.3;
/** Push-offs and usual landings weaker than this (rad/s) tell nothing; on stairs the forefoot lands and there is no landing rotation. */
const LEAST_RADPS = 1.5;
/** A strike stops the foot: backward acceleration (m/s²), at most this long after mid swing (s). */
const LEAST_STOP_MPS2 = 4;
const LONGEST_SWING_S = 1;
/** Time before the next swing that belongs to its push-off (s). */
const PUSH_OFF_S = 0.2;
/** Longest time from the strongest braking of the foot to the impact that ends it (s). */
const IMPACT_S = 0.12;
/** Calibration (s) of the strike against the end of swing rotation, and of the foot-off. */
const LANDING_LAG_S = 0.005;
const OFF_LEAD_S = 0.018;

interface Swing {
  /** Sample of the foot-off (fractional); NaN where no push-off was seen. */
  readonly off: number;
  /** Sample of the fastest swing, and of the end of the push-off before it. */
  readonly fastest: number;
  readonly first: number;
  /** Where the swing rotation turns into the landing (fractional samples); NaN where the foot lands without rotating. */
  readonly landed: number;
}

/**
 * Foot sensor, after Rampp et al. 2015 (IEEE Trans Biomed Eng 62:1089): foot-off is where the pitch velocity of the foot changes from
 * push-off to swing, foot strike where it changes from swing to landing or, where the foot lands flat or on its front as on stairs,
 * the impact that ends its braking. A swing needs a push-off or a landing that is not
 * far weaker than usual in the trial; a swing without a landing that is followed by one without a push-off is the same swing.
 */
export const footImuDetector = legSensorDetector('imu-foot', 'foot', 0.8, (sensor) => {
  const turn = angularVelocity(sensor);
  if (!turn) return 'has no gyroscope';
  const { samplingRateHz } = sensor;
  const swings = swingsOf(turn.left, samplingRateHz);
  const raw = specificForce(sensor).forward;
  const forward = lowPass(raw, samplingRateHz, TIMING_HZ);
  const strikes = swings.flatMap(({ fastest, landed }, k) => {
    if (Number.isFinite(landed)) return [landed + LANDING_LAG_S * samplingRateHz];
    const next = (swings[k + 1]?.first ?? Infinity) - PUSH_OFF_S * samplingRateHz;
    const window = forward.subarray(fastest, Math.min(next, fastest + LONGEST_SWING_S * samplingRateHz));
    const stop = Math.min(...window);
    if (!(stop <= -LEAST_STOP_MPS2)) return [];
    return [steepestRise(raw, fastest + window.indexOf(stop), IMPACT_S * samplingRateHz)];
  });
  const offs = swings.map(({ off }) => off - OFF_LEAD_S * samplingRateHz).filter(Number.isFinite);
  return { foot_strike: strikes, foot_off: offs };
});

/** Where the braking of a foot ends most abruptly: the steepest rise of its forward acceleration, between two samples. */
function steepestRise(forward: Float64Array, from: number, reach: number): number {
  let steepest = from;
  const rise = (i: number): number => forward[i + 1] - forward[i];
  for (let i = from; i <= from + reach; i += 1) if (rise(i) > rise(steepest)) steepest = i;
  return steepest + 0.5;
}

function swingsOf(pitchRadps: Float64Array, samplingRateHz: number): Swing[] {
  const samplesOf = (seconds: number): number => Math.round(seconds * samplingRateHz);
  const shape = lowPass(pitchRadps, samplingRateHz, SHAPE_HZ);
  const timing = lowPass(pitchRadps, samplingRateHz, TIMING_HZ);
  const highest = (from: number, to: number): number =>
    Math.max(...shape.subarray(Math.max(0, from), Math.min(shape.length, to)));
  const lobes = stretchesAbove(
    shape.map((pitch) => -pitch),
    SWING_RADPS,
    { minLength: samplesOf(SWING_S), maxDip: samplesOf(0.05) },
  )
    .filter(({ rise, fall }) => Number.isFinite(rise + fall))
    .map(({ rise, fall }) => {
      const [first, last] = [Math.ceil(rise), Math.floor(fall)];
      const own = shape.subarray(first, last + 1);
      return {
        first,
        last,
        fastest: first + own.indexOf(Math.min(...own)),
        pushOff: highest(first - samplesOf(NEIGHBOUR_S), first),
        landing: highest(last, last + samplesOf(NEIGHBOUR_S)),
      };
    });
  const pushed = lobes.filter(({ pushOff }) => pushOff > LEAST_RADPS);
  const usualPushOff = median(pushed.map(({ pushOff }) => pushOff));
  const usualLanding = median(pushed.map(({ landing }) => landing));
  const swings: Swing[] = [];
  for (const { first, last, fastest, pushOff, landing } of lobes) {
    const hasPushOff = pushOff >= WEAK_SHARE * usualPushOff;
    const hasLanding = usualLanding >= LEAST_RADPS && landing >= WEAK_SHARE * usualLanding;
    if (!hasPushOff && !hasLanding) continue;
    const landed = hasLanding ? reversal(timing, last, 1) : NaN;
    const open = swings.at(-1);
    if (!hasPushOff && open && Number.isNaN(open.landed)) swings.splice(-1, 1, { ...open, fastest, landed });
    else swings.push({ off: hasPushOff ? reversal(timing, first, -1) : NaN, first, fastest, landed });
  }
  return swings;
}

/** Where the pitch velocity leaves a swing: its next zero before (-1) or after (+1) a sample, between samples; NaN at an edge. */
function reversal(timing: Float64Array, from: number, step: 1 | -1): number {
  let sample = from;
  while (timing[sample] < 0) sample += step;
  return sample - (step * timing[sample]) / (timing[sample] - timing[sample - step]);
}
