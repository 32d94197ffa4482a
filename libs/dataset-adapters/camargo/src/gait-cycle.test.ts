import { matTable, type MatTable, toMatValue } from '@emgfm/matfile';
import { describe, expect, test } from 'vitest';
import { edgeDrops, gaitCycle, strideSpans } from './gait-cycle';
import { SensorTableProblem } from './sensor-table';

/** Ramps of the given lengths (samples), from `low` to `high` percent, on a clock of 200 Hz that starts at `startS`. */
function cycleTable(
  lengths: readonly number[],
  { low = 0, high = 100, startS = 0, change = (percent: Float64Array): Float64Array => percent } = {},
): MatTable {
  const percent = lengths.flatMap((length) =>
    Array.from({ length }, (_, i) => low + ((high - low) * i) / (length - 1)),
  );
  return toMatValue(
    matTable({
      Header: Float64Array.from(percent, (_, row) => startS + row / 200),
      HeelStrike: change(Float64Array.from(percent)),
    }),
  ) as MatTable;
}

describe('strikes are where a ramp begins anew', () => {
  test('the edges are no strides; the strike is the first sample of the new ramp', () => {
    const cycle = gaitCycle(cycleTable([60, 200, 220, 90]), 'right');
    expect(cycle.strikesS).toEqual([0.3, 1.3, 2.4]);
    expect(strideSpans(cycle, 'right')).toEqual([
      { side: 'right', startS: 0.3, endS: 1.3 },
      { side: 'right', startS: 1.3, endS: 2.4 },
    ]);
    expect(cycle.events.map(({ kind, side, timeS }) => [kind, side, timeS])).toEqual([
      ['foot_strike', 'right', 0.3],
      ['foot_strike', 'right', 1.3],
      ['foot_strike', 'right', 2.4],
    ]);
    expect(edgeDrops(cycle, 'right', 'trial').map(({ what }) => what)).toEqual([
      'trial right 0.000 s to 0.300 s',
      'trial right 2.400 s to 2.845 s',
    ]);
  });

  test.each([
    ['ramps that reach neither 0 nor 100', { low: 0.4, high: 99.1 }],
    ['ramps that go beyond 0 and 100', { low: -0.1, high: 100.1 }],
    ['single precision', { change: (percent: Float64Array) => Float64Array.from(new Float32Array(percent)) }],
  ])('%s', (_, options) => {
    expect(gaitCycle(cycleTable([60, 200, 220, 90], options), 'left').strikesS).toEqual([0.3, 1.3, 2.4]);
  });

  test('times are those of the column Header, wherever they begin', () => {
    const { strikesS } = gaitCycle(cycleTable([60, 200, 90], { startS: 12 }), 'right');
    strikesS.forEach((timeS, i) => expect(timeS).toBeCloseTo([12.3, 13.3][i], 9));
  });
});

test('without a strike the whole file is one edge', () => {
  const cycle = gaitCycle(cycleTable([300]), 'right');
  expect([cycle.strikesS, cycle.edges]).toEqual([[], [{ startS: 0, endS: 1.495 }]]);
});

describe('where it is open whether a strike happened', () => {
  const unclearOf = (change: (percent: Float64Array) => Float64Array): readonly string[] =>
    gaitCycle(cycleTable([60, 200, 220, 90], { change }), 'right').unclear.map(({ detail }) => detail);

  test('a gap', () => {
    expect(unclearOf((percent) => percent.fill(NaN, 300, 310))).toEqual(['the gait cycle has a gap']);
  });

  test('a fall that is no new ramp', () => {
    const unclear = unclearOf((percent) => percent.map((value, row) => (row >= 200 && row < 260 ? value - 20 : value)));
    expect(unclear).toHaveLength(1);
    expect(unclear[0]).toMatch(/^the gait cycle falls from 69\.\d+ to 50\.\d+ %$/);
  });

  test('rounding is none', () => {
    expect(unclearOf((percent) => percent.map(Math.round))).toEqual([]);
  });
});

test('a table without ramps says what it lacks', () => {
  const table = toMatValue(matTable({ Header: Float64Array.of(0, 0.005) })) as MatTable;
  expect(() => gaitCycle(table, 'right')).toThrow(SensorTableProblem);
  expect(() => gaitCycle(table, 'right')).toThrow("no numeric column 'HeelStrike'");
});
