import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { PYTHON_HINT, scientificPython } from '../../../tools/python';
import { datasetChecksum } from './checksum';
import type { Hdf5Numbers } from './decode';
import { expectReferences } from './hdf5-array';
import { type Hdf5File, openHdf5File } from './read-file';
import { writeAtomically } from './write-atomically';
import type { Hdf5Writer } from './write-file';

const folder = mkdtempSync(join(tmpdir(), 'hdf5-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function written<T>(write: (file: Hdf5Writer) => void, read: (file: Hdf5File, path: string) => T): Promise<T> {
  const path = join(folder, `${(files += 1)}.h5`);
  await writeAtomically(path, write);
  const file = await openHdf5File(path);
  try {
    return read(file, path);
  } finally {
    file.close();
  }
}

const numbers: Hdf5Numbers[] = [
  Int8Array.of(-128, 0, 127),
  Uint8Array.of(0, 1, 255),
  Int16Array.of(-32768, 0, 32767),
  Uint16Array.of(0, 1, 65535),
  Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1),
  Uint32Array.of(0, 1, 2 ** 32 - 1),
  BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n),
  BigUint64Array.of(0n, 1n, 2n ** 64n - 1n),
  Float32Array.of(NaN, -Infinity, 1.5),
  Float64Array.of(NaN, Number.MIN_VALUE, Math.PI),
];
const texts = ['', 'walk', 'N·m/kg', '日本', ' blanks at the end  ', '\u{1f9b5}'];

/** One file with everything the writer can write. */
function everything(file: Hdf5Writer): void {
  for (const values of numbers) {
    file.dataset(`/numbers/${values.constructor.name}`, values);
    file.attribute('/numbers', values.constructor.name, values);
  }
  file.dataset(
    '/grid',
    Float32Array.from({ length: 24 }, (_, i) => i),
    { shape: [2, 3, 4], chunks: [1, 3, 4], gzipLevel: 1 },
  );
  file.dataset('/scalar', Float64Array.of(2.5), { shape: [] });
  file.dataset('/no_rows', new Float32Array(0), { shape: [0, 13] });
  file.dataset('/deep/er/texts', texts);
  file.dataset('/no_texts', []);
  file
    .growingDataset('/emg', { type: 'float32', rowShape: [2], chunkRows: 4 })
    .append(Float32Array.from({ length: 20 }, (_, i) => i));
  file.growingDataset('/never_grown', { type: 'int64', rowShape: [], chunkRows: 16 });
  file.references('/references', ['/grid', '/deep']);
  file.link('/soft', { path: '/grid' });
  file.link('/outside', { file: 'other.h5', path: '/x' });
  file.group('/empty/group');
  file.attribute('/', 'title', 'm·s');
  file.attribute('/', 'count', 2n ** 60n);
  file.attribute('/emg', 'rate_hz', 1000);
  file.attribute('/emg', 'channels', texts);
  file.attribute('/emg', 'no_channels', []);
  file.attribute('/emg', 'grid', Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  file.attribute('/emg', 'long', 'x'.repeat(200_000));
}

describe('what is written comes back', () => {
  test('every kind of dataset and attribute', () =>
    written(everything, (file) => {
      for (const values of numbers) {
        expect(file.read(`/numbers/${values.constructor.name}`).values).toEqual(values);
        expect(file.attribute('/numbers', values.constructor.name)).toMatchObject({ shape: [3], values });
      }
      expect(file.header('/grid')).toMatchObject({
        shape: [2, 3, 4],
        chunks: [1, 3, 4],
        filters: [{ name: 'deflate', options: [1] }],
      });
      expect(file.read('/grid').values).toEqual(Float32Array.from({ length: 24 }, (_, i) => i));
      expect(file.read('/scalar')).toMatchObject({ shape: [], values: Float64Array.of(2.5) });
      expect(file.read('/no_rows').shape).toEqual([0, 13]);
      expect(file.read('/deep/er/texts').values).toEqual(texts);
      expect(file.read('/no_texts')).toMatchObject({ shape: [0], values: [] });
      expect(file.header('/emg')).toMatchObject({ shape: [10, 2], maxShape: [null, 2], chunks: [4, 2], filters: [] });
      expect(file.read('/emg').values).toEqual(Float32Array.from({ length: 20 }, (_, i) => i));
      expect(file.read('/never_grown')).toMatchObject({ shape: [0], values: new BigInt64Array(0) });
      expect(expectReferences(file.read('/references')).map((reference) => file.dereference(reference))).toEqual([
        '/grid',
        '/deep',
      ]);
      expect([file.link('/soft'), file.link('/outside')]).toEqual([
        { path: '/grid' },
        { file: 'other.h5', path: '/x' },
      ]);
      expect(file.kind('/empty/group')).toBe('group');
      expect(file.attribute('/', 'title')).toMatchObject({ shape: [], values: ['m·s'] });
      expect(file.attribute('/', 'count')).toMatchObject({ shape: [], values: BigInt64Array.of(2n ** 60n) });
      expect(file.attribute('/emg', 'rate_hz')).toMatchObject({ shape: [], values: Float64Array.of(1000) });
      expect(file.attribute('/emg', 'channels')!.values).toEqual(texts);
      expect(file.attribute('/emg', 'no_channels')).toMatchObject({ shape: [0], values: [] });
      expect(file.attribute('/emg', 'grid')).toMatchObject({ shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
      expect(file.attribute('/emg', 'long')!.values).toEqual(['x'.repeat(200_000)]);
    }));

  test('rows appended in any portions, over several buffers and chunks, compressed or not', async () => {
    const portions = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        portions,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(undefined, 1),
        async (sizes, chunkRows, gzipLevel) => {
          const total = sizes.reduce((sum, rows) => sum + rows, 0);
          const all = Float32Array.from({ length: total * 3 }, (_, i) => (i % 7 === 0 ? NaN : i));
          await written(
            (file) => {
              const appender = file.growingDataset('/a/rows', { type: 'float32', rowShape: [3], chunkRows, gzipLevel });
              let row = 0;
              for (const rows of sizes) appender.append(all.slice(row * 3, (row += rows) * 3));
              expect(appender.rows).toBe(total);
            },
            (file) => expect(file.read('/a/rows')).toMatchObject({ shape: [total, 3], values: all }),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a dataset larger than one call and one buffer', () =>
    written(
      (file) => {
        const appender = file.growingDataset('/x', { type: 'float64', rowShape: [1024], chunkRows: 64 });
        for (let block = 0; block < 9; block += 1) appender.append(new Float64Array(1024 * 1000).fill(block));
      },
      (file) => {
        const { shape, values } = file.read('/x');
        expect(shape).toEqual([9000, 1024]);
        const wrong = (values as Float64Array).findIndex((value, index) => value !== Math.floor(index / 1_024_000));
        expect(wrong).toBe(-1);
      },
    ));

  test('rows of a large dataset are the same whether HDF5 reads them or not', () =>
    written(
      (file) => {
        const rows = Float32Array.from({ length: 300_000 }, (_, i) => i);
        file.growingDataset('/chunked', { type: 'float32', rowShape: [3], chunkRows: 64 }).append(rows);
        file.dataset('/contiguous', rows, { shape: [100_000, 3] });
        file.link('/soft', { path: '/chunked' });
      },
      (file) =>
        fc.assert(
          fc.property(
            fc.nat(99_999),
            fc.nat(300),
            fc.constantFrom('/chunked', '/contiguous', '/soft'),
            (first, more, path) => {
              const count = Math.min(more, 100_000 - first);
              const whole = file.read(path, { start: [first, 0], count: [count, 3] }).values as Float32Array;
              expect(whole).toEqual(Float32Array.from({ length: count * 3 }, (_, i) => first * 3 + i));
              // Parts of rows always come through HDF5.
              const second = file.read(path, { start: [first, 1], count: [count, 1] }).values;
              expect(second).toEqual(whole.filter((_, i) => i % 3 === 1));
            },
          ),
          { numRuns: 40 },
        ),
    ));

  test('equal values give equal checksums, whatever the layout', () =>
    written(
      (file) => {
        const values = Float32Array.from({ length: 90 }, (_, i) => Math.sin(i));
        file.dataset('/plain', values);
        file.growingDataset('/grown', { type: 'float32', rowShape: [], chunkRows: 7, gzipLevel: 9 }).append(values);
        file.dataset(
          '/other',
          values.map((value) => value + 1),
        );
        file.dataset('/texts', ['a', 'b']);
        file.dataset('/joined', ['ab', '']);
      },
      (file) => {
        expect(datasetChecksum(file, '/plain')).toBe(datasetChecksum(file, '/grown'));
        expect(datasetChecksum(file, '/plain')).not.toBe(datasetChecksum(file, '/other'));
        expect(datasetChecksum(file, '/texts')).not.toBe(datasetChecksum(file, '/joined'));
      },
    ));
});

describe('what can not be written is refused before HDF5 sees it', () => {
  const cases: [string, (file: Hdf5Writer) => void][] = [
    [
      'a path taken by a dataset',
      (file) => (file.dataset('/x', Uint8Array.of(1)), file.dataset('x', Uint8Array.of(1))),
    ],
    ['a path taken by a group', (file) => (file.group('/x'), file.dataset('/x', Uint8Array.of(1)))],
    [
      'a group below a dataset',
      (file) => (file.dataset('/x', Uint8Array.of(1)), file.dataset('/x/y', Uint8Array.of(1))),
    ],
    ['the root as a dataset', (file) => file.dataset('/', Uint8Array.of(1))],
    ['values that do not fill the shape', (file) => file.dataset('/x', Uint8Array.of(1, 2), { shape: [3] })],
    ['an attribute of nothing', (file) => file.attribute('/x', 'a', 'b')],
    ['an attribute twice', (file) => (file.attribute('/', 'a', 'b'), file.attribute('/', 'a', 'c'))],
    ['NUL in a string', (file) => file.dataset('/x', ['a\0b'])],
    ['half a surrogate pair', (file) => file.attribute('/', 'a', '\ud83e')],
    [
      'half a row',
      (file) => file.growingDataset('/x', { type: 'int8', rowShape: [2], chunkRows: 4 }).append(Int8Array.of(1, 2, 3)),
    ],
    [
      'rows of another type',
      (file) =>
        file
          .growingDataset('/x', { type: 'int8', rowShape: [], chunkRows: 4 })
          .append(Uint8Array.of(1) as unknown as Int8Array),
    ],
    ['gzip level 0', (file) => file.growingDataset('/x', { type: 'int8', rowShape: [], chunkRows: 4, gzipLevel: 0 })],
    ['chunks of no rows', (file) => file.growingDataset('/x', { type: 'int8', rowShape: [], chunkRows: 0 })],
    ['compression without chunks', (file) => file.dataset('/x', Uint8Array.of(1), { gzipLevel: 1 })],
    ['chunks of another rank', (file) => file.dataset('/x', Uint8Array.of(1), { chunks: [1, 1] })],
    ['chunks larger than the dataset', (file) => file.dataset('/x', Uint8Array.of(1), { chunks: [2] })],
    ['compressed strings', (file) => file.dataset('/x', ['a'], { chunks: [1], gzipLevel: 1 })],
    ['a DataView', (file) => file.dataset('/x', new DataView(new ArrayBuffer(1)) as unknown as Uint8Array)],
    ['a reference to nothing', (file) => file.references('/x', ['/y'])],
  ];
  test.each(cases)('%s', async (_, write) => {
    await expect(writeAtomically(join(folder, 'refused.h5'), write)).rejects.toMatchObject({ tag: 'hdf5-argument' });
  });
});

const python = scientificPython('h5py', 'numpy');
test.skipIf(python === null)(`h5py reads every dataset and attribute (${PYTHON_HINT})`, () =>
  written(everything, (_, path) => {
    const program = `
import json, sys, h5py, numpy as np
f = h5py.File(sys.argv[1], "r")
out = {}
def plain(v):
    if isinstance(v, bytes): return v.decode()
    if isinstance(v, np.ndarray): return [plain(x) for x in v]
    return repr(v.item()) if hasattr(v, "item") else v
def visit(name, o):
    if isinstance(o, h5py.Dataset) and h5py.check_ref_dtype(o.dtype) is None:
        out[name] = [str(o.dtype), list(o.shape), plain(o[()])]
f.visititems(visit)
out["refs"] = [f[r].name for r in f["references"][()]]
out["attrs"] = [plain(f.attrs["title"]), plain(f.attrs["count"]), plain(f["emg"].attrs["rate_hz"]), plain(f["emg"].attrs["channels"])]
out["layout"] = [f["emg"].chunks, f["emg"].maxshape, f["grid"].compression, f["grid"].compression_opts]
print(json.dumps(out))
`;
    const { stdout, stderr } = spawnSync(python!, ['-c', program, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const dtypes = Object.entries(seen).flatMap(([name, value]) =>
      name.startsWith('numbers/') ? [(value as unknown[])[0]] : [],
    );
    expect(dtypes.sort()).toEqual([
      'float32',
      'float64',
      'int16',
      'int32',
      'int64',
      'int8',
      'uint16',
      'uint32',
      'uint64',
      'uint8',
    ]);
    expect(seen['numbers/BigUint64Array']).toEqual(['uint64', [3], ['0', '1', '18446744073709551615']]);
    expect(seen['deep/er/texts']).toEqual(['object', [6], texts]);
    expect(seen['no_texts']).toEqual(['object', [0], []]);
    expect(seen['scalar']).toEqual(['float64', [], '2.5']);
    expect(seen['refs']).toEqual(['/grid', '/deep']);
    expect(seen['attrs']).toEqual(['m·s', String(2n ** 60n), '1000.0', texts]);
    expect(seen['layout']).toEqual([[4, 2], [null, 2], 'gzip', 1]);
  }),
);
