import { quantile } from '@emgfm/emg-dsp';
import { findPeaks } from './extrema';
import { angularVelocity, legSensorDetector } from './imu-sensor';
import { lowPass } from './low-pass';

/** Low-pass of the angular velocity (Hz). */
const SMOOTHING_HZ = 30;
/** Mid swing: at least this fast (rad/s) and this share of the fastest swings, at least this far apart (s). */
const SWING_RADPS = 0.87;
const SWING_SHARE = 0.35;
const SWING_SPACING_S = 0.5;
/** Longest search for foot-off before and foot strike after mid swing (s), cut short at the neighbouring swings. */
const SEARCH_S = 1.5;
/** A foot strike reverses the shank by at least this much (rad/s): 20 degrees per second. */
const REVERSAL_RADPS = 0.35;

/**
 * Shank gyroscope, after Aminian et al. 2002 (Journal of Biomechanics 35:689) and Salarian et al. 2004 (IEEE Trans Biomed Eng 51:1434):
 * mid swing is the peak of the forward rotation of the shank; the first minimum after it is the foot strike, the deepest
 * minimum before it, since the last strike, the foot-off. The threshold of mid swing follows the speed of walking.
 */
export const shankImuDetector = legSensorDetector('imu-shank', 'shank', 0.7, (sensor) => {
  const turn = angularVelocity(sensor);
  if (!turn) return 'has no gyroscope';
  const { samplingRateHz } = sensor;
  // In the axes of the segment, swinging the leg forward is a negative rotation about the left axis.
  const swing = lowPass(turn.left, samplingRateHz, SMOOTHING_HZ).map((value) => -value);
  const least = Math.max(SWING_RADPS, SWING_SHARE * quantile(swing, 0.99));
  const peaks = findPeaks(swing, { minProminence: least, minDistance: SWING_SPACING_S * samplingRateHz }).filter(
    ({ height }) => height >= least,
  );
  const strikes: number[] = [];
  const offs: number[] = [];
  peaks.forEach(({ sample }, k) => {
    const until = Math.min(peaks[k + 1]?.sample ?? swing.length, sample + SEARCH_S * samplingRateHz);
    const strike = firstMinimum(swing, sample, until);
    if (strike !== null) strikes.push(strike);
    const since = Math.max(strikes.at(-2) ?? 0, peaks[k - 1]?.sample ?? 0, sample - SEARCH_S * samplingRateHz);
    const off = deepestMinimum(swing, Math.ceil(since), sample);
    if (off !== null) offs.push(off);
  });
  return { foot_strike: strikes, foot_off: offs };
});

function firstMinimum(swing: Float64Array, from: number, to: number): number | null {
  for (let i = from + 1; i < to - 1; i += 1) {
    if (swing[i] < -REVERSAL_RADPS && swing[i] <= swing[i - 1] && swing[i] < swing[i + 1]) return i;
  }
  return null;
}

/** The deepest minimum in the last half of the stretch, where the leg pushes off. */
function deepestMinimum(swing: Float64Array, from: number, to: number): number | null {
  let deepest: number | null = null;
  for (let i = Math.max(1, Math.round((from + to) / 2)); i < to; i += 1) {
    const isMinimum = swing[i] < 0 && swing[i] <= swing[i - 1] && swing[i] < swing[i + 1];
    if (isMinimum && (deepest === null || swing[i] < swing[deepest])) deepest = i;
  }
  return deepest;
}
