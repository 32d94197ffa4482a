import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, JOINT_MOTION_TABLE, missingReasonCode, qualityBitNames, SIDES } from '@emgfm/schema';
import { type BacekRightStart, type RawBacekTest, writeRawBacek } from '@emgfm/synthetic-gait';
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

/** The first of these persons has a v5 file of mechanics, the other one of v7.3. */
const trees: readonly (readonly [BacekRightStart, number])[] = [
  ['right-heel-strike', 2],
  ['left-heel-strike', 12],
];

describe.each(trees)('a simulated tree with the right leg cut from %s to the next, person %i', (rightStart, person) => {
  let root = '';
  let truth: readonly RawBacekTest[];
  let run: AdapterRun;
  let match: TruthMatch;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'emgfm-bacek-truth-'));
    // all speeds, the slowest and fastest cadence, and the orthosis
    truth = await writeRawBacek(root, {
      subjects: [person],
      seed: 3,
      tests: [3, 5, 8, 11, 18],
      testS: 9,
      rightStart,
      defects: { 5: ['lost-strike'] },
    });
    run = await runAdapter(adapter, root);
    match = matchTruth(run.strides, expectedOf(truth));
  }, 60_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  const testOf = (sourceId: string, trial: string): RawBacekTest =>
    truth.find((own) => own.sourceId === sourceId && own.trial === trial) as RawBacekTest;

  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(50);
  });

  test('right strides that the cycles do not cover are dropped with a reason, one in each test', () => {
    const expected = rightStart === 'left-heel-strike' ? truth.length : 0;
    expect(run.drops.filter(({ reason }) => reason === 'outside-recording')).toHaveLength(expected);
    expect(run.drops).toHaveLength(expected);
  });

  test('angles within 0.5 degree, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('masks and reasons: three angles, no moments, eight muscles of both legs', () => {
    const recorded = ['VL', 'RF', 'TA', 'BF', 'STSM', 'GM', 'GL', 'GMAX'];
    const notInDataset = missingReasonCode('notInDataset');
    const emg = EMG_CHANNELS.map((channel) => (recorded.includes(channel) ? 0 : notInDataset));
    const kinematics = JOINT_MOTION_TABLE.map(({ motion }) => (motion === 'flexion' ? 0 : notInDataset));
    for (const { reasons, masks } of run.strides) {
      expect([[...reasons.emg], [...reasons.kinematics]]).toEqual([emg, kinematics]);
      expect([...reasons.kinetics]).toEqual(kinematics.map(() => notInDataset));
      expect([...masks.kinetics]).toEqual(kinematics.map(() => 0));
    }
  });

  test('speed, orthosis and cadence, surface, kind of EMG, quality', () => {
    expect(match.pairs.filter(({ found }) => qualityBitNames(found.quality).includes('duration_outlier'))).toHaveLength(
      1,
    );
    for (const { found, truth: true_ } of match.pairs) {
      const { speedMps, hasOrthosis, cadenceFactor } = testOf(found.sourceId, found.trial);
      expect([found.activity, found.surface, found.population]).toEqual(['walk', 'treadmill', 'able-bodied']);
      expect([found.speedMps, found.inclineDeg, found.stepHeightM]).toEqual([speedMps, 0, NaN]);
      const cadence =
        cadenceFactor === 1
          ? 'preferred'
          : `${cadenceFactor > 1 ? '+' : '-'}${Math.round(100 * Math.abs(cadenceFactor - 1))} %`;
      expect(found.condition).toBe(`${hasOrthosis ? 'orthosis on the left knee' : 'no orthosis'}, cadence ${cadence}`);
      expect([found.emgKind, found.emgSourceRateHz, found.kinematicSourceRateHz]).toEqual([
        'normalised-envelope',
        NaN,
        NaN,
      ]);
      const isLong = found.trial === 'T5' && true_.endS - true_.startS > 1.5;
      expect(qualityBitNames(found.quality)).toEqual([
        ...(isLong ? ['duration_outlier'] : []),
        'emg_time_normalised',
        ...(found.side === 'right' && rightStart === 'left-heel-strike' ? ['recut'] : []),
      ]);
    }
  });

  test('a person has one id, and the mean body mass of both measured sessions', () => {
    expect(new Set(run.recordings.map(({ subject }) => subject.sourceId))).toEqual(new Set([`Sub${person}`]));
    for (const { subject, trial } of run.recordings) {
      expect(subject.massKg).toBeCloseTo(testOf(subject.sourceId, trial).subject.massKg + 0.1, 9);
    }
  });

  test('what is decided from the data stands once per person, with its evidence', () => {
    expect(run.decisions).toHaveLength(6);
    const decided = run.decisions.map(({ fact, decided: own }) => `${fact}: ${own}`);
    expect(decided).toEqual([
      `start of the cycles of the right leg: ${rightStart === 'right-heel-strike' ? 'right heel strike' : 'left heel strike; cut again at right heel strikes'}`,
      'start of the cycles of the right leg: angles: as the vertical force says',
      'start of the cycles of the right leg: EMG: as the vertical force says',
      'rate of the strike indices: 1000 Hz',
      'sign of the ankle angle: dorsiflexion positive',
      'signs of the horizontal forces: AP kept; LM of the left leg kept; LM of the right leg turned',
    ]);
    expect(run.decisions[0]?.evidence).toMatch(
      /^mean GRF\.V_Right of \d+ cycles \(T3, T5, T18\): [\d.]+ % of its peak over 70-95 %, [\d.]+ % over 20-40 %/,
    );
  });

  test.each(SIDES)(
    'EMG envelopes of the %s leg correlate with the truth by 0.9 or more, channel by channel',
    (side) => {
      for (const speedMps of [1.1, 0.8, 0.4]) {
        const own = match.pairs.filter(({ found }) => found.side === side && found.speedMps === speedMps);
        const correlations = envelopeCorrelations({ ...match, pairs: own }).filter(Number.isFinite);
        expect(correlations).toHaveLength(8);
        for (const r of correlations) expect(r).toBeGreaterThan(0.9);
      }
    },
  );

  test('the signature of level walking passes without the orthosis', () => {
    const strides = run.strides.filter(({ condition }) => condition.startsWith('no orthosis'));
    const { verdict, findings } = signatureOf('bacek', { strides, drops: run.drops });
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
