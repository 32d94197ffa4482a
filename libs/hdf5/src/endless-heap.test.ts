import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { endlessHeap } from './endless-heap';
import { hdf5EngineState } from './engine';
import { type Hdf5File, openHdf5File } from './read-file';
import type { ReadAt } from './raw-rows';

const folder = mkdtempSync(join(tmpdir(), 'hdf5-heaps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const golden = (name: string) => readFileSync(fileURLToPath(new URL(`golden/${name}`, import.meta.url)));
const readerOfBytes =
  (bytes: Buffer): ReadAt =>
  (offset, length) =>
    new DataView(Uint8Array.from(bytes).buffer, offset, length);

/** A local heap of 64 bytes behind a superblock at an offset, with free blocks at 0, 16, 32 and 48 that are linked as said. */
function localHeap(base: number, nextOfBlock: readonly number[]): Buffer {
  const bytes = Buffer.alloc(base + 256);
  bytes.write('\x89HDF\r\n\x1a\n', base, 'latin1');
  bytes.set([8, 8], base + 13);
  bytes.write('HEAP', base + 64);
  [64, 0, 128].forEach((word, i) => bytes.writeBigUInt64LE(BigInt(word), base + 72 + 8 * i));
  nextOfBlock.forEach((next, i) => bytes.writeBigUInt64LE(BigInt(next), base + 128 + 16 * i));
  return bytes;
}

describe('local heaps', () => {
  test.each([0, 512, 1024])('behind a superblock at %d', (base) => {
    const verdict = (nextOfBlock: number[]) => endlessHeap(readerOfBytes(localHeap(base, nextOfBlock)), base + 64);
    expect(verdict([16, 32, 48, 1])).toBeNull();
    expect(verdict([48, 1, 16, 32])).toBeNull();
    expect(verdict([0])).toMatch(/without end/);
    expect(verdict([16, 32, 16])).toBe(`a free list without end in the local heap at byte ${base + 64}`);
  });

  test('what HDF5 notices is left to it', () => {
    expect(endlessHeap(readerOfBytes(localHeap(0, [1000])), 64)).toBeNull();
    expect(endlessHeap(readerOfBytes(localHeap(0, [0]).subarray(0, 100)), 64)).toBeNull();
  });
});

describe('global heaps', () => {
  const globalHeap = (index: number, objectBytes: number): Buffer => {
    const bytes = Buffer.alloc(128);
    bytes.write('GCOL\x01');
    bytes.writeUInt32LE(128, 8);
    bytes.writeUInt16LE(1, 16);
    bytes.writeUInt32LE(5, 24);
    bytes.writeUInt16LE(index, 40);
    bytes.writeUInt32LE(objectBytes, 48);
    return bytes;
  };

  test('free space must take room', () => {
    const verdict = (index: number, objectBytes: number) =>
      endlessHeap(readerOfBytes(globalHeap(index, objectBytes)), 0);
    expect(verdict(0, 88)).toBeNull();
    expect(verdict(2, 72)).toBeNull();
    expect(verdict(2, 0)).toMatch(/free space of 0 bytes/); // what follows it
    expect(verdict(0, 0)).toBe('free space of 0 bytes in the global heap at byte 0');
  });
});

describe('files with endless heaps are refused in no time', () => {
  const damaged = async (name: string, damage: (bytes: Buffer) => void): Promise<Hdf5File> => {
    const bytes = golden(name);
    damage(bytes);
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return openHdf5File(path);
  };

  test('a global heap', async () => {
    const file = await damaged('h5py-types.h5', (bytes) =>
      bytes.fill(0, bytes.indexOf('GCOL') + 16, bytes.indexOf('GCOL') + 32),
    );
    const refused = { tag: 'hdf5-corrupt', message: expect.stringContaining('free space of 0 bytes') as string };
    expect(() => file.read('texts/variable')).toThrow(expect.objectContaining(refused));
    expect(file.read('numbers/i8').values).toHaveLength(3);
    file.close();
  });

  test('a local heap', async () => {
    const file = await damaged('h5py-rows-earliest.h5', (bytes) => {
      const heap = bytes.indexOf('HEAP');
      bytes.writeBigUInt64LE(8n, heap + 16);
      bytes.writeBigUInt64LE(8n, Number(bytes.readBigUInt64LE(heap + 24)) + 8);
    });
    const refused = { tag: 'hdf5-corrupt', message: expect.stringContaining('free list without end') as string };
    expect(() => file.list('/')).toThrow(expect.objectContaining(refused));
    file.close();
    expect((await hdf5EngineState()).poisonedBy).toBeNull();
  });
});
