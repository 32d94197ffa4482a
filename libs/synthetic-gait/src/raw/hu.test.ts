import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeRawHu, type RawHuCircuit } from './hu';

let root = '';
let truth: readonly RawHuCircuit[];
let header: string[];
let rows: string[][];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-raw-hu-'));
  truth = await writeRawHu(root, {
    subjects: 1,
    seed: 2,
    circuits: 1,
    rawFiles: true,
    boutsOf: () => [
      { gait: 'stand', durationS: 2 },
      { gait: 'walk', durationS: 3 },
    ],
  });
  [header, ...rows] = await table(truth[0].file);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function table(file: string): Promise<string[][]> {
  return (await readFile(join(root, file), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

const column = (name: string): number[] => rows.map((row) => Number(row[header.indexOf(name)]));

describe('a processed file', () => {
  test('has the 61 columns of the source in their order', () => {
    expect(truth[0].file).toBe('AB156/AB156/Processed/AB156_Circuit_001_post.csv');
    expect(header).toHaveLength(61);
    expect(header.slice(0, 6)).toEqual(['Ax', 'Ay', 'Az', 'Gy', 'Gz', 'Gx'].map((axis) => `Right_Shank_${axis}`));
    expect(header.slice(30, 37)).toEqual(['TA', 'MG', 'SOL', 'BF', 'ST', 'VL', 'RF'].map((name) => `Right_${name}`));
    expect(header.slice(44, 48)).toEqual(['Right_Ankle', 'Right_Knee', 'Left_Ankle', 'Left_Knee']);
    expect(header[52]).toBe('Mode');
    expect(header.slice(53, 57)).toEqual([
      'Right_Heel_Contact',
      'Right_Heel_Contact_Trigger',
      'Right_Toe_Off',
      'Right_Toe_Off_Trigger',
    ]);
  });

  test('has a row per millisecond and flexion negative', () => {
    expect(rows).toHaveLength(Math.round(truth[0].simulated.durationS * 1000));
    expect(Math.min(...column('Left_Knee'))).toBeLessThan(-45);
  });

  test('lists events at the top of their columns: rows from 1, and codes', () => {
    const contacts = column('Right_Heel_Contact');
    const listed = contacts.findIndex(Number.isNaN);
    expect(contacts.slice(listed).every(Number.isNaN)).toBe(true);
    const strikes = truth[0].simulated.events.filter(({ side, kind }) => side === 'right' && kind === 'foot_strike');
    expect(contacts.slice(0, listed)).toEqual(strikes.map(({ timeS }) => Math.round(timeS * 1000) + 1));
    const codes = column('Right_Heel_Contact_Trigger').slice(0, listed);
    expect(codes.slice(1)).toEqual(new Array(listed - 1).fill(1311));
    expect(column('Right_Toe_Off_Trigger')[1]).toBe(1112);
  });
});

test('a raw file has 49 columns, goniometers in volt and no events', async () => {
  const [names, first] = await table('AB156/AB156/Raw/AB156_Circuit_001_raw.csv');
  expect(names).toHaveLength(49);
  expect(names.some((name) => /Velocity|Contact/.test(name))).toBe(false);
  const processed = column('Right_Knee')[0];
  expect((Number(first[names.indexOf('Right_Knee')]) - 2) * -90).toBeCloseTo(processed, 2);
});
