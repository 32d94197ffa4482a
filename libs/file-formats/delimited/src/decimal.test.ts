import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecimal } from './decimal';

function read(text: string, mark = '.'): { value: number; end: number } {
  const cursor = { end: 0 };
  const value = readDecimal(new TextEncoder().encode(`${text}\n`), 0, mark.charCodeAt(0), cursor);
  return { value, end: cursor.end };
}

describe('readDecimal', () => {
  it.each([
    '0',
    '-0',
    '+5',
    '1.',
    '.5',
    '-.5e1',
    '1e22',
    '1e23',
    '9007199254740993',
    '9007199254740993.00000000000000000001',
    '123456789012345678901234567890',
    '1.7976931348623157e308',
    '1e309',
    '-1e400',
    '4.9e-324',
    '2.4703282292062327e-324',
    '2.4703282292062328e-324',
    '2.2250738585072014e-308',
    '2.2250738585072011e-308',
    '1e-9999999999999',
    '0e999999999',
    '0.000000000000000000000000000000000001',
    '9.669363727051634438e-03',
    '5.000000000000000104e-04',
    '0.1',
    '3.14159265358979',
    '8.41e21',
    '9.5e-23',
    '1448997445238699',
    '6929495644600919.5',
    '3.08984926168550152811e-32',
    '100000000000000016777215',
  ])('reads %s as the engine does', (text) => {
    const { value, end } = read(text);
    expect(value).toBe(Number(text));
    expect(end).toBe(text.length);
  });

  it('reads a decimal comma and a FORTRAN exponent', () => {
    expect(read('-12,5', ',').value).toBe(-12.5);
    expect(read('1.25D+03').value).toBe(1250);
    expect(read('1234567890,1234567890123', ',').value).toBe(1234567890.1234567890123);
    expect(read('1,5d-320', ',').value).toBe(1.5e-320);
  });

  it('says where the number ends, and that there is none', () => {
    expect(read('12abc')).toEqual({ value: 12, end: 2 });
    expect(read('1e+x')).toEqual({ value: 1, end: 1 });
    expect(read('1.2.3')).toEqual({ value: 1.2, end: 3 });
    for (const text of ['', '-', '.', 'e5', '+-1', 'NaN']) expect(read(text)).toEqual({ value: NaN, end: -1 });
  });

  it('is correctly rounded for any digits and exponent', () => {
    const digits = fc.stringMatching(/^\d{1,30}$/);
    const exponent = fc.option(fc.integer({ min: -340, max: 320 }), { nil: null });
    fc.assert(
      fc.property(
        fc.constantFrom('', '-'),
        digits,
        fc.option(digits, { nil: null }),
        exponent,
        (sign, whole, fraction, e) => {
          const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${e === null ? '' : `e${e}`}`;
          return Object.is(read(text).value, Number(text));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('reads back every double in shortest, %.17e and %.18e form', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        return Object.is(read(String(x)).value, Number(String(x))) && read(x.toExponential(18)).value === x;
      }),
      { numRuns: 20_000 },
    );
  });

  it('decides halfway cases between neighbouring doubles', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n - 1n }), fc.integer({ min: 0, max: 9 }), (mantissa, k) => {
        // Odd integers above 2^53 lie exactly between two doubles; a digit behind them tips the balance.
        const text = `${(mantissa | 1n).toString()}.0000000${k}`;
        return read(text).value === Number(text);
      }),
      { numRuns: 5_000 },
    );
  });
});
