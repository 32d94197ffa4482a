import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AdapterOptionsError } from '@emgfm/adapter-kit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

/** A survey looks at names alone, so empty shells of files serve. */
const PERSON_FILES = [
  'EMG/RawData.mat',
  'EMG/ProcessedData.mat',
  ...['LevelWalking', 'StairAscent', 'StairDescent', 'SlopeAscent', 'SlopeDescent'].flatMap((task) =>
    ['Trial01', 'Trial04'].flatMap((trial) =>
      ['step01', 'step02'].map((step) => `JointAngle/${task}/${trial}/${step}.mot`),
    ),
  ),
  'JointAngle/SitToStand/Trial01/step01.mot',
  'JointAngle/StandToSit/Trial01/step01.mot',
  'MotionCapture/LevelWalking/MOT/Trial01/Step01.mot',
  'MotionCapture/StairAscent/TRC/Trial01/Step01.trc',
];

const roots: string[] = [];
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-gait120-survey-'));
  roots.push(root);
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
}

const persons = (folder: string): string[] => PERSON_FILES.map((file) => `${folder}/${file}`);

test('counts persons, trials and steps in blocks and in the root', async () => {
  await put('Subject_Demographics.xlsx', ...persons('Gait120_001_to_010/S002'), ...persons('S111'));
  const survey = await adapter.survey(root);
  expect(
    survey.subjects.map(({ subject, trials, expectedStrides }) => [subject.sourceId, trials.length, expectedStrides]),
  ).toEqual([
    ['S002', 12, 22],
    ['S111', 12, 22],
  ]);
  expect(survey.subjects[0].trials[0]).toMatchObject({
    name: 'LevelWalking/Trial01',
    contents: 'EMG, angles of 2 steps, force plates',
  });
  expect([survey.layer, survey.missing, survey.unknown, survey.unusable, survey.advice]).toEqual([
    'raw',
    [],
    [],
    [],
    [],
  ]);
});

test('files that are missing are named, and the rest is found', async () => {
  await put(...persons('S001').filter((path) => !/Trial04\/step01|RawData|StairDescent/.test(path)), 'notes.txt');
  const { missing, unknown, subjects } = await adapter.survey(root);
  expect(missing.map(({ path }) => path)).toEqual([
    'Subject_Demographics.xlsx',
    'S001/EMG/RawData.mat',
    'S001/JointAngle/LevelWalking/Trial04/step01.mot',
    'S001/JointAngle/StairAscent/Trial04/step01.mot',
    'S001/JointAngle/StairDescent',
    'S001/JointAngle/SlopeAscent/Trial04/step01.mot',
    'S001/JointAngle/SlopeDescent/Trial04/step01.mot',
  ]);
  expect(unknown.map(({ path }) => path)).toEqual(['notes.txt']);
  expect(subjects[0].expectedStrides).toBe(22 - 4 - 4);
});

test('step names in capitals, and a file without bytes', async () => {
  await put('S001/EMG/RawData.mat', 'S001/JointAngle/LevelWalking/Trial01/Step02.mot');
  await writeFile(join(root, 'S001/JointAngle/LevelWalking/Trial01/Step01.mot'), '');
  const { subjects, unusable } = await adapter.survey(root);
  expect(subjects[0].expectedStrides).toBe(2);
  expect(unusable).toMatchObject([{ reason: 'unreadable-file' }]);
});

test('a person who is there twice counts once', async () => {
  await put(...persons('Gait120_001_to_010/S001'), ...persons('again/S001'));
  const { subjects, unusable } = await adapter.survey(root);
  expect(subjects).toHaveLength(1);
  expect(subjects[0].expectedStrides).toBe(22);
  expect(new Set(unusable.map(({ reason }) => reason))).toEqual(new Set(['duplicate-trial']));
});

describe('folders that are not quite right', () => {
  test('the folder of one person can be given', async () => {
    await put(...persons('S007'));
    const { subjects } = await adapter.survey(join(root, 'S007'));
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['S007']);
  });

  test('a folder inside a person gets advice', async () => {
    await put(...persons('S007'));
    for (const folder of ['S007/JointAngle', 'S007/EMG']) {
      const { subjects, advice } = await adapter.survey(join(root, folder));
      expect(subjects).toEqual([]);
      expect(advice.join()).toMatch(/inside a person/);
    }
  });

  test('a folder above is as good', async () => {
    await put(...persons('downloads/gait120/Gait120_001_to_010/S001'));
    expect((await adapter.survey(root)).subjects).toHaveLength(1);
  });

  test('archives that are still packed are named, beside persons too', async () => {
    await put('Gait120_001_to_010.zip', ...persons('Gait120_011_to_020/S011'));
    const { advice } = await adapter.survey(root);
    expect(advice.join()).toMatch(/still packed.*Gait120_001_to_010\.zip.*1 of 120 persons/);
  });

  test('files of another dataset give no person and a hint at the names that are expected', async () => {
    await put('AB156/Processed/AB156_Circuit_001_post.csv');
    const { subjects, unknown, advice } = await adapter.survey(root);
    expect([subjects, unknown.length]).toEqual([[], 1]);
    expect(advice.join()).toContain('S001/EMG/RawData.mat');
  });
});

test('a layer or an option that does not exist is refused', async () => {
  await expect(adapter.survey(root, { layer: 'wavelets' })).rejects.toThrow(AdapterOptionsError);
  await expect(adapter.survey(root, { adapterOptions: { legs: 'both' } })).rejects.toThrow(/no options/);
});

test('damaged files go to the drops and stop nothing', async () => {
  await put(...persons('S001'));
  await rename(join(root, 'S001/EMG/ProcessedData.mat'), join(root, 'S001/EMG/RawData.mat'));
  const drops: string[] = [];
  const onDrop = ({ what, reason }: { what: string; reason: string }) => void drops.push(`${reason} ${what}`);
  const subject = { datasetId: 'gait120', sourceId: 'S001' };
  for await (const recording of adapter.read(root, subject, { onDrop })) expect(recording).toBeNull();
  expect(drops).toContain('unreadable-file S001/EMG/RawData.mat');
  expect(drops).toContain('unreadable-file S001/JointAngle/SitToStand/Trial01/step01.mot');
});
