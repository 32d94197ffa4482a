import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Hdf5Block, splitBlock } from './selection';

const elements = (block: Hdf5Block) => block.count.reduce((product, length) => product * length, 1);

/** Flat C-order indices of a block inside a shape. */
function flatIndices(block: Hdf5Block, shape: readonly number[]): number[] {
  let indices = [0];
  block.count.forEach((length, axis) => {
    indices = indices.flatMap((index) =>
      Array.from({ length }, (_, step) => index * shape[axis] + block.start[axis] + step),
    );
  });
  return indices;
}

test('a block that fits stays whole', () => {
  const block = { start: [3, 0], count: [10, 13] };
  expect([...splitBlock(block, 4, 520, [4, 13])]).toEqual([block]);
});

test('pieces end at chunk borders', () => {
  const pieces = [...splitBlock({ start: [3, 0], count: [30, 2] }, 4, 100, [8, 2])];
  expect(pieces.map((piece) => [piece.start[0], piece.count[0]])).toEqual([
    [3, 5],
    [8, 8],
    [16, 8],
    [24, 8],
    [32, 1],
  ]);
});

test('a scalar is one piece', () => {
  expect([...splitBlock({ start: [], count: [] }, 8, 64, null)]).toEqual([{ start: [], count: [] }]);
});

test('pieces follow each other in C order, cover the block once and stay within the limit', () => {
  const axis = fc.record({
    start: fc.nat(4),
    count: fc.integer({ min: 1, max: 6 }),
    rest: fc.nat(3),
    chunk: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(axis, { minLength: 1, maxLength: 4 }), fc.integer({ min: 4, max: 400 }), (axes, limit) => {
      const block = { start: axes.map((a) => a.start), count: axes.map((a) => a.count) };
      const shape = axes.map((a) => a.start + a.count + a.rest);
      const pieces = [
        ...splitBlock(
          block,
          4,
          limit,
          axes.map((a) => a.chunk),
        ),
      ];
      expect(pieces.flatMap((piece) => flatIndices(piece, shape))).toEqual(flatIndices(block, shape));
      for (const piece of pieces) expect(elements(piece) * 4).toBeLessThanOrEqual(Math.max(4, limit));
    }),
  );
});
