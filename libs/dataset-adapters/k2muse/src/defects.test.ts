import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  emgChannelIndex,
  type Recording,
  type Drop,
  type Joint,
  jointMotionIndex,
  type Motion,
  MISSING_REASONS,
} from '@emgfm/schema';
import {
  type K2museTrialPlan,
  type RawK2museOptions,
  type RawK2museTrial,
  writeRawK2muse,
} from '@emgfm/synthetic-gait';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AdapterRun, type FoundStride, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
let clean = '';
let spoilt = '';
/** A tree without and one with defects, each read once as strides and once as whole trials. */
let cleanStrides: AdapterRun;
let spoiltRuns: readonly AdapterRun[];
let cleanTruth: readonly RawK2museTrial[];

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'emgfm-k2muse-defects-'));
beforeAll(async () => {
  [clean, spoilt] = [await folder(), await folder()];
  const simulated = { subjects: 1, seed: 4, trialS: 3, layers: ['processed'] } as const;
  cleanTruth = await writeRawK2muse(clean, {
    ...simulated,
    trials: [
      plan(),
      plan({ condition: 'Fatigue', speedMps: 1.5, number: 10 }),
      plan({ condition: 'InterDay', mode: 'AS_5' }),
      plan({ condition: 'DepthCompressed', mode: 'DS_10', speedMps: 0.5 }),
    ],
  });
  cleanStrides = await runAdapter(adapter, clean, STRIDES);
  await writeRawK2muse(spoilt, {
    ...simulated,
    trials: [1, 2, 3, 4, 5].map((number) => plan({ number })),
    processedDefects: { 0: 'single-stride', 1: 'nan-moments', 2: 'no-emg', 3: 'no-moments', 4: 'no-events' },
  });
  spoiltRuns = [await runAdapter(adapter, spoilt, STRIDES), await runAdapter(adapter, spoilt, WHOLE)];
}, 60_000);
afterAll(() => Promise.all([clean, spoilt].map((path) => rm(path, { recursive: true, force: true }))));

beforeEach(async () => {
  root = await folder();
});
afterEach(() => rm(root, { recursive: true, force: true }));

const { notInDataset, notOnThisLeg, notInTrial, gap, unresolvedConvention } = MISSING_REASONS;
const STRIDES = { layer: 'processed', adapterOptions: { signals: 'strides' } } as const;
const WHOLE = { layer: 'processed' } as const;
const SOURCE = { layer: 'source' } as const;

const plan = (changes: Partial<K2museTrialPlan> = {}): K2museTrialPlan => ({
  condition: 'Ideal',
  mode: 'LG_0',
  speedMps: 1,
  number: 1,
  ...changes,
});

/** Writes a small tree with one participant. */
async function tree(options: Partial<RawK2museOptions> = {}): Promise<readonly RawK2museTrial[]> {
  return writeRawK2muse(root, { subjects: 1, seed: 4, trialS: 3, layers: ['processed'], ...options });
}

const read = (how: object = WHOLE): Promise<AdapterRun> => runAdapter(adapter, root, how);

/** Values of one joint motion in a stride. */
function curve(stride: FoundStride | undefined, of: 'kinematics' | 'kinetics', joint: Joint, motion: Motion): number[] {
  const channel = jointMotionIndex(joint, motion);
  return [...(stride?.[of] ?? [])].filter((_, i) => i % 9 === channel);
}

/** Strides of one trial of a run. */
const stridesOf = ({ strides }: AdapterRun, number: number): FoundStride[] =>
  strides.filter(({ subtrial }) => subtrial === `Trial_${number}`);

const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

describe('defects of the earlier pipeline', () => {
  test('flexion is not lost: adduction, rotation and flexion are three curves of their own', () => {
    const [stride] = cleanStrides.strides;
    for (const of of ['kinematics', 'kinetics'] as const) {
      const knee = (['adduction', 'rotation', 'flexion'] as const).map((motion) => curve(stride, of, 'knee', motion));
      expect(new Set(knee.map((values) => values.join())).size).toBe(3);
    }
    expect(range(curve(stride, 'kinematics', 'knee', 'flexion'))).toBeGreaterThan(40);
    expect(range(curve(stride, 'kinematics', 'knee', 'adduction'))).toBeLessThan(20);
  });

  test('all speeds are read, not 1 m/s only', () => {
    expect(new Set(cleanStrides.strides.map(({ speedMps }) => speedMps))).toEqual(new Set([0.5, 1, 1.5]));
  });

  test('1 m/s is read however it is spelled', async () => {
    await tree({ oneMetrePerSecond: 'S_1x0' });
    const [one] = await recordingsOf(STRIDES);
    expect([one?.trial, one?.speedMps]).toEqual(['Ideal LG_0 S_1', 1]);
  });

  test('left strides stay, with their four EMG columns, and LG is gastrocnemius lateralis', () => {
    const left = cleanStrides.strides.filter(({ side }) => side === 'left');
    expect(left).toHaveLength(cleanTruth.reduce((sum, { strides }) => sum + strides.left.length, 0));
    for (const { masks } of left) {
      expect(masks.emg[emgChannelIndex('GL')]).toBe(1);
      expect(masks.emg[emgChannelIndex('GM')]).toBe(0);
    }
  });

  test('no muscle lands in a slot that the dataset does not have', () => {
    for (const channel of ['PL', 'PB', 'GMED', 'GMAX'] as const) {
      const index = emgChannelIndex(channel);
      for (const { reasons, emg } of cleanStrides.strides) {
        expect(reasons.emg[index]).toBe(notInDataset.code);
        expect(emg.filter((_, i) => i % 13 === index).every(Number.isNaN)).toBe(true);
      }
    }
  });

  test('fatigue, other days and unknown conditions are told apart', () => {
    expect(new Set(cleanStrides.strides.map(({ condition }) => condition))).toEqual(
      new Set(['Ideal', 'Fatigue', 'InterDay', 'DepthCompressed']),
    );
  });

  test('EMG comes raw and signed: neither scaled by a percentile nor clipped at 1', async () => {
    await tree();
    const [whole] = await recordingsOf(WHOLE);
    const emg = whole?.kind === 'continuous' ? whole.legs.right?.emg : null;
    expect([emg?.emgKind, emg?.unit]).toEqual(['raw', 'uV']);
    const soleus = channelSamples(emg!, emgChannelIndex('SOL'));
    expect(Math.min(...soleus)).toBeLessThan(-1);
    expect(Math.max(...soleus)).toBeGreaterThan(1);
  });

  test('EMG is filtered before it is cut: whole trials come where the file has them', async () => {
    await tree();
    expect((await recordingsOf(WHOLE)).map(({ kind }) => kind)).toEqual(['continuous']);
    expect((await recordingsOf(STRIDES)).map(({ kind }) => kind)).toEqual(['cut']);
    await tree({ processedData: ['NormalizedData'] });
    const [cut] = await recordingsOf(WHOLE);
    expect(cut?.kind).toBe('cut');
    expect(cut?.provenance.notes).toContain('read from its strides, not as a whole: OriginalData has no such trial');
  });

  test.each([
    [1, 'internal, kept'],
    [-1000, 'external, negated'],
  ])('moments become internal N·m/kg (source factor %d)', async (momentFactor, decided) => {
    await tree({ momentFactor });
    for (const how of momentFactor === 1 ? [WHOLE] : [STRIDES]) {
      const { strides, decisions } = await read(how);
      expect(decisions.find(({ fact }) => fact.startsWith('sign of moments'))?.decided).toBe(decided);
      const units = decisions.filter(({ fact }) => fact === 'unit of moments');
      expect(units).toHaveLength(momentFactor === -1000 ? 1 : 0);
      const pushOff = Math.min(...curve(strides[0], 'kinetics', 'ankle', 'flexion'));
      expect(pushOff).toBeGreaterThan(-2.2);
      expect(pushOff).toBeLessThan(-0.8);
    }
  });

  test('moments too small to tell their sign are masked, convention unresolved', async () => {
    await tree({ momentFactor: 0.02 });
    const { strides, notes } = await read(WHOLE);
    expect(strides.length).toBeGreaterThan(0);
    expect(notes.some((note) => note.startsWith('moments are missing'))).toBe(true);
    for (const { masks, reasons } of strides) {
      expect([...reasons.kinetics]).toEqual(new Array(9).fill(unresolvedConvention.code));
      expect([...masks.kinematics]).toEqual(new Array(9).fill(1));
    }
  });

  test('one leg does not cost strides of the other', async () => {
    const [truth] = await tree({ trialS: 5, processedDefects: { 0: 'moments-count' } });
    const [cut] = await recordingsOf(STRIDES);
    const strides = cut?.kind === 'cut' ? cut.strides : [];
    const count = (side: string) => strides.filter((stride) => stride.side === side).length;
    expect([count('left'), count('right')]).toEqual([
      truth?.strides.left.length,
      (truth?.strides.right.length as number) - 1,
    ]);
  });

  test('a trial with one stride, whose last dimension is lost, is one stride of each leg', () => {
    for (const run of spoiltRuns)
      expect(
        stridesOf(run, 1)
          .map(({ side }) => side)
          .sort(),
      ).toEqual(['left', 'right']);
  });

  test('one person has one id through all modes and conditions', () => {
    const { strides, recordings } = cleanStrides;
    expect(new Set(strides.map(({ activity }) => activity))).toEqual(new Set(['walk', 'ramp_up', 'ramp_down']));
    expect(new Set(recordings.map(({ subject }) => subject.sourceId))).toEqual(new Set(['P01']));
  });

  test('missing values stay missing under a mask, they do not become zeros', () => {
    const [stride] = stridesOf(spoiltRuns[0] as AdapterRun, 2);
    const knee = jointMotionIndex('knee', 'flexion');
    expect([stride?.masks.kinetics[knee], stride?.reasons.kinetics[knee]]).toEqual([0, gap.code]);
    const values = curve(stride, 'kinetics', 'knee', 'flexion');
    expect(values.some(Number.isNaN) && values.some(Number.isFinite)).toBe(true);
    expect(stride?.masks.kinetics[jointMotionIndex('ankle', 'flexion')]).toBe(1);
  });

  test('masks are those of each stride: another set of muscles on each leg', () => {
    const present = (side: string) =>
      cleanStrides.strides.find((stride) => stride.side === side)?.masks.emg.reduce((sum, bit) => sum + bit, 0);
    expect([present('right'), present('left')]).toEqual([9, 4]);
  });
});

describe('the processed layer', () => {
  test.each(['v5', 'v7.3'] as const)(
    'MAT files of version %s are read as those of v7',
    async (matVersion) => {
      const options = { ultrasoundS: 0.3 };
      await tree({ ...options, matVersion: 'v7' });
      const expected = [await recordingsOf(STRIDES), await recordingsOf(WHOLE)];
      await tree({ ...options, matVersion });
      expect([await recordingsOf(STRIDES), await recordingsOf(WHOLE)]).toEqual(expected);
    },
    30_000,
  );

  test('strides are those that the authors kept: none from before gait was stable, none across one that they left out', async () => {
    const [truth] = await tree({ trialS: 6, stableFromS: 1, processedDefects: { 0: 'stride-left-out' } });
    const expected = (['left', 'right'] as const).flatMap((side) =>
      (truth?.strides[side] ?? []).filter((_, i) => i !== 1).map(({ startS }) => startS),
    );
    for (const how of [STRIDES, WHOLE]) {
      const { strides } = await read(how);
      const found = strides.map(({ startTimeS }) => startTimeS).sort((a, b) => a - b);
      expect(found).toEqual(expected.sort((a, b) => a - b).map((startS) => expect.closeTo(startS, 6)));
    }
    expect((await read(WHOLE)).drops.map(({ reason }) => reason)).toEqual(['not-a-stride', 'not-a-stride']);
  });

  test.each([
    ['emg-shifted', 0],
    ['emg-count', -1],
  ] as const)(
    'EMG is paired with its strides by durations, not by its place in the list (%s)',
    async (defect, place) => {
      const [truth] = await tree({ trialS: 6, processedDefects: { 0: defect } });
      const [cut] = await recordingsOf(STRIDES);
      const right = cut?.kind === 'cut' ? cut.strides.filter(({ side }) => side === 'right') : [];
      expect(right).toHaveLength(truth?.strides.right.length as number);
      expect(right.at(place)?.signals.emg).toBeNull();
      const whole = (await recordingsOf(WHOLE))[0];
      const soleus = whole?.kind === 'continuous' ? channelSamples(whole.legs.right!.emg!, emgChannelIndex('SOL')) : [];
      for (const { startS, signals } of right.filter(({ signals }) => signals.emg !== null)) {
        const own = channelSamples(signals.emg!, emgChannelIndex('SOL'));
        expect(own[100]).toBe(soleus[Math.round(startS * 2000) + 100]);
      }
      expect(cut?.provenance.notes.join()).toMatch(/right EMG: \d pieces for \d strides, paired by their durations/);
    },
  );

  test('without events the EMG tells how long a stride took', () => {
    for (const run of spoiltRuns) {
      const right = stridesOf(run, 5).filter(({ side }) => side === 'right');
      expect(right.length).toBeGreaterThan(0);
      for (const { startTimeS, durationS } of right) {
        expect(startTimeS).toBeNaN();
        expect(durationS).toBeGreaterThan(1);
        expect(durationS).toBeLessThan(1.4);
      }
    }
  });

  test('a trial without EMG or without moments keeps the rest', () => {
    for (const run of spoiltRuns) {
      const [withoutEmg] = stridesOf(run, 3);
      expect(withoutEmg?.reasons.emg[emgChannelIndex('TA')]).toBe(notInTrial.code);
      expect([...(withoutEmg?.masks.kinetics ?? [])]).toEqual(new Array(9).fill(1));
      const [withoutMoments] = stridesOf(run, 4);
      expect([...(withoutMoments?.reasons.kinetics ?? [])]).toEqual(new Array(9).fill(notInTrial.code));
      expect(withoutMoments?.masks.emg[emgChannelIndex('TA')]).toBe(1);
    }
  });

  test.each(['V', 'mV'] as const)('the unit of EMG is decided from the data: %s', async (emgUnit) => {
    await tree({ emgUnit });
    const [whole] = await recordingsOf(WHOLE);
    expect(whole?.kind === 'continuous' && whole.legs.right?.emg?.unit).toBe(emgUnit);
    expect(whole?.provenance.decisions.find(({ fact }) => fact === 'unit of EMG')?.decided).toBe(emgUnit);
  });

  test('strides without ultrasound frames stay, without frames', async () => {
    await tree({
      trialS: 5,
      ultrasoundS: 5,
      trials: [plan(), plan({ number: 2 })],
      processedDefects: { 0: 'ultrasound-gaps', 1: 'no-ultrasound' },
    });
    const [gaps, none] = (await recordingsOf(STRIDES)).map((cut) => (cut.kind === 'cut' ? cut.strides : []));
    const further = (strides: typeof gaps, side: string) =>
      (strides ?? []).filter((stride) => stride.side === side).map(({ signals }) => signals.further?.[0]);
    expect(further(gaps, 'left').map((own) => (own?.frames.length ?? 0) > 0)).toEqual([true, false, true]);
    const four = (code: number) => new Array(4).fill(code);
    expect(further(gaps, 'left').map((own) => own?.channelReasons)).toEqual([four(0), four(gap.code), four(0)]);
    for (const own of further(none, 'left'))
      expect([own?.frames.length, own?.channelReasons]).toEqual([0, four(notInTrial.code)]);
    for (const own of further(gaps, 'right'))
      expect([own?.frames.length, own?.channelReasons]).toEqual([0, four(notOnThisLeg.code)]);
  });

  test('a damaged file is a drop', async () => {
    await tree();
    await truncate(join(root, 'ProcessedData', 'P01.mat'), 20_000);
    const drops: Drop[] = [];
    const subject = { datasetId: 'k2muse', sourceId: 'P01' };
    for await (const _ of adapter.read(root, subject, { onDrop: (drop) => void drops.push(drop) })) void _;
    expect(drops).toMatchObject([{ what: 'ProcessedData/P01.mat', reason: 'unreadable-file' }]);
  });
});

describe('the source layer', () => {
  const source = (options: Partial<RawK2museOptions> = {}) => tree({ layers: ['source'], ...options });

  test('events of the C3D file count from frame 1; the shared start is the first stored frame', async () => {
    const [truth] = await source({ source: { firstFrame: 251 } });
    const { strides } = await read(SOURCE);
    const [first] = strides.filter(({ side }) => side === 'right');
    expect(first?.startTimeS).toBeCloseTo(truth?.strides.right[0]?.startS as number, 6);
  });

  test('signals are found by the names of their muscles, and by their order only where no name tells one', async () => {
    const decision = ({ provenance }: Recording) =>
      provenance.decisions.find(({ fact }) => fact === 'order of the Noraxon signals');
    await source();
    const [named] = await recordingsOf(SOURCE);
    expect(decision(named!)).toBeUndefined();
    await source({ source: { signalNames: 'numbers' } });
    const [numbered] = await recordingsOf(SOURCE);
    expect(decision(numbered!)?.evidence).toMatch(/there are 13/);
    const legs = (recording?: Recording) => (recording?.kind === 'continuous' ? recording.legs : null);
    expect(legs(numbered)).toEqual(legs(named));
  });

  test('an EMG rate that the motion contradicts masks the EMG', async () => {
    await source({ source: { statedEmgRateFactor: 2 } });
    const { strides, decisions } = await read(SOURCE);
    expect(decisions.find(({ fact }) => fact === 'EMG rate')?.decided).toBe('not known, EMG is masked');
    const right = strides.find(({ side }) => side === 'right');
    expect(right?.reasons.emg[emgChannelIndex('SOL')]).toBe(unresolvedConvention.code);
    expect([...(right?.masks.kinematics ?? [])]).toEqual(new Array(9).fill(1));
  });

  test('files of a device that are missing or damaged cost what they hold, and are told', async () => {
    await source({
      trials: [1, 2, 3, 4].map((number) => plan({ number })),
      sourceDefects: { 0: 'no-vicon', 1: 'no-noraxon', 2: 'no-elonxi' },
      ultrasoundS: 1,
    });
    const noraxon = 'SourceData/Noraxon/P01/Ideal-LG-0-1-4.mat';
    await writeFile(join(root, noraxon), 'no MAT file');
    const { strides, drops } = await read(SOURCE);
    expect(drops.map(({ what, reason }) => [what, reason])).toEqual([
      ['P01 Ideal LG_0 S_1 Trial_1', 'no-events'],
      [noraxon, 'unreadable-file'],
    ]);
    expect(new Set(strides.map(({ subtrial }) => subtrial))).toEqual(new Set(['Trial_2', 'Trial_3', 'Trial_4']));
    for (const { subtrial, reasons, further, side } of strides) {
      const emg = subtrial === 'Trial_3' ? 0 : notInTrial.code;
      expect(reasons.emg[emgChannelIndex('TA')]).toBe(emg);
      if (subtrial === 'Trial_3' && side === 'left')
        expect([...(further?.[0]?.reasons ?? [])]).toEqual(new Array(4).fill(notInTrial.code));
    }
  });

  test.each(['frames', 'samples'] as const)('ultrasound text with %s in its rows', async (ultrasoundRows) => {
    const [truth] = await source({ ultrasoundS: 1, source: { ultrasoundRows } });
    const [whole] = await recordingsOf(SOURCE);
    const further = whole?.kind === 'continuous' ? whole.legs.left?.further?.[0] : undefined;
    expect(further?.frames).toEqual(truth?.ultrasound);
  });

  test('a channel without its file is missing alone, a text that was cut short ends in missing values', async () => {
    await source({
      ultrasoundS: 1,
      trials: [plan(), plan({ number: 2 })],
      sourceDefects: { 0: 'one-ultrasound-channel-missing', 1: 'ultrasound-cut-short' },
    });
    const [lacking, short] = (await recordingsOf(SOURCE)).map((whole) =>
      whole.kind === 'continuous' ? whole.legs.left?.further?.[0] : undefined,
    );
    expect(lacking?.channelReasons).toEqual([0, 0, notInTrial.code, 0]);
    expect(short?.channelReasons).toEqual([0, 0, 0, 0]);
    expect(short?.frames).toHaveLength(20 * 4000);
    expect(short?.frames.subarray(-4000, -3000).some(Number.isNaN)).toBe(true);
    expect(short?.frames.subarray(0, -4000).every(Number.isFinite)).toBe(true);
    expect(short?.frames.subarray(-3000).every(Number.isFinite)).toBe(true);
  });
});

/** The recordings of the first participant. */
async function recordingsOf(how: object): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for await (const recording of adapter.read(root, { datasetId: 'k2muse', sourceId: 'P01' }, how))
    recordings.push(recording);
  return recordings;
}
