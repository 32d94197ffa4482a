import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetChecksum, type Hdf5Numbers, openHdf5File, writeAtomically } from '@emgfm/hdf5';
import { frameMask, type FurtherModality, type Stride, type StrideFrames } from '@emgfm/schema';
import { afterAll, describe, expect, test } from 'vitest';
import { countStore } from './count-store';
import { mergeShards } from './merge-shards';
import { openStore } from './open-store';
import { plainStrides, shardHeader } from './sample-strides';
import { verifyStore } from './verify-store';
import { writeShard } from './write-shard';

const folder = mkdtempSync(join(tmpdir(), 'further-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

const ultrasound: FurtherModality = {
  name: 'ultrasound',
  meaning: 'echo profiles of muscles',
  unit: 'raw amplitude',
  channels: ['TA', 'GL'],
  valuesPerChannel: 5,
  valueAxis: 'echo sample',
};
const joints: FurtherModality = {
  name: 'joint_positions',
  meaning: 'positions of joints',
  unit: 'm',
  channels: ['hip', 'knee', 'ankle'],
  valuesPerChannel: 3,
  valueAxis: 'x, y, z',
};

/** Frames whose second channel has a gap in every third stride. */
function framesOf(modality: FurtherModality, numFrames: number, seed: number): StrideFrames {
  const { channels, valuesPerChannel } = modality;
  const frames = Float32Array.from(
    { length: numFrames * channels.length * valuesPerChannel },
    (_, i) => 1000 * seed + i,
  );
  if (seed % 3 === 2) frames[valuesPerChannel] = NaN;
  const mask = frameMask(frames, modality);
  const reasons = mask.map((present) => (present === 1 ? 0 : numFrames > 0 ? 6 : 2));
  return { modality, frames, samplingRateHz: 20, firstFrameS: numFrames > 0 ? seed + 0.25 : NaN, mask, reasons };
}

const withFurther = (strides: Stride[], furtherOf: (number: number) => StrideFrames[] | undefined): Stride[] =>
  strides.map((stride, number) => {
    const further = furtherOf(number);
    return further ? { ...stride, further } : stride;
  });

async function framesIn(path: string, name: string): Promise<(StrideFrames | undefined)[]> {
  const store = await openStore(path);
  const found = [...store.strides(undefined, { further: [name] })].map(({ further }) => {
    const { frames, ...rest } = further![0];
    expect(frames.shape.slice(1)).toEqual([rest.modality.channels.length, rest.modality.valuesPerChannel]);
    return { ...rest, frames: frames.data };
  });
  store.close();
  return found;
}

const absent = { frames: new Float32Array(0), samplingRateHz: NaN, firstFrameS: NaN };

describe('further modalities', () => {
  test('come back as they were; strides without them stay, without frames', async () => {
    const strides = withFurther(plainStrides(10, 11, 12, 13, 14), (number) =>
      number === 0 || number === 4 ? undefined : [framesOf(ultrasound, number === 3 ? 0 : 20 + number, number)],
    );
    await writeShard(file('a.h5'), shardHeader('k2muse', 'P01'), strides, { gzipLevel: 1 });
    expect(await framesIn(file('a.h5'), 'ultrasound')).toEqual(
      strides.map(
        ({ further }) =>
          further?.[0] ?? { ...absent, modality: ultrasound, mask: Uint8Array.of(0, 0), reasons: Uint8Array.of(3, 3) },
      ),
    );
    const store = await openStore(file('a.h5'));
    expect(store.furtherModalities()).toEqual([ultrasound]);
    expect(store.stride(1).further).toBeUndefined();
    expect([...store.further('ultrasound').masks]).toEqual([0, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(() => store.further('elastography')).toThrow(/\(ultrasound\), found 'elastography'/);
    expect(store.stride(1).emg.data).toEqual(strides[1].emg);
    store.close();
    expect((await verifyStore(file('a.h5'))).findings).toEqual([]);
  });

  test('are merged beside strides of people who have none, in any order, to the same bytes', async () => {
    const shards = ['p1', 'p2', 'hu'].map((name) => file(`${name}.h5`));
    const first = withFurther(plainStrides(5, 6), (n) => [framesOf(ultrasound, 3 + n, n), framesOf(joints, 2, n)]);
    const second = withFurther(plainStrides(7), () => [framesOf(ultrasound, 4, 7)]);
    await writeShard(shards[0], shardHeader('k2muse', 'P1'), first);
    await writeShard(shards[1], shardHeader('k2muse', 'P2'), second);
    await writeShard(shards[2], shardHeader('hu', 'AB1'), plainStrides(8));
    await mergeShards(shards, file('once.h5'), { createdBy: 'test' });
    await mergeShards([shards[2], shards[1]], file('step.h5'), { createdBy: 'test' });
    await mergeShards([file('step.h5'), shards[0]], file('steps.h5'), { createdBy: 'test' });
    expect((await verifyStore(file('once.h5'))).findings).toEqual([]);
    const none = { ...absent, modality: ultrasound, mask: Uint8Array.of(0, 0), reasons: Uint8Array.of(3, 3) };
    const expected = [first[0].further![0], first[1].further![0], second[0].further![0], none];
    expect(await framesIn(file('once.h5'), 'ultrasound')).toEqual(expected);
    expect((await framesIn(file('once.h5'), 'joint_positions')).map((found) => found!.frames.length)).toEqual([
      18, 18, 0, 0,
    ]);
    const counts = (await countStore(file('once.h5'))).filter(({ modality }) => modality === 'ultrasound');
    expect(counts).toMatchObject([
      {
        datasetId: 'k2muse',
        patients: 2,
        strides: 3,
        length: { min: 3, max: 4 },
        sourceRates: [{ rateHz: 20, strides: 3 }],
      },
    ]);
    const [once, steps] = [await openHdf5File(file('once.h5')), await openHdf5File(file('steps.h5'))];
    for (const name of ['ultrasound', 'joint_positions']) {
      for (const dataset of once.list(`/further/${name}`)) {
        const path = `/further/${name}/${dataset}`;
        expect([path, datasetChecksum(steps, path)]).toEqual([path, datasetChecksum(once, path)]);
      }
    }
    once.close();
    steps.close();
  });

  test('of one name but another kind do not belong together', async () => {
    const other = { ...ultrasound, unit: 'decibel' };
    const strides = withFurther(plainStrides(5, 6), (n) => [framesOf(n === 0 ? ultrasound : other, 1, 0)]);
    const writing = writeShard(file('b.h5'), shardHeader('k2muse', 'P01'), strides);
    await expect(writing).rejects.toMatchObject({ tag: 'store-mismatch', what: "further modality 'ultrasound'" });
    for (const [i, name] of ['c.h5', 'd.h5'].entries())
      await writeShard(file(name), shardHeader('k2muse', `P${i}`), [strides[i]]);
    const merging = mergeShards([file('c.h5'), file('d.h5')], file('e.h5'), { createdBy: 'test' });
    await expect(merging).rejects.toMatchObject({ tag: 'store-mismatch' });
  });

  test('that contradict themselves are refused', async () => {
    const [frames] = [framesOf(ultrasound, 2, 0)];
    for (const further of [[{ ...frames, mask: Uint8Array.of(1, 0) }], [frames, frames]]) {
      const writing = writeShard(file('f.h5'), shardHeader('k2muse', 'P01'), [{ ...plainStrides(5)[0], further }]);
      await expect(writing).rejects.toMatchObject({ tag: 'store-stride' });
    }
  });
});

describe('verifyStore finds', () => {
  const cases: [string, string, number, RegExp][] = [
    ['frames that became NaN', 'frames', NaN, /further\/ultrasound\/mask/],
    ['a mask without frames', 'mask', 0, /further\/ultrasound\/(mask|reasons)/],
    ['an unknown reason', 'reasons', 9, /further\/ultrasound\/reasons/],
    ['rows that do not follow', 'ends', 1, /further\/ultrasound\/starts/],
  ];
  test.each(cases)('%s', async (_, dataset, value, where) => {
    const strides = withFurther(plainStrides(5, 6), (n) => [framesOf(ultrasound, 3, n)]);
    await writeShard(file('sound.h5'), shardHeader('k2muse', 'P01'), strides);
    await copyWithChange(file('sound.h5'), file('damaged.h5'), `/further/ultrasound/${dataset}`, value);
    const { findings } = await verifyStore(file('damaged.h5'));
    expect(findings.map(({ path }) => path).join(' ')).toMatch(where);
  });

  test('numbers that changed on the disk, by their checksum', async () => {
    const strides = withFurther(plainStrides(5), () => [framesOf(ultrasound, 3, 1)]);
    await writeShard(file('sound.h5'), shardHeader('k2muse', 'P01'), strides);
    await copyWithChange(file('sound.h5'), file('damaged.h5'), '/further/ultrasound/frames', 5, true);
    const { findings } = await verifyStore(file('damaged.h5'));
    expect(findings).toEqual([
      expect.objectContaining({ path: '/further/ultrasound/frames', found: expect.stringContaining('have changed') }),
    ]);
  });
});

/** Copies a store with another first value in one dataset; without its checksums unless they are to be kept. */
async function copyWithChange(from: string, to: string, changed: string, value: number, keepChecksums = false) {
  const source = await openHdf5File(from);
  await writeAtomically(to, (out) => {
    const walk = (path: string): void => {
      if (source.kind(path) === 'group') {
        out.group(path);
        for (const name of source.list(path)) walk(path === '/' ? `/${name}` : `${path}/${name}`);
      } else {
        const { shape, values } = source.read(path);
        const copy = (values as Hdf5Numbers).slice() as unknown as (number | bigint)[];
        if (path === changed) copy[0] = typeof copy[0] === 'bigint' ? BigInt(value) : value;
        const { chunks } = source.header(path);
        const rowShape = shape!.slice(1);
        if (chunks === null) out.dataset(path, copy as never, { shape: shape! });
        else out.growingDataset(path, { type: 'float32', rowShape, chunkRows: chunks[0] }).append(copy as never);
      }
      for (const name of source.attributeNames(path)) {
        const attribute = source.attribute(path, name)!;
        if (name !== 'crc32' || keepChecksums) out.attribute(path, name, attribute.values as never, attribute.shape!);
      }
    };
    walk('/');
  });
  source.close();
}
