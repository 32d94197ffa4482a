import { describe, expect, it } from 'vitest';
import { readC3d } from './read';
import { withInt16 } from './testing/edit-bytes';
import { sampleContent } from './testing/sample-content';
import { writeC3d } from './write';

describe('rotation section', () => {
  const bytes = writeC3d(sampleContent());

  it('that ends early gives its whole frames and a warning', () => {
    const { rotation, warnings } = readC3d(bytes);
    expect(warnings).toEqual([]);
    const cut = readC3d(bytes.subarray(0, rotation!.byteOffset + 3 * 2 * 17 * 4 + 9));
    expect([cut.rotations!.frameCount, cut.rotations!.matrices.length, cut.warnings.map(({ code }) => code)]).toEqual([
      3,
      96,
      ['rotations'],
    ]);
    expect(cut.rotations!.matrices.subarray(0, 16)).toEqual(readC3d(bytes).rotations!.matrices.subarray(0, 16));
  });

  it('beyond the file is an error, without a block number a warning', () => {
    expect(() => readC3d(withInt16(bytes, 'DATA_START', 60_000, 1))).toThrow('rotations start beyond the end');
    const unnamed = readC3d(withInt16(bytes, 'DATA_START', 0, 1));
    expect([unnamed.rotations, unnamed.warnings.map(({ code }) => code)]).toEqual([null, ['rotations']]);
  });

  it('takes its rate from RATE where there is no RATIO', () => {
    const read = readC3d(
      writeC3d(sampleContent({ parameters: [{ group: 'ROTATION', name: 'RATIO', type: 'char', values: ['two'] }] })),
    );
    expect(read.rotations).toMatchObject({ samplingRateHz: 200, frameCount: 10 });
  });
});
