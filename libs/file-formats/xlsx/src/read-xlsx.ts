import { SheetNotFoundError, WorkbookError } from './errors';
import { readDateStyles } from './number-formats';
import { readSharedStrings, readSheet, type XlsxSheet } from './read-sheet';
import { attribute, decodeXml, xmlEvents } from './xml-events';
import { ZipArchive } from './zip-archive';

/** Bounds on what a workbook may ask for. */
export interface ReadXlsxOptions {
  /** Inflated bytes of all parts together (default: 128 MiB). */
  readonly maxInflatedBytes?: number;
  /** Cells of one sheet up to the last one of every row, empty ones included (default: 2,000,000). */
  readonly maxCells?: number;
}

/** A workbook with its worksheets in the order of the tabs; chart sheets are left out. */
export interface XlsxWorkbook {
  readonly sheets: readonly XlsxSheet[];
}

/**
 * Reads an .xlsx workbook: values as they were last calculated, no formulas and no formatting.
 *
 * @param bytes the whole file
 * @throws ArchiveError, InflationError, WorkbookError, CellError
 * @example
 * const { sheets } = readXlsx(await readFile('SubjectInformation.xlsx'));
 * const subjects = headedTable(sheets[0]);
 * const massKg = numericColumn(subjects, 'weight');
 */
export function readXlsx(bytes: Uint8Array, options: ReadXlsxOptions = {}): XlsxWorkbook {
  const { maxInflatedBytes = 2 ** 27, maxCells = 2_000_000 } = options;
  const archive = new ZipArchive(bytes, maxInflatedBytes);
  const xmlOf = (part: string): string | null => {
    const content = archive.read(part);
    return content === null ? null : decodeXml(content);
  };
  const workbookPart =
    [...relationships(xmlOf('_rels/.rels') ?? '', '', '_rels/.rels').values()].find(
      ({ type }) => type === 'officeDocument',
    )?.part ?? 'xl/workbook.xml';
  const workbookXml = xmlOf(workbookPart);
  if (workbookXml === null) throw new WorkbookError(workbookPart, 'the workbook', 'no such part');
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf('/') + 1);
  const relationsPart = `${folder}_rels/${workbookPart.slice(folder.length)}.rels`;
  const related = relationships(xmlOf(relationsPart) ?? '', folder, relationsPart);
  const partOfType = (wanted: string): string | null =>
    [...related.values()].find(({ type }) => type === wanted)?.part ?? null;

  const stringsPart = partOfType('sharedStrings');
  const stylesPart = partOfType('styles');
  const sharedStrings = stringsPart === null ? [] : readSharedStrings(xmlOf(stringsPart) ?? '', stringsPart);
  const dateStyles = stylesPart === null ? [] : readDateStyles(xmlOf(stylesPart) ?? '', stylesPart);

  let is1904 = false;
  const sheets: XlsxSheet[] = [];
  for (const event of xmlEvents(workbookXml, workbookPart)) {
    if (event.kind !== 'open') continue;
    if (event.name === 'workbookPr') is1904 = /^(1|true)$/i.test(attribute(event.attributes, 'date1904') ?? '');
    if (event.name !== 'sheet') continue;
    const name = attribute(event.attributes, 'name') ?? '';
    const target = related.get(attribute(event.attributes, 'id') ?? '');
    if (target === undefined)
      throw new WorkbookError(workbookPart, `a relationship of sheet ${JSON.stringify(name)}`, 'none');
    if (target.type !== 'worksheet') continue;
    const xml = xmlOf(target.part);
    if (xml === null) throw new WorkbookError(target.part, `sheet ${JSON.stringify(name)}`, 'no such part');
    sheets.push(readSheet(xml, { name, part: target.part, sharedStrings, dateStyles, is1904, maxCells }));
  }
  return { sheets };
}

/**
 * The sheet of a name (exact, else without regard to case and outer blanks) or of a zero-based number.
 *
 * @throws SheetNotFoundError
 */
export function sheetOf(workbook: XlsxWorkbook, wanted: string | number): XlsxSheet {
  const { sheets } = workbook;
  const key = String(wanted).trim().toLowerCase();
  const found =
    typeof wanted === 'number'
      ? sheets[wanted]
      : (sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => name.trim().toLowerCase() === key));
  if (found === undefined)
    throw new SheetNotFoundError(
      wanted,
      sheets.map(({ name }) => name),
    );
  return found;
}

interface Relationship {
  /** Last word of the type's address, such as `worksheet`. */
  readonly type: string;
  readonly part: string;
}

function relationships(xml: string, folder: string, part: string): Map<string, Relationship> {
  const found = new Map<string, Relationship>();
  for (const event of xmlEvents(xml, part)) {
    if (event.kind !== 'open' || event.name !== 'Relationship') continue;
    const type = (attribute(event.attributes, 'Type') ?? '').split('/').at(-1)!;
    const target = attribute(event.attributes, 'Target') ?? '';
    found.set(attribute(event.attributes, 'Id') ?? '', { type, part: resolvePart(folder, target) });
  }
  return found;
}

/** Name of a part that another one in `folder` refers to, maybe by `..` or from the root. */
function resolvePart(folder: string, target: string): string {
  const steps = (target.startsWith('/') ? target : folder + target).split('/');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
