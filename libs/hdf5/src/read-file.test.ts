import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../tools/shared-data';
import { hdf5EngineState } from './engine';
import { expectNumbers, expectReferences, expectStrings } from './hdf5-array';
import { type Hdf5File, openHdf5File } from './read-file';

const golden = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(golden('h5py-types.json'), 'utf8')) as Record<
  string,
  { shape: number[]; values: (number | string)[] }
>;
const folder = mkdtempSync(join(tmpdir(), 'hdf5-read-'));
let file: Hdf5File;

beforeAll(async () => {
  file = await openHdf5File(golden('h5py-types.h5'));
});
afterAll(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const tagOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { tag: string }).tag;
  }
  return 'no error';
};

describe('files that h5py wrote', () => {
  test.each(Object.entries(expected))('%s', (path, { shape, values }) => {
    const array = file.read(path);
    expect(array.shape).toEqual(shape);
    const found = Array.from<number | bigint>(expectNumbers(array) as Float64Array);
    const plain = found.map((value) => {
      if (typeof value === 'bigint') return value >= 2n ** 53n || value <= -(2n ** 53n) ? String(value) : Number(value);
      return Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
    });
    expect(plain).toEqual(values);
  });

  test('64-bit integers stay exact', () => {
    expect(file.read('numbers/i8').values).toEqual(BigInt64Array.of(2n ** 62n + 1n, -(2n ** 62n) - 1n, 7n));
  });

  test('strings of fixed and variable length', () => {
    expect(expectStrings(file.read('texts/fixed'))).toEqual(['ab', 'c', '']);
    expect(expectStrings(file.read('texts/variable'))).toEqual(['hält', '日本', '']);
    expect(expectStrings(file.read('texts/variable', { start: [1], count: [1] }))).toEqual(['日本']);
  });

  test('compounds become columns, whatever the byte order of each member', () => {
    const columns = (path: string) =>
      Object.fromEntries((file.read(path).values as { columns: Map<string, unknown> }).columns);
    expect(columns('compounds/complex')).toEqual({ r: Float64Array.of(1, 3), i: Float64Array.of(2, -4) });
    for (const order of ['big', 'mixed']) {
      expect(columns(`compounds/${order}_endian`)).toEqual({ a: Int32Array.of(1, 3), b: Float64Array.of(2.5, 4.5) });
    }
    expect(columns('compounds/with_array')).toEqual({ v: Int16Array.of(1, 2, 3, 4, 5, 6) });
  });

  test('sequences, opaque bytes, an empty dataspace', () => {
    expect(file.read('sequences').values).toEqual([Int32Array.of(1, 2), new Int32Array(0), Int32Array.of(5)]);
    expect(file.read('opaque').values).toEqual([new TextEncoder().encode('1234')]);
    expect(file.read('null')).toMatchObject({ shape: null, values: new Float32Array(0) });
  });

  test('chunks that were never written hold the fill value', () => {
    expect(file.read('filters/never_written').values).toEqual(Float32Array.of(NaN, NaN, NaN, NaN));
  });

  test('object references lead to paths', () => {
    const references = expectReferences(file.read('references'));
    expect(references.map((reference) => file.dereference(reference))).toEqual(['/texts', '/compounds/complex']);
    expect(file.dereference({ target: 'object', bytes: new Uint8Array(8) })).toBeNull();
    for (const group of ['/compounds', 'numbers', '/missing', '/opaque']) {
      expect(references.map((reference) => file.dereference(reference, group))).toEqual([
        '/texts',
        '/compounds/complex',
      ]);
    }
  });

  test('a file behind a user block, as MATLAB writes them', async () => {
    const behind = await openHdf5File(golden('h5py-user-block.h5'));
    expect(behind.read('x').values).toEqual(Float64Array.of(0, 1, 2, 3));
    behind.close();
  });

  test('attributes of every kind', () => {
    expect(file.attributeNames('texts').sort()).toEqual(['int64', 'long', 'null', 'numbers', 'text', 'texts']);
    expect(file.attribute('texts', 'text')).toMatchObject({ shape: [], values: ['m·s'] });
    expect(file.attribute('texts', 'numbers')!.values).toEqual(Uint16Array.of(0, 1, 2));
    expect(file.attribute('texts', 'texts')!.values).toEqual(['a', 'b']);
    expect(file.attribute('texts', 'null')).toMatchObject({ shape: null, values: [] });
    expect(file.attribute('texts', 'int64')).toMatchObject({ shape: [], values: BigInt64Array.of(2n ** 60n) });
    expect(expectStrings(file.attribute('texts', 'long')!)[0]).toHaveLength(70000);
    expect(file.attribute('texts', 'none')).toBeNull();
  });

  test('headers', () => {
    expect(file.header('filters/shuffle_gzip_fletcher32')).toMatchObject({
      type: { kind: 'float', bytes: 4, littleEndian: true },
      shape: [60, 10],
      chunks: [16, 10],
      filters: [{ name: 'shuffle' }, { name: 'deflate', options: [4] }, { name: 'fletcher32' }],
    });
    expect(file.header('sequences')).toMatchObject({ chunks: null, maxShape: [3], filters: [] });
  });
});

describe('groups and links', () => {
  test('names come in creation order where the file keeps it', () => {
    expect(file.list('links')).toEqual(['soft', 'dangling', 'external', 'external_missing']);
  });

  test('kinds', () => {
    const paths = [
      '/',
      'numbers',
      'numbers/i1',
      'named_type',
      'links/soft',
      'links/dangling',
      'links/external',
      'links/external_missing',
    ];
    expect(paths.map((path) => file.kind(path))).toEqual([
      'group',
      'group',
      'dataset',
      'datatype',
      'dataset',
      'broken-soft-link',
      'dataset',
      'broken-external-link',
    ]);
    expect(['none', 'none/below', 'numbers/i1/below'].map((path) => file.kind(path))).toEqual([null, null, null]);
  });

  test('links tell where they point, and are followed', () => {
    expect(file.link('links/soft')).toEqual({ path: '/numbers/be_f4' });
    expect(file.link('links/external')).toEqual({ file: 'h5py-linked.h5', path: '/x' });
    expect(file.link('numbers')).toBeNull();
    expect(file.link('none')).toBeNull();
    expect(file.read('links/external').values).toEqual(Int32Array.of(0, 1, 2, 3));
  });
});

describe('blocks', () => {
  test('a block equals the same part of the whole', () => {
    const whole = expectNumbers(file.read('filters/shuffle_gzip_fletcher32')) as Float32Array;
    const block = file.read('filters/shuffle_gzip_fletcher32', { start: [14, 2], count: [20, 5] });
    const wanted = Array.from(
      { length: 100 },
      (_, index) => whole[(14 + Math.floor(index / 5)) * 10 + 2 + (index % 5)],
    );
    expect(block.shape).toEqual([20, 5]);
    expect(Array.from(expectNumbers(block) as Float32Array)).toEqual(wanted);
  });

  test('a block outside the shape, or of another rank, is refused', () => {
    for (const block of [
      { start: [50, 0], count: [20, 10] },
      { start: [-1, 0], count: [1, 1] },
      { start: [0], count: [1] },
      { start: [0.5, 0], count: [1, 1] },
    ]) {
      expect(tagOf(() => file.read('filters/shuffle_gzip_fletcher32', block))).toBe('hdf5-argument');
    }
  });

  test('a block of no rows is empty', () => {
    expect(file.read('filters/scaleoffset', { start: [7], count: [0] })).toMatchObject({
      shape: [0],
      values: new BigInt64Array(0),
    });
  });
});

describe('what can not be read says so', () => {
  test('wrong objects and types, without a trace in the engine', async () => {
    const before = await hdf5EngineState();
    expect(tagOf(() => file.read('none'))).toBe('hdf5-not-found');
    expect(tagOf(() => file.read('links/dangling'))).toBe('hdf5-not-found');
    expect(tagOf(() => file.read('texts'))).toBe('hdf5-type');
    expect(tagOf(() => file.list('opaque'))).toBe('hdf5-type');
    expect(tagOf(() => file.read('long_double'))).toBe('hdf5-type');
    expect(tagOf(() => expectNumbers(file.read('texts/fixed')))).toBe('hdf5-type');
    expect(tagOf(() => expectStrings(file.read('opaque')))).toBe('hdf5-type');
    expect(tagOf(() => expectReferences(file.read('opaque')))).toBe('hdf5-type');
    expect(await hdf5EngineState()).toEqual(before);
  });

  test('a missing filter is named', () => {
    expect(() => file.read('filters/lzf')).toThrow(
      expect.objectContaining({ tag: 'hdf5-missing-filter', filterName: 'lzf', filterId: 32000 }),
    );
  });

  test('missing files, folders, other files', async () => {
    const text = join(folder, 'text.h5');
    writeFileSync(text, 'not HDF5 at all\n'.repeat(200));
    const empty = join(folder, 'empty.h5');
    writeFileSync(empty, '');
    await expect(openHdf5File(join(folder, 'none.h5'))).rejects.toMatchObject({ tag: 'hdf5-not-found' });
    for (const path of [text, empty, folder])
      await expect(openHdf5File(path)).rejects.toMatchObject({ tag: 'hdf5-format' });
  });

  test('a truncated file is corrupt, at every length', async () => {
    const bytes = readFileSync(golden('h5py-types.h5'));
    const path = join(folder, 'truncated.h5');
    for (const fraction of [0.02, 0.3, 0.7, 0.999]) {
      copyFileSync(golden('h5py-types.h5'), path);
      truncateSync(path, Math.floor(bytes.length * fraction));
      await expect(openHdf5File(path)).rejects.toMatchObject({ tag: 'hdf5-corrupt' });
    }
  });

  test('a damaged compressed chunk is an error, never zeros; the other datasets still come out', async () => {
    const bytes = readFileSync(golden('h5py-types.h5'));
    const at = bytes.indexOf(Buffer.from([0x78, 0x5e])) + 20;
    expect(at).toBeGreaterThan(100);
    bytes.fill(0xff, at, at + 8);
    const path = join(folder, 'damaged.h5');
    writeFileSync(path, bytes);
    const damaged = await openHdf5File(path);
    const tags = ['filters/shuffle_gzip_fletcher32', 'filters/big_endian_shuffle_gzip'].map((name) =>
      tagOf(() => damaged.read(name)),
    );
    expect(tags).toContain('hdf5-corrupt');
    expect(damaged.read('numbers/le_f4').shape).toEqual([2, 3]);
    expect(await hdf5EngineState()).toMatchObject({ poisonedBy: null, failedReads: expect.any(Number) });
    damaged.close();
  });

  test('a closed file', async () => {
    const closed = await openHdf5File(golden('h5py-linked.h5'));
    closed.close();
    closed.close();
    expect(tagOf(() => closed.read('x'))).toBe('hdf5-closed');
    expect(tagOf(() => closed.kind('/'))).toBe('hdf5-closed');
  });
});

const matlabFile = sharedData('mat', 'matio-py', 'test_basic_v73.mat');
describe.skipIf(matlabFile === null)(`MATLAB v7.3 (${SHARED_DATA_HINT})`, () => {
  test('every dataset and attribute of a MATLAB file can be read, every reference followed', async () => {
    const matlab = await openHdf5File(matlabFile!);
    let datasets = 0;
    const walk = (path: string) => {
      for (const name of matlab.attributeNames(path)) matlab.attribute(path, name);
      if (matlab.kind(path) === 'group') for (const name of matlab.list(path)) walk(`${path}/${name}`);
      else {
        datasets += 1;
        const array = matlab.read(path);
        if (array.type.kind === 'reference')
          for (const reference of expectReferences(array)) expect(matlab.dereference(reference)).not.toBeNull();
      }
    };
    walk('/');
    matlab.close();
    expect(datasets).toBeGreaterThan(4000);
  });
});
