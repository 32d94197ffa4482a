import ndarray from 'ndarray';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import { rectifyFullWave } from '../envelope/rectification';
import { applyToChannels, channelsOf, matrixOf } from './channel-matrix';

const storage = Float32Array.from({ length: 12 }, (_, i) => i - 5);

describe('channelsOf', () => {
  it('reads row-major, column-major, reversed and cut views alike', () => {
    const planar = ndarray(storage, [3, 4]);
    const interleaved = ndarray(storage, [4, 3]).transpose(1, 0);
    expect(channelsOf(planar).map((channel) => [...channel])).toEqual([
      [-5, -4, -3, -2],
      [-1, 0, 1, 2],
      [3, 4, 5, 6],
    ]);
    expect(channelsOf(interleaved).map((channel) => [...channel])[1]).toEqual([-4, -1, 2, 5]);
    expect(channelsOf(planar.step(-1, -2)).map((channel) => [...channel])).toEqual([
      [6, 4],
      [2, 0],
      [-2, -4],
    ]);
    expect(channelsOf(planar.lo(1, 2)).map((channel) => [...channel])).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  it('takes plain objects and refuses what is not a matrix inside its storage', () => {
    expect(channelsOf({ data: [1, 2], shape: [1, 2], stride: [2, 1], offset: 0 })).toEqual([Float64Array.of(1, 2)]);
    expect(channelsOf({ data: [], shape: [0, 5], stride: [5, 1], offset: 0 })).toEqual([]);
    expect(() => channelsOf(ndarray(storage))).toThrow(InvalidArgumentError);
    expect(() => channelsOf({ data: [1, 2], shape: [2, 2], stride: [2, 1], offset: 0 })).toThrow(InvalidArgumentError);
  });
});

describe('matrixOf and applyToChannels', () => {
  it('give an ndarray of channels x samples', () => {
    const rectified = applyToChannels(ndarray(storage, [3, 4]), (channel) => rectifyFullWave(channel));
    expect(rectified.shape).toEqual([3, 4]);
    expect(rectified.get(0, 0)).toBe(5);
    expect(storage[0]).toBe(-5);
    expect(matrixOf([]).shape).toEqual([0, 0]);
    expect(() => matrixOf([[1], [1, 2]])).toThrow(LengthMismatchError);
  });
});
