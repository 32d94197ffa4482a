import { UnevenClockError } from './errors';

/** Rows of a table on an even clock: rows that were lost leave a gap. */
export interface EvenClock {
  readonly samplingRateHz: number;
  readonly startS: number;
  /** Rows of the table, and rows that were lost between them. */
  readonly numSamples: number;
  readonly lostRows: number;
  /** A column of the table on the clock; NaN where rows were lost. The column itself where none was. */
  readonly spread: (column: Float64Array) => Float64Array;
}

/** A step this many times as long as the median step means that rows were lost. */
const LOST_STEPS = 1.5;
/** Rows that may be lost, as a multiple of those that are there: beyond it the times are not those of one trial. */
const GREATEST_LOSS = 3;

/**
 * The even clock behind written time stamps. The rate is the number of steps by the time they take, without those at which rows were
 * lost: single steps are rounded to the digits of the file.
 * @param timesS time of every row (s)
 * @throws UnevenClockError for fewer than two rows, times that do not grow, or rows that lie half a sample beside the clock
 * @example
 * evenClock(Float64Array.of(0, 0.01, 0.02, 0.05)).numSamples; // 6: two rows were lost
 */
export function evenClock(timesS: Float64Array): EvenClock {
  const last = timesS.length - 1;
  if (last < 1) throw new UnevenClockError(`expected at least two rows, found ${timesS.length}`);
  const steps = timesS.slice(1).map((timeS, row) => timeS - timesS[row]);
  const bad = steps.findIndex((step) => !(step > 0 && step < Infinity));
  if (bad >= 0) {
    throw new UnevenClockError(`time goes from ${timesS[bad]} s to ${timesS[bad + 1]} s at row ${bad + 2}`);
  }
  const [least, greatest] = [steps.reduce((a, b) => Math.min(a, b)), steps.reduce((a, b) => Math.max(a, b))];
  // steps that are all alike need no median to be told from lost rows, and sorting is most of the work
  const limit = greatest < LOST_STEPS * least ? Infinity : LOST_STEPS * (steps.slice().sort()[last >> 1] as number);
  const ordinary = steps.filter((step) => step < limit);
  const stepS = ordinary.reduce((sum, step) => sum + step, 0) / ordinary.length;
  const places = new Float64Array(timesS.length);
  steps.forEach((step, row) => {
    places[row + 1] = places[row] + (step < limit ? 1 : Math.round(step / stepS));
  });
  const startS = timesS[0];
  const numSamples = places[last] + 1;
  const lostRows = numSamples - timesS.length;
  if (lostRows > GREATEST_LOSS * timesS.length) {
    throw new UnevenClockError(`${lostRows} rows are lost beside ${timesS.length} that are there`);
  }
  const samplingRateHz = places[last] / (timesS[last] - startS);
  const beside = timesS.findIndex((timeS, row) => Math.abs((timeS - startS) * samplingRateHz - places[row]) > 0.5);
  if (beside >= 0) {
    throw new UnevenClockError(`${timesS[beside]} s at row ${beside + 1} lies beside the even clock`);
  }
  return {
    samplingRateHz: Number(samplingRateHz.toPrecision(9)),
    startS,
    numSamples,
    lostRows,
    spread: (column) => {
      if (lostRows === 0) return column;
      const samples = new Float64Array(numSamples).fill(NaN);
      column.forEach((value, row) => (samples[places[row]] = value));
      return samples;
    },
  };
}
