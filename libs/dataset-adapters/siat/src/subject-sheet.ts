import { readFile } from 'node:fs/promises';
import type { SubjectInfo } from '@emgfm/schema';
import { headedTable, isXlsxError, readXlsx, sheetOf, type XlsxCell } from '@emgfm/xlsx';

/** What the workbook says of a person. */
export type SheetPerson = Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM'>;

/** Headings by what is left of them in small letters; only `Subject`, `age`, `weight`, `sex`, `height` are documented. */
const HEADINGS = {
  subject: /^(subject|sub|participant|name)(id|no|number)?$/,
  age: /^age(y|yr|yrs|years)?$/,
  sex: /^(sex|gender)$/,
  weight: /^(body)?(weight|mass)(kg)?$/,
  height: /^(body)?height(cm|mm|m)?$|^stature(cm|mm|m)?$/,
} as const;

const ADULT_MASS_KG = [20, 300] as const;
const ADULT_HEIGHT_M = [1, 2.5] as const;

/**
 * Reads `SubjectInformation.xlsx`.
 * @returns persons by the number of their id, and why there is none where the workbook cannot be understood
 */
export async function readSubjectSheet(
  path: string,
): Promise<{ readonly persons: ReadonlyMap<number, SheetPerson>; readonly problem: string | null }> {
  try {
    const { headings, rows } = headedTable(sheetOf(readXlsx(await readFile(path)), 0));
    const keys = headings.map((heading) => heading.toLowerCase().replace(/[^a-z]/g, ''));
    const cell = (row: readonly XlsxCell[], wanted: RegExp): XlsxCell =>
      row[keys.findIndex((key) => wanted.test(key))] ?? null;
    const persons = rows.flatMap((row): [number, SheetPerson][] => {
      const number = Number(/(\d+)\s*$/.exec(String(cell(row, HEADINGS.subject) ?? ''))?.[1] ?? NaN);
      if (Number.isNaN(number)) return [];
      const person = {
        ageY: numberOf(cell(row, HEADINGS.age)),
        sex: sexOf(cell(row, HEADINGS.sex)),
        massKg: within(numberOf(cell(row, HEADINGS.weight)), ADULT_MASS_KG),
        heightM: heightOf(numberOf(cell(row, HEADINGS.height))),
      };
      return [[number, person]];
    });
    const problem = persons.length > 0 ? null : `no row with a subject below the headings ${headings.join(', ')}`;
    return { persons: new Map(persons), problem };
  } catch (error) {
    if (!isXlsxError(error)) throw error;
    return { persons: new Map(), problem: error.message };
  }
}

/** Number of a person id: 3 of `Sub03`. */
export function numberOfId(sourceId: string): number {
  return Number(/\d+$/.exec(sourceId)?.[0] ?? NaN);
}

function numberOf(cell: XlsxCell): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' ? Number.parseFloat(cell.trim().replace(',', '.')) : NaN;
}

/** The workbook gives metre, centimetre or millimetre: no adult has the same number in two of them. */
function heightOf(height: number): number {
  const factors = [1, 0.01, 0.001];
  return factors.map((factor) => within(height * factor, ADULT_HEIGHT_M)).find(Number.isFinite) ?? NaN;
}

function within(value: number, [least, greatest]: readonly [number, number]): number {
  return value >= least && value <= greatest ? value : NaN;
}

function sexOf(cell: XlsxCell): SubjectInfo['sex'] {
  const text = String(cell ?? '').trim();
  if (/^(f|w|女)/i.test(text)) return 'female';
  return /^(m|男)/i.test(text) ? 'male' : '';
}
