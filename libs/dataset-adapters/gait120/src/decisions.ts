import type { Decision, EmgUnit } from '@emgfm/schema';
import type { MotionTable } from './angles';
import {
  EMG_COLUMNS,
  EMG_RATE_HZ,
  KNEE_COLUMN,
  MOTION_RATE_HZ,
  PLAUSIBLE_AMPLITUDE,
  type EmgLayer,
  type Task,
} from './channels';
import type { EmgTable } from './emg-file';

/** A fact decided from the data. */
export interface Decided<T> {
  readonly value: T;
  readonly decision: Decision;
}

/** A knee bends by this much (degree) in every task and never extends beyond straight by as much. */
const LEAST_BENDING_DEG = 25;

/** Which way the knee bends in a step: 1 positive, -1 negative, 0 where it does not bend enough to tell. */
export function kneeBends(table: MotionTable): 1 | -1 | 0 {
  const column = table.column(KNEE_COLUMN) ?? new Float64Array();
  const extreme = column.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far), 0);
  return Math.abs(extreme) < LEAST_BENDING_DEG ? 0 : extreme > 0 ? 1 : -1;
}

/** The factor of the knee of one person: -1 as documented, 1 for files of the stock model; null where no step tells. */
export function decideKneeFactor(steps: readonly MotionTable[]): Decided<1 | -1 | null> {
  const votes = steps.map(kneeBends);
  const count = (vote: number): number => votes.filter((own) => own === vote).length;
  const [positive, negative] = [count(1), count(-1)];
  const value = positive === negative ? null : positive > negative ? 1 : -1;
  return {
    value,
    decision: {
      fact: 'sign of the knee angle',
      decided:
        value === null ? 'not decided: masked' : value === -1 ? 'negated, as documented' : 'kept: flexion positive',
      evidence: `the knee bends by ${LEAST_BENDING_DEG} degrees or more to the negative side in ${negative} steps, to the positive side in ${positive}, less in ${count(0)}`,
    },
  };
}

/** Do the strides of a task start at the strike of the right foot? The knee bends most in swing, which is the second half. */
export function decideStart(task: Task, steps: readonly MotionTable[], kneeFactor: 1 | -1 | null): Decided<boolean> {
  const peaks = steps.map((table) => peakShare(table, kneeFactor)).filter(Number.isFinite);
  const late = peaks.filter((share) => share > 0.5 && share < 0.95).length;
  const value = 2 * late >= peaks.length;
  return {
    value,
    decision: {
      fact: `${task.name} starts at the strike of the right foot`,
      decided: value ? 'yes, as the files behave' : 'in doubt: the strikes have a low confidence',
      evidence: `the knee is most flexed at 50-95 % of the stride in ${late} of ${peaks.length} steps`,
    },
  };
}

/** Where in the step the knee is most flexed, 0-1; NaN where it can't be told. */
function peakShare(table: MotionTable, kneeFactor: 1 | -1 | null): number {
  const column = table.column(KNEE_COLUMN);
  if (column === null || kneeFactor === null || kneeBends(table) === 0) return NaN;
  let peak = -1;
  column.forEach((value, row) => {
    if (Number.isFinite(value) && !(kneeFactor * value <= kneeFactor * (column[peak] ?? NaN))) peak = row;
  });
  return peak / (column.length - 1);
}

/** The rate of the EMG of a trial: what the file states, unless it has another whole number of samples in every frame. */
export function decideEmgRate(statedHz: number, rowCount: number, totalFrames: number): Decided<number> {
  const perFrame = rowCount / totalFrames;
  const whole = Math.round(perFrame);
  const isWhole = whole >= 1 && Math.abs(perFrame - whole) < 0.005 * whole;
  const value = isWhole ? whole * MOTION_RATE_HZ : statedHz > 0 ? statedHz : EMG_RATE_HZ;
  return {
    value,
    decision: {
      fact: 'EMG rate',
      decided: `${value} Hz`,
      evidence: `the file states ${statedHz} Hz and has ${rowCount} samples in ${totalFrames} frames at ${MOTION_RATE_HZ} Hz`,
    },
  };
}

/** The unit of the layer where the amplitudes fit it, else `arbitrary`. */
export function decideEmgUnit(layer: EmgLayer, table: EmgTable): Decided<EmgUnit> {
  const [least, greatest] = PLAUSIBLE_AMPLITUDE[layer.unit === 'fraction' ? 'fraction' : 'V'];
  const sizes = EMG_COLUMNS.flatMap(({ column }) => [...(table.column(column) ?? [])].filter((_, i) => i % 8 === 0));
  const sorted = Float64Array.from(sizes.filter(Number.isFinite), Math.abs).sort();
  const typical = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? NaN;
  const value = typical >= least && typical <= greatest ? layer.unit : 'arbitrary';
  const evidence = `99th percentile of the amplitude of ${layer.table}: ${typical.toPrecision(3)}; ${layer.unit} lets expect ${least} to ${greatest}`;
  return { value, decision: { fact: 'EMG unit', decided: value, evidence } };
}
