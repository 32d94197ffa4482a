import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RawSiatOptions, writeRawSiat } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapter } from './index';

const TOP = 'SIAT_LLMD20230404/SIAT_LLMD20230404';
const roots: string[] = [];
async function newFolder(options?: Partial<RawSiatOptions>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emgfm-siat-survey-'));
  roots.push(folder);
  if (options) await writeRawSiat(folder, { subjects: 1, seed: 1, cyclesPerLeg: 1, movements: ['WAK'], ...options });
  return folder;
}

let root = '';
beforeAll(async () => {
  root = await newFolder({ subjects: 2, movements: ['WAK', 'DNS'], otherMovements: true });
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

test('counts persons and movements, and says what the headers hold', async () => {
  const { subjects, unknown, unusable, advice } = await adapter.survey(root);
  expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.map(({ name }) => name)])).toEqual([
    ['Sub01', ['WAK', 'DNS']],
    ['Sub02', ['WAK', 'DNS']],
  ]);
  const [trial] = subjects[0]!.trials;
  expect(trial?.contents).toBe('8 EMG sensors, 16 angles and torques');
  expect(trial?.files.map(({ path }) => path.split('/').pop())).toEqual(['Sub01_WAK_Data.csv', 'Sub01_WAK_Label.csv']);
  expect([unknown, unusable, advice]).toEqual([[], [], []]);
});

test('movements and persons that are not there are missing', async () => {
  const { missing } = await adapter.survey(root);
  expect(missing.slice(0, 2).map(({ path }) => path)).toEqual(['Sub01 UPS', 'Sub02 UPS']);
  expect(missing[2]).toEqual({ path: 'Sub03 to Sub40', detail: '38 of the 40 persons of the source' });
});

describe('folders that are not quite right', () => {
  test('any folder above, and one that is not doubled', async () => {
    const folder = await newFolder();
    await writeRawSiat(join(folder, 'downloads'), {
      subjects: 1,
      seed: 1,
      cyclesPerLeg: 1,
      movements: ['WAK'],
      doubled: false,
    });
    expect((await adapter.survey(folder)).subjects).toHaveLength(1);
  });

  test('one person can be given, with advice on the body mass', async () => {
    const { subjects, missing, advice } = await adapter.survey(join(root, TOP, 'Sub02'));
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['Sub02']);
    expect(missing.at(-1)?.path).toBe('Sub01, Sub03 to Sub40');
    expect(missing[0]?.path).toBe('SubjectInformation.xlsx');
    expect(advice.join()).toMatch(/give the folder above/);
  });

  test('data without labels, alone, give no person and advice', async () => {
    const { subjects, missing, advice } = await adapter.survey(join(root, TOP, 'Sub02/Data'));
    expect(subjects).toEqual([]);
    expect(missing.map(({ path }) => path)).toContain('Sub02_WAK_Label.csv');
    expect(advice.join()).toMatch(/Data\/ and Labels\//);
  });

  test('archives that are still packed are named', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'SIAT_LLMD20230404.zip'), 'PK');
    expect((await adapter.survey(folder)).advice[0]).toMatch(/still packed.*SIAT_LLMD/);
  });

  test('files of another dataset give a hint at the names that are expected', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'AB156/Processed'), { recursive: true });
    await writeFile(join(folder, 'AB156/Processed/AB156_Circuit_001_post.csv'), 'Mode\n1\n');
    const { subjects, unknown, advice } = await adapter.survey(folder);
    expect([subjects.length, unknown.length]).toEqual([0, 1]);
    expect(advice.join()).toContain('Sub01_WAK_Data.csv');
  });

  test('only movements without gait cycles', async () => {
    const folder = await newFolder({ otherMovements: true });
    for (const file of ['Data/Sub01_WAK_Data.csv', 'Labels/Sub01_WAK_Label.csv']) {
      await rm(join(folder, TOP, 'Sub01', file));
    }
    expect((await adapter.survey(folder)).advice.join()).toMatch(/WAK, UPS and DNS are read/);
  });

  test('a file that is there twice is read once; empty, unknown and damaged files are reported', async () => {
    const folder = await newFolder({ movements: ['WAK', 'UPS'] });
    const own = join(folder, TOP, 'Sub01');
    await mkdir(join(folder, 'copy'));
    await rename(join(own, 'Labels/Sub01_WAK_Label.csv'), join(folder, 'copy/Sub01_WAK_Label.csv'));
    await writeFile(join(folder, 'Sub01_WAK_Label.csv'), 'Time,Status,Group\n');
    await writeFile(join(own, 'Data/Sub01_UPS_Data.csv'), '');
    await writeFile(join(own, 'Data/Sub01_XYZ_Data.csv'), 'Time\n');
    await writeFile(join(folder, TOP, 'SubjectInformation.xlsx'), 'no workbook');
    const { subjects, unknown, unusable } = await adapter.survey(folder);
    expect(subjects[0]?.trials.map(({ name }) => name)).toEqual(['WAK']);
    expect(unknown.map(({ path }) => path.split('/').pop())).toEqual(['Sub01_XYZ_Data.csv']);
    expect(unusable.map(({ reason }) => reason)).toEqual(['duplicate-trial', 'unreadable-file', 'unreadable-file']);
  });
});
