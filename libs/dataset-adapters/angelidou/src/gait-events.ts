import type { MatValue } from '@emgfm/matfile';
import { SIDES, type Side } from '@emgfm/schema';
import { namedValues, numbersOf } from './participant-file';

/** The strikes of one foot in the unit of the source: one after the other, or the first and the last of each cycle. */
export type Strikes =
  | { readonly form: 'series'; readonly times: Float64Array }
  | { readonly form: 'pairs'; readonly starts: Float64Array; readonly ends: Float64Array };

/** What `gaitEvents` says of a condition. */
export interface SourceEvents {
  readonly strikes: Readonly<Record<Side, Strikes | null>>;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
}

const SIDE = '(right|left|r|l)';
const STRIKE = '(?:(?:heel|foot)(?:strike|contact|on)s?|initialcontacts?|hs|ic|fs|strikes?)';
const TIME = '(?:times?|sec|seconds|s|ms|frames?|samples?|idx|index|indices)?';
/** `RHS`, `LHeelStrike`, `right.heelStrike`, `heelStrikes.left`, `RHS_frames`: letters only, in lower case. */
const STRIKE_NAME = new RegExp(`^(?:${SIDE}${STRIKE}|${STRIKE}${SIDE})${TIME}$`);

/** The foot whose strikes a field holds, by its name or the names that lead to it; null for anything else. */
export function strikeSideOf(name: string): Side | null {
  for (const part of [name, name.split('.').at(-1) as string]) {
    const match = STRIKE_NAME.exec(part.toLowerCase().replace(/[^a-z]/g, ''));
    const side = match?.[1] ?? match?.[2];
    if (side !== undefined) return side.startsWith('r') ? 'right' : 'left';
  }
  return null;
}

/**
 * The strikes that `gaitEvents` holds: fields named for a foot and a strike, at any depth, as vectors, as one cell or one struct
 * element per cycle, or as two columns with the start and the end of each cycle. Numbers that do not rise count from the start of
 * their cycle, which tells no time between cycles; they are not used.
 */
export function sourceEvents(value: MatValue | null): SourceEvents {
  const strikes: Record<Side, Strikes | null> = { left: null, right: null };
  const problems: string[] = [];
  for (const [name, content] of value === null ? [] : leaves(value, '')) {
    const side = strikeSideOf(name);
    if (side === null) continue;
    const found = strikesOf(content);
    if (found === null) problems.push(`${name} is no list of rising times`);
    else if (strikes[side] !== null) problems.push(`${name} is a second list of ${side} strikes`);
    else strikes[side] = found;
  }
  const named = SIDES.some((side) => strikes[side] !== null) || problems.length > 0;
  if (value !== null && !named) problems.push('no field is named for a foot and its strike');
  return { strikes, problems };
}

/** Numbers by name, the names of nested fields joined; rows x columns. */
interface NumberTable {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

function leaves(value: MatValue, name: string): (readonly [string, NumberTable])[] {
  const nested = namedValues(value);
  if (nested.length > 0) return nested.flatMap(([field, own]) => leaves(own, name === '' ? field : `${name}.${field}`));
  if (value.kind === 'struct') {
    // one element per cycle
    return [...value.fields].flatMap(([field, own]) => stacked(own, name === '' ? field : `${name}.${field}`));
  }
  if (value.kind === 'cell') return stacked(value.cells, name);
  if (value.kind !== 'numeric' || value.dims.length !== 2) return [];
  const [rows = 0, columns = 0] = value.dims;
  return [[name, { values: Float64Array.from(value.values, Number), rows, columns }]];
}

/** One number or one pair of numbers per cycle as a table; nothing where cycles have other contents. */
function stacked(values: readonly MatValue[], name: string): (readonly [string, NumberTable])[] {
  const rows = values.map(numbersOf);
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || columns > 2 || !rows.every((row) => row?.length === columns)) return [];
  const table = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => row?.forEach((number, column) => (table[column * rows.length + i] = number)));
  return [[name, { values: table, rows: rows.length, columns }]];
}

function strikesOf({ values, rows, columns }: NumberTable): Strikes | null {
  if (rows > 1 && columns === 2) {
    const [starts, ends] = [values.slice(0, rows), values.slice(rows)];
    const inOrder = starts.every((start, t) => start < (ends[t] as number)) && rises(starts);
    return inOrder ? { form: 'pairs', starts, ends } : null;
  }
  return (rows === 1 || columns === 1) && values.length > 1 && rises(values) ? { form: 'series', times: values } : null;
}

function rises(values: Float64Array): boolean {
  return values.every((value, i) => Number.isFinite(value) && (i === 0 || value > (values[i - 1] as number)));
}

/** When a cycle or stride starts and ends, in the unit of the source or in seconds; the end is NaN where nothing tells it. */
export interface CycleBounds {
  readonly start: number;
  readonly end: number;
}

/** How well strikes fit a number of cycles: every bound told, all but the last end, or not at all. */
export type Fit = 'bounds' | 'starts' | 'none';

/** Do the strikes of a foot bound so many cycles? */
export function fitOf(strikes: Strikes | null, cycles: number): Fit {
  if (strikes === null || cycles === 0) return 'none';
  if (strikes.form === 'pairs') return strikes.starts.length === cycles ? 'bounds' : 'none';
  return strikes.times.length === cycles + 1 ? 'bounds' : strikes.times.length === cycles ? 'starts' : 'none';
}

/** Strikes of one foot further apart than this share of the median have another between them that the source left out. */
const LONGEST_SHARE = 1.5;

/** The bounds of each cycle that strikes of a foot tell; null where they do not fit. */
export function boundsOf(strikes: Strikes | null, cycles: number): CycleBounds[] | null {
  if (strikes === null || fitOf(strikes, cycles) === 'none') return null;
  if (strikes.form === 'pairs') {
    const { starts, ends } = strikes;
    return Array.from(starts, (start, t) => ({ start, end: ends[t] as number }));
  }
  const { times } = strikes;
  const steps = Array.from(times.subarray(1), (time, t) => time - (times[t] as number));
  const longest = LONGEST_SHARE * ([...steps].sort((a, b) => a - b)[(steps.length - 1) >> 1] as number);
  return Array.from(times.subarray(0, cycles), (start, t) => {
    const step = steps[t] ?? NaN;
    return { start, end: step <= longest ? start + step : NaN };
  });
}

/** Strides of a foot between its strikes, in the unit of the source. */
export function stridesBetween(strikes: Strikes): CycleBounds[] {
  if (strikes.form === 'pairs') return boundsOf(strikes, strikes.starts.length) ?? [];
  return boundsOf(strikes, strikes.times.length - 1) ?? [];
}
