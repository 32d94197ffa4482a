import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PYTHON_HINT, scientificPython } from '../../../../tools/python';
import { isXlsxError } from './errors';
import { headedTable, numericColumn, tableColumn } from './headed-table';
import { dateOfSerial, isDateFormat } from './number-formats';
import { readXlsx, sheetOf } from './read-xlsx';
import { writeXlsx } from './write-xlsx';
import { writeZip } from './zip-archive';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (...entries: [string, string, string][]) =>
  `<Relationships>${entries.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** A workbook from raw parts, so that every legal spelling can be tried. */
function workbook(sheet: string, more: Record<string, string> = {}, workbookPr = ''): Uint8Array {
  const parts: Record<string, string> = {
    '_rels/.rels': relations(['rId1', 'officeDocument', '/xl/workbook.xml']),
    'xl/workbook.xml': `<?xml version='1.0'?><!-- by hand --><x:workbook xmlns:x="main">${workbookPr}<x:sheets><x:sheet name='A &amp; B' sheetId="7" r:id="rId1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', '/xl/sharedStrings.xml'],
      ['rId3', 'styles', '../xl/styles.xml'],
    ),
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  return writeZip(new Map(Object.entries(parts).map(([name, text]) => [name, new TextEncoder().encode(text)])));
}
const rowsOf = (bytes: Uint8Array) => readXlsx(bytes).sheets[0].rows;
const message = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (isXlsxError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe('readXlsx', () => {
  it('reads shared, rich, inline and formula texts, truth values, faults and gaps', () => {
    const strings =
      '<sst><si><t>Sub01</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>te&#120;t</t></r><rPh><t>hint</t></rPh></si><si><t>a_x000D_b</t></si></sst>';
    const sheet = `<x:worksheet xmlns:x="main"><x:sheetData>
      <x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="C2" t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>
      <x:row><x:c t="inlineStr"><x:is><x:r><x:t>in</x:t></x:r><x:r><x:t>line</x:t></x:r></x:is></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c>
        <x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>calculated</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c><x:f>NA()</x:f></x:c><x:c s="9"/></x:row>
      </x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>`;
    const { sheets } = readXlsx(workbook(sheet, { 'xl/sharedStrings.xml': strings }));
    expect(sheets[0].name).toBe('A & B');
    expect(sheets[0].rows).toEqual([
      [],
      ['Sub01', null, 'rich text', 'a\rb'],
      ['inline', true, { error: '#DIV/0!' }, 'calculated', 2],
    ]);
    expect(sheets[0].merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 1 }]);
  });

  it('reads dates through styles, in both date systems', () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm;@"/><numFmt numFmtId="165" formatCode="0.0&quot;days&quot;"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>`;
    const sheet =
      '<worksheet><sheetData><row>' +
      [0, 1, 2, 3, 4].map((s) => `<c s="${s}"><v>45000.5</v></c>`).join('') +
      '<c t="d"><v>2023-03-15T12:00:00</v></c></row></sheetData></worksheet>';
    const noon = new Date('2023-03-15T12:00:00Z');
    expect(rowsOf(workbook(sheet, { 'xl/styles.xml': styles }))).toEqual([
      [45000.5, noon, noon, 45000.5, 45000.5, noon],
    ]);
    const later = new Date('2027-03-16T12:00:00Z');
    expect(rowsOf(workbook(sheet, { 'xl/styles.xml': styles }, '<workbookPr date1904="1"/>'))[0][1]).toEqual(later);
  });

  it('knows the calendar of the 1900 system and what a date format is', () => {
    expect(dateOfSerial(1, false)).toEqual(new Date('1900-01-01T00:00:00Z'));
    expect(dateOfSerial(59, false)).toEqual(new Date('1900-02-28T00:00:00Z'));
    expect(dateOfSerial(60, false)).toBeNull();
    expect(dateOfSerial(61, false)).toEqual(new Date('1900-03-01T00:00:00Z'));
    expect(dateOfSerial(0, true)).toEqual(new Date('1904-01-01T00:00:00Z'));
    expect(['yyyy-mm-dd', 'd.m.', '[$-F800]dddd\\, mmmm dd\\, yyyy'].every(isDateFormat)).toBe(true);
    expect(['General', '0.00', 'h:mm', '[h]:mm:ss', '0.0"days"', '[Red]0', '#,##0_d'].some(isDateFormat)).toBe(false);
  });

  it('says what is wrong and where', () => {
    const sheet = (cell: string) => `<worksheet><sheetData><row r="3">${cell}</row></sheetData></worksheet>`;
    expect(message(() => readXlsx(new Uint8Array(100)))).toContain('ArchiveError: byte 78: expected a ZIP archive');
    expect(message(() => readXlsx(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)))).toContain('an encrypted or old .xls file');
    expect(message(() => readXlsx(writeZip(new Map())))).toContain(
      'WorkbookError: xl/workbook.xml: expected the workbook',
    );
    expect(message(() => rowsOf(workbook(sheet('<c r="B3" t="s"><v>5</v></c>'))))).toContain(
      'CellError: sheet A & B, cell B3: expected an index below 0',
    );
    expect(message(() => rowsOf(workbook(sheet('<c r="B3"><v>0x10</v></c>'))))).toContain(
      'cell B3: expected a number, found "0x10"',
    );
    expect(message(() => rowsOf(workbook(sheet('<c r="B3" t="zz"><v>1</v></c>'))))).toContain('expected a cell type');
    expect(message(() => rowsOf(workbook(sheet('<c r="!!"><v>1</v></c>'))))).toContain('a cell reference such as B7');
    expect(message(() => rowsOf(workbook(sheet('<c r="ZZZ3"><v>1</v></c>'))))).toContain('at most 16384 columns');
    expect(message(() => rowsOf(workbook('<worksheet><sheetData><row r="1"')))).toContain('the end of the tag');
    expect(message(() => rowsOf(workbook('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')))).toContain(
      'XML without declarations',
    );
    expect(message(() => readXlsx(workbook('<worksheet/>', { 'xl/_rels/workbook.xml.rels': relations() })))).toContain(
      'a relationship of sheet',
    );
    expect(message(() => sheetOf(readXlsx(workbook('<worksheet/>')), 'C'))).toContain(
      'SheetNotFoundError: expected a sheet "C", found "A & B"',
    );
    expect(sheetOf(readXlsx(workbook('<worksheet/>')), ' a & b').rows).toEqual([]);
  });

  it('bounds what a hostile workbook can ask for', () => {
    const filler = `<worksheet>${' '.repeat(5_000_000)}</worksheet>`;
    expect(message(() => readXlsx(workbook(filler), { maxInflatedBytes: 1_000_000 }))).toContain(
      'InflationError: xl/worksheets/sheet1.xml',
    );
    const far = `<worksheet><sheetData>${[1, 2, 3].map((r) => `<row r="${r}"><c r="XFD${r}"><v>1</v></c></row>`).join('')}</sheetData></worksheet>`;
    expect(message(() => readXlsx(workbook(far), { maxCells: 20_000 }))).toContain(
      'cell XFD2: expected at most 20000 cells',
    );
    // A part that inflates to more than its entry states.
    const bytes = workbook('<worksheet/>');
    const bomb = deflateRawSync(new Uint8Array(1000));
    const at = Buffer.from(bytes).indexOf(Buffer.from(deflateRawSync(Buffer.from('<worksheet/>'))));
    bytes.set(bomb, at);
    expect(message(() => readXlsx(bytes))).toContain('ArchiveError');
  });

  it('ends with a typed error, or a workbook, on any damage', () => {
    const whole = writeXlsx([
      {
        name: 'Subjects',
        rows: [
          ['id', 'mass'],
          ['Sub01', 74.8],
          ['Sub02', new Date(1.7e12)],
          [true, null],
        ],
      },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(whole.length),
        fc.boolean(),
        (changes, length, cut) => {
          const damaged = whole.slice(0, cut ? length : whole.length);
          for (const [offset, byte] of changes) if (offset < damaged.length) damaged[offset] = byte;
          message(() => readXlsx(damaged));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('writeXlsx', () => {
  it('reads back what was written', () => {
    const date = fc.date({
      min: new Date('1900-03-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const cell = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary-ascii' }),
      fc.boolean(),
      date,
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }), (rows) => {
        const { sheets } = readXlsx(
          writeXlsx([
            { name: 'One', rows },
            { name: 'Two <&>', rows: [[1]] },
          ]),
        );
        expect(sheets.map(({ name }) => name)).toEqual(['One', 'Two <&>']);
        const trimmed = rows.map((row) => row.slice(0, row.findLastIndex((value) => value !== null) + 1));
        const lastFilled = trimmed.findLastIndex((row) => row.length > 0);
        expect(sheets[0].rows).toEqual(trimmed.slice(0, lastFilled + 1));
      }),
    );
  });

  it('refuses what a spreadsheet cannot hold', () => {
    expect(message(() => writeXlsx([]))).toContain('at least one sheet');
    for (const name of ['', 'a/b', 'x'.repeat(32)])
      expect(message(() => writeXlsx([{ name, rows: [] }]))).toContain('WorkbookError');
    expect(message(() => writeXlsx([{ name: 'a', rows: [[1, Infinity]] }]))).toContain(
      'CellError: sheet a, cell B1: expected a finite number',
    );
    expect(message(() => writeXlsx([{ name: 'a', rows: [[new Date('1899-01-01')]] }]))).toContain('CellError');
    expect(message(() => writeXlsx([{ name: 'a', rows: [['x'.repeat(32_768)]] }]))).toContain('CellError');
  });
});

describe('headedTable', () => {
  const table = headedTable(
    readXlsx(
      writeXlsx([
        {
          name: 'S',
          rows: [
            ['Participants of the study'],
            [],
            ['Subject', ' Weight ', 'Sex'],
            ['Sub01', 60, 'F'],
            [null, null, null],
            ['Sub02', '72,5', 'M'],
            ['Sub03', null, 'F'],
          ],
        },
      ]),
    ).sheets[0],
  );

  it('passes over a title and empty rows', () => {
    expect(table).toEqual({
      sheetName: 'S',
      headings: ['Subject', 'Weight', 'Sex'],
      rowNumbers: [4, 6, 7],
      rows: [
        ['Sub01', 60, 'F'],
        ['Sub02', '72,5', 'M'],
        ['Sub03', null, 'F'],
      ],
    });
    expect(tableColumn(table, /^sub/i)).toEqual(['Sub01', 'Sub02', 'Sub03']);
    expect([...numericColumn(table, 'weight')]).toEqual([60, 72.5, NaN]);
  });

  it('says which heading or cell does not fit', () => {
    expect(message(() => tableColumn(table, 'age'))).toContain(
      'HeadingError: expected one column "age", found 0; headings are: Subject, Weight, Sex',
    );
    expect(message(() => tableColumn(table, /s/i))).toContain('found 2');
    expect(message(() => numericColumn(table, 'Sex'))).toContain(
      'CellError: sheet S, cell C4: expected a number, found "F"',
    );
    expect(headedTable({ name: 'empty', rows: [], merges: [] })).toEqual({
      sheetName: 'empty',
      headings: [],
      rows: [],
      rowNumbers: [],
    });
    expect(headedTable({ name: 'one', rows: [['a', 'b'], [1, 2], [3]], merges: [] }, { headerRow: 2 }).rows).toEqual([
      [3, null],
    ]);
  });
});

const python = scientificPython('openpyxl');
describe.skipIf(python === null)(`openpyxl (${PYTHON_HINT}; here python3-openpyxl)`, () => {
  const run = (program: string): string => {
    const { status, stdout, stderr } = spawnSync(python!, ['-c', program], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };

  it('writes what we read, and reads what we write', () => {
    const folder = mkdtempSync(join(tmpdir(), 'xlsx-'));
    try {
      const path = join(folder, 'book.xlsx');
      run(`
import openpyxl, datetime
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Größe"
sheet.append(["Subject", "mass (kg)", "born", "left", None, "note"])
sheet.append(["Sub01", 74.84, datetime.datetime(2001, 2, 3, 4, 5, 6), True, None, "=1/0"])
sheet.merge_cells("A4:C5")
sheet["A4"] = "merged <&>"
book.create_sheet("empty")
book.save(${JSON.stringify(path)})`);
      const { sheets } = readXlsx(readFileSync(path));
      expect(sheets.map(({ name }) => name)).toEqual(['Größe', 'empty']);
      expect(sheets[0].rows).toEqual([
        ['Subject', 'mass (kg)', 'born', 'left', null, 'note'],
        ['Sub01', 74.84, new Date('2001-02-03T04:05:06Z'), true],
        [],
        ['merged <&>'],
      ]);
      expect(sheets[0].merges).toEqual([{ top: 3, left: 0, bottom: 4, right: 2 }]);

      const rows = [
        ['Größe', 1.5, true],
        [new Date('2024-02-29T12:30:00Z'), null, -2e-9],
      ];
      const written = Buffer.from(writeXlsx([{ name: 'Tab', rows }])).toString('base64');
      const seen = run(`
import openpyxl, io, base64
book = openpyxl.load_workbook(io.BytesIO(base64.b64decode("${written}")))
print([[str(cell.value) for cell in row] for row in book["Tab"].iter_rows()])`);
      expect(seen.trim()).toBe("[['Größe', '1.5', 'True'], ['2024-02-29 12:30:00', 'None', '-2e-09']]");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
