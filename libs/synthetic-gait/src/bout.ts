import type { Activity, TrialInterval } from '@emgfm/schema';
import { SimulationOptionError, assertWithin } from './errors';
import type { GaitMode } from './gait-shapes';

/** How a person moves during a bout. */
export const BOUT_GAITS = ['stand', 'walk', 'walk_backward', 'stair_up', 'stair_down', 'run'] as const;

/** How a person moves during a bout. */
export type BoutGait = (typeof BOUT_GAITS)[number];

/** A stretch of a trial in which one thing is done. Bouts follow each other without a pause; `stand` before or after walking gives gait initiation and termination. */
export interface Bout {
  readonly gait: BoutGait;
  readonly durationS: number;
  /** Speed of progression (m/s), always positive. Default 1.2 walking, 0.8 backward, 0.45 upstairs, 0.5 downstairs, 2.8 running. */
  readonly speedMps?: number;
  /** Speed (m/s) at the end of the bout where it changes evenly over the bout. Default: no change. */
  readonly endSpeedMps?: number;
  /** Slope of the ground (degree), up positive. Default 0. */
  readonly inclineDeg?: number;
  /** Change of direction over the bout (degree), to the left positive. Default 0. */
  readonly headingChangeDeg?: number;
  /** Height of a stair (m). Default 0.17 on stairs. */
  readonly stepHeightM?: number;
  /** Stride time (s). Default: follows from speed and leg length. */
  readonly strideTimeS?: number;
}

/** A bout with every field filled and its place on the clock of the trial. */
export interface ScheduledBout extends Required<Bout> {
  readonly startS: number;
  readonly endS: number;
  readonly mode: GaitMode;
}

const DEFAULT_SPEED_MPS: Readonly<Record<BoutGait, number>> = {
  stand: 0,
  walk: 1.2,
  walk_backward: 0.8,
  stair_up: 0.45,
  stair_down: 0.5,
  run: 2.8,
};

/** Limits of the speed (m/s) of each gait. */
const SPEED_LIMITS_MPS: Readonly<Record<BoutGait, readonly [number, number]>> = {
  stand: [0, 0],
  walk: [0.2, 2.2],
  walk_backward: [0.2, 1.4],
  stair_up: [0.15, 0.9],
  stair_down: [0.15, 0.9],
  run: [1.8, 5],
};

/** Fills the defaults of the bouts and puts them on one clock. @throws SimulationOption naming bout and field */
export function scheduleBouts(bouts: readonly Bout[]): readonly ScheduledBout[] {
  if (bouts.length === 0) throw new SimulationOptionError('bouts', 'at least one bout', 'none');
  let startS = 0;
  return bouts.map((bout, index) => {
    const name = `bouts[${index}]`;
    const { gait, durationS, inclineDeg = 0, headingChangeDeg = 0 } = bout;
    if (!BOUT_GAITS.includes(gait)) throw new SimulationOptionError(`${name}.gait`, BOUT_GAITS.join(', '), gait);
    const speedMps = bout.speedMps ?? DEFAULT_SPEED_MPS[gait];
    const endSpeedMps = bout.endSpeedMps ?? speedMps;
    const onStairs = gait === 'stair_up' || gait === 'stair_down';
    const stepHeightM = bout.stepHeightM ?? (onStairs ? 0.17 : 0);
    assertWithin(`${name}.durationS`, durationS, 0.1, 7200);
    assertWithin(`${name}.speedMps`, speedMps, ...SPEED_LIMITS_MPS[gait]);
    assertWithin(`${name}.endSpeedMps`, endSpeedMps, ...SPEED_LIMITS_MPS[gait]);
    assertWithin(`${name}.inclineDeg`, inclineDeg, gait === 'walk' ? -20 : 0, gait === 'walk' ? 20 : 0);
    assertWithin(`${name}.headingChangeDeg`, headingChangeDeg, gait === 'walk' ? -720 : 0, gait === 'walk' ? 720 : 0);
    assertWithin(`${name}.stepHeightM`, stepHeightM, onStairs ? 0.05 : 0, onStairs ? 0.3 : 0);
    if (bout.strideTimeS !== undefined) assertWithin(`${name}.strideTimeS`, bout.strideTimeS, 0.4, 4);
    const scheduled: ScheduledBout = {
      gait,
      durationS,
      speedMps,
      endSpeedMps,
      inclineDeg,
      headingChangeDeg,
      stepHeightM,
      strideTimeS: bout.strideTimeS ?? NaN,
      startS,
      endS: startS + durationS,
      mode: gait === 'stand' || gait === 'walk_backward' ? 'walk' : gait,
    };
    startS = scheduled.endS;
    return scheduled;
  });
}

/** Speed (m/s) asked for at a time within (or beyond the ends of) a bout. */
export function boutSpeedMps(bout: ScheduledBout, timeS: number): number {
  const share = Math.max(0, Math.min(1, (timeS - bout.startS) / bout.durationS));
  return bout.speedMps + share * (bout.endSpeedMps - bout.speedMps);
}

/** Way (m) that is asked for from the start of the trial to a time, counted against the direction of backward walking. */
export function distanceAskedM(bouts: readonly ScheduledBout[], timeS: number): number {
  const first = bouts[0];
  let distanceM = timeS < 0 ? timeS * signedSpeedMps(first, 0) : 0;
  for (const bout of bouts) {
    const until = Math.min(timeS, bout.endS);
    if (until <= bout.startS) break;
    distanceM += (until - bout.startS) * 0.5 * (signedSpeedMps(bout, bout.startS) + signedSpeedMps(bout, until));
  }
  const last = bouts[bouts.length - 1];
  return distanceM + Math.max(0, timeS - last.endS) * signedSpeedMps(last, last.endS);
}

/** Activity of the vocabulary for a bout. */
export function boutActivity(bout: ScheduledBout): Activity {
  switch (bout.gait) {
    case 'walk':
      if (bout.headingChangeDeg !== 0) return 'turn';
      if (bout.inclineDeg !== 0) return bout.inclineDeg > 0 ? 'ramp_up' : 'ramp_down';
      return 'walk';
    case 'stair_up':
    case 'stair_down':
    case 'run':
      return bout.gait;
    case 'stand':
    case 'walk_backward':
      return 'other';
  }
}

/** The bout as an interval of the trial. */
export function boutInterval(bout: ScheduledBout): TrialInterval {
  return {
    startS: bout.startS,
    endS: bout.endS,
    activity: boutActivity(bout),
    condition: bout.gait === 'stand' ? 'standing' : bout.gait === 'walk_backward' ? 'backward' : '',
    speedMps: (bout.speedMps + bout.endSpeedMps) / 2,
    inclineDeg: bout.inclineDeg,
    stepHeightM: bout.stepHeightM,
  };
}

function signedSpeedMps(bout: ScheduledBout, timeS: number): number {
  return (bout.gait === 'walk_backward' ? -1 : 1) * boutSpeedMps(bout, timeS);
}
