import type { C3dByteOrder } from './byte-order';
import { convertInt16Words, encodeFloatWords } from './byte-order';
import type { C3dAnalogContent, C3dPointContent } from './content';
import { C3dContentError } from './errors';
import type { C3dStorage } from './recording';

/** A channel with its scaling settled. */
export interface ScaledChannel extends C3dAnalogContent {
  readonly scale: number;
  readonly offset: number;
}

/** What the frame encoder needs to know. */
export interface FrameEncoding {
  readonly byteOrder: C3dByteOrder;
  readonly storage: C3dStorage;
  readonly unsignedAnalog: boolean;
  /** Positive step of coordinates and residuals. */
  readonly pointScale: number;
  readonly points: readonly C3dPointContent[];
  readonly channels: readonly ScaledChannel[];
  readonly samplesPerFrame: number;
}

/** Stored values per frame. */
export function frameValues(encoding: FrameEncoding): number {
  return encoding.points.length * 4 + encoding.channels.length * encoding.samplesPerFrame;
}

/** The bytes of frames `start` (from 0) to `end` (exclusive). */
export function encodeFrames(encoding: FrameEncoding, start: number, end: number): Uint8Array {
  const stride = frameValues(encoding);
  const isFloat = encoding.storage === 'float32';
  const values = isFloat ? new Float32Array((end - start) * stride) : new Int16Array((end - start) * stride);
  encoding.points.forEach((point, p) =>
    fillPoint(values, point, p * 4, stride, start, end, encoding.pointScale, isFloat),
  );
  encoding.channels.forEach((channel, c) =>
    fillChannel(values, channel, encoding.points.length * 4 + c, stride, start, end, encoding, isFloat),
  );
  if (isFloat) encodeFloatWords(new Uint32Array(values.buffer), encoding.byteOrder);
  else convertInt16Words(new Uint16Array(values.buffer), encoding.byteOrder);
  return new Uint8Array(values.buffer);
}

function fillPoint(
  values: Float32Array | Int16Array,
  point: C3dPointContent,
  first: number,
  stride: number,
  start: number,
  end: number,
  pointScale: number,
  isFloat: boolean,
): void {
  const { x, y, z, residual, cameraMask, label } = point;
  const step = isFloat ? 1 : pointScale;
  let limit = 0;
  for (let frame = start, at = first; frame < end; frame++, at += stride) {
    if (Number.isNaN(x[frame] + y[frame] + z[frame])) {
      values[at + 3] = -1;
      continue;
    }
    const storedX = isFloat ? x[frame] : Math.round(x[frame] / step);
    const storedY = isFloat ? y[frame] : Math.round(y[frame] / step);
    const storedZ = isFloat ? z[frame] : Math.round(z[frame] / step);
    values[at] = storedX;
    values[at + 1] = storedY;
    values[at + 2] = storedZ;
    if (!isFloat) limit = Math.max(limit, Math.abs(storedX), Math.abs(storedY), Math.abs(storedZ));
    const residualSteps = residual ? Math.min(255, Math.max(0, Math.round(residual[frame] / pointScale) || 0)) : 0;
    values[at + 3] = residualSteps + (cameraMask ? (cameraMask[frame] & 0x7f) * 256 : 0);
  }
  if (limit > 32767)
    throw new C3dContentError(`point ${label}`, `a coordinate of ${limit} steps of ${pointScale} exceeds 16 bits`);
}

function fillChannel(
  values: Float32Array | Int16Array,
  channel: ScaledChannel,
  first: number,
  stride: number,
  start: number,
  end: number,
  encoding: FrameEncoding,
  isFloat: boolean,
): void {
  const { samples, scale, offset, label } = channel;
  const { samplesPerFrame, unsignedAnalog } = encoding;
  const channelCount = encoding.channels.length;
  const low = unsignedAnalog ? 0 : -32768;
  const high = low + 65535;
  let sample = start * samplesPerFrame;
  for (let frame = start, frameAt = first; frame < end; frame++, frameAt += stride) {
    for (let sub = 0, at = frameAt; sub < samplesPerFrame; sub++, at += channelCount, sample++) {
      const stored = samples[sample] / scale + offset;
      if (isFloat) values[at] = stored;
      else {
        const rounded = Math.round(stored);
        if (!(rounded >= low && rounded <= high))
          throw new C3dContentError(
            `analog ${label}`,
            `sample ${sample} (${samples[sample]}) does not fit into 16 bits with scale ${scale}`,
          );
        values[at] = rounded;
      }
    }
  }
}
