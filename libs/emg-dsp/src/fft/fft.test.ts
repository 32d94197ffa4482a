import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import { createFft } from './fft';
import { unitRoot } from './unit-root';

const golden = readGolden<{ signal: GoldenNumbers; re: GoldenNumbers; im: GoldenNumbers }[]>('transforms');

describe('createFft', () => {
  it.each(golden.map((vector) => [vector.signal.length, vector] as const))(
    'equals SciPy for %i samples',
    (length, vector) => {
      const signal = signalOf(vector.signal);
      const { re, im } = createFft(length).forwardReal(signal);
      expectClose(re, vector.re, 1e-13, signal);
      expectClose(im, vector.im, 1e-13, signal);
      expectClose(createFft(length).inverseReal({ re, im }), signal, 1e-13);
    },
  );

  it.each([4096, 4000, 65_536, 10_007])('of %i samples finds the tones that went in', (length) => {
    const turn = (k: number, bin: number) => unitRoot((k * bin) % length, length);
    const signal = Float64Array.from({ length }, (_, k) => 3 * turn(k, 7)[0] + turn(k, 1999)[1] - 0.25);
    const { re, im } = createFft(length).forwardReal(signal);
    const expected = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
    expected.re[0] = -0.25 * length;
    expected.re[7] = (3 * length) / 2;
    expected.im[1999] = -length / 2;
    expectClose(re, expected.re, 1e-13);
    expectClose(im, expected.im, 1e-13, expected.re);
  });

  it('comes back to any complex signal of any length, keeps its energy and its input', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.integer(), (length, seed) => {
        const re = Float64Array.from({ length }, (_, i) => Math.sin(seed + i * 1.7));
        const im = Float64Array.from({ length }, (_, i) => Math.cos(seed * i));
        const fft = createFft(length);
        const spectrum = fft.forward({ re, im });
        const energy = (parts: { re: Float64Array; im: Float64Array }) =>
          parts.re.reduce((sum, value, i) => sum + value ** 2 + parts.im[i] ** 2, 0);
        expect(energy(spectrum) / length / energy({ re, im })).toBeCloseTo(1, 10);
        const back = fft.inverse(spectrum);
        expectClose(back.re, re, 1e-12, im);
        expectClose(back.im, im, 1e-12, re);
      }),
      { numRuns: 80 },
    );
  });

  it('transforms an impulse into ones and a shifted one into a helix', () => {
    const impulse = new Float64Array(15);
    impulse[1] = 1;
    const { re, im } = createFft(15).forwardReal(impulse);
    re.forEach((value, k) => {
      const [cos, sin] = unitRoot(k, 15);
      expect(value).toBeCloseTo(cos, 14);
      expect(im[k]).toBeCloseTo(-sin, 14);
    });
  });

  it('refuses lengths and arrays that do not fit', () => {
    expect(() => createFft(0)).toThrow(InvalidArgumentError);
    expect(() => createFft(2.5)).toThrow(InvalidArgumentError);
    expect(() => createFft(4).forwardReal([1, 2, 3])).toThrow(LengthMismatchError);
    expect(() => createFft(4).inverseReal({ re: new Float64Array(4), im: new Float64Array(4) })).toThrow(
      LengthMismatchError,
    );
  });
});
