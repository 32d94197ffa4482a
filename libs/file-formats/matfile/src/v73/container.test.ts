import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '@emgfm/hdf5';
import { afterAll, describe, expect, it } from 'vitest';
import { openMat } from '../mat-file';
import type { MatBlock } from '../container';
import type { MatCell, MatValue } from '../values';
import { matCell, matChar, matNumeric, matStruct, matStructArray } from '../write/construct';
import { writeMat } from '../write/write-mat';

const folder = mkdtempSync(join(tmpdir(), 'matfile-v73-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sparse: MatValue = {
  kind: 'sparse',
  dims: [3, 2],
  logical: false,
  rowIndices: Uint32Array.of(1),
  columnPointers: Uint32Array.of(0, 0, 1),
  values: Float64Array.of(5),
  imaginary: null,
};

describe('MAT v7.3', () => {
  it('lists classes and dimensions without reading', async () => {
    const path = join(folder, 'listing.mat');
    const variables = {
      matrix: matNumeric(Int16Array.of(1, 2, 3, 4, 5, 6), [2, 3]),
      text: matChar('EMG'),
      scalar: matStruct({ a: 1 }),
      trials: matStructArray([{ a: 1 }, { a: 2 }, { a: 3 }], [1, 3]),
      none: matNumeric(new Float64Array(0), [0, 4]),
      sparse,
    };
    await writeMat(path, variables, { version: 'v7.3' });
    const mat = await openMat(path);
    const listed = mat.variables.map(({ name, className, dims, isSparse }) => [name, className, dims, isSparse]);
    expect(listed.sort()).toEqual([
      ['matrix', 'int16', [2, 3], false],
      ['none', 'double', [0, 4], false],
      ['scalar', 'struct', [1, 1], false],
      ['sparse', 'double', [3, 2], true],
      ['text', 'char', [1, 3], false],
      ['trials', 'struct', [1, 3], false],
    ]);
    await mat.close();
  });

  it('tells fields and dimensions inside a value without reading it', async () => {
    const path = join(folder, 'inside.mat');
    const inner = matStruct({ z: matNumeric(new Float64Array(6), [2, 3]), a: matCell([1, 'two']), none: matChar('') });
    await writeMat(
      path,
      { person: matStruct({ level: inner, trials: matStructArray([{ b: 1 }, { b: 2 }]) }) },
      { version: 'v7.3' },
    );
    const mat = await openMat(path);
    expect(await mat.fieldNames('person')).toEqual(['level', 'trials']);
    expect(await mat.fieldNames('person.level')).toEqual(['z', 'a', 'none']);
    expect(await mat.fieldNames('person.trials')).toEqual(['b']);
    expect(await mat.fieldNames('person.trials(2)')).toEqual(['b']);
    expect(await mat.fieldNames('person.level.z')).toEqual([]);
    expect(await mat.fieldNames('person.level.a')).toEqual([]);
    expect(await mat.dimensions('person.level.z')).toEqual([2, 3]);
    expect(await mat.dimensions('person.trials')).toEqual([2, 1]);
    expect(await mat.dimensions('person.level.none')).toEqual([0, 0]);
    await expect(mat.fieldNames('person.uphill')).rejects.toMatchObject({ tag: 'mat-path' });
    await expect(mat.dimensions('person.uphill')).rejects.toMatchObject({ tag: 'mat-path' });
    await mat.close();
  });

  it('reads HDF5 that no MATLAB wrote, and passes over what is no value', async () => {
    const path = join(folder, 'plain.h5');
    await writeAtomically(path, (file) => {
      file.dataset('/counts', Int16Array.of(1, 2, 3, 4, 5, 6), { shape: [3, 2] });
      file.link('/loop', { path: '/loop' });
      file.group('/circle');
      file.link('/circle/again', { path: '/circle' });
      file.dataset('/group/inner', Float32Array.of(0.5));
      file.link('/nowhere', { path: '/missing' });
      file.link('/group/nowhere', { path: '/missing' });
    });
    const mat = await openMat(path);
    expect(mat.variables.map(({ name, className }) => [name, className]).sort()).toEqual([
      ['circle', 'struct'],
      ['counts', 'int16'],
      ['group', 'struct'],
      ['loop', ''],
    ]);
    for (const circular of ['circle', 'loop']) {
      await expect(mat.read(circular)).rejects.toMatchObject({ tag: expect.stringMatching(/corrupt|limit/) as string });
    }
    expect(await mat.read('counts')).toEqual(matNumeric(Int16Array.of(1, 2, 3, 4, 5, 6), [2, 3]));
    expect(await mat.read('group')).toMatchObject({ kind: 'struct', dims: [1, 1] });
    expect(mat.warnings.map(({ variable }) => variable).sort()).toEqual(['/group', 'loop', 'nowhere']);
    await mat.close();
  });

  it('follows many references', async () => {
    const path = join(folder, 'cells.mat');
    await writeMat(path, { c: matCell(Array.from({ length: 300 }, (_, i) => i)) }, { version: 'v7.3' });
    const mat = await openMat(path);
    const { cells } = (await mat.read('c')) as MatCell;
    expect(cells.map((cell) => (cell.kind === 'numeric' ? cell.values[0] : null))).toEqual(cells.map((_, i) => i));
    expect(await mat.read('c{277}')).toEqual(matNumeric([276]));
    await mat.close();
  });

  it('streams integers', async () => {
    const counts = Int16Array.from({ length: 50_000 }, (_, i) => i % 1000);
    const path = join(folder, 'integers.mat');
    await writeMat(path, { counts: matNumeric(counts, [12_500, 4]) }, { version: 'v7.3' });
    const mat = await openMat(path);
    const joined = new Int16Array(counts.length);
    const blocks: MatBlock[] = [];
    for await (const block of mat.stream('counts', { blockElements: 4096 })) {
      joined.set(block.values as Int16Array, block.offset);
      blocks.push(block);
    }
    expect(joined).toEqual(counts);
    expect(blocks.length).toBeGreaterThan(10);
    expect(blocks[0]).toMatchObject({ className: 'int16', dims: [12_500, 4], part: 'real' });
    await mat.close();
  });
});
