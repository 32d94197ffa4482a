import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MatTable, readMat } from '@emgfm/matfile';
import { UnevenClockError } from '@emgfm/adapter-kit';
import { writeRawCamargo } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../tools/shared-data';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';
import { sensorTable } from './sensor-table';
import { readSubjects } from './subjects';

const folder = sharedData('camargo');
const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

describe.skipIf(folder === null)('shared sample recordings (skipped where the folder is not there)', () => {
  const file = (name: string): string => join(folder as string, name);

  test('SubjectInfo.mat equals its decoded twin', async () => {
    const { persons, note } = await readSubjects(folder as string, 'SubjectInfo.mat');
    const [, ...lines] = (await readFile(file('SubjectInfo.decoded.csv'), 'utf8')).trim().split(/\r?\n/);
    expect(note).toBe('');
    expect(persons.size).toBe(lines.length);
    for (const line of lines) {
      const [name, age, gender, height, weight] = line.split(',');
      expect(persons.get(name)).toEqual({
        ageY: Number(age),
        sex: gender === 'F' ? 'female' : 'male',
        heightM: Number(height),
        massKg: Number(weight),
      });
    }
  });

  test('real tables of the same encoding give an even clock, or say which row does not lie on one', async () => {
    const { variables } = await readMat(file('EpicToolbox_dev_SA1.mat'));
    const tables = [...variables.values()].flatMap(function tablesIn(value): MatTable[] {
      if (value.kind === 'table') return value.variableNames.includes('Header') ? [value] : [];
      return value.kind === 'struct' ? [...value.fields.values()].flat().flatMap(tablesIn) : [];
    });
    const ratesHz = tables.map((table) => {
      try {
        return sensorTable(table).samplingRateHz;
      } catch (error) {
        expect(error).toBeInstanceOf(UnevenClockError);
        return NaN;
      }
    });
    const even = ratesHz.filter((rateHz) => !Number.isNaN(rateHz));
    expect(even.length).toBeGreaterThan(0);
    for (const rateHz of even) expect(rateHz).toBeGreaterThan(10);
  });

  test('a trial filed under a real person has the age, sex and size of that person', async () => {
    const root = await mkdtemp(join(tmpdir(), 'emgfm-camargo-real-'));
    roots.push(root);
    await writeRawCamargo(root, { subjects: ['AB06'], seed: 2, steadyS: 3, modes: ['treadmill'] });
    await cp(file('SubjectInfo.mat'), join(root, 'SubjectInfo.mat'));
    const { recordings } = await runAdapter(adapter, root);
    expect(recordings[0].subject).toMatchObject({ ageY: 20, sex: 'male', heightM: 1.8, massKg: 74.84 });
  }, 20_000);
});
