import { encodeFloatWords } from './byte-order';
import { ScalarWriter } from './scalar-writer';
import type { C3dAnalogContent, C3dContent, C3dNumbers, C3dParameterContent, C3dWriteOptions } from './content';
import { contentParameters } from './content-parameters';
import { C3dContentError } from './errors';
import type { FrameEncoding, ScaledChannel } from './write-frames';
import { encodeFrames, frameValues } from './write-frames';
import { encodeParameterSection } from './write-parameters';

const CHUNK_BYTES = 1 << 22;
const INTEGER_PEAK_STEPS = 32000;
const LEAST_SCALE = 1e-30;

/**
 * The bytes of a C3D file.
 *
 * Frames beyond 65,535 are counted in TRIAL:ACTUAL_START_FIELD / ACTUAL_END_FIELD and POINT:LONG_FRAMES, more than 255 points or
 * channels in LABELS2, LABELS3, ... Integer files round coordinates to `pointScale` and samples to their channel's scale.
 *
 * @param content - what to store; series are read, never changed
 * @param options - byte order (default Intel) and storage (default float32)
 * @returns the whole file
 * @throws {@link C3dContentError} `content`: series of unequal length, strings too long, numbers that do not fit
 * @example
 * const bytes = writeC3d({ pointRateHz: 100, frameCount: 2, points: [{ label: 'LHEE', x: [1, 2], y: [3, 4], z: [5, NaN] }] });
 */
export function writeC3d(content: C3dContent, options: C3dWriteOptions = {}): Uint8Array {
  const plan = planFile(content, options);
  const bytes = new Uint8Array(plan.fileBytes);
  let offset = 0;
  for (const chunk of plan.chunks()) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * The bytes of a C3D file in consecutive chunks of a few MiB, to write long files without holding them twice.
 *
 * @param content - as for {@link writeC3d}
 * @param options - as for {@link writeC3d}
 * @returns chunks in file order; each is the caller's own
 * @throws {@link C3dContentError} `content`, as for {@link writeC3d}; numbers that do not fit are met while iterating
 */
export function writeC3dChunks(content: C3dContent, options: C3dWriteOptions = {}): Iterable<Uint8Array> {
  return planFile(content, options).chunks();
}

interface FilePlan {
  readonly fileBytes: number;
  chunks(): Generator<Uint8Array>;
}

function planFile(content: C3dContent, options: C3dWriteOptions): FilePlan {
  checkSeries(content);
  const encoding = planFrames(content, options);
  const parameters = contentParameters(content, encoding);
  const section = (dataBlock: number, rotationBlock: number): Uint8Array =>
    encodeParameterSection(withBlocks(parameters, dataBlock, rotationBlock), encoding.byteOrder);
  // The section's size does not depend on the block numbers in it, so a first encoding tells them.
  const dataBlock = 2 + section(0, 0).length / 512;
  const frameBytes = frameValues(encoding) * (encoding.storage === 'float32' ? 4 : 2);
  const dataBlocks = Math.ceil((frameBytes * content.frameCount) / 512);
  const rotationBlock = dataBlock + dataBlocks;
  const rotations = content.rotations ? encodeRotations(content, encoding) : new Uint8Array(0);
  if (dataBlock > 65535 || (content.rotations && rotationBlock > 65535))
    throw new C3dContentError('frames', 'a data section would start beyond block 65535');
  const head = [encodeHeader(content, encoding, dataBlock), section(dataBlock, rotationBlock)];
  const framesPerChunk = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(frameBytes, 1)));
  return {
    fileBytes: (rotationBlock - 1) * 512 + rotations.length,
    *chunks() {
      yield* head;
      for (let start = 0; start < content.frameCount && frameBytes > 0; start += framesPerChunk)
        yield encodeFrames(encoding, start, Math.min(start + framesPerChunk, content.frameCount));
      yield new Uint8Array(dataBlocks * 512 - frameBytes * content.frameCount);
      yield rotations;
    },
  };
}

function withBlocks(
  parameters: readonly C3dParameterContent[],
  dataBlock: number,
  rotationBlock: number,
): C3dParameterContent[] {
  return parameters.map((parameter) =>
    parameter.name !== 'DATA_START'
      ? parameter
      : { ...parameter, values: [parameter.group === 'ROTATION' ? rotationBlock : dataBlock] },
  );
}

function checkSeries(content: C3dContent): void {
  const { frameCount, firstFrame = 1, pointRateHz, points = [], analog = [], analogSamplesPerFrame = 1 } = content;
  const whole = (field: string, value: number, least: number): void => {
    if (!Number.isInteger(value) || value < least || value > 0xffff_ffff)
      throw new C3dContentError(field, `expected a whole number of at least ${least}, found ${value}`);
  };
  whole('frameCount', frameCount, 0);
  whole('firstFrame', firstFrame, 0);
  whole('analogSamplesPerFrame', analogSamplesPerFrame, 1);
  if (!(pointRateHz > 0)) throw new C3dContentError('pointRateHz', `expected a positive rate, found ${pointRateHz}`);
  if (points.length > 65535) throw new C3dContentError('points', `${points.length} points; at most 65535 fit`);
  if (analog.length * analogSamplesPerFrame > 65535)
    throw new C3dContentError('analog', `${analog.length * analogSamplesPerFrame} values per frame; at most 65535 fit`);
  const length = (field: string, series: C3dNumbers | undefined, expected: number): void => {
    if (series && series.length !== expected)
      throw new C3dContentError(field, `expected ${expected} values, found ${series.length}`);
  };
  for (const point of points)
    for (const key of ['x', 'y', 'z', 'residual', 'cameraMask'] as const)
      length(`point ${point.label} ${key}`, point[key], frameCount);
  for (const channel of analog) length(`analog ${channel.label}`, channel.samples, frameCount * analogSamplesPerFrame);
  if (content.rotations) {
    const { labels, framesPerPointFrame, matrices, reliability } = content.rotations;
    whole('rotations.framesPerPointFrame', framesPerPointFrame, 1);
    length('rotations.reliability', reliability, labels.length * framesPerPointFrame * frameCount);
    length('rotations.matrices', matrices, labels.length * framesPerPointFrame * frameCount * 16);
  }
}

function planFrames(content: C3dContent, options: C3dWriteOptions): FrameEncoding {
  const { points = [], analog = [], analogSamplesPerFrame = 1 } = content;
  const { byteOrder = 'intel', storage = 'float32', unsignedAnalog = false } = options;
  const isFloat = storage === 'float32';
  const largest = points.reduce((most, { x, y, z }) => Math.max(most, peak(x), peak(y), peak(z)), 0);
  const pointScale = storedScale('pointScale', options.pointScale ?? automaticScale(largest));
  if (pointScale < 0) throw new C3dContentError('pointScale', `expected a positive number, found ${pointScale}`);
  return {
    byteOrder,
    storage,
    unsignedAnalog: unsignedAnalog && !isFloat,
    pointScale,
    points,
    channels: analog.map((channel) => settleScale(channel, isFloat, unsignedAnalog)),
    samplesPerFrame: analogSamplesPerFrame,
  };
}

function settleScale(channel: C3dAnalogContent, isFloat: boolean, unsignedAnalog: boolean): ScaledChannel {
  const scale = channel.scale ?? (isFloat ? 1 : automaticScale(peak(channel.samples)));
  return {
    ...channel,
    scale: storedScale(`analog ${channel.label}`, scale),
    offset: channel.offset ?? (unsignedAnalog && !isFloat ? 32768 : 0),
  };
}

/** Scales are stored as float32, so values are divided by what a reader will multiply with; VAX floats end at 3e-39. */
function storedScale(field: string, scale: number): number {
  const stored = Math.fround(scale);
  if (!Number.isFinite(stored) || Math.abs(stored) < LEAST_SCALE)
    throw new C3dContentError(field, `scale ${scale} is zero, too small or not finite`);
  return stored;
}

function automaticScale(largest: number): number {
  const scale = largest / INTEGER_PEAK_STEPS;
  return scale >= LEAST_SCALE ? scale : 1;
}

function peak(series: C3dNumbers): number {
  let largest = 0;
  for (let i = 0; i < series.length; i++) {
    const magnitude = Math.abs(series[i]);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

function encodeHeader(content: C3dContent, encoding: FrameEncoding, dataBlock: number): Uint8Array {
  const { firstFrame = 1, frameCount, headerEvents = [] } = content;
  const { samplesPerFrame, channels } = encoding;
  if (headerEvents.length > 18)
    throw new C3dContentError('headerEvents', `${headerEvents.length} events; the header holds 18`);
  const header = new ScalarWriter(new Uint8Array(512), encoding.byteOrder);
  const word = (number: number, value: number): void => header.uint16((number - 1) * 2, value);
  header.bytes.set([2, 0x50]);
  word(2, encoding.points.length);
  word(3, channels.length * samplesPerFrame);
  word(4, Math.min(firstFrame, 65535));
  word(5, Math.min(Math.max(firstFrame + frameCount - 1, 0), 65535));
  header.float32(12, encoding.storage === 'float32' ? -encoding.pointScale : encoding.pointScale);
  word(9, dataBlock);
  word(10, channels.length > 0 ? samplesPerFrame : 0);
  header.float32(20, content.pointRateHz);
  word(150, 12345);
  word(151, headerEvents.length);
  headerEvents.forEach((event, i) => {
    const label = new TextEncoder().encode(event.label);
    if (label.length > 4) throw new C3dContentError('headerEvents', `label ${event.label} has more than 4 bytes`);
    header.float32(304 + i * 4, event.captureTimeS);
    header.bytes.set([0x20, 0x20, 0x20, 0x20], 396 + i * 4);
    header.bytes.set(label, 396 + i * 4);
  });
  return header.bytes;
}

function encodeRotations(content: C3dContent, encoding: FrameEncoding): Uint8Array {
  const { labels, framesPerPointFrame, matrices, reliability } = content.rotations!;
  const rotationFrames = content.frameCount * framesPerPointFrame;
  const values = new Float32Array(Math.ceil((rotationFrames * labels.length * 17) / 128) * 128);
  let at = 0;
  for (let frame = 0; frame < rotationFrames; frame++) {
    for (let rotation = 0; rotation < labels.length; rotation++) {
      const index = rotation * rotationFrames + frame;
      for (let i = 0; i < 16; i++) values[at++] = matrices[index * 16 + i];
      values[at++] = Number.isNaN(reliability[index]) ? -1 : reliability[index];
    }
  }
  encodeFloatWords(new Uint32Array(values.buffer), encoding.byteOrder);
  return new Uint8Array(values.buffer);
}
