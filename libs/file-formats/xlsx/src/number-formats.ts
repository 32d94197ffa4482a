import { attribute, xmlEvents } from './xml-events';

/** Numbers of built-in formats that show a calendar date (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const MS_PER_DAY = 86_400_000;
/** Serial number of 1970-01-01 in the 1900 and in the 1904 date system. */
const UNIX_EPOCH_1900 = 25_569;
const UNIX_EPOCH_1904 = 24_107;

/** Whether a format code shows a calendar date; `h:mm` alone is a time of day, which stays a number of days. */
export function isDateFormat(code: string): boolean {
  // Texts in quotation marks, escaped characters, and colours or conditions in brackets are no fields.
  const fields = code
    .split(';')[0]
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .toLowerCase();
  return !fields.includes('general') && /[yd]|mmm/.test(fields);
}

/** For every cell style, by its index, whether it shows a calendar date. */
export function readDateStyles(stylesXml: string, part: string): boolean[] {
  const custom = new Map<number, boolean>();
  const dateStyles: boolean[] = [];
  let inCellFormats = false;
  for (const event of xmlEvents(stylesXml, part)) {
    if (event.kind === 'text') continue;
    if (event.name === 'cellXfs') inCellFormats = event.kind === 'open';
    if (event.kind !== 'open') continue;
    if (event.name === 'numFmt') {
      custom.set(
        Number(attribute(event.attributes, 'numFmtId')),
        isDateFormat(attribute(event.attributes, 'formatCode') ?? ''),
      );
    } else if (event.name === 'xf' && inCellFormats) {
      const id = Number(attribute(event.attributes, 'numFmtId') ?? 0);
      dateStyles.push(custom.get(id) ?? BUILT_IN_DATES.has(id));
    }
  }
  return dateStyles;
}

/**
 * The date, as if written in UTC, of a serial number of days; null where the calendar has no such day.
 *
 * The 1900 system counts a 29 February 1900 that never was (serial 60), so earlier serials are one day late.
 */
export function dateOfSerial(serial: number, is1904: boolean): Date | null {
  const epoch = is1904 ? UNIX_EPOCH_1904 : serial < 60 ? UNIX_EPOCH_1900 - 1 : UNIX_EPOCH_1900;
  if (!is1904 && Math.floor(serial) === 60) return null;
  const date = new Date(Math.round((serial - epoch) * MS_PER_DAY));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The serial number of a date in the 1900 system; NaN before 1 March 1900. */
export function serialOfDate(date: Date): number {
  const serial = date.getTime() / MS_PER_DAY + UNIX_EPOCH_1900;
  return serial >= 61 ? serial : NaN;
}
