/**
 * Correctly rounded decimal numbers from bytes.
 *
 * Up to 2^53 as an integer mantissa and a power of ten up to 10^22, one multiplication or division rounds once
 * (Clinger 1990). Longer numbers are multiplied as pairs of doubles (Dekker 1971) and accepted only when the whole error
 * interval rounds to the same double (Ziv 1991); the rest, about one in a million, goes through the engine's own parser.
 */

/** Largest integer below which every integer is a double. */
const MAX_EXACT_MANTISSA = Number.MAX_SAFE_INTEGER;

/** 10^0 to 10^22, all exact doubles. */
const EXACT_POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) =>
  Number(10n ** BigInt(exponent)),
);

/** A parsed number and the offset of the first byte behind it; `end` is -1 where there is no number. */
export interface DecimalCursor {
  end: number;
}

/** Below this an integer takes one further digit and stays an exact double. */
const ROOM_FOR_ONE = 9e14;
const MAX_SECOND_DIGITS = 15;
/** Beyond this the pair of doubles would lose its low part to underflow or overflow. */
export const MAX_PAIRED_EXPONENT = 250;
/** Bound on the relative error of the paired product, generously above its true 2^-87. */
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

  // The digits make two exact integers; those that fit into neither only move the decimal mark.
  let first = 0;
  let second = 0;
  let secondDigits = 0;
  let exponent = 0;
  let mark = -1;
  const firstDigit = p;
  for (;;) {
    byte = bytes[p];
    const digit = byte - 0x30;
    if (digit >>> 0 <= 9) {
      if (secondDigits === 0 && first < ROOM_FOR_ONE) first = first * 10 + digit;
      else if (secondDigits < MAX_SECOND_DIGITS) {
        second = second * 10 + digit;
        secondDigits++;
      } else exponent++;
    } else if (byte === decimalMark && mark < 0) mark = p;
    else break;
    p++;
  }
  if (p - firstDigit === (mark < 0 ? 0 : 1)) {
    cursor.end = -1;
    return NaN;
  }
  if (mark >= 0) exponent -= p - mark - 1;
  const letter = byte | 0x20;
  if (letter === 0x65 || letter === 0x64) {
    let q = p + 1;
    const sign = bytes[q];
    if (sign === 0x2d || sign === 0x2b) q++;
    const firstExponentDigit = q;
    let written = 0;
    for (let digit = bytes[q] - 0x30; digit >>> 0 <= 9; digit = bytes[++q] - 0x30) {
      if (written < 1e6) written = written * 10 + digit;
    }
    if (q > firstExponentDigit) {
      exponent += sign === 0x2d ? -written : written;
      p = q;
    }
  }
  cursor.end = p;
  let value = scaled(first, second, secondDigits, exponent);
  if (Number.isNaN(value)) value = viaEngine(bytes, negative ? start + 1 : start, p, decimalMark);
  return negative ? -value : value;
}

/** (first x 10^secondDigits + second) x 10^exponent, correctly rounded; NaN when this arithmetic cannot decide. */
function scaled(first: number, second: number, secondDigits: number, exponent: number): number {
  if (first === 0) return 0;
  let upper = first;
  let lower = 0;
  if (secondDigits > 0) {
    const shift = EXACT_POWERS_OF_TEN[secondDigits];
    const shifted = first * shift;
    const tail = productError(first, shift, shifted) + second;
    upper = shifted + tail;
    lower = tail - (upper - shifted);
  }
  if (lower === 0 && upper <= MAX_EXACT_MANTISSA && exponent >= -22 && exponent <= 22) {
    return exponent < 0 ? upper / EXACT_POWERS_OF_TEN[-exponent] : upper * EXACT_POWERS_OF_TEN[exponent];
  }
  if (exponent < -MAX_PAIRED_EXPONENT || exponent > MAX_PAIRED_EXPONENT) return NaN;
  const [powerHigh, powerLow] = pairedPower(exponent);
  const product = upper * powerHigh;
  const correction = productError(upper, powerHigh, product) + (upper * powerLow + lower * powerHigh);
  const rounded = product + correction;
  const remainder = correction - (rounded - product);
  const slack = rounded * RELATIVE_ERROR;
  return rounded + (remainder - slack) === rounded && rounded + (remainder + slack) === rounded ? rounded : NaN;
}

/** What a x b is more than its rounded product (Dekker's exact multiplication). */
function productError(a: number, b: number, product: number): number {
  const aSplit = SPLITTER * a;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = SPLITTER * b;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** 10^exponent as the unevaluated sum of two doubles, for exponents within MAX_PAIRED_EXPONENT. */
export function pairedPower(exponent: number): readonly [number, number] {
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
    text += byte === decimalMark ? '.' : (byte | 0x20) === 0x64 ? 'e' : String.fromCharCode(byte);
  }
  return Number(text);
}
