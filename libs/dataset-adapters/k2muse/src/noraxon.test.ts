import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matStruct, type MatInput, writeMat } from '@emgfm/matfile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedData } from '../../../../tools/shared-data';
import { readNoraxon } from './noraxon';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-noraxon-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = (name: string, numSamples: number, changes: Record<string, MatInput> = {}): MatInput =>
  matStruct({
    name,
    frequency: 2000,
    begin_time: 0,
    units: 'uV',
    data: new Float64Array(numSamples).fill(1),
    ...changes,
  });

async function exportOf(signals: Record<string, MatInput>): Promise<string> {
  const path = join(folder, 'export.mat');
  const sources = matStruct({ name: 'Ultium EMG', signals: matStruct(signals) });
  await writeMat(path, { record_1: matStruct({ movements: matStruct({ sources }) }) }, { version: 'v5' });
  return path;
}

describe('a Noraxon export', () => {
  test('signals are placed by muscle and leg, whatever the spelling', async () => {
    const path = await exportOf({
      signal_1: signal('Ultium EMG-LAT. GASTRO LT', 10),
      signal_2: signal('Ultium EMG-VLO RT', 10),
      signal_3: signal('SEMITEND. RT', 10),
      signal_4: signal('Ultium EMG-Left Tibialis Anterior', 10),
    });
    const { matrix, samplingRateHz, unit, notes } = await readNoraxon(path);
    expect([[...matrix.left.keys()], [...matrix.right.keys()]]).toEqual([
      ['LG', 'TA'],
      ['VLO', 'SEM'],
    ]);
    expect([samplingRateHz, unit, notes]).toEqual([2000, 'uV', []]);
  });

  test('what has no place, no leg, another clock or comes twice is told, not placed', async () => {
    const path = await exportOf({
      signal_1: signal('TIB.ANT. RT', 10),
      signal_2: signal('TIB.ANT. RT', 10),
      signal_3: signal('SOLEUS LT', 10),
      signal_4: signal('BICEPS FEM.', 10),
      signal_5: signal('SOLEUS RT', 10, { frequency: 1000 }),
    });
    const { matrix, notes } = await readNoraxon(path);
    expect([matrix.left.size, [...matrix.right.keys()]]).toEqual([0, ['TA']]);
    expect(notes).toHaveLength(4);
  });

  test('a signal that stopped early is missing at its end', async () => {
    const path = await exportOf({ signal_1: signal('TIB.ANT. RT', 10), signal_2: signal('SOLEUS RT', 7) });
    const { matrix } = await readNoraxon(path);
    expect([...(matrix.right.get('SOL') ?? [])]).toEqual([1, 1, 1, 1, 1, 1, 1, NaN, NaN, NaN]);
  });

  test('a file without movements or signals is refused', async () => {
    const path = join(folder, 'other.mat');
    await writeMat(path, { x: 1 });
    await expect(readNoraxon(path)).rejects.toMatchObject({ tag: 'mat-path' });
    await expect(readNoraxon(await exportOf({ signal_1: signal('TIB.ANT. RT', 0) }))).rejects.toThrow(/no signal/);
  });
});

const recording = sharedData('noraxon', 'noraxon_mr3_export_2ch_2000Hz.mat');
describe.skipIf(recording === null)('the shared sample recording of a Noraxon system', () => {
  test('is read; its arm muscles have no place here', async () => {
    const { matrix, samplingRateHz, startS, unit, notes } = await readNoraxon(recording ?? '');
    expect([samplingRateHz, startS, unit, matrix.left.size, matrix.right.size]).toEqual([2000, 0, 'uV', 0, 0]);
    expect(notes.map((note) => /'(.*)'/.exec(note)?.[1])).toEqual(['BICEPS BR. RT', 'BRACHIORAD. RT']);
  });
});
