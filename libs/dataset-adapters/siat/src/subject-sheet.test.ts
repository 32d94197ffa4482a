import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from '@emgfm/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberOfId, readSubjectSheet } from './subject-sheet';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-siat-sheet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(rows: readonly (readonly (string | number | null)[])[]) {
  const path = join(folder, 'SubjectInformation.xlsx');
  await writeFile(path, writeXlsx([{ name: 'Sheet1', rows }]));
  return readSubjectSheet(path);
}

test.each([
  [
    ['Subject', 'age', 'weight', 'sex', 'height'],
    ['Sub03', 24, 61.5, 'M', 172],
  ],
  [
    ['SUBJECT', 'Age (years)', 'Weight (kg)', 'Gender', 'Height (m)'],
    ['Sub3', 24, 61.5, 'male', 1.72],
  ],
  [
    ['subject', 'AGE', 'Body mass/kg', 'Sex', 'Body height (mm)'],
    [3, '24', '61,5', 'm', 1720],
  ],
])('headings %j', async (headings, row) => {
  const { persons, problem } = await read([headings, row]);
  expect(problem).toBeNull();
  expect(persons.get(3)).toEqual({ ageY: 24, sex: 'male', massKg: 61.5, heightM: 1.72 });
});

test('columns of lengths and widths are no height, and impossible numbers are unknown', async () => {
  const { persons } = await read([
    ['Subject', 'Thigh height', 'Knee width', 'Height', 'Weight', 'Sex'],
    ['Sub01', 42, 11, 17, 6150, null],
  ]);
  expect(persons.get(1)).toEqual({ ageY: NaN, sex: '', massKg: NaN, heightM: NaN });
});

test('a workbook that cannot be understood gives a reason and no person', async () => {
  const path = join(folder, 'damaged.xlsx');
  await writeFile(path, 'no workbook');
  const damaged = await readSubjectSheet(path);
  expect([damaged.persons.size, typeof damaged.problem]).toEqual([0, 'string']);
  expect((await read([['Weight', 'Age']])).problem).toMatch(/no row with a subject/);
});

test('ids have numbers', () => {
  expect([numberOfId('Sub07'), numberOfId('Sub40')]).toEqual([7, 40]);
});
