import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrderOfProcessor, encodeFloatWords, floatsAt, int16sAt, processorCode } from './byte-order';

const orders = ['intel', 'dec', 'sgi'] as const;

describe('VAX F floats', () => {
  // Worked from the format: sign, 8-bit exponent with bias 128, fraction 0.1m; the 16-bit half with sign and exponent comes first.
  it.each([
    [[0x80, 0x40, 0x00, 0x00], 1],
    [[0x80, 0xc0, 0x00, 0x00], -1],
    [[0x49, 0x42, 0xdb, 0x0f], 4 * Math.PI],
    [[0x00, 0x00, 0x00, 0x00], 0],
    [[0x80, 0x00, 0x00, 0x00], 2 ** -128],
    [[0xff, 0x7f, 0xff, 0xff], 2 ** 127 * (1 - 2 ** -24)],
  ])('%j is %d', (bytes, value) => {
    expect(floatsAt(Uint8Array.from(bytes), 0, 1, 'dec')[0]).toBe(Math.fround(value));
  });

  it('reads the reserved operand as NaN and stores NaN and infinity as it', () => {
    expect(floatsAt(Uint8Array.from([0x00, 0x80, 0, 0]), 0, 1, 'dec')[0]).toBeNaN();
    const words = new Uint32Array(new Float32Array([NaN, Infinity]).buffer);
    encodeFloatWords(words, 'dec');
    expect([...floatsAt(new Uint8Array(words.buffer), 0, 2, 'dec')]).toEqual([NaN, NaN]);
  });
});

it.each(orders)('floats of %s survive being written and read, at any alignment', (order) => {
  const inAllMachines = fc.float({
    noNaN: true,
    noDefaultInfinity: true,
    min: Math.fround(-1e37),
    max: Math.fround(1e37),
  });
  fc.assert(
    fc.property(
      fc.array(inAllMachines.filter((value) => Math.abs(value) > 1e-37 || value === 0)),
      fc.nat(3),
      (values, shift) => {
        const floats = Float32Array.from(values, (value) => value + 0);
        const words = new Uint32Array(floats.slice().buffer);
        encodeFloatWords(words, order);
        const bytes = new Uint8Array(shift + floats.byteLength);
        bytes.set(new Uint8Array(words.buffer), shift);
        expect([...floatsAt(bytes, shift, floats.length, order)]).toEqual([...floats]);
      },
    ),
  );
});

it('integers follow the byte order and may lie unaligned', () => {
  expect([...int16sAt(Uint8Array.from([9, 0x01, 0x02, 0xff, 0xfe]), 1, 2, 'sgi')]).toEqual([0x0102, -2]);
  expect([...int16sAt(Uint8Array.from([9, 0x01, 0x02, 0xfe, 0xff]), 1, 2, 'dec')]).toEqual([0x0201, -2]);
});

it('processor bytes name the machines, and nothing else does', () => {
  expect(orders.map(processorCode)).toEqual([84, 85, 86]);
  expect([84, 85, 86, 0, 1, 87].map(byteOrderOfProcessor)).toEqual([...orders, null, null, null]);
});
