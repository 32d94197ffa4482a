import type { TrialInterval } from '@emgfm/schema';
import { MODES, SAMPLING_RATE_HZ } from './channels';
import type { HuEvent } from './events';

const HALF_ROW_S = 0.5 / SAMPLING_RATE_HZ;

/**
 * What is done when, from the codes of the strikes of both legs: the column `Mode` lags them. A strike that changes the mode belongs
 * to the transition on both of its sides; one that finds the mode changed belongs to it on the side before.
 */
export function modeIntervals(events: readonly HuEvent[], endS: number): TrialInterval[] {
  const strikes = events.filter(({ kind, mode }) => kind === 'foot_strike' && !Number.isNaN(mode));
  const stretches = strikes.map(({ timeS, mode }, i): TrialInterval => ({
    startS: timeS,
    endS: strikes[i + 1]?.timeS ?? endS,
    ...(MODES[mode] ?? { activity: 'other' as const }),
  }));
  const changes = strikes.flatMap(({ timeS, previousMode, mode }, i): TrialInterval[] => {
    const changes = previousMode !== mode;
    const changed = i > 0 && strikes[i - 1]?.mode !== mode;
    if (!changes && !changed) return [];
    return [
      {
        startS: timeS - HALF_ROW_S,
        endS: changes ? timeS + HALF_ROW_S : timeS,
        activity: 'transition',
        inclineDeg: NaN,
        stepHeightM: NaN,
      },
    ];
  });
  return [...stretches, ...changes];
}
