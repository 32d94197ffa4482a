import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatCorruptError, MatFile } from '@emgfm/matfile';
import { channelSamples, emgChannelIndex, jointMotionIndex, missingReasonCode, qualityBitNames } from '@emgfm/schema';
import { type RawCriekingeOptions, type RawCriekingeStride, writeRawCriekinge } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AdapterRun, largestErrors, matchTruth, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Tree {
  readonly root: string;
  readonly truth: readonly RawCriekingeStride[];
  readonly run: AdapterRun;
}

async function tree(options: Partial<RawCriekingeOptions> = {}): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-defects-'));
  roots.push(root);
  const small = { subjects: { 'able-bodied': 1, stroke: 0 }, seed: 6, trials: 1, unreadVariables: 0 };
  const truth = await writeRawCriekinge(root, { ...small, ...options });
  return { root, truth, run: await runAdapter(adapter, root) };
}

/** Two able-bodied persons and three after stroke, each with defects of their own. */
let made: Tree;
beforeAll(async () => {
  made = await tree({
    subjects: { 'able-bodied': 2, stroke: 3 },
    naming: 'dictionary',
    defects: {
      'able-001': ['emg-nan', 'reversed-stride'],
      'able-002': ['emg-missing', 'nan-event', 'no-landing-flags'],
      'stroke-01': ['unequal-counts'],
      'stroke-02': ['moment-gap'],
      'stroke-03': ['no-lesion-side'],
    },
  });
}, 60_000);

const stridesOf = (sourceId: string) => made.run.strides.filter((own) => own.sourceId === sourceId);
const dropsOf = (sourceId: string) => made.run.drops.filter(({ what }) => what.startsWith(sourceId));

describe('defects of the earlier pipeline', () => {
  test('moments are mapped by name: those of the hip are not those of the ankle', async () => {
    const { pairs } = matchTruth(made.run.strides, made.truth);
    const errorOf = (found: string, true_: string): number => {
      const [a, b] = [found, true_].map((joint) => jointMotionIndex(joint as 'hip', 'flexion')) as [number, number];
      return Math.max(
        ...pairs
          .filter(({ found: { masks } }) => masks.kinetics[a] === 1)
          .flatMap(({ found: { kinetics }, truth: { momentsNmPerKg } }) =>
            Array.from(momentsNmPerKg[b]!, (value, k) => Math.abs((kinetics[k * 9 + a] as number) - value)),
          ),
      );
    };
    for (const joint of ['hip', 'knee', 'ankle']) expect(errorOf(joint, joint)).toBeLessThan(0.02);
    expect(errorOf('hip', 'ankle')).toBeGreaterThan(0.5);
    expect(errorOf('knee', 'hip')).toBeGreaterThan(0.3);
  });

  test('after stroke both legs are there, and the paretic one is opposite to the lesion', () => {
    for (const [sourceId, paretic, other] of [
      ['stroke-01', 'right', 'left'],
      ['stroke-02', 'left', 'right'],
    ] as const) {
      const legs = new Set(stridesOf(sourceId).map(({ side, condition }) => `${side} ${condition}`));
      expect(legs).toEqual(new Set([`${paretic} paretic`, `${other} non-paretic`]));
    }
  });

  test('without the side of the lesion nobody guesses which leg is which', () => {
    expect(stridesOf('stroke-03')).toEqual([]);
    expect(dropsOf('stroke-03').map(({ what, reason }) => [what, reason])).toEqual([
      ['stroke-03 paretic', 'bad-metadata'],
      ['stroke-03 non-paretic', 'bad-metadata'],
    ]);
  });

  test('moments need a good landing and finite values; missing ones are NaN, not zero', () => {
    const knee = jointMotionIndex('knee', 'flexion');
    const landed = made.truth.filter(({ sourceId, goodLanding }) => sourceId === 'stroke-02' && goodLanding);
    let gaps = 0;
    for (const { masks, reasons, kinetics, startTimeS, side, quality } of stridesOf('stroke-02')) {
      const isLanded = landed.some(({ truth }) => truth.side === side && Math.abs(truth.startS - startTimeS) < 0.02);
      expect(qualityBitNames(quality).includes('kinetics_unchecked')).toBe(isLanded);
      if (!isLanded) {
        expect([...kinetics].every(Number.isNaN)).toBe(true);
        expect([...reasons.kinetics]).toEqual(new Array(9).fill(missingReasonCode('notMeasurable')));
      } else if (masks.kinetics[knee] === 0) {
        gaps += 1;
        expect([...masks.kinetics].filter((bit) => bit === 1)).toHaveLength(8);
        expect(reasons.kinetics[knee]).toBe(missingReasonCode('gap'));
        expect(kinetics.filter((_, i) => i % 9 === knee).some(Number.isFinite)).toBe(true);
      }
    }
    expect(gaps).toBe(2);
  });

  test('without landing flags moments are masked as unresolved, and a note says so', () => {
    expect(new Set(stridesOf('able-002').flatMap(({ reasons }) => [...reasons.kinetics]))).toEqual(new Set([8]));
    expect(made.run.notes.filter((note) => /how the foot landed/.test(note))).toHaveLength(2);
  });

  test('variables of unequal stride counts: the strides that all have are used, the others are dropped and told', () => {
    const match = matchTruth(
      stridesOf('stroke-01'),
      made.truth.filter(({ sourceId }) => sourceId === 'stroke-01'),
    );
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(dropsOf('stroke-01').map(({ level, reason }) => [level, reason])).toEqual([
      ['stride', 'bad-metadata'],
      ['stride', 'bad-metadata'],
    ]);
    const notes = made.run.notes.filter((note) => /^stroke-01 .*the first \d are used \(fewest: VLnorm\.n/.test(note));
    expect(notes).toHaveLength(2);
  });

  test('a stride that ends before it begins, or has no end, is dropped, not turned around', () => {
    for (const sourceId of ['able-001', 'able-002']) {
      expect(dropsOf(sourceId).map(({ what, reason }) => [what, reason])).toEqual([
        [`${sourceId} left stride 2`, 'event-order'],
        [`${sourceId} right stride 2`, 'event-order'],
      ]);
      const expected = made.truth.filter((own) => own.sourceId === sourceId);
      const match = matchTruth(stridesOf(sourceId), expected);
      expect([match.missing, match.extra]).toEqual([[], []]);
      expect(largestErrors(match).angleDeg).toBeLessThan(0.5);
    }
  });

  test('EMG that is NaN and EMG that is not there are missing alike', () => {
    for (const sourceId of ['able-001', 'able-002']) {
      for (const { masks, reasons, emg } of stridesOf(sourceId)) {
        expect([...masks.emg]).toEqual(new Array(13).fill(0));
        expect([...emg].every(Number.isNaN)).toBe(true);
        expect(reasons.emg[emgChannelIndex('VL')]).toBe(missingReasonCode('notInTrial'));
      }
    }
  });

  test('EMG is marked as a normalised envelope and passes the chain as it is', async () => {
    const subject = { datasetId: 'criekinge', sourceId: 'stroke-01' };
    const sources = [];
    for await (const recording of adapter.read(made.root, subject)) {
      if (recording.kind === 'cut') sources.push(...recording.strides);
    }
    const [source] = sources;
    expect([source?.signals.emg?.emgKind, source?.signals.emg?.unit]).toEqual(['normalised-envelope', 'fraction']);
    expect(source?.signals.emg?.samplingRateHz).toBeNaN();
    const found = stridesOf('stroke-01')[0]!;
    expect(found.emgKind).toBe('normalised-envelope');
    const channel = emgChannelIndex('VL');
    const points = channelSamples(source!.signals.emg!, channel);
    const rows = found.emg.length / 13;
    for (const share of [0, 0.25, 0.5, 0.75]) {
      const row = Math.round(share * rows);
      expect(found.emg[row * 13 + channel]).toBeCloseTo(points[Math.round((1000 * row) / rows)]!, 2);
    }
  });

  test('who is healthy is told by the events, not by the order or the names of the files', async () => {
    const names = [
      'MAT_normalizedData_AbleBodiedAdults_v06-03-23.mat',
      'MAT_normalizedData_PostStrokeAdults_v27-02-23.mat',
    ];
    const { root } = await tree({ subjects: { 'able-bodied': 1, stroke: 1 }, trialS: 3.5 });
    const [able, stroke] = names.map((name) => join(root, name)) as [string, string];
    await rename(able, `${able}.away`);
    await rename(stroke, able);
    await rename(`${able}.away`, stroke);
    const run = await runAdapter(adapter, root);
    const populations = new Set(
      run.strides.map(({ sourceId, population, condition }) => `${sourceId} ${population} ${condition}`),
    );
    expect(populations).toEqual(
      new Set(['able-001 able-bodied ', 'stroke-01 stroke paretic', 'stroke-01 stroke non-paretic']),
    );
    expect(run.notes.filter((note) => /by its events, whatever its name says/.test(note))).toHaveLength(2);
  });

  test('one person has one id for both legs', () => {
    for (const sourceId of ['able-001', 'stroke-01']) {
      expect(new Set(stridesOf(sourceId).map(({ side }) => side))).toEqual(new Set(['left', 'right']));
    }
    expect(new Set(made.run.strides.map(({ sourceId }) => sourceId)).size).toBe(4);
  });

  test('only the fields that are needed are read', async () => {
    const read = vi.spyOn(MatFile.prototype, 'read');
    try {
      const subject = { datasetId: 'criekinge', sourceId: 'able-001' };
      for await (const recording of adapter.read(made.root, subject)) expect(recording.kind).toBe('cut');
      const paths = read.mock.calls.map(([path]) => (path as readonly (string | number)[]).join('.'));
      const signals = paths.filter((path) => /segm/i.test(path));
      expect(signals.length).toBeGreaterThan(30);
      const needed =
        /\.(?:Lsegmented_Ldata|Rsegmented_Rdata)\.(?:(?:Hip|Knee|Ankle)(?:Angles|Moment)\.[xyz]|\w+norm\.n)$/;
      expect(signals.filter((path) => !needed.test(path))).toEqual([]);
      expect(paths.every((path) => path.split('.').length >= 4)).toBe(true);
    } finally {
      read.mockRestore();
    }
  });
});

test('a leg that is damaged is dropped alone, and another person does not suffer', async () => {
  const read = MatFile.prototype.read;
  const damaged = vi.spyOn(MatFile.prototype, 'read').mockImplementation(function (this: MatFile, path) {
    const text = String(path);
    if (/^Sub,1,Lsegmented/.test(text)) return Promise.reject(new MatCorruptError('damaged', { file: 'x' }));
    return read.call(this, path);
  });
  try {
    const run = await runAdapter(adapter, made.root);
    const without = (strides: AdapterRun['strides']) =>
      strides.filter(({ sourceId, side }) => `${sourceId} ${side}` !== 'able-001 left').length;
    expect(run.strides).toHaveLength(without(made.run.strides));
    expect(run.drops.filter(({ reason }) => reason === 'unreadable-file').map(({ what }) => what)).toEqual([
      'able-001 left',
    ]);
  } finally {
    damaged.mockRestore();
  }
});

describe('what is open', () => {
  test('moments that are internal, against what is documented, are found by push-off and kept', async () => {
    const { run, truth } = await tree({ momentFactor: 1, trials: 2 });
    expect(run.decisions.find(({ fact }) => fact === 'sign of the moments')?.decided).toMatch(/^internal/);
    expect(largestErrors(matchTruth(run.strides, truth)).momentNmPerKg).toBeLessThan(0.02);
  });

  test('curves of y and z of the hip are in the report, and an option exchanges them', async () => {
    const axes = made.run.decisions.find(({ fact }) => fact === 'meaning of y and z');
    expect(axes?.evidence).toMatch(/hip y: median -?\d+\.\d, at 0, 20, 40, 60, 80 % .* z: median/);
    const run = await runAdapter(adapter, made.root, { adapterOptions: { adductionAxis: 'z' } });
    const [adduction, rotation] = (['adduction', 'rotation'] as const).map((motion) => jointMotionIndex('hip', motion));
    const [own, turned] = [made.run.strides[0]!, run.strides[0]!];
    expect(turned.kinematics[adduction!]).toBe(own.kinematics[rotation!]);
    expect(turned.kinematics[rotation!]).toBe(own.kinematics[adduction!]);
    expect(run.decisions.find(({ fact }) => fact === 'meaning of y and z')?.decided).toMatch(/^adduction is z/);
  });
});
