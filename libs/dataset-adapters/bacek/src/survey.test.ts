import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMat } from '@emgfm/matfile';
import { writeRawBacek, writeRawLencioni } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-bacek-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const simulated = { seed: 2, tests: [3], testS: 5 } as const;

describe('the survey', () => {
  test('counts persons in natural order, their tests and strides, and what is missing', async () => {
    const truth = await writeRawBacek(root, {
      ...simulated,
      subjects: [10, 2],
      tests: [3, 20],
      withRawEnergetics: true,
    });
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ subject }) => subject.sourceId)).toEqual(['Sub2', 'Sub10']);
    for (const { subject, trials, expectedStrides } of survey.subjects) {
      const own = truth.filter(({ sourceId }) => sourceId === subject.sourceId);
      expect(expectedStrides).toBe(own.reduce((sum, { strides }) => sum + strides.length, 0));
      expect(trials.map(({ name, contents }) => [name, contents])).toEqual(
        own.map(({ trial, strides }) => [trial, `${strides.length} cycles`]),
      );
      expect(trials[0]?.files.map(({ path }) => path.split('/')[1])).toEqual([
        `${subject.sourceId}_segMechanics.mat`,
        `${subject.sourceId}_segEnergetics.mat`,
      ]);
    }
    expect(survey.missing).toHaveLength(19 + 2);
    expect(survey.missing).toContainEqual({ path: 'Sub2 tests', detail: '28 of 30 tests are not in both files' });
    expect([survey.unknown, survey.unusable, survey.advice]).toEqual([[], [], []]);
  });

  test.each(['v5', 'v7', 'v7.3'] as const)('mechanics in %s are read alike', async (mechanicsVersion) => {
    const truth = await writeRawBacek(root, { ...simulated, subjects: 1, mechanicsVersion });
    expect((await runAdapter(adapter, root)).strides).toHaveLength(truth[0]?.strides.length ?? 0);
  });

  test('lists unknown, damaged and repeated files, and reads the rest', async () => {
    await writeRawBacek(root, { ...simulated, subjects: 2 });
    await writeRawBacek(join(root, 'copy'), { ...simulated, subjects: 1, subjectTable: null });
    await writeFile(join(root, 'MAIN_Emg.m'), '% code of the authors');
    await writeFile(join(root, 'Sub_2', 'Sub2_segMechanics.mat'), 'not a MAT file');
    await mkdir(join(root, 'Sub_5'));
    await rename(join(root, 'Sub_2', 'Sub2_segEnergetics.mat'), join(root, 'Sub_5', 'Sub5_segEnergetics.mat'));
    await writeMat(join(root, 'Sub_2', 'Sub2_segEnergetics.mat'), { something: 1 });
    const survey = await adapter.survey(root);
    expect(survey.subjects.map(({ trials }) => trials.length)).toEqual([1, 0, 0]);
    expect(survey.unknown.map(({ path }) => path)).toEqual(['MAIN_Emg.m']);
    expect(survey.unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['copy/Sub_1/Sub1_segEnergetics.mat', 'duplicate-trial'],
      ['copy/Sub_1/Sub1_segMechanics.mat', 'duplicate-trial'],
      ['Sub_2/Sub2_segMechanics.mat', 'unreadable-file'],
      ['Sub_2/Sub2_segEnergetics.mat', 'unreadable-file'],
    ]);
    expect(survey.missing).toContainEqual({
      path: 'Sub5_segMechanics.mat',
      detail: 'a stride needs both files; this person gives none',
    });
    const { drops, strides } = await runAdapter(adapter, root);
    expect(new Set(strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['Sub1']));
    expect(drops.map(({ what, reason }) => [what, reason])).toEqual([
      ['Sub_2/Sub2_segMechanics.mat', 'unreadable-file'],
      ['Sub_2/Sub2_segEnergetics.mat', 'unreadable-file'],
      ['Sub5_segMechanics.mat', 'no-leg-signals'],
    ]);
  });

  test('masses come from the table under either of its names, else from the configuration', async () => {
    const [{ subject } = { subject: { massKg: NaN } }] = await writeRawBacek(root, {
      ...simulated,
      subjects: 1,
      subjectTable: 'Subject_Info.mat',
    });
    const massOf = async (options = {}): Promise<number | undefined> =>
      (await runAdapter(adapter, root, options)).recordings[0]?.subject.massKg;
    expect(await massOf()).toBeCloseTo(subject.massKg + 0.1, 9);
    await writeFile(join(root, 'Subject_Info.mat'), 'not a MAT file');
    const { notes } = await runAdapter(adapter, root);
    expect(notes[0]).toMatch(/^Subject_Info\.mat: .*no body mass is taken from it$/);
    await rm(join(root, 'Subject_Info.mat'));
    expect(await massOf()).toBeNaN();
    expect(await massOf({ subjectMassKg: { 'bacek/Sub1': 71 } })).toBe(71);
    expect((await adapter.survey(root)).missing).toContainEqual({
      path: 'Subjects_Info.mat',
      detail: 'body masses are unknown',
    });
  });

  test('any level of folders works; raw files, another dataset and packed archives get advice', async () => {
    await writeRawBacek(root, { ...simulated, subjects: 1 });
    expect((await adapter.survey(join(root, 'Sub_1'))).subjects).toHaveLength(1);
    await mkdir(join(root, 'figshare', 'SEGMENTED_mat_Sub1'), { recursive: true });
    await rename(join(root, 'Sub_1'), join(root, 'figshare', 'SEGMENTED_mat_Sub1', 'inner'));
    expect((await adapter.survey(root)).subjects).toHaveLength(1);

    await rm(join(root, 'figshare'), { recursive: true });
    await writeRawLencioni(root, { subjects: 1, seed: 1, tasks: ['Walking'], taskS: 3 });
    await writeFile(join(root, 'SEGMENTED_mat_Sub1.zip'), 'PK');
    const { subjects, advice, unknown } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(unknown.map(({ path }) => path)).toContain('Subject1.mat');
    expect(advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: SEGMENTED_mat_Sub1\.zip/),
      expect.stringMatching(/give the folder that holds the unpacked SEGMENTED_mat_Sub1\.zip/),
    ]);
    await writeFile(join(root, 'Sub1_rawEnergetics.mat'), 'hours of raw EMG');
    expect((await adapter.survey(root)).advice[1]).toMatch(/^only raw recordings are here; download SEGMENTED/);
  });

  test('refuses options and layers that it does not have', async () => {
    const refused = { tag: 'AdapterOptionsError' };
    await expect(adapter.survey(root, { layer: 'raw' })).rejects.toMatchObject(refused);
    for (const adapterOptions of [{ rightLegStart: 'left' }, { leastSignalToNoise: 'low' }, { speed: 1 }]) {
      await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject(refused);
    }
  });
});
