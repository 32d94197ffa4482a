import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emgChannelIndex, jointMotionIndex, qualityBitNames } from '@emgfm/schema';
import { type RawMoreiraOptions, type RawMoreiraStride, writeRawMoreira } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  largestErrors,
  matchTruth,
  runAdapter,
} from '../../../../tools/adapter-run';
import { columnKey, strideTimes, strideTimeS, trialKey } from './columns';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function tree(
  options: Partial<RawMoreiraOptions> = {},
): Promise<{ root: string; truth: readonly RawMoreiraStride[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-moreira-defects-'));
  roots.push(root);
  const quick = {
    subjects: 1,
    seed: 6,
    speeds: ['V4'],
    trials: 1,
    missingSignals: ['GRF', 'Torques', 'EMG filtered'],
  } as const;
  return { root, truth: await writeRawMoreira(root, { ...quick, ...options }) };
}

/** Three trials of a person whose folder is zero-padded, with files and a speed missing. */
let made: { root: string; truth: readonly RawMoreiraStride[] };
let run: AdapterRun;
beforeAll(async () => {
  made = await tree({
    subjects: [4],
    speeds: ['V1', 'V2', 'V3'],
    trials: 2,
    zeroPadded: true,
    missingSignals: ['GRF', 'Torques'],
    missingFiles: ['V2/R/Angles/T1.txt', 'V3/L/EMG envelope/T2.txt'],
    missingColumns: ['St1_TA'],
  });
  run = await runAdapter(adapter, made.root);
}, 60_000);

const strideOf = (trial: string, subtrial: string, side: string) =>
  run.strides.find((own) => own.trial === trial && own.subtrial === subtrial && own.side === side)!;

test('EMG is rectified: envelopes by default, and the filtered signal goes through the chain at its own rate', async () => {
  for (const { emg } of run.strides) expect(emg.some((value) => value < 0)).toBe(false);
  const { strides } = await runAdapter(adapter, made.root, {
    layer: 'filtered',
    configuration: { emg: { representation: 'rectified' } },
  });
  for (const { emg, emgKind, emgSourceRateHz, durationS, masks } of strides) {
    expect(emgKind).toBe('rectified');
    expect(emg.some((value) => value < 0)).toBe(false);
    if (masks.emg.includes(1)) expect(emgSourceRateHz).toBeCloseTo(1000 / durationS, 6);
  }
});

test('an EMG layer that the files lack is told, with the one that they have', async () => {
  const { root } = await tree({ missingSignals: ['GRF', 'Torques', 'EMG envelope'], format: 'mat' });
  const { strides, notes } = await runAdapter(adapter, root);
  expect(new Set(strides.flatMap(({ reasons }) => [...reasons.emg]))).toEqual(new Set([3]));
  expect(notes.join()).toMatch(/right leg: no EMG of the layer 'envelope' .* the layer 'filtered' is there/);
});

test('torques in N·m are not taken for N·m/kg: without Torques_Norm they are divided by the body mass', async () => {
  const { root, truth } = await tree({ missingSignals: ['GRF', 'Torques_Norm', 'EMG filtered'] });
  const { strides, decisions } = await runAdapter(adapter, root);
  const match = matchTruth(strides, truth);
  expect(match.pairs).toHaveLength(3);
  expect(largestErrors(match).momentNmPerKg).toBeLessThan(0.02);
  expect(decisions.find(({ fact }) => fact === 'unit of the torques')?.decided).toBe('N.m/kg');
});

test('both torques are there: the one by body mass is taken', async () => {
  const { root, truth } = await tree({ missingSignals: ['GRF', 'EMG filtered'] });
  expect(largestErrors(matchTruth((await runAdapter(adapter, root)).strides, truth)).momentNmPerKg).toBeLessThan(0.02);
});

test('torques in N·m of a person of unknown mass are masked as unresolved, unless the configuration gives the mass', async () => {
  const { root, truth } = await tree({
    missingSignals: ['GRF', 'Torques_Norm', 'EMG filtered'],
    withoutMetadata: true,
  });
  const { strides, notes } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(3);
  expect(new Set(strides.flatMap(({ reasons }) => [...reasons.kinetics]))).toEqual(new Set([8]));
  expect(notes.join()).toMatch(/body mass is unknown/);
  const subjectMassKg = { 'moreira/Participant1': truth[0].subject.massKg };
  const known = await runAdapter(adapter, root, { subjectMassKg });
  expect(largestErrors(matchTruth(known.strides, truth)).momentNmPerKg).toBeLessThan(0.02);
});

test('the torque of hip rotation is turned to internal rotation, its angle is not', () => {
  const { pairs } = matchTruth(run.strides, made.truth);
  const hip = jointMotionIndex('hip', 'rotation');
  for (const { found, truth } of pairs) {
    const kinetics = Array.from({ length: 200 }, (_, k) => found.kinetics[k * 9 + hip]);
    const error = (sign: number) =>
      Math.max(...kinetics.map((value, k) => Math.abs(value - sign * truth.momentsNmPerKg[hip][k])));
    expect(error(1)).toBeLessThan(0.02);
    expect(error(-1)).toBeGreaterThan(0.05);
  }
});

test('external torques are found by push-off and negated, all nine', async () => {
  const { root, truth } = await tree({ externalMoments: true });
  const { strides, decisions } = await runAdapter(adapter, root);
  expect(largestErrors(matchTruth(strides, truth)).momentNmPerKg).toBeLessThan(0.02);
  expect(decisions.find(({ fact }) => fact === 'torques are internal')?.decided).toBe('external, all negated');
});

test('the number of a person is the number behind the name, zero-padded or not', async () => {
  expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['Participant4']));
  const { subjects } = await adapter.survey(made.root);
  expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['Participant4']);
});

test('a speed that is missing crashes nothing, for whichever person', async () => {
  expect(new Set(run.strides.map(({ trial }) => trial.split('/')[0]))).toEqual(new Set(['V2', 'V3']));
  const other = await tree({ subjects: [7], speeds: ['V2'], format: 'mat' });
  expect((await runAdapter(adapter, other.root)).strides).toHaveLength(3);
});

test('stride times are not truncated to samples', () => {
  for (const { found, truth } of matchTruth(run.strides, made.truth).pairs) {
    expect(Math.abs(found.durationS - (truth.endS - truth.startS))).toBeLessThan(0.0001);
    expect(found.emg.length / 13).toBe(Math.ceil(found.durationS * 1000 - 1e-6));
  }
});

test('a file missing for one trial does not decide the shape of the others', () => {
  const flexion = jointMotionIndex('knee', 'flexion');
  const masks = (trial: string, side: string) => {
    const { masks: own, reasons } = strideOf(trial, 'St1', side);
    return [
      own.emg[emgChannelIndex('VL')],
      own.kinematics[flexion],
      own.kinetics[flexion],
      reasons.kinematics[flexion],
    ];
  };
  expect(masks('V2/T1', 'right')).toEqual([1, 0, 1, 3]);
  expect(masks('V2/T1', 'left')).toEqual([1, 1, 1, 0]);
  expect(masks('V2/T2', 'right')).toEqual([1, 1, 1, 0]);
  expect(masks('V3/T2', 'left')).toEqual([0, 1, 1, 0]);
  expect(run.drops).toEqual([]);
});

test('columns are found by name: reversed order gives the same strides', async () => {
  const { root, truth } = await tree({ reversedColumns: true });
  const match = matchTruth((await runAdapter(adapter, root)).strides, truth);
  expect([match.missing, match.extra]).toEqual([[], []]);
  const errors = largestErrors(match);
  expect(errors.angleDeg).toBeLessThan(0.5);
  expect(errors.momentNmPerKg).toBeLessThan(0.02);
  expect(Math.min(...envelopeCorrelations(match).filter(Number.isFinite))).toBeGreaterThan(0.9);
});

test.each([
  ['St1_Hip_X', '1/hip_x'],
  ['Hip_St2_Z', '2/hip_z'],
  ['st1 AnkleY', '1/ankle_y'],
  ['Stride2 Knee (Y)', '2/knee_y'],
  ['St2_GAL', '2/gal'],
  ['TA St1', '1/ta'],
  ['St1_Pelvis_X', null],
  ['St1_GRF_X', null],
  ['Time', null],
  ['St12_VL', null],
])('column %s is %s', (name, key) => {
  expect(columnKey(name)).toBe(key);
});

test('moments are not as long as the angles by decree: each table has its own points', async () => {
  const { root } = await tree();
  const path = join(root, 'ASCII_files/Participant1/Processed_Data/V4/R/Torques_Norm/T1.txt');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  // every second point: 501 in place of 1001
  await writeFile(path, lines.filter((_, i) => i === 0 || i % 2 === 1).join('\n'));
  const { strides } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(3);
  for (const { kinetics, kinematics } of strides) expect(kinetics).toHaveLength(kinematics.length);
});

test('speed is kept for each stride', () => {
  const speeds = new Map(run.strides.map(({ trial, speedMps }) => [trial.split('/')[0], speedMps]));
  expect([...speeds].map(([name, speedMps]) => [name, Number((speedMps * 3.6).toFixed(6))])).toEqual([
    ['V2', 2],
    ['V3', 3],
  ]);
});

test('masks belong to each stride: St1 of both legs lacks TA, St2 does not', () => {
  const tibialis = emgChannelIndex('TA');
  for (const { subtrial, masks, reasons, emg } of run.strides.filter(({ masks: own }) => own.emg.includes(1))) {
    expect([masks.emg[tibialis], reasons.emg[tibialis]]).toEqual(subtrial === 'St1' ? [0, 3] : [1, 0]);
    if (subtrial === 'St1') expect(emg[tibialis]).toBeNaN();
  }
});

test('a gap stays a gap: NaN, masked, with its reason', async () => {
  const { root } = await tree({ columnWithGap: 'St1_Knee_X' });
  const knee = jointMotionIndex('knee', 'flexion');
  for (const { subtrial, kinematics, masks, reasons } of (await runAdapter(adapter, root)).strides) {
    expect([masks.kinematics[knee], reasons.kinematics[knee]]).toEqual(subtrial === 'St1' ? [0, 6] : [1, 0]);
    expect(kinematics[knee]).not.toBeNaN();
    expect(Number.isNaN(kinematics[90 * 9 + knee])).toBe(subtrial === 'St1');
  }
});

test('one person is one id for both legs and releases', async () => {
  const { root, truth } = await tree({ format: 'both' });
  const { strides } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(truth.length);
  expect(new Set(strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['Participant1']));
});

describe('stride times', () => {
  test('one file per trial', async () => {
    const { root, truth } = await tree({ strideTimes: 'per-trial', trials: 2 });
    expect(largestErrors(matchTruth((await runAdapter(adapter, root)).strides, truth)).durationS).toBeLessThan(0.001);
  });

  test('without them strides stay, of unknown duration, on the points of the source', async () => {
    const { root } = await tree({ strideTimes: 'none' });
    const { strides } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(3);
    for (const { durationS, emg, quality } of strides) {
      expect(durationS).toBeNaN();
      expect(emg.length / 13).toBe(1001);
      expect(qualityBitNames(quality)).toEqual(expect.arrayContaining(['duration_unknown', 'emg_time_normalised']));
    }
  });

  test('rows go by name, by number, or by order, and are never guessed', () => {
    const column: [string, Float64Array] = ['St1_Time', Float64Array.of(1.1, 1.2, 1.3)];
    const numbered = strideTimes(3, [column]);
    const of = (trial: string, trials: string[], times = numbered) => strideTimeS(times, 1, trial, trials);
    expect(of('T3', ['T1', 'T3'])).toBe(1.3);
    expect(of('T7', ['T2', 'T5', 'T7'])).toBe(1.3);
    expect(of('T1', ['T1', 'T2'])).toBeNaN();
    expect(of('T2', ['T1', 'T2'], strideTimes(3, [column], ['T03', 'T02', 'T01']))).toBe(1.2);
    expect(strideTimeS(numbered, 2, 'T1', ['T1', 'T2', 'T3'])).toBeNaN();
    expect([trialKey('Trial_04'), trialKey('T10'), trialKey('walk')]).toEqual(['T4', 'T10', 'walk']);
  });

  test('a time that is not in seconds is not believed', async () => {
    const { root } = await tree();
    const path = join(root, 'ASCII_files/Participant1/Processed_Data/V4/L/Stride_Time.txt');
    await writeFile(path, 'St1_Time\n1170\n');
    const { strides, notes } = await runAdapter(adapter, root);
    expect(strides.find(({ side }) => side === 'left')?.durationS).toBeNaN();
    expect(notes.join()).toMatch(/left stride time 1170/);
  });
});

describe('the unit of the EMG is decided by its amplitude', () => {
  test.each(['V', 'mV', 'uV'] as const)('%s', async (emgUnit) => {
    const { root } = await tree({ emgUnit });
    const { decisions } = await runAdapter(adapter, root);
    expect(decisions.find(({ fact }) => fact === 'EMG unit')?.decided).toBe(emgUnit);
  });
});

test('a damaged file costs only its own signal of its own trial', async () => {
  const { root } = await tree({ trials: 2 });
  const folder = join(root, 'ASCII_files/Participant1/Processed_Data/V4/R');
  await writeFile(join(folder, 'Angles/T1.txt'), new Uint8Array(3000));
  await writeFile(join(folder, 'Torques_Norm/T2.txt'), 'St1_Hip_X\tSt1_Ankle_X\n');
  const { strides, drops } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(6);
  expect(drops.map(({ what, reason }) => [what.split('/').slice(-2).join('/'), reason])).toEqual([
    ['Angles/T1.txt', 'unreadable-file'],
    ['Torques_Norm/T2.txt', 'no-leg-signals'],
  ]);
});
