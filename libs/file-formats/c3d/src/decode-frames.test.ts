import { expect, it } from 'vitest';
import { emptyFrames } from './decode-frames';
import { C3dMemoryError } from './errors';
import { readC3d } from './read';
import { sampleContent } from './testing/sample-content';
import { writeC3d } from './write';

it('frames that no memory holds are a typed error that says how many bytes they need', () => {
  const recording = readC3d(writeC3d(sampleContent()));
  expect(() => emptyFrames(recording, 0, 1e13)).toThrow(C3dMemoryError);
  expect(() => emptyFrames(recording, 0, 1e13)).toThrow(`need ${4e13 * 17 + 26 * 3e13 * 8} bytes`);
});

it('decodes byte for byte the same wherever the bytes lie in their buffer', () => {
  for (const byteOrder of ['intel', 'dec', 'sgi'] as const) {
    for (const storage of ['int16', 'float32'] as const) {
      const bytes = writeC3d(sampleContent(), { byteOrder, storage });
      const shifted = new Uint8Array(bytes.length + 3).subarray(3);
      shifted.set(bytes);
      expect(readC3d(shifted)).toEqual(readC3d(bytes));
    }
  }
});
