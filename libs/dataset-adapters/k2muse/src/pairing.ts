/** How entries of a list belong to strides: the entry of each stride, null where it has none. */
export type Pairing = readonly (number | null)[];

/**
 * Which entries belong to which strides, told by their durations: entries keep their order, and every one of them has a stride that
 * lasts as long.
 * @param strideS durations (s) of the strides
 * @param entryS durations (s) of the entries, at most as many
 * @returns the pairing; `impossible` where none fits, `ambiguous` where several do
 */
export function pairByDuration(
  strideS: readonly number[],
  entryS: readonly number[],
  toleranceS: number,
): Pairing | 'ambiguous' | 'impossible' {
  const fits = (stride: number, entry: number): boolean =>
    Math.abs((strideS[stride] as number) - (entryS[entry] as number)) <= toleranceS;
  // ways[stride][entry]: pairings of the strides and entries from there on, counted up to two
  const ways = Array.from({ length: strideS.length + 1 }, () => new Uint8Array(entryS.length + 1));
  for (let stride = strideS.length; stride >= 0; stride -= 1) {
    const row = ways[stride] as Uint8Array;
    row[entryS.length] = 1;
    for (let entry = entryS.length - 1; entry >= 0 && stride < strideS.length; entry -= 1) {
      const next = ways[stride + 1] as Uint8Array;
      const taken = fits(stride, entry) ? (next[entry + 1] as number) : 0;
      row[entry] = Math.min(2, taken + (next[entry] as number));
    }
  }
  const count = ways[0]?.[0] ?? 0;
  if (count !== 1) return count === 0 ? 'impossible' : 'ambiguous';
  let entry = 0;
  return strideS.map((_, stride) => {
    const follows = entry < entryS.length && fits(stride, entry) && ways[stride + 1]?.[entry + 1] === 1;
    return follows ? entry++ : null;
  });
}
