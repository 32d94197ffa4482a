/** Mutates workbooks, packed and inside their parts, and reads them: `npx tsx tools/fuzz/xlsx.ts --count 20000 [--seed 1]`. */
import { inflateRawSync } from 'node:zlib';
import { headedTable, isXlsxError, numericColumn, readXlsx, writeXlsx } from '@emgfm/xlsx';
import { writeZip } from '../../libs/file-formats/xlsx/src/zip-archive';
import { fuzz, mutate } from './delimited-opensim-xlsx-mutations';

const rows = Array.from({ length: 25 }, (_, i) => [
  `Sub${i}`,
  50 + i / 3,
  i % 2 === 0,
  new Date(1.6e12 + i * 1e9),
  i % 5 === 0 ? null : 'a <b> & "c"',
]);
const book = Buffer.from(
  writeXlsx([
    { name: 'Subjects', rows: [['Subject', 'Weight', 'Left', 'Date', 'Note'], ...rows] },
    { name: 'Empty', rows: [] },
  ]),
);

/** The parts of our own archives, which have neither comments nor extra fields. */
const parts = new Map<string, Buffer>();
for (let at = 0; book.readUInt32LE(at) === 0x04034b50;) {
  const nameEnd = at + 30 + book.readUInt16LE(at + 26);
  const end = nameEnd + book.readUInt32LE(at + 18);
  parts.set(book.toString('utf8', at + 30, nameEnd), inflateRawSync(book.subarray(nameEnd, end)));
  at = end;
}

await fuzz('xlsx', [book], isXlsxError, (bytes, random) => {
  let file: Uint8Array = bytes;
  if (random() < 0.7) {
    const name = [...parts.keys()][Math.floor(random() * parts.size)];
    file = writeZip(new Map([...parts].map(([part, xml]) => [part, part === name ? mutate(xml, random) : xml])));
  }
  for (const sheet of readXlsx(file).sheets) {
    const table = headedTable(sheet);
    if (table.headings.includes('Weight')) numericColumn(table, 'Weight');
  }
});
