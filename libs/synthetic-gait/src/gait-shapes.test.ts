import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../tools/shared-data';
import { fourierValue, sineSeriesMean, sineSeriesValue } from './fourier-shape';
import { GAIT_SHAPES } from './gait-shapes';

const REFERENCE = sharedData('camargo', 'reference_treadmill_1.20mps_5pct.csv');

describe.skipIf(!REFERENCE)(`walking follows the published mean curves (${SHARED_DATA_HINT})`, () => {
  const rows = (REFERENCE === null ? '' : readFileSync(REFERENCE, 'utf8'))
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map(Number));
  const { anglesDeg, momentsNmPerKg, forcesBodyWeight, stanceShare } = GAIT_SHAPES.walk;

  it.each([
    ['hip', 1, anglesDeg[2], 12, 0.3],
    ['knee', 2, anglesDeg[5], -6, 0.3],
    ['ankle', 3, anglesDeg[8], -8, 1],
    ['ankle moment', 4, momentsNmPerKg[8], -0.015, 0.05],
  ] as const)('%s, apart from a constant', (_, column, shape, offset, tolerance) => {
    for (const row of rows.slice(0, -1)) {
      expect(Math.abs(fourierValue(shape, row[0] / 100) - row[column] - offset)).toBeLessThan(tolerance);
    }
  });

  it('vertical force', () => {
    for (const row of rows.slice(1, -1)) {
      const value = sineSeriesValue(forcesBodyWeight.vertical, row[0] / 100 / stanceShare);
      expect(Math.abs(value - row[5])).toBeLessThan(0.05);
    }
  });
});

describe('every gait', () => {
  it.each(Object.entries(GAIT_SHAPES))('%s carries the body and neither speeds up nor slows down', (_, shapes) => {
    const { vertical, forward } = shapes.forcesBodyWeight;
    expect(2 * shapes.stanceShare * sineSeriesMean(vertical)).toBeGreaterThan(0.85);
    expect(2 * shapes.stanceShare * sineSeriesMean(vertical)).toBeLessThan(1.15);
    expect(Math.abs(sineSeriesMean(forward))).toBeLessThan(0.03);
    expect(shapes.anglesDeg).toHaveLength(9);
    expect(shapes.momentsNmPerKg).toHaveLength(9);
    expect(shapes.emg).toHaveLength(13);
  });

  it.each(Object.entries(GAIT_SHAPES))('%s has almost no moment about a foot in the air', (_, shapes) => {
    for (let phase = shapes.stanceShare + 0.05; phase < 0.97; phase += 0.01) {
      for (const ankle of shapes.momentsNmPerKg.slice(6))
        expect(Math.abs(fourierValue(ankle, phase))).toBeLessThan(0.1);
    }
  });
});
