import fc from 'fast-check';
import { MARKER_NAMES, SIDES, type ContinuousRecording, type GaitEvent } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { beltOf } from './belt-fixture';
import { combinedDetector, completedEvents } from './event-combination';
import { evaluateEvents } from './evaluate-events';
import { EVENT_DETECTORS } from './find-events';
import { segmentRecording } from './segment-recording';
import { around, bell, sensorOf, sensorRecording } from './sensor-fixture';
import { walkerRecording, type WalkOptions } from './walker-fixture';

const walking = walkerRecording({ durationS: 12 });

function strikesOf(events: readonly GaitEvent[], side: string): number[] {
  return events.filter((event) => event.side === side && event.kind === 'foot_strike').map(({ timeS }) => timeS);
}

/** Belts under a treadmill walker, loaded as its events say; every contact may be shifted or prolonged. */
function withBelts(recording: ContinuousRecording, change = (contact: [number, number], _index: number) => contact) {
  const forcePlates = SIDES.map((side) => {
    const strikes = strikesOf(recording.events, side);
    const offs = recording.events.filter((event) => event.side === side && event.kind === 'foot_off');
    const contacts = strikes.flatMap((strikeS): [number, number][] => {
      const off = offs.find(({ timeS }) => timeS > strikeS);
      return off ? [[strikeS, off.timeS]] : [];
    });
    return beltOf(side, contacts.map(change));
  });
  return { ...recording, forcePlates };
}

describe('auto', () => {
  const treadmill = walkerRecording({ durationS: 11.5, isTreadmill: true });

  it('is as sure of an event as many methods see it', () => {
    const { events } = combinedDetector.detect(walking);
    const inside = events.filter(({ timeS }) => timeS > 1 && timeS < 11);
    expect(inside.every(({ confidence }) => confidence > 0.6 && confidence <= 1)).toBe(true);
  });

  it('takes the edges of belts that markers confirm', () => {
    const { events } = combinedDetector.detect(withBelts(treadmill));
    const onBelt = events.filter(({ source }) => source === 'split-belt');
    expect(onBelt.length).toBeGreaterThan(20);
    const { perKind } = evaluateEvents(onBelt, treadmill.events, { toleranceS: 0.01 });
    expect([perKind.foot_strike.precision, perKind.foot_off.precision]).toEqual([1, 1]);
  });

  it('keeps the events of the markers where a belt says something else', () => {
    const late = withBelts(treadmill, ([strikeS, offS], i) => (i === 4 ? [strikeS + 0.12, offS] : [strikeS, offS]));
    const { events } = combinedDetector.detect(late);
    const fifth = strikesOf(treadmill.events, 'left')[4];
    const [found] = events.filter(
      ({ side, kind, timeS }) => side === 'left' && kind === 'foot_strike' && Math.abs(timeS - fifth) < 0.3,
    );
    expect(found.source).toBe('markers');
    expect(Math.abs(found.timeS - fifth)).toBeLessThan(0.05);
  });

  it('asks an inertial sensor for the foot that markers do not show', () => {
    const oneFoot = walkerRecording({ durationS: 12, markers: ['left_heel', 'left_toe', 'left_psis', 'right_psis'] });
    const pitch = (timeS: number): number =>
      2.2 * bell(around(timeS, 0.75, 1.1), 0.03) +
      3 * bell(around(timeS, 0.35, 1.1), 0.06) -
      6 * bell(around(timeS, 0.55, 1.1), 0.09);
    const { events, issues } = combinedDetector.detect({ ...oneFoot, imu: [sensorOf('right_shank', { pitch })] });
    const sources = (side: string) => new Set(events.filter((e) => e.side === side).map(({ source }) => source));
    expect(sources('left')).toEqual(new Set(['markers']));
    expect(sources('right')).toEqual(new Set(['imu-shank']));
    expect(issues.every(({ side }) => side === 'right')).toBe(true);
  });

  it('works from sensors alone, and finds nothing in sensors at rest', () => {
    const rest = SIDES.map((side) => sensorOf(`${side}_shank`, {}));
    expect(combinedDetector.detect(sensorRecording(...rest)).events).toEqual([]);
    expect(new Set(combinedDetector.detect(sensorRecording(...rest)).issues.map(({ side }) => side))).toEqual(
      new Set(SIDES),
    );
  });
});

describe('whatever is recorded', () => {
  const rates = fc.constantFrom(5, 12.5, 25, 60, 100, 333.3);
  const options: fc.Arbitrary<WalkOptions> = fc.record({
    samplingRateHz: rates,
    durationS: fc.constantFrom(0.02, 0.3, 1, 2, 5),
    speedMps: fc.constantFrom(0, 0.3, 1.2, 2.5),
    headingDeg: fc.integer({ min: -180, max: 180 }),
    isTreadmill: fc.boolean(),
    isBackward: fc.boolean(),
    markers: fc.subarray([...MARKER_NAMES]),
    startS: fc.constantFrom(0, -3, 1e4),
  });
  const damage = fc.record({ every: fc.integer({ min: 1, max: 60 }), of: fc.constantFrom(NaN, 0, 1e3) });

  it('each detector gives ordered events inside the trial with a confidence, and a reason for a foot without strikes', () => {
    fc.assert(
      fc.property(options, damage, (walk, { every, of }) => {
        const recording = walkerRecording(walk);
        for (const { data } of Object.values(recording.markers?.positionsM ?? {})) {
          for (let i = 0; i < data.length; i += every * 7) data[i] = of;
        }
        const { startS = 0, durationS = 0 } = walk;
        for (const detector of [combinedDetector, ...EVENT_DETECTORS]) {
          const { events, issues } = detector.detect(recording);
          events.forEach(({ timeS, confidence }, i) => {
            expect(timeS).toBeGreaterThanOrEqual(startS - 0.1);
            expect(timeS).toBeLessThanOrEqual(startS + durationS + 0.1);
            expect(confidence > 0 && confidence <= 1).toBe(true);
            if (i > 0) expect(timeS).toBeGreaterThanOrEqual(events[i - 1].timeS);
          });
          for (const side of SIDES) {
            const isExplained = issues.some((issue) => issue.side === side || issue.side === null);
            if (strikesOf(events, side).length === 0) expect([detector.id, isExplained]).toEqual([detector.id, true]);
          }
          const { strides, drops } = segmentRecording(recording, events);
          expect(strides.length + drops.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the order in which events come does not matter', () => {
    const shuffled = fc.shuffledSubarray([...walking.events], { minLength: walking.events.length });
    const expected = segmentRecording(walking, walking.events);
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(segmentRecording(walking, events)).toEqual(expected);
        expect(completedEvents(events, walking.events)).toEqual(completedEvents(walking.events, []));
      }),
      { numRuns: 20 },
    );
  });
});
