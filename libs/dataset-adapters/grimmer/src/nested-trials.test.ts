import { encodeMat, matCell, matNumeric, matStruct, matStructArray, openMat } from '@emgfm/matfile';
import { expect, test } from 'vitest';
import { settingCount, trialsOfSetting } from './nested-trials';

const trial = (value: number) => matStruct({ tdR: Float64Array.of(value, value + 1) });
const fieldsIn = async (settings: Parameters<typeof matCell>[0], setting: number): Promise<(number[] | null)[]> => {
  const mat = await openMat(await encodeMat({ TD: matCell(settings, [1, settings.length]) }));
  const trials = await trialsOfSetting(mat, 'td', setting);
  return trials.map((fields) => {
    const vector = fields.vector('TDR');
    return vector && [...vector];
  });
};

test('a setting is a cell of structs, a struct array or one struct', async () => {
  const settings = [matCell([trial(1), trial(5)], [1, 2]), matStructArray([{ tdR: 1 }, { tdR: 2 }]), trial(9)];
  expect(await fieldsIn(settings, 1)).toEqual([
    [1, 2],
    [5, 6],
  ]);
  expect(await fieldsIn(settings, 2)).toEqual([[1], [2]]);
  expect(await fieldsIn(settings, 3)).toEqual([[9, 10]]);
});

test('a trial that was not recorded keeps its place', async () => {
  expect(await fieldsIn([matCell([matNumeric([], [0, 0]), trial(5)])], 1)).toEqual([null, [5, 6]]);
  expect(await fieldsIn([matNumeric([], [0, 0])], 1)).toEqual([]);
});

test('numbers of any class are vectors; matrices and empty fields are none', async () => {
  const value = (tdR: Parameters<typeof matCell>[0][number]) => matStruct({ tdR });
  const settings = [
    matCell([
      value(matNumeric(Int32Array.of(3, 4), [1, 2])),
      value(matNumeric(BigInt64Array.of(3n, 4n))),
      value(matNumeric(new Float64Array(4), [2, 2])),
      value(matNumeric([], [0, 0])),
      value('text'),
    ]),
  ];
  expect(await fieldsIn(settings, 1)).toEqual([[3, 4], [3, 4], null, null, null]);
});

test('a file without the cell array says what it holds', async () => {
  const mat = await openMat(await encodeMat({ TD: 1, other: matCell([]) }));
  expect(() => settingCount(mat, 'TD')).toThrow(/expected a cell array TD.*found TD \(double\), other \(cell\)/);
  expect(settingCount(mat, 'Other')).toBe(0);
});
