import { expectNumbers, type Hdf5File } from '@emgfm/hdf5';
import { EMG_CHANNEL_COUNT, finiteMask, JOINT_MOTION_COUNT, JOINTS, MOTIONS } from '@emgfm/schema';
import type { Findings } from './findings';
import {
  ALL_PATIENT_COLUMNS,
  ALL_STRIDE_COLUMNS,
  channelCounts,
  INDEX_COLUMNS,
  MODALITIES,
  type Modality,
} from './layout';
import { verifyChecksum } from './verify-checksum';
import type { StoreStructure } from './verify-structure';

/** Bytes of a signal that are looked at together. */
const BLOCK_BYTES = 8 * 2 ** 20;

/** Checks the signals against their masks, and every dataset against its checksum. */
export function verifySignals(file: Hdf5File, structure: StoreStructure, findings: Findings): void {
  for (const modality of structure.signals) {
    findings.attempt(`/${modality}`, () => compareMasks(file, structure, modality, findings));
  }
  const paths = [
    ...MODALITIES.map((modality) => `/${modality}`),
    ...[...ALL_STRIDE_COLUMNS, ...ALL_PATIENT_COLUMNS].map(({ path }) => path),
  ];
  for (const path of paths) verifyChecksum(file, path, findings);
}

/** First and end row of each stride in a signal; undefined where the rows of a stride can not be told. */
function rowsOf(
  structure: StoreStructure,
  modality: Modality,
): ((stride: number) => readonly [number, number]) | undefined {
  if (modality !== 'emg') return (stride) => [stride, stride + 1];
  const starts = structure.cells.get(INDEX_COLUMNS.start.path) as ArrayLike<number> | undefined;
  const ends = structure.cells.get(INDEX_COLUMNS.end.path) as ArrayLike<number> | undefined;
  if (starts === undefined || ends === undefined) return undefined;
  return (stride) => [starts[stride], ends[stride]];
}

function compareMasks(file: Hdf5File, structure: StoreStructure, modality: Modality, findings: Findings): void {
  const { strides, emgRows, cells, pointsPerStride } = structure;
  const masks = cells.get(`/masks/${modality}`) as ArrayLike<number> | undefined;
  const rows = rowsOf(structure, modality);
  if (masks === undefined || rows === undefined) return;
  const total = modality === 'emg' ? emgRows : strides;
  const rowShape = modality === 'emg' ? [EMG_CHANNEL_COUNT] : [pointsPerStride, JOINTS.length, MOTIONS.length];
  const rowLength = modality === 'emg' ? EMG_CHANNEL_COUNT : pointsPerStride * JOINT_MOTION_COUNT;
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / (rowLength * 4)));
  const channels = channelCounts[modality];
  let block = { first: 0, end: 0, values: new Float32Array(0) };
  for (let stride = 0; stride < strides; stride += 1) {
    const [first, end] = rows(stride);
    // A broken index is a finding of its own; its strides have no numbers to look at.
    if (!(first >= 0 && end >= first && end <= total)) continue;
    if (first < block.first || end > block.end) {
      const blockEnd = Math.min(total, Math.max(end, first + blockRows));
      const array = file.read(`/${modality}`, {
        start: [first, ...rowShape.map(() => 0)],
        count: [blockEnd - first, ...rowShape],
      });
      block = { first, end: blockEnd, values: expectNumbers(array) as Float32Array<ArrayBuffer> };
    }
    const samples = block.values.subarray((first - block.first) * rowLength, (end - block.first) * rowLength);
    const finite = finiteMask(samples, channels);
    for (let channel = 0; channel < channels; channel += 1) {
      const mask = masks[stride * channels + channel];
      if (mask === finite[channel]) continue;
      const expected = `${finite[channel]} for ${finite[channel] === 1 ? 'finite' : 'missing'} values`;
      findings.add(`/masks/${modality}`, stride, expected, `${mask} in channel ${channel}`);
    }
  }
}
