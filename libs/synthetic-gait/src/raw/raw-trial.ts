import {
  channelSamples,
  emgChannelIndex,
  jointMotionIndex,
  type EmgChannel,
  type Joint,
  type Motion,
  type Side,
} from '@emgfm/schema';
import { LayoutError } from '../errors';
import { simulateTrial, type SimulatedTrial, type SimulationOptions } from '../simulate-trial';
import { withSourceFault, type SourceFault } from './faults';

/** A trial of a raw dataset: how it truly was, and how it was recorded. Both are the same where no mistake was made. */
export interface RawTrial {
  readonly truth: SimulatedTrial;
  readonly recorded: SimulatedTrial;
}

/** Simulates a trial and makes the mistake that is asked for. @throws SimulationOption */
export function rawTrial(options: SimulationOptions, fault: SourceFault | null = null): RawTrial {
  const truth = simulateTrial(options);
  return { truth, recorded: withSourceFault(truth, fault) };
}

/** A seed for one trial of one person of a dataset: other numbers give another seed. */
export function trialSeed(seed: number, subjectIndex: number, trialIndex: number): number {
  return (seed * 1000 + subjectIndex) * 1000 + trialIndex;
}

/** One recorded angle (degree) or internal moment (N·m/kg), a view. */
export function jointColumn(
  trial: SimulatedTrial,
  side: Side,
  quantity: 'angles' | 'moments',
  joint: Joint,
  motion: Motion,
): Float64Array {
  return channelSamples(trial.legs[side][quantity], jointMotionIndex(joint, motion));
}

/** One recorded EMG channel in the unit of the simulation, a view. @throws Layout when the trial has no EMG */
export function emgColumn(trial: SimulatedTrial, side: Side, channel: EmgChannel): Float64Array {
  const { emg } = trial.legs[side];
  if (emg === null) throw new LayoutError('raw trial', 'EMG', `none on the ${side} leg`);
  return channelSamples(emg.signal, emgChannelIndex(channel));
}

/** Times (s) of equally spaced samples. */
export function sampleTimesS(numSamples: number, samplingRateHz: number, startS = 0): Float64Array {
  return Float64Array.from({ length: numSamples }, (_, sample) => startS + sample / samplingRateHz);
}
