import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeFile } from '@emgfm/adapter-kit';
import type { Sex, SubjectInfo } from '@emgfm/schema';
import { headedTable, isXlsxError, readXlsx, type HeadedTable, type XlsxCell } from '@emgfm/xlsx';

/** What the workbooks say of a person; NaN and '' where they do not. */
export type PersonDetails = Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM'>;

/** The persons of the workbooks, and what could not be understood. */
export interface Persons {
  readonly details: ReadonlyMap<string, PersonDetails>;
  readonly notes: readonly string[];
}

/** Headings of the workbooks, whose exact words are not published. */
const HEADINGS = {
  person: /^(?:subject|participant|id|no\b|s$)/i,
  ageY: /^age\b/i,
  sex: /^(?:sex|gender)\b/i,
  massKg: /^(?:body[ _]*)?(?:mass|weight)\b/i,
  heightM: /^(?:body[ _]*)?(?:height|stature)\b/i,
} as const;

/** All persons of the source are men. */
const DOCUMENTED_SEX: Sex = 'male';

/** Reads age, sex, mass and height of every person; the first workbook that names a value stands. */
export async function readPersons(root: string, workbooks: readonly TreeFile[]): Promise<Persons> {
  const details = new Map<string, PersonDetails>();
  const notes: string[] = [];
  for (const { path } of workbooks) {
    try {
      for (const sheet of readXlsx(await readFile(join(root, path))).sheets) addSheet(details, headedTable(sheet));
    } catch (error) {
      if (!isXlsxError(error)) throw error;
      notes.push(`'${path}' not understood: ${error.message}`);
    }
  }
  return { details, notes };
}

/** What is known of a person without a workbook. */
export const UNKNOWN_PERSON: PersonDetails = { ageY: NaN, sex: DOCUMENTED_SEX, massKg: NaN, heightM: NaN };

function addSheet(details: Map<string, PersonDetails>, { headings, rows }: HeadedTable): void {
  const columnOf = (pattern: RegExp): number => headings.findIndex((heading) => pattern.test(heading));
  const personAt = columnOf(HEADINGS.person);
  if (personAt < 0) return;
  const cell = (row: readonly XlsxCell[], pattern: RegExp): XlsxCell => row[columnOf(pattern)] ?? null;
  for (const row of rows) {
    const sourceId = sourceIdOf(row[personAt] ?? null);
    if (sourceId === null) continue;
    const known = details.get(sourceId) ?? UNKNOWN_PERSON;
    const read = {
      ageY: numberOf(cell(row, HEADINGS.ageY)),
      massKg: positive(numberOf(cell(row, HEADINGS.massKg))),
      heightM: positive(inMetres(numberOf(cell(row, HEADINGS.heightM)))),
    };
    const stated = String(cell(row, HEADINGS.sex) ?? '');
    details.set(sourceId, {
      ageY: Number.isNaN(known.ageY) ? read.ageY : known.ageY,
      massKg: Number.isNaN(known.massKg) ? read.massKg : known.massKg,
      heightM: Number.isNaN(known.heightM) ? read.heightM : known.heightM,
      sex: /^(?:f|w)/i.test(stated) ? 'female' : known.sex,
    });
  }
}

/** `S001` for a cell `S001`, `Subject 1` or 1; null for anything else. */
function sourceIdOf(cell: XlsxCell): string | null {
  const number = Number(/(\d{1,3})\s*$/.exec(String(cell ?? ''))?.[1] ?? NaN);
  return number >= 1 ? `S${String(number).padStart(3, '0')}` : null;
}

function numberOf(cell: XlsxCell): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && /\d/.test(cell) ? parseFloat(cell.replace(',', '.')) : NaN;
}

/** A height in metres: adults are 1 to 3 m, 100 to 300 cm or 1000 to 3000 mm tall. */
function inMetres(height: number): number {
  return height >= 1000 ? height / 1000 : height >= 100 ? height / 100 : height;
}

function positive(value: number): number {
  return value > 0 ? value : NaN;
}
