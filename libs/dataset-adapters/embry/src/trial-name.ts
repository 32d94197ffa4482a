import type { Activity } from '@emgfm/schema';
import { SLOPES_DEG, SPEEDS_MPS, UNUSABLE_TRIALS } from './channels';

/** What the name of a trial says. */
export interface TrialName {
  readonly activity: Activity;
  readonly speedMps: number;
  /** Uphill positive. */
  readonly inclineDeg: number;
}

/** The 27 trials of the source. */
export const TRIAL_NAMES: readonly string[] = Object.keys(SPEEDS_MPS).flatMap((speed) =>
  Object.keys(SLOPES_DEG).flatMap((slope) =>
    slope === '0' ? [`${speed}i0`] : [`${speed}i${slope}`, `${speed}d${slope}`],
  ),
);

const NAME = /^(s[\dx]+)([id])([\dx]+)$/i;

/**
 * Speed and slope from the name of a trial; null for a name that is no trial of the source.
 * @example parseTrialName('s0x8d2x5'); // { activity: 'ramp_down', speedMps: 0.8, inclineDeg: -2.5 }
 */
export function parseTrialName(name: string): TrialName | null {
  const [, speed = '', direction = '', slope = ''] = NAME.exec(name.toLowerCase()) ?? [];
  const [speedMps, slopeDeg] = [SPEEDS_MPS[speed], SLOPES_DEG[slope]];
  if (speedMps === undefined || slopeDeg === undefined) return null;
  if (slopeDeg === 0) return direction === 'i' ? { activity: 'walk', speedMps, inclineDeg: 0 } : null;
  const isUphill = direction === 'i';
  return {
    activity: isUphill ? 'ramp_up' : 'ramp_down',
    speedMps,
    inclineDeg: isUphill ? slopeDeg : -slopeDeg,
  };
}

/** Why a trial of a person is not used; null where it is. */
export function trialProblem(sourceId: string, trial: string): string | null {
  if (parseTrialName(trial) === null) return `'${trial}' is no speed and slope of this source, as s0x8i2x5 is`;
  return UNUSABLE_TRIALS.some((known) => known.sourceId === sourceId && known.trial === trial.toLowerCase())
    ? 'an earlier reader of this dataset found this trial unusable'
    : null;
}
