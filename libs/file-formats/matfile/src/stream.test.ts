import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { MatBlock } from './container';
import { openMat, type MatFile } from './mat-file';
import type { MatNumeric } from './values';
import { matDatetime, matNumeric, matString, matStruct, matTable } from './write/construct';
import { encodeMat, writeMat } from './write/write-mat';

const folder = mkdtempSync(join(tmpdir(), 'matfile-stream-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 40_000;
const ramp = (factor: number): Float64Array => Float64Array.from({ length: ROWS }, (_, i) => i * factor);

/** Puts blocks together again. */
async function joined(stream: AsyncGenerator<MatBlock>): Promise<Map<string, Float64Array>> {
  const arrays = new Map<string, Float64Array>();
  for await (const { column, part, dims, offset, values } of stream) {
    const key = `${column}:${part}`;
    const array = arrays.get(key) ?? new Float64Array(dims.reduce((a, b) => a * b, 1));
    array.set(values as Float64Array, offset);
    arrays.set(key, array);
  }
  return arrays;
}

describe.each(['v5', 'v7'] as const)('stream of %s', (version) => {
  const values = matNumeric(ramp(1), [ROWS / 4, 4], ramp(2));
  const table = matTable({
    Header: ramp(0.001),
    Label: matString(Array<string>(ROWS).fill('x')),
    two: matNumeric(Float64Array.from([...ramp(2), ...ramp(3)]), [ROWS, 2]),
    when: matDatetime(ramp(5)),
    few: new Uint8Array(ROWS),
  });
  const opened = async (): Promise<MatFile> =>
    openMat(await encodeMat({ values, deep: matStruct({ a: 1, EMG: ramp(7) }), table }, { version }));

  it('gives both parts of an array, in order', async () => {
    const mat = await opened();
    const arrays = await joined(mat.stream('values', { blockElements: 1000 }));
    expect(arrays).toEqual(
      new Map([
        [':real', values.values],
        [':imaginary', values.imaginary],
      ]),
    );
    expect((await joined(mat.stream('deep.EMG'))).get(':real')).toEqual(ramp(7));
    await mat.close();
  });

  it('gives the numeric columns of a table, and only those wanted', async () => {
    const mat = await opened();
    const arrays = await joined(mat.stream('table', { columns: ['when', 'Header', 'two', 'few'] }));
    expect([...arrays.keys()].sort()).toEqual(['Header:real', 'few:real', 'two:real', 'when:real']);
    expect(arrays.get('Header:real')).toEqual(ramp(0.001));
    expect(arrays.get('two:real')).toEqual(Float64Array.from([...ramp(2), ...ramp(3)]));
    expect(arrays.get('when:real')).toEqual(ramp(5));
    expect([...(await joined(mat.stream('table.two'))).keys()]).toEqual([':real']);
    await mat.close();
  });

  it('streams integers, of tables too', async () => {
    const counts = Int16Array.from({ length: ROWS }, (_, i) => (i % 5000) - 2500);
    const marks = BigUint64Array.from(counts, (count) => 2n ** 60n + BigInt(count + 2500));
    const file = await encodeMat({ counts, marks, T: matTable({ counts, label: marks }) }, { version });
    const mat = await openMat(file);
    for (const [path, wanted] of [
      ['counts', counts],
      ['marks', marks],
      ['T.counts', counts],
      ['T.label', marks],
    ] as const) {
      const blocks: MatBlock[] = [];
      for await (const block of mat.stream(path, { blockElements: 1000 })) blocks.push(block);
      expect(blocks.map(({ offset }) => offset)).toEqual(Array.from({ length: ROWS / 1000 }, (_, i) => i * 1000));
      expect(blocks.flatMap(({ values }) => Array.from<number | bigint>(values as Int16Array))).toEqual(
        Array.from<number | bigint>(wanted as Int16Array),
      );
    }
    await mat.close();
  });

  it('refuses what has no numbers to hand on', async () => {
    const mat = await opened();
    await expect(joined(mat.stream('table'))).rejects.toMatchObject({ tag: 'mat-unsupported' });
    await expect(joined(mat.stream('deep'))).rejects.toMatchObject({ tag: 'mat-unsupported' });
    await expect(joined(mat.stream('table', { columns: ['RF'] }))).rejects.toMatchObject({ tag: 'mat-path' });
    await mat.close();
  });

  it('can be left early', async () => {
    const mat = await opened();
    for await (const block of mat.stream('values', { blockElements: 10 })) {
      expect(block).toMatchObject({ offset: 0, className: 'double', dims: [ROWS / 4, 4] });
      break;
    }
    expect(((await mat.read('deep.EMG')) as MatNumeric).values).toEqual(ramp(7));
    await mat.close();
  });
});

it('notices damage at the end of compressed data', async () => {
  const bytes = await encodeMat({ x: ramp(1) });
  bytes[bytes.length - 1] ^= 1;
  const mat = await openMat(bytes);
  await expect(joined(mat.stream('x'))).rejects.toMatchObject({ tag: 'mat-corrupt', variable: 'x' });
  await mat.close();
});

it('streams v7.3 by blocks', async () => {
  const path = join(folder, 'stream.mat');
  await writeMat(path, { deep: matStruct({ EMG: matNumeric(ramp(3), [ROWS / 4, 4]) }) }, { version: 'v7.3' });
  const mat = await openMat(path);
  expect((await joined(mat.stream('deep.EMG', { blockElements: 777 }))).get(':real')).toEqual(ramp(3));
  await mat.close();
});
