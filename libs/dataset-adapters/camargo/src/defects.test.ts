import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matTable, type MatTable, readMat, writeMat } from '@emgfm/matfile';
import {
  channelSamples,
  type ContinuousRecording,
  emgChannelIndex,
  type Joint,
  jointMotionIndex,
  type Motion,
} from '@emgfm/schema';
import { type RawCamargoOptions, type RawCamargoTrial, writeRawCamargo } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterRun, type FoundStride, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function tree(options: Partial<RawCamargoOptions>): Promise<{ root: string; trials: RawCamargoTrial[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-camargo-defects-'));
  roots.push(root);
  return { root, trials: await writeRawCamargo(root, { subjects: 1, seed: 6, steadyS: 4, ...options }) };
}

/** Value of a joint motion at a share of the stride (percent). */
function valueAt(samples: Float32Array, percent: number, joint: Joint, motion: Motion): number {
  return samples[Math.round(percent * 1.99) * 9 + jointMotionIndex(joint, motion)];
}

/** A person of all modes, with a defect in every trial. */
let made: { root: string; trials: RawCamargoTrial[] };
let run: AdapterRun;
beforeAll(async () => {
  made = await tree({
    defects: {
      levelground_cw_normal_01_01: [
        { kind: 'late_start', sensor: 'ik', byS: 1.5 },
        { kind: 'reversed_columns', sensor: 'emg' },
      ],
      levelground_ccw_fast_01_02: [{ kind: 'missing_file', sensor: 'emg' }],
      ramp_3_l_01_01: [{ kind: 'silent_column', sensor: 'emg', column: 'soleus' }],
      stair_2_r_01_01: [{ kind: 'wrapped_angle', column: 'hip_rotation_r', startS: 4, endS: 4.1 }],
      treadmill_01_01: [{ kind: 'deleted_strike', strike: 2 }],
      treadmill_02_01: [{ kind: 'lost_rows', sensor: 'emg', startS: 2, endS: 2.05 }],
    },
  });
  run = await runAdapter(adapter, made.root);
}, 60_000);

const ofTrial = (name: string): FoundStride[] => run.strides.filter(({ trial }) => trial === name);
const writtenTrial = (name: string): RawCamargoTrial => made.trials.find(({ trial }) => trial === name)!;

test('the ankle moment is stored, and pushes off', () => {
  const measured = ofTrial('treadmill_02_01');
  expect(measured.length).toBeGreaterThan(3);
  for (const { kinetics, masks } of measured) {
    expect(masks.kinetics[jointMotionIndex('ankle', 'flexion')]).toBe(1);
    expect(valueAt(kinetics, 47, 'ankle', 'flexion')).toBeLessThan(-0.8);
    expect(valueAt(kinetics, 80, 'ankle', 'flexion')).toBeCloseTo(0, 0);
  }
});

test('knee angle and moment are flexion-positive, moments divided by body mass', () => {
  for (const { kinematics, kinetics } of ofTrial('treadmill_02_01')) {
    expect(valueAt(kinematics, 72, 'knee', 'flexion')).toBeGreaterThan(40);
    // the knee extends against the load of early stance
    expect(valueAt(kinetics, 14, 'knee', 'flexion')).toBeLessThan(-0.1);
    for (const value of kinetics) if (!Number.isNaN(value)) expect(Math.abs(value)).toBeLessThan(3);
  }
});

test('rectus femoris is read', () => {
  for (const { masks } of ofTrial('treadmill_01_01')) expect(masks.emg[emgChannelIndex('RF')]).toBe(1);
});

describe('files are joined by name', () => {
  test('a missing file costs its own trial what it held, and no other trial anything', () => {
    const without = ofTrial('levelground_ccw_fast_01_02');
    const kept = writtenTrial('levelground_ccw_fast_01_02').strides.filter(({ dropped }) => dropped === '');
    expect(without).toHaveLength(kept.length);
    for (const { masks, reasons, kinematics } of without) {
      expect(masks.emg.every((bit) => bit === 0)).toBe(true);
      expect(new Set(reasons.emg)).toEqual(new Set([3]));
      expect(kinematics[jointMotionIndex('hip', 'flexion')]).not.toBeNaN();
    }
    for (const name of ['ramp_3_l_01_01', 'stair_2_r_01_01', 'treadmill_01_01', 'treadmill_02_01']) {
      expect(ofTrial(name).length).toBeGreaterThan(2);
      expect(ofTrial(name).at(-1)!.masks.emg[emgChannelIndex('TA')]).toBe(1);
    }
    expect(run.notes.join()).toMatch(/no .*emg\/levelground_ccw_fast_01_02\.mat: the strides of the trial have no EMG/);
  });

  test('names may be capitalised in one folder and not in another', async () => {
    const { root, trials } = await tree({ modes: ['treadmill'] });
    const folder = join(root, 'AB06/10_09_18/treadmill/emg');
    for (const name of await readdir(folder)) await rename(join(folder, name), join(folder, name.toUpperCase()));
    const { strides } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(trials.flatMap((trial) => trial.strides.filter((s) => s.dropped === '')).length);
    expect(strides.every(({ masks }) => masks.emg[0] === 1)).toBe(true);
  }, 20_000);

  test('columns are found by name, whatever their order', () => {
    const tibialis = emgChannelIndex('TA');
    const { truth } = writtenTrial('levelground_cw_normal_01_01');
    const [stride] = ofTrial('levelground_cw_normal_01_01').filter(({ activity }) => activity === 'walk');
    const { samples } = truth.legs.right.emg!.signal;
    const raw = samples.data.subarray(tibialis * samples.shape[1], (tibialis + 1) * samples.shape[1]);
    const from = Math.round(stride.startTimeS * 1000);
    const expected = raw.subarray(from, from + Math.round(stride.durationS * 1000)).map(Math.abs);
    const found = Float64Array.from(expected, (_, row) => stride.emg[row * 13 + tibialis]);
    const mean = (values: Float64Array | Float32Array): number =>
      [...values].reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(found)).toBeGreaterThan(0.8 * mean(expected));
    expect(mean(found)).toBeLessThan(1.25 * mean(expected));
  });
});

test('angles and moments are cut by time, not by the row numbers of the gait cycle', () => {
  const late = ofTrial('levelground_cw_normal_01_01');
  const { strides } = writtenTrial('levelground_cw_normal_01_01');
  const knee = jointMotionIndex('knee', 'flexion');
  let judged = 0;
  for (const { startTimeS, masks, kinematics } of late) {
    if (masks.kinematics[knee] === 0) continue;
    const truth = strides.find(({ startS }) => Math.abs(startS - startTimeS) < 0.003)!;
    for (const percent of [0, 25, 50, 75]) {
      const at = Math.round(percent * 1.99);
      expect(kinematics[at * 9 + knee]).toBeCloseTo(truth.anglesDeg[knee][at], 0);
    }
    judged += 1;
  }
  expect(judged).toBeGreaterThan(4);
  const early = late.filter(({ startTimeS }) => startTimeS < 1.5);
  expect(early.every(({ masks }) => masks.kinematics[knee] === 0)).toBe(true);
});

test('pieces of ramp at the edges of a file are no strides', () => {
  for (const { trial, strides } of made.trials) {
    const [first, last] = [strides[0].startS, strides[strides.length - 1].endS];
    for (const { startTimeS, durationS } of ofTrial(trial)) {
      expect(startTimeS).toBeGreaterThanOrEqual(first - 1e-6);
      expect(startTimeS + durationS).toBeLessThanOrEqual(last + 1e-6);
    }
    const edges = run.drops.filter(
      ({ what, detail }) => what.includes(trial) && detail.includes('bounded by the file'),
    );
    expect(edges).toHaveLength(2);
  }
});

describe('activities stay apart', () => {
  test('treadmill and over ground, ramp up and down, stairs up and down', () => {
    const combinations = run.strides.map(({ surface, activity }) => `${surface} ${activity}`);
    expect([...new Set(combinations)].sort()).toEqual([
      'overground ramp_down',
      'overground ramp_up',
      'overground stair_down',
      'overground stair_up',
      'overground transition',
      'overground turn',
      'overground walk',
      'treadmill walk',
    ]);
  });

  test('level walking is steady walking: turns, starts and stops are something else', () => {
    for (const { trial, strides } of made.trials.filter(({ mode }) => mode === 'levelground')) {
      const steady = strides.filter(({ labels }) => labels.join() === 'walk');
      expect(ofTrial(trial).filter(({ activity }) => activity === 'walk')).toHaveLength(steady.length);
    }
  });

  test('a stride during which the belt changes its speed is dropped', () => {
    const dropped = run.drops.filter(({ reason }) => reason === 'unsteady-speed');
    expect(dropped.length).toBeGreaterThan(2);
    const speeds = ofTrial('treadmill_02_01').map(({ speedMps }) => speedMps);
    expect(new Set(speeds)).toEqual(new Set([0.85, 1.4]));
  });
});

test('moments that are not a number are masked, and are never zero', () => {
  const overground = run.strides.filter(({ surface }) => surface === 'overground');
  const unmeasured = overground.filter(({ masks }) => masks.kinetics[8] === 0);
  expect(unmeasured.length).toBeGreaterThan(10);
  expect(unmeasured.length).toBeLessThan(overground.length);
  for (const { kinetics, reasons } of unmeasured) {
    expect(reasons.kinetics[8]).toBe(5);
    expect(kinetics.filter((value, i) => i % 9 === 8 && value === 0)).toHaveLength(0);
  }
});

describe('the session is the folder with a date', () => {
  test('no other folder takes its place', async () => {
    const { root } = await tree({ modes: ['treadmill'], steadyS: 3 });
    await cp(join(root, 'AB06/10_09_18'), join(root, 'AB06/0_first'), { recursive: true });
    const { strides, recordings } = await runAdapter(adapter, root);
    expect(new Set(recordings.map(({ subtrial }) => subtrial))).toEqual(new Set(['10_09_18']));
    expect(strides.length).toBeGreaterThan(4);
    const { unknown } = await adapter.survey(root);
    expect(unknown.every(({ path }) => path.startsWith('AB06/0_first/'))).toBe(true);
    expect(unknown).toHaveLength(14);
  }, 20_000);

  test('two sessions of one person are one person', async () => {
    const { root } = await tree({ modes: ['treadmill'], steadyS: 3, sessions: 2 });
    const { strides } = await runAdapter(adapter, root);
    expect(new Set(strides.map(({ subtrial }) => subtrial))).toEqual(new Set(['10_09_18', '11_11_2018']));
    expect(new Set(strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB06']));
  }, 20_000);
});

test('a silent channel is missing because of its sensor, the others are there', () => {
  for (const { masks, reasons } of ofTrial('ramp_3_l_01_01')) {
    expect([masks.emg[emgChannelIndex('SOL')], reasons.emg[emgChannelIndex('SOL')]]).toEqual([0, 4]);
    expect(masks.emg[emgChannelIndex('TA')]).toBe(1);
  }
});

describe('strides are judged by their time, not by their number of EMG samples', () => {
  test('few samples are enough: the rate comes from the times', async () => {
    const { root, trials } = await tree({ modes: ['treadmill'], steadyS: 3 });
    const path = join(root, 'AB06/10_09_18/treadmill/emg/treadmill_01_01.mat');
    const { variables } = await readMat(path);
    const { variableNames, columns } = variables.get('data') as MatTable;
    const fewer = columns.map((column) =>
      column.kind === 'numeric' ? (column.values as Float64Array).filter((_, row) => row % 4 === 0) : [],
    );
    const table = matTable(Object.fromEntries(variableNames.map((name, i) => [name, fewer[i] as Float64Array])));
    await writeMat(path, { data: table });
    const { strides } = await runAdapter(adapter, root);
    const own = strides.filter(({ trial }) => trial === 'treadmill_01_01');
    expect(own).toHaveLength(trials[0].strides.filter(({ dropped }) => dropped === '').length);
    for (const { emgSourceRateHz, masks } of own) expect([emgSourceRateHz, masks.emg[0]]).toEqual([250, 1]);
  }, 20_000);

  test('a strike that was not found does not make one stride of two', () => {
    const { strides } = writtenTrial('treadmill_01_01');
    const double = strides.find(({ dropped }) => dropped === 'event-order')!;
    expect(double.endS - double.startS).toBeGreaterThan(1.8);
    expect(ofTrial('treadmill_01_01').every(({ durationS }) => durationS < 1.6)).toBe(true);
    expect(run.drops.some(({ reason }) => reason === 'event-order')).toBe(true);
  });
});

test('an angle beyond 180 degrees rejects its stride, not its trial', () => {
  const impossible = run.drops.filter(({ reason }) => reason === 'implausible-values');
  expect(impossible.map(({ what }) => what.includes('stair_2_r_01_01'))).toEqual([true]);
  expect(ofTrial('stair_2_r_01_01').length).toBeGreaterThan(5);
});

test('rows that were lost are a gap: nothing moves and nothing is filled', () => {
  const spans = ofTrial('treadmill_02_01').map(({ startTimeS, durationS, masks, reasons, emg }) => ({
    hit: startTimeS < 2.05 && startTimeS + durationS > 2,
    present: masks.emg[3],
    reason: reasons.emg[3],
    missing: emg.filter((value, i) => i % 13 === 3 && Number.isNaN(value)).length,
  }));
  expect(spans.filter(({ hit }) => hit)).toHaveLength(1);
  for (const { hit, present, reason, missing } of spans) {
    expect([present, reason]).toEqual(hit ? [0, 6] : [1, 0]);
    expect(missing > 0).toBe(hit);
  }
});

test('one person is one id for every mode, leg and session', () => {
  expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB06']));
});

test('the ankle of ik sits 8 degrees too high, that of ik_offset does not; which one was read is recorded', async () => {
  const { subject } = (await adapter.survey(made.root)).subjects[0];
  const first = async (layer: string): Promise<ContinuousRecording> => {
    for await (const recording of adapter.read(made.root, subject, { layer })) return recording as ContinuousRecording;
    throw new Error('no recording');
  };
  const [high, right] = [await first('ik'), await first('ik_offset')];
  const ankle = (recording: ContinuousRecording): Float64Array =>
    channelSamples(recording.legs.right!.angles!, jointMotionIndex('ankle', 'flexion'));
  expect(ankle(high)[400] - ankle(right)[400]).toBeCloseTo(8, 9);
  expect([high, right].map(({ provenance }) => provenance.decisions[0].decided)).toEqual(['ik', 'ik_offset']);
});
