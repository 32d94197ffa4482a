import { floatsAt, int16sAt } from './byte-order';
import { C3dMemoryError } from './errors';
import type { C3dDescription, C3dFrames } from './recording';

/** Raw bytes that are decoded at a time: small enough that a transposed block stays in a processor's cache. */
const CACHED_BYTES = 1 << 18;

/**
 * Empty arrays for `frameCount` frames from `startFrameIndex` on.
 *
 * @throws C3dMemoryError `memory`
 */
export function emptyFrames(description: C3dDescription, startFrameIndex: number, frameCount: number): C3dFrames {
  const { analogSamplesPerFrame, source } = description;
  const pointFrames = description.points.length * frameCount;
  const samples = description.analogChannels.length * frameCount * analogSamplesPerFrame;
  try {
    return {
      startFrameIndex,
      frameCount,
      coordinates: new Float32Array(pointFrames * 3),
      residuals: new Float32Array(pointFrames),
      cameraMasks: new Uint8Array(pointFrames),
      analog: new Float64Array(samples),
      analogSamplesPerFrame,
    };
  } catch (cause) {
    throw new C3dMemoryError(source, pointFrames * 17 + samples * 8, cause);
  }
}

/**
 * Decodes `count` whole frames at `byteOffset` of `bytes` into `frames`, from frame `at` of its arrays on.
 */
export function decodeFrames(
  description: C3dDescription,
  bytes: Uint8Array,
  byteOffset: number,
  count: number,
  frames: C3dFrames,
  at: number,
): void {
  const { frameBytes, byteOrder, storage } = description.layout;
  const step = Math.max(1, Math.floor(CACHED_BYTES / frameBytes));
  const stride = storage === 'float32' ? frameBytes / 4 : frameBytes / 2;
  for (let start = 0; start < count; start += step) {
    const part = Math.min(step, count - start);
    const offset = byteOffset + start * frameBytes;
    const read = storage === 'float32' ? floatsAt : int16sAt;
    const stored = read(bytes, offset, part * stride, byteOrder);
    decodePoints(description, stored, stride, part, frames, at + start);
    decodeAnalog(description, stored, stride, part, frames, at + start);
  }
}

/** Fourth value of a point: negative for invalid, else high byte camera mask, low byte residual; floats hold the same integer. */
function decodePoints(
  description: C3dDescription,
  stored: Float32Array | Int16Array,
  stride: number,
  count: number,
  frames: C3dFrames,
  at: number,
): void {
  const { coordinates, residuals, cameraMasks, frameCount } = frames;
  const pointCount = description.points.length;
  const { pointScale } = description.layout;
  const step = description.layout.storage === 'float32' ? 1 : pointScale;
  for (let point = 0; point < pointCount; point++) {
    const x = point * 3 * frameCount + at;
    const y = x + frameCount;
    const z = y + frameCount;
    const one = point * frameCount + at;
    let from = point * 4;
    for (let frame = 0; frame < count; frame++, from += stride) {
      const fourth = stored[from + 3];
      const word = (fourth << 16) >> 16;
      if (word < 0 || fourth !== fourth) {
        coordinates[x + frame] = NaN;
        coordinates[y + frame] = NaN;
        coordinates[z + frame] = NaN;
        residuals[one + frame] = NaN;
      } else {
        coordinates[x + frame] = stored[from] * step;
        coordinates[y + frame] = stored[from + 1] * step;
        coordinates[z + frame] = stored[from + 2] * step;
        residuals[one + frame] = (word & 0xff) * pointScale;
        cameraMasks[one + frame] = word >> 8;
      }
    }
  }
}

function decodeAnalog(
  description: C3dDescription,
  stored: Float32Array | Int16Array,
  stride: number,
  count: number,
  frames: C3dFrames,
  at: number,
): void {
  const { analog, frameCount } = frames;
  const { analogChannels, analogSamplesPerFrame: samples } = description;
  const channelCount = analogChannels.length;
  const first = description.points.length * 4;
  const isUnsigned = description.layout.unsignedAnalog && stored instanceof Int16Array;
  const values = isUnsigned ? new Uint16Array(stored.buffer, stored.byteOffset, stored.length) : stored;
  for (let channel = 0; channel < channelCount; channel++) {
    const { scale, offset } = analogChannels[channel];
    let to = (channel * frameCount + at) * samples;
    let frameFrom = first + channel;
    for (let frame = 0; frame < count; frame++, frameFrom += stride) {
      let from = frameFrom;
      for (let sample = 0; sample < samples; sample++, from += channelCount)
        analog[to++] = (values[from] - offset) * scale;
    }
  }
}
