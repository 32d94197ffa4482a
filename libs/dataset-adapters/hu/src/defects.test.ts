import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emgChannelIndex, jointMotionIndex, type Recording } from '@emgfm/schema';
import { type RawHuCircuit, type RawHuOptions, writeRawHu } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdapterRun, runAdapter } from '../../../../tools/adapter-run';
import { readCircuit } from './circuit-table';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function tree(options: Partial<RawHuOptions> = {}): Promise<{ root: string; truth: readonly RawHuCircuit[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-hu-defects-'));
  roots.push(root);
  return { root, truth: await writeRawHu(root, { subjects: 1, seed: 6, circuits: 1, ...options }) };
}

/** Stand for three seconds, walk, climb. */
const standWalkClimb: RawHuOptions['boutsOf'] = () => [
  { gait: 'stand', durationS: 3 },
  { gait: 'walk', durationS: 4 },
  { gait: 'stair_up', stepHeightM: 0.19685, strideTimeS: 1.25, durationS: 5 },
  { gait: 'walk', durationS: 4 },
  { gait: 'stand', durationS: 3 },
];

const MODE_LAG_ROWS = 700;

/** Two circuits whose lists lack a strike of the left leg. */
let run: AdapterRun;
let made: { root: string; truth: readonly RawHuCircuit[] };
beforeAll(async () => {
  made = await tree({
    circuits: 2,
    boutsOf: standWalkClimb,
    deletedStrikes: { left: [3] },
    modeLagRows: MODE_LAG_ROWS,
    missingColumns: ['Right_TA'],
  });
  run = await runAdapter(adapter, made.root);
}, 60_000);

test('knee and ankle are not left flexion-negative', () => {
  const [knee, ankle] = [jointMotionIndex('knee', 'flexion'), jointMotionIndex('ankle', 'flexion')];
  const level = run.strides.filter(({ activity }) => activity === 'walk');
  expect(level.length).toBeGreaterThan(5);
  for (const { kinematics } of level) {
    const at = (percent: number, channel: number): number => kinematics[Math.round(percent * 1.99) * 9 + channel];
    expect(at(72, knee)).toBeGreaterThan(45);
    expect(at(45, ankle)).toBeGreaterThan(at(65, ankle) + 10);
  }
  // two joints, once per circuit
  expect(run.decisions.filter(({ fact }) => fact.startsWith('sign of'))).toHaveLength(4);
});

test('a deleted strike does not become one stride of double length: it is dropped with its reason', () => {
  expect(Math.max(...run.strides.map(({ durationS }) => durationS))).toBeLessThanOrEqual(1.5);
  const tooLong = run.drops.filter(({ reason, what }) => reason === 'stride-too-long' && what.includes('left'));
  expect(tooLong).toHaveLength(2);
});

test('a stride spans no pause', async () => {
  const { root } = await tree({
    boutsOf: () => [
      { gait: 'walk', durationS: 4 },
      { gait: 'stand', durationS: 4 },
      { gait: 'walk', durationS: 4 },
    ],
  });
  const { strides, drops } = await runAdapter(adapter, root);
  expect(strides.every(({ startTimeS, durationS }) => !(startTimeS < 5.5 && startTimeS + durationS > 6.5))).toBe(true);
  expect(drops.length).toBeGreaterThan(0);
});

test('a leg whose strikes were all deleted has no strides, whatever its angles show', async () => {
  const { root, truth } = await tree({
    boutsOf: () => [{ gait: 'walk', durationS: 6 }],
    deletedStrikes: { left: Array.from({ length: 20 }, (_, i) => i) },
  });
  const { strides } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(truth[0].strides.length);
  expect(strides.every(({ side, quality }) => side === 'right' && (quality & 1) === 0)).toBe(true);
});

test('the label comes from the codes of the strikes: the column Mode lags them', () => {
  const expected = new Map(
    made.truth.flatMap(({ trial, strides }) =>
      strides.map(({ side, startS, activity }) => [`${trial} ${side} ${startS.toFixed(2)}`, activity]),
    ),
  );
  for (const { trial, side, startTimeS, activity } of run.strides) {
    expect(activity).toBe(expected.get(`${trial} ${side} ${startTimeS.toFixed(2)}`));
  }
  expect(run.strides.filter(({ activity }) => activity === 'stair_up').length).toBeGreaterThan(4);
});

test('lists of events are read to their end, whatever holes they have', async () => {
  const { root, truth } = await tree({ boutsOf: () => [{ gait: 'walk', durationS: 6 }] });
  const path = join(root, truth[0].file);
  const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const firstEvent = header.split(',').indexOf('Right_Heel_Contact');
  const hole = rows[0].split(',').map((cell, i) => (i < firstEvent ? cell : 'NaN'));
  // the lists begin one row further down than they should
  const shifted = rows.map((row, i) => {
    const own = row.split(',').slice(0, firstEvent);
    const above = (i === 0 ? hole : rows[i - 1].split(',')).slice(firstEvent);
    return [...own, ...above].join(',');
  });
  await writeFile(path, [header, ...shifted].join('\n'));
  const { strides } = await runAdapter(adapter, root);
  expect(strides).toHaveLength(truth[0].strides.length);
});

test('amplitudes are taken from walking, not from sitting and standing', async () => {
  const survey = await adapter.survey(made.root);
  let recordings = 0;
  for await (const recording of adapter.read(made.root, survey.subjects[0].subject)) {
    const { startS, samples } = (recording as Extract<Recording, { kind: 'continuous' }>).legs.left!.emg!;
    const endS = startS + samples.shape[1] / 1000;
    const strikes = (recording as Extract<Recording, { kind: 'continuous' }>).events.map(({ timeS }) => timeS);
    expect(startS).toBeGreaterThanOrEqual(Math.min(...strikes) - 1.001);
    expect(endS).toBeLessThanOrEqual(Math.max(...strikes) + 1.01);
    recordings += 1;
  }
  expect(recordings).toBeGreaterThan(1);
});

test('circuits stay apart: each stride knows its own', () => {
  expect(new Set(run.strides.map(({ trial }) => trial))).toEqual(new Set(['Circuit_001', 'Circuit_002']));
  expect(run.recordings.every(({ provenance, trial }) => provenance.files[0].includes(trial))).toBe(true);
});

test('only the columns that the tables name are kept', async () => {
  const table = await readCircuit(join(made.root, made.truth[0].file));
  expect(table.column('Left_Knee')).not.toBeNull();
  for (const name of ['Waist_Ax', 'Left_Knee_Velocity', 'Mode']) expect(table.column(name)).toBeNull();
});

test('one person is one id for every mode and both legs', () => {
  expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB156']));
  expect(new Set(run.strides.map(({ side }) => side)).size).toBe(2);
});

describe('masks belong to each stride and leg', () => {
  test('a column that one leg lacks is missing on that leg only, with its reason, and never zero', () => {
    const channel = emgChannelIndex('TA');
    for (const { side, emg, masks, reasons } of run.strides) {
      expect([masks.emg[channel], reasons.emg[channel]]).toEqual(side === 'left' ? [1, 0] : [0, 3]);
      if (side === 'right') expect(emg[channel]).toBeNaN();
    }
  });

  test('no hip, no moments: missing in this dataset, NaN instead of zero', () => {
    const [stride] = run.strides;
    expect(stride.reasons.kinematics[jointMotionIndex('hip', 'flexion')]).toBe(1);
    expect(stride.kinetics.every(Number.isNaN)).toBe(true);
  });
});

describe('layouts that differ', () => {
  test.each([
    ['columns in another order and other capitals', { reordered: true }],
    ['empty cells for NaN', { missing: '' }],
    ['folders that are not nested', { nested: false }],
  ] as const)('%s', async (_, options) => {
    const boutsOf: RawHuOptions['boutsOf'] = () => [{ gait: 'walk', durationS: 5 }];
    const { root, truth } = await tree({ boutsOf, ...options });
    const { strides } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(truth[0].strides.length);
    expect(strides[0].masks.emg.filter((bit) => bit === 1)).toHaveLength(7);
  });

  test('a file that ends within its header or holds no events costs nobody else a stride', async () => {
    const { root, truth } = await tree({ circuits: 3, boutsOf: () => [{ gait: 'walk', durationS: 4 }] });
    const [whole, cut, bare] = truth.map(({ file }) => join(root, file));
    await writeFile(cut, (await readFile(cut, 'utf8')).split('\n')[0]);
    const lines = (await readFile(bare, 'utf8')).split('\n');
    await writeFile(bare, [lines[0].replaceAll('Heel_Contact', 'Heel'), ...lines.slice(1)].join('\n'));
    const { strides, drops } = await runAdapter(adapter, root);
    expect(whole).toContain('001');
    expect(new Set(strides.map(({ trial }) => trial))).toEqual(new Set(['Circuit_001']));
    expect(drops.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['no-events']));
  });
});
