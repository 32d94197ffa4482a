import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetChecksum, openHdf5File } from '@emgfm/hdf5';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_PATIENT_COLUMNS, ALL_STRIDE_COLUMNS, MODALITIES } from './layout';
import { mergeShards } from './merge-shards';
import { openStore } from './open-store';
import { plainStrides, shardHeader } from './sample-strides';
import { writeShard } from './write-shard';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const subjects = [
  ['hu', 'AB194', 3],
  ['camargo', 'AB10', 1],
  ['camargo', 'AB06', 2],
  ['k2muse', 'P10', 4],
  ['k2muse', 'P9', 2],
  ['own-lab', 'x', 1],
] as const;
const shards = subjects.map(([dataset, source]) => join(folder, `${dataset}-${source}.h5`));
const origin = { createdBy: 'merge 1.0.0' };

beforeAll(async () => {
  for (const [i, [dataset, source, count]] of subjects.entries()) {
    await writeShard(
      shards[i],
      shardHeader(dataset, source),
      plainStrides(...Array.from({ length: count }, (_, k) => 10 * (i + 1) + k)),
    );
  }
});

/** Every dataset and attribute of a store, as checksums and values. */
async function contents(path: string): Promise<Record<string, unknown>> {
  const file = await openHdf5File(path);
  const datasets = [
    ...MODALITIES.map((modality) => `/${modality}`),
    ...[...ALL_STRIDE_COLUMNS, ...ALL_PATIENT_COLUMNS].map((c) => c.path),
  ];
  const attributes = (object: string) =>
    file.attributeNames(object).map((name) => [name, file.attribute(object, name)!.values]);
  const found = Object.fromEntries([
    ...datasets.map((object) => [
      object,
      [file.header(object).shape, datasetChecksum(file, object), attributes(object)],
    ]),
    ...['/', ...file.list('/datasets').map((id) => `/datasets/${id}`)].map((object) => [object, attributes(object)]),
  ]) as Record<string, unknown>;
  file.close();
  return found;
}

describe('mergeShards', () => {
  test('patients come by dataset, then by source id in natural order; strides stay together', async () => {
    const path = join(folder, 'store.h5');
    expect(await mergeShards(shards, path, origin)).toEqual({
      patients: 6,
      strides: 13,
      emgRows: 10 + 11 + 12 + 20 + 30 + 31 + 166 + 50 + 51 + 60,
    });
    const store = await openStore(path);
    expect(store.patients().map(({ key, firstStride, numStrides }) => [key, firstStride, numStrides])).toEqual([
      ['camargo/AB06', 0, 2],
      ['camargo/AB10', 2, 1],
      ['k2muse/P9', 3, 2],
      ['k2muse/P10', 5, 4],
      ['hu/AB194', 9, 3],
      ['own-lab/x', 12, 1],
    ]);
    expect(store).toMatchObject({ licence: 'CC BY-NC-SA 4.0', createdBy: 'merge 1.0.0', configSha256: 'a'.repeat(64) });
    expect(store.datasets().map(({ id }) => id)).toEqual(['camargo', 'hu', 'k2muse', 'own-lab']);
    const [p10] = plainStrides(40, 41, 42, 43).slice(2);
    const [third] = store.strides(store.select({ patientKey: 'k2muse/P10' }).slice(2));
    expect(third.emg.data).toEqual(p10.emg);
    expect([third.patientId, third.datasetId, third.kinetics.data]).toEqual([3, 'k2muse', p10.kinetics]);
    store.close();
  });

  test('any order of the shards gives the same bytes in every dataset, and the same attributes', async () => {
    const reference = join(folder, 'reference.h5');
    const other = join(folder, 'other.h5');
    await mergeShards(shards, reference, origin);
    const expected = await contents(reference);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(shards, { minLength: shards.length }), async (shuffled) => {
        await mergeShards(shuffled, other, origin);
        expect(await contents(other)).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });

  test('merging in steps, of stores and shards, equals merging at once', async () => {
    const [first, second, both, once] = ['first.h5', 'second.h5', 'both.h5', 'once.h5'].map((name) =>
      join(folder, name),
    );
    await mergeShards([shards[0], shards[3], shards[5]], first, origin);
    await mergeShards([shards[1], shards[4]], second, origin);
    await mergeShards([second, shards[2], first], both, origin);
    await mergeShards(shards, once, origin);
    expect(await contents(both)).toEqual(await contents(once));
  });

  test('a compressed merge holds the same', async () => {
    const path = join(folder, 'gzip.h5');
    await mergeShards(shards, path, { ...origin, gzipLevel: 1 });
    const store = await openStore(path);
    expect(store.file.header('/emg')).toMatchObject({ chunks: [8192, 13], filters: [{ name: 'deflate' }] });
    expect(store.stride(0).emg.data).toEqual(plainStrides(30)[0].emg);
    store.close();
  });

  test('different configurations are combined, whatever the order; a stated one wins', async () => {
    const path = join(folder, 'configured.h5');
    const other = join(folder, 'other-configuration.h5');
    await writeShard(other, shardHeader('siat', 'S1', { configSha256: 'b'.repeat(64) }), plainStrides(5));
    const shaOf = async (inputs: string[], configSha256?: string) => {
      await mergeShards(inputs, path, { ...origin, configSha256 });
      const store = await openStore(path);
      store.close();
      return store.configSha256;
    };
    const combined = await shaOf([shards[0], other]);
    expect(combined).toMatch(/^[0-9a-f]{64}$/);
    expect(combined).not.toBe('a'.repeat(64));
    expect(await shaOf([other, shards[0]])).toBe(combined);
    expect(await shaOf([other, shards[0]], 'c'.repeat(64))).toBe('c'.repeat(64));
  });

  test('refuses what does not belong together, and leaves nothing', async () => {
    const before = readdirSync(folder);
    const path = join(folder, 'never.h5');
    const odd = async (changes: Parameters<typeof shardHeader>[2], dataset = 'camargo') => {
      const odd = join(folder, 'odd.h5');
      await writeShard(odd, shardHeader(dataset, 'ODD', changes), plainStrides(5));
      return odd;
    };
    await expect(mergeShards([shards[0], shards[0]], path, origin)).rejects.toMatchObject({
      tag: 'store-duplicate-patient',
      key: 'hu/AB194',
    });
    await expect(mergeShards([], path, origin)).rejects.toMatchObject({ tag: 'store-empty' });
    await expect(mergeShards([...shards, await odd({ emgRateHz: 2000 })], path, origin)).rejects.toMatchObject({
      tag: 'store-mismatch',
    });
    const adapter = { packageName: '@emgfm/adapter-camargo', version: '2.0.0' };
    await expect(mergeShards([...shards, await odd({ adapter })], path, origin)).rejects.toMatchObject({
      tag: 'store-mismatch',
      what: 'adapter_version of dataset camargo',
    });
    await expect(mergeShards([...shards, join(folder, 'none.h5')], path, origin)).rejects.toMatchObject({
      tag: 'hdf5-not-found',
    });
    rmSync(join(folder, 'odd.h5'));
    expect(readdirSync(folder)).toEqual(before);
  });
});
