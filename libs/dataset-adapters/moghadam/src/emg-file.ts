import { type EvenClock, evenClock, UnevenClockError } from '@emgfm/adapter-kit';
import { type DelimitedTable, isDelimitedError, LayoutError, readDelimited } from '@emgfm/delimited';
import type { Decision, EmgKind } from '@emgfm/schema';
import { columnKey, EMG_COLUMNS, LEGS } from './channels';

/** EMG of both legs of one trial on an even clock. */
export interface EmgFile {
  readonly clock: EvenClock;
  readonly emgKind: EmgKind;
  /** A muscle by its name with `R` or `L` before it; null where the file lacks it. */
  column(name: string): Float64Array | null;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Names of the 16 muscles in the order of files without names. */
const NAMES_IN_ORDER: readonly string[] = LEGS.flatMap(({ emgPrefix }) =>
  EMG_COLUMNS.map(({ column }) => emgPrefix + column),
);
/** Raw EMG swings about zero: this share of its samples at least is negative. */
const LEAST_NEGATIVE_SHARE = 0.01;

/** Is this a damaged file, or one without muscles or a usable clock? */
export function isUnusableEmgFile(error: unknown): error is Error {
  return isDelimitedError(error) || error instanceof UnevenClockError;
}

/**
 * Reads an EMG file: columns by name, in any order; by place only where no column has the name of a muscle and there are as many as documented.
 * @param source what errors call the file
 * @throws DelimitedError, UnevenClockError
 */
export async function readEmgFile(path: string, source: string): Promise<EmgFile> {
  const table = await readDelimited(path, { badCells: 'nan', raggedLines: 'pad', source });
  const { muscles, byName } = findMuscles(table, source);
  const times = table.values[timeColumn(table)] as Float64Array;
  const clock = evenClock(times);
  const emgKind = kindOf([...muscles.values()]);
  const missing = NAMES_IN_ORDER.filter((name) => !muscles.has(columnKey(name)));
  const { samplingRateHz, startS, lostRows } = clock;
  return {
    clock,
    emgKind,
    column: (name) => {
      const values = muscles.get(columnKey(name));
      return values === undefined ? null : clock.spread(values);
    },
    decisions: [
      {
        fact: 'EMG rate',
        decided: `${samplingRateHz} Hz`,
        evidence: `${times.length} rows from ${startS} to ${times.at(-1)} s`,
      },
      {
        fact: 'EMG columns',
        decided: byName ? 'by name' : 'by place, in the documented order',
        evidence: byName
          ? `${muscles.size} of ${NAMES_IN_ORDER.length} muscles are named`
          : `no column has the name of a muscle, and there are ${NAMES_IN_ORDER.length} behind the time`,
      },
      {
        fact: 'EMG kind',
        decided: emgKind,
        evidence: `${emgKind === 'raw' ? 'at least' : 'less than'} ${100 * LEAST_NEGATIVE_SHARE} % of the samples are negative`,
      },
    ],
    notes: [
      ...(missing.length > 0 ? [`EMG file without ${missing.join(', ')}`] : []),
      ...(lostRows > 0 ? [`${lostRows} rows of EMG are lost and count as missing`] : []),
      ...(table.counts.badCells > 0
        ? [`${table.counts.badCells} cells of EMG are no numbers and count as missing`]
        : []),
    ],
  };
}

/** Place of the time among the columns that were read: by name, else the first. */
function timeColumn({ columns }: DelimitedTable): number {
  return Math.max(
    0,
    columns.findIndex(({ name }) => columnKey(name) === 'time'),
  );
}

function findMuscles(table: DelimitedTable, source: string): { muscles: Map<string, Float64Array>; byName: boolean } {
  const wanted = new Set(NAMES_IN_ORDER.map(columnKey));
  const named = table.columns.flatMap(({ name }, i): [string, Float64Array][] =>
    wanted.has(columnKey(name)) ? [[columnKey(name), table.values[i] as Float64Array]] : [],
  );
  if (named.length > 0) return { muscles: new Map(named), byName: true };
  const time = timeColumn(table);
  const others = table.values.filter((_, i) => i !== time) as Float64Array[];
  if (others.length !== NAMES_IN_ORDER.length) {
    const names = table.columns.map(({ name }) => name).join(', ');
    throw new LayoutError(
      `expected muscles by name, or ${NAMES_IN_ORDER.length} columns behind the time, found ${names}`,
      source,
    );
  }
  return {
    muscles: new Map(NAMES_IN_ORDER.map((name, i) => [columnKey(name), others[i] as Float64Array])),
    byName: false,
  };
}

function kindOf(muscles: readonly Float64Array[]): EmgKind {
  let [negative, finite] = [0, 0];
  for (const samples of muscles) {
    for (const value of samples) {
      if (!Number.isFinite(value)) continue;
      finite += 1;
      if (value < 0) negative += 1;
    }
  }
  return negative >= LEAST_NEGATIVE_SHARE * finite ? 'raw' : 'rectified';
}
