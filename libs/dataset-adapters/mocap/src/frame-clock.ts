import { type EvenClock, evenClock, UnevenClockError } from '@emgfm/adapter-kit';
import { LayoutError, numericColumn, readDelimited } from '@emgfm/delimited';
import { timeColumn } from './columns';
import { layoutOf } from './trial-table';

/** Frames per second (Hz) of cameras that film people. */
const LEAST_FRAME_RATE_HZ = 5;
const GREATEST_FRAME_RATE_HZ = 1000;

/** The clock of a video camera. */
export interface FrameClock {
  readonly clock: EvenClock;
  /** Time of each frame (s) as it is stamped, on the places of the clock; NaN where the camera lost the frame. */
  readonly frameTimesS: Float64Array;
  /** Frames that carry the stamp of the one before. */
  readonly repeated: number;
}

/**
 * The times of the video frames of a trial.
 * @param source what errors call the file
 * @throws DelimitedError, UnevenClockError where the times go back (the frames of several trials) or are uneven, or no
 *   camera takes frames at such a rate
 */
export async function readFrameClock(path: string, source: string, signal?: AbortSignal): Promise<FrameClock> {
  const column = timeColumn((await layoutOf(path)).columns, 'stamp');
  if (column === undefined) throw new LayoutError('expected a column TimeStamp, found none', source);
  const table = await readDelimited(path, {
    source,
    select: [column.index],
    badCells: 'nan',
    raggedLines: 'skip',
    signal,
  });
  const stampsS = numericColumn(table, column.index)
    .map((stamp) => stamp * column.secondsPerUnit)
    .filter(Number.isFinite);
  const times = stampsS.filter((timeS, frame) => frame === 0 || timeS !== stampsS[frame - 1]);
  const clock = evenClock(times);
  if (clock.samplingRateHz < LEAST_FRAME_RATE_HZ || clock.samplingRateHz > GREATEST_FRAME_RATE_HZ) {
    const hint = 'are the stamps in another unit? Then call the column TimeStamp (s) or TimeStamp (ms)';
    throw new UnevenClockError(
      `expected ${LEAST_FRAME_RATE_HZ} to ${GREATEST_FRAME_RATE_HZ} frames per second, found ${clock.samplingRateHz}: ${hint}`,
    );
  }
  return { clock, frameTimesS: clock.spread(times), repeated: stampsS.length - times.length };
}

/**
 * The sample nearest to each frame, within half a frame interval.
 * @param samples rate (Hz), start (s) and number of the samples
 * @returns index of a sample per frame; -1 where a frame has none
 */
export function nearestSamples(
  { clock, frameTimesS }: FrameClock,
  samples: { readonly samplingRateHz: number; readonly startS: number; readonly numSamples: number },
): Int32Array {
  const halfFrameS = 0.5 / clock.samplingRateHz;
  return Int32Array.from(frameTimesS, (timeS) => {
    const wanted = Math.round((timeS - samples.startS) * samples.samplingRateHz);
    const nearest = Math.max(0, Math.min(samples.numSamples - 1, wanted));
    const awayS = Math.abs(samples.startS + nearest / samples.samplingRateHz - timeS);
    return awayS <= halfFrameS ? nearest : -1;
  });
}
