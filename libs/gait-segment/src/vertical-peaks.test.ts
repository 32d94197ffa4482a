import { describe, expect, it } from 'vitest';
import { around, bell, sensorOf, sensorRecording } from './sensor-fixture';
import { verticalPeakDetector } from './vertical-peaks';

const impacts = { up: (timeS: number) => 9.81 + 15 * bell(around(timeS, 0.7, 1.1), 0.03) };

describe('peaks of the vertical acceleration', () => {
  it('finds one strike per impact and no foot-off', () => {
    const { events } = verticalPeakDetector.detect(sensorRecording(sensorOf('right_foot', impacts)));
    expect(events).toHaveLength(18);
    for (const { timeS, side, kind } of events) {
      expect([side, kind]).toEqual(['right', 'foot_strike']);
      expect(Math.abs(around(timeS, 0.7, 1.1))).toBeLessThan(0.005);
    }
  });

  it('needs no gyroscope, but a rate that holds its low-pass', () => {
    const detect = (samplingRateHz: number) =>
      verticalPeakDetector.detect(
        sensorRecording(sensorOf('left_foot', { ...impacts, pitch: null }, { samplingRateHz, startS: 0 })),
      );
    expect(detect(100).events).toHaveLength(18);
    expect(detect(30)).toMatchObject({
      events: [],
      issues: [{ side: 'left', reason: 'no-events', detail: expect.stringContaining('30 Hz') }, { side: 'right' }],
    });
  });
});
