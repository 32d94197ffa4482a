import { jointMotionIndex, SIDES, type Activity, type SignalBlock } from '@emgfm/schema';
import type { Bout } from '../bout';
import type { SimulatedTrial } from '../simulate-trial';

/** The tasks of Gait120 as its folders and variables call them. */
export const GAIT120_TASKS = [
  'LevelWalking',
  'StairAscent',
  'StairDescent',
  'SlopeAscent',
  'SlopeDescent',
  'SitToStand',
  'StandToSit',
] as const;

/** A task of {@link GAIT120_TASKS}. */
export type Gait120Task = (typeof GAIT120_TASKS)[number];

interface TaskPlan {
  readonly activity: Activity;
  readonly bouts: readonly Bout[];
}

/** Long enough for two whole strides of the right leg. */
const stairs = { durationS: 6.5, strideTimeS: 1.4 } as const;

/** What is done in a task. Persons of a chair task are simulated standing; {@link chairTransition} lets them rise or sit down. */
export const GAIT120_PLANS: Readonly<Record<Gait120Task, TaskPlan>> = {
  LevelWalking: { activity: 'walk', bouts: [{ gait: 'walk', durationS: 5.5 }] },
  StairAscent: { activity: 'stair_up', bouts: [{ gait: 'stair_up', ...stairs }] },
  StairDescent: { activity: 'stair_down', bouts: [{ gait: 'stair_down', ...stairs }] },
  SlopeAscent: { activity: 'ramp_up', bouts: [{ gait: 'walk', durationS: 5.5, inclineDeg: 8 }] },
  SlopeDescent: { activity: 'ramp_down', bouts: [{ gait: 'walk', durationS: 5.5, inclineDeg: -8 }] },
  SitToStand: { activity: 'sit_to_stand', bouts: [{ gait: 'stand', durationS: 4 }] },
  StandToSit: { activity: 'stand_to_sit', bouts: [{ gait: 'stand', durationS: 4 }] },
};

/** When a person rises from the chair or sits down, in seconds of the trial. */
export const CHAIR_TRANSITION_S = { startS: 1.5, endS: 2.8 } as const;

/** Sagittal angles (degree) that sitting adds to standing. */
const SITTING_DEG = [
  [jointMotionIndex('hip', 'flexion'), 70],
  [jointMotionIndex('knee', 'flexion'), 85],
  [jointMotionIndex('ankle', 'flexion'), 10],
] as const;

/** A standing person made to rise from a chair or to sit down during {@link CHAIR_TRANSITION_S}. */
export function chairTransition(trial: SimulatedTrial, task: 'SitToStand' | 'StandToSit'): SimulatedTrial {
  const { startS, endS } = CHAIR_TRANSITION_S;
  const seated = (timeS: number): number => {
    const share = Math.max(0, Math.min(1, (timeS - startS) / (endS - startS)));
    const done = 0.5 - 0.5 * Math.cos(Math.PI * share);
    return task === 'SitToStand' ? 1 - done : done;
  };
  const bent = (angles: SignalBlock): SignalBlock => {
    const { samplingRateHz, samples } = angles;
    const numSamples = samples.shape[1];
    const data = Float64Array.from(samples.data);
    for (const [channel, sittingDeg] of SITTING_DEG) {
      for (let i = 0; i < numSamples; i += 1) data[channel * numSamples + i] += sittingDeg * seated(i / samplingRateHz);
    }
    return { ...angles, samples: { ...samples, data } };
  };
  const [left, right] = SIDES.map((side) => ({ ...trial.legs[side], angles: bent(trial.legs[side].angles) }));
  return { ...trial, legs: { left, right } };
}
