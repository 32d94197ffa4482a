import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRawLencioni, writeRawMoghadam } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-moghadam-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const inside = (...parts: string[]): string => join(root, 'Gait_Time_Series', ...parts);

describe('the survey', () => {
  test('counts persons and trials in natural order, and what is missing', async () => {
    const defects = { 2: 'missing-emg', 3: 'empty-emg' } as const;
    await writeRawMoghadam(root, { subjects: [2, 10], seed: 2, trials: 3, defects });
    const { subjects, missing, unusable, unknown, advice } = await adapter.survey(root);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['P2', 'P10']);
    expect(subjects[0]?.trials.map(({ name, contents }) => [name, contents])).toEqual([
      ['1', 'EMG, IMU, Joints_Kinematics, Joints_Kinetics'],
      ['2', 'IMU, Joints_Kinematics, Joints_Kinetics'],
      ['3', 'IMU, Joints_Kinematics, Joints_Kinetics'],
    ]);
    expect(subjects[0]?.expectedStrides).toBeNull();
    const paths = missing.map(({ path }) => path);
    expect(paths.slice(0, 3)).toEqual([
      'Gait_Time_Series/P2Data/EMG/2.csv',
      'Gait_Time_Series/P10Data/EMG/2.csv',
      'Gait_Time_Series/P1Data',
    ]);
    expect(paths).toHaveLength(2 + 15);
    expect(unusable.map(({ what }) => what)).toEqual([
      'Gait_Time_Series/P2Data/EMG/3.csv',
      'Gait_Time_Series/P10Data/EMG/3.csv',
    ]);
    expect([unknown, advice]).toEqual([[], []]);
  });

  test('lists unknown files and says what to do with packed archives', async () => {
    await writeRawMoghadam(root, { subjects: 1, seed: 2, trials: 1 });
    await writeFile(inside('LSTM.ipynb'), '{}');
    await writeFile(join(root, 'Surrogate_modelling-main.zip'), 'PK');
    const { subjects, unknown, advice } = await adapter.survey(root);
    expect(subjects).toHaveLength(1);
    expect(unknown.map(({ path }) => path)).toEqual(['Gait_Time_Series/LSTM.ipynb', 'Surrogate_modelling-main.zip']);
    expect(advice).toEqual([expect.stringMatching(/still packed/)]);
  });

  test('one level too high works, too low gets advice, so does another dataset', async () => {
    await writeRawMoghadam(root, { subjects: 1, seed: 2, trials: 1 });
    expect((await adapter.survey(root)).subjects).toHaveLength(1);
    expect((await adapter.survey(inside())).subjects).toHaveLength(1);
    for (const folder of [inside('P1Data'), inside('P1Data', 'EMG')]) {
      const { subjects, advice } = await adapter.survey(folder);
      expect(subjects).toEqual([]);
      expect(advice).toEqual([expect.stringMatching(/give the folder that holds P1Data/)]);
    }
    const other = join(root, 'other');
    await writeRawLencioni(other, { subjects: 1, seed: 1, tasks: ['Walking'], taskS: 3 });
    expect((await adapter.survey(other)).advice).toEqual([expect.stringMatching(/give the folder Gait_Time_Series/)]);
  });

  test('refuses options that it does not have', async () => {
    await writeRawMoghadam(root, { subjects: 1, seed: 2, trials: 1 });
    await expect(adapter.survey(root, { adapterOptions: { crossCheck: 'video' } })).rejects.toMatchObject({
      tag: 'AdapterOptionsError',
    });
  });
});
