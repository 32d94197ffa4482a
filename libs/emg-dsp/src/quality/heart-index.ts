import { detectHeartBeats, QRS_BAND_HZ } from '../artifact/ecg-removal';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { median } from '../statistics/quantile';
import type { Signal } from '../signal-types';
import { correlation } from './amplitude-indices';

const HALF_WIDTH_S = 0.1;
const LEAST_BEATS = 5;

/**
 * Heart index: how alike the events are that look like QRS complexes. Each is correlated with the average of the
 * others; the median is near 1 for a heart and near 0 for bursts of EMG, whose shape never repeats.
 *
 * @param signal - raw EMG, any unit
 * @returns -1 to 1; NaN with fewer than 5 events or a rate of 60 Hz or less
 */
export function heartIndex(signal: Signal, { samplingRateHz }: { readonly samplingRateHz: number }): number {
  if (!(samplingRateHz > 2 * QRS_BAND_HZ[1])) return NaN;
  // Hum repeats its shape too, so events are compared in the band of the QRS complex alone.
  const sections = designButterworth({ order: 2, type: 'bandpass', cornerHz: QRS_BAND_HZ, samplingRateHz });
  const samples = filterZeroPhase(signal, sections);
  const half = Math.round(HALF_WIDTH_S * samplingRateHz);
  const events = Array.from(detectHeartBeats(signal, { samplingRateHz }), (beat) =>
    samples.slice(Math.max(0, beat - half), beat + half),
  ).filter((event) => event.length === 2 * half && event.every(Number.isFinite));
  if (events.length < LEAST_BEATS) return NaN;
  const total = new Float64Array(2 * half);
  for (const event of events) event.forEach((value, k) => (total[k] += value));
  return median(
    events.map((event) =>
      correlation(
        event,
        total.map((value, k) => value - event[k]),
      ),
    ),
  );
}
