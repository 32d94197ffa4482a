import { channelSamples, EMG_CHANNEL_COUNT, JOINT_MOTION_COUNT, type Side, type SignalBlock } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { TRUTH_POINTS, type StrideTruth } from '../stride-truth';
import { onPoints } from './stride-points';

/** What is done in a stride, as its source files it. */
export type FiledContext = Pick<StrideTruth, 'activity' | 'speedMps' | 'inclineDeg' | 'stepHeightM'>;

/**
 * What truly happened between two times (s) that a source takes for strikes: its clock is coarser than the truth, so its strides
 * begin and end a little beside the true ones.
 */
export function truthBetween(
  trial: SimulatedTrial,
  side: Side,
  { startS, endS }: { readonly startS: number; readonly endS: number },
  context: FiledContext,
): StrideTruth {
  const { angles, moments, emg } = trial.legs[side];
  const curves = (block: SignalBlock, count: number): Float64Array[] =>
    Array.from({ length: count }, (_, channel) =>
      onPoints(channelSamples(block, channel), block, { startS, endS }, TRUTH_POINTS),
    );
  const footOff = trial.events.find(
    (event) => event.side === side && event.kind === 'foot_off' && event.timeS > startS && event.timeS < endS,
  );
  return {
    side,
    startS,
    footOffS: footOff?.timeS ?? NaN,
    endS,
    ...context,
    plate: null,
    anglesDeg: curves(angles, JOINT_MOTION_COUNT),
    momentsNmPerKg: curves(moments, JOINT_MOTION_COUNT),
    emgEnvelopes: emg === null ? [] : curves(emg.envelope, EMG_CHANNEL_COUNT),
  };
}
