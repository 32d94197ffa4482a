import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MatStruct, matStruct, matStructArray, readMat, valueAt, writeMat } from '@emgfm/matfile';
import {
  channelSamples,
  type CutRecording,
  type Drop,
  type EmgChannel,
  emgChannelIndex,
  jointMotionIndex,
  MISSING_REASONS,
  sampleCount,
  type SourceStride,
} from '@emgfm/schema';
import { type RawMacalusoOptions, type RawMacalusoTrial, writeRawMacaluso } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-macaluso-defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const TA = emgChannelIndex('TA');
const KNEE = jointMotionIndex('knee', 'flexion');
const ANKLE = jointMotionIndex('ankle', 'flexion');
const { present, notInTrial, sensorQuality, gap, unresolvedConvention } = MISSING_REASONS;

interface Tree {
  readonly truth: readonly RawMacalusoTrial[];
  readonly recordings: readonly CutRecording[];
  readonly strides: readonly SourceStride[];
  readonly drops: readonly Drop[];
}

/** Writes a small tree and reads one person. */
async function tree(
  options: Partial<RawMacalusoOptions> = {},
  { sourceId = 'AB01', adapterOptions = {} }: { sourceId?: string; adapterOptions?: Record<string, unknown> } = {},
): Promise<Tree> {
  const truth = await writeRawMacaluso(root, {
    subjects: 1,
    seed: 4,
    tasks: ['level'],
    trialS: 3.5,
    emgPoints: 600,
    matVersion: 'v7',
    ...options,
  });
  const recordings: CutRecording[] = [];
  const drops: Drop[] = [];
  const reading = adapter.read(
    root,
    { datasetId: 'macaluso', sourceId },
    { adapterOptions, onDrop: (drop) => void drops.push(drop) },
  );
  for await (const recording of reading) recordings.push(recording as CutRecording);
  return { truth, recordings, strides: recordings.flatMap(({ strides }) => strides), drops };
}

const decided = ({ recordings }: Tree, fact: string): string =>
  recordings[0]?.provenance.decisions.find((decision) => decision.fact === fact)?.decided ?? '';
const notesOf = ({ recordings }: Tree): readonly string[] => recordings.flatMap(({ provenance }) => provenance.notes);
const ofSide = ({ strides }: Tree, side: 'left' | 'right'): SourceStride[] =>
  strides.filter((stride) => stride.side === side);
const emgReason = ({ signals }: SourceStride, channel: EmgChannel): number | undefined =>
  signals.emg?.channelReasons[emgChannelIndex(channel)];
const ankleMoment = ({ signals }: SourceStride): Float64Array => channelSamples(signals.moments!, ANKLE);
/** Value of a curve at a share of the stride. */
const at = (curve: Float64Array, share: number): number => curve[Math.round(share * (curve.length - 1))] as number;

describe('defects of the earlier pipeline', () => {
  test('x is flexion, y adduction, z rotation: the sagittal angle and moment are not stored as adduction', async () => {
    const { truth, strides } = await tree();
    for (const [i, { signals, side }] of ofSide({ strides } as Tree, 'left').entries()) {
      const own = truth[0]!.strides.filter((stride) => stride.side === side)[i]!;
      for (let motion = 0; motion < 9; motion += 1) {
        for (const share of [0.1, 0.45, 0.72]) {
          expect(at(channelSamples(signals.angles!, motion), share)).toBeCloseTo(at(own.anglesDeg[motion]!, share), 0);
          const moment = at(channelSamples(signals.moments!, motion), share);
          expect(Math.abs(moment - at(own.momentsNmPerKg[motion]!, share))).toBeLessThan(0.05);
        }
      }
    }
  });

  test('EMG of a person does not depend on who was read before, and no single sample scales it', async () => {
    const both = await tree({ subjects: 2 }, { sourceId: 'AB02' });
    const alone = await tree({ subjects: ['AB03', 'AB02'] }, { sourceId: 'AB02' });
    expect(alone.strides.map(({ signals }) => signals.emg)).toEqual(both.strides.map(({ signals }) => signals.emg));
    const greatest = Math.max(...both.strides.map(({ signals }) => Math.max(...channelSamples(signals.emg!, TA))));
    expect(greatest).not.toBeCloseTo(1, 3);
  });

  test('bipolar EMG is known as such, and what becomes of it has no negative value', async () => {
    const bipolar = await tree({ emgPoints: 3000 });
    expect([decided(bipolar, 'EMG kind'), bipolar.strides[0]?.signals.emg?.emgKind]).toEqual(['raw', 'raw']);
    const { strides } = await runAdapter(adapter, root);
    for (const { emg, emgKind } of strides) {
      expect(emgKind).toBe('envelope');
      expect(Math.min(...emg.filter(Number.isFinite))).toBeGreaterThanOrEqual(0);
    }
  });

  test.each([3000, 2400, 1001])('%d points of EMG are all kept, at the rate that they stand for', async (emgPoints) => {
    const { truth, strides } = await tree({ emgPoints, jointPoints: 101 });
    expect(strides).toHaveLength(truth[0]!.strides.length);
    for (const { durationS, signals } of strides) {
      expect(sampleCount(signals.emg!)).toBe(emgPoints);
      expect(signals.emg!.samplingRateHz).toBeCloseTo((emgPoints - 1) / durationS, 6);
      expect(sampleCount(signals.angles!)).toBe(101);
    }
  });

  test('moments in N·mm/kg become N.m/kg', async () => {
    const read = await tree();
    for (const stride of read.strides) {
      expect(Math.min(...ankleMoment(stride))).toBeLessThan(-0.8);
      expect(Math.min(...ankleMoment(stride))).toBeGreaterThan(-2.5);
    }
    expect(decided(read, 'unit of the moments')).toBe('N·mm/kg, as documented');
    expect(decided(await tree({ momentFactor: 80_000 }), 'unit of the moments')).toMatch(/^in doubt/);
  });

  test('a trial without part in its name is left out with a reason, and read on request', async () => {
    const { recordings, drops } = await tree({ otherTrial: 'warmup' });
    expect(recordings.map(({ trial }) => trial)).toEqual(['level/part1']);
    expect(drops).toMatchObject([
      { what: 'Subject/AB01.mat level/warmup', detail: expect.stringMatching(/no 'part'/) },
    ]);
    const all = await tree({ otherTrial: 'warmup' }, { adapterOptions: { otherTrials: 'read' } });
    expect(all.recordings.map(({ trial }) => trial)).toEqual(['level/part1', 'level/warmup']);
    expect(all.drops).toEqual([]);
  });

  test('EMG with other columns than there are strides is not assigned from the first on: it is masked, and said', async () => {
    const read = await tree({ legDefects: { 'level/part1 left': 'emg-column-missing' } });
    for (const stride of ofSide(read, 'left')) {
      expect(emgReason(stride, 'RF')).toBe(unresolvedConvention.code);
      expect(stride.signals.angles?.channelReasons[KNEE]).toBe(present.code);
      expect([...stride.signals.emg!.samples.data].every(Number.isNaN)).toBe(true);
    }
    for (const stride of ofSide(read, 'right')) expect(emgReason(stride, 'RF')).toBe(present.code);
    expect(notesOf(read)).toHaveLength(4);
    expect(notesOf(read)[0]).toMatch(
      /^left EMG RF_norm: 600 points x \d columns can't be joined with the other signals of \d strides, masked$/,
    );
  });
});

describe('the sign of the moments', () => {
  test('is decided right on trees of either sign, for all joints alike', async () => {
    const internal = await tree();
    const external = await tree({ momentFactor: -1000 });
    expect(decided(internal, 'sign of the moments')).toBe('internal, kept, all joints alike');
    expect(decided(external, 'sign of the moments')).toBe('external, negated, all joints alike');
    for (const [i, { signals }] of external.strides.entries()) {
      expect(signals.moments).toEqual(internal.strides[i]?.signals.moments);
      expect(at(channelSamples(signals.moments!, ANKLE), 0.47)).toBeLessThan(-0.8);
    }
  });

  test('comes from the level trials and counts for the slopes too', async () => {
    const read = await tree({ tasks: ['uphill', 'level'], momentFactor: -1000 });
    expect(read.recordings.map(({ activity }) => activity)).toEqual(['walk', 'ramp_up']);
    for (const stride of read.strides) expect(at(ankleMoment(stride), 0.47)).toBeLessThan(-0.5);
  });

  test.each([
    ['moments too small to tell', { momentFactor: 5 }],
    ['no level trial', { tasks: ['uphill'] }],
    ['swapped axes', { fault: 'axis-swap' }],
    ['strides that start at the other foot', { fault: 'half-cycle-shift', trialS: 5 }],
  ] as const)('is not guessed: %s, so all are masked with reason 8, and the report says so', async (_, options) => {
    const read = await tree(options);
    expect(read.strides.length).toBeGreaterThan(0);
    for (const { signals } of read.strides) {
      expect(signals.moments?.channelReasons).toEqual(new Array(9).fill(unresolvedConvention.code));
      expect([...signals.moments!.samples.data].every(Number.isNaN)).toBe(true);
      expect(signals.angles?.channelReasons).toEqual(new Array(9).fill(present.code));
    }
    expect(decided(read, 'sign of the moments')).toBe('not decided, all moments are masked');
  });
});

describe('what the source leaves open', () => {
  test.each([
    ['rectified', 'rectified'],
    ['envelope', 'envelope'],
  ] as const)('EMG that is %s is told from its numbers', async (emgKind, kind) => {
    const read = await tree({ emgKind, emgPoints: 3000 });
    expect(decided(read, 'EMG kind')).toBe(kind);
    for (const { signals } of read.strides) expect(signals.emg?.emgKind).toBe(kind);
    // an envelope is not filtered again, so it needs no rate
    expect(
      read.strides.every(({ signals }) => Number.isNaN(signals.emg!.samplingRateHz) === (kind === 'envelope')),
    ).toBe(true);
    const { strides } = await runAdapter(adapter, root);
    expect(new Set(strides.map((stride) => stride.emgKind))).toEqual(new Set(['envelope']));
  });

  test('EMG of which one channel is rectified and the others are not is masked, and said', async () => {
    const read = await tree({ legDefects: { 'level/part1 left': 'rectified-tibialis' } });
    for (const stride of read.strides) expect(emgReason(stride, 'RF')).toBe(unresolvedConvention.code);
    expect(decided(read, 'EMG kind')).toBe('not decided, EMG is masked');
    const { strides } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(read.strides.length);
    expect(strides.every(({ masks }) => masks.emg.every((bit) => bit === 0))).toBe(true);
  });

  test('zeros in place of a stride, of its angles or of some samples are missing values', async () => {
    const read = await tree({
      strideDefects: {
        'level/part1 left 1': 'zero-stride',
        'level/part1 left 2': 'zero-joints',
        'level/part1 right 1': 'zero-run',
      },
    });
    expect(read.drops).toMatchObject([{ what: 'Subject/AB01.mat level/part1 left stride 1', reason: 'no-signal' }]);
    const [withoutJoints] = ofSide(read, 'left');
    expect([withoutJoints?.signals.angles, withoutJoints?.signals.moments]).toEqual([null, null]);
    expect(emgReason(withoutJoints!, 'TA')).toBe(present.code);
    const [withRun] = ofSide(read, 'right');
    const knee = channelSamples(withRun!.signals.angles!, KNEE);
    expect([at(knee, 0.45), at(knee, 0.3)]).toEqual([NaN, expect.any(Number)]);
    const { strides } = await runAdapter(adapter, root);
    const masked = strides.find(({ side }) => side === 'right');
    expect([masked?.masks.kinematics[KNEE], masked?.reasons.kinematics[KNEE]]).toEqual([0, gap.code]);
  });

  test('a zero column that only fills the matrix of the EMG does no harm', async () => {
    const read = await tree({ legDefects: { 'level/part1 left': 'emg-column-padded' } });
    for (const stride of read.strides) expect(emgReason(stride, 'RF')).toBe(present.code);
    expect([read.drops, notesOf(read)]).toEqual([[], []]);
  });

  test('a muscle that is not there, is dead, or has other points than the rest', async () => {
    const reasonWith = async (defect: 'no-tibialis' | 'dead-tibialis' | 'emg-points-differ') => {
      const [stride] = ofSide(await tree({ legDefects: { 'level/part1 left': defect } }), 'left');
      expect(emgReason(stride!, 'RF')).toBe(present.code);
      return emgReason(stride!, 'TA');
    };
    expect(await reasonWith('no-tibialis')).toBe(notInTrial.code);
    expect(await reasonWith('dead-tibialis')).toBe(sensorQuality.code);
    expect(await reasonWith('emg-points-differ')).toBe(unresolvedConvention.code);
  });

  test('without times a stride stays, but bipolar EMG has no rate and is masked', async () => {
    const read = await tree({ legDefects: { 'level/part1 left': 'no-times' } });
    for (const stride of ofSide(read, 'left')) {
      expect([stride.durationS, stride.startS]).toEqual([NaN, NaN]);
      expect(emgReason(stride, 'TA')).toBe(unresolvedConvention.code);
      expect(stride.signals.angles?.channelReasons[KNEE]).toBe(present.code);
    }
    const { strides } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(read.strides.length);
  });

  test('times that begin anew with every stride tell durations, not when a stride was', async () => {
    const [onClock, anew] = [await tree(), await tree({ clock: 'stride' })];
    for (const [i, { startS, durationS }] of anew.strides.entries()) {
      expect(startS).toBeNaN();
      expect(durationS).toBeCloseTo(onClock.strides[i]!.durationS, 9);
      expect(onClock.strides[i]!.startS).toBeCloseTo(
        onClock.truth[0]!.strides.filter(({ side }) => side === 'left')[i]?.startS ?? onClock.strides[i]!.startS,
        6,
      );
    }
  });

  test('perturbed strides are known by flags or numbers, else unknown', async () => {
    const conditions = async (perturbations?: RawMacalusoOptions['perturbations']): Promise<(string | undefined)[]> =>
      (await tree({ perturbations })).strides.map(({ interval }) => interval.condition);
    const flags = await conditions('flags');
    expect(new Set(flags)).toEqual(new Set(['perturbed', 'unperturbed']));
    expect(await conditions('numbers')).toEqual(flags);
    expect(new Set(await conditions())).toEqual(new Set(['perturbation unknown']));
    const unclear = await tree({ perturbations: 'unclear' });
    expect(new Set(unclear.strides.map(({ interval }) => interval.condition))).toEqual(
      new Set(['perturbation unknown']),
    );
    expect(notesOf(unclear)).toEqual([expect.stringMatching(/left leg/), expect.stringMatching(/right leg/)]);
  });

  test('speed and slope come from the name of a trial or its description, and stay unknown without', async () => {
    const setting = async (options: Partial<RawMacalusoOptions>): Promise<(number | undefined)[]> => {
      const [recording] = (await tree({ tasks: ['downhill'], ...options })).recordings;
      return [recording?.speedMps, recording?.inclineDeg];
    };
    expect(await setting({})).toEqual([NaN, NaN]);
    expect(await setting({ trialNames: ['s0x8d7x5_part2'] })).toEqual([0.8, -7.5]);
    expect(await setting({ withDescription: true })).toEqual([1.2, -5]);
    expect(await setting({ tasks: ['level'] })).toEqual([NaN, 0]);
  });

  test('the struct of a person may have another name than the file', async () => {
    const { recordings } = await tree({ structName: () => 'subjectData' });
    expect(recordings.map(({ subject }) => subject.sourceId)).toEqual(['AB01']);
  });

  test.each(['v5', 'v7.3'] as const)('trials may be the elements of a struct array (%s)', async (version) => {
    await writeRawMacaluso(root, { subjects: 1, seed: 4, tasks: ['level'], trialS: 3.5, emgPoints: 600 });
    const file = join(root, 'Subject', 'AB01.mat');
    const trial = valueAt((await readMat(file)).variables.get('AB01')!, 'level.part1') as MatStruct;
    const element = Object.fromEntries([...trial.fields].map(([name, [value]]) => [name, value!]));
    const part = matStructArray([element, element], [1, 2]);
    await writeMat(file, { AB01: matStruct({ level: matStruct({ part }) }) }, { version });
    const { strides } = await runAdapter(adapter, root);
    const numbers = ['level/part(1)', 'level/part(2)'].map(
      (name) => strides.filter((own) => own.trial === name).length,
    );
    expect(numbers[0]).toBeGreaterThan(3);
    expect(numbers[1]).toBe(numbers[0]);
    expect((await adapter.survey(root)).subjects[0]?.expectedStrides).toBe(strides.length);
  });
});
