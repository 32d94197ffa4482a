import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openMat, readMat } from '../mat-file';
import type { MatStruct } from '../values';
import { matCell, matNumeric, matString, matStruct, matStructArray, matTable } from '../write/construct';
import { encodeMat } from '../write/write-mat';

const HEADER_BYTES = 128;

function u32(...words: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(words).buffer);
}

/** A v5 file around elements given byte by byte. */
function fileOf(...elements: Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES, ' ');
  header.fill(0, 116, 124);
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  return Uint8Array.from(Buffer.concat([header, ...elements]));
}

function element(type: number, ...parts: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(type, body.length), body, new Uint8Array((8 - (body.length % 8)) % 8)]);
}

function compressed(body: Uint8Array): Uint8Array {
  const packed = deflateSync(body);
  return Buffer.concat([u32(15, packed.length), packed]);
}

/** A double matrix named x. */
function matrix(dims: number[], ...contents: Uint8Array[]): Uint8Array {
  const name = element(1, Buffer.from('x'));
  return element(14, element(6, u32(6, 0)), element(5, u32(...dims)), name, ...contents);
}

const doubles = (...values: number[]): Uint8Array => element(9, new Uint8Array(Float64Array.from(values).buffer));

describe('MAT v5 elements', () => {
  it('widens numbers that are stored narrower', async () => {
    const { variables } = await readMat(fileOf(matrix([2, 1], element(2, Uint8Array.of(7, 255)))));
    expect(variables.get('x')).toMatchObject({ className: 'double', values: Float64Array.of(7, 255) });
  });

  it('reads small elements, and takes missing padding at the end', async () => {
    const small = Uint8Array.from([...u32((2 << 16) | 2), 3, 4, 0, 0]);
    expect((await readMat(fileOf(matrix([2, 1], small)))).variables.get('x')).toMatchObject({
      values: Float64Array.of(3, 4),
    });
    const unpadded = fileOf(matrix([1, 3], element(2, Uint8Array.of(1, 2, 3))));
    const shorter = unpadded.slice(0, -5);
    new DataView(shorter.buffer).setUint32(HEADER_BYTES + 4, shorter.length - HEADER_BYTES - 8, true);
    expect((await readMat(shorter)).variables.get('x')).toMatchObject({ values: Float64Array.of(1, 2, 3) });
  });

  it('takes an empty matrix element for []', async () => {
    const cell = element(14, element(6, u32(1, 0)), element(5, u32(1, 1)), element(1, Buffer.from('c')), element(14));
    expect((await readMat(fileOf(cell))).variables.get('c')).toMatchObject({
      cells: [{ className: 'double', dims: [0, 0] }],
    });
  });

  it('keeps both of two fields with one name', async () => {
    const names = Buffer.alloc(64);
    names.write('a', 0);
    names.write('a', 32);
    const struct = element(
      14,
      element(6, u32(2, 0)),
      element(5, u32(1, 1)),
      element(1, Buffer.from('s')),
      element(5, u32(32)),
      element(1, names),
      matrix([1, 1], doubles(1)),
      matrix([1, 1], doubles(2)),
    );
    const { variables, warnings } = await readMat(fileOf(struct));
    const fields = (variables.get('s') as MatStruct).fields;
    expect([...fields.keys()]).toEqual(['a', 'a_2']);
    expect(warnings[0].message).toContain('occurs twice');
  });

  it('keeps both of two variables with one name', async () => {
    const file = fileOf(matrix([1, 1], doubles(1)), compressed(matrix([1, 1], doubles(2))));
    const mat = await openMat(file);
    expect(mat.variables.map(({ name }) => name)).toEqual(['x', 'x_2']);
    expect(await mat.read('x_2')).toMatchObject({ values: Float64Array.of(2) });
    expect(mat.warnings).toMatchObject([{ message: expect.stringContaining('occurs twice') as string }]);
  });

  it('reads everything else where an object is damaged', async () => {
    const good = await encodeMat({ x: 1, T: matTable({ a: 1, s: matString(['abc']) }) }, { version: 'v5' });
    const packedText = Buffer.from(good).lastIndexOf(Buffer.from('abc', 'utf16le'));
    // The class of the property that holds the text: flags of the matrix around it.
    const flags = Buffer.from(good).lastIndexOf(Buffer.from([15, 0, 0, 0]), packedText);
    good[flags] = 99;
    const { variables, warnings } = await readMat(good);
    expect(variables.get('x')).toMatchObject({ values: Float64Array.of(1) });
    expect(variables.get('T')).toMatchObject({
      kind: 'table',
      columns: [{ values: Float64Array.of(1) }, { kind: 'opaque', className: 'string' }],
    });
    expect(warnings.map(({ message }) => message).join()).toContain('unknown array class 99');
  });

  it('reads one variable of a damaged file and reports the other', async () => {
    const good = await encodeMat({ good: 1, bad: matNumeric(new Float64Array(100)) });
    const mat = await openMat(good.slice(0, -3));
    expect(await mat.read('good')).toMatchObject({ values: Float64Array.of(1) });
    await expect(mat.read('bad')).rejects.toMatchObject({ tag: 'mat-corrupt', variable: 'bad' });
    expect(mat.warnings).toHaveLength(1);
  });
});

describe('hostile MAT v5 files', () => {
  const bomb = compressed(Buffer.concat([u32(14, 2 ** 31), new Uint8Array(64)]));
  const nest = (levels: number): Uint8Array => {
    let inner: Uint8Array = matrix([0, 0], element(9));
    for (let i = 0; i < levels; i++)
      inner = element(14, element(6, u32(1, 0)), element(5, u32(1, 1)), element(1), inner);
    return inner;
  };
  it.each([
    ['an inflated size that the data can’t hold', fileOf(bomb), 'mat-corrupt'],
    [
      'more data than the tag states',
      fileOf(compressed(Buffer.concat([matrix([1, 1], doubles(1)), new Uint8Array(4096)]))),
      'mat-corrupt',
    ],
    ['less data than the tag states', fileOf(compressed(matrix([1, 1], doubles(1)).subarray(0, 60))), 'mat-corrupt'],
    ['dimensions beyond the data', fileOf(matrix([2 ** 16, 2 ** 14], doubles(1))), 'mat-corrupt'],
    ['dimensions beyond numbers', fileOf(matrix([2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1], doubles(1))), 'mat-corrupt'],
    [
      'a name that inflates without end',
      fileOf(
        compressed(element(14, element(6, u32(6, 0)), element(5, u32(1, 1)), element(1, new Uint8Array(2 ** 27)))),
      ),
      'mat-corrupt',
    ],
    ['a negative dimension', fileOf(matrix([2 ** 32 - 1, 1], doubles(1))), 'mat-corrupt'],
    [
      'a cell count beyond the data',
      fileOf(element(14, element(6, u32(1, 0)), element(5, u32(2 ** 20, 2 ** 10)), element(1))),
      'mat-corrupt',
    ],
    ['an unknown class', fileOf(element(14, element(6, u32(99, 0)), element(5, u32(1, 1)), element(1))), 'mat-corrupt'],
    ['a small element of 5 bytes', fileOf(matrix([1, 1], u32((5 << 16) | 2, 0))), 'mat-corrupt'],
    ['an element that leaves its matrix', fileOf(matrix([1, 1], u32(9, 4096))), 'mat-corrupt'],
    ['nesting without end', fileOf(nest(600)), 'mat-limit'],
    ['more than maxBytes', fileOf(matrix([400, 1], element(2, new Uint8Array(400)))), 'mat-limit'],
  ])('%s', async (_name, bytes, tag) => {
    await expect(
      readMat(bytes, { maxBytes: tag === 'mat-limit' ? 1000 : 2 ** 33, maxDepth: 500 }),
    ).rejects.toMatchObject({ tag });
  });
});

describe('paths', () => {
  const data = matStruct({
    first: matNumeric(new Float64Array(50_000)),
    Walk: matStructArray([{ EMG: 1 }, { EMG: matCell(['a', 2]) }]),
    T: matTable({ VL: Float64Array.of(1, 2, 3) }),
  });

  it.each(['v5', 'v7'] as const)('lead into structs, cells and tables of %s', async (version) => {
    const mat = await openMat(await encodeMat({ data }, { version }));
    expect(mat.variables).toMatchObject([{ name: 'data', className: 'struct', dims: [1, 1] }]);
    expect(await mat.read('data.Walk(2).EMG{2}')).toMatchObject({ values: Float64Array.of(2) });
    expect(await mat.read('data.Walk(1)')).toMatchObject({ kind: 'struct', dims: [1, 1] });
    expect(await mat.read('data.T.VL')).toMatchObject({ values: Float64Array.of(1, 2, 3) });
    for (const path of [
      'data.Run',
      'data.Walk.EMG',
      'data.Walk(3).EMG',
      'data.Walk(2).EMG{3}',
      'data.T.RF',
      'nothing',
    ]) {
      await expect(mat.read(path)).rejects.toMatchObject({ tag: 'mat-path' });
    }
  });

  it.each(['v5', 'v7'] as const)('tell dimensions without the contents in %s', async (version) => {
    const mat = await openMat(await encodeMat({ data }, { version }));
    expect(await mat.dimensions('data.first')).toEqual([50_000, 1]);
    expect(await mat.dimensions('data.Walk')).toEqual([2, 1]);
    expect(await mat.dimensions('data.Walk(2).EMG')).toEqual([2, 1]);
    expect(await mat.dimensions('data.T')).toEqual([3, 1]);
    expect(await mat.dimensions('data.T.VL')).toEqual([3, 1]);
    await expect(mat.dimensions('data.Run')).rejects.toMatchObject({ tag: 'mat-path' });
    const damaged = await openMat((await encodeMat({ data }, { version: 'v5' })).slice(0, -300));
    expect(await damaged.dimensions('data.Walk')).toEqual([2, 1]);
  });

  it.each(['v5', 'v7'] as const)('tell the names of fields without the contents in %s', async (version) => {
    const mat = await openMat(await encodeMat({ data }, { version }));
    expect(await mat.fieldNames('data')).toEqual([...data.fields.keys()]);
    expect(await mat.fieldNames('data.Walk(2)')).toEqual(['EMG']);
    expect(await mat.fieldNames('data.T')).toContain('VL');
    expect(await mat.fieldNames('data.first')).toEqual([]);
    await expect(mat.fieldNames('data.Run')).rejects.toMatchObject({ tag: 'mat-path' });
    const damaged = await openMat((await encodeMat({ data }, { version: 'v5' })).slice(0, -300));
    expect(await damaged.fieldNames('data')).toEqual([...data.fields.keys()]);
  });

  it('don’t need what lies behind the target', async () => {
    const whole = await encodeMat(
      { data: matStruct({ near: 5, far: matNumeric(new Float64Array(1000)) }) },
      { version: 'v5' },
    );
    const mat = await openMat(whole.slice(0, -4000));
    expect(await mat.read('data.near')).toMatchObject({ values: Float64Array.of(5) });
    await expect(mat.read('data.far')).rejects.toMatchObject({ tag: 'mat-corrupt' });
  });
});
