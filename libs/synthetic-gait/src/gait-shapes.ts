import type { FourierShape } from './fourier-shape';
import { RUN_SHAPES } from './shapes/run';
import { STAIR_DOWN_SHAPES } from './shapes/stair-down';
import { STAIR_UP_SHAPES } from './shapes/stair-up';
import { WALK_SHAPES } from './shapes/walk';

/**
 * Mean curves of one way of moving, over the cycle of one leg from heel strike (phase 0) to heel strike (phase 1).
 * Ground forces are sine series over stance alone, so that they vanish in swing.
 */
export interface GaitShapes {
  /** Phase of foot off. */
  readonly stanceShare: number;
  /** Nine joint angles (degree) in store order. */
  readonly anglesDeg: readonly FourierShape[];
  /** Nine internal joint moments (N·m/kg) in store order, positive in the direction of the positive angle. */
  readonly momentsNmPerKg: readonly FourierShape[];
  /** Up, forward, and towards the lateral side of the leg (body weights), over stance. */
  readonly forcesBodyWeight: {
    readonly vertical: readonly number[];
    readonly forward: readonly number[];
    readonly lateral: readonly number[];
  };
  /** Thirteen EMG envelopes (share of the burst maximum) in store order. */
  readonly emg: readonly FourierShape[];
}

/** Mean curves of every gait that the simulator knows; inclines and walking backward are derived from `walk`. */
export const GAIT_SHAPES = {
  walk: WALK_SHAPES,
  stair_up: STAIR_UP_SHAPES,
  stair_down: STAIR_DOWN_SHAPES,
  run: RUN_SHAPES,
} as const satisfies Record<string, GaitShapes>;

/** A gait that has mean curves of its own. */
export type GaitMode = keyof typeof GAIT_SHAPES;
