import type { LegColumns } from './leg-columns';

/** When each stride of a leg began and how long it took (s); NaN where the source does not say. */
export interface StrideTimes {
  /** On the clock of the trial; NaN where every stride begins anew. */
  readonly startS: readonly number[];
  /** Last time less first. */
  readonly durationS: readonly number[];
}

/** Start and duration of every stride of a leg. */
export function strideTimes({ strideCount, times }: Pick<LegColumns, 'strideCount' | 'times'>): StrideTimes {
  const ends = Array.from({ length: strideCount }, (_, stride) => {
    const column = times?.[stride];
    return column ? ([column[0] as number, column.at(-1) as number] as const) : ([NaN, NaN] as const);
  });
  const startS = ends.map(([first]) => first);
  const known = startS.filter(Number.isFinite);
  const rise = known.every((first, i) => i === 0 || first > (known[i - 1] as number));
  const isClock = rise && (known.length > 1 || known[0] !== 0);
  return { startS: isClock ? startS : startS.map(() => NaN), durationS: ends.map(([first, last]) => last - first) };
}
