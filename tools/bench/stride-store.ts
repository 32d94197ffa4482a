/**
 * Speed and memory of the stride store: writing shards, merging, verifying, counting, and reading strides one after the other and at random.
 * Reading is compared with h5py doing the same on the same file, where there is one.
 *
 *     npx tsx tools/bench/stride-store.ts [--strides 4000] [--shards 8] [--rounds 3]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { DatasetInfo, Stride } from '@emgfm/schema';
import { countStore, mergeShards, openStore, verifyStore, writeShard } from '@emgfm/stride-store';
import { scientificPython } from '../python';

const { values } = parseArgs({
  options: {
    strides: { type: 'string', default: '4000' },
    shards: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
});
const shardCount = Number(values.shards);
const stridesPerShard = Math.ceil(Number(values.strides) / shardCount);
const rounds = Number(values.rounds);
const RANDOM_READS = 2000;
const K = 200;

const dataset: DatasetInfo = {
  id: 'camargo',
  title: 'bench',
  citation: '',
  doi: '',
  licence: 'CC BY 4.0',
  homepage: '',
  layers: ['raw'],
  emgChannels: [],
  angles: [],
  moments: [],
  sourceConventions: {},
  confidence: {},
  notes: [],
};

function* strides(shard: number): Generator<Stride> {
  for (let number = 0; number < stridesPerShard; number += 1) {
    const samples = 1000 + ((number * 37 + shard) % 200);
    const present = {
      emg: new Uint8Array(13).fill(1),
      kinematics: new Uint8Array(9).fill(1),
      kinetics: new Uint8Array(9).fill(1),
    };
    const reasons = { emg: new Uint8Array(13), kinematics: new Uint8Array(9), kinetics: new Uint8Array(9) };
    yield {
      emg: Float32Array.from({ length: samples * 13 }, (_, i) => ((i * 7919 + number) % 1000) / 1000),
      kinematics: new Float32Array(K * 9).fill(number),
      kinetics: new Float32Array(K * 9).fill(-number),
      masks: present,
      reasons,
      activity: 'walk',
      side: number % 2 === 0 ? 'left' : 'right',
      trial: `trial ${number % 10}`,
      subtrial: '',
      condition: '',
      surface: 'treadmill',
      population: '',
      strideNumber: number,
      startTimeS: number,
      durationS: samples / 1000,
      speedMps: 1.2,
      inclineDeg: 0,
      stepHeightM: NaN,
      emgKind: 'rectified',
      emgSourceRateHz: 1000,
      kinematicSourceRateHz: 100,
      quality: 0,
    };
  }
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const folder = mkdtempSync(join(tmpdir(), 'stride-store-bench-'));
const rows: [string, () => unknown, (s: number) => string][] = [];
const shards = Array.from({ length: shardCount }, (_, shard) => join(folder, `${shard}.h5`));
const store = join(folder, 'store.h5');
const python = scientificPython('h5py', 'numpy');
const H5PY = `
import sys, time, h5py, numpy as np
f = h5py.File(sys.argv[1], "r")
s, e = f["stride_starts"][:], f["stride_ends"][:]
emg, kin, mom = f["emg"], f["kinematics"], f["kinetics"]
order = np.random.default_rng(0).integers(0, len(s), int(sys.argv[2])) if int(sys.argv[2]) else range(len(s))
start = time.perf_counter()
for i in order:
    emg[s[i]:e[i]]
    if sys.argv[3] == "all":
        kin[i]; mom[i]
print(time.perf_counter() - start)
`;

try {
  for (const [shard, path] of shards.entries()) {
    const subject = {
      datasetId: 'camargo',
      sourceId: `AB${shard}`,
      ageY: 30,
      sex: '',
      massKg: 70,
      heightM: 1.7,
      population: '',
      impairedSide: '',
    } as const;
    const header = {
      subject,
      dataset,
      adapter: { packageName: 'bench', version: '0' },
      emgRateHz: 1000,
      pointsPerStride: K,
    };
    const origin = {
      emgScale: new Float32Array(13).fill(1),
      emgScaleMethod: 'none',
      configSha256: '0'.repeat(64),
      createdBy: 'bench',
    };
    const took = await seconds(() => writeShard(path, { ...header, ...origin }, strides(shard)));
    if (shard === 1)
      console.log(
        `one shard: ${(statSync(path).size / 2 ** 20).toFixed(0)} MiB in ${took.toFixed(2)} s, strides made in between`,
      );
  }
  await mergeShards(shards, store, { createdBy: 'bench' });
  const mebibytes = statSync(store).size / 2 ** 20;
  const opened = await openStore(store);
  const perSecond = (count: number) => (s: number) => `${(count / s).toFixed(0)} strides/s`;
  const throughput = (s: number) => `${(mebibytes / s).toFixed(0)} MiB/s`;
  const random = () => Array.from({ length: RANDOM_READS }, () => Math.floor(Math.random() * opened.strideCount));
  const drain = (indices: number[] | undefined, modalities?: ['emg']) => {
    for (const stride of opened.strides(indices, { modalities }))
      if (stride.emg.data.length === 0) throw new Error('no rows');
  };
  rows.push(['merge', () => mergeShards(shards, store, { createdBy: 'bench' }), throughput]);
  rows.push(['verify', () => verifyStore(store), throughput]);
  rows.push(['count', () => countStore(store), () => '']);
  rows.push(['all strides in order', () => drain(undefined), perSecond(opened.strideCount)]);
  rows.push(['random strides, all signals', () => drain(random()), perSecond(RANDOM_READS)]);
  rows.push(['random strides, EMG only', () => drain(random(), ['emg']), perSecond(RANDOM_READS)]);
  drain([0]);
  console.log(`store: ${mebibytes.toFixed(0)} MiB, ${opened.strideCount} strides; median of ${rounds}`);
  for (const [name, work, figure] of rows) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await seconds(work));
    console.log(`${name.padEnd(30)} ${median(times).toFixed(2)} s  ${figure(median(times))}`);
  }
  opened.close();
  for (const [name, count, signals] of [
    ['h5py, all strides in order', 0, 'all'],
    ['h5py, random, all signals', RANDOM_READS, 'all'],
    ['h5py, random, EMG only', RANDOM_READS, 'emg'],
  ] as const) {
    if (python === null) break;
    const times = Array.from({ length: rounds }, () =>
      Number(spawnSync(python, ['-c', H5PY, store, String(count), signals], { encoding: 'utf8' }).stdout),
    );
    console.log(
      `${name.padEnd(30)} ${median(times).toFixed(2)} s  ${perSecond(count || opened.strideCount)(median(times))}`,
    );
  }
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
} finally {
  rmSync(folder, { recursive: true });
}
