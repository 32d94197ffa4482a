import { channelSamples, emgChannelIndex, type EmgChannel } from '@emgfm/schema';
import { expect, test } from 'vitest';
import { type EmgColumn, emgSignals } from './index';

const table: EmgColumn[] = [
  { channel: 'TA', column: 'ta', factor: 1e-3 },
  { channel: 'GM', column: 'mg' },
  { channel: 'SOL', column: 'sol' },
  { channel: 'RF', column: 'rf' },
];
const columns: Record<string, number[]> = { ta: [1, NaN, -2], mg: [0, 0, 0], sol: [NaN, NaN, NaN] };
const description = { samplingRateHz: 1000, startS: 3, emgKind: 'raw', unit: 'mV' } as const;

test('a table turns columns into channels with a reason for each that is missing', () => {
  const block = emgSignals(table, (name) => columns[name] ?? null, description);
  if (block === null) throw new Error('no block');
  expect([...channelSamples(block, emgChannelIndex('TA'))]).toEqual([0.001, NaN, -0.002]);
  const reason = (channel: EmgChannel): number => block.channelReasons[emgChannelIndex(channel)] as number;
  expect((['TA', 'GM', 'SOL', 'RF', 'VM'] as const).map(reason)).toEqual([0, 4, 3, 3, 1]);
  expect(channelSamples(block, emgChannelIndex('GM')).every(Number.isNaN)).toBe(true);
  expect([block.emgKind, block.unit, block.samplingRateHz, block.startS]).toEqual(['raw', 'mV', 1000, 3]);
});

test('no signal at all is no block', () => {
  expect(emgSignals(table, () => null, description)).toBeNull();
  expect(emgSignals(table, () => [0, 0], description)).toBeNull();
});

test('the second column of a muscle is a further site, or stands in for the first where that is missing', () => {
  const twoSites: EmgColumn[] = [
    { channel: 'TA', column: 'upper' },
    { channel: 'TA', column: 'lower', factor: 2 },
  ];
  const read = (upper: number[] | null) =>
    emgSignals(twoSites, (name) => (name === 'upper' ? upper : [1, -1, 3]), description);
  const both = read([4, 5, 6]);
  expect([...channelSamples(both!, emgChannelIndex('TA'))]).toEqual([4, 5, 6]);
  expect(both!.furtherSites).toEqual([{ channel: 'TA', samples: Float64Array.of(2, -2, 6) }]);
  for (const upper of [null, [0, 0, 0]]) {
    const lowerOnly = read(upper);
    expect([...channelSamples(lowerOnly!, emgChannelIndex('TA'))]).toEqual([2, -2, 6]);
    expect([lowerOnly!.furtherSites, lowerOnly!.channelReasons[emgChannelIndex('TA')]]).toEqual([undefined, 0]);
  }
});

test('a column of an undecided kind or place is missing because of that, also where it is the only one', () => {
  const undecided: EmgColumn[] = [
    { channel: 'TA', column: 'ta', factor: NaN },
    { channel: 'GM', column: 'mg', factor: NaN },
  ];
  const block = emgSignals(undecided, (name) => columns[name] ?? null, description);
  if (block === null) throw new Error('no block');
  expect([block.channelReasons[emgChannelIndex('TA')], block.channelReasons[emgChannelIndex('GM')]]).toEqual([8, 4]);
  expect(channelSamples(block, emgChannelIndex('TA'))).toEqual(Float64Array.of(NaN, NaN, NaN));
});
