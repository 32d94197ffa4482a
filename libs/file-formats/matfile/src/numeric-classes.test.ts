import { describe, expect, it } from 'vitest';
import { asClass, asDoubles, classOfNumbers, numbersFromBytes } from './numeric-classes';

describe('asClass', () => {
  it('widens what was stored narrower', () => {
    expect(asClass(Uint8Array.of(1, 255), 'double', {})).toEqual(Float64Array.of(1, 255));
    expect(asClass(Int32Array.of(-5), 'int64', {})).toEqual(BigInt64Array.of(-5n));
    expect(asClass(Float64Array.of(0.1), 'single', {})).toEqual(Float32Array.of(0.1));
    expect(asClass(BigUint64Array.of(7n), 'uint8', {})).toEqual(Uint8Array.of(7));
  });

  it.each([
    [Float64Array.of(1.5), 'int16'],
    [Float64Array.of(0.5), 'int64'],
    [Int16Array.of(-1), 'uint8'],
    [Float64Array.of(NaN), 'uint32'],
    [BigInt64Array.of(-1n), 'uint64'],
  ] as const)('refuses %s as %s', (values, className) => {
    expect(() => asClass(values, className, { variable: 'x' })).toThrow(
      /element 0 of an array of class .* is stored as/,
    );
  });

  it('hands back an array of the class itself', () => {
    const values = Float64Array.of(1);
    expect(asClass(values, 'double', {})).toBe(values);
    expect(asDoubles(values)).toBe(values);
  });
});

describe('numbersFromBytes', () => {
  it('swaps big-endian numbers', () => {
    expect(numbersFromBytes(Uint8Array.of(0, 0, 1, 2), Uint16Array, false)).toEqual(Uint16Array.of(0, 258));
  });

  it('copies what isn’t aligned, or is the smaller part of its buffer', () => {
    const bytes = new Uint8Array(64);
    const misaligned = numbersFromBytes(bytes.subarray(1, 57), Float64Array, true);
    expect(misaligned.length).toBe(7);
    expect(misaligned.buffer).not.toBe(bytes.buffer);
    expect(numbersFromBytes(bytes.subarray(0, 16), Float64Array, true).buffer).not.toBe(bytes.buffer);
    expect(numbersFromBytes(bytes, Float64Array, true).buffer).toBe(bytes.buffer);
  });

  it('knows the class of each array', () => {
    expect([new Float64Array(0), new BigUint64Array(0), new Int8Array(0)].map(classOfNumbers)).toEqual([
      'double',
      'uint64',
      'int8',
    ]);
  });
});
