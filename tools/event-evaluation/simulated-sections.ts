import {
  combinedDetector,
  evaluateEvents,
  jointAngleDetector,
  segmentRecording,
  shankImuDetector,
  type EventDetector,
} from '@emgfm/gait-segment';
import {
  JOINT_MOTION_COUNT,
  SIDES,
  signalBlock,
  type ContinuousRecording,
  type ForcePlateSignals,
  type ImuSignals,
  type JointSignals,
  type MarkerSignals,
  type NdArray,
  type Side,
} from '@emgfm/schema';
import { simulateTrial, type SimulatedTrial, type SimulationOptions } from '@emgfm/synthetic-gait';
import { bareRecording } from './bare-recording';
import { TOLERANCE_S } from './labelled-trials';
import { AGREEMENT_COLUMNS, agreementCells, fixed, largestErrorMs, type ReportSection } from './tables';

/** Marker and angle rate of the simulated trials (Hz). */
const RATE_HZ = 100;
/** Ends of a simulated trial that are not judged (s). */
const TRIAL_END_S = 0.3;

const LEVEL: Pick<SimulationOptions, 'bouts'> = { bouts: [{ gait: 'walk', durationS: 30 }] };

interface SimulatedCase {
  readonly name: string;
  readonly options: Partial<SimulationOptions> & Pick<SimulationOptions, 'bouts'>;
  readonly damage?: (markers: MarkerSignals) => MarkerSignals;
}

/** Foot markers lift about 0.2 m in swing: noise of 5 % of that. */
const FIVE_PERCENT_NOISE_M = 0.01;

const CASES: readonly SimulatedCase[] = [
  { name: 'level, clean', options: LEVEL },
  { name: 'level on a treadmill', options: { ...LEVEL, surface: 'treadmill' } },
  {
    name: 'level on a treadmill with belts',
    options: { ...LEVEL, surface: 'treadmill', forcePlates: { layout: 'split_belt', samplingRateHz: 1000 } },
  },
  {
    name: 'level, plates under ten steps, drift',
    options: {
      ...LEVEL,
      forcePlates: { layout: 'walkway', count: 10, samplingRateHz: 1000, offsetN: -23, driftNPerS: 0.5 },
    },
  },
  { name: 'slow, 0.4 m/s', options: { bouts: [{ gait: 'walk', durationS: 40, speedMps: 0.4 }] } },
  { name: 'fast, 1.9 m/s', options: { bouts: [{ gait: 'walk', durationS: 30, speedMps: 1.9 }] } },
  { name: 'ramp up, 10 degrees', options: { bouts: [{ gait: 'walk', durationS: 30, inclineDeg: 10 }] } },
  { name: 'ramp down, 10 degrees', options: { bouts: [{ gait: 'walk', durationS: 30, inclineDeg: -10 }] } },
  { name: 'stairs up', options: { bouts: [{ gait: 'stair_up', durationS: 30 }] } },
  { name: 'stairs down', options: { bouts: [{ gait: 'stair_down', durationS: 30 }] } },
  {
    name: 'turn of 180 degrees',
    options: {
      bouts: [
        { gait: 'walk', durationS: 10 },
        { gait: 'walk', durationS: 4, headingChangeDeg: 180 },
        { gait: 'walk', durationS: 10 },
      ],
    },
  },
  {
    name: 'left heel marker missing',
    options: LEVEL,
    damage: (markers) => withMarker(markers, 'left_heel', () => null),
  },
  {
    name: 'right toe hidden for 3 s',
    options: LEVEL,
    damage: (markers) => withMarker(markers, 'right_toe', (value, i) => (i >= 1000 && i < 1300 ? NaN : value)),
  },
  { name: '5 % noise', options: { ...LEVEL, markerNoiseSdM: FIVE_PERCENT_NOISE_M } },
  { name: '5 % of frames dropped', options: LEVEL, damage: (markers) => droppedFrames(markers) },
];

/** One marker changed sample by sample, or taken away where the change gives null. */
function withMarker(
  markers: MarkerSignals,
  name: keyof MarkerSignals['positionsM'],
  change: (value: number, sample: number) => number | null,
): MarkerSignals {
  const path = markers.positionsM[name] as NdArray;
  const { [name]: _taken, ...others } = markers.positionsM;
  if (change(0, 0) === null) return { ...markers, positionsM: others };
  const changed = Float64Array.from(path.data, (value, i) => change(value, i % markers.numSamples)!);
  return { ...markers, positionsM: { ...others, [name]: { ...path, data: changed } } };
}

/** Every 40th pair of frames is lost for all markers. */
function droppedFrames(markers: MarkerSignals): MarkerSignals {
  const lost = (_: number, i: number): boolean => i % 40 === 7 || i % 40 === 8;
  const names = Object.keys(markers.positionsM) as (keyof MarkerSignals['positionsM'])[];
  return names.reduce((all, name) => withMarker(all, name, (value, i) => (lost(value, i) ? NaN : value)), markers);
}

function simulated(options: SimulatedCase['options']): SimulatedTrial {
  return simulateTrial({ seed: 11, markerSamplingRateHz: RATE_HZ, ...options });
}

function markerRecording(trial: SimulatedTrial, name: string, damage?: SimulatedCase['damage']): ContinuousRecording {
  const markers = trial.markers as MarkerSignals;
  const forcePlates = trial.forcePlates.map(({ forceN, ...plate }): ForcePlateSignals => ({
    ...plate,
    samples: forceN,
  }));
  return bareRecording(name, { markers: damage ? damage(markers) : markers, forcePlates, intervals: trial.intervals });
}

function judgedCells(detector: EventDetector, recording: ContinuousRecording, trial: SimulatedTrial): string[][] {
  const { events } = detector.detect(recording);
  const withinS = [TRIAL_END_S, trial.durationS - TRIAL_END_S] as const;
  const { perKind } = evaluateEvents(events, trial.events, { toleranceS: TOLERANCE_S, withinS });
  return (['foot_strike', 'foot_off'] as const).map((kind) => [
    kind === 'foot_strike' ? 'strike' : 'foot-off',
    ...agreementCells(perKind[kind]),
    fixed(largestErrorMs(perKind[kind]), 1),
  ]);
}

/** Markers of simulated trials with known truth. */
export function simulatedSection(): ReportSection {
  return {
    title: 'Simulated trials with known truth',
    text: `\`auto\` with markers at ${RATE_HZ} Hz, and plates or belts only where named. Matching within 150 ms; the first and last 0.3 s are not judged.`,
    columns: ['trial', 'event', ...AGREEMENT_COLUMNS, 'largest (ms)'],
    rows: CASES.flatMap(({ name, options, damage }) => {
      const trial = simulated(options);
      return judgedCells(combinedDetector, markerRecording(trial, name, damage), trial).map((cells) => [
        name,
        ...cells,
      ]);
    }),
  };
}

/** Pitch of the shank from its markers as a gyroscope would see it. */
function shankSensor(trial: SimulatedTrial, side: Side): ImuSignals {
  const { numSamples } = trial.markers;
  const path = (name: string) => (trial.markers.positionsM as Record<string, NdArray>)[`${side}_${name}`].data;
  const [knee, ankle] = [path('knee'), path('ankle')];
  const up = 2 * numSamples;
  const pitch = Float64Array.from({ length: numSamples }, (_, i) =>
    Math.atan2(knee[i] - ankle[i], knee[up + i] - ankle[up + i]),
  );
  const velocity = pitch.map((_, i) => {
    const [before, after] = [Math.max(0, i - 1), Math.min(numSamples - 1, i + 1)];
    return ((pitch[after] - pitch[before]) * RATE_HZ) / (after - before);
  });
  const none = new Float64Array(numSamples);
  const timing = { samplingRateHz: RATE_HZ, startS: 0 };
  return {
    ...signalBlock([none, none, none], timing),
    location: `${side}_shank`,
    angularVelocityRadps: signalBlock([none, velocity, none], timing).samples,
  };
}

function anglesOf(trial: SimulatedTrial, side: Side): JointSignals {
  return { ...trial.legs[side].angles, channelReasons: new Array(JOINT_MOTION_COUNT).fill(0), gapReason: 6 };
}

/** Other signals of the same simulated trials. */
export function simulatedSensorSection(): ReportSection {
  const walks = CASES.filter(({ name, damage }) => !damage && !/treadmill|noise|turn|plates/.test(name));
  return {
    title: 'Simulated trials with known truth, from shank gyroscope and joint angles',
    text: 'The gyroscope is the pitch velocity of the simulated shank, which swings smoothly: it has no impact at the strike, whose sharp minimum a real sensor shows within 25 ms, so the shank method is later here than it would be on a person. The angles are those of hip, knee and ankle.',
    columns: ['trial', 'method', 'event', ...AGREEMENT_COLUMNS, 'largest (ms)'],
    rows: walks.flatMap(({ name, options }) => {
      const trial = simulated(options);
      const leg = (side: Side) => ({ emg: null, angles: anglesOf(trial, side), moments: null });
      const recording = bareRecording(name, {
        imu: SIDES.map((side) => shankSensor(trial, side)),
        legs: { left: leg('left'), right: leg('right') },
      });
      return [shankImuDetector, jointAngleDetector].flatMap((detector) =>
        judgedCells(detector, recording, trial).map((cells) => [name, detector.id, ...cells]),
      );
    }),
  };
}

/** Trials in which nothing may be invented. */
export function failureSection(): ReportSection {
  const still = simulated({ bouts: [{ gait: 'stand', durationS: 20 }] });
  const backward = simulated({ bouts: [{ gait: 'walk_backward', durationS: 20 }] });
  const level = simulated(LEVEL);
  const short = simulated({ bouts: [{ gait: 'walk', durationS: 2 }] });
  const changed =
    (value: number | null, side?: Side) =>
    (markers: MarkerSignals): MarkerSignals =>
      (Object.keys(markers.positionsM) as (keyof MarkerSignals['positionsM'])[])
        .filter((name) => side === undefined || new RegExp(`${side}_(heel|toe|ankle)`).test(name))
        .reduce((all, name) => withMarker(all, name, () => value), markers);
  const trials: [string, SimulatedTrial, ContinuousRecording][] = [
    ['standing still', still, markerRecording(still, 'stand')],
    ['walking backward', backward, markerRecording(backward, 'backward')],
    ['one foot only', level, markerRecording(level, 'one foot', changed(null, 'right'))],
    ['markers of a foot all NaN', level, markerRecording(level, 'hidden foot', changed(NaN, 'right'))],
    ['all markers NaN', level, markerRecording(level, 'hidden', changed(NaN))],
    ['2 s long', short, markerRecording(short, 'short')],
    ['nothing recorded', level, bareRecording('empty', {})],
  ];
  return {
    title: 'Nothing is invented',
    text: '`auto` on simulated trials in which little or nothing is to be found. False: detected events with no true event within 150 ms; backward steps have true strikes of their own, so all that would be found there counts as false. Reasons: of the detection per foot, and of the cutting into strides.',
    columns: ['trial', 'left events', 'right events', 'false', 'strides', 'reasons'],
    rows: trials.map(([name, trial, recording]) => {
      const { events, issues } = combinedDetector.detect(recording);
      const truth = name === 'walking backward' ? [] : trial.events;
      const isFalse = ({ side, kind, timeS }: (typeof events)[number]): boolean =>
        !truth.some(
          (event) => event.side === side && event.kind === kind && Math.abs(event.timeS - timeS) < TOLERANCE_S,
        );
      const { strides, drops } = segmentRecording(recording, events);
      const reasons = [
        ...issues.map(({ side, reason }) => `${side ?? 'both'}: ${reason}`),
        ...drops.map(({ level, reason }) => `${level}: ${reason}`),
      ];
      return [
        name,
        ...SIDES.map((side) => String(events.filter((event) => event.side === side).length)),
        String(events.filter(isFalse).length),
        String(strides.length),
        [...new Set(reasons)].join(', ') || '-',
      ];
    }),
  };
}
