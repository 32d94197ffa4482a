import { asDoubles } from '../numeric-classes';
import { textFromUnits } from '../text';
import { elementCount, type MatCategorical, type MatString, type MatValue } from '../values';
import { flagProperty, numericProperty, textsOf, UnknownForm, type Properties } from './shapes';

const MISSING = 0xffff_ffff_ffff_ffffn;

/** A string array: version, dimensions, the length of each text, then all text as UTF-16 units packed into words. */
export function decodeString(properties: Properties): MatString {
  const packed = properties.get('any');
  if (packed?.kind === 'numeric' && packed.values.length === 0) return { kind: 'string', dims: [0, 0], strings: [] };
  if (packed?.kind !== 'numeric' || !(packed.values instanceof BigUint64Array)) {
    throw new UnknownForm(`its text is ${packed?.kind ?? 'missing'}, not 64-bit words`);
  }
  const words = packed.values;
  if (words[0] !== 1n) throw new UnknownForm(`strings of version ${words[0]}, known is 1`);
  const rank = Number(words[1]);
  if (!(rank >= 1 && rank <= words.length - 2)) throw new UnknownForm(`strings of ${rank} dimensions`);
  const dims = Array.from(words.subarray(2, 2 + rank), Number);
  const count = elementCount(dims);
  const firstLength = 2 + rank;
  const firstUnit = firstLength + count;
  if (!Number.isSafeInteger(count) || firstUnit > words.length)
    throw new UnknownForm(`${count} strings in ${words.length} words`);
  const units = new Uint16Array(words.buffer, words.byteOffset + firstUnit * 8, (words.length - firstUnit) * 4);
  const strings: (string | null)[] = [];
  let next = 0;
  for (const length of words.subarray(firstLength, firstUnit)) {
    if (length === MISSING) {
      strings.push(null);
      continue;
    }
    if (BigInt(next) + length > BigInt(units.length))
      throw new UnknownForm(`a string of ${length} units passes the end`);
    strings.push(textFromUnits(units.subarray(next, next + Number(length))));
    next += Number(length);
  }
  return { kind: 'string', dims, strings };
}

export function decodeCategorical(properties: Properties): MatCategorical {
  const { dims, values } = numericProperty(properties, 'codes');
  const categories = textsOf(properties.get('categoryNames'));
  const codes = Uint32Array.from(asDoubles(values));
  const beyond = codes.find((code) => code > categories.length);
  if (beyond !== undefined) throw new UnknownForm(`code ${beyond} of ${categories.length} categories`);
  return {
    kind: 'categorical',
    dims,
    codes,
    categories,
    ordinal: flagProperty(properties, 'isOrdinal'),
    isProtected: flagProperty(properties, 'isProtected'),
  };
}

/** The category name of each element; null where undefined. */
export function categoricalNames(value: MatCategorical): (string | null)[] {
  return Array.from(value.codes, (code) => (code === 0 ? null : value.categories[code - 1]));
}

/** Texts of a char, string, categorical or cell-of-char value, one per element (per row of a char matrix). */
export function texts(value: MatValue): (string | null)[] {
  if (value.kind === 'string') return [...value.strings];
  if (value.kind === 'categorical') return categoricalNames(value);
  return textsOf(value);
}
