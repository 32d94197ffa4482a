import { describe, expect, it } from 'vitest';
import { rotationBytes } from './decode-rotations';
import { isC3dError } from './errors';
import { readC3d } from './read';
import { damagedFile, flawInReading, soundFiles } from './testing/damaged-files';
import { sampleContent } from './testing/sample-content';
import { withHeaderWord, withInt16 } from './testing/edit-bytes';
import { writeC3d } from './write';

describe('damaged files', () => {
  const sound = soundFiles();

  it('are refused by a typed error or read into consistent arrays, and never hang', () => {
    expect(sound.map(flawInReading)).toEqual(sound.map(() => null));
    for (let seed = 1; seed <= 1500; seed++) {
      const flaw = flawInReading(damagedFile(sound, seed));
      if (flaw !== null) expect.fail(`seed ${seed}: ${flaw}`);
    }
  });

  it('cut at every place', () => {
    const bytes = writeC3d(sampleContent());
    const { rotation } = readC3d(bytes);
    const usedBytes = rotation!.byteOffset + rotationBytes(rotation!);
    const outcomes = new Set<string>();
    for (let length = 0; length < usedBytes; length += length < 600 ? 1 : 13) {
      try {
        const { frameCount, warnings } = readC3d(bytes.subarray(0, length));
        outcomes.add(frameCount < 5 || warnings.length > 0 ? 'read in part, with a warning' : 'read');
      } catch (error) {
        outcomes.add(isC3dError(error) ? error.tag : String(error));
      }
    }
    expect([...outcomes].sort()).toEqual([
      'data-section',
      'parameters',
      'read in part, with a warning',
      'signature',
      'truncated',
    ]);
  });

  it('hostile counts allocate nothing that the file does not hold', () => {
    const small = writeC3d(sampleContent());
    for (const hostile of [
      withHeaderWord(withInt16(small, 'USED', 65_535), 2, 65_535),
      writeC3d(sampleContent({ parameters: [{ group: 'POINT', name: 'FRAMES', type: 'float32', values: [4e9] }] })),
      writeC3d(sampleContent({ parameters: [{ group: 'ANALOG', name: 'RATE', type: 'float32', values: [3e38] }] })),
      writeC3d(sampleContent({ parameters: [{ group: 'ANALOG', name: 'USED', type: 'int16', values: [65_535] }] })),
    ]) {
      const read = readC3d(hostile);
      expect(read.coordinates.byteLength + read.analog.byteLength).toBeLessThan(8 * hostile.length);
      expect(read.warnings.map(({ code }) => code)).toContain('data-section');
    }
  });
});
