/** Mutates .mot, .sto and .trc files and reads them: `npx tsx tools/fuzz/opensim.ts --count 20000 [--seed 1]`. */
import { anglesInDegrees, isOpenSimError, parseStorage, parseTrc, writeStorage, writeTrc } from '@emgfm/opensim';
import { fuzz } from './delimited-opensim-xlsx-mutations';

const timeS = Float64Array.from({ length: 30 }, (_, i) => i / 100);
const wave = (phase: number) => timeS.map((t) => Math.sin(40 * t + phase));
const coordinates = ['knee_angle_r', 'pelvis_tx', '/jointset/hip_r/hip_flexion_r/value'].map((label, c) => ({
  label,
  components: [wave(c)],
}));
const vectors = ['a', 'b'].map((label) => ({ label, components: [wave(0), wave(1), wave(2)] }));
const markers = ['R.Heel', 'L.Heel', 'Sacrum'].map((label, m) => ({
  label,
  xyz: [wave(m), wave(m + 1), wave(m + 2)] as const,
}));

const storages = [
  writeStorage({ timeS, columns: coordinates, name: 'Coordinates', version: 1, inDegrees: false }),
  writeStorage({ timeS, columns: vectors, version: 3, dataType: 'Vec3' }),
  `name walk\ndatacolumns 2\ndatarows 3\nrange 0 2\nendheader\n  time   a\n  0  1\n  1  2\n  2  nan\n`,
].map((text) => Buffer.from(text));
const trc = Buffer.from(
  writeTrc({
    timeS,
    markers: markers.map(({ label, xyz }) => ({ label, xyz: [...xyz] as [Float64Array, Float64Array, Float64Array] })),
    units: 'mm',
    dataRateHz: 100,
  }),
);

await fuzz('opensim', [...storages, trc], isOpenSimError, (bytes, random) => {
  const isTrc = bytes.includes('PathFileType');
  if (random() < (isTrc ? 0.95 : 0.05)) parseTrc(bytes);
  else anglesInDegrees(parseStorage(bytes));
});
