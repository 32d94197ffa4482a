import { describe, expect, it } from 'vitest';
import { C3dParameterError } from './errors';
import { describeC3dBytes } from './read';
import { recordOffset, withoutParameter } from './testing/edit-bytes';
import { writeC3d } from './write';

const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];

/** A file whose parameter section holds the given records and whose frames start in block 4. */
function fileWith(...records: number[][]): Uint8Array {
  const bytes = writeC3d({ pointRateHz: 100, frameCount: 0 }).slice();
  const file = new Uint8Array(512 * 4);
  file.set(bytes.subarray(0, 512));
  new DataView(file.buffer).setUint16(16, 4, true);
  file.set([1, 0x50, 2, 84, ...records.flat()], 512);
  return file;
}

/** A record whose pointer leads to the byte behind it, or elsewhere. */
function record(name: string, id: number, body: number[], pointer = 2 + body.length): number[] {
  return [name.length, id & 0xff, ...text(name), pointer & 0xff, pointer >> 8, ...body];
}

const group = (name: string, id: number): number[] => record(name, -id, [0]);

describe('records', () => {
  it('may come before their group, and locked ones are told', () => {
    const locked = record('used', 5, [2, 0, 7, 0, 3, ...text('how')]);
    locked[0] = 256 - 4;
    const { groups } = describeC3dBytes(fileWith(locked, group('point', 5)));
    expect(groups.get('POINT')?.parameters.get('USED')).toEqual({
      name: 'USED',
      description: 'how',
      locked: true,
      type: 'int16',
      dimensions: [],
      values: [7],
    });
  });

  it('hold bytes, Fortran-ordered tables and strings padded by blanks or NULs', () => {
    const { groups } = describeC3dBytes(
      fileWith(
        group('G', 1),
        record('BYTES', 1, [1, 1, 2, 5, 200, 0]),
        record('TABLE', 1, [2, 2, 2, 2, 1, 0, 2, 0, 3, 0, 4, 0, 0]),
        record('TEXT', 1, [0xff, 2, 4, 3, ...text('ab  '), ...text('c\0z '), 0, 0, 0, 0, 0]),
        record('LATIN', 1, [0xff, 1, 3, 0xb5, ...text('V '), 0]),
        record('SCALAR', 1, [0xff, 0, ...text('x'), 0]),
      ),
    );
    const parameters = groups.get('G')!.parameters;
    expect(parameters.get('BYTES')?.values).toEqual([5, 200]);
    expect(parameters.get('TABLE')).toMatchObject({ dimensions: [2, 2], values: [1, 2, 3, 4] });
    expect(parameters.get('TEXT')?.values).toEqual(['ab', 'c', '']);
    expect(parameters.get('LATIN')?.values).toEqual(['µV']);
    expect(parameters.get('SCALAR')?.values).toEqual(['x']);
  });

  it('of unknown type, repeated, without group, or of group 0 are told in warnings', () => {
    const { groups, warnings } = describeC3dBytes(
      fileWith(
        group('G', 1),
        record('ODD', 1, [3, 0, 0, 0]),
        record('TWICE', 1, [2, 0, 1, 0, 0]),
        record('TWICE', 1, [2, 0, 2, 0, 0]),
        record('LOST', 9, [2, 0, 3, 0, 0]),
        record('NONE', 0, [2, 0, 4, 0, 0]),
      ),
    );
    expect(groups.get('G')?.parameters.get('TWICE')?.values).toEqual([1]);
    expect(groups.get('GROUP 9')?.parameters.get('LOST')?.values).toEqual([3]);
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['parameter-type', 'duplicate-parameter', 'undefined-group', 'parameter-section']),
    );
  });

  it('end at a pointer of 0, at an empty name, or at the end of the section', () => {
    const stop = describeC3dBytes(
      fileWith(group('G', 1), record('A', 1, [2, 0, 1, 0, 0], 0), record('B', 1, [2, 0, 1, 0, 0])),
    );
    expect([...stop.groups.get('G')!.parameters.keys()]).toEqual(['A']);
    const filler = record('FILL', 1, [1, 2, 4, 240, ...new Array<number>(960).fill(1), 0]);
    const padded = record('END', 1, [2, 0, 1, 0, 0], 1024 - 4 - group('G', 1).length - filler.length - 2 - 3);
    const full = describeC3dBytes(fileWith(group('G', 1), filler, padded));
    expect([...full.groups.get('G')!.parameters.keys()]).toEqual(['FILL', 'END']);
    expect(full.warnings).toContainEqual(expect.objectContaining({ code: 'parameter-section', byteOffset: 1536 }));
  });

  it('follow a pointer that kept another byte order', () => {
    const swapped = record('LABELS', 1, [0xff, 2, 2, 1, ...text('ab'), 0], 9 << 8);
    const { groups, warnings } = describeC3dBytes(
      fileWith(group('POINT', 1), swapped, record('UNITS', 1, [0xff, 1, 1, ...text('m'), 0])),
    );
    expect([...groups.get('POINT')!.parameters.keys()]).toEqual(['LABELS', 'UNITS']);
    expect(warnings.some(({ message }) => message.includes('another byte order'))).toBe(true);
  });
});

describe('impossible records are errors that name their place', () => {
  it.each([
    ['values that overlap the next record', record('UNITS', 1, [0xff, 2, 4, 32, 0, 0, 0, 0, 0]), 'past its record'],
    ['values beyond the section', record('BIG', 1, [4, 3, 255, 255, 255], 0), 'past its record'],
    ['dimensions beyond the record', record('DIMS', 1, [4, 200], 5), 'dimensions run past'],
    ['a pointer beyond the section', record('FAR', 1, [2, 0, 1, 0, 0], 30_000), 'past the section'],
    ['a pointer into the own record', record('NEAR', 1, [2, 0, 1, 0, 0], 2), 'no room for a type'],
  ])('%s', (_, bad, message) => {
    const bytes = fileWith(group('G', 1), bad);
    const read = (): unknown => describeC3dBytes(bytes);
    expect(read).toThrow(C3dParameterError);
    expect(read).toThrow(message);
    expect(read).toThrow(`at byte ${512 + 4 + group('G', 1).length}`);
  });

  it('a name that runs past the section', () => {
    const bytes = fileWith();
    bytes.fill(1, 516, 1536);
    bytes[516] = 127;
    expect(() => describeC3dBytes(bytes)).toThrow(C3dParameterError);
  });
});

it('a file without the usual parameters is read by its header', () => {
  let bytes = writeC3d({
    pointRateHz: 100,
    frameCount: 2,
    points: [{ label: 'A', x: [1, 2], y: [3, 4], z: [5, 6] }],
    analog: [{ label: 'B', samples: [7, 8] }],
  });
  for (const name of ['FRAMES', 'DATA_START', 'ACTUAL_START_FIELD']) bytes = withoutParameter(bytes, name);
  for (const name of ['USED', 'SCALE', 'RATE']) bytes = withoutParameter(withoutParameter(bytes, name, 1), name, 0);
  expect(recordOffset(bytes, 'LABELS')).toBeGreaterThan(512);
  const description = describeC3dBytes(bytes);
  expect(description).toMatchObject({ frameCount: 2, pointRateHz: 100, layout: { storage: 'float32' } });
  expect([description.points.length, description.analogChannels.length, description.analogChannels[0].scale]).toEqual([
    1, 1, 1,
  ]);
});
