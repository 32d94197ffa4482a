import { requirePositive } from '../argument-checks';
import { mapSamples } from '../array/map-samples';
import { InvalidArgumentError } from '../errors';
import { movingAverage } from '../envelope/moving-window';
import type { Signal } from '../signal-types';
import { burstsFromActivity, detectionOf, type BurstDetection, type BurstRules } from './burst';
import { exceeds, levelInWindows, restWindows, type RestOptions } from './rest-level';

export interface AglrOptions extends BurstRules, RestOptions {
  /** Length of the window in which the changed variance is estimated, s; default 0.05. */
  readonly windowS?: number;
  /** Alarm threshold of the log-likelihood ratio, in nats; default 10. */
  readonly alarmNats?: number;
}

/** Share of the loudest mean square below which variance at rest is not believed: keeps the ratio finite in silence. */
const LEAST_REST_SHARE = 1e-6;

/**
 * Approximated generalised likelihood ratio (Staude & Wolf 1999): when did the variance change, most likely?
 *
 * With rest of variance s0 and a window of n samples of variance s1, the log-likelihood ratio of "changed" is n / 2 (s1
 * / s0 - 1 - ln(s1 / s0)), taken only where s1 > s0; n is lowered by the correlation of the samples at rest. Where it
 * exceeds `alarmNats` there is activity. Each border then goes to the sample that maximises the sum of the
 * log-likelihood ratios of the samples between it and the inside of the burst.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @returns threshold in nats
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsAglr(signal: Signal, options: AglrOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.05, alarmNats = 10 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  if (!(alarmNats > 0)) throw new InvalidArgumentError('alarmNats', 'a number above 0', alarmNats);
  const windowSamples = Math.max(2, Math.round(requirePositive('windowS', windowS) * samplingRateHz));
  const squares = mapSamples(signal, (value) => value * value);
  const variance = movingAverage(squares, { windowSamples });
  const loudest = variance.reduce((largest, value) => (value > largest ? value : largest), 0);
  const windows = restWindows(signal, options);
  const restVariance = Math.max(levelInWindows(squares, windows).mean, LEAST_REST_SHARE * loudest);
  const independentSamples = windowSamples * independentShare(signal, windows, windowSamples);
  const ratioStatistic = variance.map((value) =>
    value > restVariance ? (independentSamples / 2) * (value / restVariance - 1 - Math.log(value / restVariance)) : 0,
  );
  const alarms = burstsFromActivity(exceeds(ratioStatistic, alarmNats), options, signal);
  const activity = new Uint8Array(signal.length);
  alarms.forEach(({ startSample, endSample }, index) => {
    const burstVariance = levelInWindows(squares, [{ startSample, endSample }]).mean;
    const middle = (startSample + endSample) >> 1;
    const ratios = { squares, restVariance, burstVariance };
    const earliest = Math.max(startSample - windowSamples, alarms[index - 1]?.endSample ?? 0);
    const latest = Math.min(endSample + windowSamples, alarms[index + 1]?.startSample ?? signal.length);
    const start = likeliestBorder(ratios, Math.min(startSample + windowSamples, middle), earliest);
    const end = likeliestBorder(ratios, Math.max(endSample - windowSamples, middle), latest);
    activity.fill(1, start, end);
  });
  return detectionOf(activity, alarmNats, options, signal);
}

/**
 * 1 / (1 + 2 sum of squared autocorrelations) inside the windows: the share of correlated Gaussian samples that would
 * give a variance as certain if they were independent.
 */
function independentShare(
  signal: Signal,
  windows: readonly { readonly startSample: number; readonly endSample: number }[],
  lags: number,
): number {
  const products = new Float64Array(lags);
  for (const { startSample, endSample } of windows) {
    for (let lag = 0; lag < lags; lag++) {
      for (let i = startSample + lag; i < endSample; i++) {
        const product = signal[i] * signal[i - lag];
        if (!Number.isNaN(product)) products[lag] += product;
      }
    }
  }
  if (!(products[0] > 0)) return 1;
  let squared = 0;
  for (let lag = 1; lag < lags; lag++) squared += (products[lag] / products[0]) ** 2;
  return 1 / (1 + 2 * squared);
}

/** Going from `inside` a burst towards `outside`: the border up to which the samples speak most for the burst. */
function likeliestBorder(
  { squares, restVariance, burstVariance }: { squares: Float64Array; restVariance: number; burstVariance: number },
  inside: number,
  outside: number,
): number {
  const slope = (1 / restVariance - 1 / burstVariance) / 2;
  const price = Math.log(burstVariance / restVariance) / 2;
  const step = Math.sign(outside - inside);
  let sum = 0;
  let best = 0;
  let border = inside;
  for (let at = inside; at !== outside; at += step) {
    const square = squares[step > 0 ? at : at - 1];
    if (Number.isNaN(square)) break;
    sum += slope * square - price;
    if (sum > best) {
      best = sum;
      border = at + step;
    }
  }
  return border;
}
