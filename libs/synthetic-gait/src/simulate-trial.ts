import {
  JOINT_MOTION_COUNT,
  SIDES,
  SOURCE_EVENTS,
  signalBlock,
  type Activity,
  type GaitEvent,
  type Side,
  type SignalBlock,
  type Surface,
  type TrialInterval,
} from '@emgfm/schema';
import { bodyMotion, type BodyMotion } from './body-motion';
import { boutActivity, boutInterval, distanceAskedM, scheduleBouts, type Bout } from './bout';
import { planCourse, type CoursePlan } from './course-plan';
import { simulateEmg, type EmgOptions, type SimulatedEmg } from './emg';
import { SimulationOptionError, assertWithin } from './errors';
import { platesOf, type SimulatedForcePlate } from './force-plates';
import type { PlateOptions } from './plate-layout';
import { legForce } from './ground-force';
import { legState, stateAngleDeg, stateMomentNmPerKg } from './leg-cycle';
import { markersAt, type SimulatedMarkerName, type SimulatedMarkers } from './markers';
import { randomStream } from './random-stream';
import { skeletonOf } from './skeleton';
import { strideTruths, type StrideTruth } from './stride-truth';
import { simulatedSubject, type PerSide, type SimulatedSubject } from './subject';
import type { Vector } from './vector';

/** What to simulate. */
export interface SimulationOptions {
  /** The same options and seed give the same trial. */
  readonly seed: number;
  /** What is done, one thing after the other. */
  readonly bouts: readonly Bout[];
  /** Rate of markers, angles and moments (Hz). */
  readonly markerSamplingRateHz: number;
  /** Default: the person of the same seed. */
  readonly subject?: SimulatedSubject;
  /** Default overground. On a treadmill the frame of the trial is the room: the belt runs backward under the person. */
  readonly surface?: Exclude<Surface, ''>;
  /** EMG; left out where the trial has none. */
  readonly emg?: EmgOptions;
  /** Force plates; left out where the trial has none. */
  readonly forcePlates?: PlateOptions;
  /** Stride-to-stride variation: 0 = every stride alike, 1 (default) = as in healthy adults. */
  readonly variability?: number;
  /** SD of the noise of every marker coordinate (m). Default 0.0002. */
  readonly markerNoiseSdM?: number;
  /** SD of the noise of the measured angles (degree) and moments (N·m/kg). Default 0. */
  readonly angleNoiseSdDeg?: number;
  readonly momentNoiseSdNmPerKg?: number;
}

/** What the simulator knows of one leg. */
export interface SimulatedLeg {
  /** Nine joint angles (degree) in store order. */
  readonly angles: SignalBlock;
  /** Nine internal joint moments (N·m/kg) in store order. */
  readonly moments: SignalBlock;
  /** Ground reaction (N/kg), [3, sample]: up, forward, towards the lateral side of the leg. */
  readonly groundForce: SignalBlock;
  readonly emg: SimulatedEmg | null;
}

/** A simulated trial: what a laboratory would have recorded, and the truth behind it. Frame: x forward, y left, z up. */
export interface SimulatedTrial {
  readonly seed: number;
  readonly subject: SimulatedSubject;
  readonly surface: Exclude<Surface, ''>;
  readonly durationS: number;
  /** Activity of the longest bout. */
  readonly activity: Activity;
  readonly intervals: readonly TrialInterval[];
  /** True events within the trial, in time order. */
  readonly events: readonly GaitEvent[];
  /** True strides that lie within the trial as a whole, in time order. */
  readonly strides: readonly StrideTruth[];
  readonly legs: PerSide<SimulatedLeg>;
  readonly markers: SimulatedMarkers;
  readonly forcePlates: readonly SimulatedForcePlate[];
}

/**
 * Simulates one trial of human movement with known events, joint angles, moments, forces, markers and EMG.
 *
 * Joint angles, moments, forces and envelopes follow published mean curves, scaled with speed and incline and varied from person to
 * person and stride to stride; markers come from the chain of segments that these angles move, with feet that do not slide.
 * @throws SimulationOption naming the option that cannot be followed
 * @example
 * const trial = simulateTrial({ seed: 1, bouts: [{ gait: 'walk', durationS: 10 }], markerSamplingRateHz: 100 });
 * trial.strides.length; // about 16
 */
export function simulateTrial(options: SimulationOptions): SimulatedTrial {
  const { seed, markerSamplingRateHz, surface = 'overground', variability = 1 } = options;
  const subject = options.subject ?? simulatedSubject(seed);
  const bouts = scheduleBouts(options.bouts);
  assertWithin('markerSamplingRateHz', markerSamplingRateHz, 10, 10000);
  assertWithin('variability', variability, 0, 4);
  if (options.emg) assertWithin('emg.samplingRateHz', options.emg.samplingRateHz, 100, 100000);
  if (options.forcePlates) assertWithin('forcePlates.samplingRateHz', options.forcePlates.samplingRateHz, 10, 100000);
  const treadmill = surface === 'treadmill';
  if (treadmill && bouts.some((bout) => bout.headingChangeDeg !== 0 || bout.stepHeightM !== 0)) {
    throw new SimulationOptionError('surface', 'overground for turns and stairs', surface);
  }
  const skeleton = skeletonOf(subject.heightM);
  const plan = planCourse({ bouts, subject, skeleton, seed, variability, treadmill });
  const slope = Math.tan((bouts[0].inclineDeg * Math.PI) / 180);
  const beltShift = (timeS: number): Vector => {
    if (!treadmill) return [0, 0, 0];
    const runM = distanceAskedM(bouts, timeS);
    return [runM, 0, runM * slope];
  };
  const motion = bodyMotion(plan, skeleton);
  const emg = options.emg ? simulateEmg(plan, seed, options.emg) : null;
  const leg = (side: Side): SimulatedLeg => ({ ...legSignals(plan, side, subject, options), emg: emg?.[side] ?? null });
  const longest = bouts.reduce((best, bout) => (bout.durationS > best.durationS ? bout : best));
  const plates = options.forcePlates
    ? platesOf(plan, skeleton, subject.massKg, seed, options.forcePlates, beltShift)
    : [];
  return {
    seed,
    subject,
    surface,
    durationS: plan.durationS,
    activity: boutActivity(longest),
    intervals: bouts.map(boutInterval),
    events: eventsOf(plan),
    strides: strideTruths(plan, subject, plates),
    legs: { left: leg('left'), right: leg('right') },
    markers: sampleMarkers(motion, plan, subject, options, beltShift),
    forcePlates: plates,
  };
}

function eventsOf(plan: CoursePlan): GaitEvent[] {
  const events = SIDES.flatMap((side) =>
    plan.contacts[side].flatMap(({ strikeS, offS }): GaitEvent[] => [
      { timeS: strikeS, side, kind: 'foot_strike', source: SOURCE_EVENTS, confidence: 1 },
      { timeS: offS, side, kind: 'foot_off', source: SOURCE_EVENTS, confidence: 1 },
    ]),
  );
  return events.filter(({ timeS }) => timeS >= 0 && timeS < plan.durationS).sort((a, b) => a.timeS - b.timeS);
}

function legSignals(
  plan: CoursePlan,
  side: Side,
  subject: SimulatedSubject,
  options: SimulationOptions,
): Omit<SimulatedLeg, 'emg'> {
  const { seed, markerSamplingRateHz: samplingRateHz, angleNoiseSdDeg = 0, momentNoiseSdNmPerKg = 0 } = options;
  const numSamples = Math.round(plan.durationS * samplingRateHz);
  const rows = (count: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(numSamples));
  const [angles, moments, forces] = [rows(JOINT_MOTION_COUNT), rows(JOINT_MOTION_COUNT), rows(3)];
  const noise = randomStream(seed, `joints/${side}`);
  for (let sample = 0; sample < numSamples; sample += 1) {
    const state = legState(plan.contacts[side], sample / samplingRateHz);
    for (let j = 0; j < JOINT_MOTION_COUNT; j += 1) {
      angles[j][sample] = stateAngleDeg(state, j) + subject.angleOffsetsDeg[side][j] + angleNoiseSdDeg * noise.normal();
      moments[j][sample] = stateMomentNmPerKg(state, j) + momentNoiseSdNmPerKg * noise.normal();
    }
    const force = legForce(state);
    [forces[0][sample], forces[1][sample], forces[2][sample]] = [force.vertical, force.forward, force.lateral];
  }
  const block = (channels: Float64Array[]): SignalBlock =>
    signalBlock(channels, { samplingRateHz, startS: 0, numSamples });
  return { angles: block(angles), moments: block(moments), groundForce: block(forces) };
}

function sampleMarkers(
  motion: BodyMotion,
  plan: CoursePlan,
  subject: SimulatedSubject,
  options: SimulationOptions,
  beltShift: (timeS: number) => Vector,
): SimulatedMarkers {
  const { seed, markerSamplingRateHz: samplingRateHz, markerNoiseSdM = 0.0002 } = options;
  const skeleton = skeletonOf(subject.heightM);
  const numSamples = Math.round(plan.durationS * samplingRateHz);
  const noise = randomStream(seed, 'markers');
  const paths = new Map<SimulatedMarkerName, Float64Array>();
  for (let sample = 0; sample < numSamples; sample += 1) {
    const timeS = sample / samplingRateHz;
    const shift = beltShift(timeS);
    for (const [name, position] of markersAt(motion, skeleton, timeS)) {
      let path = paths.get(name);
      if (path === undefined) paths.set(name, (path = new Float64Array(3 * numSamples)));
      for (let axis = 0; axis < 3; axis += 1) {
        path[axis * numSamples + sample] = position[axis] - shift[axis] + markerNoiseSdM * noise.normal();
      }
    }
  }
  const positionsM = Object.fromEntries(
    [...paths].map(([name, data]) => [name, { data, shape: [3, numSamples], stride: [numSamples, 1], offset: 0 }]),
  );
  return { samplingRateHz, startS: 0, numSamples, positionsM };
}
