import type { GaitEvent, GaitEventKind, Side } from '@emgfm/schema';
import { describe, expect, test } from 'vitest';
import { decideMomentConvention, measuredByForce, measuredByMoment, stancesOf } from './moments';

const event = (timeS: number, kind: GaitEventKind, side: Side = 'left'): GaitEvent => ({
  timeS,
  kind,
  side,
  source: 'source',
  confidence: 1,
});

describe('stances of a foot', () => {
  const series = { samplingRateHz: 100, numSamples: 300 };
  const all = (): boolean => true;

  test('run from strike to off, and may begin or end outside the trial', () => {
    const events = [
      event(0.3, 'foot_off'),
      event(0.7, 'foot_strike'),
      event(1.3, 'foot_off'),
      event(2.5, 'foot_strike'),
    ];
    expect(
      stancesOf(events, 'left', series, all).map(({ startSample, endSample }) => [startSample, endSample]),
    ).toEqual([
      [0, 30],
      [70, 130],
      [250, 300],
    ]);
  });

  test('events of the other foot and repeated strikes do not break them', () => {
    const events = [
      event(0.5, 'foot_strike'),
      event(0.6, 'foot_strike'),
      event(0.8, 'foot_off', 'right'),
      event(1, 'foot_off'),
    ];
    expect(stancesOf(events, 'left', series, all)).toHaveLength(1);
    expect(stancesOf([], 'left', series, all)).toEqual([]);
  });

  test('count as measured where a force acts, or an ankle moment', () => {
    const force = new Float64Array(300).fill(NaN).fill(9, 70, 125);
    const byForce = measuredByForce(force);
    expect([byForce(70, 130), byForce(0, 30), measuredByForce(new Float64Array(300))(0, 300)]).toEqual([
      true,
      false,
      false,
    ]);
    const moment = new Float64Array(300).fill(20).fill(1400, 110, 120);
    const byMoment = measuredByMoment(moment, 1400);
    expect([byMoment(70, 130), byMoment(0, 30)]).toEqual([true, false]);
  });
});

describe('unit and sign of the moments', () => {
  const decide = (extremes: number[], statedUnit: string, massKg = NaN, mapping = {}) =>
    decideMomentConvention(extremes, { statedUnit, massKg, mapping });

  test.each<[string, number[], string, number, number]>([
    ['Plug-in Gait, N.mm/kg external', [1400, 1300, 1500], 'Nmm', NaN, -1e-3],
    ['N.m/kg external', [1.4], 'Nm', NaN, -1],
    ['N.m/kg internal', [-1.4, -1.5], 'Nm/kg', NaN, 1],
    ['N.m of a person of 70 kg', [98], 'Nm', 70, -1 / 70],
    ['N.mm of a person of 70 kg', [98000], 'Nmm', 70, -1e-3 / 70],
    ['no unit stated', [1400], '', NaN, -1e-3],
    ['one odd stance does not turn the sign', [1400, -700, 1300], 'Nmm', NaN, -1e-3],
  ])('%s', (_, extremes, statedUnit, massKg, factor) => {
    const convention = decide(extremes, statedUnit, massKg);
    expect(convention.factor).toBeCloseTo(factor, 12);
    expect('decisions' in convention && convention.decisions.map(({ fact }) => fact)).toEqual([
      'moment unit',
      'moment sign',
    ]);
  });

  test.each<[string, number[], string, number, RegExp]>([
    ['N.m without a mass', [98], 'Nm', NaN, /body mass is missing/],
    ['nothing on a plate', [], 'Nmm', 70, /no stance on a force plate/],
    ['a size that no unit explains', [1e9], 'Nmm', 70, /not recognised/],
  ])('%s is not guessed', (_, extremes, statedUnit, massKg, why) => {
    expect(decide(extremes, statedUnit, massKg)).toMatchObject({ factor: null, why: expect.stringMatching(why) });
  });

  test('the mapping file wins', () => {
    const mapping = { momentUnit: 'N.m/kg', momentSign: 'internal' } as const;
    expect(decide([1400], 'Nmm', 70, mapping).factor).toBe(1);
  });
});
