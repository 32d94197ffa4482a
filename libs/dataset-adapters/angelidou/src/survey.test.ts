import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMat } from '@emgfm/matfile';
import { writeRawAngelidou, writeRawLencioni } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-angelidou-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const simulated = { seed: 2, conditionS: 4, speeds: { slow: 1 } } as const;

describe('the survey', () => {
  test.each(['v5', 'v7', 'v7.3'] as const)('counts persons, conditions and cycles of %s files', async (matVersion) => {
    const truth = await writeRawAngelidou(root, { ...simulated, subjects: 2, matVersion });
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ subject }) => subject.sourceId)).toEqual(['SUB01', 'SUB02']);
    for (const { subject, trials, expectedStrides } of survey.subjects) {
      const own = truth.filter(({ sourceId }) => sourceId === subject.sourceId);
      expect(trials.map(({ name, contents }) => [name, contents])).toEqual(
        own.map(({ trial, cycles }) => [trial, `${cycles} cycles: EMG, jointAngles, jointMoments`]),
      );
      expect(trials.flatMap(({ files }) => files)).toEqual([
        { path: `data/${subject.sourceId}.mat`, sizeBytes: expect.any(Number) },
      ]);
      expect(expectedStrides).toBe(own.reduce((sum, { cycles }) => sum + 2 * cycles, 0));
    }
    expect([survey.unknown, survey.unusable, survey.advice]).toEqual([[], [], []]);
  });

  test('lists unknown, damaged and repeated files and copies of an earlier pipeline, and reads the rest', async () => {
    await writeRawAngelidou(root, { ...simulated, subjects: 1 });
    await writeRawAngelidou(join(root, 'copy'), { ...simulated, subjects: 1 });
    await mkdir(join(root, 'processedData'));
    await writeMat(join(root, 'processedData', 'SUB01Processed.mat'), { data: 1 });
    await writeMat(join(root, 'data', 'notes.mat'), { comment: 'not a person' });
    await writeFile(join(root, 'readme.txt'), 'notes');
    await writeFile(join(root, 'data', 'SUB07.mat'), 'not a MAT file');
    const survey = await adapter.survey(root);
    expect(survey.subjects).toHaveLength(1);
    expect(survey.unknown.map(({ path }) => path).sort()).toEqual([
      'data/notes.mat',
      'processedData/SUB01Processed.mat',
      'readme.txt',
    ]);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['data/SUB01.mat', 'duplicate-trial'],
      ['data/SUB07.mat', 'unreadable-file'],
    ]);
    expect(survey.advice).toEqual([expect.stringMatching(/Processed\.mat.*not read/)]);
    for (const sourceId of ['SUB07', 'notes']) {
      const drops: string[] = [];
      const subject = { datasetId: 'angelidou', sourceId };
      for await (const _ of adapter.read(root, subject, { onDrop: ({ reason }) => void drops.push(reason) })) void _;
      expect(drops).toEqual(['unreadable-file']);
    }
  });

  test('one level too high or too low works; another dataset and packed archives get advice', async () => {
    const inner = join(root, 'release', 'dataset');
    await mkdir(join(root, 'release'));
    await writeRawAngelidou(join(root, 'made'), { ...simulated, subjects: 1 });
    await rename(join(root, 'made'), inner);
    for (const folder of [root, inner, join(inner, 'data')]) {
      expect((await adapter.survey(folder)).subjects).toHaveLength(1);
    }
    await rm(join(root, 'release'), { recursive: true });
    await writeRawLencioni(root, { subjects: 1, seed: 1, tasks: ['Walking'], taskS: 3 });
    await writeFile(join(root, 'data.zip'), 'PK');
    const { subjects, unknown, advice } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(unknown.map(({ path }) => path)).toContain('Subject1.mat');
    expect(advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: data\.zip/),
      expect.stringMatching(/give the folder that holds data\//),
    ]);
  });

  test('refuses options and layers that it does not have', async () => {
    await writeRawAngelidou(root, { ...simulated, subjects: 1 });
    await expect(adapter.survey(root, { layer: 'raw' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    const adapterOptions = { emgRateHz: 2000 };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
  });
});
