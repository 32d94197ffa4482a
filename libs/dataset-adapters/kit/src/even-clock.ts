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
  const places = placesOf(timesS);
  const startS = timesS[0];
  const numSamples = places[last] + 1;
  const lostRows = numSamples - timesS.length;
  if (lostRows > GREATEST_LOSS * timesS.length) {
    throw new UnevenClockError(`${lostRows} rows are lost beside ${timesS.length} that are there`);
  }
  const samplingRateHz = places[last] / (timesS[last] - startS);
  for (let row = 0; row <= last; row += 1) {
    if (Math.abs((timesS[row] - startS) * samplingRateHz - places[row]) <= 0.5) continue;
    throw new UnevenClockError(`${timesS[row]} s at row ${row + 1} lies beside the even clock`);
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

/** Place of every row on the even clock. @throws UnevenClockError for times that do not grow */
function placesOf(timesS: Float64Array): Float64Array {
  const steps = new Float64Array(timesS.length - 1);
  let [least, greatest] = [Infinity, 0];
  for (let row = 0; row < steps.length; row += 1) {
    const step = timesS[row + 1] - timesS[row];
    if (!(step > 0 && step < Infinity)) {
      throw new UnevenClockError(`time goes from ${timesS[row]} s to ${timesS[row + 1]} s at row ${row + 2}`);
    }
    steps[row] = step;
    if (step < least) least = step;
    if (step > greatest) greatest = step;
  }
  const places = new Float64Array(timesS.length);
  if (greatest < LOST_STEPS * least) {
    for (let row = 0; row < places.length; row += 1) places[row] = row;
    return places;
  }
  const limit = LOST_STEPS * (steps.slice().sort()[steps.length >> 1] as number);
  const ordinary = steps.filter((step) => step < limit);
  const stepS = ordinary.reduce((sum, step) => sum + step, 0) / ordinary.length;
  steps.forEach((step, row) => {
    places[row + 1] = places[row] + (step < limit ? 1 : Math.round(step / stepS));
  });
  return places;
}
