import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readMat } from '../mat-file';
import type { MatNumbers, MatValue } from '../values';
import {
  matCategorical,
  matCell,
  matDatetime,
  matDuration,
  matLogical,
  matNumeric,
  matString,
  matStruct,
  matStructArray,
  matTable,
} from './construct';
import { encodeMat, writeMat } from './write-mat';

const folder = mkdtempSync(join(tmpdir(), 'matfile-round-trip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dims = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 3 });
const fieldName = fc.stringMatching(/^[a-zA-Z]\w{0,8}$/).filter((name) => name !== '__proto__');
const count = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);
const finite = fc.double({ noNaN: true });

const CLASSES = [
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
] as const;

function numbers(length: number): fc.Arbitrary<MatNumbers> {
  return fc
    .tuple(fc.constantFrom(...CLASSES), fc.uint8Array({ minLength: 8 * length, maxLength: 8 * length }))
    .map(([Type, bytes]) => {
      const values = new Type(Uint8Array.from(bytes).buffer).slice(0, length);
      // NaNs of any bit pattern are one value in JavaScript.
      if (values instanceof Float64Array || values instanceof Float32Array)
        return values.map((value) => (Number.isNaN(value) ? 1 : value));
      return values;
    });
}

const numeric = dims.chain((lengths) =>
  fc
    .tuple(numbers(count(lengths)), fc.boolean())
    .map(([values, isComplex]) => matNumeric(values, lengths, isComplex ? values.slice() : null)),
);
const real = dims.chain((lengths) => numbers(count(lengths)).map((values) => matNumeric(values, lengths)));
const logical = dims.chain((lengths) =>
  fc
    .array(fc.boolean(), { minLength: count(lengths), maxLength: count(lengths) })
    .map((flags) => matLogical(flags, lengths)),
);
const char = fc
  .string({ unit: 'binary', maxLength: 6 })
  .map((text): MatValue => ({ kind: 'char', dims: [1, text.length], text }));
const sparse = fc
  .record({ row: fc.integer({ min: 0, max: 2 }), value: finite, logical: fc.boolean() })
  .map(({ row, value, logical: isLogical }): MatValue => ({
    kind: 'sparse',
    dims: [3, 2],
    logical: isLogical,
    rowIndices: Uint32Array.of(row),
    columnPointers: Uint32Array.of(0, 0, 1),
    values: Float64Array.of(isLogical ? 1 : value),
    imaginary: null,
  }));

function columnOf(rows: number): fc.Arbitrary<MatValue> {
  const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: rows, maxLength: rows });
  const name = fc.option(fc.constantFrom('left', 'right', 'μ'));
  return fc.oneof(
    list(finite).map((values) => matNumeric(values)),
    fc.array(finite, { minLength: 2 * rows, maxLength: 2 * rows }).map((values) => matNumeric(values, [rows, 2])),
    list(fc.option(fc.string({ unit: 'binary', maxLength: 5 }))).map((values) => matString(values)),
    list(finite).map((values) => matDatetime(values, { timeZone: 'UTC' })),
    list(finite).map((values) => matDuration(values)),
    list(name).map((values) => matCategorical(values)),
    list(fc.string({ maxLength: 3 })).map((values) => matCell(values)),
  );
}

const table = fc
  .integer({ min: 0, max: 3 })
  .chain((rows) =>
    fc.dictionary(fieldName, columnOf(rows), { maxKeys: 3, noNullPrototype: true }).map((columns) => matTable(columns)),
  );

function nested(leaf: fc.Arbitrary<MatValue>): fc.Arbitrary<MatValue> {
  return fc.letrec<{ value: MatValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }).map((cells) => matCell(cells)),
      fc
        .tuple(fc.uniqueArray(fieldName, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 2 }))
        .chain(([names, elements]) =>
          fc
            .array(fc.tuple(...names.map(() => tie('value'))), { minLength: elements, maxLength: elements })
            .map((rows) =>
              matStructArray(rows.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])))),
            ),
        ),
    ),
  })).value;
}

/** Everything that v5 and v7 files hold. */
const anyValue = nested(fc.oneof(numeric, logical, char, sparse, table));

/** Everything that the v7.3 writer takes. */
const plainValue = nested(fc.oneof(real, logical, char, sparse));

/** The value as a file gives it back: categorical columns may come from narrower codes, table properties are more. */
function asRead(value: MatValue): MatValue {
  if (value.kind === 'cell') return { ...value, cells: value.cells.map(asRead) };
  if (value.kind === 'struct') {
    return { ...value, fields: new Map([...value.fields].map(([name, values]) => [name, values.map(asRead)])) };
  }
  if (value.kind === 'table')
    return { ...value, columns: value.columns.map(asRead), properties: expect.any(Map) as never };
  return value;
}

describe.each(['v5', 'v7'] as const)('%s', (version) => {
  it('round-trips generated values', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, anyValue, async (a, b) => {
        const { variables, warnings } = await readMat(await encodeMat({ a, b }, { version }));
        expect(warnings).toEqual([]);
        expect(variables.get('a')).toEqual(asRead(a));
        expect(variables.get('b')).toEqual(asRead(b));
      }),
      { numRuns: 60 },
    );
  });

  it('shares the class of equal objects, and nests them', async () => {
    const inner = matTable({ t: matDatetime([1, 2]) });
    const written = matStruct({ a: inner, b: matCell([inner, matString(['x'])]), c: matTable({ nested: inner }) });
    const { variables } = await readMat(await encodeMat({ written }, { version }));
    expect(variables.get('written')).toEqual(asRead(written));
  });
});

describe('v7.3', () => {
  it('round-trips generated values', async () => {
    const path = join(folder, 'generated.mat');
    await fc.assert(
      fc.asyncProperty(plainValue, async (value) => {
        await writeMat(path, { value }, { version: 'v7.3' });
        const { variables, warnings } = await readMat(path);
        expect(warnings).toEqual([]);
        expect(variables.get('value')).toEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it('decodes to the values of its v7 twin', async () => {
    const path = join(folder, 'twin.mat');
    await fc.assert(
      fc.asyncProperty(plainValue, async (value) => {
        await writeMat(path, { value }, { version: 'v7.3' });
        const v7 = await readMat(await encodeMat({ value }));
        expect((await readMat(path)).variables).toEqual(v7.variables);
      }),
      { numRuns: 10 },
    );
  });
});
