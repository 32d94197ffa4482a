import { requirePositive } from '../argument-checks';
import { envelopeLowPass } from '../envelope/envelope-low-pass';
import { movingAverage } from '../envelope/moving-window';
import { rectifyFullWave } from '../envelope/rectification';
import { tkeo } from '../envelope/tkeo';
import type { Signal } from '../signal-types';
import { burstsFromActivity, detectionOf, type BurstDetection, type BurstRules } from './burst';
import { exceeds, levelInWindows, restWindows, thresholdAboveRest, type RestOptions } from './rest-level';

/** Options of the detectors that compare a smoothed amplitude with its level at rest. */
export interface AmplitudeDetectorOptions extends BurstRules, RestOptions {
  /** Threshold above the mean at rest, in standard deviations at rest; the default is the detector's. */
  readonly thresholdSds?: number;
  /** Length of the centred moving average, s; the default is the detector's. */
  readonly windowS?: number;
}

function windowSamplesOf(windowS: number, samplingRateHz: number): number {
  requirePositive('windowS', windowS);
  return Math.max(1, Math.round(windowS * samplingRateHz));
}

/** Corner of the low-pass that precedes amplitude thresholds, Hz; lowered where the sampling rate can't hold it. */
function smoothed(signal: Signal, samplingRateHz: number): Float64Array {
  return envelopeLowPass(signal, { samplingRateHz, cornerHz: Math.min(50, 0.4 * samplingRateHz) });
}

function aboveRest(statistic: Float64Array, signal: Signal, options: AmplitudeDetectorOptions, sds: number) {
  requirePositive('thresholdSds', sds);
  const rest = levelInWindows(statistic, restWindows(signal, options));
  const threshold = thresholdAboveRest(statistic, rest, sds);
  return { threshold, activity: exceeds(statistic, threshold) };
}

/**
 * Amplitude threshold of Hodges & Bui (1996): rectified, 50 Hz low-pass, moving average (`windowS`, default 0.025 s)
 * above mean + h sd of rest (`thresholdSds`, default 3). The window is centred, so that neither border is moved by its
 * length.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsHodgesBui(signal: Signal, options: AmplitudeDetectorOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.025, thresholdSds = 3 } = options;
  const windowSamples = windowSamplesOf(windowS, samplingRateHz);
  const statistic = movingAverage(smoothed(signal, samplingRateHz), { windowSamples });
  const { threshold, activity } = aboveRest(statistic, signal, options, thresholdSds);
  return detectionOf(activity, threshold, options, signal);
}

/**
 * Lidierth (1986): the moving average of the rectified signal (`windowS`, default 0.03 s, `thresholdSds`, default 3),
 * where activity must last `leastActiveS` (default 0.03 s) and dips below the threshold of up to `allowedDipS` (default
 * 0.015 s) do not end it.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsLidierth(
  signal: Signal,
  options: AmplitudeDetectorOptions & { readonly leastActiveS?: number; readonly allowedDipS?: number },
): BurstDetection {
  const { samplingRateHz, windowS = 0.03, thresholdSds = 3, leastActiveS = 0.03, allowedDipS = 0.015 } = options;
  const windowSamples = windowSamplesOf(windowS, samplingRateHz);
  const statistic = movingAverage(rectifyFullWave(signal), { windowSamples });
  const { threshold, activity } = aboveRest(statistic, signal, options, thresholdSds);
  const lasting = new Uint8Array(signal.length);
  const rules = { samplingRateHz, mergeGapS: allowedDipS, leastBurstS: leastActiveS };
  for (const { startSample, endSample } of burstsFromActivity(activity, rules, signal)) {
    lasting.fill(1, startSample, endSample);
  }
  return detectionOf(lasting, threshold, options, signal);
}

/**
 * Abbink, van der Bilt & van der Glas (1998): an alarm on a strongly smoothed amplitude, then the best split around it.
 *
 * The alarm is the moving average of the rectified signal (`windowS`, default 0.06 s) above mean + h sd of rest
 * (`thresholdSds`, default 3). Each border then goes where, within one window of the alarm, most samples of a lightly
 * smoothed amplitude (a sixth of the window) lie below the threshold on the resting side and above it on the active
 * side.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsAbbink(signal: Signal, options: AmplitudeDetectorOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.06, thresholdSds = 3 } = options;
  const windowSamples = windowSamplesOf(windowS, samplingRateHz);
  const rectified = rectifyFullWave(signal);
  const statistic = movingAverage(rectified, { windowSamples });
  const { threshold, activity } = aboveRest(statistic, signal, options, thresholdSds);
  const light = movingAverage(rectified, { windowSamples: Math.max(1, Math.round(windowSamples / 6)) });
  const alarms = burstsFromActivity(activity, options, signal);
  const refined = new Uint8Array(signal.length);
  for (const { startSample, endSample } of alarms) {
    const middle = (startSample + endSample) >> 1;
    const start = bestSplit(
      light,
      threshold,
      Math.max(0, startSample - windowSamples),
      Math.min(middle, startSample + windowSamples),
    );
    const end = bestSplit(
      light,
      threshold,
      Math.min(signal.length, endSample + windowSamples),
      Math.max(middle, endSample - windowSamples),
    );
    refined.fill(1, start, end);
  }
  return detectionOf(refined, threshold, options, signal);
}

/** The border between `outer` and `inner` with most samples below the threshold outside it and above it inside. */
function bestSplit(amplitude: Float64Array, threshold: number, outer: number, inner: number): number {
  const step = Math.sign(inner - outer);
  let score = 0;
  let best = 0;
  let border = outer;
  for (let at = outer; at !== inner; at += step) {
    // Going inwards past a sample moves it from the active to the resting side.
    score += amplitude[step > 0 ? at : at - 1] > threshold ? -1 : 1;
    if (score > best) {
      best = score;
      border = at + step;
    }
  }
  return border;
}

/**
 * Teager-Kaiser energy with a double threshold (Li, Zhou & Aruin 2007; Solnik 2010).
 *
 * Energy x[n]^2 - x[n-1] x[n+1], rectified, 50 Hz low-pass; active where at least half of the values in a centred
 * window (`windowS`, default 0.02 s) exceed mean + h sd of rest (`thresholdSds`, default 3; 7 to 15 are used where rest
 * is very quiet).
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsTkeo(signal: Signal, options: AmplitudeDetectorOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.02, thresholdSds = 3 } = options;
  const windowSamples = windowSamplesOf(windowS, samplingRateHz);
  const statistic = smoothed(tkeo(signal), samplingRateHz);
  const { threshold, activity } = aboveRest(statistic, signal, options, thresholdSds);
  const share = movingAverage(
    activity.reduce((values, isActive, i) => {
      values[i] = Number.isNaN(statistic[i]) ? NaN : isActive;
      return values;
    }, new Float64Array(signal.length)),
    { windowSamples },
  );
  return detectionOf(exceeds(share, 0.499), threshold, options, signal);
}
