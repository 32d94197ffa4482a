import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import type { BurstDetection, BurstRules } from '../onset/burst';
import type { Signal } from '../signal-types';
import { simulateBursts } from './emg-simulation';
import { onsetErrors } from './onset-errors';

/** Errors of one detector over several simulated recordings. */
export interface DetectorErrors {
  /** Absolute errors of the bursts found, s. */
  readonly onsetS: number[];
  readonly offsetS: number[];
  readonly missed: number;
  readonly falseBursts: number;
  /** True bursts of all recordings. */
  readonly total: number;
}

/** Runs a detector with its defaults on one simulated, band-passed recording per seed. */
export function detectorErrors(
  detect: (signal: Signal, options: BurstRules) => BurstDetection,
  options: { samplingRateHz: number; snrDb: number; durationS: number; seeds: readonly number[] },
): DetectorErrors {
  const { samplingRateHz, snrDb, durationS, seeds } = options;
  const cornerHz = [20, Math.min(450, 0.45 * samplingRateHz)] as const;
  const band = designButterworth({ order: 4, type: 'bandpass', cornerHz, samplingRateHz });
  const recordings = seeds.map((seed) => {
    const { noisy, bursts } = simulateBursts({ samplingRateHz, durationS, snrDb, seed });
    const found = detect(filterZeroPhase(noisy, band), { samplingRateHz }).bursts;
    return { ...onsetErrors(found, bursts, samplingRateHz), total: bursts.length };
  });
  const sum = (count: 'missed' | 'falseBursts' | 'total') =>
    recordings.reduce((total, errors) => total + errors[count], 0);
  return {
    onsetS: recordings.flatMap((errors) => errors.onsetS.map(Math.abs)),
    offsetS: recordings.flatMap((errors) => errors.offsetS.map(Math.abs)),
    missed: sum('missed'),
    falseBursts: sum('falseBursts'),
    total: sum('total'),
  };
}
