import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hdf5File, type Hdf5Numbers, openHdf5File, writeAtomically } from '@emgfm/hdf5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mergeShards } from './merge-shards';
import { plainStrides, shardHeader, strideFrom } from './sample-strides';
import { verifyStore } from './verify-store';
import { writeShard } from './write-shard';

const folder = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sound = join(folder, 'sound.h5');
const damaged = join(folder, 'damaged.h5');

beforeAll(async () => {
  const shards = [join(folder, 'a.h5'), join(folder, 'b.h5')];
  const patchy = [0, 1, 2].map((number) =>
    strideFrom({ number, samples: 20 + number, missing: 0b1010, timed: number > 0, text: 'x' }),
  );
  await writeShard(shards[0], shardHeader('camargo', 'AB06'), patchy);
  await writeShard(shards[1], shardHeader('k2muse', 'P1'), plainStrides(30, 31));
  await mergeShards(shards, sound, { createdBy: 'test' });
});

type Values = Hdf5Numbers | readonly string[];
interface Change {
  /** New values of datasets and attributes (`/path@name`) by path; null leaves the object out. */
  readonly [path: string]: ((values: never) => Values) | null;
}

/** Writes the sound store again with changes, and without checksums, which would notice any. */
async function damage(change: Change): Promise<void> {
  const file = await openHdf5File(sound);
  await writeAtomically(damaged, (out) => {
    const changed = (where: string, values: Values) => {
      const edit = change[where];
      return edit === undefined || edit === null ? values : edit(values as never);
    };
    const attributes = (path: string) => {
      for (const name of file.attributeNames(path)) {
        const where = `${path}@${name}`;
        if (name === 'crc32' || change[where] === null) continue;
        const { shape, values } = file.attribute(path, name)!;
        const edited = changed(where, values as Values);
        out.attribute(path, name, edited, edited === values ? shape! : edited.length === 1 ? [] : [edited.length]);
      }
    };
    const walk = (path: string) => {
      if (change[path] === null) return;
      if (file.kind(path) === 'group') {
        out.group(path);
        for (const name of file.list(path)) walk(path === '/' ? `/${name}` : `${path}/${name}`);
      } else copyDataset(file, path);
      attributes(path);
    };
    const copyDataset = (source: Hdf5File, path: string) => {
      const { shape, values } = source.read(path);
      const edited = changed(path, values as Values);
      const { chunks } = source.header(path);
      const rowShape = shape!.slice(1);
      const rowLength = rowShape.reduce((product, length) => product * length, 1);
      if (chunks === null) out.dataset(path, edited, { shape: [edited.length / rowLength, ...rowShape] });
      else out.growingDataset(path, { type: 'float32', rowShape, chunkRows: chunks[0] }).append(edited as Float32Array);
    };
    walk('/');
  });
  file.close();
}

const set =
  <T extends Values>(index: number, value: T extends readonly string[] ? string : number | bigint) =>
  (values: T): T => {
    const copy = values.slice() as unknown as (string | number | bigint)[];
    copy[index] = value;
    return copy as unknown as T;
  };

describe('verifyStore', () => {
  test('finds nothing wrong with stores and shards of this library', async () => {
    expect(await verifyStore(sound)).toEqual({
      path: sound,
      ok: true,
      strides: 5,
      patients: 2,
      emgRows: 20 + 21 + 22 + 61,
      findings: [],
      findingCount: 0,
    });
    expect((await verifyStore(join(folder, 'a.h5'))).findings).toEqual([]);
  });

  test('the copy that the cases below start from is sound', async () => {
    await damage({});
    expect((await verifyStore(damaged)).findings).toEqual([]);
  });

  const cases: [string, Change, object][] = [
    [
      'a missing dataset',
      { '/stride_metadata/trial': null },
      { path: '/stride_metadata/trial', expected: 'string [5]', found: 'nothing' },
    ],
    ['a missing group', { '/masks': null }, { path: '/masks/kinetics' }],
    ['a missing signal', { '/emg': null }, { path: '/emg', found: 'nothing' }],
    [
      'another type',
      { '/stride_metadata/speed_mps': (v: Float32Array) => Float64Array.from(v) },
      { found: 'float64 [5]' },
    ],
    [
      'a row too few',
      { '/masks/emg': (v: Uint8Array) => v.slice(13) },
      { path: '/masks/emg', expected: 'uint8 [5, 13]', found: 'uint8 [4, 13]' },
    ],
    ['a missing root attribute', { '/@total_strides': null }, { path: '/@total_strides', found: 'undefined' }],
    [
      'another format',
      { '/@format': () => ['other'] },
      { path: '/@format', expected: 'emgfm-stride-store', found: 'other' },
    ],
    ['a wrong licence', { '/@licence': () => ['CC0 1.0'] }, { path: '/@licence', expected: 'CC BY-NC-SA 4.0' }],
    ['wrong channels', { '/emg@channels': set<string[]>(0, 'RF') }, { path: '/emg@channels' }],
    [
      'an overlap of strides',
      { '/stride_starts': set<BigInt64Array>(2, 40n) },
      { path: '/stride_starts', row: 2, found: '40' },
    ],
    [
      'a stride that runs backwards',
      { '/stride_ends': set<BigInt64Array>(0, -1n) },
      { path: '/stride_ends', row: 0, found: '-1' },
    ],
    [
      'rows of nobody',
      { '/stride_ends': set<BigInt64Array>(4, 100n) },
      { path: '/stride_ends', row: 4, expected: '124, the rows of /emg' },
    ],
    ['an unknown activity', { '/stride_metadata/activity': set<string[]>(3, 'swim') }, { row: 3, found: "'swim'" }],
    [
      'an unknown side',
      { '/stride_metadata/side': set<string[]>(0, 'middle') },
      { path: '/stride_metadata/side', row: 0 },
    ],
    [
      'an unknown EMG kind',
      { '/stride_metadata/emg_kind': set<string[]>(0, 'raw') },
      { path: '/stride_metadata/emg_kind', row: 0 },
    ],
    [
      'an endless stride',
      { '/stride_metadata/duration_s': set<Float64Array>(1, Infinity) },
      { path: '/stride_metadata/duration_s', row: 1 },
    ],
    [
      'an unexplained NaN',
      { '/stride_metadata/duration_s': set<Float64Array>(1, NaN) },
      { path: '/stride_metadata/duration_s', row: 1 },
    ],
    [
      'an unknown quality bit',
      { '/stride_metadata/quality': set<Uint32Array>(2, 2 ** 31) },
      { path: '/stride_metadata/quality', row: 2 },
    ],
    ['a negative stride number', { '/stride_metadata/stride_number': set<Int32Array>(2, -1) }, { row: 2, found: '-1' }],
    [
      'a mask that is neither',
      { '/masks/kinetics': set<Uint8Array>(9, 2) },
      { path: '/masks/kinetics', row: 1, found: '2 in channel 0' },
    ],
    [
      'a mask over missing numbers',
      { '/masks/emg': set<Uint8Array>(1, 1) },
      { path: '/masks/emg', row: 0, expected: '0 for missing values' },
    ],
    [
      'a number lost',
      { '/kinematics': set<Float32Array>(45 * 3, NaN) },
      { path: '/masks/kinematics', row: 3, found: '1 in channel 0' },
    ],
    [
      'EMG lost',
      { '/emg': set<Float32Array>(13 * 123 + 4, NaN) },
      { path: '/masks/emg', row: 4, found: '1 in channel 4' },
    ],
    [
      'a reason beside a present channel',
      { '/reasons/emg': set<Uint8Array>(0, 3) },
      { path: '/reasons/emg', row: 0, found: '3 in channel 0' },
    ],
    [
      'no reason for a missing one',
      { '/reasons/emg': set<Uint8Array>(1, 0) },
      { path: '/reasons/emg', row: 0, found: '0 in channel 1' },
    ],
    [
      'a reason without meaning',
      { '/reasons/emg': set<Uint8Array>(1, 9) },
      { path: '/reasons/emg', row: 0, found: '9 in channel 1' },
    ],
    [
      'a stride of another patient',
      { '/stride_metadata/patient_id': set<Int32Array>(0, 1) },
      { path: '/stride_metadata/patient_id', row: 0, found: '1' },
    ],
    [
      'a stride of no patient',
      { '/stride_metadata/patient_id': set<Int32Array>(4, 7) },
      { path: '/stride_metadata/patient_id', row: 4, expected: '0 to 1' },
    ],
    [
      'a stride of another dataset',
      { '/stride_metadata/dataset_id': set<string[]>(4, 'hu') },
      { path: '/stride_metadata/dataset_id', row: 4 },
    ],
    [
      'patients out of step',
      { '/patients/first_stride': set<BigInt64Array>(1, 2n) },
      { path: '/patients/first_stride', row: 1, found: '2' },
    ],
    [
      'strides of nobody',
      { '/patients/num_strides': set<BigInt64Array>(1, 1n) },
      { path: '/patients/num_strides', row: 1, found: '4' },
    ],
    [
      'a number that is not the row',
      { '/patients/patient_id': set<Int32Array>(1, 5) },
      { path: '/patients/patient_id', row: 1 },
    ],
    ['a key of others', { '/patients/key': set<string[]>(1, 'camargo/AB06') }, { path: '/patients/key', row: 1 }],
    ['a dataset without description', { '/datasets/k2muse': null }, { path: '/patients/dataset_id', row: 1 }],
    [
      'half a description',
      { '/datasets/camargo@citation': null },
      { path: '/datasets/camargo@citation', expected: 'a text' },
    ],
    ['a wrong union', { '/datasets/camargo@emg_mask': set<Uint8Array>(1, 1) }, { path: '/datasets/camargo@emg_mask' }],
    ['a scale of zero', { '/emg_scale': set<Float32Array>(13, 0) }, { path: '/emg_scale', row: 1, found: '0 for VL' }],
    ['no scale method', { '/emg_scale@method': null }, { path: '/emg_scale@method' }],
  ];
  test.each(cases)('finds %s', async (_, change, finding) => {
    await damage(change);
    const report = await verifyStore(damaged);
    expect(report.ok).toBe(false);
    expect(report.findings).toContainEqual(expect.objectContaining(finding));
  });

  test('a fault in every row lists ten rows and counts all', async () => {
    const path = join(folder, 'many.h5');
    await writeShard(path, shardHeader('camargo', 'AB06'), plainStrides(...new Array<number>(40).fill(3)));
    copyFileSync(path, sound);
    await damage({ '/stride_metadata/side': (values: string[]) => values.map(() => 'middle') });
    const report = await verifyStore(damaged);
    expect([report.findings.length, report.findingCount]).toEqual([10, 40]);
  });

  test('numbers that changed on the disk are noticed by their checksum', async () => {
    const path = join(folder, 'a.h5');
    const bytes = readFileSync(path);
    const value = Buffer.from(Float32Array.of(Math.fround(Math.sin(0.37 * 13))).buffer);
    const at = bytes.indexOf(value);
    expect(at).toBeGreaterThan(0);
    bytes[at] ^= 1;
    writeFileSync(damaged, bytes);
    const { findings } = await verifyStore(damaged);
    expect(findings).toMatchObject([
      { path: '/emg', row: null, found: expect.stringContaining('values have changed') },
    ]);
  });

  test('truncated and foreign files are findings, a missing one is an error', async () => {
    copyFileSync(join(folder, 'a.h5'), damaged);
    truncateSync(damaged, 5000);
    expect(await verifyStore(damaged)).toMatchObject({
      ok: false,
      strides: 0,
      findings: [{ path: '/', expected: 'a readable HDF5 file' }],
    });
    writeFileSync(damaged, 'text');
    expect(await verifyStore(damaged)).toMatchObject({ ok: false, findingCount: 1 });
    await writeAtomically(damaged, (file) => file.dataset('/x', Uint8Array.of(1)));
    expect((await verifyStore(damaged)).findings).toContainEqual(
      expect.objectContaining({ path: '/datasets', found: 'nothing' }),
    );
    await expect(verifyStore(join(folder, 'none.h5'))).rejects.toMatchObject({ tag: 'hdf5-not-found' });
  });
});
