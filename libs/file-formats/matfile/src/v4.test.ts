import { describe, expect, it } from 'vitest';
import { openMat, readMat } from './mat-file';

const STORAGE_BYTES = [8, 4, 4, 2, 2, 1];

/** One record of MAT v4, by its five header words and its numbers. */
function record(
  type: number,
  rows: number,
  columns: number,
  imaginary: number,
  values: number[],
  littleEndian = true,
): Uint8Array {
  const name = Buffer.from('x\0');
  const storage = Math.floor(type / 10) % 10;
  const size = STORAGE_BYTES[storage];
  const bytes = new Uint8Array(20 + name.length + values.length * size);
  const view = new DataView(bytes.buffer);
  [type, rows, columns, imaginary, name.length].forEach((word, i) => view.setInt32(4 * i, word, littleEndian));
  bytes.set(name, 20);
  values.forEach((value, i) => {
    const at = 20 + name.length + i * size;
    if (storage === 0) view.setFloat64(at, value, littleEndian);
    else if (storage === 1) view.setFloat32(at, value, littleEndian);
    else if (storage === 2) view.setInt32(at, value, littleEndian);
    else if (storage === 3) view.setInt16(at, value, littleEndian);
    else if (storage === 4) view.setUint16(at, value, littleEndian);
    else view.setUint8(at, value);
  });
  return bytes;
}

async function onlyValue(bytes: Uint8Array): Promise<unknown> {
  return (await readMat(bytes)).variables.get('x');
}

describe('MAT v4', () => {
  it.each([0, 10, 20, 30, 40, 50])('reads numbers of type %d as doubles', async (type) => {
    const wanted = {
      kind: 'numeric',
      className: 'double',
      dims: [2, 1],
      values: Float64Array.of(1, 100),
      imaginary: null,
    };
    expect(await onlyValue(record(type, 2, 1, 0, [1, 100]))).toEqual(wanted);
    expect(await onlyValue(record(1000 + type, 2, 1, 0, [1, 100], false))).toEqual(wanted);
  });

  it('reads imaginary parts, texts and sparse matrices', async () => {
    expect(await onlyValue(record(0, 1, 2, 1, [1, 2, 3, 4]))).toMatchObject({ imaginary: Float64Array.of(3, 4) });
    expect(await onlyValue(record(51, 2, 2, 0, [97, 99, 98, 100]))).toEqual({
      kind: 'char',
      dims: [2, 2],
      text: 'acbd',
    });
    const sparse = await onlyValue(record(2, 2, 4, 0, [1, 3, 2, 4, 5, 0, 6, 0]));
    expect(sparse).toMatchObject({
      dims: [3, 4],
      values: Float64Array.of(5),
      imaginary: Float64Array.of(6),
      rowIndices: Uint32Array.of(0),
    });
  });

  it('lists without reading, and streams', async () => {
    const mat = await openMat(record(30, 3, 2, 0, [1, 2, 3, 4, 5, 6]));
    expect(mat.version).toBe('v4');
    expect(mat.variables).toMatchObject([{ name: 'x', className: 'double', dims: [3, 2], isComplex: false }]);
    const blocks = [];
    for await (const { offset, values } of mat.stream('x', { blockElements: 4 })) blocks.push({ offset, values });
    expect(blocks).toEqual([
      { offset: 0, values: Float64Array.of(1, 2, 3, 4) },
      { offset: 4, values: Float64Array.of(5, 6) },
    ]);
    await mat.close();
  });

  it('keeps both of two variables with one name', async () => {
    const file = Buffer.concat([record(0, 1, 1, 0, [1]), record(0, 1, 1, 0, [2])]);
    const { variables, warnings } = await readMat(file);
    expect([...variables].map(([name, value]) => [name, value.kind === 'numeric' && value.values[0]])).toEqual([
      ['x', 1],
      ['x_2', 2],
    ]);
    expect(warnings[0].message).toContain('occurs twice');
  });

  it.each([
    ['a character beyond 16 bits', record(1, 1, 1, 0, [65633]), 'mat-corrupt'],
    ['truncated data', record(0, 2, 1, 0, [1, 2]).subarray(0, 30), 'mat-corrupt'],
    ['a truncated second record', Buffer.concat([record(0, 1, 1, 0, [1]), new Uint8Array(10)]), 'mat-corrupt'],
    ['a negative size', record(0, -1, 1, 0, []), 'mat-corrupt'],
    ['unknown storage', record(0, 1, 1, 0, [1]).fill(70, 0, 1), 'mat-corrupt'],
    ['a third part', record(0, 1, 1, 2, [1]), 'mat-corrupt'],
    ['VAX floats', record(2000, 1, 1, 0, [1]), 'mat-unsupported'],
    ['a sparse index outside', record(2, 2, 3, 0, [9, 3, 1, 3, 1, 0]), 'mat-corrupt'],
    ['sparse columns without end', record(2, 2, 3, 0, [1, 1, 1, 2 ** 31, 1, 0]), 'mat-limit'],
  ])('refuses %s', async (_name, bytes, tag) => {
    await expect(readMat(bytes, { maxBytes: 1e6 })).rejects.toMatchObject({ tag });
  });
});
