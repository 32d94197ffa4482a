import { describe, expect, it } from 'vitest';
import { isMatError } from './errors';
import { linearIndex, parsePath, valueAt } from './path';
import { matCell, matNumeric, matStruct, matStructArray, matTable } from './write/construct';

describe('parsePath', () => {
  it('splits names, elements and contents', () => {
    expect(parsePath('data.Walk.s(3).c{1,2}.EMG')).toEqual({
      variable: 'data',
      steps: [
        { kind: 'field', name: 'Walk' },
        { kind: 'field', name: 's' },
        { kind: 'element', indices: [3] },
        { kind: 'field', name: 'c' },
        { kind: 'content', indices: [1, 2] },
        { kind: 'field', name: 'EMG' },
      ],
    });
  });

  it('takes parts as they are', () => {
    expect(parsePath(['data', 'odd.name (x)', 2]).steps).toEqual([
      { kind: 'field', name: 'odd.name (x)' },
      { kind: 'either', indices: [2] },
    ]);
  });

  it.each(['', '.a', 'a..b', 'a.', 'a(', 'a(x)', 'a{1', '(1)', 'a.(1)', 'a(1)b'])('refuses %j', (path) => {
    expect(() => parsePath(path)).toThrow(expect.objectContaining({ tag: 'mat-path' }));
  });
});

describe('linearIndex', () => {
  it('counts column-major from 1', () => {
    expect(linearIndex([2, 3], [2, 3], '')).toBe(5);
    expect(linearIndex([2, 3], [4], '')).toBe(3);
    expect(linearIndex([2, 3, 4], [1, 4], '')).toBe(6);
    expect(linearIndex([2, 3], [2, 1, 1], '')).toBe(1);
  });

  it.each([[[0]], [[7]], [[3, 1]], [[1, 4]], [[1, 1, 2]], [[1.5]]])('refuses %j in a 2 x 3 array', (indices) => {
    expect(() => linearIndex([2, 3], indices, 'x')).toThrow(/outside an array of 2 x 3/);
  });
});

describe('valueAt', () => {
  const value = matStruct({
    Walk: matStructArray([{ speed: 0.8 }, { speed: 1.2 }]),
    list: matCell(['a', matCell(['b'])]),
    T: matTable({ VL: Float64Array.of(1, 2) }),
  });
  const number = (path: string): unknown => (valueAt(value, path) as { values: unknown }).values;

  it('follows fields, elements, contents and columns', () => {
    expect(number('Walk(2).speed')).toEqual(Float64Array.of(1.2));
    expect(number('T.VL')).toEqual(Float64Array.of(1, 2));
    expect(valueAt(value, 'list{2}')).toMatchObject({ kind: 'cell' });
    expect(valueAt(value, 'list(1)')).toEqual(matCell(['a']));
    expect(valueAt(value, ['list', 2, 1])).toMatchObject({ text: 'b' });
    expect(valueAt(value.fields.get('Walk')![0], '(1).speed')).toEqual(matNumeric([0.8]));
  });

  it.each([
    ['Run', /no Run .*it has Walk, list, T/],
    ['Walk.speed', /needs an index/],
    ['Walk(3).speed', /outside/],
    ['list{1}.x', /no x in a value of kind char/],
    ['T{1}', /can't index/],
    ['T.RF', /it has VL/],
  ])('%s leads nowhere', (path, message) => {
    expect(() => valueAt(value, path)).toThrow(message);
    expect(() => valueAt(value, path)).toThrow(expect.toSatisfy(isMatError));
  });
});
