import { bench, describe } from 'vitest';
import { readC3d } from './read';
import { writeC3d } from './write';

const frameCount = 6000;
const series = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => 500 * Math.sin(i / 10));
const [x, samples] = [series(frameCount), series(frameCount * 10)];
const content = {
  pointRateHz: 100,
  frameCount,
  points: Array.from({ length: 60 }, (_, i) => ({ label: `P${i}`, x, y: x, z: x })),
  analogSamplesPerFrame: 10,
  analog: Array.from({ length: 32 }, (_, i) => ({ label: `A${i}`, samples })),
};

describe('decoding 6,000 frames of 60 points and 32 x 10 samples', () => {
  for (const byteOrder of ['intel', 'dec', 'sgi'] as const) {
    for (const storage of ['float32', 'int16'] as const) {
      const bytes = writeC3d(content, { byteOrder, storage });
      bench(`${byteOrder} ${storage}`, () => void readC3d(bytes));
    }
  }
});
