import { describe, expect, it } from 'vitest';
import { combinedDetector } from './event-combination';
import { EVENT_DETECTORS, findEvents } from './find-events';
import { emptyRecording, walkerRecording } from './walker-fixture';

describe('findEvents', () => {
  const recording = walkerRecording({ forcePlates: true });
  const unlabelled = { ...recording, events: [] };

  it('returns the events of the source as they are', () => {
    const { events, decision } = findEvents(recording);
    expect(events).toEqual(recording.events);
    expect(decision).toMatchObject({ fact: 'gait events', decided: 'source' });
  });

  it('replaces them only when asked, and says so', () => {
    const { events, decision } = findEvents(recording, { redetect: true });
    expect(events.every(({ source }) => source !== 'source')).toBe(true);
    expect(decision.evidence).toContain('asked for');
  });

  it('keeps single events of the source and adds the rest', () => {
    const labelled = recording.events.filter(({ kind }) => kind === 'foot_strike')[3];
    const moved = { ...labelled, timeS: labelled.timeS + 0.02 };
    const { events, decision } = findEvents({ ...recording, events: [moved] });
    expect(events).toContainEqual(moved);
    const sameStrike = events.filter(
      ({ side, kind, timeS }) => side === moved.side && kind === moved.kind && Math.abs(timeS - moved.timeS) < 0.2,
    );
    expect(sameStrike).toEqual([moved]);
    expect(events.length).toBeGreaterThan(10);
    expect(decision.decided).toMatch(/^source, completed by/);
  });

  it('detects the foot of which the source says nothing, and says so', () => {
    const left = recording.events.filter(({ side }) => side === 'left');
    const { events, decision } = findEvents({ ...recording, events: left });
    expect(events.filter(({ side }) => side === 'left')).toEqual(left);
    const right = events.filter(({ side }) => side === 'right');
    expect(right.length).toBeGreaterThan(8);
    expect(right.every(({ source }) => source !== 'source')).toBe(true);
    expect(decision).toMatchObject({ decided: expect.stringMatching(/^source, completed by/) });
    const leg = { emg: null, angles: null, moments: null };
    const oneLeg = { ...recording, events: left, legs: { left: leg, right: null } };
    expect(findEvents(oneLeg)).toMatchObject({ events: left, issues: [] });
  });

  it('without labels: markers count, clean plate contacts override', () => {
    const { events, decision } = findEvents(unlabelled);
    const onPlates = events.filter(({ source }) => source === 'force-plate');
    expect(onPlates).toHaveLength(4);
    for (const { timeS, side, kind } of onPlates) {
      const truth = recording.events.filter((event) => event.side === side && event.kind === kind);
      expect(Math.min(...truth.map((event) => Math.abs(event.timeS - timeS)))).toBeLessThan(0.002);
    }
    expect(decision.decided).toContain('force-plate');
    expect(events.length).toBeGreaterThanOrEqual(recording.events.length - 3);
  });

  it('uses the detector that is named, or a detector of your own', () => {
    expect(new Set(findEvents(unlabelled, { detector: 'zeni' }).events.map(({ source }) => source))).toEqual(
      new Set(['zeni']),
    );
    const own = {
      id: 'own',
      applies: () => true,
      detect: () => ({ events: recording.events.slice(0, 2), issues: [] }),
    };
    expect(findEvents(unlabelled, { detector: own }).events).toHaveLength(2);
  });

  it('an unknown detector is an error that names the known ones', () => {
    expect(() => findEvents(unlabelled, { detector: 'zenith' })).toThrow(/zeni.*found 'zenith'/);
  });

  it('a recording with nothing gives no events and a reason from every detector', () => {
    for (const detector of [combinedDetector, ...EVENT_DETECTORS]) {
      const { events, issues } = detector.detect(emptyRecording());
      expect(events).toEqual([]);
      expect(issues.length).toBeGreaterThan(0);
      expect(issues.every(({ reason }) => reason === 'no-events')).toBe(true);
    }
  });

  it('no detector looks at the events of the source', () => {
    for (const detector of [combinedDetector, ...EVENT_DETECTORS]) {
      expect(detector.detect(recording)).toEqual(detector.detect(unlabelled));
    }
  });
});
