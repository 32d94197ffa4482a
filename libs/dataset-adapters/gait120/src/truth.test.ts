import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, JOINT_MOTION_TABLE } from '@emgfm/schema';
import { type RawGait120Trial, writeRawGait120 } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  expectedOf,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const PRESENT = ['VL', 'RF', 'VM', 'TA', 'BF', 'STSM', 'GM', 'GL', 'SOL', 'PL', 'PB'];

let root = '';
let truth: RawGait120Trial[] = [];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-gait120-truth-'));
  truth = [
    ...(await writeRawGait120(root, { subjects: ['S011'], seed: 3, availableTrials: [2] })),
    ...(await writeRawGait120(root, {
      subjects: ['S002'],
      seed: 4,
      tasks: ['LevelWalking'],
      availableTrials: [2, 4],
      flat: true,
    })),
  ];
  run = await runAdapter(adapter, root, { configuration: { emg: { representation: 'envelope', quality: 'off' } } });
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs).toHaveLength(5 * 2 + 2 + 2 * 2);
    expect(run.drops).toEqual([]);
  });

  test('angles within 0.5 degree, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('activity, side, trial and step of each stride', () => {
    for (const { found, truth: stride } of match.pairs) {
      expect([found.activity, found.side, found.surface]).toEqual([stride.activity, 'right', 'overground']);
      expect(found.condition).toBe(/^(sit|stand)_to/.test(found.activity) ? 'not cyclic' : '');
      expect(found.population).toBe('able-bodied');
    }
    const level = run.strides.filter(({ activity, sourceId }) => activity === 'walk' && sourceId === 'S002');
    expect(level.map(({ trial, subtrial }) => `${trial} ${subtrial}`)).toEqual([
      'LevelWalking/Trial02 Step01',
      'LevelWalking/Trial02 Step02',
      'LevelWalking/Trial04 Step01',
      'LevelWalking/Trial04 Step02',
    ]);
    expect(level.every(({ inclineDeg, stepHeightM }) => inclineDeg === 0 && stepHeightM === 0)).toBe(true);
    const ramps = run.strides.filter(({ activity }) => activity.startsWith('ramp'));
    expect(ramps.every(({ inclineDeg }) => Number.isNaN(inclineDeg))).toBe(true);
  });

  test('masks: eleven muscles and five angles of the right leg, no moments in this dataset', () => {
    for (const { masks, reasons, emgSourceRateHz, kinematicSourceRateHz } of run.strides) {
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toEqual(PRESENT);
      expect(
        JOINT_MOTION_TABLE.filter((_, i) => masks.kinematics[i] === 1).map(({ joint, motion }) => `${joint} ${motion}`),
      ).toEqual(['hip adduction', 'hip rotation', 'hip flexion', 'knee flexion', 'ankle flexion']);
      expect([...new Set(reasons.kinetics)]).toEqual([1]);
      expect([...reasons.emg.slice(11)]).toEqual([1, 1]);
      expect([emgSourceRateHz, kinematicSourceRateHz]).toEqual([2000, 100]);
    }
  });

  test('persons as the workbook has them', () => {
    // the workbook was written again for S002 alone
    const expected = truth.find(({ sourceId }) => sourceId === 'S002')?.subject;
    expect(run.recordings.every(({ subject }) => subject.sex === 'male')).toBe(true);
    for (const { subject } of run.recordings.filter((recording) => recording.subject.sourceId === 'S002')) {
      expect([subject.ageY, subject.massKg]).toEqual([expected?.ageY, expected?.massKg]);
      expect(subject.heightM).toBeCloseTo(expected?.heightM ?? NaN, 9);
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel and task by task', () => {
    for (const activity of ['walk', 'ramp_up', 'ramp_down', 'stair_up', 'stair_down']) {
      const pairs = match.pairs.filter((pair) => pair.truth.activity === activity);
      const correlations = envelopeCorrelations({ ...match, pairs }).filter(Number.isFinite);
      expect(correlations).toHaveLength(PRESENT.length);
      for (const r of correlations) expect(r).toBeGreaterThan(0.9);
    }
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('gait120', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });

  test('decisions are taken and told', () => {
    const decided = (fact: string) => new Set(run.decisions.filter((own) => own.fact === fact).map((d) => d.decided));
    expect(decided('sign of the knee angle')).toEqual(new Set(['negated, as documented']));
    expect(decided('StairDescent starts at the strike of the right foot')).toEqual(
      new Set(['yes, as the files behave']),
    );
    expect(decided('EMG rate')).toEqual(new Set(['2000 Hz']));
    expect(decided('EMG unit')).toEqual(new Set(['V']));
  });
});

test('the released layers give the same strides, normalised EMG as share of the MVC', async () => {
  const level = truth.filter(({ sourceId }) => sourceId === 'S002');
  for (const [layer, emgKind] of [
    ['filtered', 'rectified'],
    ['envelope', 'envelope'],
    ['normalised', 'normalised-envelope'],
  ] as const) {
    const configuration = { emg: { representation: layer === 'filtered' ? 'rectified' : 'envelope' } } as const;
    const own = await runAdapter(adapter, join(root, 'S002'), { layer, configuration });
    const pairs = matchTruth(own.strides, expectedOf(level));
    expect([pairs.missing, pairs.extra]).toEqual([[], []]);
    expect(new Set(own.strides.map((stride) => stride.emgKind))).toEqual(new Set([emgKind]));
    for (const r of envelopeCorrelations(pairs).filter(Number.isFinite)) {
      expect(r).toBeGreaterThan(layer === 'filtered' ? 0.5 : 0.9);
    }
  }
}, 20_000);
