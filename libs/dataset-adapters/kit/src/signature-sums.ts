import {
  type Drop,
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  type Side,
  type Stride,
  strideEmgSamples,
} from '@emgfm/schema';

/** Phase points on which the signature is judged: 0 %, 1 %, ..., 100 %. */
export const SIGNATURE_POINTS = 101;

const SAGITTAL = [
  jointMotionIndex('hip', 'flexion'),
  jointMotionIndex('knee', 'flexion'),
  jointMotionIndex('ankle', 'flexion'),
];

/** Sums over strides from which mean curves follow: bounded memory, whatever the number of strides. */
export interface SignatureSums {
  /** Level-walking strides that were added. */
  strides: number;
  /** Flat [9][101] sums of angles (degree) and how many strides gave each joint motion. */
  angleSums: number[];
  angleCounts: number[];
  /** Flat [9][101] sums of moments (N·m/kg). */
  momentSums: number[];
  momentCounts: number[];
  /** Flat [13][100] sums of rectified EMG, each stride scaled to mean 1. */
  emgSums: number[];
  emgCounts: number[];
  emgSamples: number;
  emgZeros: number;
  /** Strides whose sagittal angles end within 15 % of their range of where they began, and strides judged. */
  closedStrides: number;
  closureStrides: number;
  /** Sum of stride times (s), strides outside 0.7-2.0 s, and strides with a known time. */
  durationSumS: number;
  durationOutside: number;
  durationStrides: number;
  /** Least and greatest angle (degree) of hip, knee and ankle flexion over all strides of any activity. */
  leastAngleDeg: number[];
  greatestAngleDeg: number[];
  strideSides: Record<Side, number>;
  /** Strides that were dropped for values that no person has, and what was found in the first of them. */
  impossibleStrides: number;
  firstImpossible: string;
}

/** Sums over no stride. */
export function emptySignatureSums(): SignatureSums {
  return {
    strides: 0,
    angleSums: new Array(JOINT_MOTION_COUNT * SIGNATURE_POINTS).fill(0),
    angleCounts: new Array(JOINT_MOTION_COUNT).fill(0),
    momentSums: new Array(JOINT_MOTION_COUNT * SIGNATURE_POINTS).fill(0),
    momentCounts: new Array(JOINT_MOTION_COUNT).fill(0),
    emgSums: new Array(EMG_CHANNEL_COUNT * 100).fill(0),
    emgCounts: new Array(EMG_CHANNEL_COUNT).fill(0),
    emgSamples: 0,
    emgZeros: 0,
    closedStrides: 0,
    closureStrides: 0,
    durationSumS: 0,
    durationOutside: 0,
    durationStrides: 0,
    leastAngleDeg: [Infinity, Infinity, Infinity],
    greatestAngleDeg: [-Infinity, -Infinity, -Infinity],
    strideSides: { left: 0, right: 0 },
    impossibleStrides: 0,
    firstImpossible: '',
  };
}

/** Is this stride level walking at 0.8-1.6 m/s, as far as is known? */
export function isLevelWalking(stride: Omit<Stride, 'further'>): boolean {
  return (
    stride.activity === 'walk' &&
    !(Math.abs(stride.inclineDeg) > 1) &&
    !(stride.speedMps < 0.8 || stride.speedMps > 1.6)
  );
}

/** Adds one stride to the sums, in place. */
export function addStride(sums: SignatureSums, stride: Omit<Stride, 'further'>): void {
  SAGITTAL.forEach((channel, joint) => {
    for (let i = channel; i < stride.kinematics.length; i += JOINT_MOTION_COUNT) {
      const angleDeg = stride.kinematics[i] as number;
      if (angleDeg < (sums.leastAngleDeg[joint] as number)) sums.leastAngleDeg[joint] = angleDeg;
      if (angleDeg > (sums.greatestAngleDeg[joint] as number)) sums.greatestAngleDeg[joint] = angleDeg;
    }
  });
  if (!isLevelWalking(stride)) return;
  sums.strides += 1;
  sums.strideSides[stride.side] += 1;
  addCurves(sums.angleSums, sums.angleCounts, stride.kinematics, stride.masks.kinematics);
  addCurves(sums.momentSums, sums.momentCounts, stride.kinetics, stride.masks.kinetics);
  addEmg(sums, stride);
  addClosure(sums, stride);
  if (stride.durationS > 0) {
    sums.durationStrides += 1;
    sums.durationSumS += stride.durationS;
    if (stride.durationS < 0.7 || stride.durationS > 2) sums.durationOutside += 1;
  }
}

/** Adds a stride that was dropped for impossible values, in place; a drop for another reason says nothing of unit, sign or axis. */
export function addDrop(sums: SignatureSums, { level, reason, detail }: Drop): void {
  if (level !== 'stride' || reason !== 'implausible-values') return;
  if (sums.impossibleStrides === 0) sums.firstImpossible = detail;
  sums.impossibleStrides += 1;
}

function addCurves(curves: number[], counts: number[], samples: Float32Array, mask: Uint8Array): void {
  const points = samples.length / JOINT_MOTION_COUNT;
  for (let channel = 0; channel < JOINT_MOTION_COUNT; channel += 1) {
    if (mask[channel] !== 1) continue;
    counts[channel] = (counts[channel] as number) + 1;
    for (let percent = 0; percent < SIGNATURE_POINTS; percent += 1) {
      const position = (percent / 100) * (points - 1);
      const before = Math.min(Math.floor(position), points - 2);
      const share = position - before;
      const a = samples[before * JOINT_MOTION_COUNT + channel] as number;
      const b = samples[(before + 1) * JOINT_MOTION_COUNT + channel] as number;
      const at = channel * SIGNATURE_POINTS + percent;
      curves[at] = (curves[at] as number) + a + share * (b - a);
    }
  }
}

function addEmg(sums: SignatureSums, stride: Stride): void {
  const rows = strideEmgSamples(stride);
  if (rows < 100) return;
  for (let channel = 0; channel < EMG_CHANNEL_COUNT; channel += 1) {
    if (stride.masks.emg[channel] !== 1) continue;
    const bins = new Float64Array(100);
    const perBin = new Float64Array(100);
    let total = 0;
    for (let row = 0; row < rows; row += 1) {
      const value = Math.abs(stride.emg[row * EMG_CHANNEL_COUNT + channel] as number);
      const bin = Math.floor((row * 100) / rows);
      bins[bin] = (bins[bin] as number) + value;
      perBin[bin] = (perBin[bin] as number) + 1;
      total += value;
      if (value === 0) sums.emgZeros += 1;
    }
    sums.emgSamples += rows;
    if (!(total > 0)) continue;
    sums.emgCounts[channel] = (sums.emgCounts[channel] as number) + 1;
    for (let bin = 0; bin < 100; bin += 1) {
      const at = channel * 100 + bin;
      sums.emgSums[at] =
        (sums.emgSums[at] as number) + ((bins[bin] as number) / (perBin[bin] as number)) * (rows / total);
    }
  }
}

function addClosure(sums: SignatureSums, stride: Stride): void {
  const channels = SAGITTAL.filter((channel) => stride.masks.kinematics[channel] === 1);
  if (channels.length === 0) return;
  sums.closureStrides += 1;
  const last = stride.kinematics.length - JOINT_MOTION_COUNT;
  const closed = channels.every((channel) => {
    let least = Infinity;
    let greatest = -Infinity;
    for (let i = channel; i < stride.kinematics.length; i += JOINT_MOTION_COUNT) {
      least = Math.min(least, stride.kinematics[i] as number);
      greatest = Math.max(greatest, stride.kinematics[i] as number);
    }
    const change = (stride.kinematics[last + channel] as number) - (stride.kinematics[channel] as number);
    return Math.abs(change) <= 0.15 * (greatest - least);
  });
  if (closed) sums.closedStrides += 1;
}
