import type { Decision } from '@emgfm/schema';
import { GONIOMETERS, SAMPLING_RATE_HZ, SIDE_PREFIX, type Goniometer } from './channels';
import type { CircuitTable } from './circuit-table';
import type { HuStride } from './events';

/** Amplitudes (99th percentile of the absolute value) that surface EMG in millivolt can have. */
const PLAUSIBLE_EMG_MV = [0.005, 10] as const;

/** Is the EMG in millivolt at the electrodes, as the paper lets expect? */
export function decideEmgUnit(columns: readonly Float64Array[]): { unit: 'mV' | 'arbitrary'; decision: Decision } {
  const amplitudes = columns.flatMap((column) => [
    ...column.filter((value, i) => i % 16 === 0 && Number.isFinite(value)),
  ]);
  const sorted = Float64Array.from(amplitudes, Math.abs).sort();
  const typical = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? NaN;
  const [least, greatest] = PLAUSIBLE_EMG_MV;
  const unit = typical >= least && typical <= greatest ? 'mV' : 'arbitrary';
  const evidence = `the paper says volt behind a gain of 1000; the 99th percentile of the amplitude is ${typical.toPrecision(3)}, millivolt lets expect ${least} to ${greatest}`;
  return { unit, decision: { fact: 'EMG unit', decided: unit, evidence } };
}

/** Does each goniometer bend as a joint does in level walking, once its sign is turned? One decision per joint. */
export function checkSigns(
  table: CircuitTable,
  strides: readonly HuStride[],
): { decisions: Decision[]; notes: string[] } {
  const level = strides.filter(({ start, end }) => [start, end].every((e) => e.mode === 1 && e.previousMode === 1));
  const decisions: Decision[] = [];
  const notes: string[] = [];
  for (const goniometer of GONIOMETERS) {
    const differences = level.map((stride) => bending(table, stride, goniometer)).filter(Number.isFinite);
    const fits = differences.filter((difference) => difference > 0).length;
    const evidence = `${fits} of ${differences.length} level strides bend in the expected direction`;
    const fact = `sign of the ${goniometer.joint} angle`;
    decisions.push({ fact, decided: 'negated, as documented', evidence });
    if (differences.length > 0 && fits < differences.length / 2) notes.push(`${fact} is in doubt: only ${evidence}`);
  }
  return { decisions, notes };
}

/** Degrees by which a joint is more flexed in the first window of a stride than in the second. */
function bending(table: CircuitTable, { side, start, end }: HuStride, goniometer: Goniometer): number {
  const column = table.column(SIDE_PREFIX[side] + goniometer.column);
  if (column === null) return NaN;
  const durationS = end.timeS - start.timeS;
  const mean = (window: readonly [number, number]): number => {
    const [from, to] = window.map((share) => Math.round((start.timeS + share * durationS) * SAMPLING_RATE_HZ));
    const values = column.subarray(from, to);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return goniometer.factor * (mean(goniometer.moreFlexed) - mean(goniometer.lessFlexed));
}
