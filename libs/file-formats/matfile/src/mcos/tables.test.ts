import { describe, expect, it } from 'vitest';
import type { ReadContext } from '../options';
import type { MatValue } from '../values';
import {
  matCategorical,
  matCell,
  matDatetime,
  matDuration,
  matNumeric,
  matString,
  matStruct,
  matTable,
} from '../write/construct';
import { UnknownForm, type Properties } from './shapes';
import { decodeTable, decodeTimetable } from './tables';

const context: ReadContext = { file: '', maxBytes: 1e6, maxDepth: 10, legacyCharset: 'none', warn: () => {} };
const row = (values: MatValue[]): MatValue => matCell(values, [1, values.length]);
const names = (...texts: string[]): MatValue => matCell(texts, [1, texts.length]);

function tableProperties(columns: MatValue[], more: Record<string, MatValue | number> = {}): Properties {
  const fields = {
    data: row(columns),
    nrows: 2,
    nvars: columns.length,
    ndims: 2,
    varnames: names(...columns.map((_, i) => `v${i}`)),
    rownames: matCell([], [0, 0]),
    props: matStruct({
      VariableUnits: names('s', 'mV'),
      Description: 'trial',
      DimensionNames: names('Row', 'Variables'),
    }),
    ...more,
  };
  return new Map([...matStruct(fields).fields].map(([name, [value]]) => [name, value]));
}

const two = matNumeric([1, 2]);

describe('decodeTable', () => {
  it('keeps columns of every kind, and what the table says about itself', () => {
    const columns = [
      matNumeric([1, 2, 3, 4], [2, 2]),
      matCell(['a', 'b']),
      matString(['x', null]),
      matCategorical(['high', 'low'], { categories: ['low', 'high'], ordinal: true }),
      matDatetime([0, NaN], { timeZone: 'Europe/Paris' }),
      matTable({ inner: Float64Array.of(1, 2) }),
    ];
    const table = decodeTable(tableProperties(columns, { rownames: matCell(['r1', 'r2']) }), {});
    expect(table).toMatchObject({
      dims: [2, 6],
      columns,
      rowNames: ['r1', 'r2'],
      variableUnits: ['s', 'mV'],
      description: 'trial',
      dimensionNames: ['Row', 'Variables'],
    });
  });

  it('names the column whose rows are too few', () => {
    expect(() => decodeTable(tableProperties([two, matNumeric([1])]), { variable: 'T' })).toThrow(
      /column v1 of a table has 1 rows, the table has 2 .*variable T/,
    );
  });

  it('takes objects as they are: their rows only their class knows', () => {
    const opaque: MatValue = { kind: 'opaque', typeSystem: 'MCOS', className: 'dlarray', dims: [1, 1], content: two };
    expect(decodeTable(tableProperties([two, opaque]), {}).columns).toEqual([two, opaque]);
  });

  it.each([
    ['a newer version', { props: matStruct({ versionSavedFrom: 5 }) }],
    ['columns that are no cell', { data: two }],
    ['no number of rows', { nrows: matNumeric([]) }],
  ])('leaves %s undecoded', (_name, more) => {
    expect(() => decodeTable(tableProperties([two], more as Record<string, MatValue>), {})).toThrow(UnknownForm);
  });

  it('refuses names that don’t fit the columns', () => {
    expect(() => decodeTable(tableProperties([two], { varnames: names('a', 'b') }), {})).toThrow(
      /1 columns and 2 names/,
    );
  });
});

describe('decodeTimetable', () => {
  const timetable = (more: Record<string, MatValue | number>): Properties => {
    const saved = {
      data: row([two]),
      varNames: names('VL'),
      numRows: 2,
      numVars: 1,
      dimNames: names('Time', 'Variables'),
    };
    return new Map([['any', matStruct({ ...saved, rowTimes: matDuration([0, 5]), ...more })]]);
  };

  it('keeps row times and columns', () => {
    expect(decodeTimetable(timetable({ versionSavedFrom: 6 }), {}, context)).toMatchObject({
      dims: [2, 1],
      variableNames: ['VL'],
      rowTimes: { kind: 'duration', durationMs: Float64Array.of(0, 5) },
      regularTimes: null,
    });
  });

  it('refuses row times of another number', () => {
    expect(() => decodeTimetable(timetable({ rowTimes: matDuration([0]) }), {}, context)).toThrow(/2 rows has 1 times/);
  });

  it('doesn’t count up times without end', () => {
    const rowTimes = matStruct({
      origin: matDuration([0]),
      specifiedAsRate: true,
      stepSize: matDuration([1]),
      sampleRate: 1,
    });
    const endless = timetable({ data: row([]), varNames: row([]), numRows: 2 ** 40, rowTimes });
    expect(() => decodeTimetable(endless, {}, context)).toThrow(expect.objectContaining({ tag: 'mat-limit' }));
  });
});
