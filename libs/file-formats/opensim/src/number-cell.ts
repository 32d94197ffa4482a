const TENS = Float64Array.from({ length: 23 }, (_, exponent) => Number(10n ** BigInt(exponent)));
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const MISSING = /^[+-]?(?:nan(?:\(ind\))?|1\.#(?:qnan|ind))$/i;
const INFINITE = /^([+-]?)(?:inf(?:inity)?|1\.#inf)$/i;

/**
 * The number that a cell of ASCII bytes holds, correctly rounded; NaN for the ways in which programs write a missing
 * value; null for anything else.
 */
export function numberOfBytes(bytes: Uint8Array, start: number, end: number): number | null {
  // A mantissa up to 2^53 times or over an exact power of ten rounds once, so the result is exact (Clinger 1990).
  let p = start;
  const negative = bytes[p] === 0x2d;
  if (negative) p++;
  let mantissa = 0;
  let decimals = 0;
  let digits = 0;
  let afterPoint = 0;
  for (; p < end; p++) {
    const digit = bytes[p] - 0x30;
    if (digit >>> 0 <= 9) {
      mantissa = mantissa * 10 + digit;
      decimals += afterPoint;
      digits++;
    } else if (bytes[p] === 0x2e && afterPoint === 0) afterPoint = 1;
    else break;
  }
  if (p === end && digits > 0 && mantissa <= Number.MAX_SAFE_INTEGER && decimals <= 22) {
    const value = mantissa / TENS[decimals];
    return negative ? -value : value;
  }
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return numberOfText(text);
}

/** As `numberOfBytes`, for a text without surrounding blanks. */
export function numberOfText(text: string): number | null {
  if (NUMBER.test(text)) return Number(text);
  if (MISSING.test(text)) return NaN;
  const infinite = INFINITE.exec(text);
  return infinite === null ? null : infinite[1] === '-' ? -Infinity : Infinity;
}
