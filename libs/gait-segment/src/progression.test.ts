import { signalBlock, type ContinuousRecording } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { walkerPaths } from './marker-paths';
import { centralDifference, headingChangeDeg, movingMean, progressionOf } from './progression';
import { walkerRecording } from './walker-fixture';

function progressionIn(recording: ContinuousRecording) {
  const paths = walkerPaths(recording)!;
  return { paths, progression: progressionOf(paths) };
}

describe('direction of progression', () => {
  it.each([
    ['overground', {}],
    ['on a treadmill', { isTreadmill: true }],
    ['without toes overground', { markers: ['left_heel', 'right_heel', 'sacrum'] as const }],
    [
      'without a pelvis on a treadmill',
      { isTreadmill: true, markers: ['left_heel', 'left_toe', 'right_heel'] as const },
    ],
  ])('is where the person walks, %s', (_, options) => {
    for (const headingDeg of [0, 90, 180, -137]) {
      const { progression } = progressionIn(walkerRecording({ ...options, headingDeg }));
      const radians = (headingDeg * Math.PI) / 180;
      for (let i = 100; i < 700; i += 50) {
        const alignment = progression.forwardX[i] * Math.cos(radians) + progression.forwardY[i] * Math.sin(radians);
        expect(alignment).toBeGreaterThan(0.98);
      }
    }
  });

  it('keeps facing forward in backward walking, with a negative velocity', () => {
    const { progression } = progressionIn(walkerRecording({ isBackward: true }));
    expect(progression.forwardX[400]).toBeGreaterThan(0.98);
    expect(progression.pelvisVelocityMps[400]).toBeCloseTo(-1.2, 1);
  });

  it('is unknown for a person without facing direction who stays in place', () => {
    const { progression } = progressionIn(
      walkerRecording({ isTreadmill: true, markers: ['left_heel', 'right_heel', 'sacrum'] }),
    );
    expect(progression.forwardX.every((value) => Number.isNaN(value))).toBe(true);
  });

  it('follows a turn, beyond half a circle too', () => {
    const recording = walkerRecording();
    const { positionsM, numSamples } = recording.markers!;
    // The person walks on a circle of 2 m radius: x becomes the way along it, y the distance inwards.
    const turned = Object.fromEntries(
      Object.entries(positionsM).map(([name, { data }]) => {
        const rows = [0, 1, 2].map(() => new Float64Array(numSamples));
        for (let i = 0; i < numSamples; i += 1) {
          const [along, inwards] = [data[i] / 2, 2 - data[numSamples + i]];
          rows[0][i] = inwards * Math.sin(along);
          rows[1][i] = 2 - inwards * Math.cos(along);
          rows[2][i] = data[2 * numSamples + i];
        }
        return [name, signalBlock(rows, recording.markers!).samples];
      }),
    );
    const { paths, progression } = progressionIn({
      ...recording,
      markers: { ...recording.markers!, positionsM: turned },
    });
    // 1.2 m/s on a radius of 2 m: 0.6 rad/s.
    expect(headingChangeDeg(paths, progression, 1, 7)).toBeCloseTo((6 * 0.6 * 180) / Math.PI, -1);
    expect(headingChangeDeg(paths, progression, 3, 4.1)).toBeCloseTo((1.1 * 0.6 * 180) / Math.PI, -1);
  });
});

describe('averages and differences', () => {
  it('the moving mean leaves out what is missing', () => {
    expect([...movingMean(Float64Array.of(1, NaN, 3, 5), 1)]).toEqual([1, 2, 4, 4]);
    expect(movingMean(Float64Array.of(NaN, NaN), 1)).toEqual(Float64Array.of(NaN, NaN));
  });

  it('the central difference is exact for a line, one-sided at the ends and missing beside a gap', () => {
    expect([...centralDifference(Float64Array.of(0, 2, 4, NaN, 8), 10)]).toEqual([20, 20, NaN, 20, NaN]);
    expect(centralDifference(Float64Array.of(1), 10)).toEqual(Float64Array.of(NaN));
  });
});
