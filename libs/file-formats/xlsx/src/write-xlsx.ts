import { CellError, WorkbookError } from './errors';
import { serialOfDate } from './number-formats';
import { referenceOf } from './read-sheet';
import { escapeXml } from './xml-events';
import { writeZip } from './zip-archive';

/** A worksheet to be written; null, undefined and NaN leave a cell empty. */
export interface WritableSheet {
  readonly name: string;
  readonly rows: readonly (readonly (number | string | boolean | Date | null | undefined)[])[];
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Style 1 shows date and time (built-in format 22); style 0 is general. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>` +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>';
const MAX_TEXT = 32_767;

/**
 * Writes a workbook of plain values; equal sheets give equal bytes.
 *
 * @throws WorkbookError for a sheet name that spreadsheets refuse, CellError for an infinite number, a date before March
 *   1900 or a text of more than 32,767 characters
 */
export function writeXlsx(sheets: readonly WritableSheet[]): Uint8Array {
  checkNames(sheets);
  const parts = new Map<string, string>();
  const numbers = sheets.map((_, i) => i + 1);
  parts.set(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>` +
      numbers
        .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${CONTENT}.worksheet+xml"/>`)
        .join('') +
      '</Types>',
  );
  parts.set('_rels/.rels', relationships([['rId1', 'officeDocument', 'xl/workbook.xml']]));
  parts.set(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      sheets.map(({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('') +
      '</sheets></workbook>',
  );
  parts.set(
    'xl/_rels/workbook.xml.rels',
    relationships([
      ...numbers.map((n): [string, string, string] => [`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`]),
      [`rId${sheets.length + 1}`, 'styles', 'styles.xml'],
    ]),
  );
  parts.set('xl/styles.xml', STYLES);
  sheets.forEach((sheet, i) => parts.set(`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)));
  const encoder = new TextEncoder();
  return writeZip(new Map([...parts].map(([name, xml]) => [name, encoder.encode(DECLARATION + xml)])));
}

function relationships(entries: readonly [id: string, type: string, target: string][]): string {
  const list = entries.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function sheetXml({ name, rows }: WritableSheet): string {
  const lines = rows.map((cells, r) => {
    const written = cells.map((cell, c) => {
      const reference = referenceOf(r, c);
      if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
      if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${Number(cell)}</v></c>`;
      if (typeof cell === 'string') {
        if (cell.length > MAX_TEXT)
          throw new CellError(name, reference, `at most ${MAX_TEXT} characters`, String(cell.length));
        return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
      }
      const number = cell instanceof Date ? serialOfDate(cell) : cell;
      if (!Number.isFinite(number))
        throw new CellError(name, reference, 'a finite number or a date from March 1900 on', String(cell));
      return `<c r="${reference}"${cell instanceof Date ? ' s="1"' : ''}><v>${number}</v></c>`;
    });
    return `<row r="${r + 1}">${written.join('')}</row>`;
  });
  return `<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function checkNames(sheets: readonly WritableSheet[]): void {
  const seen = new Set<string>();
  if (sheets.length === 0) throw new WorkbookError('xl/workbook.xml', 'at least one sheet', 'none');
  for (const { name } of sheets) {
    const fits =
      name.length > 0 && name.length <= 31 && !/[[\]:*?/\\]|^'|'$/.test(name) && !seen.has(name.toLowerCase());
    if (!fits)
      throw new WorkbookError(
        'xl/workbook.xml',
        'distinct sheet names of 1 to 31 characters without []:*?/\\',
        JSON.stringify(name),
      );
    seen.add(name.toLowerCase());
  }
}
