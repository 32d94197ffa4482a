import { describe, expect, it } from 'vitest';
import { shankImuDetector } from './imu-shank';
import { around, bell, sensorOf, sensorRecording } from './sensor-fixture';

const STRIDE_S = 1.2;

/** Pitch of a shank with a swing of 0.4 s, a sharp reversal at the strike and a broad one at foot-off, first strike at 1 s. */
const walkingShank = (firstStrikeS: number) => (timeS: number) =>
  2.2 * bell(around(timeS, firstStrikeS, STRIDE_S), 0.03) +
  3 * bell(around(timeS, firstStrikeS - 0.42, STRIDE_S), 0.07) -
  6 * bell(around(timeS, firstStrikeS - 0.2, STRIDE_S), 0.1);

describe('shank gyroscope', () => {
  it('finds each strike and foot-off of both legs, at any rate and start', () => {
    for (const timing of [
      { samplingRateHz: 100, startS: 0 },
      { samplingRateHz: 204.8, startS: 33.3 },
    ]) {
      const { events, issues } = shankImuDetector.detect(
        sensorRecording(
          sensorOf('left_shank', { pitch: walkingShank(1) }, timing),
          sensorOf('right_shank', { pitch: walkingShank(1.6) }, timing),
        ),
      );
      expect(issues).toEqual([]);
      for (const { timeS, side, kind } of events) {
        const firstS = (side === 'left' ? 1 : 1.6) - (kind === 'foot_strike' ? 0 : 0.42);
        expect(Math.abs(around(timeS, firstS, STRIDE_S))).toBeLessThan(0.025);
      }
      expect(events.filter(({ kind }) => kind === 'foot_strike').length).toBeGreaterThanOrEqual(31);
      expect(events.filter(({ kind }) => kind === 'foot_off').length).toBeGreaterThanOrEqual(31);
    }
  });

  it('follows slow walking with slow swings', () => {
    const slow = (timeS: number): number => 0.3 * walkingShank(1)(timeS);
    const { events } = shankImuDetector.detect(sensorRecording(sensorOf('left_shank', { pitch: slow })));
    expect(events.filter(({ kind }) => kind === 'foot_strike').length).toBeGreaterThanOrEqual(15);
  });

  it('finds nothing in a leg at rest, and says so', () => {
    const rest = sensorOf('left_shank', { pitch: (timeS) => 0.2 * Math.sin(7 * timeS) });
    const { events, issues } = shankImuDetector.detect(sensorRecording(rest));
    expect(events).toEqual([]);
    expect(issues.map(({ side, reason }) => [side, reason])).toEqual([
      ['left', 'no-strikes-found'],
      ['right', 'no-events'],
    ]);
  });

  it('says that a sensor lacks a gyroscope', () => {
    const { issues } = shankImuDetector.detect(sensorRecording(sensorOf('left_shank', { pitch: null })));
    expect(issues[0]).toMatchObject({
      side: 'left',
      reason: 'no-events',
      detail: expect.stringContaining('gyroscope'),
    });
  });

  it('a gap costs the events in it and no others', () => {
    const whole = sensorOf('left_shank', { pitch: walkingShank(1) });
    const times = (): number[] => shankImuDetector.detect(sensorRecording(whole)).events.map(({ timeS }) => timeS);
    const before = times();
    whole.angularVelocityRadps!.data.fill(NaN, 4000 + 200 * 8, 4000 + 200 * 10);
    const after = times();
    for (const timeS of after) expect(before.some((other) => Math.abs(other - timeS) < 0.02)).toBe(true);
    expect(before.filter((timeS) => timeS < 6.5 || timeS > 11.5).length).toBeLessThanOrEqual(after.length);
  });
});
