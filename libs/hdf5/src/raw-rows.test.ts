import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { locateRows, type ReadAt, readerOf, readRows } from './raw-rows';

const golden = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));
const addresses = JSON.parse(readFileSync(golden('h5py-rows.json'), 'utf8')) as Record<string, Record<string, number>>;
const shape = [300, 3];
const chunksOf: Record<string, number[] | null> = {
  contiguous: null,
  chunked: [2, 3],
  split_rows: [50, 2],
  holes: [50, 3],
  big_endian: null,
};

describe.each(['earliest', 'v108', 'latest'])('a file of h5py with libver %s', (version) => {
  const path = golden(`h5py-rows-${version}.h5`);
  const descriptor = openSync(path, 'r');
  afterAll(() => closeSync(descriptor));
  const locate = (name: string) =>
    locateRows(readerOf(descriptor), addresses[version][name], { shape, chunks: chunksOf[name], elementBytes: 4 });

  // Newer files index chunks in other ways, which are left to HDF5.
  const found = version === 'latest' ? [] : ['contiguous', 'chunked', 'holes'];
  test.each(Object.keys(chunksOf).filter((name) => name !== 'big_endian'))(
    '%s: rows are found, or left to HDF5',
    (name) => {
      expect(locate(name) !== null).toBe(found.includes(name));
    },
  );

  if (version !== 'latest') {
    test.each(['contiguous', 'chunked'])('%s: the rows are the right ones', (name) => {
      const location = locate(name)!;
      fc.assert(
        fc.property(fc.nat(299), fc.nat(50), (first, more) => {
          const count = Math.min(300 - first, more);
          const bytes = readRows(descriptor, location, 12, first, count)!;
          expect(new Float32Array(bytes.buffer)).toEqual(
            Float32Array.from({ length: count * 3 }, (_, i) => first * 3 + i),
          );
        }),
      );
    });

    test('rows that were never written are not guessed', () => {
      const location = locate('holes')!;
      expect(readRows(descriptor, location, 12, 0, 10)).toBeNull();
      expect(readRows(descriptor, location, 12, 120, 40)).toBeNull();
      expect(readRows(descriptor, location, 12, 100, 10)).not.toBeNull();
    });
  }

  test('damaged headers and trees give nothing, never a hang', () => {
    const bytes = readFileSync(path);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(6000), fc.nat(255)), { minLength: 1, maxLength: 40 }),
        fc.constantFrom('contiguous', 'chunked'),
        (edits, name) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, value] of edits) damaged[at % damaged.length] = value;
          const read: ReadAt = (offset, length) =>
            new DataView(damaged.slice(offset, offset + length).buffer, 0, length);
          try {
            const location = locateRows(read, addresses[version][name], {
              shape,
              chunks: chunksOf[name],
              elementBytes: 4,
            });
            expect(location === null || location.offsets.length > 0).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
    );
  });
});
