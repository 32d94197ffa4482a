import type { Drop, GaitEventKind, Side } from '@emgfm/schema';
import { describe, expect, it, test } from 'vitest';
import { acceptStrides, boutsOf, modesOfCode, readEvents, type HuEvent } from './events';
import { modeIntervals } from './intervals';

const event = (kind: GaitEventKind, timeS: number, code = 1311, side: Side = 'right'): HuEvent => ({
  kind,
  timeS,
  side,
  source: 'source',
  confidence: 1,
  ...modesOfCode(code),
});

function accepted(events: readonly HuEvent[]): { spans: number[][]; drops: Drop[] } {
  const drops: Drop[] = [];
  const strides = acceptStrides(events, 'Circuit_001', (drop) => drops.push(drop));
  return { spans: strides.map(({ start, footOff, end }) => [start.timeS, footOff.timeS, end.timeS]), drops };
}

describe('codes of events', () => {
  it.each([
    [1311, 1, 1],
    [1341, 1, 4],
    [311, 0, 1],
    [6311, 6, 1],
    [5312, 5, 1],
  ])('%d: mode %d before, %d after', (code, previousMode, mode) => {
    expect(modesOfCode(code)).toEqual({ previousMode, mode });
  });

  it.each([NaN, 0, -1311, 13.5, 13110, 1381, 9311])('%d names no mode', (code) => {
    expect(modesOfCode(code)).toEqual({ previousMode: NaN, mode: NaN });
  });
});

describe('lists of events', () => {
  const table = (columns: Record<string, number[]>) => ({
    rowCount: 4000,
    badCells: 0,
    column: (name: string) => (columns[name] ? Float64Array.from(columns[name]) : null),
  });

  test('row 1 is time 0; a hole in a list ends nothing; each row counts once', () => {
    const { events, notes } = readEvents(
      table({
        Right_Heel_Contact: [1, NaN, 1101, 1101, 2201],
        Right_Heel_Contact_Trigger: [1311, NaN, 1311, 1311, 1341],
      }),
    );
    expect(events.map(({ timeS, mode }) => [timeS, mode])).toEqual([
      [0, 1],
      [1.1, 1],
      [2.2, 4],
    ]);
    expect(notes).toEqual([]);
  });

  test('rows that the file does not have are noted and not used', () => {
    const { events, notes } = readEvents(table({ Left_Toe_Off: [0, 12.5, 4001, 4000] }));
    expect(events.map(({ timeS }) => timeS)).toEqual([3.999]);
    expect(notes).toHaveLength(3);
    expect(notes[2]).toContain('row 4001 of 4000');
  });
});

describe('strides of a leg', () => {
  test('from one strike to the next with the foot-off between', () => {
    const { spans, drops } = accepted([event('foot_strike', 1), event('foot_off', 1.7), event('foot_strike', 2.1)]);
    expect(spans).toEqual([[1, 1.7, 2.1]]);
    expect(drops).toEqual([]);
  });

  test.each([
    ['shorter than 0.5 s', [1, 1.45], [1.3], 1311, 'stride-too-short'],
    ['longer than 1.5 s', [1, 2.51], [1.7], 1311, 'stride-too-long'],
    ['without a foot-off', [1, 2], [], 1311, 'event-order'],
    ['with two foot-offs', [1, 2], [1.4, 1.7], 1311, 'event-order'],
    ['that begins standing', [1, 2], [1.6], 1361, 'not-a-stride'],
    ['whose code is no code', [1, 2], [1.6], NaN, 'not-a-stride'],
  ] as const)('a stride %s is dropped', (_, strikes, footOffs, code, reason) => {
    const { spans, drops } = accepted([
      ...strikes.map((timeS) => event('foot_strike', timeS, code)),
      ...footOffs.map((timeS) => event('foot_off', timeS, 1112)),
    ]);
    expect(spans).toEqual([]);
    expect(drops.map(({ reason: found, level }) => [found, level])).toEqual([[reason, 'stride']]);
  });

  test('foot-offs of the other leg do not count', () => {
    const { spans } = accepted([
      event('foot_strike', 1),
      event('foot_off', 1.1, 1112, 'left'),
      event('foot_off', 1.7, 1112),
      event('foot_strike', 2.1),
    ]);
    expect(spans).toHaveLength(1);
  });
});

test('a bout ends where a stride of a leg is missing', () => {
  const right = [0, 1.1, 2.2, 4.4, 5.5].map((timeS) => event('foot_strike', timeS));
  const footOffs = [0.7, 1.8, 2.9, 5.1].map((timeS) => event('foot_off', timeS, 1112));
  const strides = acceptStrides([...right, ...footOffs], 'Circuit_001', () => undefined);
  expect(boutsOf(strides).map((bout) => bout.map(({ start }) => start.timeS))).toEqual([[0, 1.1], [4.4]]);
});

describe('modes in time', () => {
  const activityAt = (strikes: readonly HuEvent[], timeS: number): string | undefined =>
    modeIntervals(strikes, 10)
      .filter(({ startS, endS }) => startS <= timeS && timeS < endS)
      .at(-1)?.activity;

  test('a mode holds from the strike that begins it to the next strike of either leg', () => {
    const strikes = [
      event('foot_strike', 1, 1311),
      event('foot_strike', 2, 1341, 'left'),
      event('foot_strike', 3, 4341),
    ];
    expect(activityAt(strikes, 1.5)).toBe('walk');
    expect(activityAt(strikes, 2.5)).toBe('stair_up');
    expect(activityAt(strikes, 3.5)).toBe('stair_up');
  });

  test('the strike that changes the mode belongs to the transition, also for the stride before it', () => {
    const strikes = [event('foot_strike', 1, 1311), event('foot_strike', 2, 1341)];
    expect(activityAt(strikes, 1.9997)).toBe('transition');
    expect(activityAt(strikes, 2.0003)).toBe('transition');
    expect(activityAt(strikes, 2.001)).toBe('stair_up');
  });
});
