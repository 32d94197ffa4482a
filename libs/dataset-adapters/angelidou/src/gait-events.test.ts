import { matCell, matNumeric, matStruct, matStructArray, matTable } from '@emgfm/matfile';
import { describe, expect, test } from 'vitest';
import { boundsOf, fitOf, sourceEvents, stridesBetween, strikeSideOf } from './gait-events';

const times = Float64Array.of(0.1, 1.2, 2.4, 3.5);

test.each([
  ['RHS', 'right'],
  ['LHeelStrikes', 'left'],
  ['heel_strike_right', 'right'],
  ['left.initialContact', 'left'],
  ['strikes.LHS', 'left'],
  ['RHS_frames', 'right'],
  ['RTO', null],
  ['LFootOff', null],
  ['stance', null],
  ['strikes', null],
])('the foot of %s is %s', (name, side) => expect(strikeSideOf(name)).toBe(side));

describe('gaitEvents', () => {
  test.each([
    ['a vector', matStruct({ RHS: times })],
    ['a row, nested by foot', matStruct({ right: matStruct({ HS: matNumeric(times, [1, 4]) }) })],
    ['one cell each', matStruct({ RHS: matCell([...times]) })],
    ['one element each', matStructArray([...times].map((time) => ({ RHS: time, RTO: time + 0.7 })))],
    ['a table', matTable({ RHS: times })],
  ])('reads %s', (_, value) => {
    const { strikes, problems } = sourceEvents(value);
    expect(strikes).toEqual({ left: null, right: { form: 'series', times } });
    expect(problems).toEqual([]);
  });

  test('reads the start and the end of each cycle', () => {
    const { strikes } = sourceEvents(matStruct({ LHS: matNumeric([0, 2, 1, 3], [2, 2]) }));
    expect(strikes.left && stridesBetween(strikes.left)).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]);
  });

  test.each([
    ['times within each cycle', matStruct({ RHS: Float64Array.of(0, 0, 0) }), /no list of rising times/],
    ['a gap', matStruct({ RHS: Float64Array.of(0, NaN, 2) }), /no list of rising times/],
    ['the same foot twice', matStruct({ RHS: times, rightStrike: times }), /second list of right strikes/],
    ['columns without names', matCell([Float64Array.of(1, 2, 3)]), /no field is named/],
  ])('says why it does not use %s', (_, value, problem) => {
    expect(sourceEvents(value).problems).toEqual([expect.stringMatching(problem)]);
  });

  test('has none where the file has none', () => {
    expect(sourceEvents(null)).toEqual({ strikes: { left: null, right: null }, problems: [] });
  });

  test('bounds as many cycles as it has strikes for', () => {
    const strikes = { form: 'series', times } as const;
    expect([2, 3, 4, 5].map((cycles) => fitOf(strikes, cycles))).toEqual(['none', 'bounds', 'starts', 'none']);
    expect(boundsOf(strikes, 4)?.at(-1)).toEqual({ start: 3.5, end: NaN });
  });

  test('tells no end of a cycle before a pause', () => {
    const strikes = { form: 'series', times: Float64Array.of(0, 1, 2, 4, 5.1) } as const;
    expect(boundsOf(strikes, 4)?.map(({ end }) => end)).toEqual([1, 2, NaN, 5.1]);
  });
});
