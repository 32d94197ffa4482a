import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { texts } from './mcos/texts';
import { readMat } from './mat-file';
import { valueAt } from './path';
import type { MatNumeric, MatTable, MatValue } from './values';

const camargo = sharedData('camargo');
const noraxon = sharedData('noraxon');

/** All tables in a value, with the path that leads to each. */
function tablesIn(value: MatValue, path: string): { path: string; table: MatTable }[] {
  if (value.kind === 'table') return [{ path, table: value }];
  if (value.kind !== 'struct') return [];
  return [...value.fields].flatMap(([name, values]) => values.flatMap((inner) => tablesIn(inner, `${path}.${name}`)));
}

describe.skipIf(camargo === null)(`tables of Camargo's recordings (${SHARED_DATA_HINT})`, () => {
  it('SubjectInfo equals its decoded CSV', async () => {
    const { variables, warnings } = await readMat(join(camargo!, 'SubjectInfo.mat'));
    const table = variables.get('data') as MatTable;
    const columns = table.columns.map((column) =>
      column.kind === 'numeric' ? Array.from(column.values, Number) : texts(column),
    );
    const [header, ...rows] = readFileSync(join(camargo!, 'SubjectInfo.decoded.csv'), 'utf8').trim().split(/\r?\n/);
    expect(warnings).toEqual([]);
    expect(table.variableNames).toEqual(header.split(','));
    const expected = rows.map((row) => row.split(',').map((cell, i) => (i === 0 || i === 2 ? cell : Number(cell))));
    expect(table.dims).toEqual([expected.length, table.variableNames.length]);
    expect(expected.map((_, row) => columns.map((column) => column[row]))).toEqual(expected);
  });

  const epicToolbox = camargo === null ? [] : readdirSync(camargo).filter((name) => name.startsWith('EpicToolbox'));

  it.each(epicToolbox)('%s: every table of numbers has a Header of increasing seconds', async (name) => {
    const { variables, warnings } = await readMat(join(camargo!, name));
    const tables = [...variables].flatMap(([variable, value]) => tablesIn(value, variable));
    const headed = tables.filter(({ table }) => table.variableNames.includes('Header'));
    expect(warnings).toEqual([]);
    expect(headed.length).toBeGreaterThan(2);
    const sensors = headed.filter(({ table }) => table.columns.every(({ kind }) => kind === 'numeric'));
    for (const { path, table } of sensors) {
      const { values } = valueAt(table, 'Header') as MatNumeric;
      expect(values, path).toBeInstanceOf(Float64Array);
      expect(values.length, path).toBe(table.dims[0]);
      const isIncreasing = (values as Float64Array).every((timeS, i) => i === 0 || timeS >= Number(values[i - 1]));
      expect(isIncreasing, path).toBe(true);
    }
  });
});

describe.skipIf(noraxon === null)(`a Noraxon MR3 export (${SHARED_DATA_HINT})`, () => {
  it('holds two channels at 2000 Hz', async () => {
    const { variables, warnings } = await readMat(join(noraxon!, 'noraxon_mr3_export_2ch_2000Hz.mat'));
    expect(warnings).toEqual([]);
    const [record] = variables.values();
    expect(valueAt(record, 'info.type')).toMatchObject({ kind: 'char', text: 'record' });
    for (const signal of ['signal_1', 'signal_2']) {
      const read = (field: string): MatValue => valueAt(record, `movements.sources.signals.${signal}.${field}`);
      expect(read('frequency')).toMatchObject({ values: Float64Array.of(2000) });
      expect(read('units')).toMatchObject({ text: 'uV' });
      expect(read('count')).toMatchObject({ values: Int32Array.of(34120) });
      expect(read('data')).toMatchObject({ kind: 'numeric', className: 'double', dims: [34120, 1] });
    }
  });
});
