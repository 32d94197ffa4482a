import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stride } from '@emgfm/schema';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { MODALITIES } from './layout';
import { openStore } from './open-store';
import { plainStrides, shardHeader, signalsOf, strideFrom } from './sample-strides';
import { writeShard } from './write-shard';

const folder = mkdtempSync(join(tmpdir(), 'shard-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'shard.h5');

const strideArbitrary: fc.Arbitrary<Stride> = fc
  .record({
    number: fc.nat(1000),
    samples: fc.nat(40),
    missing: fc.oneof(fc.constant(0), fc.nat(0xffff)),
    timed: fc.boolean(),
    text: fc.constantFrom('', 'walk 1', 'trial·ä', '日本'),
  })
  .map(strideFrom);

describe('writeShard', () => {
  test('random strides with random masks come back, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(strideArbitrary, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(undefined, 1),
        async (strides, gzipLevel) => {
          const totals = await writeShard(path, shardHeader('camargo', 'AB06'), strides, { gzipLevel });
          expect(totals).toEqual({
            patients: 1,
            strides: strides.length,
            emgRows: strides.reduce((sum, { emg }) => sum + emg.length / 13, 0),
          });
          const store = await openStore(path);
          const found = [...store.strides()].map(
            ({ index: _, patientId, datasetId, emg, kinematics, kinetics, ...rest }) => {
              expect([patientId, datasetId, emg.shape[1], kinematics.shape]).toEqual([0, 'camargo', 13, [5, 3, 3]]);
              return { ...rest, emg: emg.data, kinematics: kinematics.data, kinetics: kinetics.data };
            },
          );
          expect(found).toEqual(strides);
          // Any order, and neighbours read together or apart, give the same.
          const backwards = [...store.strides(strides.map((_, i) => strides.length - 1 - i))];
          expect(backwards.map(({ emg }) => emg.data)).toEqual(strides.map((stride) => stride.emg).reverse());
          store.close();
        },
      ),
      { numRuns: 10 },
    );
  });

  test('accepts an asynchronous source, and says what it stored', async () => {
    async function* source() {
      for (const stride of plainStrides(3, 4)) yield Promise.resolve(stride);
    }
    await writeShard(path, shardHeader('camargo', 'AB06'), source());
    const store = await openStore(path);
    expect(store).toMatchObject({
      emgRateHz: 1000,
      pointsPerStride: 5,
      strideCount: 2,
      patientCount: 1,
      licence: 'CC BY 4.0',
      configSha256: 'a'.repeat(64),
      createdBy: 'test 0.0.0',
    });
    expect(store.patients()).toEqual([
      {
        patientId: 0,
        key: 'camargo/AB06',
        subject: shardHeader('camargo', 'AB06').subject,
        firstStride: 0,
        numStrides: 2,
        emgScale: shardHeader('camargo', 'AB06').emgScale,
      },
    ]);
    expect(store.datasets()).toMatchObject([
      {
        id: 'camargo',
        texts: {
          title: 'Title of camargo',
          adapter_package: '@emgfm/adapter-camargo',
          source_conventions: '{"angle":"degree"}',
        },
        notes: ['a note'],
        masks: { emg: new Uint8Array(13).fill(1), kinematics: new Uint8Array(9).fill(1) },
      },
    ]);
    store.close();
  });

  const [good] = plainStrides(4);
  const withNaN = good.emg.slice();
  withNaN[5] = NaN;
  const cases: [string, Partial<Stride>, RegExp][] = [
    ['a mask against the numbers', { emg: withNaN }, /emg channel 5: mask 1 against the data/],
    [
      'a reason beside a present channel',
      { reasons: { ...good.reasons, emg: new Uint8Array(13).fill(1) } },
      /reason 1 with mask 1/,
    ],
    ['half a row of EMG', { emg: good.emg.slice(0, 20) }, /not a multiple of 13/],
    ['other points per stride', { kinematics: new Float32Array(18) }, /18 values/],
    ['an unknown activity', { activity: 'swim' as 'walk' }, /swim/],
    ['an unknown quality bit', { quality: 2 ** 31 }, /quality 2147483648/],
    ['no duration and no bit that says so', { durationS: NaN }, /duration NaN/],
    ['an endless stride', { durationS: Infinity }, /duration Infinity/],
  ];
  test.each(cases)('refuses %s, and leaves no file', async (_, change, message) => {
    rmSync(path, { force: true });
    const writing = writeShard(path, shardHeader('camargo', 'AB06'), [good, { ...good, ...change }]);
    await expect(writing).rejects.toMatchObject({
      tag: 'store-stride',
      position: 1,
      message: expect.stringMatching(message),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('refuses headers that contradict themselves', async () => {
    const bad = [
      shardHeader('camargo', 'AB06', { subject: shardHeader('hu', 'AB06').subject }),
      shardHeader('camargo', ''),
      shardHeader('camargo', 'AB06', { emgRateHz: NaN }),
      shardHeader('camargo', 'AB06', { pointsPerStride: 0 }),
      shardHeader('camargo', 'AB06', { emgScale: [1] }),
      shardHeader('camargo', 'AB06', { configSha256: '' }),
      shardHeader('camargo', 'AB06', { emgScale: new Float32Array(13) }),
    ];
    for (const header of bad)
      await expect(writeShard(path, header, [good])).rejects.toMatchObject({ tag: 'store-header' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('no strides make no file', async () => {
    await expect(writeShard(path, shardHeader('camargo', 'AB06'), [])).rejects.toMatchObject({ tag: 'store-empty' });
    expect(existsSync(path)).toBe(false);
  });

  test('a source that fails in the middle leaves the old file', async () => {
    await writeShard(path, shardHeader('camargo', 'AB06'), plainStrides(3));
    async function* failing() {
      yield* plainStrides(5, 6);
      throw await Promise.resolve(new Error('the sensor fell off'));
    }
    await expect(writeShard(path, shardHeader('camargo', 'AB06'), failing())).rejects.toThrow('the sensor fell off');
    const store = await openStore(path);
    expect(store.strideCount).toBe(1);
    store.close();
    expect(readdirSync(folder)).toEqual(['shard.h5']);
  });

  test('a stride without EMG takes no rows', async () => {
    const [stride] = plainStrides(0);
    await writeShard(path, shardHeader('camargo', 'AB06', { emgScale: new Float32Array(13).fill(NaN) }), [
      stride,
      ...plainStrides(0),
    ]);
    const store = await openStore(path);
    expect(store.emgRows).toEqual({ start: Float64Array.of(0, 0), end: Float64Array.of(0, 0) });
    const back = store.stride(1);
    expect(back.emg.shape).toEqual([0, 13]);
    expect(signalsOf({ emg: back.emg.data, kinematics: back.kinematics.data, kinetics: back.kinetics.data })).toEqual(
      MODALITIES.map((modality) => stride[modality].map((value) => value)).map((values, i) =>
        i === 0 ? new Float32Array(0) : values,
      ),
    );
    store.close();
  });
});
