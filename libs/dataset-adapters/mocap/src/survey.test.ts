import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeRawMocap, writeRawMoghadam } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const inside = (...parts: string[]): string => join(root, 'Subject_Data', ...parts);
const small = { seed: 2, trials: 1, durationS: 2, emgRateHz: 200 } as const;

async function file(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

describe('the survey', () => {
  test('counts persons and trials, and what is missing', async () => {
    await writeRawMocap(root, { ...small, subjects: 2, trials: 2, defects: { 2: 'missing-frames' } });
    const { subjects, missing, unknown, unusable, advice } = await adapter.survey(root);
    expect(subjects.map(({ subject, expectedStrides }) => [subject.sourceId, expectedStrides])).toEqual([
      ['S4', null],
      ['S5', null],
    ]);
    expect(subjects[0]?.trials.map(({ name, files, contents }) => [name, files.length, contents])).toEqual([
      ['Walking_Trial1', 2, '42 markers, 12 leg angles, 16 EMG, frames'],
      ['Walking_Trial2', 1, '42 markers, 12 leg angles, 16 EMG'],
    ]);
    expect(missing.map(({ path }) => path)).toEqual([
      'S4_FramesData_Orig/S4_Walking_FD_Orig',
      'S5_FramesData_Orig/S5_Walking_FD_Orig',
    ]);
    expect([unknown, unusable, advice]).toEqual([[], [], []]);
  });

  test('a merged table beside its trials, and derived tables, are listed and not read', async () => {
    await writeRawMocap(root, { ...small, subjects: 1, layout: 'both' });
    await file('Subject_Data/S4/sync_data/imputed/S4_Walking_imputed.csv', 'Time,C7_X\n0,1\n');
    await file('Subject_Data/S4/sync_data/filtered/S4_Walking_imputed_filtered.csv', 'Time,C7_X\n0,1\n');
    await file('Subject_Data/notes.csv', 'who,what\na,b\n');
    await file('Subject_Data/pipeline.ipynb', '{}');
    const { subjects, unusable, unknown } = await adapter.survey(root);
    expect(subjects[0]?.trials.map(({ name }) => name)).toEqual(['Walking_Trial1']);
    expect(unusable.map(({ what, reason }) => [what.split('/').at(-1), reason])).toEqual([
      ['S4_Walking_Synchronized.csv', 'duplicate-trial'],
      ['S4_Walking_imputed_filtered.csv', 'unsupported-file'],
      ['S4_Walking_imputed.csv', 'unsupported-file'],
    ]);
    expect(unknown.map(({ path }) => path)).toEqual(['Subject_Data/pipeline.ipynb', 'Subject_Data/notes.csv']);
  });

  test('actions without steps give no stride unless the mapping file says what they are', async () => {
    const actions = [{ name: 'NormalSquat', bouts: [{ gait: 'stand', durationS: 2, emgRateHz: 200 } as const] }];
    await writeRawMocap(root, { ...small, subjects: 1, actions });
    const { subjects, unusable, advice } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(unusable.map(({ reason }) => reason)).toContain('not-walking');
    expect(advice.join('\n')).toMatch(/without steps/);
    const trials = [{ pattern: 'Squat', activity: 'other' }];
    const told = await adapter.survey(root, { adapterOptions: { mapping: { trials } } });
    expect(told.subjects.map(({ trials: own }) => own.length)).toEqual([1]);
  });

  test('tables of a laboratory with names of their own: first folder the person, header the content', async () => {
    const header = 'Time (s),LHEE X (mm),LHEE Y (mm),LHEE Z (mm),R_TibAnt,knee_angle_r,nothing';
    await file('P01/gait_fast.csv', `${header}\n0,1,2,3,0.1,5,x\n0.01,1,2,3,0.2,6,y\n`);
    const mapping = { markers: { 'L.FootHeel': 'LHEE' } };
    const { subjects } = await adapter.survey(root, { adapterOptions: { mapping } });
    expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials[0]?.name, trials[0]?.contents])).toEqual([
      ['P01', 'gait_fast', '1 markers, 1 leg angles, 1 EMG'],
    ]);
  });
});

describe('names', () => {
  const table = 'Time,C7_X,C7_Y,C7_Z\n0,1,2,3\n0.01,1,2,3\n';
  const stamps = 'TimeStamp\n0\n33\n67\n';

  test('trials and frames are joined by the one number of their names, or by the names themselves', async () => {
    for (const label of ['1', '02', '_A_3_4']) await file(`S4/Activity_Trials/S4_Walk_Trial${label}.csv`, table);
    for (const label of ['T02', '1', 'A_3_4', '7'])
      await file(`S4/S4_FramesData_Orig/S4_Walk_FD_Orig/S4_Walk_Orig_${label}.csv`, stamps);
    const { subjects, unusable } = await adapter.survey(root);
    const joined = subjects[0]?.trials.map(({ files }) => files.map(({ path }) => path.split('/').at(-1)));
    expect(joined).toHaveLength(3);
    expect(joined).toEqual(
      expect.arrayContaining([
        ['S4_Walk_Trial1.csv', 'S4_Walk_Orig_1.csv'],
        ['S4_Walk_Trial02.csv', 'S4_Walk_Orig_T02.csv'],
        ['S4_Walk_Trial_A_3_4.csv', 'S4_Walk_Orig_A_3_4.csv'],
      ]),
    );
    expect(unusable.map(({ what, reason }) => [what.split('/').at(-1), reason])).toEqual([
      ['S4_Walk_Orig_7.csv', 'no-leg-signals'],
    ]);
  });

  test('a file of one person in the folder of another is refused; the same trial twice is read once', async () => {
    await file('S5/Activity_Trials/S4_Walk_Trial1.csv', table);
    await file('S4/Activity_Trials/S4_Walk_Trial1.csv', table);
    await file('S4/copies/S4_Walk_Trial01.csv', table);
    const { subjects, unusable } = await adapter.survey(root);
    expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.length])).toEqual([['S4', 1]]);
    expect(unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['S4/copies/S4_Walk_Trial01.csv', 'duplicate-trial'],
      ['S5/Activity_Trials/S4_Walk_Trial1.csv', 'bad-metadata'],
    ]);
  });

  test.each([
    ['C7 X (mm),C7 Y (mm),C7 Z (mm)', 1],
    ['S4:C7_X,S4:C7_Y,S4:C7_Z', 1],
    ['C7,C7.1,C7.2', 1],
    ['C7,C7,C7', 1],
    ['C7_X,C7_Y,other', 0],
  ])('columns of a marker: %s', async (columns, markers) => {
    await file('P01/walk.csv', `Time,knee_angle_r,${columns}\n0,1,1,2,3\n0.01,1,1,2,3\n`);
    const { subjects } = await adapter.survey(root);
    expect(subjects[0]?.trials[0]?.contents).toBe(`${markers} markers, 1 leg angles, 0 EMG`);
  });
});

describe('folders that are not quite right', () => {
  test('one level too high or too low works, since the names say whose the files are', async () => {
    await writeRawMocap(root, { ...small, subjects: 1 });
    for (const folder of [root, inside(), inside('S4'), inside('S4', 'Activity_Trials')])
      expect((await adapter.survey(folder)).subjects.map(({ subject }) => subject.sourceId)).toEqual(['S4']);
  });

  test('frames alone, packed archives and other datasets get advice', async () => {
    await writeRawMocap(root, { ...small, subjects: 1 });
    const frames = await adapter.survey(inside('S4', 'S4_FramesData_Orig'));
    expect([frames.subjects, frames.advice.join('\n')]).toEqual([[], expect.stringMatching(/only frame times/)]);
    await rename(inside(), join(root, 'elsewhere'));
    await rm(join(root, 'elsewhere'), { recursive: true });
    await file('S4.zip', 'PK');
    expect((await adapter.survey(root)).advice.join('\n')).toMatch(/still packed[^]*no table/);
    const other = join(root, 'other');
    await writeRawMoghadam(other, { subjects: 1, seed: 1, trials: 1 });
    expect((await adapter.survey(join(other, 'Gait_Time_Series', 'P1Data', 'Joints_Kinematics'))).advice).toHaveLength(
      1,
    );
  });

  test('wrong options name the field', async () => {
    const adapterOptions = { mapping: { imputation: { method: 'guess' } } };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toThrow(/mapping\.imputation\.method/);
  });
});
