import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Drop } from '@emgfm/schema';
import { writeRawOpensim } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { sharedData } from '../../../../tools/shared-data';
import { adapter } from './index';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-opensim-survey-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function tree(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, name, path, '..'), { recursive: true });
    await writeFile(join(root, name, path), text);
  }
  return join(root, name);
}

const ANGLES = 'Coordinates\nversion=1\ninDegrees=yes\nendheader\ntime\tknee_angle_r\n0\t1\n0.01\t2\n';
const EMG = 'EMG\nversion=1\nendheader\ntime\tR_soleus\n0\t0.1\n0.01\t0.2\n';

describe('survey', () => {
  test('joins the files of a trial by name, whatever the layout', async () => {
    for (const layout of ['flat', 'by-role'] as const) {
      const folder = join(root, layout);
      await writeRawOpensim(folder, { subjects: 2, seed: 1, trials: 2, durationS: 2, layout });
      const { subjects, unusable, unknown } = await adapter.survey(folder);
      expect(subjects.map(({ subject, trials }) => [subject.sourceId, trials.map(({ name }) => name)])).toEqual([
        ['subject01', ['walk1', 'walk2']],
        ['subject02', ['walk1', 'walk2']],
      ]);
      expect(subjects[0]?.trials[0]?.contents).toBe('angles, moments, forces, markers, 20 EMG');
      expect([unusable, unknown]).toEqual([[], []]);
    }
  });

  test('the folder of one person is taken as that person', async () => {
    const folder = await tree('AB01', { 'IK/walk.mot': ANGLES, 'EMG/walk.sto': EMG });
    const { subjects } = await adapter.survey(folder);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['AB01']);
    expect(subjects[0]?.trials.map(({ contents }) => contents)).toEqual(['angles, 1 EMG']);
  });

  test('a file that does not say its trial is refused where there are several', async () => {
    const folder = await tree('unclear', { 'P1/a_ik.mot': ANGLES, 'P1/b_ik.mot': ANGLES, 'P1/emg.sto': EMG });
    const { subjects, unusable } = await adapter.survey(folder);
    expect(subjects[0]?.trials.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(unusable).toMatchObject([
      { what: 'P1/emg.sto', reason: 'bad-metadata', detail: expect.stringMatching(/a, b/) },
    ]);
  });

  test('a second file of one kind, markers alone, damaged files and unknown ones are listed', async () => {
    const folder = await tree('odd', {
      'P1/walk_ik.mot': ANGLES,
      'P1/walk_coordinates.sto': ANGLES,
      'P1/broken_ik.mot': 'Coordinates\nversion=1\n',
      'P1/controls.sto': 'c\nendheader\ntime\t/forceset/soleus_r/activation\n0\t1\n',
      'P1/model.osim': '<xml/>',
      'P1/notes.txt': 'walked well',
    });
    const { subjects, unusable, unknown } = await adapter.survey(folder);
    expect(subjects[0]?.trials).toHaveLength(1);
    expect(unusable.map(({ what, reason }) => [what, reason])).toEqual([
      ['P1/broken_ik.mot', 'no-leg-signals'],
      ['P1/controls.sto', 'no-leg-signals'],
      ['P1/walk_ik.mot', 'duplicate-trial'],
    ]);
    expect(unknown.map(({ path }) => path)).toEqual(['P1/model.osim', 'P1/notes.txt']);
  });

  test('an empty folder and packed archives say what to do', async () => {
    const folder = await tree('packed', { 'data.zip': 'PK' });
    const { subjects, advice } = await adapter.survey(folder);
    expect(subjects).toEqual([]);
    expect(advice.join('\n')).toMatch(/unpack them first[^]*no \.mot, \.sto or \.trc file/);
  });
});

test('a damaged file is dropped and the rest of its trial is kept', async () => {
  const folder = join(root, 'damaged');
  await writeRawOpensim(folder, { subjects: 1, seed: 2, trials: 1, durationS: 4 });
  const path = join(folder, 'subject01', 'walk1_emg.sto');
  // beyond what the survey looks at
  await appendFile(path, '4.1\t1\n');
  const drops: Drop[] = [];
  const recordings = [];
  for await (const recording of adapter.read(
    folder,
    { datasetId: 'opensim', sourceId: 'subject01' },
    { onDrop: (drop) => void drops.push(drop) },
  ))
    recordings.push(recording);
  expect(drops).toMatchObject([{ what: 'subject01/walk1_emg.sto', reason: 'unreadable-file' }]);
  expect(recordings).toHaveLength(1);
});

test('wrong options name the field', async () => {
  await expect(adapter.survey(root, { adapterOptions: { mapping: { emgSide: 'middle' } } })).rejects.toThrow(
    /mapping\.emgSide/,
  );
});

const walking = sharedData('opensim', 'rajagopal-3dwalking');

describe.skipIf(walking === null)(
  'the shared sample recordings (skipped where they are not beside the project)',
  () => {
    test('one walking trial with angles, moments, forces, markers and EMG of the right leg', async () => {
      const run = await runAdapter(adapter, walking as string);
      expect(run.recordings[0]!.subject.massKg).toBeCloseTo(84.6, 0);
      const [stride, ...others] = run.strides;
      expect(others).toEqual([]);
      expect([stride!.side, stride!.startTimeS.toFixed(2), stride!.durationS.toFixed(2)]).toEqual([
        'right',
        '0.26',
        '1.14',
      ]);
      expect([...stride!.masks.emg].filter((bit) => bit === 1)).toHaveLength(10);
      // the angles begin 0.19 s after the strike: what there is is kept, and nothing is filled
      const knee = jointMotionIndexOf(stride!.kinematics, 5);
      expect(Number.isNaN(knee[0])).toBe(true);
      expect(Math.max(...knee.filter(Number.isFinite))).toBeCloseTo(72.2, 0);
      const ankleMoment = jointMotionIndexOf(stride!.kinetics, 8);
      expect(Math.min(...ankleMoment.filter(Number.isFinite))).toBeCloseTo(-144.5 / 84.6, 1);
    });
  },
);

function jointMotionIndexOf(rows: Float32Array, channel: number): number[] {
  return Array.from({ length: rows.length / 9 }, (_, point) => rows[point * 9 + channel] as number);
}
