import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '@emgfm/hdf5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PYTHON_HINT, scientificPython } from '../../../tools/python';
import { countStore } from './count-store';
import { readEnsemble } from './ensemble';
import { mergeShards } from './merge-shards';
import { openStore, type Store } from './open-store';
import { plainStrides, shardHeader, strideFrom } from './sample-strides';
import { writeShard } from './write-shard';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
const path = join(folder, 'store.h5');
let store: Store;

const hu = [
  ...plainStrides(20, 21, 22),
  strideFrom({ number: 4, samples: 10, missing: 0b11111111111111111, timed: false, text: 'gap' }),
];
const camargo = plainStrides(30, 30);

beforeAll(async () => {
  await writeShard(join(folder, 'hu.h5'), shardHeader('hu', 'AB194'), hu);
  await writeShard(join(folder, 'camargo.h5'), shardHeader('camargo', 'AB06'), camargo);
  await mergeShards([join(folder, 'hu.h5'), join(folder, 'camargo.h5')], path, { createdBy: 'test' });
  store = await openStore(path);
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

describe('openStore', () => {
  test('filters by fields of the stride, dataset and patient', () => {
    expect(store.select({})).toEqual([0, 1, 2, 3, 4, 5]);
    expect(store.select({ datasetId: 'hu' })).toEqual([2, 3, 4, 5]);
    expect(store.select({ datasetId: 'hu', side: 'left' })).toEqual([2, 4, 5]);
    expect(store.select({ activity: ['walk', 'ramp_up'], patientKey: ['camargo/AB06', 'hu/none'] })).toEqual([0, 1]);
    expect(store.select({ patientId: 1, trial: 'gap' })).toEqual([5]);
    expect(store.select({ activity: 'run' })).toEqual([]);
  });

  test('reads only the signals that are asked for', () => {
    const stride = store.stride(2, { modalities: ['emg'] });
    expect(stride.emg).toEqual({ data: hu[0].emg, shape: [20, 13], stride: [13, 1], offset: 0 });
    expect([stride.kinematics.shape, stride.kinetics.data.length]).toEqual([[0, 3, 3], 0]);
  });

  test('columns and reads in any order', () => {
    expect(Array.from(store.column('durationS'))).toEqual([...camargo, ...hu].map((stride) => stride.durationS));
    expect([...store.strides([5, 0, 1, 4])].map(({ index, emg }) => [index, emg.shape[0]])).toEqual([
      [5, 10],
      [0, 30],
      [1, 30],
      [4, 22],
    ]);
  });

  test('a stride that does not exist is refused', () => {
    for (const index of [-1, 6, 0.5, NaN])
      expect(() => store.stride(index)).toThrow(expect.objectContaining({ tag: 'store-range' }));
  });

  test('other HDF5 files are no stores', async () => {
    const other = join(folder, 'other.h5');
    await writeAtomically(other, (file) => file.dataset('/emg', Float32Array.of(1)));
    await expect(openStore(other)).rejects.toMatchObject({ tag: 'store-format' });
  });
});

describe('readEnsemble', () => {
  test('mean and standard deviation of the strides that have the motion', () => {
    const { mean, sd, strides } = readEnsemble(store, 'kinematics', [2, 3, 4, 5]);
    expect(Array.from(strides)).toEqual(new Array(9).fill(3));
    const at = (point: number) => hu.slice(0, 3).map((stride) => stride.kinematics[point]);
    for (const point of [0, 17, 44]) {
      const [a, b, c] = at(point);
      const average = (a + b + c) / 3;
      expect(mean.data[point]).toBeCloseTo(average, 12);
      expect(sd.data[point]).toBeCloseTo(
        Math.sqrt(((a - average) ** 2 + (b - average) ** 2 + (c - average) ** 2) / 2),
        12,
      );
    }
  });

  test('no stride has a mean, one has no spread', () => {
    expect(readEnsemble(store, 'kinetics', [5]).mean.data[0]).toBeNaN();
    expect(readEnsemble(store, 'kinetics', [0]).sd.data[0]).toBeNaN();
    expect(readEnsemble(store, 'kinetics', [0]).mean.shape).toEqual([5, 3, 3]);
  });
});

describe('countStore', () => {
  test('counts by dataset and modality', async () => {
    const counts = await countStore(path);
    expect(counts.map(({ datasetId, modality, strides }) => [datasetId, modality, strides])).toEqual([
      ['camargo', 'emg', 2],
      ['camargo', 'kinematics', 2],
      ['camargo', 'kinetics', 2],
      ['hu', 'emg', 3],
      ['hu', 'kinematics', 3],
      ['hu', 'kinetics', 3],
    ]);
    expect(counts[3]).toEqual({
      datasetId: 'hu',
      modality: 'emg',
      patients: 1,
      strides: 3,
      left: 2,
      right: 1,
      length: { distinct: 3, min: 20, max: 22, mean: 21, sd: 1 },
      verdict: 'likely normalised',
      durationS: { min: 0.02, max: 0.022, mean: expect.closeTo(0.021, 12), sd: expect.closeTo(0.001, 12) },
      sourceRates: [{ rateHz: 2000, strides: 3 }],
      inconsistencies: ['1 strides of 4 without emg', '3 kinds of EMG: envelope, filtered, rectified'],
    });
    expect(counts[0]).toMatchObject({ verdict: 'normalised', length: { distinct: 1, sd: 0 } });
  });

  test('names what does not fit together', async () => {
    const odd = join(folder, 'odd.h5');
    const strides = plainStrides(20, 30).map((stride, i) => ({
      ...stride,
      side: 'left' as const,
      durationS: 0.02,
      emgSourceRateHz: [1000, 2000][i],
    }));
    await writeShard(odd, shardHeader('siat', 'S1'), strides);
    const [emg] = await countStore(odd);
    expect(emg.inconsistencies).toEqual([
      '2 source rates: 1000 Hz, 2000 Hz',
      '1 patients of 1 with one leg only',
      '1 strides whose EMG length is not duration x rate',
      '2 kinds of EMG: filtered, rectified',
    ]);
  });
});

const python = scientificPython('h5py', 'numpy');
test.skipIf(python === null)(`h5py opens every dataset with the promised type and shape (${PYTHON_HINT})`, () => {
  const program = `
import json, sys, h5py, numpy as np
f = h5py.File(sys.argv[1], "r")
out = {}
def visit(name, o):
    if isinstance(o, h5py.Dataset):
        o[()]
        text = h5py.check_string_dtype(o.dtype)
        out[name] = ["string" if text is not None and text.encoding == "utf-8" and text.length is None else str(o.dtype), list(o.shape)]
f.visititems(visit)
a = f.attrs
out["root"] = [a["format"], int(a["format_version"]), int(a["total_strides"]), float(a["emg_rate_hz"]), int(a["points_per_stride"]), a["licence"]]
out["masks"] = f["datasets/hu"].attrs["kinetic_mask"].tolist()
out["channels"] = list(f["emg"].attrs["channels"])
s, e = f["stride_starts"][3], f["stride_ends"][3]
out["third"] = [int(e - s), float(np.float64(f["emg"][s, 0])), f["stride_metadata/trial"].asstr()[3]]
print(json.dumps(out))
`;
  const { stdout, stderr } = spawnSync(python!, ['-c', program, path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const seen = JSON.parse(stdout) as Record<string, unknown>;
  const stride = [6];
  const column = (name: string, type: string) => [`stride_metadata/${name}`, [type, stride]];
  const patient = (name: string, type: string) => [`patients/${name}`, [type, [2]]];
  const channels = (name: string) => [
    [`${name}/emg`, ['uint8', [6, 13]]],
    [`${name}/kinematics`, ['uint8', [6, 3, 3]]],
    [`${name}/kinetics`, ['uint8', [6, 3, 3]]],
  ];
  const expected = Object.fromEntries([
    ['emg', ['float32', [133, 13]]],
    ['kinematics', ['float32', [6, 5, 3, 3]]],
    ['kinetics', ['float32', [6, 5, 3, 3]]],
    ['stride_starts', ['int64', stride]],
    ['stride_ends', ['int64', stride]],
    ['emg_scale', ['float32', [2, 13]]],
    column('patient_id', 'int32'),
    column('stride_number', 'int32'),
    column('quality', 'uint32'),
    ...['dataset_id', 'activity', 'side', 'trial', 'subtrial', 'condition', 'surface', 'population', 'emg_kind'].map(
      (n) => column(n, 'string'),
    ),
    ...['start_time_s', 'duration_s'].map((name) => column(name, 'float64')),
    ...['speed_mps', 'incline_deg', 'step_height_m', 'emg_source_rate_hz', 'kinematic_source_rate_hz'].map((n) =>
      column(n, 'float32'),
    ),
    ...channels('masks'),
    ...channels('reasons'),
    patient('patient_id', 'int32'),
    ...['key', 'dataset_id', 'source_id', 'sex', 'population', 'impaired_side'].map((name) => patient(name, 'string')),
    ...['age_y', 'mass_kg', 'height_m'].map((name) => patient(name, 'float64')),
    ...['first_stride', 'num_strides'].map((name) => patient(name, 'int64')),
  ]) as Record<string, unknown>;
  const { root, masks, channels: names, third, ...datasets } = seen;
  expect(datasets).toEqual(expected);
  expect(root).toEqual(['emgfm-stride-store', 1, 6, 1000, 5, 'CC BY 4.0']);
  expect(masks).toEqual([
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ]);
  expect((names as string[]).slice(0, 3)).toEqual(['VL', 'RF', 'VM']);
  expect(third).toEqual([21, hu[1].emg[0], 'walk 1']);
});
