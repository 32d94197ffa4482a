import { withoutZeroRuns } from '@emgfm/adapter-kit';
import type { LegMatrices, StrideMatrix } from './leg-matrices';

/** Duration (s) of every stride, last time less first; NaN where its times are missing or zero. */
export function durationsS({ strides, time }: LegMatrices): number[] {
  return endsOf(strides, time).map(([startS, endS]) => endS - startS);
}

/** Start (s) of every stride on the clock of the trial; NaN where its times are missing, or every stride begins anew. */
export function startsS({ strides, time }: LegMatrices): number[] {
  const starts = endsOf(strides, time).map(([startS]) => startS);
  const known = starts.filter(Number.isFinite);
  const rise = known.every((startS, i) => i === 0 || startS > (known[i - 1] as number));
  const isClock = rise && (known.length > 1 || known[0] !== 0);
  return isClock ? starts : starts.map(() => NaN);
}

function endsOf(strides: number, time: StrideMatrix | null): [startS: number, endS: number][] {
  return Array.from({ length: strides }, (_, stride) => {
    if (time === null || stride >= time.strides) return [NaN, NaN];
    const timesS = withoutZeroRuns(time.column(stride));
    return [timesS[0] ?? NaN, timesS.at(-1) ?? NaN];
  });
}
