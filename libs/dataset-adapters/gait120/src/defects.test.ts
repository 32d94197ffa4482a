import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  emgChannelIndex,
  jointMotionIndex,
  type ContinuousRecording,
  type Drop,
  type Recording,
} from '@emgfm/schema';
import { type RawGait120Options, type RawGait120Trial, writeRawGait120 } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterRun, expectedOf, largestErrors, matchTruth, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

/** Envelopes without the quality check of raw channels, which other tests cover and which takes most of the time. */
const quick = { configuration: { emg: { representation: 'envelope', quality: 'off' } } } as const;

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function tree(options: Partial<RawGait120Options> = {}): Promise<{ root: string; truth: RawGait120Trial[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-gait120-defects-'));
  roots.push(root);
  const level = {
    subjects: ['S011'],
    seed: 6,
    tasks: ['LevelWalking'],
    availableTrials: [1],
    withoutProcessedData: true,
  } as const;
  return { root, truth: await writeRawGait120(root, { ...level, ...options }) };
}

async function recordingsOf(
  root: string,
  layer?: string,
): Promise<{ recordings: ContinuousRecording[]; drops: Drop[] }> {
  const { subjects } = await adapter.survey(root);
  const recordings: Recording[] = [];
  const drops: Drop[] = [];
  const onDrop = (drop: Drop) => void drops.push(drop);
  for (const { subject } of subjects) {
    for await (const recording of adapter.read(root, subject, { layer, onDrop })) recordings.push(recording);
  }
  return { recordings: recordings as ContinuousRecording[], drops };
}

const emgOf = ({ legs }: ContinuousRecording) => legs.right!.emg!;

/** Three of five trials, one angle file and one step of the EMG file missing. */
let made: { root: string; truth: RawGait120Trial[] };
let run: AdapterRun;
let read: Awaited<ReturnType<typeof recordingsOf>>;
beforeAll(async () => {
  made = await tree({
    withoutProcessedData: false,
    tasks: ['LevelWalking', 'StandToSit'],
    availableTrials: [1, 3, 5],
    missingAngleFiles: ['LevelWalking/Trial01/Step01'],
    missingEmgSteps: ['LevelWalking/Trial03/Step02'],
    spelling: { spacedNames: true, reversedColumns: true, missingColumns: ['TibialisAnterior'] },
  });
  run = await runAdapter(adapter, made.root, quick);
  read = await recordingsOf(made.root);
}, 60_000);

test('EMG at 2000 Hz is not taken for 1000 Hz: samples over rate are the time of the step', async () => {
  const { recordings } = await recordingsOf(made.root, 'filtered');
  for (const { events, legs } of recordings.filter(({ legs }) => legs.right!.emg !== null)) {
    const { samples, samplingRateHz } = legs.right!.emg!;
    expect(samplingRateHz).toBe(2000);
    const stepS = events[1].timeS - events[0].timeS;
    expect(Math.abs(samples.shape[1] / samplingRateHz / stepS - 1)).toBeLessThan(0.02);
  }
});

test('a stated rate that contradicts the frames does not win', async () => {
  const { root, truth } = await tree({ statedEmgRateHz: 1000 });
  const { strides, decisions } = await runAdapter(adapter, root, quick);
  expect(strides.map(({ emgSourceRateHz }) => emgSourceRateHz)).toEqual([2000, 2000]);
  expect(matchTruth(strides, expectedOf(truth)).pairs).toHaveLength(2);
  expect(decisions.find(({ fact }) => fact === 'EMG rate')).toMatchObject({ decided: '2000 Hz' });
});

test('the knee is not left extension-positive', () => {
  const knee = jointMotionIndex('knee', 'flexion');
  const level = run.strides.filter((stride) => stride.activity === 'walk' && stride.masks.kinematics[knee] === 1);
  expect(level.length).toBeGreaterThan(3);
  for (const { kinematics } of level) {
    const at72Percent = kinematics[Math.round(0.72 * 199) * 9 + knee];
    expect(at72Percent).toBeGreaterThan(45);
  }
});

test('a missing step shifts no later pair: EMG and angles are joined by task, trial and step', () => {
  const { pairs, missing, extra } = matchTruth(run.strides, expectedOf(made.truth));
  expect([missing, extra]).toEqual([[], []]);
  const errors = largestErrors({ pairs, missing, extra });
  expect(errors.angleDeg).toBeLessThan(0.5);
  const masks = (trial: string) =>
    run.strides
      .filter((stride) => stride.trial === trial)
      .map(({ subtrial, masks: own }) => [subtrial, own.emg[0], own.kinematics[2]]);
  expect(masks('LevelWalking/Trial01')).toEqual([
    ['Step01', 1, 0],
    ['Step02', 1, 1],
  ]);
  expect(masks('LevelWalking/Trial03')).toEqual([
    ['Step01', 1, 1],
    ['Step02', 1, 1],
  ]);
  const withoutAngles = run.strides.find(({ masks: own }) => own.kinematics[2] === 0);
  expect([...new Set(withoutAngles?.reasons.kinematics)]).toEqual([3]);
  expect(withoutAngles?.kinematics.every(Number.isNaN)).toBe(true);
});

test('trial and step stay known', () => {
  const names = run.strides.map(({ trial, subtrial }) => `${trial}/${subtrial}`);
  expect(names).toEqual([
    'LevelWalking/Trial01/Step01',
    'LevelWalking/Trial01/Step02',
    'LevelWalking/Trial03/Step01',
    'LevelWalking/Trial03/Step02',
    'LevelWalking/Trial05/Step01',
    'LevelWalking/Trial05/Step02',
    'StandToSit/Trial01/Step01',
    'StandToSit/Trial03/Step01',
    'StandToSit/Trial05/Step01',
  ]);
});

test('five trials of two steps are not taken for granted', () => {
  expect(read.recordings).toHaveLength(9);
  expect(run.drops).toEqual([]);
});

test('the left leg is not given without its events', () => {
  expect(run.strides.every(({ side }) => side === 'right')).toBe(true);
  expect(read.recordings.every(({ legs }) => legs.left === null)).toBe(true);
});

test('force plates are not ignored, z up, except those of the first ten persons', async () => {
  const level = read.recordings.filter(({ trial }) => trial.startsWith('LevelWalking'));
  expect(level.every(({ forcePlates }) => forcePlates.length === 2)).toBe(true);
  const peaksN = level.map(({ forcePlates }) =>
    Math.max(...forcePlates.flatMap((plate) => [...channelSamples(plate, 2)])),
  );
  expect(Math.max(...peaksN)).toBeGreaterThan(400);
  const early = await tree({ subjects: ['S010'] });
  for (const recording of (await recordingsOf(early.root)).recordings) {
    expect(recording.forcePlates).toEqual([]);
    expect(recording.provenance.notes.join()).toMatch(/force plates left out/);
  }
});

test('EMG is the continuous trial, so that it is filtered once, before it is cut', () => {
  for (const recording of read.recordings) {
    const { startS, samples, samplingRateHz, emgKind } = emgOf(recording);
    const [start, end] = recording.events;
    expect(emgKind).toBe('raw');
    expect(startS).toBeLessThan(start.timeS);
    expect(startS + samples.shape[1] / samplingRateHz).toBeGreaterThanOrEqual(end.timeS);
  }
});

test('released envelopes are shares of the MVC supplied, not of a percentile of our own', async () => {
  const { recordings } = await recordingsOf(made.root, 'normalised');
  const { recordings: envelopes } = await recordingsOf(made.root, 'envelope');
  const ratio = (channel: Parameters<typeof emgChannelIndex>[0]) => {
    const [share, volt] = [recordings[0], envelopes[0]].map((own) =>
      channelSamples(emgOf(own), emgChannelIndex(channel)),
    );
    return volt[100] / share[100];
  };
  expect(emgOf(recordings[0])).toMatchObject({ emgKind: 'normalised-envelope', unit: 'fraction' });
  expect([ratio('VL'), ratio('RF')].map((mvc) => Number(mvc.toFixed(9)))).not.toEqual([1, 1]);
  // every channel has the MVC of its own column, whatever the order of the columns
  expect(ratio('RF') - ratio('VL')).toBeCloseTo(20e-6, 9);
});

test('column names with and without blanks, in any order, both spellings of gastrocnemius', async () => {
  const present = (strides: AdapterRun['strides']) => strides.map(({ masks }) => [...masks.emg].join(''));
  expect(new Set(present(run.strides))).toEqual(new Set(['1110111111100']));
  const plain = await runAdapter(adapter, (await tree()).root, quick);
  expect(new Set(present(plain.strides))).toEqual(new Set(['1111111111100']));
});

test('a muscle that the tables lack is missing with its reason, never zero', () => {
  const channel = emgChannelIndex('TA');
  for (const { emg, reasons } of run.strides) {
    expect(reasons.emg[channel]).toBe(3);
    expect(emg[channel]).toBeNaN();
  }
});

test('both sites of the soleus count', () => {
  for (const recording of read.recordings) {
    expect(emgOf(recording).furtherSites?.map(({ channel }) => channel)).toEqual(['SOL']);
  }
  expect(run.notes.join()).toMatch(/EMG SOL: the mean of its sites/);
});

test('neighbouring steps share one frame: durations add up and no sample is used twice', () => {
  const [first, second] = run.strides.filter(({ trial }) => trial === 'LevelWalking/Trial05');
  expect(first.startTimeS + first.durationS).toBeCloseTo(second.startTimeS, 9);
  expect(first.emg.length / 13).toBe(Math.round(first.durationS * 1000));
});

test('chair tasks are no cycles', () => {
  const chair = run.strides.filter(({ activity }) => activity === 'stand_to_sit');
  expect(chair).toHaveLength(3);
  expect(chair.every(({ condition }) => condition === 'not cyclic')).toBe(true);
});

test('one person is one id in every task', () => {
  expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['S011']));
});

describe('layouts that differ', () => {
  test.each([
    ['capitalised step names, persons in the root', { upperCaseSteps: true, flat: true }],
    ['steps that are no neighbours', { separatedSteps: true }],
    ['angle files on a clock of their own', { angleClock: 'step' }],
    ['knee flexion positive, as in the stock model', { kneeFlexionPositive: true }],
    ['angles in radian', { radians: true }],
  ] as const)('%s', async (_, options) => {
    const { root, truth } = await tree(options);
    const { strides, drops } = await runAdapter(adapter, root, quick);
    const match = matchTruth(strides, expectedOf(truth));
    expect([match.missing, match.extra, drops]).toEqual([[], [], []]);
    expect(largestErrors(match).angleDeg).toBeLessThan(0.5);
  });
});

describe('pieces that are missing or contradict each other', () => {
  test('without the EMG file the angles stand alone', async () => {
    const { root, truth } = await tree({ withoutRawData: ['S011'] });
    const { strides, notes } = await runAdapter(adapter, root, quick);
    expect(matchTruth(strides, expectedOf(truth)).pairs).toHaveLength(2);
    expect(new Set(strides.flatMap(({ reasons }) => [...reasons.emg]))).toEqual(new Set([3]));
    expect(notes.join()).toMatch(/does not know this step/);
  });

  test('angles with other rows than frames are dropped, EMG stays', async () => {
    const { root } = await tree({ surplusRows: { 'LevelWalking/Trial01/Step01': 7 } });
    const { strides, drops } = await runAdapter(adapter, root, quick);
    expect(strides.map(({ masks }) => [masks.emg[0], masks.kinematics[2]])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(drops.map(({ what, reason }) => [what.split('/').slice(-1)[0], reason])).toContainEqual([
      'Step01',
      'bad-metadata',
    ]);
  });

  test('a trial without a row of EMG keeps its angles and is told', async () => {
    const { root } = await tree({ emptyTrials: ['LevelWalking/Trial01'] });
    const { strides, drops } = await runAdapter(adapter, root, quick);
    expect(strides.map(({ masks }) => [masks.emg[0], masks.kinematics[2]])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(drops).toMatchObject([{ what: 'S011/LevelWalking/Trial01', reason: 'no-leg-signals' }]);
  });
});
