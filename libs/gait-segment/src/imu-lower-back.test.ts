import { describe, expect, it } from 'vitest';
import { lowerBackDetector } from './imu-lower-back';
import { sensorOf, sensorRecording } from './sensor-fixture';

const STEP_S = 0.55;

/** A trunk that is decelerated from every step on and swings towards the standing leg; left steps at 1 s and every second step. */
const walkingBack = (isWalking: (timeS: number) => boolean = () => true) => {
  const wave = (timeS: number, periodS: number, sign: number): number =>
    isWalking(timeS) ? sign * Math.sin((2 * Math.PI * (timeS - 1)) / periodS) : 0;
  return sensorOf('lower_back', {
    forward: (timeS) => wave(timeS, STEP_S, -1.5),
    up: (timeS) => 9.81 + wave(timeS - 0.04 + STEP_S / 4, STEP_S, 2),
    left: (timeS) => wave(timeS, 2 * STEP_S, -0.8),
  });
};

describe('lower-back sensor', () => {
  it('finds each step, left and right in turn', () => {
    const { events, issues } = lowerBackDetector.detect(sensorRecording(walkingBack()));
    expect(issues).toEqual([]);
    const inside = events.filter(({ timeS }) => timeS > 1 && timeS < 19);
    expect(inside.length).toBeGreaterThanOrEqual(32);
    inside.forEach(({ timeS, side, kind }, i) => {
      expect(kind).toBe('foot_strike');
      expect(side).toBe(Math.round((timeS - 1) / STEP_S) % 2 === 0 ? 'left' : 'right');
      if (i > 0) expect(timeS - inside[i - 1].timeS).toBeCloseTo(STEP_S, 1);
      expect(Math.abs(timeS - 1 - STEP_S * Math.round((timeS - 1) / STEP_S))).toBeLessThan(0.05);
    });
  });

  it('finds no step in standing, and starts again after a pause', () => {
    const paused = lowerBackDetector.detect(sensorRecording(walkingBack((timeS) => timeS < 7 || timeS > 13)));
    expect(paused.events.length).toBeGreaterThan(15);
    expect(paused.events.filter(({ timeS }) => timeS > 7.5 && timeS < 12.5)).toEqual([]);
    const standing = lowerBackDetector.detect(sensorRecording(walkingBack(() => false)));
    expect(standing.events).toEqual([]);
    expect(standing.issues.map(({ reason }) => reason)).toEqual(['not-walking', 'not-walking']);
  });
});
