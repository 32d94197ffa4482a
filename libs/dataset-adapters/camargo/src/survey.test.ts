import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAdapterError } from '@emgfm/adapter-kit';
import { writeRawCamargo } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
const roots: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emgfm-camargo-survey-'));
  roots.push(folder);
  return folder;
}

beforeAll(async () => {
  root = await newFolder();
  await writeRawCamargo(root, {
    subjects: ['AB07', 'AB30'],
    seed: 1,
    steadyS: 3,
    modes: ['treadmill'],
    defects: {
      treadmill_01_01: [
        { kind: 'missing_file', sensor: 'id' },
        { kind: 'missing_file', sensor: 'gcLeft' },
      ],
      treadmill_02_01: [{ kind: 'empty_file', sensor: 'emg' }],
    },
  });
  await mkdir(join(root, 'AB07/10_09_18/treadmill/imu'));
  await writeFile(join(root, 'AB07/10_09_18/treadmill/imu/treadmill_01_01.mat'), 'not read');
  await writeFile(join(root, 'AB07/10_09_18/treadmill/emg/treadmill_01_01 (copy).mat'), 'what is this?');
}, 30_000);
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

test('counts persons and trials, with the files that are read and no others', async () => {
  const { subjects, layer } = await adapter.survey(root);
  expect(layer).toBe('ik');
  expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.map(({ name }) => name)])).toEqual([
    ['AB07', ['10_09_18/treadmill_01_01', '10_09_18/treadmill_02_01']],
    ['AB30', ['10_09_18/Treadmill_01_01', '10_09_18/Treadmill_02_01']],
  ]);
  expect(subjects[0].trials.map(({ contents }) => contents)).toEqual([
    'conditions, emg, gcRight, ik',
    'conditions, emg, gcLeft, gcRight, id, ik',
  ]);
  const { subjects: offset } = await adapter.survey(root, { layer: 'ik_offset' });
  expect(offset[0].trials[0].contents).toBe('conditions, emg, gcRight, ik_offset');
});

test('missing, empty and unknown files are listed, sensors that are not read are neither', async () => {
  const { missing, unknown, unusable, advice } = await adapter.survey(root);
  expect(missing.map(({ path }) => path)).toEqual([
    'AB07/10_09_18/treadmill/id/treadmill_01_01.mat',
    'AB30/10_09_18/treadmill/id/Treadmill_01_01.mat',
  ]);
  expect(missing[0].detail).toMatch(/no moments/);
  expect(unknown.map(({ path }) => path)).toEqual(['AB07/10_09_18/treadmill/emg/treadmill_01_01 (copy).mat']);
  expect(unusable.map(({ what, reason }) => [what, reason])).toEqual([
    ['AB07/10_09_18/treadmill/emg/treadmill_02_01.mat', 'unreadable-file'],
    ['AB30/10_09_18/treadmill/emg/Treadmill_02_01.mat', 'unreadable-file'],
  ]);
  expect(advice).toEqual([]);
});

describe('folders that are not quite right', () => {
  test('one level too high, the persons are found', async () => {
    const above = await newFolder();
    await writeRawCamargo(join(above, 'part 1'), { subjects: 1, seed: 1, steadyS: 3, modes: ['treadmill'] });
    const { subjects, missing, unknown } = await adapter.survey(above);
    expect(subjects).toHaveLength(1);
    expect([missing, unknown]).toEqual([[], []]);
  }, 20_000);

  test('one or two levels too low, it says which folder is meant', async () => {
    for (const folder of ['AB07', 'AB07/10_09_18', 'AB07/10_09_18/treadmill']) {
      const { subjects, advice } = await adapter.survey(join(root, folder));
      expect(subjects).toEqual([]);
      expect(advice.join()).toMatch(/folder of one person; give the folder that holds the persons/);
    }
  });

  test('archives that are still packed are named', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'Part 1 of 3.zip'), 'PK');
    const { advice } = await adapter.survey(folder);
    expect(advice[0]).toMatch(/still packed.*Part 1 of 3\.zip/);
  });

  test('files of another dataset give no person and a hint at the names that are expected', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'AB156/Processed'), { recursive: true });
    await writeFile(join(folder, 'AB156/Processed/AB156_Circuit_001_post.csv'), 'Left_TA\n');
    const { subjects, unknown, advice } = await adapter.survey(folder);
    expect(subjects).toEqual([]);
    expect(unknown).toHaveLength(1);
    expect(advice.join()).toContain('AB06/10_09_18/treadmill/emg/treadmill_01_01.mat');
  });

  test('a trial that is there twice is read once', async () => {
    const folder = await newFolder();
    const options = { subjects: 1, seed: 1, steadyS: 3, modes: ['treadmill'] } as const;
    await writeRawCamargo(join(folder, 'first'), options);
    await writeRawCamargo(join(folder, 'second'), options);
    const { subjects, unusable } = await adapter.survey(folder);
    expect(subjects.map(({ trials }) => trials.length)).toEqual([2]);
    expect(unusable.every(({ reason, what }) => reason === 'duplicate-trial' && what.startsWith('second/'))).toBe(true);
    expect(unusable).toHaveLength(14);
  }, 20_000);

  test('without SubjectInfo.mat it says what is lost', async () => {
    const folder = await newFolder();
    await writeRawCamargo(folder, { subjects: 1, seed: 1, steadyS: 3, modes: ['treadmill'] });
    await rename(join(folder, 'SubjectInfo.mat'), join(folder, 'SubjectInfo.bak'));
    const { missing, unknown } = await adapter.survey(folder);
    expect(missing).toEqual([{ path: 'SubjectInfo.mat', detail: 'without body mass no moment can be divided by it' }]);
    expect(unknown.map(({ path }) => path)).toEqual(['SubjectInfo.bak']);
  }, 20_000);
});

test('options that are not known are refused', async () => {
  for (const options of [
    { layer: 'id' },
    { adapterOptions: { legs: 'left' } },
    { adapterOptions: { side: 'right' } },
  ]) {
    const error: unknown = await adapter.survey(root, options).catch((reason: unknown) => reason);
    expect(isAdapterError(error) && error.tag).toBe('AdapterOptionsError');
  }
});
