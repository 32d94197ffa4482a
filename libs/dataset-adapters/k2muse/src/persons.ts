import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personDetails, type PersonDetails, type TreeFile } from '@emgfm/adapter-kit';
import type { SubjectInfo } from '@emgfm/schema';
import { headedTable, isXlsxError, readXlsx, type XlsxCell } from '@emgfm/xlsx';
import { FIRST_OLDER_PARTICIPANT } from './channels';

/** What `ParticipantInformation.xlsx` says, by number of the participant. */
export interface Persons {
  readonly details: ReadonlyMap<number, PersonDetails>;
  readonly notes: readonly string[];
}

/** Heading of the column that names the participant; the words of the workbook are not published. */
const PERSON_HEADING = /^(?:participant|subject|id\b|no\b|name|number)/i;

/** Reads the workbook of participants; its columns are found by their headings. */
export async function readPersons(root: string, workbook: TreeFile | null): Promise<Persons> {
  if (workbook === null) return { details: new Map(), notes: [] };
  try {
    const details = readXlsx(await readFile(join(root, workbook.path))).sheets.flatMap((sheet) => {
      const { headings, rows } = headedTable(sheet);
      const personAt = Math.max(
        0,
        headings.findIndex((heading) => PERSON_HEADING.test(heading)),
      );
      return rows.flatMap((row): [number, PersonDetails][] => {
        const number = Number(/^P?0*(\d{1,2})$/i.exec(String(row[personAt] ?? '').trim())?.[1] ?? NaN);
        return number > 0 ? [[number, personDetails(labelled(headings, row))]] : [];
      });
    });
    const notes = details.length > 0 ? [] : [`'${workbook.path}' has no row that begins with a participant`];
    return { details: new Map(details), notes };
  } catch (error) {
    if (!isXlsxError(error)) throw error;
    return { details: new Map(), notes: [`'${workbook.path}' not understood: ${error.message}`] };
  }
}

function labelled(headings: readonly string[], row: readonly XlsxCell[]): { label: string; value: string | number }[] {
  return headings.flatMap((label, i) => {
    const value = row[i];
    // headings may join words and units: Weight_kg, Age(years)
    return typeof value === 'string' || typeof value === 'number'
      ? [{ label: label.replace(/[_()/]/g, ' '), value }]
      : [];
  });
}

/** What is known of a participant. */
export function subjectInfo(sourceId: string, { details }: Persons): SubjectInfo {
  const number = Number(sourceId.slice(1));
  const known = details.get(number);
  return {
    datasetId: 'k2muse',
    sourceId,
    ageY: known?.ageY ?? NaN,
    sex: known?.sex ?? '',
    massKg: known?.massKg ?? NaN,
    heightM: known?.heightM ?? NaN,
    population: number >= FIRST_OLDER_PARTICIPANT ? 'able-bodied older adult' : 'able-bodied',
    impairedSide: '',
  };
}
