import { mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matStruct, writeMat } from '@emgfm/matfile';
import { writeRawLencioni, writeRawMacaluso } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-macaluso-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const simulated = { subjects: 1, seed: 2, tasks: ['level'], trialS: 3.5, emgPoints: 500, matVersion: 'v7' } as const;

describe('the survey', () => {
  test('counts persons, trials and strides, and tells missing tasks', async () => {
    const truth = await writeRawMacaluso(root, { ...simulated, subjects: 2, tasks: ['level', 'uphill'] });
    const { subjects, missing, unknown, unusable, advice } = await adapter.survey(root);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['AB01', 'AB02']);
    for (const { subject, trials, expectedStrides } of subjects) {
      const own = truth.filter(({ sourceId }) => sourceId === subject.sourceId);
      expect(trials.map(({ name }) => name)).toEqual(['level/part1', 'uphill/part1']);
      expect(expectedStrides).toBe(own.reduce((sum, { strides }) => sum + strides.length, 0));
    }
    expect(missing.map(({ detail }) => detail)).toEqual(['AB01 has no downhill trials', 'AB02 has no downhill trials']);
    expect([unknown, unusable, advice]).toEqual([[], [], []]);
  });

  test('MAT files of every version are read alike', async () => {
    for (const matVersion of ['v5', 'v7', 'v7.3'] as const) {
      const folder = join(root, matVersion);
      const [truth] = await writeRawMacaluso(folder, { ...simulated, matVersion });
      const survey = await adapter.survey(folder);
      expect(survey.subjects[0]?.expectedStrides).toBe(truth?.strides.length);
      expect((await runAdapter(adapter, folder)).strides).toHaveLength(truth?.strides.length ?? NaN);
    }
  });

  test('strides are counted by an angle where there are no times', async () => {
    const legDefects = { 'level/part1 left': 'no-times', 'level/part1 right': 'no-times' } as const;
    const [truth] = await writeRawMacaluso(root, { ...simulated, legDefects });
    expect((await adapter.survey(root)).subjects[0]?.expectedStrides).toBe(truth?.strides.length);
  });

  test('lists unknown, damaged and repeated files and trials of unknown content, and reads the rest', async () => {
    await writeRawMacaluso(root, { ...simulated, otherTrial: 'warmup' });
    await writeFile(join(root, 'readme.txt'), 'by the authors');
    await writeFile(join(root, 'Subject', 'AB07.mat'), 'not a MAT file');
    await writeMat(join(root, 'Subject', 'AB08.mat'), { AB08: matStruct({ other: 1 }) });
    await writeRawMacaluso(join(root, 'copy'), simulated);
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ trials }) => trials.length)).toEqual([1]);
    expect(survey.unknown.map(({ path }) => path)).toEqual(['readme.txt']);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['copy/Subject/AB01.mat', 'duplicate-trial'],
      ['Subject/AB01.mat level/warmup', 'not-a-stride'],
      ['Subject/AB07.mat', 'unreadable-file'],
      ['Subject/AB08.mat', 'unreadable-file'],
    ]);
    expect(survey.unusable.at(-1)?.detail).toMatch(/expected fields level, uphill, downhill in AB08, found other/);
    const drops: string[] = [];
    const damaged = { datasetId: 'macaluso', sourceId: 'AB07' };
    for await (const _ of adapter.read(root, damaged, { onDrop: ({ reason }) => void drops.push(reason) })) void _;
    expect(drops).toEqual(['unreadable-file']);
  });

  test('a file that was cut off is a drop, and the next person is read', async () => {
    await writeRawMacaluso(root, { ...simulated, subjects: 2, matVersion: 'v5' });
    await truncate(join(root, 'Subject', 'AB01.mat'), 20_000);
    const { strides, drops } = await runAdapter(adapter, root);
    expect(new Set(strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB02']));
    expect(drops).toMatchObject([{ what: expect.stringMatching(/^Subject\/AB01\.mat/), reason: 'unreadable-file' }]);
  });

  test('one level too high works', async () => {
    await writeRawMacaluso(join(root, 'dataport', 'data'), simulated);
    expect((await adapter.survey(root)).subjects).toHaveLength(1);
  });

  test('one level too low, another dataset and packed archives get advice', async () => {
    await writeRawMacaluso(root, simulated);
    const low = await adapter.survey(join(root, 'Subject'));
    expect(low.subjects).toEqual([]);
    expect(low.advice).toEqual([
      expect.stringMatching(/no folder Subject: if this is that folder, give the one above/),
    ]);

    const other = join(root, 'other');
    await mkdir(other);
    await writeFile(join(other, 'Subject.zip'), 'PK');
    await writeRawLencioni(join(other, 'lencioni'), { subjects: 1, seed: 1, tasks: ['Walking'], taskS: 3 });
    await rename(join(root, 'Subject'), join(root, 'Persons'));
    const { subjects, advice } = await adapter.survey(other);
    expect(subjects).toEqual([]);
    expect(advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: Subject\.zip/),
      expect.stringMatching(/give the folder that holds the folder Subject/),
    ]);
  });

  test('refuses options and layers that it does not have', async () => {
    await writeRawMacaluso(root, simulated);
    await expect(adapter.survey(root, { layer: 'continuous' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    const adapterOptions = { otherTrials: 'guess' };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
  });
});
