import type { Activity } from '@emgfm/schema';
import type { Bout } from '../bout';

/** Kinds of walking, each a folder of a session. */
export const CAMARGO_MODES = ['levelground', 'ramp', 'stair', 'treadmill'] as const;

/** A kind of walking. */
export type CamargoMode = (typeof CAMARGO_MODES)[number];

/** A bout under the label that `conditions` gives it; '' on the treadmill, which has no labels. */
export interface LabelledBout extends Bout {
  readonly label: string;
}

/** One trial: its name, what is done, and what `conditions` says beside the labels. */
export interface CamargoPlan {
  readonly mode: CamargoMode;
  readonly trial: string;
  readonly bouts: readonly LabelledBout[];
  readonly conditions: Readonly<Record<string, string | number>>;
}

const TRANSITION_S = 1.4;
/** Stairs are measured in inches. */
export const METRES_PER_INCH = 0.0254;

const stand = (label: string): LabelledBout => ({ gait: 'stand', durationS: 1.2, label });

/** A treadmill trial: two speeds, and the belt changing from one to the other. */
function treadmill(number: number, speedsMps: readonly [number, number], steadyS: number): CamargoPlan {
  const [first, second] = speedsMps;
  return {
    mode: 'treadmill',
    trial: `treadmill_0${number}_01`,
    bouts: [
      { gait: 'walk', speedMps: first, durationS: steadyS, label: '' },
      { gait: 'walk', speedMps: first, endSpeedMps: second, durationS: 1.5, label: '' },
      { gait: 'walk', speedMps: second, durationS: steadyS, label: '' },
    ],
    conditions: {},
  };
}

/** A lap over level ground: from standing, straight, a turn, straight, to standing. */
function levelground(
  turn: 'cw' | 'ccw',
  speed: 'slow' | 'normal' | 'fast',
  take: number,
  steadyS: number,
): CamargoPlan {
  const speedMps = { slow: 0.9, normal: 1.2, fast: 1.45 }[speed];
  const walk = (label: string, durationS: number, headingChangeDeg = 0): LabelledBout => ({
    gait: 'walk',
    speedMps,
    durationS,
    headingChangeDeg,
    label,
  });
  return {
    mode: 'levelground',
    trial: `levelground_${turn}_${speed}_01_0${take}`,
    bouts: [
      stand('idle'),
      walk('stand-walk', TRANSITION_S),
      walk('walk', steadyS),
      walk('turn1', 3, turn === 'cw' ? -90 : 90),
      walk('walk', steadyS),
      walk('walk-stand', TRANSITION_S),
      stand('stand'),
    ],
    conditions: { speed, turn, leadingLegStart: 'r', leadingLegStop: 'l' },
  };
}

/** Up and down again, with level ground before and after. */
function upAndDown(
  mode: 'ramp' | 'stair',
  setting: number,
  leg: 'l' | 'r',
  steadyS: number,
  size: number,
): CamargoPlan {
  const level = (label: string): LabelledBout => ({ gait: 'walk', speedMps: 1, durationS: TRANSITION_S, label });
  const steady = (direction: 'ascent' | 'descent'): LabelledBout => {
    const label = `${mode}${direction}`;
    const up = direction === 'ascent';
    if (mode === 'ramp') return { gait: 'walk', speedMps: 1, durationS: steadyS, inclineDeg: up ? size : -size, label };
    return {
      gait: up ? 'stair_up' : 'stair_down',
      durationS: steadyS,
      stepHeightM: size * METRES_PER_INCH,
      label,
    };
  };
  return {
    mode,
    trial: `${mode}_${setting}_${leg}_01_01`,
    bouts: (['ascent', 'descent'] as const).flatMap((direction) => [
      stand('idle'),
      level(`walk-${mode}${direction}`),
      steady(direction),
      level(`${mode}${direction}-walk`),
    ]),
    conditions: {
      [mode === 'ramp' ? 'rampIncline' : 'stairHeight']: size,
      transLegAscent: leg,
      transLegDescent: leg,
    },
  };
}

/** The trials of one person; `steadyS` is how long (s) each steady piece lasts. */
export function camargoPlans(steadyS: number): readonly CamargoPlan[] {
  return [
    treadmill(1, [1.2, 1.0], steadyS),
    treadmill(2, [0.85, 1.4], steadyS),
    levelground('cw', 'normal', 1, steadyS),
    levelground('ccw', 'fast', 2, steadyS),
    upAndDown('ramp', 3, 'l', steadyS, 9.2),
    upAndDown('stair', 2, 'r', steadyS, 5),
  ];
}

/** What a stride under one label is, how steep its ground (share of the trial's incline, up positive), and whether it has stairs. */
export const CAMARGO_LABEL_TRUTH: Readonly<Record<string, { activity: Activity; slope: number; onStairs?: true }>> = {
  walk: { activity: 'walk', slope: 0 },
  turn1: { activity: 'turn', slope: 0 },
  'stand-walk': { activity: 'transition', slope: 0 },
  'walk-stand': { activity: 'transition', slope: 0 },
  rampascent: { activity: 'ramp_up', slope: 1 },
  rampdescent: { activity: 'ramp_down', slope: -1 },
  'walk-rampascent': { activity: 'transition', slope: 1 },
  'rampascent-walk': { activity: 'transition', slope: 1 },
  'walk-rampdescent': { activity: 'transition', slope: -1 },
  'rampdescent-walk': { activity: 'transition', slope: -1 },
  stairascent: { activity: 'stair_up', slope: 0, onStairs: true },
  stairdescent: { activity: 'stair_down', slope: 0, onStairs: true },
  'walk-stairascent': { activity: 'transition', slope: 0, onStairs: true },
  'stairascent-walk': { activity: 'transition', slope: 0, onStairs: true },
  'walk-stairdescent': { activity: 'transition', slope: 0, onStairs: true },
  'stairdescent-walk': { activity: 'transition', slope: 0, onStairs: true },
};
