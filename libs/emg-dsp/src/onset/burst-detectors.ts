import { requireOneOf } from '../argument-checks';
import type { Signal } from '../signal-types';
import { detectBurstsAglr } from './aglr';
import {
  detectBurstsAbbink,
  detectBurstsHodgesBui,
  detectBurstsLidierth,
  detectBurstsTkeo,
} from './amplitude-detectors';
import { detectBurstsBonato } from './bonato';
import type { BurstDetection, BurstRules } from './burst';
import { detectBurstsMixture } from './mixture';
import { detectBurstsSmoothedMaximum } from './smoothed-maximum';

/** Every burst detector under its name, each with its default options. */
export const BURST_DETECTORS = {
  'hodges-bui': detectBurstsHodgesBui,
  lidierth: detectBurstsLidierth,
  abbink: detectBurstsAbbink,
  bonato: detectBurstsBonato,
  tkeo: detectBurstsTkeo,
  aglr: detectBurstsAglr,
  mixture: detectBurstsMixture,
  'smoothed-maximum': detectBurstsSmoothedMaximum,
} as const satisfies Record<string, (signal: Signal, options: BurstRules) => BurstDetection>;

/** Name of a burst detector. */
export type BurstDetectorName = keyof typeof BURST_DETECTORS;

/**
 * Bursts of activity by a named detector; docs/emg-onsets.md compares them on simulated bursts.
 *
 * @param signal - band-passed EMG (20-450 Hz) without offset, any unit; never the low-pass envelope, which moves onsets
 *   by tens of ms. Gaps are inactive; silence and constants have no bursts; a burst may end with the last sample
 * @param options.method - default `aglr`
 * @throws InvalidArgument for an unknown method or an option outside its range
 * @example
 * const { bursts } = detectBursts(bandPassedVolt, { samplingRateHz: 2000 });
 * bursts[0].startS;
 */
export function detectBursts(
  signal: Signal,
  options: BurstRules & { readonly method?: BurstDetectorName },
): BurstDetection {
  const { method = 'aglr' } = options;
  requireOneOf('method', method, Object.keys(BURST_DETECTORS) as BurstDetectorName[]);
  return BURST_DETECTORS[method](signal, options);
}
