import { MatCorruptError, MatLimitError, type MatPlace } from './errors';
import { asDoubles } from './numeric-classes';
import type { ReadContext } from './options';
import { elementCount, type MatChar, type MatDims, type MatNumbers } from './values';

/** The longest text a JavaScript engine on Node 20 holds. */
const MAX_TEXT_UNITS = 2 ** 29 - 25;

/** How stored characters are to be understood; `uint16` is UTF-16 unless an old MATLAB put pairs of bytes there. */
export type CharEncoding = 'latin1' | 'utf-8' | 'uint16' | 'utf-16' | 'utf-32';

/** Text of UTF-16 code units, lone surrogates kept (a column-major char matrix splits pairs). */
export function textFromUnits(units: Uint16Array, place: MatPlace = {}): string {
  if (units.length > MAX_TEXT_UNITS) {
    throw new MatLimitError(`a text of ${units.length} characters is too long`, units.length, MAX_TEXT_UNITS, place);
  }
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
}

/** UTF-16 code units of a text. */
export function unitsFromText(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** UTF-16 code units that are stored as any numbers. @throws mat-corrupt unless each is one. */
export function unitsFromCodes(codes: MatNumbers, place: MatPlace): Uint16Array {
  if (codes instanceof Uint16Array) return codes;
  return Uint16Array.from(asDoubles(codes), (code) => {
    if (!(Number.isInteger(code) && code >= 0 && code <= 0xffff)) {
      throw new MatCorruptError(`${code} is no code of a character`, place);
    }
    return code;
  });
}

/**
 * A char array from its stored characters.
 * @param codes Bytes, 16-bit units or 32-bit code points, as the encoding says.
 * @throws mat-corrupt when the dimensions don't fit the number of characters.
 */
export function charArray(
  codes: Uint8Array | Uint16Array | Uint32Array,
  encoding: CharEncoding,
  dims: MatDims,
  context: ReadContext,
  place: MatPlace,
): MatChar {
  if (codes.length > MAX_TEXT_UNITS) {
    throw new MatLimitError(`a text of ${codes.length} characters is too long`, codes.length, MAX_TEXT_UNITS, place);
  }
  const text = decode(codes, encoding, context, place);
  if (text.length === elementCount(dims)) return { kind: 'char', dims, text };
  // A row counts its characters; writers of UTF-8 and UTF-32 disagree with MATLAB on what a character is.
  if (dims.length === 2 && dims[0] === 1) return { kind: 'char', dims: [1, text.length], text };
  throw new MatCorruptError(`a char array of ${dims.join(' x ')} holds ${text.length} characters`, place);
}

function decode(
  codes: Uint8Array | Uint16Array | Uint32Array,
  encoding: CharEncoding,
  context: ReadContext,
  place: MatPlace,
): string {
  if (encoding === 'latin1') return Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('latin1');
  if (encoding === 'utf-8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(codes);
  if (encoding === 'utf-32') {
    const points = Array.from(codes, (code) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'));
    return points.join('');
  }
  const units = codes as Uint16Array;
  if (encoding === 'utf-16' || !holdsPairedBytes(units)) return textFromUnits(units, place);
  if (context.legacyCharset === 'utf-8') return textOfPairedBytes(units);
  context.warn('text looks like UTF-8 kept as two bytes in one unit; legacyCharset: "utf-8" would decode it', place);
  return textFromUnits(units, place);
}

/** Whether every non-ASCII unit is itself the two bytes of one UTF-8 character, as MATLAB 6 stored them. */
function holdsPairedBytes(units: Uint16Array): boolean {
  let seen = false;
  for (const unit of units) {
    if (unit < 0x80) continue;
    if (unit < 0xc280 || unit > 0xdfbf || (unit & 0xc0) !== 0x80) return false;
    seen = true;
  }
  return seen;
}

function textOfPairedBytes(units: Uint16Array): string {
  const bytes: number[] = [];
  for (const unit of units) {
    if (unit > 0xff) bytes.push(unit >> 8);
    bytes.push(unit & 0xff);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The rows of a char matrix (of its first page, where it has more), as MATLAB's `cellstr` gives them but untrimmed. */
export function charRows(char: MatChar): string[] {
  const [rows, columns] = char.dims;
  if (rows === 1) return [char.text.slice(0, columns)];
  return Array.from({ length: rows }, (_, row) => {
    let text = '';
    for (let column = 0; column < columns; column++) text += char.text[row + column * rows];
    return text;
  });
}
