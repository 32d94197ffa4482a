import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRawHu } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
const roots: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emgfm-hu-survey-'));
  roots.push(folder);
  return folder;
}

const boutsOf = () => [{ gait: 'walk', durationS: 3 }] as const;

beforeAll(async () => {
  root = await newFolder();
  await writeRawHu(root, { subjects: 2, seed: 1, circuits: 2, boutsOf, rawFiles: true });
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

test('counts persons and circuits, and says what the headers hold', async () => {
  const { subjects, unknown, unusable, advice } = await adapter.survey(root);
  expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.map(({ name }) => name)])).toEqual([
    ['AB156', ['Circuit_001', 'Circuit_002']],
    ['AB185', ['Circuit_001', 'Circuit_002']],
  ]);
  expect(subjects[0].trials[0].contents).toBe('14 EMG, 4 angles, 4 event lists');
  expect([unknown, unusable, advice]).toEqual([[], [], []]);
});

test('the persons of the source that are not there are missing', async () => {
  const { missing } = await adapter.survey(root);
  expect(missing.map(({ path }) => path)).toEqual([
    'AB186',
    'AB188',
    'AB189',
    'AB190',
    'AB191',
    'AB192',
    'AB193',
    'AB194',
  ]);
});

describe('folders that are not quite right', () => {
  test('one person, or its Processed folder alone, can be given', async () => {
    for (const folder of ['AB156', 'AB156/AB156/Processed']) {
      const { subjects } = await adapter.survey(join(root, folder));
      expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.length])).toEqual([['AB156', 2]]);
    }
  });

  test('a folder above is as good', async () => {
    const above = await newFolder();
    await writeRawHu(join(above, 'downloads/enabl3s'), { subjects: 1, seed: 1, circuits: 1, boutsOf, nested: false });
    const { subjects } = await adapter.survey(above);
    expect(subjects).toHaveLength(1);
  });

  test('a circuit with only its raw file is missing, and a folder with raw files alone gets advice', async () => {
    const folder = await newFolder();
    await writeRawHu(folder, { subjects: 1, seed: 1, circuits: 1, boutsOf, rawFiles: true, nested: false });
    await rm(join(folder, 'AB156/Processed'), { recursive: true });
    const { subjects, missing, advice } = await adapter.survey(folder);
    expect(subjects).toEqual([]);
    expect(missing.map(({ path }) => path)).toEqual(['AB156/Processed/AB156_Circuit_001_post.csv']);
    expect(advice.join()).toMatch(/only raw files/);
  });

  test('archives that are still packed are named', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'AB156.zip'), 'PK');
    const { advice } = await adapter.survey(folder);
    expect(advice[0]).toMatch(/still packed.*AB156\.zip/);
  });

  test('files of another dataset give no person and a hint at the names that are expected', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'Sub01/Data'), { recursive: true });
    await writeFile(join(folder, 'Sub01/Data/Sub01_WAK_Data.csv'), 'Time\n0\n');
    const { subjects, unknown, advice } = await adapter.survey(folder);
    expect(subjects).toEqual([]);
    expect(unknown).toHaveLength(1);
    expect(advice.join()).toContain('AB156_Circuit_001_post.csv');
  });

  test('a circuit that is there twice is read once; an empty and an unknown file are reported', async () => {
    const folder = await newFolder();
    await writeRawHu(folder, { subjects: 1, seed: 1, circuits: 1, boutsOf });
    await writeRawHu(folder, { subjects: 1, seed: 1, circuits: 1, boutsOf, nested: false });
    await writeFile(join(folder, 'AB156/Processed/AB156_Circuit_007_post.csv'), '');
    await rename(join(folder, 'AB156/MVC/AB156_MVC.csv'), join(folder, 'AB156/readme.csv'));
    const { subjects, unknown, unusable } = await adapter.survey(folder);
    expect(subjects[0].trials).toHaveLength(1);
    expect(unknown.map(({ path }) => path)).toEqual(['AB156/readme.csv']);
    expect(unusable.map(({ reason }) => reason).sort()).toEqual(['duplicate-trial', 'unreadable-file']);
  });
});
