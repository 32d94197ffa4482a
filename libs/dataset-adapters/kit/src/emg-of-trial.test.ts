import { channelSamples, emgChannelIndex, type GaitEvent, type Side } from '@emgfm/schema';
import { describe, expect, test } from 'vitest';
import { decideEmgLeg, emgOfTrial, emgPushOffs, type EmgTable } from './index';

const RATE_HZ = 1000;
const NAMELESS = { emg: [], emgUnit: 'mV' as const };

/** Both feet on the ground for 0.6 s in turn, the right one first. */
const events: GaitEvent[] = (['right', 'left'] as const).flatMap((side: Side, i) => [
  { timeS: i * 0.6, side, kind: 'foot_strike' as const, source: 'source', confidence: 1 },
  { timeS: i * 0.6 + 0.6, side, kind: 'foot_off' as const, source: 'source', confidence: 1 },
]);

/** EMG that swings between plus and minus its amplitude. */
const swinging = (amplitudeAt: (timeS: number) => number): Float64Array =>
  Float64Array.from({ length: 1200 }, (_, row) => (row % 2 === 0 ? 1 : -1) * amplitudeAt(row / RATE_HZ));

const table = (columns: Record<string, Float64Array>): EmgTable => ({
  samplingRateHz: RATE_HZ,
  startS: 0,
  columns: Object.entries(columns).map(([label, samples]) => ({ label, samples })),
});

const legOf = (own: EmgTable) => decideEmgLeg({}, [emgPushOffs(own, NAMELESS, events)]);

describe('the leg of columns that name none', () => {
  test('is the one in whose push-off the calf works', () => {
    const right = table({ soleus: swinging((timeS) => (timeS < 0.6 ? 3 : 1)) });
    expect(legOf(right)).toMatchObject({ side: 'right', why: expect.stringMatching(/3\.00 times/) });
    const left = table({ soleus: swinging((timeS) => (timeS < 0.6 ? 1 : 3)) });
    expect(legOf(left).side).toBe('left');
  });

  test('is not told by a small difference, by other muscles, or without strikes', () => {
    expect(legOf(table({ soleus: swinging((timeS) => (timeS < 0.6 ? 1.3 : 1)) }))).toMatchObject({ side: null });
    expect(legOf(table({ 'rectus femoris': swinging(() => 1) })).why).toMatch(/no calf muscle/);
    expect(decideEmgLeg({}, [emgPushOffs(table({ soleus: swinging(() => 1) }), NAMELESS, [])]).why).toMatch(/push off/);
  });

  test('is the mean of all trials, and what a mapping says wins', () => {
    const trials = [
      { left: [1], right: [2] },
      { left: [1], right: [1.2] },
    ];
    expect(decideEmgLeg({}, trials).side).toBe('right');
    expect(decideEmgLeg({ emgSide: 'left' }, trials)).toEqual({ side: 'left', why: '', decision: null });
  });
});

describe('EMG of a trial', () => {
  const samples = swinging(() => 1);

  test('columns go to the leg that they name, others to the leg that was decided', () => {
    const own = table({ L_TA: samples, soleus: samples });
    const { legs, decisions } = emgOfTrial(own, NAMELESS, { side: 'right', why: '', decision: null });
    expect(legs.left?.channelReasons[emgChannelIndex('TA')]).toBe(0);
    expect(legs.right?.channelReasons[emgChannelIndex('SOL')]).toBe(0);
    expect(legs.right?.channelReasons[emgChannelIndex('TA')]).toBe(2);
    expect(decisions.map(({ fact, decided }) => [fact, decided])).toEqual([['EMG kind', 'raw']]);
  });

  test('columns of an unknown leg are missing on both, reason 8, and a note says what to do', () => {
    const own = table({ L_TA: samples, soleus: samples });
    const { legs, notes } = emgOfTrial(own, NAMELESS, { side: null, why: 'no strikes', decision: null });
    for (const emg of [legs.left, legs.right]) expect(emg?.channelReasons[emgChannelIndex('SOL')]).toBe(8);
    expect(channelSamples(legs.left!, emgChannelIndex('TA'))).toEqual(samples);
    expect(notes.join('\n')).toMatch(/no strikes; set emgSide/);
  });

  test('what the mapping says of a column wins over its name', () => {
    const mapping = {
      ...NAMELESS,
      emg: [
        { label: 'ch1', channel: 'GMED' as const },
        { label: 'RF', ignore: true as const },
      ],
    };
    const { legs, notes } = emgOfTrial(table({ ch1: samples, RF: samples }), mapping, {
      side: 'left',
      why: '',
      decision: null,
    });
    expect(legs.left?.channelReasons.filter((reason) => reason === 0)).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  test.each([
    ['raw', swinging(() => 1)],
    ['rectified', swinging(() => 1).map((value, i) => (value > 0 ? 1 : 0.2) + (i % 7) / 10)],
    ['envelope', Float64Array.from({ length: 1200 }, (_, i) => 1.5 + Math.sin(i / 100))],
    ['normalised-envelope', Float64Array.from({ length: 1200 }, (_, i) => (1 + Math.cos(i / 100)) / 2)],
  ] as const)('its kind is told from the samples: %s', (kind, column) => {
    const { legs } = emgOfTrial(table({ L_TA: column }), NAMELESS, { side: null, why: '', decision: null });
    expect(legs.left?.emgKind).toBe(kind);
    expect(legs.left?.unit).toBe(kind === 'normalised-envelope' ? 'fraction' : 'mV');
  });
});
