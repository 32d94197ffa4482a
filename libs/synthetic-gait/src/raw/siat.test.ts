import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headedTable, readXlsx, sheetOf } from '@emgfm/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRawSiat, type RawSiatTrial } from './siat';

let root = '';
let trial: RawSiatTrial;
let data: string[][];
let labels: string[][];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-raw-siat-'));
  [trial] = await writeRawSiat(root, { subjects: 1, seed: 2, cyclesPerLeg: 2, movements: ['WAK'] });
  data = await table(trial.dataFile);
  labels = await table(trial.labelFile);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function table(file: string): Promise<string[][]> {
  return (await readFile(join(root, file), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

const column = (name: string): number[] => data.slice(1).map((row) => Number(row[data[0].indexOf(name)]));

describe('a data file', () => {
  test('has the 26 columns of the source in their order', () => {
    expect(trial.dataFile).toBe('SIAT_LLMD20230404/SIAT_LLMD20230404/Sub01/Data/Sub01_WAK_Data.csv');
    expect(data[0]).toHaveLength(26);
    expect([0, 1, 4, 5, 9, 16, 17, 25].map((i) => data[0][i])).toEqual([
      'Time',
      'Kinematic: left hip adduction angle',
      'Kinematic: left ankle flexion angle',
      'Kinematic: right hip adduction angle',
      'Kinetic: left hip adduction torque',
      'Kinetic: right ankle flexion torque',
      'sEMG: tensor fascia lata',
      'sEMG: soleus',
    ]);
  });

  test('has 1920 rows per second, torques in N·m, and EMG in steps of the converter', () => {
    expect(data.slice(1, 4).map(([timeS]) => timeS)).toEqual(['0.000000', '0.000521', '0.001042']);
    expect(Math.min(...column('Kinetic: left ankle flexion torque'))).toBeLessThan(-0.8 * trial.subject.massKg);
    const steps = column('sEMG: soleus').map((volt) => volt / (10 / 32768));
    expect(Math.max(...steps.map((step) => Math.abs(step - Math.round(step))))).toBeLessThan(0.01);
  });
});

test('labels run from 1 to 5 in each cycle, right legs from number 1 and left legs from 6', () => {
  expect(labels[0]).toEqual(['Time', 'Status', 'Group']);
  expect(labels).toHaveLength(data.length);
  const runs = labels
    .slice(1)
    .map(([, status, group]) => `${group}:${status}`)
    .filter((text, i, all) => text !== ':' && text !== all[i - 1]);
  expect(runs).toEqual([1, 2, 6, 7].flatMap((group) => [1, 2, 3, 4, 5].map((status) => `${group}:${status}`)));
  expect(trial.strides.map(({ side }) => side)).toEqual(['right', 'right', 'left', 'left']);
});

test('the workbook names persons, height in centimetres', async () => {
  const file = await readFile(join(root, 'SIAT_LLMD20230404/SIAT_LLMD20230404/SubjectInformation.xlsx'));
  const { headings, rows } = headedTable(sheetOf(readXlsx(file), 0));
  expect(headings.slice(0, 5)).toEqual(['Subject', 'Age', 'Sex', 'Height', 'Weight']);
  expect(rows[0].slice(0, 2)).toEqual(['Sub01', trial.subject.ageY]);
  expect(rows[0][3]).toBeCloseTo(100 * trial.subject.heightM, 0);
});
