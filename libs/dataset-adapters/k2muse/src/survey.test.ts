import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMat } from '@emgfm/matfile';
import { writeRawHu, writeRawK2muse } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-k2muse-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const simulated = { seed: 2, trialS: 4 } as const;
const trials = [
  { condition: 'Ideal', mode: 'LG_0', speedMps: 1, number: 1 },
  { condition: 'InterDay', mode: 'AS_10', speedMps: 0.5, number: 3 },
] as const;

describe('the survey of the processed layer', () => {
  test.each(['v7', 'v7.3'] as const)(
    'counts participants, trials and strides (%s)',
    async (matVersion) => {
      const truth = await writeRawK2muse(root, {
        ...simulated,
        subjects: [2, 10],
        trials,
        layers: ['processed'],
        matVersion,
      });
      const survey = await adapter.survey(root);
      expect(survey.subjects.map(({ subject }) => subject.sourceId)).toEqual(['P02', 'P10']);
      for (const { subject, trials: found, expectedStrides } of survey.subjects) {
        const own = truth.filter(({ sourceId }) => sourceId === subject.sourceId);
        const counts = own.map(({ strides }) => strides.left.length + strides.right.length);
        expect(expectedStrides).toBe(counts.reduce((sum, count) => sum + count, 0));
        const file = { path: `ProcessedData/${subject.sourceId}.mat`, sizeBytes: expect.any(Number) };
        expect(found).toEqual([
          { name: 'Ideal LG_0 S_1 Trial_1', files: [file], contents: `${counts[0]} strides` },
          { name: 'InterDay AS_10 S_0x5 Trial_3', files: [file], contents: `${counts[1]} strides` },
        ]);
      }
      expect(survey.missing).toHaveLength(40);
      expect([survey.unknown, survey.unusable, survey.advice]).toEqual([[], [], []]);
    },
    20_000,
  );

  test('lists unknown, damaged and repeated files, and reads the rest', async () => {
    await writeRawK2muse(root, { ...simulated, subjects: 1, layers: ['processed'] });
    await writeRawK2muse(join(root, 'copy'), { ...simulated, subjects: 1, layers: ['processed'] });
    await writeFile(join(root, 'notes.txt'), 'mine');
    await mkdir(join(root, 'FigureData'));
    await writeFile(join(root, 'FigureData', 'figData.mat'), 'shipped');
    await writeFile(join(root, 'ProcessedData', 'P07.mat'), 'not a MAT file');
    await writeMat(join(root, 'ProcessedData', 'P08.mat'), { x: 1 });
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ subject }) => subject.sourceId)).toEqual(['P01']);
    expect(survey.unknown.map(({ path }) => path)).toEqual(['notes.txt']);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['copy/ProcessedData/P01.mat', 'duplicate-trial'],
      ['ProcessedData/P07.mat', 'unreadable-file'],
      ['ProcessedData/P08.mat', 'unreadable-file'],
    ]);
    const drops: string[] = [];
    const damaged = { datasetId: 'k2muse', sourceId: 'P07' };
    for await (const _ of adapter.read(root, damaged, { onDrop: ({ reason }) => void drops.push(reason) })) void _;
    expect(drops).toEqual(['unreadable-file']);
  });
});

describe('the survey of the source layer', () => {
  test('joins the files of the devices by name and tells which are missing', async () => {
    const sourceDefects = { 0: 'one-ultrasound-channel-missing', 1: 'no-noraxon' } as const;
    await writeRawK2muse(root, {
      ...simulated,
      subjects: 1,
      trials,
      layers: ['source'],
      ultrasoundS: 1,
      sourceDefects,
      source: { spelling: 'text' },
    });
    await writeFile(join(root, 'SourceData', 'Noraxon', 'P01', 'Ideal-AS-5-0-1.mat'), 'odd');
    const survey = await adapter.survey(root, { layer: 'source' });
    expect(survey.subjects[0]?.trials.map(({ name, files, contents }) => [name, files.length, contents])).toEqual([
      ['Ideal LG_0 S_1 Trial_1', 5, 'angles, moments, events, EMG, ultrasound of 3 channels'],
      ['InterDay AS_10 S_0x5 Trial_3', 5, 'angles, moments, events, ultrasound of 4 channels'],
    ]);
    expect(survey.missing.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        'Ideal LG_0 S_1 Trial_1 has no ultrasound of channel 3',
        'InterDay AS_10 S_0x5 Trial_3 has no EMG',
      ]),
    );
    expect(survey.unusable).toMatchObject([{ reason: 'bad-metadata', detail: expect.stringMatching(/speed.*'0'/) }]);
  });
});

describe('advice', () => {
  test('one level too high or too low works', async () => {
    await writeRawK2muse(join(root, 'kaggle', 'K2MUSE'), { ...simulated, subjects: 1 });
    for (const folder of ['.', 'kaggle/K2MUSE', 'kaggle/K2MUSE/ProcessedData'])
      expect((await adapter.survey(join(root, folder))).subjects).toHaveLength(1);
    for (const folder of ['.', 'kaggle/K2MUSE/SourceData'])
      expect((await adapter.survey(join(root, folder), { layer: 'source' })).subjects).toHaveLength(1);
  });

  test('the other layer, another dataset and packed archives', async () => {
    await writeRawK2muse(join(root, 'a'), { ...simulated, subjects: 1 });
    await rename(join(root, 'a', 'SourceData'), join(root, 'SourceData'));
    await rm(join(root, 'a'), { recursive: true });
    const { subjects, advice } = await adapter.survey(root);
    expect([subjects, advice]).toEqual([[], [expect.stringMatching(/ask for the layer 'source'/)]]);
    await rm(join(root, 'SourceData'), { recursive: true });
    await writeRawHu(root, { subjects: 1, seed: 1, circuits: 1, boutsOf: () => [{ gait: 'walk', durationS: 2 }] });
    await writeFile(join(root, 'K2MUSE.zip'), 'PK');
    expect((await adapter.survey(root)).advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: K2MUSE\.zip/),
      expect.stringMatching(/give the folder K2MUSE/),
    ]);
  });

  test('refuses options and layers that it does not have', async () => {
    await expect(adapter.survey(root, { layer: 'raw' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    const adapterOptions = { signals: 'both' };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
  });
});
