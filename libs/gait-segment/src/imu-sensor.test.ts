import { channelSamples } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { levelledSensor } from './imu-sensor';
import { sensorOf } from './sensor-fixture';

describe('levelledSensor', () => {
  it('turns gravity at rest to the third row and angular velocity with it', () => {
    const tilt = 0.4;
    const tilted = sensorOf('left_foot', {
      forward: () => 9.81 * Math.sin(tilt),
      up: () => 9.81 * Math.cos(tilt),
      pitch: (timeS) => (timeS > 10 ? 3 : 0),
    });
    const level = levelledSensor(tilted);
    expect(channelSamples(level, 0)[100]).toBeCloseTo(0, 9);
    expect(channelSamples(level, 2)[100]).toBeCloseTo(9.81, 9);
    // The tilt is about the left axis itself, so the pitch stays as it is.
    expect(level.angularVelocityRadps!.data[4000 + 3000]).toBeCloseTo(3, 9);
  });

  it('leaves a sensor alone that never rests, has no gyroscope, or is upside down', () => {
    for (const sensor of [
      sensorOf('left_foot', { pitch: () => 2 }),
      sensorOf('left_foot', { pitch: null }),
      sensorOf('left_foot', { up: () => -9.81 }),
    ]) {
      expect(levelledSensor(sensor)).toBe(sensor);
    }
  });
});
