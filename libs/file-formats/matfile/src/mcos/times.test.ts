import { describe, expect, it } from 'vitest';
import type { MatCalendarDuration, MatStruct, MatValue } from '../values';
import { matDatetime, matDuration, matNumeric, matStruct } from '../write/construct';
import { decodeCalendarDuration, decodeRowTimes } from './times';

function regular(origin: MatValue, stepSize: MatValue, rate?: number): MatStruct {
  return matStruct({ origin, specifiedAsRate: rate !== undefined, stepSize, sampleRate: rate ?? NaN });
}

function calendarStep(months: number, days = 0, durationMs = 0): MatCalendarDuration {
  const only = (value: number): Float64Array => Float64Array.of(value);
  return {
    kind: 'calendarDuration',
    dims: [1, 1],
    months: only(months),
    days: only(days),
    durationMs: only(durationMs),
    format: '',
  };
}

describe('decodeRowTimes', () => {
  it('counts up by rate and by step', () => {
    const byRate = decodeRowTimes(regular(matDuration([500]), matDuration([0.5]), 2000), 3);
    expect(byRate.rowTimes).toMatchObject({
      kind: 'duration',
      dims: [3, 1],
      durationMs: Float64Array.of(500, 500.5, 501),
    });
    expect(byRate.regularTimes).toMatchObject({ sampleRateHz: 2000, specifiedAsRate: true });
    const byStep = decodeRowTimes(regular(matDatetime([1000]), matDuration([250])), 3);
    expect(byStep.rowTimes).toMatchObject({ epochMs: Float64Array.of(1000, 1250, 1500), epochRemainderMs: null });
  });

  it('steps by the calendar, to the last day of a shorter month', () => {
    const origin = matDatetime([Date.UTC(2020, 0, 31, 6)]);
    const { rowTimes } = decodeRowTimes(regular(origin, calendarStep(1, 0, 1000)), 3);
    const wanted = [Date.UTC(2020, 0, 31, 6), Date.UTC(2020, 1, 29, 6, 0, 1), Date.UTC(2020, 2, 31, 6, 0, 2)];
    expect(rowTimes).toMatchObject({ epochMs: Float64Array.from(wanted) });
  });

  it('keeps times that are stored one by one', () => {
    const stored = matDuration([3, 1, 2]);
    expect(decodeRowTimes(stored, 3)).toEqual({ rowTimes: stored, regularTimes: null });
  });

  it('gives NaN after NaT', () => {
    const { rowTimes } = decodeRowTimes(regular(matDatetime([NaN]), calendarStep(1)), 2);
    expect(rowTimes).toMatchObject({ epochMs: Float64Array.of(NaN, NaN) });
  });
});

describe('decodeCalendarDuration', () => {
  it('spreads single components over the whole shape', () => {
    const components = matStruct({ months: matNumeric([1, 2]), days: 5, millis: 0 });
    expect(decodeCalendarDuration(new Map([['components', components]]))).toMatchObject({
      dims: [2, 1],
      months: Float64Array.of(1, 2),
      days: Float64Array.of(5, 5),
    });
  });
});
