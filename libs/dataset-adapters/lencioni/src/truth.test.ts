import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, missingReasonCode } from '@emgfm/schema';
import { type RawLencioniElement, writeRawLencioni } from '@emgfm/synthetic-gait';
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

let root = '';
let truth: readonly RawLencioniElement[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-lencioni-truth-'));
  // these have the three sets of rates of the source; 18 has no EMG side
  truth = await writeRawLencioni(root, {
    subjects: [4, 5, 18],
    seed: 3,
    taskS: 4,
    defects: { 2: 'wrong-cadence', 3: 'zero-length', 4: 'unknown-foot', 5: 'no-speed' },
  });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** The element of the file that a stride stands for. */
const elementOf = (sourceId: string, trial: string): RawLencioniElement =>
  truth.find((element) => element.sourceId === sourceId && element.trial === trial) as RawLencioniElement;

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(60);
  });

  test('what is no stride is dropped with a reason', () => {
    const reasons = run.drops.filter(({ what }) => what.startsWith('Subject4.mat')).map(({ reason }) => reason);
    expect(reasons).toEqual(['no-leg-signals', 'bad-metadata']);
    expect(run.drops).toHaveLength(6);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('masks: nine angles and moments, and EMG only where the foot is that of the electrodes', () => {
    const recorded = ['RF', 'VM', 'TA', 'BF', 'GM', 'SOL', 'PL', 'GMAX'];
    for (const { masks, reasons, sourceId, trial } of run.strides) {
      expect(masks.kinematics.every((bit) => bit === 1)).toBe(true);
      expect(masks.kinetics.every((bit) => bit === 1)).toBe(true);
      const { emgOfThisLeg, strides } = elementOf(sourceId, trial);
      const present = EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1);
      expect(new Set(present)).toEqual(new Set(emgOfThisLeg ? recorded : []));
      const side = strides[0]?.side;
      const absent = sourceId === 'Subject18' ? 'notInTrial' : side === 'left' ? 'notOnThisLeg' : 'present';
      for (const [i, channel] of EMG_CHANNELS.entries()) {
        const expected = recorded.includes(channel) ? absent : 'notInDataset';
        expect(reasons.emg[i]).toBe(missingReasonCode(expected));
      }
    }
  });

  test('activity, side, speed, condition, surface, rates', () => {
    for (const { found, truth: true_ } of match.pairs) {
      const { task, rates, emgOfThisLeg } = elementOf(found.sourceId, found.trial);
      expect([found.activity, found.side, found.condition]).toEqual([true_.activity, true_.side, task]);
      if (found.trial === 'Data(5)') expect(found.speedMps).toBeNaN();
      else expect(found.speedMps).toBeCloseTo(true_.speedMps, 9);
      expect([found.surface, found.population]).toEqual(['overground', 'able-bodied']);
      expect(found.stepHeightM).toBeNaN();
      if (emgOfThisLeg) expect(found.emgSourceRateHz).toBe(rates.emgHz);
      expect(found.kinematicSourceRateHz).toBeNaN();
    }
    expect(new Set(run.strides.map(({ activity }) => activity))).toEqual(
      new Set(['walk', 'toe_walk', 'heel_walk', 'stair_up', 'stair_down']),
    );
  });

  test('age, sex, mass and height of each person', () => {
    for (const { subject } of run.recordings) {
      const simulated = truth.find(({ sourceId }) => sourceId === subject.sourceId)?.subject;
      expect(subject).toMatchObject({
        ageY: simulated?.ageY,
        sex: simulated?.sex,
        massKg: simulated?.massKg,
        heightM: expect.closeTo(simulated?.heightM ?? NaN, 9),
      });
    }
  });

  test('what is decided from the data stands once per person, with its evidence', () => {
    const facts = run.decisions.filter(({ fact }) => fact !== 'gait events').map(({ fact }) => fact);
    expect(facts).toHaveLength(3 * 6);
    const ankle = run.decisions.find(({ fact }) => fact === 'ankleOffsetSuspected');
    expect(ankle?.decided).toBe('true');
    expect(run.notes.filter((note) => note.includes('cadence contradicts'))).toEqual(
      new Array(3).fill(expect.stringContaining('Data(2)')),
    );
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth: { activity } }) => activity === 'walk');
    const correlations = envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite);
    expect(correlations).toHaveLength(8);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('lencioni', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
