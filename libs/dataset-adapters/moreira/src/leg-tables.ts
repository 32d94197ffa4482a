import type { Leg, Signal } from './channels';
import type { TrialTable } from './columns';

/** One leg of one person at one speed, whichever release it comes from. */
export interface LegTables {
  /** Names of the trials, in the order of the source. */
  readonly trials: readonly string[];
  /** The table of a signal of a trial; null, with a drop where something is wrong, where there is none. */
  readonly table: (signal: Signal, trial: string) => Promise<TrialTable | null>;
  /** Time (s) of a stride of a trial; NaN where unknown. */
  readonly strideTimeS: (stride: 1 | 2, trial: string) => Promise<number>;
  /** Does a signal exist for any trial? */
  readonly has: (signal: Signal) => boolean;
  /** Files, relative to the root, that hold the signals of a trial. */
  readonly files: (signals: readonly Signal[], trial: string) => readonly string[];
}

/** A release of the dataset for one person. */
export interface PersonTables {
  /** Speeds by name, in order. */
  readonly speeds: readonly string[];
  readonly leg: (speed: string, leg: Leg) => Promise<LegTables | null>;
  readonly close: () => Promise<void>;
}
