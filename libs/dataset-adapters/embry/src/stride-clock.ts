import type { SourceLeg } from './source-leg';
import { FRAME_RATE_HZ } from './channels';

/** When the strides of a leg began on the clock of the trial, and how long they took (s); NaN where the source does not say. */
export interface StrideTimes {
  readonly startS: Float64Array;
  readonly durationS: Float64Array;
}

/** Strides of one leg begin at least this long (s) after each other; times that all begin closer count from each strike. */
const LEAST_STEP_S = 0.1;

/**
 * Start and duration of every stride. Where the times of each stride count from its own strike, the frames of the strikes tell when it
 * began.
 * @param firstFrame number of the first frame of a trial
 */
export function strideTimes({ strideCount, times, frames }: SourceLeg, firstFrame: 0 | 1): StrideTimes {
  const [startS, durationS] = [new Float64Array(strideCount).fill(NaN), new Float64Array(strideCount).fill(NaN)];
  for (let stride = 0; stride < strideCount; stride += 1) {
    const column = times?.[stride];
    if (!column) continue;
    const [first, last] = [column[0] as number, column[column.length - 1] as number];
    startS[stride] = first;
    durationS[stride] = last > first ? last - first : NaN;
  }
  if (countsFromStrikes(startS)) {
    for (let stride = 0; stride < strideCount; stride += 1) {
      startS[stride] = ((frames[stride] ?? NaN) - firstFrame) / FRAME_RATE_HZ;
    }
  }
  return { startS, durationS };
}

function countsFromStrikes(startS: Float64Array): boolean {
  const known = startS.filter(Number.isFinite);
  return known.length > 1 && Math.max(...known) - Math.min(...known) < LEAST_STEP_S;
}

/**
 * Do frames count from 1, as in MATLAB, or from 0? The first sample of an angle in a stride is its value at the frame of the strike.
 * @param angle of the trial (degree), one sample per frame
 * @returns 1 where nothing speaks for 0
 */
export function firstFrameOf({ angles, frames, fits }: SourceLeg, name: string, angle: Float64Array): 0 | 1 {
  const strides = angles.get(name);
  if (strides === undefined || !fits(strides)) return 1;
  const distance = (first: number): number =>
    strides.reduce((sum, column, stride) => {
      const difference = (column?.[0] ?? NaN) - (angle[(frames[stride] ?? NaN) - first] ?? NaN);
      return Number.isFinite(difference) ? sum + Math.abs(difference) : sum;
    }, 0);
  return distance(0) < distance(1) ? 0 : 1;
}
