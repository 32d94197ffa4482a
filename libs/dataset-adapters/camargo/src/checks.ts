import type { Decision, TrialInterval } from '@emgfm/schema';
import { EMG_COLUMNS, type Mode, SUBTALAR } from './channels';
import type { StridePiece } from './conditions';
import type { SensorTable } from './sensor-table';

/** Amplitudes (99th percentile of the absolute value) that surface EMG in millivolt can have. */
const PLAUSIBLE_EMG_MV = [0.005, 10] as const;

/** Is the EMG in millivolt, as is assumed? */
export function decideEmgUnit(table: SensorTable): { unit: 'mV' | 'arbitrary'; decision: Decision } {
  const amplitudes = EMG_COLUMNS.flatMap(({ column }) => sizesOf(table.column(column) ?? new Float64Array()));
  const sorted = Float64Array.from(amplitudes).sort();
  const typical = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? NaN;
  const [least, greatest] = PLAUSIBLE_EMG_MV;
  const unit = typical >= least && typical <= greatest ? 'mV' : 'arbitrary';
  const evidence = `the 99th percentile of the amplitude is ${typical.toPrecision(3)}; millivolt lets expect ${least} to ${greatest}`;
  return { unit, decision: { fact: 'EMG unit', decided: unit, evidence } };
}

/** The subtalar joint counts as ankle adduction, is fixed in the model of this trial, or moves against expectation. */
export type SubtalarUse = 'as documented' | 'fixed' | 'undecided';

/** Share of a stride: everted in the first window, inverted in the second, in level walking. */
const EVERTED = [0.15, 0.4] as const;
const INVERTED = [0.58, 0.68] as const;

/**
 * Does the model let the subtalar joint move, and is inversion positive? In level walking the foot is more inverted just after
 * foot-off than in mid-stance (Levangie & Norkin, Joint structure and function, chapter 14).
 * @param level strides of level walking of the right foot
 */
export function decideSubtalar(
  table: SensorTable,
  level: readonly StridePiece[],
): { use: SubtalarUse; decision: Decision } {
  const fact = 'subtalar angle';
  const samples = table.column(`${SUBTALAR.column}_r`);
  const rangeDeg = samples === null ? 0 : rangeOf(samples);
  const moves = `subtalar_angle_r moves by ${rangeDeg.toFixed(1)} degrees`;
  if (samples === null || !(rangeDeg > SUBTALAR.leastRangeDeg)) {
    const evidence = `${moves}, more than ${SUBTALAR.leastRangeDeg} is expected of a joint that is free`;
    return { use: 'fixed', decision: { fact, decided: 'not used', evidence } };
  }
  const changes = level
    .map(({ startS, endS }) => {
      const mean = (window: readonly [number, number]): number => {
        const [from, to] = window.map((share) =>
          Math.round((startS + share * (endS - startS) - table.startS) * table.samplingRateHz),
        );
        const values = samples.subarray(Math.max(0, from), Math.max(0, to));
        return values.reduce((sum, value) => sum + value, 0) / values.length;
      };
      return mean(INVERTED) - mean(EVERTED);
    })
    .filter(Number.isFinite);
  const fits = changes.filter((change) => change > 0).length;
  const evidence = `${moves}; it grows from mid-stance to foot-off in ${fits} of ${changes.length} level strides`;
  return fits < changes.length / 2
    ? { use: 'undecided', decision: { fact, decided: 'not used, its sign is in doubt', evidence } }
    : { use: 'as documented', decision: { fact, decided: 'ankle adduction, inversion positive', evidence } };
}

/** The strides of the right foot that lie in level walking alone. */
export function levelStrides(
  mode: Mode,
  pieces: readonly StridePiece[],
  intervals: readonly TrialInterval[],
): readonly StridePiece[] {
  const right = pieces.filter(({ side }) => side === 'right');
  if (mode === 'treadmill') return right;
  const level = intervals.filter(({ activity }) => activity === 'walk');
  return right.filter((piece) => level.some(({ startS, endS }) => startS <= piece.startS && endS >= piece.endS));
}

function rangeOf(samples: Float64Array): number {
  const finite = samples.filter(Number.isFinite);
  return finite.length === 0 ? 0 : finite.reduce((a, b) => Math.max(a, b)) - finite.reduce((a, b) => Math.min(a, b));
}

/** Every so many samples are enough to tell how large they are. */
const AMPLITUDE_STEP = 61;

function sizesOf(samples: Float64Array): number[] {
  const sizes: number[] = [];
  for (let i = 0; i < samples.length; i += AMPLITUDE_STEP) {
    if (Number.isFinite(samples[i])) sizes.push(Math.abs(samples[i]));
  }
  return sizes;
}
