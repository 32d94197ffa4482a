import {
  oppositeSide,
  qualityBitNames,
  type ContinuousRecording,
  type GaitEvent,
  type GaitEventKind,
  type Side,
} from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { segmentRecording } from './segment-recording';
import { emptyRecording, walkerRecording } from './walker-fixture';

const event = (timeS: number, side: Side, kind: GaitEventKind, source = 'source', confidence = 1): GaitEvent => ({
  timeS,
  side,
  kind,
  source,
  confidence,
});

/** Walking with strikes of the left foot at 0, 1, 2, ... s. */
function walk(numStrides: number, side: Side = 'left'): GaitEvent[] {
  const other = oppositeSide(side);
  return Array.from({ length: numStrides + 1 }, (_, k) => [
    event(k, side, 'foot_strike'),
    event(k + 0.12, other, 'foot_off'),
    event(k + 0.5, other, 'foot_strike'),
    event(k + 0.62, side, 'foot_off'),
  ]).flat();
}

const segment = (events: readonly GaitEvent[], changed: Partial<ContinuousRecording> = {}) =>
  segmentRecording({ ...emptyRecording(), ...changed }, events);

describe('segmentRecording', () => {
  it('keeps every strike to the next strike of the same foot, in order, numbered per side', () => {
    const { strides, drops } = segment(walk(4));
    expect(drops).toEqual([]);
    expect(strides.map(({ side, startS, strideNumber }) => [side, startS, strideNumber])).toEqual([
      ['left', 0, 0],
      ['right', 0.5, 0],
      ['left', 1, 1],
      ['right', 1.5, 1],
      ['left', 2, 2],
      ['right', 2.5, 2],
      ['left', 3, 3],
      ['right', 3.5, 3],
    ]);
  });

  it('gives foot-off, stance share and double support', () => {
    const [stride] = segment(walk(1)).strides;
    expect(stride).toMatchObject({ footOffS: 0.62, contralateralFootOffS: 0.12, contralateralStrikeS: 0.5 });
    expect(stride.stanceShare).toBeCloseTo(0.62, 9);
    expect(stride.doubleSupportShare).toBeCloseTo(0.24, 9);
  });

  it('running has negative double support and is no wrong order', () => {
    const events = [0, 0.7, 1.4].flatMap((t) => [
      event(t, 'left', 'foot_strike'),
      event(t + 0.25, 'left', 'foot_off'),
      event(t + 0.35, 'right', 'foot_strike'),
      event(t + 0.6, 'right', 'foot_off'),
    ]);
    const { strides, drops } = segment(events, { activity: 'run' });
    expect(drops).toEqual([]);
    expect(strides[0].doubleSupportShare).toBeCloseTo(-0.2 / 0.7, 9);
    expect(new Set(segment(events).drops.map(({ reason }) => reason))).toEqual(new Set(['event-order']));
  });

  it('drops what is too short, too long or out of order, with the reason and the time', () => {
    const missedStrike = walk(4).filter(({ timeS }) => timeS !== 2);
    expect(segment(missedStrike).drops).toMatchObject([
      { level: 'stride', reason: 'event-order', what: 'walk01 left 1.000 s to 3.000 s' },
    ]);
    const doubled = [...walk(2), event(1.02, 'left', 'foot_strike')];
    expect(segment(doubled).drops.map(({ reason }) => reason)).toEqual(['stride-too-short', 'event-order']);
    const pause = [...walk(2), ...walk(2).map((e) => ({ ...e, timeS: e.timeS + 10 }))];
    expect(segment(pause).drops.map(({ reason }) => reason)).toEqual(['stride-too-long', 'stride-too-long']);
  });

  it('says so when there are no two strikes of one foot', () => {
    expect(segment([event(1, 'left', 'foot_strike')])).toMatchObject({
      strides: [],
      drops: [{ level: 'trial', reason: 'too-few-events', detail: expect.stringContaining('1 left and 0 right') }],
    });
  });

  it('flags what is unusual without dropping it', () => {
    const bits = (events: GaitEvent[], index: number) => qualityBitNames(segment(events).strides[index].quality);
    expect(bits(walk(9), 8)).toEqual([]);
    expect(bits(walk(9), 0)).toEqual(['bout_edge']);
    const strikesOnly = walk(9).filter(({ kind, side }) => kind === 'foot_strike' && side === 'left');
    expect(bits(strikesOnly, 4)).toEqual(['no_foot_off', 'contralateral_events_missing']);
    const detected = walk(9).map((e) => ({ ...e, source: 'markers', confidence: 0.4 }));
    expect(bits(detected, 8)).toEqual(['events_detected', 'low_event_confidence']);
    const lateOff = walk(9).map((e) => (e.timeS === 4.62 ? { ...e, timeS: 4.85 } : e));
    expect(bits(lateOff, 8)).toEqual(['stance_share_unusual']);
  });

  it('flags a duration far from the median', () => {
    const slowed = walk(9).map((e) => ({
      ...e,
      timeS: e.timeS < 4.5 ? e.timeS : e.timeS + 0.4 * Math.min(1, e.timeS - 4.5),
    }));
    const odd = segment(slowed).strides.filter(({ quality }) => qualityBitNames(quality).includes('duration_outlier'));
    expect(odd.length).toBeGreaterThan(0);
    expect(odd.every(({ durationS }) => durationS > 1.15)).toBe(true);
  });

  it('a bout ends where a stride is too long', () => {
    const pause = [...walk(6), ...walk(6).map((e) => ({ ...e, timeS: e.timeS + 20 }))];
    const edges = segment(pause)
      .strides.filter(({ side, quality }) => side === 'left' && qualityBitNames(quality).includes('bout_edge'))
      .map(({ startS }) => startS);
    expect(edges).toEqual([0, 1, 4, 5, 20, 21, 24, 25]);
  });

  it('flags strides in a turn', () => {
    const straight = walkerRecording();
    const turning = walkerRecording();
    const { positionsM, numSamples } = turning.markers!;
    for (const rows of Object.values(positionsM)) {
      for (let i = 0; i < numSamples; i += 1) {
        const angle = i > 500 ? (Math.min(i, 620) - 500) * 0.013 : 0;
        const [x, y] = [rows.data[i], rows.data[numSamples + i]];
        const centre = 6;
        rows.data[i] = centre + (x - centre) * Math.cos(angle) - y * Math.sin(angle);
        rows.data[numSamples + i] = (x - centre) * Math.sin(angle) + y * Math.cos(angle);
      }
    }
    const turns = (recording: ContinuousRecording) =>
      segmentRecording(recording, recording.events).strides.map(({ quality }) =>
        qualityBitNames(quality).includes('turning'),
      );
    expect(turns(straight).some(Boolean)).toBe(false);
    expect(turns(turning).some(Boolean)).toBe(true);
    expect(turns(turning)[0]).toBe(false);
  });

  it('drops what reaches into an excluded stretch, for the reason it has', () => {
    const excluded = [
      { startS: 1.2, endS: 1.4, side: null, reason: 'unsteady-speed', detail: 'the belt slows' },
    ] as const;
    const { strides, drops } = segment(walk(3), { excluded });
    expect(drops).toMatchObject([
      { level: 'stride', reason: 'unsteady-speed', detail: 'the belt slows', what: 'walk01 left 1.000 s to 2.000 s' },
      { level: 'stride', reason: 'unsteady-speed', what: 'walk01 right 0.500 s to 1.500 s' },
    ]);
    expect(strides.map(({ side, startS }) => [side, startS])).toEqual([
      ['left', 0],
      ['right', 1.5],
      ['left', 2],
      ['right', 2.5],
    ]);
    const onLeft = segment(walk(3), { excluded: [{ ...excluded[0], side: 'left' }] });
    expect(onLeft.drops).toHaveLength(1);
  });

  it('a foot without signals gives phases, not strides', () => {
    const leg = { emg: null, angles: null, moments: null };
    const { strides, drops } = segment(walk(3), { legs: { left: null, right: leg } });
    expect(drops).toEqual([]);
    expect(strides.map(({ side }) => side)).toEqual(['right', 'right', 'right']);
    expect(strides[0].contralateralStrikeS).toBe(1);
  });

  it('refuses limits that are not positive', () => {
    expect(() => segmentRecording(emptyRecording(), [], { minDurationS: 0 })).toThrow(
      expect.objectContaining({ tag: 'InvalidOption' }),
    );
  });
});

describe('what a stride is', () => {
  const intervals = [
    { startS: 0, endS: 2.2, activity: 'walk', speedMps: 1.2 },
    { startS: 2.2, endS: 8, activity: 'ramp_up', speedMps: 1, inclineDeg: 10 },
  ] as const;

  it('an interval overrides the trial for the strides inside it', () => {
    const { strides } = segment(walk(6), { intervals, speedMps: 9 });
    expect(strides[0]).toMatchObject({ activity: 'walk', speedMps: 1.2, inclineDeg: NaN });
    expect(strides.at(-1)).toMatchObject({ activity: 'ramp_up', speedMps: 1, inclineDeg: 10 });
  });

  it('a stride over a change of activity is a transition, with no speed of its own', () => {
    const across = segment(walk(6), { intervals }).strides.filter(({ activity }) => activity === 'transition');
    expect(across.map(({ startS }) => startS)).toEqual([1.5, 2]);
    expect(across[0].speedMps).toBeNaN();
  });

  it('a stride that reaches out of an interval into the rest of the trial is a transition too', () => {
    const { strides } = segment(walk(3), { intervals: [{ startS: 0.8, endS: 2.7, activity: 'stair_up' }] });
    expect(strides.map(({ activity }) => activity)).toEqual([
      'transition',
      'transition',
      'stair_up',
      'stair_up',
      'transition',
      'transition',
    ]);
  });
});
