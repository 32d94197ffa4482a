import { SchemaError } from './errors';

/** Samples are held in double or single precision. */
export type SampleArray = Float64Array | Float32Array;

/** The structure of an `ndarray` (npm `ndarray`), so that blocks can be wrapped without copying. */
export interface NdArray<A extends ArrayLike<number> = SampleArray> {
  readonly data: A;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/**
 * Equally sampled channels with one clock: `samples` is [channel, sample], planar (stride `[numSamples, 1]`, offset 0).
 * Missing samples are NaN.
 */
export interface SignalBlock {
  readonly samples: NdArray;
  /** Samples per second (Hz); NaN where the source gives a grid of points per stride instead of time. */
  readonly samplingRateHz: number;
  /** Time of the first sample on the clock of the trial, in seconds. */
  readonly startS: number;
}

/** Number of channels of a block. */
export function channelCount(block: SignalBlock): number {
  return block.samples.shape[0] ?? 0;
}

/** Number of samples of each channel of a block. */
export function sampleCount(block: SignalBlock): number {
  return block.samples.shape[1] ?? 0;
}

/** The samples of one channel, as a view (no copy). @throws SchemaError when the block has no such channel. */
export function channelSamples<A extends SampleArray = Float64Array>(block: SignalBlock, channel: number): A {
  const numSamples = sampleCount(block);
  if (!(channel >= 0 && channel < channelCount(block))) {
    throw new SchemaError(`channel ${channel} of a block with ${channelCount(block)} channels`);
  }
  return block.samples.data.subarray(channel * numSamples, (channel + 1) * numSamples) as A;
}

/** Time in seconds just after the last sample of a block (end-exclusive). */
export function blockEndS(block: SignalBlock): number {
  return block.startS + sampleCount(block) / block.samplingRateHz;
}

/**
 * A block from channels of equal length; a `null` channel becomes NaN.
 * @param channels one array of samples per channel, or null where the channel is missing
 * @param numSamples length of every channel
 * @throws SchemaError when a channel has another length
 */
export function signalBlock(
  channels: readonly (ArrayLike<number> | null)[],
  timing: { samplingRateHz: number; startS: number; numSamples?: number },
): SignalBlock {
  const numSamples = timing.numSamples ?? channels.find((channel) => channel !== null)?.length ?? 0;
  const samples = new Float64Array(channels.length * numSamples).fill(NaN);
  channels.forEach((channel, index) => {
    if (channel === null) return;
    if (channel.length !== numSamples) {
      throw new SchemaError(`channel ${index} has ${channel.length} samples, the block has ${numSamples}`);
    }
    samples.set(channel, index * numSamples);
  });
  return {
    samples: { data: samples, shape: [channels.length, numSamples], stride: [numSamples, 1], offset: 0 },
    samplingRateHz: timing.samplingRateHz,
    startS: timing.startS,
  };
}

/** Is the value a planar block with the given number of channels and a positive (or NaN) sampling rate? */
export function isSignalBlock(value: unknown, channels?: number): value is SignalBlock {
  const block = value as SignalBlock | null;
  if (typeof block !== 'object' || block === null || typeof block.samples !== 'object') return false;
  const { data, shape, stride, offset } = block.samples;
  if (!(data instanceof Float64Array || data instanceof Float32Array)) return false;
  if (shape?.length !== 2 || stride?.length !== 2 || offset !== 0) return false;
  const [numChannels, numSamples] = shape as [number, number];
  return (
    (channels === undefined || numChannels === channels) &&
    stride[0] === numSamples &&
    stride[1] === 1 &&
    data.length === numChannels * numSamples &&
    (block.samplingRateHz > 0 || Number.isNaN(block.samplingRateHz)) &&
    Number.isFinite(block.startS)
  );
}
