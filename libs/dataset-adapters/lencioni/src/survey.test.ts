import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMat } from '@emgfm/matfile';
import { writeRawHu, writeRawLencioni } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-lencioni-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const simulated = { seed: 2, tasks: ['Walking'], taskS: 3 } as const;

describe('the survey', () => {
  test('counts persons in natural order, their strides, and what is missing', async () => {
    const truth = await writeRawLencioni(root, { ...simulated, subjects: [2, 10] });
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ subject }) => subject.sourceId)).toEqual(['Subject2', 'Subject10']);
    for (const { subject, trials, expectedStrides } of survey.subjects) {
      const strides = truth.filter(({ sourceId }) => sourceId === subject.sourceId).length;
      expect(expectedStrides).toBe(strides);
      expect(trials).toEqual([
        {
          name: 's.Data',
          files: [{ path: `${subject.sourceId}.mat`, sizeBytes: expect.any(Number) }],
          contents: `${strides} strides`,
        },
      ]);
    }
    expect(survey.missing).toHaveLength(48);
    expect(survey.advice).toEqual([]);
  });

  test('MAT files of every version are read alike', async () => {
    for (const matVersion of ['v5', 'v7', 'v7.3'] as const) {
      const folder = join(root, matVersion);
      const truth = await writeRawLencioni(folder, { ...simulated, subjects: 1, matVersion });
      const survey = await adapter.survey(folder);
      expect(survey.subjects[0]?.expectedStrides).toBe(truth.length);
      expect((await runAdapter(adapter, folder)).strides).toHaveLength(truth.length);
    }
  });

  test('lists unknown, damaged and repeated files, and reads the rest', async () => {
    await writeRawLencioni(root, { ...simulated, subjects: 1 });
    await writeFile(join(root, 'plotSubject.m'), '% example of the authors');
    await writeFile(join(root, 'Subject7.mat'), 'not a MAT file');
    await writeRawLencioni(join(root, 'copy'), { ...simulated, subjects: 1 });
    const survey = await adapter.survey(root);
    expect(survey.subjects).toHaveLength(1);
    expect(survey.unknown.map(({ path }) => path)).toEqual(['plotSubject.m']);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['copy/Subject1.mat', 'duplicate-trial'],
      ['Subject7.mat', 'unreadable-file'],
    ]);
    const drops: string[] = [];
    const damaged = { datasetId: 'lencioni', sourceId: 'Subject7' };
    for await (const _ of adapter.read(root, damaged, { onDrop: ({ reason }) => void drops.push(reason) })) void _;
    expect(drops).toEqual(['unreadable-file']);
  });

  test('a MAT file without the struct s is unreadable, not empty', async () => {
    await writeRawLencioni(root, { ...simulated, subjects: 1 });
    await writeMat(join(root, 'Subject3.mat'), { data: 1 });
    const survey = await adapter.survey(root);
    expect(survey.unusable).toMatchObject([{ what: 'Subject3.mat', detail: expect.stringMatching(/no variable s/) }]);
  });

  test('one level too high works; another dataset and packed archives get advice', async () => {
    const inner = join(root, 'figshare', 'data');
    await writeRawLencioni(join(root, 'made'), { ...simulated, subjects: 1 });
    await mkdir(join(root, 'figshare'));
    await rename(join(root, 'made'), inner);
    expect((await adapter.survey(root)).subjects).toHaveLength(1);

    await rm(join(root, 'figshare'), { recursive: true });
    const bouts = [{ gait: 'walk', durationS: 2 }] as const;
    await writeRawHu(root, { subjects: 1, seed: 1, circuits: 1, boutsOf: () => bouts });
    await writeFile(join(root, 'Data.zip'), 'PK');
    const { subjects, advice } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: Data\.zip/),
      expect.stringMatching(/give the folder that holds Subject1\.mat/),
    ]);
  });

  test('refuses options and layers that it does not have', async () => {
    await writeRawLencioni(root, { ...simulated, subjects: 1 });
    await expect(adapter.survey(root, { layer: 'continuous' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    const adapterOptions = { ankleOffset: 'guess' };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
  });
});
