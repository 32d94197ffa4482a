import { copyFile, cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMat } from '@emgfm/matfile';
import { type RawGrimmerPass, writeRawGrimmer } from '@emgfm/synthetic-gait';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

const simulated = { seed: 2, settings: 1, trials: 1, emgRateHz: 200 } as const;

let tree = '';
let truth: readonly RawGrimmerPass[];
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-tree-'));
  truth = await writeRawGrimmer(tree, { ...simulated, subjects: [2, 10] });
}, 60_000);
afterAll(() => rm(tree, { recursive: true, force: true }));

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const copyTree = (folder = root): Promise<void> => cp(tree, folder, { recursive: true });

describe('the survey', () => {
  test('counts persons in natural order, their strides, and what is missing', async () => {
    await copyTree();
    await rm(join(root, 'Processed/Joint_Kinetics/Kinetics_Subject10.mat'));
    const { subjects, missing, advice, unknown } = await adapter.survey(root);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['2', '10']);
    for (const { subject, expectedStrides, trials } of subjects) {
      const own = truth.filter(({ sourceId }) => sourceId === subject.sourceId);
      const strides = own.flatMap((pass) => pass.strides).length;
      expect(expectedStrides).toBe(strides);
      expect(trials.map(({ name }) => name)).toEqual(['setting1_trial1']);
      expect(trials[0]?.files).toHaveLength(subject.sourceId === '2' ? 4 : 3);
      expect(trials[0]?.contents).toMatch(new RegExp(`^${strides} strides, angles, `));
    }
    expect(missing.filter(({ path }) => path.includes('/'))).toMatchObject([
      { path: 'Processed/Joint_Kinetics/*10.mat' },
    ]);
    expect(missing).toHaveLength(11);
    expect([advice, unknown]).toEqual([[], []]);
  }, 30_000);

  test('MAT files of every version are read alike', async () => {
    for (const matVersion of ['v5', 'v7.3'] as const) {
      const folder = join(root, matVersion);
      const own = await writeRawGrimmer(folder, { ...simulated, subjects: 1, matVersion });
      const strides = own.flatMap((pass) => pass.strides).length;
      expect((await adapter.survey(folder)).subjects[0]?.expectedStrides).toBe(strides);
      expect((await runAdapter(adapter, folder)).strides).toHaveLength(strides);
    }
  }, 60_000);

  test('lists unknown, damaged and repeated files, and reads the rest', async () => {
    await copyTree();
    const touchdowns = join(root, 'Processed/Touchdowns');
    await writeFile(join(touchdowns, 'notes_13.mat'), 'person 13 does not exist');
    await writeFile(join(touchdowns, 'TD_7.mat'), 'not a MAT file');
    await copyFile(join(touchdowns, 'TD_2.mat'), join(touchdowns, 'TD_copy_02.mat'));
    await writeMat(join(root, 'Preprocessed/EMG/EMG_prep_2.mat'), { emg: 1 });
    const survey = await adapter.survey(root);
    expect(survey.unknown.map(({ path }) => path)).toEqual(['Processed/Touchdowns/notes_13.mat']);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['Processed/Touchdowns/TD_copy_02.mat', 'duplicate-trial'],
      ['Processed/Touchdowns/TD_7.mat', 'unreadable-file'],
    ]);
    expect(survey.subjects.map(({ subject, expectedStrides }) => [subject.sourceId, expectedStrides === null])).toEqual(
      [
        ['2', false],
        ['7', true],
        ['10', false],
      ],
    );
    const { strides, drops } = await runAdapter(adapter, root);
    expect(strides.length).toBeGreaterThan(10);
    expect(drops.map(({ what, reason }) => [what, reason])).toEqual([
      ['Preprocessed/EMG/EMG_prep_2.mat', 'unreadable-file'],
      ['Processed/Touchdowns/TD_7.mat', 'unreadable-file'],
    ]);
    expect(drops[0]?.detail).toMatch(/expected a cell array Emg/);
  }, 30_000);

  test('one level too high works; one too low, another folder and packed archives get advice', async () => {
    await copyTree(join(root, 'download', 'data'));
    expect((await adapter.survey(root)).subjects).toHaveLength(2);

    const { subjects, advice } = await adapter.survey(join(root, 'download/data/Processed'));
    expect(subjects).toHaveLength(2);
    expect(advice).toEqual([expect.stringMatching(/nobody has a file in Preprocessed\/EMG; give the folder/)]);

    const lower = await adapter.survey(join(root, 'download/data/Processed/Touchdowns'));
    expect(lower.advice).toEqual([expect.stringMatching(/lie here without their folders/)]);

    await rename(join(root, 'download/data/Processed'), join(root, 'download/data/Other'));
    await rm(join(root, 'download/data/Preprocessed'), { recursive: true });
    await writeFile(join(root, 'data.zip'), 'PK');
    expect((await adapter.survey(root)).advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: data\.zip/),
      expect.stringMatching(/give the folder that holds Preprocessed and Processed/),
    ]);
  }, 30_000);

  test('refuses options and layers that it does not have', async () => {
    await expect(adapter.survey(tree, { layer: 'strides' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    for (const adapterOptions of [{ motionRateHz: 0 }, { hipRotationPositive: 'left' }, { rate: 200 }]) {
      await expect(adapter.survey(tree, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    }
  }, 30_000);
});
