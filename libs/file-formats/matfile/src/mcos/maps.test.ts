import { describe, expect, it } from 'vitest';
import { matCell, matNumeric, matStruct } from '../write/construct';
import { decodeDictionary, decodeMap } from './maps';
import { UnknownForm } from './shapes';

const row = (...cells: (number | string | BigInt64Array)[]) => matCell(cells, [1, cells.length]);

describe('decodeMap', () => {
  it.each([
    ['char', row('a', 'b'), ['a', 'b']],
    ['double', row(1, 2.5), [1, 2.5]],
    ['int64', row(BigInt64Array.of(2n ** 60n + 1n), BigInt64Array.of(-1n)), [2n ** 60n + 1n, -1n]],
    ['double', matNumeric([3, 4]), [3, 4]],
  ])('keeps keys of type %s', (keyType, keys, expected) => {
    const serialization = matStruct({ keys, values: row('x', 'y'), uniformity: true, keyType, valueType: 'any' });
    expect(decodeMap(new Map([['serialization', serialization]]))).toMatchObject({
      kind: 'map',
      dims: [2, 1],
      keyType,
      keys: expected,
      values: [{ text: 'x' }, { text: 'y' }],
    });
  });

  it('leaves keys without values undecoded', () => {
    const serialization = matStruct({ keys: row('a', 'b'), values: row('x'), keyType: 'char', valueType: 'any' });
    expect(() => decodeMap(new Map([['serialization', serialization]]))).toThrow(UnknownForm);
  });
});

describe('decodeDictionary', () => {
  it('has keys and values, or none where it was never given a type', () => {
    const keys = matNumeric([1, 2]);
    const values = matCell(['a', 'b']);
    expect(decodeDictionary(new Map([['data', matStruct({ Key: keys, Value: values })]]))).toMatchObject({
      keys,
      values,
    });
    const unconfigured = decodeDictionary(new Map([['data', matStruct({ Unconfigured: true })]]));
    expect(unconfigured).toMatchObject({ keys: null, values: null });
  });
});
