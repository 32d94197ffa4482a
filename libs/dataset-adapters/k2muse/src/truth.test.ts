import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, missingReasonCode, type StrideFrames } from '@emgfm/schema';
import { type RawK2museTrial, writeRawK2muse } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
let truth: readonly RawK2museTrial[];
afterAll(() => rm(root, { recursive: true, force: true }));

/** Three ways to the same strides. */
const WAYS = {
  'processed layer, whole trials': { layer: 'processed' },
  'processed layer, strides': { layer: 'processed', adapterOptions: { signals: 'strides' } },
  'source layer': { layer: 'source' },
} as const;
type Way = keyof typeof WAYS;
const names = Object.keys(WAYS) as Way[];
let runs: Record<Way, AdapterRun>;
let matches: Record<Way, TruthMatch>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-k2muse-truth-'));
  truth = await writeRawK2muse(root, {
    subjects: [31],
    seed: 3,
    trials: [
      { condition: 'Ideal', mode: 'LG_0', speedMps: 1, number: 1 },
      { condition: 'Fatigue', mode: 'AS_5', speedMps: 1.5, number: 10 },
      { condition: 'ShiftUpward', mode: 'DS_10', speedMps: 0.5, number: 2 },
    ],
    trialS: 5,
    ultrasoundS: 3,
    source: { spelling: 'text', firstFrame: 101, emgDevices: 2 },
  });
  const read = async (way: Way) => [way, await runAdapter(adapter, root, WAYS[way])] as const;
  const all: (readonly [Way, AdapterRun])[] = [];
  for (const way of names) all.push(await read(way));
  runs = Object.fromEntries(all) as typeof runs;
  const expected = truth.flatMap(({ sourceId, trial, strides }) =>
    [...strides.left, ...strides.right].map((stride) => ({ sourceId, trial, truth: stride })),
  );
  matches = Object.fromEntries(names.map((way) => [way, matchTruth(runs[way].strides, expected)])) as typeof matches;
}, 60_000);

const trialOf = (sourceId: string, trial: string): RawK2museTrial =>
  truth.find((own) => own.sourceId === sourceId && own.trial === trial) as RawK2museTrial;

describe.each(names)('%s', (way) => {
  test('every stride that must be there is there and no other', () => {
    expect(matches[way].missing).toEqual([]);
    expect(matches[way].extra).toEqual([]);
    expect(matches[way].pairs.length).toBeGreaterThan(14);
    expect(runs[way].drops).toEqual([]);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(matches[way]);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('masks: nine angles and moments; EMG of nine muscles on the right leg, of four on the left', () => {
    const recorded = {
      right: ['TA', 'GM', 'GL', 'SOL', 'RF', 'VL', 'VM', 'BF', 'STSM'],
      left: ['TA', 'GL', 'RF', 'BF'],
    };
    for (const { masks, reasons, side } of runs[way].strides) {
      expect([...masks.kinematics, ...masks.kinetics]).toEqual(new Array(18).fill(1));
      for (const [i, channel] of EMG_CHANNELS.entries()) {
        const here = recorded[side].includes(channel);
        const expected = here ? 'present' : recorded.right.includes(channel) ? 'notOnThisLeg' : 'notInDataset';
        expect([channel, reasons.emg[i], masks.emg[i]]).toEqual([channel, missingReasonCode(expected), here ? 1 : 0]);
      }
    }
  });

  test('activity, slope, speed, condition, trial, surface, rates, population', () => {
    for (const { found, truth: true_ } of matches[way].pairs) {
      const { plan, subtrial } = trialOf(found.sourceId, found.trial);
      expect([found.activity, found.condition, found.subtrial, found.surface]).toEqual([
        true_.activity,
        plan.condition,
        subtrial,
        'treadmill',
      ]);
      expect([found.speedMps, found.inclineDeg, found.emgSourceRateHz]).toEqual([
        true_.speedMps,
        true_.inclineDeg,
        2000,
      ]);
      expect(found.stepHeightM).toBeNaN();
      expect(found.population).toBe('able-bodied older adult');
    }
    expect(new Set(runs[way].strides.map(({ activity }) => activity))).toEqual(
      new Set(['walk', 'ramp_up', 'ramp_down']),
    );
    expect(new Set(runs[way].strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['P31']));
  });

  test('age, sex, mass and height of each participant', () => {
    for (const { subject } of runs[way].recordings) {
      const simulated = truth.find(({ sourceId }) => sourceId === subject.sourceId)?.subject;
      expect(subject).toMatchObject({
        ageY: simulated?.ageY,
        sex: simulated?.sex,
        massKg: simulated?.massKg,
        heightM: expect.closeTo(simulated?.heightM ?? NaN, 9),
      });
    }
  });

  test('ultrasound frames of every left stride, and none of right ones', () => {
    for (const { found, truth: true_ } of matches[way].pairs) {
      const [frames] = found.further as readonly StrideFrames[];
      expect(frames?.modality.name).toBe('ultrasound');
      if (found.side === 'right') {
        expect([frames?.frames.length, [...(frames?.reasons ?? [])]]).toEqual([0, [2, 2, 2, 2]]);
        continue;
      }
      const { ultrasound } = trialOf(found.sourceId, found.trial);
      const [first, end] = [true_.startS, true_.endS].map((timeS) => Math.floor(timeS * 20 + 1e-6)) as [number, number];
      const recorded = ultrasound.subarray(first * 4000, end * 4000);
      const isWhole = recorded.length === (end - first) * 4000;
      expect([...(frames?.mask ?? [])]).toEqual(
        new Array(4).fill(isWhole || (way.endsWith(', strides') && recorded.length > 0) ? 1 : 0),
      );
      expect(Buffer.compare(bytesOf(frames?.frames.subarray(0, recorded.length)), bytesOf(recorded))).toBe(0);
      if (recorded.length > 0) expect(frames?.firstFrameS).toBeCloseTo(first / 20, 9);
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = matches[way].pairs.filter(({ truth: { activity } }) => activity === 'walk');
    for (const side of ['left', 'right'] as const) {
      const pairs = level.filter(({ found }) => found.side === side);
      const correlations = envelopeCorrelations({ ...matches[way], pairs }).filter(Number.isFinite);
      expect(correlations).toHaveLength(side === 'right' ? 9 : 4);
      for (const r of correlations) expect(r).toBeGreaterThan(0.9);
    }
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('k2muse', runs[way]);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });

  test('what is decided from the data stands once per participant', () => {
    const facts = runs[way].decisions.map(({ fact }) => fact);
    expect(facts.filter((fact) => fact.startsWith('sign of moments'))).toHaveLength(1);
    expect(facts.filter((fact) => fact === 'unit of EMG')).toHaveLength(way === 'source layer' ? 0 : 1);
    expect(facts.filter((fact) => fact === 'unit of moments')).toHaveLength(way === 'source layer' ? 3 : 0);
  });
});

test('source layer and processed layer give the same strides', () => {
  const [processed, source] = [runs['processed layer, whole trials'], runs['source layer']];
  expect(source.strides).toHaveLength(processed.strides.length);
  for (const one of processed.strides) {
    const same = source.strides.filter(
      (other) =>
        [other.sourceId, other.trial, other.subtrial, other.side].join() ===
          [one.sourceId, one.trial, one.subtrial, one.side].join() &&
        Math.abs(other.startTimeS - one.startTimeS) < 0.005,
    );
    expect(same).toHaveLength(1);
    const [other] = same as [(typeof same)[number]];
    expect(other.durationS).toBeCloseTo(one.durationS, 4);
    expect([other.masks, other.reasons, other.strideNumber]).toEqual([one.masks, one.reasons, one.strideNumber]);
    expect(farthest(one.kinematics, other.kinematics)).toBeLessThan(0.01);
    expect(farthest(one.kinetics, other.kinetics)).toBeLessThan(0.001);
    expect(other.emg).toHaveLength(one.emg.length);
    expect(farthest(one.emg, other.emg)).toBeLessThan(1e-3 * Math.max(...one.emg.filter(Number.isFinite)));
    const [a, b] = [one, other].map(({ further }) => further?.[0]);
    expect(Buffer.compare(bytesOf(a?.frames), bytesOf(b?.frames))).toBe(0);
    expect([b?.mask, b?.reasons]).toEqual([a?.mask, a?.reasons]);
  }
});

test('ultrasound is left out where nobody asks for it', async () => {
  const subject = { datasetId: 'k2muse', sourceId: 'P31' };
  for (const way of names) {
    for await (const recording of adapter.read(root, subject, { ...WAYS[way], furtherModalities: [] })) {
      const legs =
        recording.kind === 'cut' ? recording.strides.map(({ signals }) => signals) : Object.values(recording.legs);
      expect(legs.every((leg) => leg?.further === undefined)).toBe(true);
    }
  }
});

function bytesOf(values: Float32Array | undefined): Buffer {
  const { buffer, byteOffset, byteLength } = values ?? new Float32Array(0);
  return Buffer.from(buffer, byteOffset, byteLength);
}

function farthest(a: Float32Array, b: Float32Array): number {
  let largest = 0;
  a.forEach((value, i) => {
    const distance = Math.abs(value - (b[i] as number));
    if (distance > largest) largest = distance;
  });
  return largest;
}
