import type { TrialFault } from '../faults';
import { injectFaults } from '../faults';
import type { SimulatedTrial } from '../simulate-trial';

/**
 * Mistakes that turn a sound dataset into a wrong one, each a thing that a check of the level-walking signature must notice. They
 * change what is recorded, never events, plates or truth.
 */
export const SOURCE_FAULTS = [
  'axis-swap',
  'sign-flip',
  'moments-in-newton-metres',
  'muscle-permutation',
  'half-cycle-shift',
  'wrong-leg',
] as const;

/** A mistake of {@link SOURCE_FAULTS}. */
export type SourceFault = (typeof SOURCE_FAULTS)[number];

/** What each mistake does to a trial. */
const FAULTS: Readonly<Record<SourceFault, (trial: SimulatedTrial) => readonly TrialFault[]>> = {
  'axis-swap': () => [{ kind: 'swapped_motions', motions: ['flexion', 'adduction'] }],
  'sign-flip': () => [
    { kind: 'flipped_sign', quantity: 'angles', joint: 'knee', motion: 'flexion' },
    { kind: 'flipped_sign', quantity: 'angles', joint: 'hip', motion: 'flexion' },
  ],
  'moments-in-newton-metres': () => [{ kind: 'moments_in_newton_metres' }],
  'muscle-permutation': () => [
    { kind: 'swapped_muscles', channels: ['TA', 'GM'] },
    { kind: 'swapped_muscles', channels: ['VL', 'SOL'] },
    { kind: 'swapped_muscles', channels: ['RF', 'GL'] },
  ],
  'half-cycle-shift': (trial) => [{ kind: 'delayed_signals', byS: meanStrideTimeS(trial) / 2 }],
  'wrong-leg': () => [{ kind: 'swapped_legs' }],
};

/**
 * A trial as a laboratory would have recorded it that made a mistake.
 * @returns the trial itself where there is no mistake
 * @example
 * const recorded = withSourceFault(simulateTrial(options), 'axis-swap');
 */
export function withSourceFault(trial: SimulatedTrial, fault: SourceFault | null): SimulatedTrial {
  return fault === null ? trial : injectFaults(trial, FAULTS[fault](trial), trial.seed);
}

/** Mean time (s) of the strides of a trial; 1.1 s, that of comfortable walking, where there is none. */
function meanStrideTimeS({ strides }: SimulatedTrial): number {
  if (strides.length === 0) return 1.1;
  return strides.reduce((sum, { startS, endS }) => sum + endS - startS, 0) / strides.length;
}
