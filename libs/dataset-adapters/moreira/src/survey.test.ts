import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AdapterOptionsError } from '@emgfm/adapter-kit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

const SPEEDS = ['V1', 'V15', 'V2', 'V25', 'V3', 'V35', 'V4'];

/** A survey looks at names alone, so empty shells of files serve. */
const PERSON_FILES = [
  'Metadata.txt',
  'Properties/Properties.txt',
  ...SPEEDS.flatMap((speed) =>
    ['R', 'L'].flatMap((leg) => [
      `Processed_Data/${speed}/${leg}/Stride_Time.txt`,
      ...['Angles', 'Torques', 'Torques_Norm', 'EMG filtered', 'EMG envelope', 'GRF'].flatMap((signal) =>
        ['T1', 'T2'].map((trial) => `Processed_Data/${speed}/${leg}/${signal}/${trial}.txt`),
      ),
    ]),
  ),
];

const roots: string[] = [];
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-moreira-survey-'));
  roots.push(root);
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true, force: true }))));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
}

const person = (folder: string, leave = /^$/): string[] =>
  PERSON_FILES.filter((file) => !leave.test(file)).map((file) => `${folder}/${file}`);

test('counts persons, trials and strides', async () => {
  await put(...person('ASCII_files/Participant10'), ...person('ASCII_files/Participant02'));
  const { subjects, missing, unknown, unusable, advice, layer } = await adapter.survey(root);
  expect(
    subjects.map(({ subject, trials, expectedStrides }) => [subject.sourceId, trials.length, expectedStrides]),
  ).toEqual([
    ['Participant2', 14, 42],
    ['Participant10', 14, 42],
  ]);
  expect(subjects[0].trials[0]).toMatchObject({ name: 'V1/T1', contents: '2 legs: angles, torquesNorm, envelope' });
  expect([missing, unknown, unusable, advice, layer]).toEqual([[], [], [], [], 'envelope']);
});

test('missing speeds, legs, signals and trials are named', async () => {
  const leave =
    /\/V(?:1|35|4)\/|V2\/L|V25\/R\/Angles\/T2|V3\/R\/Stride_Time|Metadata|V15\/R\/EMG envelope|V25\/L\/.*\/T1/;
  await put(...person('Participant4', leave));
  const { missing } = await adapter.survey(root);
  expect(missing.map(({ path, detail }) => `${path}: ${detail}`)).toEqual([
    'Participant4/Metadata.txt: age, sex, mass and height of this person are unknown',
    'Participant4/Processed_Data/V1: this person did not walk at this speed',
    'Participant4/Processed_Data/V15/R/envelope: no file of this signal',
    'Participant4/Processed_Data/V2/L: no trial of this leg',
    'Participant4/Processed_Data/V25/R/angles/T2.txt: one trial',
    'Participant4/Processed_Data/V25/L/angles/T1.txt: one trial',
    'Participant4/Processed_Data/V25/L/torquesNorm/T1.txt: one trial',
    'Participant4/Processed_Data/V25/L/envelope/T1.txt: one trial',
    'Participant4/Processed_Data/V3/R/Stride_Time: durations are unknown',
    'Participant4/Processed_Data/V35: this person did not walk at this speed',
    'Participant4/Processed_Data/V4: this person did not walk at this speed',
  ]);
});

test('MAT files tell no number of strides', async () => {
  await put('MAT files/Participant1/Processed_Data.mat', 'MAT files/Participant1/Raw_Data.mat');
  const { subjects } = await adapter.survey(root);
  expect(subjects).toMatchObject([{ subject: { sourceId: 'Participant1' }, expectedStrides: null }]);
});

describe('folders that are not quite right', () => {
  test('the folder of one person can be given, and one above too', async () => {
    await put(...person('downloads/ASCII_files/Participant3'));
    for (const folder of ['', 'downloads/ASCII_files/Participant3']) {
      const { subjects } = await adapter.survey(join(root, folder));
      expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['Participant3']);
    }
  });

  test('a folder inside a person gets advice', async () => {
    await put(...person('Participant3'));
    const { subjects, advice } = await adapter.survey(join(root, 'Participant3/Processed_Data'));
    expect(subjects).toEqual([]);
    expect(advice.join()).toMatch(/inside a person/);
  });

  test('archives that are still packed are named', async () => {
    await put('ASCII_files.zip');
    const { advice } = await adapter.survey(root);
    expect(advice.join()).toMatch(/still packed.*ASCII_files\.zip/);
  });

  test('files of another dataset give no person and a hint at the names that are expected', async () => {
    await put('S001/EMG/RawData.mat');
    const { subjects, unknown, advice } = await adapter.survey(root);
    expect([subjects, unknown.length]).toEqual([[], 1]);
    expect(advice.join()).toContain('Participant1/Processed_Data/V1/R/Angles/T1.txt');
  });

  test('a person who is there twice counts once; unknown files are listed', async () => {
    await put(
      ...person('a/Participant1'),
      ...person('b/Participant01'),
      'Participant1/Processed_Data/V9/R/Angles/T1.txt',
    );
    const { subjects, unusable, unknown } = await adapter.survey(root);
    expect(subjects).toHaveLength(1);
    expect(new Set(unusable.map(({ reason }) => reason))).toEqual(new Set(['duplicate-trial']));
    expect(unknown.map(({ path }) => path)).toEqual(['Participant1/Processed_Data/V9/R/Angles/T1.txt']);
  });
});

test('a layer or an option that does not exist is refused', async () => {
  await expect(adapter.survey(root, { layer: 'raw' })).rejects.toThrow(AdapterOptionsError);
  await expect(adapter.survey(root, { adapterOptions: { legs: 'both' } })).rejects.toThrow(/no options/);
});

test('a damaged MAT file is a drop, not an error', async () => {
  await put('Participant1/Processed_Data.mat');
  const drops: string[] = [];
  const onDrop = ({ what, reason }: { what: string; reason: string }) => void drops.push(`${reason} ${what}`);
  const subject = { datasetId: 'moreira', sourceId: 'Participant1' };
  for await (const recording of adapter.read(root, subject, { onDrop })) expect(recording).toBeNull();
  expect(drops).toEqual(['unreadable-file Participant1/Processed_Data.mat']);
});
