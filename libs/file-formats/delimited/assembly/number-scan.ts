// AssemblyScript, compiled to WebAssembly by build.ts: the ordinary lines of a table, in which every wanted cell is a
// number, empty or NaN. At anything else it stops in front of the line and leaves it to the JavaScript scanner.

const LINE_FEED: u32 = 0x0a;
const CARRIAGE_RETURN: u32 = 0x0d;
const TAB: u32 = 0x09;
const BLANK: u32 = 0x20;
const QUOTE: u32 = 0x22;
const MAX_EXACT_MANTISSA: u64 = 9007199254740991;
const MAX_PAIRED_EXPONENT: i32 = 250;
const RELATIVE_ERROR: f64 = 2.6469779601696886e-23; // 2^-75
const SPLITTER: f64 = 134217729; // 2^27 + 1

let delimiter: u32 = 0;
let alsoDelimiter: u32 = 0;
let decimalMark: u32 = 0;
let newline: u32 = 0;
let carriageReturn: u32 = 0;
let width: u32 = 0;
let actions: usize = 0;
let powers: usize = 0;

/** Lines and rows read and missing cells met by the last call of `scan`. */
export let lines: u32 = 0;
export let rows: u32 = 0;
export let missing: u32 = 0;
/** Whether the last call of `scan` stopped in front of a line that it leaves to the caller. */
export let unusual: bool = false;

/**
 * @param actionsAt one byte per column: 1 = number, 0 = skip
 * @param powersAt pairs of doubles whose sums are 10^-250 to 10^250
 */
export function configure(
  delimiterByte: u32,
  decimalMarkByte: u32,
  newlineByte: u32,
  columns: u32,
  actionsAt: usize,
  powersAt: usize,
): void {
  delimiter = delimiterByte;
  alsoDelimiter = delimiterByte == BLANK ? TAB : delimiterByte;
  decimalMark = decimalMarkByte;
  newline = newlineByte;
  // 256 is no byte: where lines end in carriage returns there is nothing in front of the line end.
  carriageReturn = newlineByte == LINE_FEED ? CARRIAGE_RETURN : 256;
  width = columns;
  actions = actionsAt;
  powers = powersAt;
}

function areEightDigits(word: u64): bool {
  return (
    ((word & 0xf0f0f0f0f0f0f0f0) | (((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) == 0x3333333333333333
  );
}

/** The number that eight digits write: pairs of digits, then fours, then all eight at once. */
function eightDigits(word: u64): u64 {
  const pairs = (((word & 0x0f0f0f0f0f0f0f0f) * (10 * 256 + 1)) >> 8) & 0x00ff00ff00ff00ff;
  const fours = ((pairs * (100 * 65536 + 1)) >> 16) & 0x0000ffff0000ffff;
  return (fours * (10000 * 4294967296 + 1)) >> 32;
}

function productError(a: f64, b: f64, product: f64): f64 {
  const aSplit = SPLITTER * a;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = SPLITTER * b;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** mantissa x 10^exponent, correctly rounded; NaN when this arithmetic cannot decide. See decimal.ts. */
function scaled(mantissa: u64, exponent: i32): f64 {
  if (mantissa == 0) return 0;
  if (exponent < -MAX_PAIRED_EXPONENT || exponent > MAX_PAIRED_EXPONENT) return NaN;
  const upper = <f64>mantissa;
  const lower = <f64>(<i64>(mantissa - <u64>upper));
  const pair = powers + ((exponent + MAX_PAIRED_EXPONENT) << 4);
  const powerHigh = load<f64>(pair);
  const product = upper * powerHigh;
  const correction = productError(upper, powerHigh, product) + (upper * load<f64>(pair, 8) + lower * powerHigh);
  const rounded = product + correction;
  const remainder = correction - (rounded - product);
  const slack = rounded * RELATIVE_ERROR;
  return rounded + (remainder - slack) == rounded && rounded + (remainder + slack) == rounded ? rounded : NaN;
}

/**
 * Reads lines until the text or the room for numbers ends, or a line is unusual.
 *
 * @param start offset of the first line
 * @param end offset behind a line end; at least eight bytes of the memory follow
 * @param outStart where the numbers go, row after row
 * @returns offset of the first line that was not read
 */
export function scan(start: usize, end: usize, outStart: usize, outEnd: usize, numbersPerRow: u32): usize {
  let p = start;
  let out = outStart;
  const rowBytes: usize = (<usize>numbersPerRow) << 3;
  const collapse = delimiter == BLANK;
  const tenToZero = powers + (MAX_PAIRED_EXPONENT << 4);
  lines = 0;
  rows = 0;
  missing = 0;
  unusual = false;
  while (p < end && out + rowBytes <= outEnd) {
    const lineStart = p;
    let next = out;
    let empty: u32 = 0;
    let column: u32 = 0;
    let byte = <u32>load<u8>(p);
    while (byte == BLANK || (collapse && byte == TAB)) byte = load<u8>(++p);
    if (byte == carriageReturn && load<u8>(p, 1) == newline) byte = load<u8>(++p);
    if (byte == newline) {
      p++;
      lines++;
      continue;
    }
    unusual = true;
    for (;;) {
      if (column == width) {
        // One empty cell behind the last column is a trailing delimiter.
        if (byte == carriageReturn && load<u8>(p, 1) == newline) byte = load<u8>(++p);
        if (byte != newline) return lineStart;
        unusual = false;
        break;
      }
      if (load<u8>(actions + column) == 0) {
        if (byte == QUOTE) return lineStart;
        while (byte != delimiter && byte != newline && byte != alsoDelimiter) byte = load<u8>(++p);
      } else {
        const negative = byte == 0x2d;
        if (negative) p++;
        const firstDigit = p;
        let mantissa: u64 = 0;
        let digit = <u32>load<u8>(p) - 0x30;
        while (digit <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = <u32>load<u8>(++p) - 0x30;
        }
        let digits = <u32>(p - firstDigit);
        let exponent: i32 = 0;
        byte = load<u8>(p);
        if (byte == decimalMark) {
          const firstDecimal = ++p;
          let word = load<u64>(p);
          while (areEightDigits(word)) {
            mantissa = mantissa * 100000000 + eightDigits(word);
            p += 8;
            word = load<u64>(p);
          }
          digit = <u32>load<u8>(p) - 0x30;
          while (digit <= 9) {
            mantissa = mantissa * 10 + digit;
            digit = <u32>load<u8>(++p) - 0x30;
          }
          exponent = -(<i32>(p - firstDecimal));
          digits -= exponent;
          byte = load<u8>(p);
        }
        if (digits > 18) {
          // Nineteen digits may overflow the mantissa; leading zeros do not count.
          let q = firstDigit;
          let zeros: u32 = 0;
          for (let b = <u32>load<u8>(q); b == 0x30 || b == decimalMark; b = load<u8>(++q)) zeros += b == 0x30 ? 1 : 0;
          if (digits - zeros > 19) return lineStart;
        }
        let value: f64;
        if (digits == 0) {
          if (negative || p != firstDigit) return lineStart;
          if ((byte | 0x20) == 0x6e && (load<u8>(p, 1) | 0x20) == 0x61 && (load<u8>(p, 2) | 0x20) == 0x6e) {
            p += 3;
            byte = load<u8>(p);
          }
          value = NaN;
          empty++;
        } else {
          if ((byte | 0x20) == 0x65) {
            let sign = <u32>load<u8>(++p);
            if (sign == 0x2d || sign == 0x2b) p++;
            const firstExponentDigit = p;
            let written: i32 = 0;
            digit = <u32>load<u8>(p) - 0x30;
            while (digit <= 9 && written < 10000) {
              written = written * 10 + digit;
              digit = <u32>load<u8>(++p) - 0x30;
            }
            if (p == firstExponentDigit) return lineStart;
            exponent += sign == 0x2d ? -written : written;
            byte = load<u8>(p);
          }
          if (mantissa <= MAX_EXACT_MANTISSA && exponent >= -22 && exponent <= 22) {
            value = <f64>(<i64>mantissa);
            if (exponent < 0) value /= load<f64>(tenToZero + (-exponent << 4));
            else if (exponent > 0) value *= load<f64>(tenToZero + (exponent << 4));
          } else {
            value = scaled(mantissa, exponent);
            if (value != value) return lineStart;
          }
          if (negative) value = -value;
        }
        if (!collapse) while (byte == BLANK) byte = load<u8>(++p);
        if (byte == carriageReturn && load<u8>(p, 1) == newline) byte = load<u8>(++p);
        if (byte != delimiter && byte != newline && byte != alsoDelimiter) return lineStart;
        store<f64>(next, value);
        next += 8;
      }
      column++;
      if (byte == newline) break;
      byte = load<u8>(++p);
      while (byte == BLANK || (collapse && byte == TAB)) byte = load<u8>(++p);
      if (collapse) {
        if (byte == carriageReturn && load<u8>(p, 1) == newline) byte = load<u8>(++p);
        if (byte == newline) break;
      }
    }
    if (column != width) return lineStart;
    unusual = false;
    p++;
    lines++;
    rows++;
    missing += empty;
    out = next;
  }
  return p;
}
