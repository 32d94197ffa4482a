import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runsOf, slabs } from './slabs';

const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });

describe('slabs', () => {
  it('cover every element once, whatever the chunks and the block size', () => {
    fc.assert(
      fc.property(
        lengths,
        lengths,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (shape, chunk, elements, isChunked) => {
          const chunks = isChunked ? shape.map((_, axis) => chunk[axis % chunk.length]) : null;
          const seen = new Uint8Array(shape.reduce((a, b) => a * b, 1));
          for (const slab of slabs(shape, chunks, elements)) {
            const { offsets, length } = runsOf(slab, shape);
            expect(offsets.length * length).toBe(slab.count.reduce((a, b) => a * b, 1));
            for (const offset of offsets) for (let i = 0; i < length; i++) seen[offset + i] += 1;
          }
          expect(seen.every((count) => count === 1)).toBe(true);
        },
      ),
    );
  });

  it('take whole chunks of a matrix, so that none is unpacked twice', () => {
    expect([...slabs([4, 10], [2, 5], 10)].map(({ start, count }) => [...start, ...count])).toEqual([
      [0, 0, 2, 5],
      [0, 5, 2, 5],
      [2, 0, 2, 5],
      [2, 5, 2, 5],
    ]);
  });

  it('cover nothing of an empty dataset', () => {
    expect([...slabs([0, 3], null, 10)]).toEqual([]);
  });
});
