import { SIDES, type ContinuousRecording, type MarkerName } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { desaillyDetector } from './desailly';
import { evaluateEvents } from './evaluate-events';
import { ghoussayniDetector } from './ghoussayni';
import { hreljacMarshallDetector } from './hreljac-marshall';
import { markerDetectorCombined } from './marker-combination';
import { oConnorDetector } from './o-connor';
import { walkerRecording, type WalkOptions } from './walker-fixture';
import { zeniDetector } from './zeni';
import { zeniVelocityDetector } from './zeni-velocity';

/** Events well inside the trial, compared with the truth of the model. */
function agreement(recording: ContinuousRecording, detector = markerDetectorCombined, toleranceS = 0.15) {
  const { startS, numSamples, samplingRateHz } = recording.markers!;
  const endS = startS + numSamples / samplingRateHz;
  return evaluateEvents(detector.detect(recording).events, recording.events, {
    toleranceS,
    withinS: [startS + 0.5, endS - 0.5],
  }).perKind;
}

const walks: readonly [string, WalkOptions][] = [
  ['overground along +x', {}],
  ['overground along -y', { headingDeg: -90 }],
  ['overground at 137 degrees', { headingDeg: 137 }],
  ['on a treadmill', { isTreadmill: true }],
  ['on a treadmill facing -x', { isTreadmill: true, headingDeg: 180 }],
  ['slowly', { speedMps: 0.4, strideS: 1.8, stanceShare: 0.72, durationS: 14 }],
  ['fast', { speedMps: 2.1, strideS: 0.9, stanceShare: 0.58 }],
  ['at 60 Hz', { samplingRateHz: 60 }],
  ['at 250 Hz from 12.3 s on', { samplingRateHz: 250, startS: 12.3 }],
  ['without pelvis markers', { markers: SIDES.flatMap((side): MarkerName[] => [`${side}_heel`, `${side}_toe`]) }],
  [
    'with ankles instead of heels',
    { markers: SIDES.flatMap((s): MarkerName[] => [`${s}_ankle`, `${s}_toe`, `${s}_psis`]) },
  ],
];

describe('marker detectors on a model with known events', () => {
  it.each(walks)('default: finds every event of a person walking %s, and no other', (_, options) => {
    const { foot_strike: strikes, foot_off: offs } = agreement(walkerRecording(options));
    expect([strikes.recall, strikes.precision, offs.recall, offs.precision]).toEqual([1, 1, 1, 1]);
    expect(Math.abs(strikes.meanErrorMs)).toBeLessThan(15);
    expect(strikes.sdErrorMs).toBeLessThan(8);
    expect(offs.sdErrorMs).toBeLessThan(8);
  });

  it.each([
    ['overground', {}],
    ['on a treadmill', { isTreadmill: true }],
    ['overground along -y, at 50 Hz', { headingDeg: -90, samplingRateHz: 50 }],
  ] as const)('every method finds every strike of a person walking %s, and no other', (_, options) => {
    const recording = walkerRecording({ durationS: 12, ...options });
    for (const detector of [
      zeniDetector,
      zeniVelocityDetector,
      oConnorDetector,
      ghoussayniDetector,
      desaillyDetector,
      hreljacMarshallDetector,
    ]) {
      const { foot_strike: strikes, foot_off: offs } = agreement(recording, detector, 0.3);
      expect([detector.id, strikes.recall, strikes.precision]).toEqual([detector.id, 1, 1]);
      expect([detector.id, offs.recall, offs.precision]).toEqual([detector.id, 1, 1]);
      expect(strikes.sdErrorMs).toBeLessThan(25);
    }
  });

  it('gives the same times wherever the laboratory has its axes', () => {
    const times = (headingDeg: number) =>
      markerDetectorCombined.detect(walkerRecording({ headingDeg })).events.map(({ timeS }) => timeS);
    const turned = times(73);
    expect(turned).toHaveLength(times(0).length);
    times(0).forEach((timeS, i) => expect(turned[i]).toBeCloseTo(timeS, 4));
  });
});

describe('marker detectors invent nothing', () => {
  const silent: readonly [string, ContinuousRecording][] = [
    ['standing still', walkerRecording({ speedMps: 0.01 })],
    ['walking backward overground', walkerRecording({ isBackward: true })],
    ['walking backward on a treadmill', walkerRecording({ isBackward: true, isTreadmill: true })],
    ['no markers', walkerRecording({ markers: [] })],
    ['pelvis markers only', walkerRecording({ markers: ['left_psis', 'right_psis'] })],
  ];
  it.each(silent)('%s: no event, a reason for each foot', (_, recording) => {
    const { events, issues } = markerDetectorCombined.detect(recording);
    expect(events).toEqual([]);
    expect(new Set(issues.map(({ side }) => side))).toEqual(new Set(SIDES));
  });

  it('a marker that is never seen silences its foot and only that', () => {
    const recording = walkerRecording();
    const { positionsM } = recording.markers!;
    positionsM.right_heel!.data.fill(NaN);
    positionsM.right_toe!.data.fill(NaN);
    const { events, issues } = markerDetectorCombined.detect(recording);
    expect(new Set(events.map(({ side }) => side))).toEqual(new Set(['left']));
    expect(issues).toMatchObject([{ side: 'right', reason: 'no-strikes-found' }]);
  });

  it('one foot only: its events are found, the other foot has a reason', () => {
    const { events, issues } = markerDetectorCombined.detect(
      walkerRecording({ markers: ['left_heel', 'left_toe', 'left_psis', 'right_psis'] }),
    );
    expect(events.length).toBeGreaterThan(8);
    expect(events.every(({ side }) => side === 'left')).toBe(true);
    expect(issues).toMatchObject([{ side: 'right' }]);
  });

  it('a trial of 2 s gives at most the events that are in it', () => {
    const recording = walkerRecording({ durationS: 2 });
    const { foot_strike: strikes } = evaluateEvents(markerDetectorCombined.detect(recording).events, recording.events, {
      toleranceS: 0.1,
    }).perKind;
    expect(strikes.precision).toBe(1);
  });

  it('a gap of half a second removes the events in it and adds none', () => {
    const recording = walkerRecording();
    const { positionsM, numSamples } = recording.markers!;
    for (const row of [0, 1, 2]) positionsM.left_heel!.data.fill(NaN, row * numSamples + 380, row * numSamples + 430);
    const found = markerDetectorCombined.detect(recording).events;
    const whole = markerDetectorCombined.detect(walkerRecording()).events;
    const strikes = found.filter(({ side, kind }) => side === 'left' && kind === 'foot_strike');
    const others = whole.filter(
      ({ side, kind, timeS }) => side === 'left' && kind === 'foot_strike' && Math.abs(timeS - 4.05) > 0.6,
    );
    for (const { timeS } of others) expect(strikes.some((strike) => Math.abs(strike.timeS - timeS) < 0.02)).toBe(true);
    expect(strikes.length).toBeLessThanOrEqual(
      whole.filter(({ side, kind }) => side === 'left' && kind === 'foot_strike').length,
    );
  });
});
