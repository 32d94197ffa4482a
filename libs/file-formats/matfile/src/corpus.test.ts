import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { isMatError } from './errors';
import { readMat } from './mat-file';
import { expectedForm } from './testing/expected-form';
import { normalForm } from './testing/normal-form';
import type { MatSparse, MatValue } from './values';

const corpus = sharedData('mat');
const expectedFolder = join(corpus ?? '', 'expected');
const files = (corpus === null ? [] : readdirSync(corpus))
  .filter((folder) => folder !== 'expected')
  .flatMap((folder) => readdirSync(join(corpus!, folder)).map((name) => `${folder}/${name}`))
  .filter((name) => !name.endsWith('.json'));

/** Files that must fail, and with what. */
const CORRUPT = new Map([
  ['scipy/corrupted_zlib_checksum.mat', /incorrect data check/],
  ['scipy/debigged_m4.mat', /expected/],
  ['scipy/bad_miuint32.mat', /negative dimension/],
]);

/** Damaged object metadata that don't lead to the object: it stays opaque. The expected files show an empty default there. */
const LOST_OBJECTS = [
  'matio-py/test_corrupted_mcos_object_metadata.mat',
  'MAT.jl/v7.3__corrupted_mcos_object_metadata.mat',
];

/** Old-style objects, which the expected files show as structs without a class; their v7 twins are compared in full. */
const OLD_OBJECTS = ['MAT.jl/v7.3__old_class.mat', 'MAT.jl/v7.3__old_class_array.mat'];

function expectedOf(file: string): string {
  return join(expectedFolder, `${file.replace('/', '__')}.json`);
}

/** What can't be compared by form: sparse matrices of v4 and dynamic properties have tests of their own. */
function comparable(form: unknown): unknown {
  return JSON.parse(JSON.stringify(form), (name, value: unknown) => {
    if (name.startsWith('__dyn') || name.startsWith('DynamicProperty') || name === 'typeSystem') return undefined;
    if (value !== null && typeof value === 'object' && 'class' in value && value.class === 'sparse4') return undefined;
    return value === 0 ? 0 : value;
  });
}

describe.skipIf(corpus === null)(`MAT corpus (${SHARED_DATA_HINT})`, () => {
  it.each(
    files.filter(
      (file) => existsSync(expectedOf(file)) && !CORRUPT.has(file) && ![...LOST_OBJECTS, ...OLD_OBJECTS].includes(file),
    ),
  )('%s equals its expected values', async (file) => {
    const { vars } = JSON.parse(readFileSync(expectedOf(file), 'utf8')) as { vars: Record<string, never> };
    const { variables } = await readMat(join(corpus!, file));
    const wanted = comparable(normalForm(vars)) as Record<string, unknown>;
    const found = Object.fromEntries([...variables].map(([name, value]) => [name, expectedForm(value)]));
    expect([...variables.keys()].sort()).toEqual(Object.keys(vars).sort());
    for (const name of Object.keys(vars)) if (!(name in wanted)) delete found[name];
    expect(comparable(found)).toEqual(wanted);
  });

  it.each([...CORRUPT])('%s fails with a typed error', async (file, message) => {
    const error = await readMat(join(corpus!, file)).catch((cause: unknown) => cause);
    expect(isMatError(error) && error.tag).toBe('mat-corrupt');
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(file);
  });

  it.each(LOST_OBJECTS)('%s yields the object undecoded, with a warning', async (file) => {
    const { variables, warnings } = await readMat(join(corpus!, file));
    expect(variables.get('var')).toMatchObject({ kind: 'opaque', className: 'datetime' });
    expect(warnings.map(({ message }) => message).join()).toContain('damaged');
  });

  it('reads old-style objects of v7.3 with their class, like v7', async () => {
    const v7 = await readMat(join(corpus!, 'MAT.jl/v7__old_class_array.mat'));
    const v73 = await readMat(join(corpus!, 'MAT.jl/v7.3__old_class_array.mat'));
    expect(v73.variables).toEqual(v7.variables);
    const single = await readMat(join(corpus!, 'MAT.jl/v7.3__old_class.mat'));
    expect(single.variables.get('tc_old')).toMatchObject({ kind: 'object', className: 'TestClassOld', dims: [1, 1] });
  });

  it('warns of metadata of an unknown version and reads on', async () => {
    const { variables, warnings } = await readMat(join(corpus!, 'MAT.jl/v7__corrupted_subsystem.mat'));
    expect(variables.get('var')).toMatchObject({ kind: 'datetime', epochMs: Float64Array.of(1765060960050.211) });
    expect(warnings).toHaveLength(1);
  });

  it('keeps properties added at run time', async () => {
    const { variables } = await readMat(join(corpus!, 'matio-py/test_dynamic_v7.mat'));
    const object = variables.get('obj');
    const described = object?.kind === 'object' ? object.elements[0]?.get('DynamicProperty1') : undefined;
    expect(described).toMatchObject({ kind: 'object', className: 'meta.DynamicProperty' });
  });

  it.each(['testsparse_4.2c_SOL2', 'testsparsecomplex_4.2c_SOL2'])(
    'reads the v4 sparse matrix of %s like its v5 twin',
    async (name) => {
      const old = await readMat(join(corpus!, `scipy/${name}.mat`));
      const twin = await readMat(join(corpus!, `scipy/${name.replace('4.2c', '6.1')}.mat`));
      const variable = name.split('_')[0];
      expect(sparseCells(old.variables.get(variable))).toEqual(sparseCells(twin.variables.get(variable)));
    },
  );

  it.each(['basic', 'dynamic', 'string', 'tables', 'user_defined'])(
    'test_%s: v7 and v7.3 decode to equal values',
    async (name) => {
      const v7 = await readMat(join(corpus!, `matio-py/test_${name}_v7.mat`));
      const v73 = await readMat(join(corpus!, `matio-py/test_${name}_v73.mat`));
      expect([...v7.variables.keys()].sort()).toEqual([...v73.variables.keys()].sort());
      for (const [variable, value] of v7.variables) expect(v73.variables.get(variable)).toEqual(value);
    },
  );
});

function sparseCells(value: MatValue | undefined): unknown {
  const { dims, columnPointers, rowIndices, values, imaginary } = value as MatSparse;
  return { dims: [...dims], columnPointers, rowIndices, values, imaginary };
}
