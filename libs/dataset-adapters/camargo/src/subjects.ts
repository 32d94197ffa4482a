import { join } from 'node:path';
import type { SubjectInfo } from '@emgfm/schema';
import { isUnusableFile, numericColumn, readTable, textColumn, withMat } from './sensor-table';

/** What `SubjectInfo.mat` says of every person, by id; a note where it can't be used. */
export interface SubjectTable {
  readonly persons: ReadonlyMap<string, Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM'>>;
  readonly note: string;
}

const SEXES: Readonly<Record<string, SubjectInfo['sex']>> = { M: 'male', F: 'female' };

/** Age (years), sex, height (m) and body mass (kg) of every person. */
export async function readSubjects(root: string, path: string | null): Promise<SubjectTable> {
  if (path === null) return { persons: new Map(), note: 'no SubjectInfo.mat: age, sex, mass and height are not known' };
  try {
    const table = await withMat(join(root, path), (mat) => readTable(mat, 'data'));
    const names = textColumn(table, 'subject') ?? [];
    const sexes = textColumn(table, 'gender') ?? [];
    const [ages, heights, masses] = ['age', 'height', 'weight'].map((name) => numericColumn(table, name));
    const positive = (value: number | undefined): number => (value !== undefined && value > 0 ? value : NaN);
    return {
      persons: new Map(
        names.map((name, row) => [
          (name ?? '').trim().toUpperCase(),
          {
            ageY: positive(ages?.[row]),
            sex: SEXES[(sexes[row] ?? '').trim().toUpperCase()] ?? '',
            massKg: positive(masses?.[row]),
            heightM: positive(heights?.[row]),
          },
        ]),
      ),
      note: '',
    };
  } catch (error) {
    if (!isUnusableFile(error)) throw error;
    return { persons: new Map(), note: `SubjectInfo.mat not understood: ${error.message}` };
  }
}
