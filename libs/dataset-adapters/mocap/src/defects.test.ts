import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  type ContinuousRecording,
  type Drop,
  emgChannelIndex,
  EMG_CHANNELS,
  type FurtherSignals,
  jointMotionIndex,
  sampleCount,
} from '@emgfm/schema';
import {
  MOCAP_MARKER_GAPS,
  MOCAP_MARKERS,
  MOCAP_MISSING_MARKER,
  type RawMocapOptions,
  type RawMocapTrial,
  writeRawMocap,
} from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Tree {
  readonly truth: readonly RawMocapTrial[];
  readonly recordings: readonly ContinuousRecording[];
  readonly drops: readonly Drop[];
}

async function readPerson(mapping: Record<string, unknown> = {}): Promise<Omit<Tree, 'truth'>> {
  const recordings: ContinuousRecording[] = [];
  const drops: Drop[] = [];
  const options = { adapterOptions: { mapping }, onDrop: (drop: Drop) => void drops.push(drop) };
  for await (const recording of adapter.read(root, { datasetId: 'mocap', sourceId: 'S4' }, options))
    recordings.push(recording as ContinuousRecording);
  return { recordings, drops };
}

/** Writes a small tree of one person and reads it. */
async function tree(options: Partial<RawMocapOptions> = {}, mapping: Record<string, unknown> = {}): Promise<Tree> {
  const truth = await writeRawMocap(root, {
    subjects: 1,
    seed: 4,
    trials: 1,
    durationS: 3,
    emgRateHz: 500,
    ...options,
  });
  return { truth, ...(await readPerson(mapping)) };
}

const further = (recording: ContinuousRecording | undefined, name = 'joints_42'): FurtherSignals =>
  recording?.legs.right?.further?.find(({ modality }) => modality.name === name) as FurtherSignals;

/** Rows x, y, z of a channel (m), frame by frame. */
function positionsM({ modality, frames }: FurtherSignals, channel: string): number[][] {
  const width = 3 * modality.channels.length;
  const first = 3 * modality.channels.indexOf(channel);
  return Array.from({ length: frames.length / width }, (_, frame) => [
    ...frames.subarray(frame * width + first, frame * width + first + 3),
  ]);
}

const decided = (recording: ContinuousRecording | undefined, fact: string) =>
  recording?.provenance.decisions.find((decision) => decision.fact === fact);

const trialFile = (trial: number): string =>
  join(root, 'Subject_Data', 'S4', 'Activity_Trials', `S4_Walking_Trial${trial}.csv`);

describe('synchronisation', () => {
  test('trials that restart their clocks are not mixed: each is joined to its own frames', async () => {
    const { truth, recordings } = await tree({ trials: 3 });
    expect(recordings.map(({ trial }) => trial)).toEqual(['Walking_Trial1', 'Walking_Trial2', 'Walking_Trial3']);
    recordings.forEach((recording, i) => {
      const heel = positionsM(further(recording), 'L.FootHeel');
      const { markersM, frameTimesS } = truth[i] as RawMocapTrial;
      expect(heel).toHaveLength(frameTimesS.length);
      frameTimesS.forEach((timeS, frame) => {
        const sample = Math.min(299, Math.round(timeS * 100));
        expect(Math.abs(heel[frame]![0]! - markersM.get('L.FootHeel')![0][sample]!)).toBeLessThan(2e-5);
      });
    });
  });

  test('frames match by nearest time, not by truncated milliseconds: none is lost', async () => {
    const { truth, recordings } = await tree({ frameRateHz: 29 });
    const joints = further(recordings[0]);
    expect(joints.frames.length / (3 * 42)).toBe(truth[0]?.frameTimesS.length);
    expect(joints.frames.some(Number.isNaN)).toBe(false);
    expect(decided(recordings[0], 'clock of the joint coordinates')?.evidence).toMatch(/^(\d+) of \1 frames/);
  });

  test('frames that the camera lost are missing and keep the clock', async () => {
    const { recordings } = await tree({ defects: { 1: 'lost-frames' } });
    const heel = positionsM(further(recordings[0]), 'L.FootHeel');
    const lost = [...heel.keys()].filter((frame) => Number.isNaN(heel[frame]![0]));
    expect(lost).toEqual([...heel.keys()].filter((frame) => frame % 7 === 3));
    expect(further(recordings[0]).channelReasons[0]).toBe(0);
  });

  test('frames that are stamped twice count once', async () => {
    const { recordings } = await tree({ defects: { 1: 'repeated-frames' } });
    expect(decided(recordings[0], 'clock of the joint coordinates')?.evidence).toMatch(/[1-9]\d* repeated stamps/);
    expect(further(recordings[0]).samplingRateHz).toBeCloseTo(30, 1);
  });

  test.each(['missing-frames', 'frames-elsewhere'] as const)(
    '%s: coordinates stay on their own clock',
    async (defect) => {
      const { recordings } = await tree({ defects: { 1: defect } });
      expect(further(recordings[0]).samplingRateHz).toBe(100);
      expect(decided(recordings[0], 'clock of the joint coordinates')).toMatchObject({
        decided: 'that of the markers',
        evidence: expect.stringMatching(defect === 'missing-frames' ? /no frame times/ : /no frame lies within/),
      });
    },
  );

  test.each([false, true])(
    'a merged table is taken apart into its trials; column of trials: %s',
    async (trialColumn) => {
      const { truth, recordings } = await tree({ layout: 'synchronised', emgRateHz: 1000, trials: 2, trialColumn });
      const names = trialColumn ? ['Walking_Trial1', 'Walking_Trial2'] : ['Walking_1', 'Walking_2'];
      expect(recordings.map(({ trial }) => trial)).toEqual(names);
      recordings.forEach((recording, i) => {
        const joints = further(recording);
        const heel = positionsM(joints, 'L.FootHeel').at(-1)!;
        const timeS = joints.startS + (joints.frames.length / (3 * 42) - 1) / joints.samplingRateHz;
        const path = (truth[i] as RawMocapTrial).markersM.get('L.FootHeel')!;
        expect(Math.abs(heel[0]! - path[0][Math.round(timeS * 100)]!)).toBeLessThan(0.03);
      });
    },
  );

  test('rows that a merge mixed beyond repair are refused, not read', async () => {
    await tree({ layout: 'synchronised', emgRateHz: 1000, trials: 2 });
    const path = join(root, 'Subject_Data', 'S4', 'sync_data', 'S4_Walking_Synchronized.csv');
    const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const half = Math.ceil(rows.length / 2);
    const mixed = rows.slice(0, half).flatMap((row, i) => [row, rows[half + i]].filter((own) => own !== undefined));
    await writeFile(path, [header, ...mixed.reverse()].join('\n'));
    const { recordings, drops } = await readPerson();
    expect(recordings).toEqual([]);
    expect(drops).toMatchObject([{ level: 'file', reason: 'unreadable-file', detail: expect.stringMatching(/mixed/) }]);
  });
});

describe('EMG', () => {
  test('stays at its native rate: no envelope is made at the rate of frames', async () => {
    const { truth, recordings } = await tree({ emgRateHz: 2000 });
    const emg = recordings[0]!.legs.right!.emg!;
    expect([emg.samplingRateHz, emg.emgKind, sampleCount(emg)]).toEqual([2000, 'raw', 6000]);
    const simulated = truth[0]!.simulated.legs.right.emg!.signal;
    for (const channel of ['VL', 'RF', 'VM', 'TA', 'BF', 'STSM', 'GM', 'GL'] as const) {
      const index = emgChannelIndex(channel);
      const [found, expected] = [channelSamples(emg, index), channelSamples(simulated, index)];
      for (const row of [0, 777, 5999]) expect(Math.abs(found[row]! - expected[row]!)).toBeLessThan(1e-6);
    }
  });

  test('raw EMG in a table at the rate of frames is rejected, reason 7', async () => {
    const { recordings } = await tree({ layout: 'synchronised', emgRateHz: 1000, durationS: 4 });
    const emg = recordings[0]!.legs.right!.emg!;
    expect(EMG_CHANNELS.filter((_, channel) => emg.channelReasons[channel] === 7)).toHaveLength(8);
    expect(emg.channelReasons).not.toContain(0);
    expect(recordings[0]!.provenance.notes.join('\n')).toMatch(/30\.\d* Hz was thinned out/);
  });

  test('a channel that was never recorded is missing, not zero', async () => {
    await tree();
    const text = await readFile(trialFile(1), 'utf8');
    const [header, ...rows] = text.trimEnd().split('\n');
    const column = header!.split(',').indexOf('Rectus Femoris');
    const emptied = rows.map((row) =>
      row
        .split(',')
        .map((cell, i) => (i === column ? '' : cell))
        .join(','),
    );
    await writeFile(trialFile(1), [header, ...emptied].join('\n'));
    const { recordings } = await readPerson();
    const emg = recordings[0]!.legs.right!.emg!;
    expect(emg.channelReasons[emgChannelIndex('RF')]).toBe(3);
    expect(channelSamples(emg, emgChannelIndex('RF')).every(Number.isNaN)).toBe(true);
  });

  test('columns may carry units and the word EMG', async () => {
    await tree();
    const [header, ...rows] = (await readFile(trialFile(1), 'utf8')).trimEnd().split('\n');
    const renamed = header!
      .replace('Vastus Lateralis', 'EMG Vastus Lateralis (uV)')
      .replace('Rectus Femoris', 'RF (uV)');
    const others = /,(Vastus Medialis|Hamstrings|Gastro|Tibialis|Glutei|Left L|Right L|Tri|Bi|Fore|Middle|Shoulder F)/g;
    await writeFile(trialFile(1), [renamed.replace(others, ',x$1'), ...rows].join('\n'));
    const { recordings } = await readPerson({ emgSide: 'right' });
    const { unit, channelReasons } = recordings[0]!.legs.right!.emg!;
    expect(unit).toBe('uV');
    expect(EMG_CHANNELS.filter((_, channel) => channelReasons[channel] === 0)).toEqual(['VL', 'RF']);
  });

  test('columns of text and numbers are not skipped in silence: texts are counted and missing', async () => {
    const { recordings } = await tree({ defects: { 1: 'text-in-emg' } });
    const emg = recordings[0]!.legs.right!.emg!;
    const lateralis = channelSamples(emg, emgChannelIndex('VL'));
    expect([...lateralis.keys()].filter((row) => Number.isNaN(lateralis[row]))).toEqual([100]);
    expect(emg.channelReasons[emgChannelIndex('VL')]).toBe(0);
    expect(recordings[0]!.provenance.notes.join('\n')).toMatch(/1 cell\(s\) hold text/);
  });

  test('the leg is decided from push-off, once for all trials; where nobody walks it is unresolved, reason 8', async () => {
    const actions = [{ name: 'Walking' }, { name: 'StepForwardLeft' }];
    const { recordings } = await tree({ emgSide: 'left', actions, durationS: 4 });
    expect(recordings.map(({ condition }) => condition)).toEqual(['StepForwardLeft', 'Walking']);
    for (const recording of recordings) {
      expect(decided(recording, 'leg of the EMG')?.decided).toBe('left');
      expect(recording.legs.left?.emg?.channelReasons[0]).toBe(0);
      expect(recording.legs.right?.emg).toBeNull();
    }
    await rm(join(root, 'Subject_Data'), { recursive: true });
    const stepping = await tree({ actions: [{ name: 'StepForwardLeft' }] });
    for (const side of ['left', 'right'] as const)
      expect(stepping.recordings[0]!.legs[side]!.emg!.channelReasons[emgChannelIndex('VL')]).toBe(8);
    const told = await readPerson({ emgSide: 'right' });
    expect(told.recordings[0]!.legs.right!.emg!.channelReasons[emgChannelIndex('VL')]).toBe(0);
  });

  test('Glutei is no muscle until it is named, reason 8', async () => {
    const { recordings } = await tree({ durationS: 4 });
    const reasons = recordings[0]!.legs.right!.emg!.channelReasons;
    expect(['GMED', 'GMAX'].map((name) => reasons[EMG_CHANNELS.indexOf(name as 'GMAX')])).toEqual([8, 8]);
    const named = (await readPerson({ glutei: 'GMED' })).recordings[0]!.legs.right!.emg!.channelReasons;
    expect(['GMED', 'GMAX'].map((name) => named[EMG_CHANNELS.indexOf(name as 'GMAX')])).toEqual([0, 3]);
  });
});

describe('imputation', () => {
  const { marker, shortS, longS } = MOCAP_MARKER_GAPS;

  test.each(['linear', 'neighbour-mean', 'none'])(
    '%s: recorded by name with its count, long gaps stay',
    async (method) => {
      const { truth, recordings } = await tree(
        { defects: { 1: 'marker-gaps' }, durationS: 4 },
        { imputation: { method } },
      );
      const joints = further(recordings[0]);
      const knee = positionsM(joints, marker);
      const path = truth[0]!.markersM.get(marker)!;
      knee.forEach(([x], frame) => {
        const timeS = joints.startS + frame / joints.samplingRateHz;
        const within = ([fromS, toS]: readonly [number, number], marginS: number): boolean =>
          timeS > fromS + marginS && timeS < toS - marginS;
        if (within(longS, 0.02)) expect(x).toBeNaN();
        if (!within(shortS, 0.005)) return;
        if (method === 'none') expect(x).toBeNaN();
        else expect(Math.abs(x! - path[0][Math.round(timeS * 100)]!)).toBeLessThan(0.1);
      });
      const decision = decided(recordings[0], 'imputation of joint coordinates');
      expect(decision?.decided).toMatch(method === 'none' ? /^none$/ : new RegExp(`^${method}, gaps of up to 0.1 s`));
      expect(decision?.evidence).toMatch(
        method === 'none' ? /^0 coordinates/ : /^18 coordinates of 1 markers.*150 stay missing/,
      );
    },
  );

  test('a joint of the reduced set is missing where one of its markers is; EMG and angles are never imputed', async () => {
    const { recordings } = await tree(
      { defects: { 1: 'marker-gaps' }, durationS: 4 },
      { imputation: { method: 'none' } },
    );
    const joints = further(recordings[0], 'joints_25');
    const missing = (joint: string): number => positionsM(joints, joint).filter(([x]) => Number.isNaN(x)).length;
    expect([missing('left_knee') > 10, missing('right_knee')]).toEqual([true, 0]);
    const knee = channelSamples(recordings[0]!.legs.left!.angles!, jointMotionIndex('knee', 'flexion'));
    expect(knee.every(Number.isFinite)).toBe(true);
  });

  test('a marker written as 0, 0, 0 was hidden', async () => {
    await tree({ coordinates: 'every-row', emgRateHz: 100 });
    const [header, ...rows] = (await readFile(trialFile(1), 'utf8')).trimEnd().split('\n');
    const first = header!.split(',').indexOf('C7_X');
    const lost = rows.map((row, i) =>
      i < 100 || i >= 200
        ? row
        : row
            .split(',')
            .map((cell, c) => (c >= first && c < first + 3 ? '0' : cell))
            .join(','),
    );
    await writeFile(trialFile(1), [header, ...lost].join('\n'));
    const { recordings } = await readPerson();
    const neck = positionsM(further(recordings[0]), 'C7');
    expect(neck.filter(([x]) => Number.isNaN(x)).length).toBeGreaterThan(27);
    expect(recordings[0]!.provenance.notes.join('\n')).toMatch(/100 position\(s\) of markers stand at 0, 0, 0/);
  });

  test('a marker that was never placed is missing, reason 3, whatever the method', async () => {
    const { recordings } = await tree({ defects: { 1: 'missing-marker' } });
    const joints = further(recordings[0]);
    expect(joints.channelReasons[MOCAP_MARKERS.indexOf(MOCAP_MISSING_MARKER)]).toBe(3);
    expect(positionsM(joints, MOCAP_MISSING_MARKER).flat().every(Number.isNaN)).toBe(true);
    const { modality, channelReasons } = further(recordings[0], 'joints_25');
    const gone = modality.channels.filter((_, joint) => channelReasons[joint] !== 0);
    expect(gone).toEqual(['right_wrist', 'right_index', 'right_heel']);
  });
});

describe('angles', () => {
  test('knee_angle_r_beta is not taken for the knee', async () => {
    const { truth, recordings } = await tree({ shuffled: true });
    const knee = jointMotionIndex('knee', 'flexion');
    const found = channelSamples(recordings[0]!.legs.right!.angles!, knee);
    const expected = channelSamples(truth[0]!.simulated.legs.right.angles, knee);
    for (const row of [0, 120, 299]) expect(found[row]).toBeCloseTo(expected[row]!, 3);
  });

  test('a knee that the model bends to the negative side is turned, once for all trials', async () => {
    const { recordings } = await tree({ kneeFlexion: 'negative', trials: 2 });
    for (const recording of recordings) {
      expect(decided(recording, 'sign of knee flexion')?.decided).toBe('negative, turned');
      const knee = channelSamples(recording.legs.left!.angles!, jointMotionIndex('knee', 'flexion'));
      expect(Math.max(...knee)).toBeGreaterThan(45);
    }
  });
});

describe('bad tables', () => {
  test('an infinite number is missing', async () => {
    await tree();
    const [header, first, ...rows] = (await readFile(trialFile(1), 'utf8')).trimEnd().split('\n');
    const column = header!.split(',').indexOf('hip_flexion_r');
    const infinite = first!
      .split(',')
      .map((cell, i) => (i === column ? 'inf' : cell))
      .join(',');
    await writeFile(trialFile(1), [header, infinite, ...rows].join('\n'));
    const { recordings } = await readPerson();
    const hip = channelSamples(recordings[0]!.legs.right!.angles!, jointMotionIndex('hip', 'flexion'));
    expect([hip[0], Number.isFinite(hip[1])]).toEqual([NaN, true]);
  });

  test('each is dropped with a reason, the others are read', async () => {
    const defects = { 1: 'empty', 2: 'no-rows', 3: 'cut-short' } as const;
    const { recordings, drops } = await tree({ trials: 4, defects });
    expect(recordings.map(({ trial }) => trial)).toEqual(['Walking_Trial3', 'Walking_Trial4']);
    expect(drops.map(({ what, reason }) => [what.split('/').at(-1), reason])).toEqual([
      ['S4_Walking_Trial1.csv', 'unreadable-file'],
      ['S4_Walking_Trial2.csv', 'unreadable-file'],
    ]);
    expect(recordings[0]!.provenance.notes.join('\n')).toMatch(/1 line\(s\) are cut short/);
  });

  test('times in milliseconds are not read as seconds', async () => {
    await tree();
    const [header, ...rows] = (await readFile(trialFile(1), 'utf8')).trimEnd().split('\n');
    const scaled = rows.map((row) => row.replace(/^[\d.]+/, (time) => String(Math.round(Number(time) * 1000))));
    await writeFile(trialFile(1), [header, ...scaled].join('\n'));
    expect((await readPerson()).drops.map(({ detail }) => detail).join('\n')).toMatch(/milliseconds/);
    await writeFile(trialFile(1), [header!.replace('Time', 'Time (ms)'), ...scaled].join('\n'));
    const { recordings } = await readPerson();
    expect(recordings[0]!.legs.right!.angles!.samplingRateHz).toBe(100);
  });
});
