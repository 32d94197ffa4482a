import { describe, expect, it } from 'vitest';
import type { C3dContent, C3dParameterContent } from './content';
import { C3dDataSectionError, C3dSignatureError, C3dTruncatedError } from './errors';
import { readC3d } from './read';
import type { C3dRecording } from './recording';
import { analogAt, trajectoryAt } from './series';
import { sampleContent } from './testing/sample-content';
import { recordOffset, withHeaderWord, withInt16, withoutParameter } from './testing/edit-bytes';
import { writeC3d } from './write';

const codes = (recording: C3dRecording): string[] => recording.warnings.map(({ code }) => code);

/** `frameCount` frames of one channel that counts from 0. */
function ramp(
  frameCount: number,
  parameters: C3dParameterContent[] = [],
  overrides: Partial<C3dContent> = {},
): Uint8Array {
  const samples = Float32Array.from({ length: frameCount }, (_, i) => i);
  return writeC3d({ pointRateHz: 100, frameCount, analog: [{ label: 'ramp', samples }], parameters, ...overrides });
}

const int16 = (group: string, name: string, ...values: number[]): C3dParameterContent => ({
  group,
  name,
  type: 'int16',
  values,
});
const float = (group: string, name: string, ...values: number[]): C3dParameterContent => ({
  group,
  name,
  type: 'float32',
  values,
});

describe('frame count', () => {
  it('is POINT:FRAMES, unsigned, of any numeric type, whatever the header says', () => {
    const read = readC3d(withHeaderWord(ramp(40_000), 5, 7));
    expect([read.frameCount, codes(read)]).toEqual([40_000, ['header-disagrees']]);
    expect(readC3d(ramp(50, [float('POINT', 'FRAMES', 50)])).frameCount).toBe(50);
    expect(readC3d(ramp(50, [int16('POINT', 'FRAMES', 20)])).frameCount).toBe(20);
  });

  it('is the TRIAL fields where POINT:FRAMES is full', () => {
    const fields = [int16('TRIAL', 'ACTUAL_START_FIELD', 1, 0), int16('TRIAL', 'ACTUAL_END_FIELD', 4, 1)];
    expect(
      readC3d(ramp(65540, [...fields, int16('POINT', 'FRAMES', 65535), float('POINT', 'LONG_FRAMES', 9)])).frameCount,
    ).toBe(65540);
  });

  it('is POINT:LONG_FRAMES where there are no TRIAL fields, else the header', () => {
    const long = withoutParameter(ramp(65600), 'ACTUAL_END_FIELD');
    expect(readC3d(long).frameCount).toBe(65600);
    const header = readC3d(withoutParameter(long, 'LONG_FRAMES'));
    expect([header.frameCount, codes(header)]).toEqual([65535, ['frame-count']]);
    expect(readC3d(withoutParameter(ramp(7), 'FRAMES')).frameCount).toBe(7);
  });

  it('is whole again where POINT:FRAMES holds its low 16 bits only', () => {
    const read = readC3d(ramp(65_536 + 30, [int16('POINT', 'FRAMES', 30)]));
    expect([read.frameCount, codes(read)]).toEqual([65_566, ['frame-count']]);
  });

  it('is what the file holds where that is less', () => {
    const bytes = ramp(1000);
    const dataOffset = readC3d(bytes).layout.dataOffset;
    const read = readC3d(bytes.subarray(0, dataOffset + 4 * 300 + 3));
    expect([read.frameCount, codes(read)]).toEqual([300, ['data-section']]);
    expect([...analogAt(read, 0)].at(-1)).toBe(299);
  });

  it('may start at frame 0', () => {
    const read = readC3d(ramp(5, [], { firstFrame: 0, events: [{ label: 'e', captureTimeS: 0.02 }] }));
    expect([read.frameCount, read.firstFrame, codes(read)]).toEqual([5, 0, ['first-frame']]);
    expect(read.events[0].fileTimeS).toBeCloseTo(0.02, 6);
  });
});

describe('where the data lie', () => {
  const sound = writeC3d(sampleContent());
  const points = trajectoryAt(readC3d(sound), 1).x;

  it('zero bytes before the header shift everything', () => {
    for (const zeros of [1, 512, 70_000]) {
      const shifted = new Uint8Array(zeros + sound.length);
      shifted.set(sound, zeros);
      const read = readC3d(shifted);
      expect([codes(read), read.header.leadingBytes]).toEqual([['leading-bytes'], zeros]);
      expect(trajectoryAt(read, 1).x).toEqual(points);
      expect(read.rotations).toEqual(readC3d(sound).rotations);
    }
  });

  it('the parameters may lie behind the data', () => {
    const { layout } = readC3d(sound);
    const moved = new Uint8Array(sound.length + layout.dataOffset);
    moved.set(sound);
    moved.fill(0xff, 512, layout.dataOffset);
    moved.set(sound.subarray(512, layout.dataOffset), sound.length);
    moved[0] = sound.length / 512 + 1;
    expect(trajectoryAt(readC3d(moved), 1).x).toEqual(points);
  });

  it('a parameter block 0 means block 2, and a wrong block count does no harm', () => {
    const edited = sound.slice();
    edited[0] = 0;
    edited[514] = 1;
    expect([codes(readC3d(edited)), trajectoryAt(readC3d(edited), 1).x]).toEqual([['parameter-section'], points]);
    edited[514] = 255;
    expect(trajectoryAt(readC3d(edited), 1).x).toEqual(points);
  });

  it('one of two data pointers may be wrong', () => {
    const wrongHeader = withHeaderWord(sound, 9, 0);
    expect([codes(readC3d(wrongHeader)), trajectoryAt(readC3d(wrongHeader), 1).x]).toEqual([
      ['header-disagrees'],
      points,
    ]);
    const wrongParameter = withInt16(sound, 'DATA_START', 60_000);
    expect([codes(readC3d(wrongParameter)), trajectoryAt(readC3d(wrongParameter), 1).x]).toEqual([
      ['header-disagrees'],
      points,
    ]);
  });

  it('both beyond the file is an error that names the byte', () => {
    const lost = withHeaderWord(withInt16(sound, 'DATA_START', 60_000), 9, 60_000);
    expect(() => readC3d(lost)).toThrow(C3dDataSectionError);
    expect(() => readC3d(lost)).toThrow(`byte ${59_999 * 512}`);
  });

  it.each(['intel', 'dec', 'sgi'] as const)('a processor byte that names no machine: %s is recognised', (byteOrder) => {
    for (const processor of [0, 1]) {
      const bytes = writeC3d(sampleContent(), { byteOrder });
      bytes[515] = processor;
      const read = readC3d(bytes);
      expect([read.layout.byteOrder, codes(read)]).toEqual([byteOrder, ['processor']]);
    }
  });
});

describe('what parameters and header disagree about', () => {
  it('the parameters win and a warning says so', () => {
    const read = readC3d(withHeaderWord(withHeaderWord(writeC3d(sampleContent()), 2, 9), 10, 2));
    expect([read.points.length, read.analogSamplesPerFrame, codes(read)]).toEqual([
      4,
      3,
      ['header-disagrees', 'header-disagrees'],
    ]);
  });

  it('the header wins where only its reading fits the file', () => {
    const sound = writeC3d(sampleContent({ rotations: undefined }));
    const read = readC3d(withInt16(sound, 'USED', 60_000));
    expect([read.points.length, codes(read)]).toEqual([4, ['header-disagrees']]);
    expect(trajectoryAt(read, 2)).toEqual(trajectoryAt(readC3d(sound), 2));
  });

  it('so it does where the parameters mistake floats for integers', () => {
    const sound = writeC3d(sampleContent({ rotations: undefined, frameCount: 50 }));
    const wrong = (scale: number): C3dRecording =>
      readC3d(
        writeC3d(sampleContent({ rotations: undefined, frameCount: 50, parameters: [float('POINT', 'SCALE', scale)] })),
      );
    for (const read of [wrong(0.1), wrong(0)]) {
      expect(read.layout.storage).toBe('float32');
      expect(read.coordinates).toEqual(readC3d(sound).coordinates);
    }
    expect(codes(wrong(0.1))).toEqual(['header-disagrees']);
  });

  it('rates: near-whole ratios pass, others fall back to the header', () => {
    const near = readC3d(
      ramp(4, [float('POINT', 'RATE', 119.88), float('ANALOG', 'RATE', 120)], { pointRateHz: 119.88 }),
    );
    expect([near.analogSamplesPerFrame, near.analogRateHz, codes(near)]).toEqual([
      1,
      expect.closeTo(119.88, 3),
      ['sampling-rate'],
    ]);
    const integer = readC3d(
      ramp(4, [int16('ANALOG', 'RATE', 40_000), int16('POINT', 'RATE', 40_000)], { pointRateHz: 40_000 }),
    );
    expect([integer.pointRateHz, integer.analogRateHz, codes(integer)]).toEqual([40_000, 40_000, []]);
    const odd = readC3d(ramp(4, [float('ANALOG', 'RATE', 333)]));
    expect([odd.analogSamplesPerFrame, odd.analogRateHz, codes(odd)]).toEqual([
      1,
      100,
      ['sampling-rate', 'sampling-rate'],
    ]);
    const none = readC3d(ramp(4, [float('POINT', 'RATE', 0)]));
    expect([none.pointRateHz, codes(none)]).toEqual([100, ['missing-parameter']]);
  });
});

describe('scaling', () => {
  it('missing SCALE, OFFSET and GEN_SCALE are 1, 0, 1 with warnings', () => {
    let bytes = writeC3d({ pointRateHz: 100, frameCount: 1, analog: [{ label: 'A', samples: [3] }] });
    bytes = withoutParameter(withoutParameter(withoutParameter(bytes, 'SCALE', 1), 'OFFSET'), 'GEN_SCALE');
    const read = readC3d(bytes);
    expect([analogAt(read, 0)[0], codes(read)]).toEqual([
      3,
      ['missing-parameter', 'missing-parameter', 'missing-parameter'],
    ]);
  });

  it('GEN_SCALE multiplies every channel, offsets are subtracted before', () => {
    const read = readC3d(ramp(3, [float('ANALOG', 'GEN_SCALE', 0.5), int16('ANALOG', 'OFFSET', -4)]));
    expect([...analogAt(read, 0)]).toEqual([2, 2.5, 3]);
  });

  it('ANALOG:FORMAT UNSIGNED makes offsets unsigned in float files too', () => {
    const unsigned: C3dParameterContent = { group: 'ANALOG', name: 'FORMAT', type: 'char', values: ['UNSIGNED'] };
    const read = readC3d(ramp(2, [unsigned, int16('ANALOG', 'OFFSET', -1)]));
    expect([...analogAt(read, 0)]).toEqual([-65535, -65534]);
  });

  it('the fourth value gives residual and cameras; floats hold the same integer', () => {
    for (const storage of ['int16', 'float32'] as const) {
      const point = { label: 'A', x: [1, 2], y: [1, 2], z: [1, NaN], residual: [2.5, 0], cameraMask: [0b1010101, 0] };
      const read = readC3d(writeC3d({ pointRateHz: 1, frameCount: 2, points: [point] }, { storage, pointScale: 0.5 }));
      const { residual, cameraMask } = trajectoryAt(read, 0);
      expect([[...residual], [...cameraMask]]).toEqual([
        [2.5, NaN],
        [0b1010101, 0],
      ]);
    }
  });
});

describe('what is no C3D file', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'an empty file'],
    ['zeros', new Uint8Array(100_000), '100000 zero bytes'],
    ['text', new TextEncoder().encode('time\tknee\n0\t5\n'.repeat(100)), '0x50 at byte 1, found 0x69'],
  ])('%s', (_, bytes, message) => {
    expect(() => readC3d(bytes)).toThrow(C3dSignatureError);
    expect(() => readC3d(bytes)).toThrow(message);
  });

  it('a file that ends in its header or before its parameters', () => {
    const bytes = writeC3d(sampleContent());
    for (const length of [1, 2, 300, 511, 514])
      expect(() => readC3d(bytes.subarray(0, length))).toThrow(C3dTruncatedError);
    const far = bytes.slice();
    far[0] = 255;
    expect(() => readC3d(far, { source: 'walk.c3d' })).toThrow(
      /^walk\.c3d: truncated: the parameter section needs 4 bytes from byte 130048/,
    );
  });
});

it('the writer says where records are, for the edits of these tests', () => {
  expect(recordOffset(writeC3d(sampleContent()), 'LABELS')).toBeGreaterThan(512);
  expect(() => recordOffset(writeC3d(sampleContent()), 'NOTHERE')).toThrow('NOTHERE');
});
