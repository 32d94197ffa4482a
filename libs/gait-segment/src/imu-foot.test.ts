import { describe, expect, it } from 'vitest';
import { footImuDetector } from './imu-foot';
import { around, bell, sensorOf, sensorRecording } from './sensor-fixture';

const STRIDE_S = 1.1;
const FIRST_S = 1;

/** Pitch of a foot: push-off before 0.38 s ahead of the strike, then swing, then a landing after the strike. */
const pitch = (timeS: number): number =>
  5 * bell(around(timeS, FIRST_S - 0.46, STRIDE_S), 0.06) -
  6 * bell(around(timeS, FIRST_S - 0.12, STRIDE_S), 0.09) +
  5 * bell(around(timeS, FIRST_S + 0.07, STRIDE_S), 0.03);

describe('foot sensor', () => {
  it('times the strike where swing turns into landing and the foot-off where push-off turns into swing', () => {
    const { events, issues } = footImuDetector.detect(sensorRecording(sensorOf('left_foot', { pitch })));
    const of = (kind: string) => events.filter((event) => event.kind === kind).map(({ timeS }) => timeS);
    expect(of('foot_strike').length).toBeGreaterThanOrEqual(16);
    expect(of('foot_off').length).toBeGreaterThanOrEqual(16);
    for (const timeS of of('foot_strike')) expect(Math.abs(around(timeS, FIRST_S + 0.02, STRIDE_S))).toBeLessThan(0.03);
    for (const timeS of of('foot_off')) expect(Math.abs(around(timeS, FIRST_S - 0.34, STRIDE_S))).toBeLessThan(0.05);
    expect(issues.map(({ side }) => side)).toEqual(['right']);
  });

  it('times flat landings, as on stairs, by the impact that ends the braking', () => {
    const flat = (timeS: number): number => pitch(timeS) - 5 * bell(around(timeS, FIRST_S + 0.07, STRIDE_S), 0.03);
    const braking = (timeS: number): number => {
      const sinceS = around(timeS, FIRST_S, STRIDE_S);
      return sinceS < 0 && sinceS > -0.08 ? -12 : 0;
    };
    const { events } = footImuDetector.detect(
      sensorRecording(sensorOf('right_foot', { pitch: flat, forward: braking })),
    );
    const strikes = events.filter(({ kind }) => kind === 'foot_strike');
    expect(strikes.length).toBeGreaterThanOrEqual(16);
    for (const { timeS } of strikes) expect(Math.abs(around(timeS, FIRST_S, STRIDE_S))).toBeLessThan(0.015);
  });

  it('invents nothing at rest or while the foot only taps', () => {
    const tapping = (timeS: number): number => 0.8 * Math.sin(2 * Math.PI * timeS);
    for (const quiet of [() => 0, tapping]) {
      const { events, issues } = footImuDetector.detect(sensorRecording(sensorOf('left_foot', { pitch: quiet })));
      expect(events).toEqual([]);
      expect(issues).toHaveLength(2);
    }
  });
});
