import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRawMocap, type RawMocapTrial } from './mocap';
import { MOCAP_MARKERS } from './mocap-markers';

let root = '';
let trials: readonly RawMocapTrial[];
let header: string[];
let rows: string[][];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-raw-mocap-'));
  trials = await writeRawMocap(root, { subjects: 1, seed: 2, trials: 2, durationS: 2, layout: 'both' });
  const path = join(root, 'Subject_Data', 'S4', 'Activity_Trials', 'S4_Walking_Trial1.csv');
  [header, ...rows] = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',')) as [string[], ...string[][]];
});

afterAll(() => rm(root, { recursive: true, force: true }));

const column = (name: string): number[] => rows.map((row) => Number(row[header.indexOf(name)]));

test('folders and files carry the names of the source', async () => {
  const found = await readdir(join(root, 'Subject_Data', 'S4'), { recursive: true });
  expect(found.filter((path) => path.endsWith('.csv')).sort()).toEqual([
    'Activity_Trials/S4_Walking_Trial1.csv',
    'Activity_Trials/S4_Walking_Trial2.csv',
    'S4_FramesData_Orig/S4_Walking_FD_Orig/S4_Walking_Orig_1.csv',
    'S4_FramesData_Orig/S4_Walking_FD_Orig/S4_Walking_Orig_2.csv',
    'sync_data/S4_Walking_Synchronized.csv',
  ]);
});

test('a table holds time, 42 markers without the right heel, 36 angles, 16 EMG, and text among its further columns', () => {
  expect(header[0]).toBe('Time');
  const axes = MOCAP_MARKERS.flatMap((marker) => ['X', 'Y', 'Z'].map((axis) => `${marker}_${axis}`));
  expect(axes).toHaveLength(126);
  expect(header.slice(1, 127)).toEqual(axes);
  expect(header.filter((name) => /R\.FootHeel/.test(name))).toEqual([]);
  expect(header.slice(127, 163).filter((name) => /_[rl](_beta)?$/.test(name))).toHaveLength(30);
  expect(header.slice(163, 179)).toContain('Tibialis Anterior / Dorsiflexors');
  expect(header.length).toBeGreaterThan(226);
  const further = header.indexOf('Device 1');
  expect(new Set(rows.map((row) => Number.isNaN(Number(row[further]))))).toEqual(new Set([true, false]));
});

test('a body stands upright: head above pelvis above ankles, shoulders and arms on their sides', () => {
  const heights = ['Head_Top_Z', 'LASIS_Z', 'L.KneeLateral_Z', 'L.AnkleLateral_Z'].map((name) => column(name)[0]);
  expect(heights).toEqual([...heights].sort((a, b) => b! - a!));
  const { heightM } = trials[0]!.subject;
  expect(Math.abs(heights[0]! / 1000 / heightM - 1)).toBeLessThan(0.06);
  for (const marker of ['ShoulderFront', 'LowerArmLateral', 'WristLateral', 'KneeLateral'])
    expect(column(`L.${marker}_Y`)[0]).toBeGreaterThan(column(`R.${marker}_Y`)[0]!);
});

test('every trial begins at zero; a merged table puts them below each other', async () => {
  expect(column('Time')[0]).toBe(0);
  const path = join(root, 'Subject_Data', 'S4', 'sync_data', 'S4_Walking_Synchronized.csv');
  const [, ...merged] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const times = merged.map((line) => Number(line.split(',')[0]));
  expect(times.filter((timeS, row) => timeS < (times[row - 1] ?? 0))).toHaveLength(1);
});
