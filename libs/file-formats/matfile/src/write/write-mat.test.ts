import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openMat, readMat } from '../mat-file';
import { elementCount, type MatValue } from '../values';
import { matChar, matNumeric, matString, matStruct, matStructArray, matTable } from './construct';
import { encodeMat, writeMat } from './write-mat';

const folder = mkdtempSync(join(tmpdir(), 'matfile-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['v5', 'v7'] as const)('writeMat %s', (version) => {
  it('keeps what a table says about itself', async () => {
    const written = matTable(
      { Header: Float64Array.of(0, 0.005), VL: Float64Array.of(1e-5, 2e-5), Label: matString(['a', null]) },
      {
        variableUnits: ['s', 'V', ''],
        variableDescriptions: ['time', '', ''],
        rowNames: ['r1', 'r2'],
        description: 'trial 1',
      },
    );
    const { variables } = await readMat(await encodeMat({ data: written }, { version }));
    expect(variables.get('data')).toMatchObject({ ...written, properties: expect.any(Map) as never });
  });
});

describe('writeMat v7.3', () => {
  it('puts MATLAB’s header before the HDF5 data', async () => {
    const path = join(folder, 'header.mat');
    await writeMat(path, { x: 1 }, { version: 'v7.3', headerText: 'test' });
    const bytes = readFileSync(path);
    expect(bytes.toString('latin1', 0, 26)).toBe('MATLAB 7.3 MAT-file, test ');
    expect([...bytes.subarray(124, 128), ...bytes.subarray(513, 516)]).toEqual([0, 2, 0x49, 0x4d, 0x48, 0x44, 0x46]);
  });

  it.each([
    [{ x: matNumeric([1], [1, 1], Float64Array.of(2)) }, 'mat-unsupported'],
    [{ x: matTable({ a: 1 }) }, 'mat-unsupported'],
    [{ x: matStruct({ 'a/b': 1 }) }, 'mat-value'],
    [{ '1x': 1 }, 'mat-value'],
  ])('refuses %o', async (variables, tag) => {
    await expect(writeMat(join(folder, 'refused.mat'), variables, { version: 'v7.3' })).rejects.toMatchObject({ tag });
  });
});

describe('what can’t be written', () => {
  it.each([
    ['a bad variable name', { 'a b': 1 }],
    ['a field name beyond 63 bytes', { x: matStruct({ ['f'.repeat(64)]: 1 }) }],
    [
      'a struct whose fields disagree',
      { x: { kind: 'struct', dims: [1, 2], fields: new Map([['a', [matChar('x')]]]) } as MatValue },
    ],
  ])('%s', async (_name, variables) => {
    await expect(encodeMat(variables)).rejects.toMatchObject({ tag: 'mat-value' });
  });

  it('constructors check lengths', () => {
    expect(() => matNumeric([1, 2, 3], [2, 2])).toThrow(/2 x 2 can't have 3 elements/);
    expect(() => matNumeric([1], [1])).toThrow(/dimensions 1/);
    expect(() => matTable({ a: Float64Array.of(1), b: Float64Array.of(1, 2) })).toThrow(/column b has 2 rows/);
    expect(() => matTable({ a: 1 }, { variableUnits: ['s', 'V'] })).toThrow(/2 entries for 1 columns/);
    expect(() => matStructArray([{ a: 1 }, { b: 1 }])).toThrow(/element 1/);
    expect(elementCount(matStructArray([]).dims)).toBe(0);
  });

  it('a folder that isn’t there', async () => {
    await expect(writeMat(join(folder, 'missing', 'x.mat'), { x: 1 })).rejects.toMatchObject({ tag: 'mat-access' });
  });

  it('opening a missing file', async () => {
    await expect(openMat(join(folder, 'missing.mat'))).rejects.toMatchObject({ tag: 'mat-access' });
    writeFileSync(join(folder, 'text.mat'), 'x'.repeat(200));
    await expect(openMat(join(folder, 'text.mat'))).rejects.toMatchObject({ tag: 'mat-format' });
  });
});
