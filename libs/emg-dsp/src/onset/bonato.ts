import { requireInteger, requirePositive } from '../argument-checks';
import { mapSamples } from '../array/map-samples';
import { InvalidArgumentError } from '../errors';
import type { Signal } from '../signal-types';
import { detectionOf, type BurstDetection, type BurstRules } from './burst';
import { levelInWindows, restWindows, type RestOptions } from './rest-level';

export interface BonatoOptions extends BurstRules, RestOptions {
  /** Successive values looked at, m; default 5. */
  readonly windowValues?: number;
  /** How many of them must exceed the first threshold, r0; default 2. */
  readonly leastExceeding?: number;
  /** Probability that rest alone passes both thresholds in one window; default 0.005. */
  readonly falseAlarm?: number;
}

/**
 * EMG up to 450 Hz sampled at about this rate is nearly white, as the rule assumes; at higher rates samples are left
 * out.
 */
const INDEPENDENT_RATE_HZ = 1000;

/** Probability of at least r of m independent events of probability p. */
function atLeast(r: number, m: number, p: number): number {
  let term = (1 - p) ** m;
  let below = 0;
  for (let k = 0; k < r; k++) {
    below += term;
    term *= ((m - k) / (k + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

/**
 * Double threshold of Bonato, D'Alessio & Knaflitz (1998), the usual detector for gait.
 *
 * z_k = (x_2k^2 + x_2k+1^2) / variance at rest, from samples about 1 ms apart, is chi-square with two degrees of
 * freedom at rest, so one value exceeds zeta with probability exp(-zeta / 2). Active from the first to the last value
 * above zeta in every window of m successive values of which at least r0 exceed it; zeta follows from the false-alarm
 * probability of that rule.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @returns threshold is zeta
 * @throws InvalidArgument for r0 outside 1 to m or a probability outside 0 to 1
 */
export function detectBurstsBonato(signal: Signal, options: BonatoOptions): BurstDetection {
  const { samplingRateHz, windowValues = 5, leastExceeding = 2, falseAlarm = 0.005 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requireInteger('windowValues', windowValues, 1);
  requireInteger('leastExceeding', leastExceeding, 1, windowValues);
  if (!(falseAlarm > 0 && falseAlarm < 1))
    throw new InvalidArgumentError('falseAlarm', 'above 0 and below 1', falseAlarm);
  const squares = mapSamples(signal, (value) => value * value);
  const variance = levelInWindows(squares, restWindows(signal, options)).mean;
  const zeta = firstThreshold(windowValues, leastExceeding, falseAlarm);
  const spacing = Math.max(1, Math.round(samplingRateHz / INDEPENDENT_RATE_HZ));
  const count = Math.floor(signal.length / (2 * spacing));
  // Where rest is silent, any sample that is not 0 exceeds.
  const isAbove = Uint8Array.from({ length: count }, (_, k) =>
    squares[2 * k * spacing] + squares[(2 * k + 1) * spacing] > zeta * variance ? 1 : 0,
  );
  const activity = new Uint8Array(signal.length);
  for (let first = 0, sum = 0, next = 0; first < count; first++) {
    while (next < Math.min(count, first + windowValues)) sum += isAbove[next++];
    if (isAbove[first] && sum >= leastExceeding) {
      let last = next - 1;
      while (!isAbove[last]) last--;
      // Samples that fill no pair at the end follow the last pair.
      activity.fill(1, 2 * spacing * first, last === count - 1 ? signal.length : 2 * spacing * (last + 1));
    }
    sum -= isAbove[first];
  }
  return detectionOf(activity, zeta, options, signal);
}

function firstThreshold(windowValues: number, leastExceeding: number, falseAlarm: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const p = (low + high) / 2;
    if (atLeast(leastExceeding, windowValues, p) > falseAlarm) high = p;
    else low = p;
  }
  return -2 * Math.log((low + high) / 2);
}
