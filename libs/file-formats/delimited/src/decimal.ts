/**
 * Correctly rounded decimal numbers from bytes.
 *
 * Up to 2^53 as an integer mantissa and a power of ten up to 10^22, one multiplication or division rounds once
 * (Clinger 1990). Longer numbers are multiplied as pairs of doubles (Dekker 1971) and accepted only when the whole error
 * interval rounds to the same double (Ziv 1991); the rest, about one in a million, goes through the engine's own parser.
 */

/** Largest integer below which every integer is a double. */
export const MAX_EXACT_MANTISSA = Number.MAX_SAFE_INTEGER;

/** 10^0 to 10^22, all exact doubles. */
export const EXACT_POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) =>
  Number(10n ** BigInt(exponent)),
);

/** A parsed number and the offset of the first byte behind it; `end` is -1 where there is no number. */
export interface DecimalCursor {
  end: number;
}

const ZERO = 0x30;
const MAX_DIGITS = 27;
/** Beyond this the pair of doubles would lose its low part to underflow or overflow. */
const MAX_PAIRED_EXPONENT = 250;
/** Bound on the relative error of the paired product, generously above its true 2^-79. */
const RELATIVE_ERROR = 2 ** -75;
const SPLITTER = 2 ** 27 + 1;

/** 10^e as the unevaluated sum of two doubles, made when first needed. */
const pairedPowers = new Map<number, readonly [number, number]>();

/**
 * Reads the decimal number that starts at `start`: sign, digits, decimal mark, digits, exponent (`e`, `E`, `d` or `D`).
 *
 * @param bytes ASCII text; a byte that cannot belong to a number must follow the last one
 * @param decimalMark byte of the decimal mark, 0x2e or 0x2c
 * @param cursor receives the offset behind the number, or -1 when no number starts here
 * @returns the correctly rounded double, as `Number(text)` gives it; NaN when no number starts here
 */
export function readDecimal(bytes: Uint8Array, start: number, decimalMark: number, cursor: DecimalCursor): number {
  let p = start;
  let byte = bytes[p];
  const negative = byte === 0x2d;
  if (negative || byte === 0x2b) byte = bytes[++p];

  // Digits are gathered in three integers of nine digits, the most significant first.
  let high = 0;
  let middle = 0;
  let low = 0;
  let kept = 0;
  let seen = 0;
  let exponent = 0;
  let afterMark = false;
  for (; ; byte = bytes[++p]) {
    const digit = byte - ZERO;
    if (digit >>> 0 <= 9) {
      seen++;
      if (afterMark) exponent--;
      if (kept === 0 && digit === 0) continue;
      if (kept < 9) high = high * 10 + digit;
      else if (kept < 18) middle = middle * 10 + digit;
      else if (kept < MAX_DIGITS) low = low * 10 + digit;
      else exponent++;
      kept++;
    } else if (byte === decimalMark && !afterMark) afterMark = true;
    else break;
  }
  if (seen === 0) {
    cursor.end = -1;
    return NaN;
  }
  if ((byte | 0x20) === 0x65 || (byte | 0x20) === 0x64) {
    let q = p + 1;
    const minus = bytes[q] === 0x2d;
    if (minus || bytes[q] === 0x2b) q++;
    const firstDigit = q;
    let written = 0;
    for (let digit = bytes[q] - ZERO; digit >>> 0 <= 9; digit = bytes[++q] - ZERO) {
      if (written < 1e6) written = written * 10 + digit;
    }
    if (q > firstDigit) {
      exponent += minus ? -written : written;
      p = q;
    }
  }
  cursor.end = p;
  const digits = Math.min(kept, MAX_DIGITS);
  const value = scaled(high, middle, low, digits, exponent) ?? viaEngine(bytes, start, p, decimalMark);
  return negative ? -value : value;
}

/** `high middle low` x 10^exponent, correctly rounded; null when this arithmetic cannot decide. */
function scaled(high: number, middle: number, low: number, digits: number, exponent: number): number | null {
  if (high === 0) return 0;
  // high x 10^n is exact: below 10^9 x 5^9 < 2^51, times a power of two.
  const middleDigits = Math.max(0, Math.min(digits - 9, 9));
  const lowDigits = Math.max(0, digits - 18);
  const head = high * EXACT_POWERS_OF_TEN[middleDigits];
  const tail = middle + low / EXACT_POWERS_OF_TEN[lowDigits];
  const power = exponent + lowDigits;
  const upper = head + tail;
  const lower = tail - (upper - head);
  if (lower === 0 && lowDigits === 0 && upper <= MAX_EXACT_MANTISSA && power >= -22 && power <= 22) {
    return power < 0 ? upper / EXACT_POWERS_OF_TEN[-power] : upper * EXACT_POWERS_OF_TEN[power];
  }
  if (power < -MAX_PAIRED_EXPONENT || power > MAX_PAIRED_EXPONENT) return null;

  const [powerHigh, powerLow] = pairedPower(power);
  const product = upper * powerHigh;
  const upperSplit = SPLITTER * upper;
  const u1 = upperSplit - (upperSplit - upper);
  const u2 = upper - u1;
  const powerSplit = SPLITTER * powerHigh;
  const v1 = powerSplit - (powerSplit - powerHigh);
  const v2 = powerHigh - v1;
  const productError = u1 * v1 - product + u1 * v2 + u2 * v1 + u2 * v2;
  const correction = productError + (upper * powerLow + lower * powerHigh);
  const rounded = product + correction;
  const remainder = correction - (rounded - product);
  const slack = rounded * RELATIVE_ERROR;
  return rounded + (remainder - slack) === rounded && rounded + (remainder + slack) === rounded ? rounded : null;
}

function pairedPower(exponent: number): readonly [number, number] {
  let pair = pairedPowers.get(exponent);
  if (pair === undefined) {
    const power = 10n ** BigInt(Math.abs(exponent));
    if (exponent >= 0) {
      const high = Number(power);
      pair = [high, Number(power - BigInt(high))];
    } else {
      const high = Number(`1e${exponent}`);
      // high = mantissa / 2^shift exactly, so the rest of 1 / power is (2^shift - mantissa x power) / (2^shift x power).
      const shift = 52 - Math.floor(Math.log2(high)) + 2;
      const mantissa = BigInt(high * 2 ** Math.floor(shift / 2) * 2 ** Math.ceil(shift / 2));
      const rest = ((1n << BigInt(shift)) - mantissa * power) << 64n;
      pair = [high, Number(rest / power) / 2 ** 64 / 2 ** Math.floor(shift / 2) / 2 ** Math.ceil(shift / 2)];
    }
    pairedPowers.set(exponent, pair);
  }
  return pair;
}

function viaEngine(bytes: Uint8Array, start: number, end: number, decimalMark: number): number {
  let text = '';
  for (let p = start; p < end; p++) {
    const byte = bytes[p];
    if (byte === 0x2d && p === start) continue;
    text += byte === decimalMark ? '.' : (byte | 0x20) === 0x64 ? 'e' : String.fromCharCode(byte);
  }
  return Number(text);
}
