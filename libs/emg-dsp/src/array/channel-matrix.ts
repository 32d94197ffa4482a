import ndarray from 'ndarray';
import { InvalidArgumentError, LengthMismatchError } from '../errors';

/** What this library reads of an ndarray: shape [channels, samples], any stride and offset, any numeric storage. */
export interface ChannelMatrix {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/**
 * What this library makes: an ndarray of shape [channels, samples], described without the types of that package, so
 * that nobody has to install them.
 */
export interface ChannelArray extends ChannelMatrix {
  readonly data: Float64Array;
  readonly shape: number[];
  readonly stride: number[];
  get(channel: number, sample: number): number;
  set(channel: number, sample: number, value: number): number;
  transpose(first: number, second: number): ChannelArray;
}

/**
 * Copies the channels out of an ndarray.
 * @param matrix - shape [channels, samples]; transposed, reversed and cut views are fine; not changed
 * @returns one Float64Array per channel
 * @throws InvalidArgument when it does not have two dimensions or reaches beyond its storage
 */
export function channelsOf(matrix: ChannelMatrix): Float64Array[] {
  const { data, shape, stride, offset } = matrix;
  if (shape.length !== 2 || stride.length !== 2)
    throw new InvalidArgumentError('shape', 'two dimensions, channels x samples', [...shape]);
  const [numChannels, numSamples] = shape;
  const [channelStride, sampleStride] = stride;
  const corners = [0, (numChannels - 1) * channelStride, (numSamples - 1) * sampleStride].map((step) => offset + step);
  corners.push(corners[1] + corners[2] - offset);
  if (numChannels * numSamples > 0 && corners.some((corner) => corner < 0 || corner >= data.length))
    throw new InvalidArgumentError('shape, stride, offset', `a view inside ${data.length} values`, {
      shape,
      stride,
      offset,
    });
  return Array.from({ length: numChannels }, (_, channel) => {
    const samples = new Float64Array(numSamples);
    let source = offset + channel * channelStride;
    for (let index = 0; index < numSamples; index++, source += sampleStride) samples[index] = data[source];
    return samples;
  });
}

/**
 * Joins channels of equal length into one ndarray of shape [channels, samples].
 * @param channels - one array per channel; not changed
 * @returns ndarray over new row-major Float64Array storage
 * @throws LengthMismatch when the channels differ in length
 */
export function matrixOf(channels: readonly ArrayLike<number>[]): ChannelArray {
  const numSamples = channels[0]?.length ?? 0;
  const storage = new Float64Array(channels.length * numSamples);
  channels.forEach((channel, index) => {
    if (channel.length !== numSamples) throw new LengthMismatchError(`channels[${index}]`, numSamples, channel.length);
    storage.set(channel, index * numSamples);
  });
  return ndarray(storage, [channels.length, numSamples]);
}

/**
 * Applies a one-channel function to every channel of an ndarray.
 * @param matrix - shape [channels, samples], any stride; not changed
 * @param apply - function of one channel and its index; all results must be equally long
 * @returns ndarray of shape [channels, samples of the results]
 * @throws InvalidArgument, LengthMismatch as `channelsOf` and `matrixOf`
 * @example
 * const envelopes = applyToChannels(emg, (channel) => envelopeLowPass(channel, { samplingRateHz: 2000 }));
 */
export function applyToChannels(
  matrix: ChannelMatrix,
  apply: (channel: Float64Array, index: number) => Float64Array,
): ChannelArray {
  return matrixOf(channelsOf(matrix).map(apply));
}
