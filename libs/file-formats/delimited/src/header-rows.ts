/** Units as vendors write them in a row of their own or behind a name, without brackets, in lower case. */
const UNIT =
  /^(s|sec|seconds?|ms|msec|min|h|hz|khz|frames?|v|volts?|mv|[uµμ]v|nv|a|ma|mm|cm|m|km|in|deg|degrees?|°|rad|radians?|n|kn|newtons?|nm|n[·.*⋅ ]?m|n[·.*⋅ ]?mm|nmm|nm\/kg|n\/kg|n[·.*⋅ ]?m\/kg|w|w\/kg|j|kg|g|%|% ?mvc|bw|pa|kpa|bar|mm\/s|cm\/s|m\/s|m\/s[²2]|m\/s\^2|mm\/s[²2^]+2?|deg\/s|°\/s|dps|rad\/s|deg\/s[²2^]+2?|rad\/s[²2^]+2?|[uµμ]t|mt|gauss|mg|°c|c|bpm|a\.?u\.?|adu|counts?|#|-|none|unitless)$/;

const RATE = /^(\d+(?:[.,]\d+)?)\s*hz$/i;

/** The unit that a cell consists of, without its brackets; null where the cell is no unit. */
export function unitOf(cell: string): string | null {
  const bare = /^[[(]\s*([^\])]*?)\s*[\])]$/.exec(cell)?.[1] ?? cell;
  return UNIT.test(bare.toLowerCase()) ? bare : null;
}

/** The unit behind a column name, as in `EMG 1 (mV)`, `X[s]` and `Time,s`; null where there is none. */
export function unitBehindName(name: string): string | null {
  const bracketed = /[[(]\s*([^\])]+?)\s*[\])]\s*$/.exec(name)?.[1] ?? /,\s*([^,]+)$/.exec(name)?.[1];
  return bracketed === undefined ? null : unitOf(bracketed);
}

/** The sampling rate in hertz that a cell consists of, as in `2148.1481 Hz`; null where the cell is no rate. */
export function rateOf(cell: string): number | null {
  const match = RATE.exec(cell);
  return match === null ? null : Number(match[1].replace(',', '.'));
}

/** Header rows above a table by what they mean; indices into the rows given. */
export interface HeaderRows {
  readonly names: number;
  readonly units: number | null;
  readonly rates: number | null;
}

/** Tells names, units and rates apart in the rows above a table; the names are the last row that is neither. */
export function classifyHeaderRows(rows: readonly (readonly string[])[]): HeaderRows {
  const consistsOf = (row: readonly string[], test: (cell: string) => unknown): boolean =>
    row.some((cell) => cell !== '') && row.every((cell) => cell === '' || test(cell) !== null);
  const units = rows.findLastIndex((row) => consistsOf(row, unitOf));
  const rates = rows.findLastIndex((row) => consistsOf(row, rateOf));
  const named = rows.findLastIndex((row, i) => i !== units && i !== rates && row.some((cell) => cell !== ''));
  if (named < 0) return { names: 0, units: null, rates: null };
  return { names: named, units: units < 0 ? null : units, rates: rates < 0 ? null : rates };
}
