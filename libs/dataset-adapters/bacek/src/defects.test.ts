import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  type CutRecording,
  type Drop,
  emgChannelIndex,
  jointMotionIndex,
  MISSING_REASONS,
  qualityBitNames,
  type Side,
  type SourceStride,
} from '@emgfm/schema';
import { type RawBacekOptions, type RawBacekTest, writeRawBacek } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedOf, matchTruth, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

/** Folder of all trees. */
let folder = '';
/** The tree that was asked for last. */
let root = '';
/** What was written, by its options: tests that ask for the same tree share it. */
const written = new Map<string, { readonly root: string; readonly truth: readonly RawBacekTest[] }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-bacek-defects-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KNEE = jointMotionIndex('knee', 'flexion');
const ANKLE = jointMotionIndex('ankle', 'flexion');
const VL = emgChannelIndex('VL');

interface Tree {
  readonly truth: readonly RawBacekTest[];
  readonly recordings: readonly CutRecording[];
  readonly drops: readonly Drop[];
}

/** Writes a small tree, once, and reads its first person. */
async function tree(options: Partial<RawBacekOptions> = {}, adapterOptions = {}): Promise<Tree> {
  const key = JSON.stringify(options);
  const known = written.get(key);
  root = known?.root ?? join(folder, String(written.size));
  const truth = known?.truth ?? (await writeRawBacek(root, { subjects: 1, seed: 4, tests: [3], testS: 6, ...options }));
  written.set(key, { root, truth });
  const recordings: CutRecording[] = [];
  const drops: Drop[] = [];
  const subject = { datasetId: 'bacek', sourceId: truth[0]?.sourceId ?? '' };
  const reading = adapter.read(root, subject, { adapterOptions, onDrop: (drop) => void drops.push(drop) });
  for await (const recording of reading) recordings.push(recording as CutRecording);
  return { truth, recordings, drops };
}

const stridesOf = ({ recordings }: Tree, side: Side, trial?: string): SourceStride[] =>
  recordings
    .filter((recording) => trial === undefined || recording.trial === trial)
    .flatMap(({ strides }) => strides.filter((stride) => stride.side === side));
const decided = ({ recordings }: Tree, fact: string): string =>
  recordings[0]?.provenance.decisions.find((decision) => decision.fact === fact)?.decided ?? '';
const START = 'start of the cycles of the right leg';
/** Reasons of the angles and muscles of this dataset. */
const reasonsOf = (strides: readonly SourceStride[], of: 'angles' | 'emg'): number[] => [
  ...new Set(
    strides
      .flatMap(({ signals }) => signals[of]?.channelReasons ?? [])
      .filter((code) => code !== MISSING_REASONS.notInDataset.code),
  ),
];
const kneeRangeDeg = ({ signals }: SourceStride): number => {
  const knee = channelSamples(signals.angles!, KNEE);
  return Math.max(...knee) - Math.min(...knee);
};

describe('defects of the earlier pipeline', () => {
  test('the envelope is not taken for raw EMG: neither thresholded, nor filtered, rectified or scaled', async () => {
    const { truth, recordings } = await tree();
    const emg = recordings[0]?.strides[0]?.signals.emg;
    expect([emg?.emgKind, emg?.unit, emg?.samplingRateHz]).toEqual(['normalised-envelope', 'fraction', NaN]);
    for (const channel of ['VL', 'TA', 'GM'] as const) {
      const envelope = channelSamples(emg!, emgChannelIndex(channel));
      expect(envelope).toHaveLength(1001);
      // nothing was set to zero, and no step was left by a threshold
      expect(Math.min(...envelope)).toBeGreaterThan(0);
      expect(Math.max(...envelope.slice(1).map((value, i) => Math.abs(value - envelope[i])))).toBeLessThan(0.05);
    }
    const { strides } = await runAdapter(adapter, root, { configuration: { emg: { representation: 'filtered' } } });
    expect(strides).toHaveLength(truth[0]?.strides.length ?? 0);
    expect(new Set(strides.map(({ emgKind }) => emgKind))).toEqual(new Set(['normalised-envelope']));
  });

  test('muscles keep the scale of the source: no percentile over legs, free and held tests', async () => {
    const free = await tree();
    const both = await tree({ tests: [3, 18] });
    const samples = (own: Tree): unknown[] =>
      own.recordings[0]!.strides.map(({ signals }) => signals.emg?.samples.data);
    expect(samples(both)).toEqual(samples(free));
    const divisors = free.recordings[0]?.provenance.notes.filter((note) => note.includes('divided the EMG'));
    expect(divisors).toEqual([
      expect.stringMatching(/Session2 by Left_VastLat [\d.e-]+, .*Right_GlutMax/),
      expect.stringMatching(/Session3/),
    ]);
  });

  test('right-leg data do not get the times of right strikes unless they begin there', async () => {
    const asCut = await tree({ rightStart: 'right-heel-strike' });
    const recut = await tree({ rightStart: 'left-heel-strike' });
    expect(decided(asCut, START)).toBe('right heel strike');
    expect(decided(recut, START)).toBe('left heel strike; cut again at right heel strikes');
    const [own, again] = [stridesOf(asCut, 'right'), stridesOf(recut, 'right')];
    // the last right stride ends after the last left strike
    expect(again).toHaveLength(own.length - 1);
    for (const [i, stride] of again.entries()) {
      expect([stride.startS, stride.durationS]).toEqual([own[i]?.startS, own[i]?.durationS]);
      expect(qualityBitNames(stride.quality)).toContain('recut');
      for (const of of ['angles', 'emg'] as const) {
        const [a, b] = [stride.signals[of]!.samples.data, own[i]!.signals[of]!.samples.data];
        const differences = Array.from(a, (value, k) => Math.abs(value - b[k])).filter(Number.isFinite);
        expect(Math.max(...differences)).toBeLessThan(of === 'angles' ? 0.3 : 0.02);
      }
    }
    expect(recut.drops).toEqual([
      expect.objectContaining({
        level: 'stride',
        reason: 'outside-recording',
        what: expect.stringContaining('Right leg'),
      }),
    ]);
  });

  test('each leg has the strides of its own strikes, not as many as one muscle of the left leg has', async () => {
    const lost = await tree({ testS: 12, defects: { 3: ['lost-strike'] } });
    expect(stridesOf(lost, 'left')).toHaveLength((lost.truth[0]?.strikes.left.length ?? 0) - 1);
    expect(stridesOf(lost, 'right')).toHaveLength((lost.truth[0]?.strikes.right.length ?? 0) - 1);
    expect(stridesOf(lost, 'left')).toHaveLength(stridesOf(lost, 'right').length - 1);
    const without = await tree({ missingMuscles: ['Left_VastLat', 'Left_TibAnt'] });
    expect(stridesOf(without, 'right').length).toBeGreaterThan(2);
  });

  test('orthosis, speed and cadence are kept: thirty conditions are not one', async () => {
    const { recordings } = await tree({ tests: [1, 3, 10, 12, 18, 30] });
    expect(recordings.map(({ trial, speedMps, condition }) => [trial, speedMps, condition])).toEqual([
      ['T1', 1.1, 'no orthosis, cadence -10 %'],
      ['T3', 1.1, 'no orthosis, cadence preferred'],
      ['T10', 0.8, 'no orthosis, cadence +20 %'],
      ['T12', 0.4, 'no orthosis, cadence -5 %'],
      ['T18', 1.1, 'orthosis on the left knee, cadence preferred'],
      ['T30', 0.4, 'orthosis on the left knee, cadence +20 %'],
    ]);
    const held = recordings.find(({ trial }) => trial === 'T18')!.strides;
    expect(Math.max(...held.filter(({ side }) => side === 'left').map(kneeRangeDeg))).toBeLessThan(25);
    expect(Math.min(...held.filter(({ side }) => side === 'right').map(kneeRangeDeg))).toBeGreaterThan(45);
  });

  test('masks are masks, one bit per stride and channel, and not the data', async () => {
    await tree();
    const { strides } = await runAdapter(adapter, root);
    for (const { masks } of strides) {
      expect([masks.emg.length, masks.kinematics.length, masks.kinetics.length]).toEqual([13, 9, 9]);
      expect([...masks.emg].filter((bit) => bit === 1)).toHaveLength(8);
      expect(new Set(masks.kinetics)).toEqual(new Set([0]));
    }
  });

  test('EMG gets the time of its stride back: rows at 1000 Hz as the duration says, not 1000 of each', async () => {
    await tree({ tests: [1, 5] });
    const { strides } = await runAdapter(adapter, root);
    for (const { emg, durationS } of strides)
      expect(Math.abs(emg.length / 13 - 1000 * durationS)).toBeLessThanOrEqual(1);
    const durations = strides.map(({ durationS }) => durationS);
    expect([Math.min(...durations) < 1, Math.max(...durations) > 1.2]).toEqual([true, true]);
  });

  test('tests are joined by name: the lists of both files have different orders and gaps', async () => {
    const defects = { 3: ['not-in-energetics'], 11: ['not-in-mechanics'] } as const;
    const { truth, recordings, drops } = await tree({ tests: [2, 3, 10, 11, 13], defects });
    expect(recordings.map(({ trial }) => trial)).toEqual(['T2', 'T10', 'T13']);
    const match = matchTruth((await runAdapter(adapter, root)).strides, expectedOf(truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
    // one row of EMG per cycle of this very test
    for (const { strides } of recordings) expect(reasonsOf(strides, 'emg')).toEqual([0]);
    expect(drops.map(({ what, reason, detail }) => [what, reason, detail])).toEqual([
      ['Sub1 T3', 'no-leg-signals', 'not in segEnergetics, and a stride needs both files'],
      ['Sub1 T11', 'no-leg-signals', 'not in segMechanics, and a stride needs both files'],
    ]);
  });

  test('a file of raw energetics is not read for the segmented one', async () => {
    const { recordings } = await tree({ withRawEnergetics: true });
    expect(recordings[0]?.provenance.files).toEqual(['Sub_1/Sub1_segMechanics.mat', 'Sub_1/Sub1_segEnergetics.mat']);
    expect((await adapter.survey(root)).unknown).toEqual([]);
  });

  test('the lateral gastrocnemius is the lateral one: muscles are found by name', async () => {
    const { recordings } = await tree({ missingMuscles: ['Left_GastroLat', 'Right_GastroLat'] });
    for (const { signals } of recordings[0]!.strides) {
      expect(signals.emg?.channelReasons[emgChannelIndex('GL')]).toBe(MISSING_REASONS.notInTrial.code);
      expect(signals.emg?.channelReasons[emgChannelIndex('GM')]).toBe(0);
    }
  });
});

describe('the start of the right leg', () => {
  test.each(['right-heel-strike', 'left-heel-strike'] as const)(
    'is found for cycles from %s in the slowest walking with the orthosis alone',
    async (rightStart) => {
      const slow = await tree({ tests: [28], rightStart, testS: 12 });
      expect(decided(slow, START)).toMatch(rightStart.replaceAll('-', ' '));
      expect(reasonsOf(stridesOf(slow, 'right'), 'angles')).toEqual([0]);
      expect(reasonsOf(stridesOf(slow, 'right'), 'emg')).toEqual([0]);
    },
  );

  test('without a vertical force it is not guessed: the right leg is masked, the left is not', async () => {
    const blind = await tree({ withoutVerticalForce: true });
    const { unresolvedConvention } = MISSING_REASONS;
    expect(decided(blind, START)).toMatch(/^not known/);
    expect(reasonsOf(stridesOf(blind, 'right'), 'angles')).toEqual([unresolvedConvention.code]);
    expect(reasonsOf(stridesOf(blind, 'right'), 'emg')).toEqual([unresolvedConvention.code]);
    expect(reasonsOf(stridesOf(blind, 'left'), 'angles')).toEqual([0]);
    const { strides, drops } = await runAdapter(adapter, root);
    expect(new Set(strides.map(({ side }) => side))).toEqual(new Set(['left']));
    expect(drops.filter(({ reason }) => reason === 'no-signal')).toHaveLength(stridesOf(blind, 'right').length);
  });

  test('angles and EMG that contradict the force are masked', async () => {
    const torn = await tree({ rightStart: 'right-heel-strike', forceStart: 'left-heel-strike' });
    expect(decided(torn, START)).toMatch(/^left heel strike/);
    for (const [fact, of] of [
      ['angles', 'angles'],
      ['EMG', 'emg'],
    ] as const) {
      expect(decided(torn, `${START}: ${fact}`)).toMatch(/^not known, masked/);
      expect(reasonsOf(stridesOf(torn, 'right'), of)).toEqual([MISSING_REASONS.unresolvedConvention.code]);
    }
  });

  test('can be stated by who knows it', async () => {
    const stated = await tree({ withoutVerticalForce: true }, { rightLegStart: 'right-heel-strike' });
    expect(decided(stated, START)).toBe('right heel strike');
    expect(reasonsOf(stridesOf(stated, 'right'), 'angles')).toEqual([0]);
    const { truth } = stated;
    const adapterOptions = { rightLegStart: 'right-heel-strike' };
    const match = matchTruth((await runAdapter(adapter, root, { adapterOptions })).strides, expectedOf(truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
  });
});

describe('what the source leaves open', () => {
  test.each([
    ['beside indices at 100 Hz', [5], true],
    ['alone', [3], false],
  ] as const)('indices at 2000 Hz are found, %s', async (_, tests, with100HzEvents) => {
    const fast = await tree({ indexRateHz: 2000, tests, with100HzEvents });
    expect(decided(fast, 'rate of the strike indices')).toBe('2000 Hz');
    const match = matchTruth((await runAdapter(adapter, root)).strides, expectedOf(fast.truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
  });

  test('slow strides are not taken for a fast clock', async () => {
    const slow = await tree({ tests: [11], testS: 12, with100HzEvents: false });
    expect(decided(slow, 'rate of the strike indices')).toBe('1000 Hz, as documented, untested');
    expect(stridesOf(slow, 'left')[0]?.durationS).toBeGreaterThan(1.9);
  });

  test('strikes at 100 Hz serve where those at 1 kHz are missing', async () => {
    const { truth } = await tree({ defects: { 3: ['no-1khz-events'] } });
    const match = matchTruth((await runAdapter(adapter, root)).strides, expectedOf(truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
    for (const { found, truth: own } of match.pairs) expect(found.durationS).toBeCloseTo(own.endS - own.startS, 1);
  });

  test('without strikes the time is unknown, and a leg that would have to be cut again is dropped', async () => {
    const untimed = await tree({ defects: { 3: ['no-events'] } });
    for (const { startS, durationS } of untimed.recordings[0]!.strides) expect([startS, durationS]).toEqual([NaN, NaN]);
    expect(untimed.recordings[0]?.strides).toHaveLength(untimed.truth[0]?.strides.length ?? 0);
    expect(untimed.recordings[0]?.provenance.notes.join()).toMatch(/Left leg: 0 LHS for \d cycles/);
    const lost = await tree({ defects: { 3: ['no-events'] }, rightStart: 'left-heel-strike' });
    expect(stridesOf(lost, 'right')).toEqual([]);
    expect(lost.drops).toMatchObject([{ what: 'Sub1 T3 Right leg', level: 'trial', reason: 'too-few-events' }]);
  });

  test('a signal with another number of cycles is not placed by its position', async () => {
    const short = await tree({ defects: { 3: ['short-emg'] } });
    const { failedCheck } = MISSING_REASONS;
    expect(reasonsOf(stridesOf(short, 'left'), 'emg')).toEqual([failedCheck.code]);
    expect(reasonsOf(stridesOf(short, 'right'), 'emg')).toEqual([failedCheck.code]);
    expect(reasonsOf(short.recordings[0]!.strides, 'angles')).toEqual([0]);
    expect(short.recordings[0]?.provenance.notes.join()).toMatch(/Left_VastLat has \d cycles where \d are expected/);
  });

  test('an ankle with plantarflexion positive is turned, with its evidence', async () => {
    const [plain, turned] = [await tree(), await tree({ ankleFactor: -1 })];
    expect(decided(plain, 'sign of the ankle angle')).toBe('dorsiflexion positive');
    expect(decided(turned, 'sign of the ankle angle')).toBe('dorsiflexion negative, turned');
    const ankles = (own: Tree): Float64Array[] =>
      own.recordings[0]!.strides.map(({ signals }) => channelSamples(signals.angles!, ANKLE));
    expect(ankles(turned)).toEqual(ankles(plain));
  });

  test('ground forces are positive up, forward and outward, in whatever axes and from whatever strikes they are', async () => {
    // + 0 makes one zero of both
    const forcesOf = ({ recordings }: Tree): number[][] =>
      recordings[0]!.strides.map(({ signals }) => Array.from(signals.further?.[0]?.frames ?? [], (force) => force + 0));
    const plain = await tree({ testS: 8 });
    for (const frames of forcesOf(plain)) {
      const [up, forward, outward] = [0, 1, 2].map((component) => frames.filter((_, i) => i % 3 === component));
      expect([Math.max(...up) > 9, Math.max(...up) < 13, Math.max(...up.slice(68, 98)) < 0.3]).toEqual([
        true,
        true,
        true,
      ]);
      expect([Math.min(...forward.slice(5, 25)) < -1, Math.max(...forward.slice(40, 60)) > 1]).toEqual([true, true]);
      expect(outward.reduce((sum, force) => sum + force, 0)).toBeLessThan(0);
    }
    const turned = await tree({ testS: 8, forceAxes: { forward: -1, left: -1 } });
    const decision = decided(turned, 'signs of the horizontal forces');
    expect(decision).toBe('AP turned; LM of the left leg turned; LM of the right leg kept');
    expect(forcesOf(turned)).toEqual(forcesOf(plain));
    const recut = await tree({ testS: 8, rightStart: 'left-heel-strike' });
    const [own, again] = [plain, recut].map((one) =>
      stridesOf(one, 'right').map(({ signals }) => signals.further![0]!),
    );
    again!.forEach(({ frames }, i) => {
      const differences = Array.from(frames, (force, k) => Math.abs(force - own![i]!.frames[k]));
      // at strikes the force rises by a third of body weight within a point
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(0.05);
    });
    const [blind] = stridesOf(await tree({ withoutVerticalForce: true }), 'right') as [SourceStride];
    const { notInTrial, unresolvedConvention } = MISSING_REASONS;
    expect(blind.signals.further?.[0]).toMatchObject({
      channelReasons: [notInTrial.code, unresolvedConvention.code, unresolvedConvention.code],
      frames: new Float32Array(0),
    });
  });

  test('invented steps and lost strikes are flagged', async () => {
    const options = { testS: 12, tests: [3] };
    const invented = await tree({ ...options, defects: { 3: ['invented-steps'] } });
    const flagged = (own: Tree, bit: string): number[] =>
      stridesOf(own, 'left').flatMap(({ quality }, i) =>
        qualityBitNames(quality).some((name) => name === bit) ? [i] : [],
      );
    expect(flagged(invented, 'low_event_confidence')).toEqual([4, 5]);
    expect(flagged(await tree(options), 'low_event_confidence')).toEqual([]);
    expect(flagged(await tree({ ...options, defects: { 3: ['lost-strike'] } }), 'duration_outlier')).toEqual([3]);
  });

  test('gaps stay gaps, before and after cutting again', async () => {
    const gaps = [
      { field: 'Right_VastLat', cycle: 1, points: [100, 300] },
      { field: 'Knee_Left', cycle: 0, points: [20, 30] },
      ...['Hip_Left', 'Knee_Left', 'Ankle_Left'].map((field) => ({ field, cycle: 2, points: [0, 101] as const })),
      { field: 'Left_VastLat', cycle: 2, points: [0, 1001] },
    ] as const;
    for (const rightStart of ['right-heel-strike', 'left-heel-strike'] as const) {
      const { recordings } = await tree({ rightStart, gaps });
      const right = stridesOf({ truth: [], recordings, drops: [] }, 'right');
      const missing = right.map(({ signals }) => channelSamples(signals.emg!, VL).filter(Number.isNaN).length);
      expect(missing.filter((count) => count > 0)).toHaveLength(1);
      // the gap lies a little elsewhere in the cycle where the bounds moved, and is as long
      expect(Math.max(...missing)).toBeGreaterThan(190);
      expect(Math.max(...missing)).toBeLessThan(212);
    }
    const { strides } = await runAdapter(adapter, root);
    const left = strides.filter(({ side }) => side === 'left');
    expect([left[0]?.masks.kinematics[KNEE], left[0]?.reasons.kinematics[KNEE]]).toEqual([0, MISSING_REASONS.gap.code]);
    expect(left[1]?.masks.kinematics[KNEE]).toBe(1);
    expect([left[2]?.reasons.kinematics[ANKLE], left[2]?.reasons.emg[VL]]).toEqual([
      MISSING_REASONS.gap.code,
      MISSING_REASONS.gap.code,
    ]);
  });

  test('dead and noisy muscles are named by a reason', async () => {
    const options = { deadMuscles: ['Left_BicFem'], signalToNoise: { Left_RecFem: 2 } };
    const [{ signals }] = stridesOf(await tree(options, { leastSignalToNoise: 5 }), 'left') as [SourceStride];
    const { sensorQuality } = MISSING_REASONS;
    expect(signals.emg?.channelReasons[emgChannelIndex('BF')]).toBe(sensorQuality.code);
    expect(signals.emg?.channelReasons[emgChannelIndex('RF')]).toBe(sensorQuality.code);
    expect(signals.emg?.channelReasons[VL]).toBe(0);
    const [kept] = stridesOf(await tree(options), 'left') as [SourceStride];
    expect(kept.signals.emg?.channelReasons[emgChannelIndex('RF')]).toBe(0);
  });

  test('a test without cycles is dropped, the others are read', async () => {
    const { recordings, drops } = await tree({ tests: [2, 3], defects: { 2: ['no-cycles'] } });
    expect(recordings.map(({ trial }) => trial)).toEqual(['T3']);
    expect(drops).toMatchObject([
      { what: 'Sub1 T2 Left leg', level: 'trial', reason: 'no-leg-signals' },
      { what: 'Sub1 T2 Right leg', level: 'trial', reason: 'no-leg-signals' },
    ]);
  });
});
