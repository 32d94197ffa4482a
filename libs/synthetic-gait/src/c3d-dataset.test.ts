import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readC3d } from '@emgfm/c3d';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSimulatedC3dDataset, type SimulatedC3dDatasetOptions } from './c3d-dataset';

const OPTIONS: SimulatedC3dDatasetOptions = {
  subjects: 2,
  trialsPerSubject: 2,
  seed: 5,
  markerSamplingRateHz: 100,
  analogSamplingRateHz: 1000,
  durationS: 4,
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'simulated-c3d-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('writeSimulatedC3dDataset', () => {
  it('writes a folder for each person, a file for each trial, and the truth', async () => {
    const truth = await writeSimulatedC3dDataset(join(directory, 'a'), OPTIONS);
    expect((await readdir(join(directory, 'a'))).sort()).toEqual(['S01', 'S02', 'truth.json']);
    expect(truth.trials.map(({ file }) => file)).toEqual([
      'S01/walk01.c3d',
      'S01/walk02.c3d',
      'S02/walk01.c3d',
      'S02/walk02.c3d',
    ]);
    expect(JSON.parse(await readFile(join(directory, 'a', 'truth.json'), 'utf8'))).toEqual(truth);
    for (const { file, events, strides } of truth.trials) {
      const stored = readC3d(await readFile(join(directory, 'a', file)));
      expect(stored.events.map(({ fileTimeS }) => fileTimeS.toFixed(4))).toEqual(
        events.map(({ timeS }) => timeS.toFixed(4)),
      );
      expect(strides.filter(({ onPlate }) => onPlate).length).toBeGreaterThan(0);
    }
    expect(truth.trials[0].massKg).toBe(truth.trials[1].massKg);
    expect(truth.trials[0].massKg).not.toBe(truth.trials[2].massKg);
  });

  it('writes the same bytes again', async () => {
    await writeSimulatedC3dDataset(join(directory, 'b'), { ...OPTIONS, subjects: 1 });
    await writeSimulatedC3dDataset(join(directory, 'c'), { ...OPTIONS, subjects: 1 });
    for (const file of ['S01/walk02.c3d', 'truth.json']) {
      const [first, second] = await Promise.all(['b', 'c'].map((name) => readFile(join(directory, name, file))));
      expect(first.equals(second)).toBe(true);
    }
  });

  it('walks what it is told to walk, and leaves out what it is told to leave out', async () => {
    const truth = await writeSimulatedC3dDataset(join(directory, 'd'), {
      ...OPTIONS,
      subjects: 1,
      trialsPerSubject: 1,
      boutsOf: () => [{ gait: 'stair_up', durationS: 5 }],
      c3d: { omit: ['emg'] },
    });
    expect(truth.trials[0].activity).toBe('stair_up');
    const stored = readC3d(await readFile(join(directory, 'd', truth.trials[0].file)));
    expect(stored.analogChannels.every(({ label }) => /^(Force|Moment)/.test(label))).toBe(true);
  });

  it('refuses no persons at all', async () => {
    await expect(writeSimulatedC3dDataset(join(directory, 'e'), { ...OPTIONS, subjects: 0 })).rejects.toThrow(
      'subjects',
    );
  });
});
