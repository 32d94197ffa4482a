import { describe, expect, it } from 'vitest';
import { beltOf, contactsFrom } from './belt-fixture';
import { splitBeltDetector } from './split-belt';
import { emptyRecording } from './walker-fixture';

const left = contactsFrom(0.5, 1.1, 0.7);
const right = contactsFrom(1.05, 1.1, 0.7);

function detect(leftContacts: [number, number][], rightContacts: [number, number][]) {
  return splitBeltDetector.detect({
    ...emptyRecording(),
    forcePlates: [beltOf('left', leftContacts), beltOf('right', rightContacts)],
  });
}

describe('split-belt treadmill', () => {
  it('takes each edge of each contact, at 20 N', () => {
    const { events, issues } = detect(left, right);
    expect(issues).toEqual([]);
    expect(events).toHaveLength(2 * (left.length + right.length));
    const strikes = events.filter(({ side, kind }) => side === 'left' && kind === 'foot_strike');
    strikes.forEach(({ timeS }, i) => expect(timeS).toBeCloseTo(left[i][0] + 0.001, 4));
  });

  it('takes no edge where the other foot stepped over, and flags the contact', () => {
    // The right foot lands on the left belt before the left foot has left it: one long contact up to its own foot-off.
    const crossed = left.map(([strikeS, offS], i): [number, number] =>
      i === 4 ? [strikeS, offS + 0.35] : [strikeS, offS],
    );
    const { events, issues } = detect(crossed, right);
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue).toMatchObject({ side: 'left', reason: 'shared-plate' });
    const [strikeS, offS] = crossed[4];
    const near = (timeS: number) =>
      events.filter((event) => event.side === 'left' && Math.abs(event.timeS - timeS) < 0.1);
    expect(near(offS).map(({ kind }) => kind)).not.toContain('foot_off');
    expect(near(strikeS).every(({ confidence }) => confidence < 0.7)).toBe(true);
  });

  it('needs two belts, and more contacts than a floor plate sees', () => {
    expect(splitBeltDetector.applies({ ...emptyRecording(), forcePlates: [beltOf('left', left)] })).toBe(false);
    const { events, issues } = detect(left.slice(0, 1), right.slice(0, 1));
    expect(events).toEqual([]);
    expect(issues.map(({ side, reason }) => [side, reason])).toEqual([
      ['left', 'no-events'],
      ['right', 'no-events'],
    ]);
  });
});
