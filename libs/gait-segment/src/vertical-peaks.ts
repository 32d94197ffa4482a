import { designButterworth, filterZeroPhase } from '@emgfm/emg-dsp';
import { findPeaks } from './extrema';
import { legSensorDetector, specificForce } from './imu-sensor';
import { standardDeviation } from './statistics';

/** Low-pass of the vertical acceleration: Butterworth of order 4 run both ways (Hz). */
const SMOOTHING_HZ = 20;
/** Least time between two strikes (s) and least prominence in standard deviations of the smoothed signal. */
const LEAST_PERIOD_S = 0.7;
const PROMINENCE_SD = 0.3;

/**
 * Peaks of the vertical acceleration of the foot, the simplest rule there is: smoothed at 20 Hz, at least 0.7 s apart, prominence of 0.3
 * standard deviations. It knows no foot-off and no gait faster than a stride in 0.7 s; kept for comparison with strides that
 * were once cut by it.
 */
export const verticalPeakDetector = legSensorDetector('vertical-peaks', 'foot', 0.3, (sensor) => {
  const { samplingRateHz } = sensor;
  if (!(SMOOTHING_HZ < samplingRateHz / 2))
    return `runs at ${samplingRateHz} Hz, too slow for a low-pass of ${SMOOTHING_HZ} Hz`;
  const lowPass = designButterworth({ order: 4, type: 'lowpass', cornerHz: SMOOTHING_HZ, samplingRateHz });
  const smooth = filterZeroPhase(specificForce(sensor).up, lowPass);
  const known = smooth.filter((value) => Number.isFinite(value));
  const peaks = findPeaks(smooth, {
    minProminence: PROMINENCE_SD * standardDeviation(known),
    minDistance: LEAST_PERIOD_S * samplingRateHz,
  });
  return { foot_strike: peaks.map(({ position }) => position), foot_off: [] };
});
