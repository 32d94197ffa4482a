import { interpolateAt } from '@emgfm/emg-dsp';
import { channelCount, channelSamples, sampleCount, type SignalBlock } from '@emgfm/schema';

/** How far beyond its first or last sample a signal may be continued by its end value, in samples. */
const EDGE_SAMPLES = 0.5;

/** What a channel without a sample gives. */
const NOTHING = new Float64Array(0);

/** A position this close to a sample, in samples, is that sample. */
const ON_SAMPLE = 1e-6;

/**
 * Values of one channel between samples: cubic within each stretch of finite samples, never across a gap.
 * @param samples one channel; NaN = gap
 * @param positions where to read, in samples from 0 (fractional)
 * @returns NaN where a neighbouring sample is missing, and beyond the ends by more than half a sample
 */
export function valuesBetweenSamples(samples: Float64Array | Float32Array, positions: Float64Array): Float64Array {
  return interpolateAt(sampleIndices(samples.length), samples, snapped(positions, samples.length), 'cubic');
}

/** Positions as they are read: on the sample that they are meant to be, at the end where they are a little beyond it. */
function snapped(positions: Float64Array, numSamples: number): Float64Array {
  const last = numSamples - 1;
  return positions.map((position) => {
    if (!(position >= -EDGE_SAMPLES && position <= last + EDGE_SAMPLES)) return NaN;
    const nearest = Math.round(position);
    const onSample = Math.abs(position - nearest) <= ON_SAMPLE ? nearest : position;
    return Math.min(last, Math.max(0, onSample));
  });
}

function sampleIndices(length: number): Float64Array {
  const indices = new Float64Array(length);
  for (let i = 0; i < length; i += 1) indices[i] = i;
  return indices;
}

/**
 * A stride of a planar block at equally spaced phases from its first to its last strike, both included.
 * @param block [channel, sample]
 * @param from position of the first strike in samples (fractional)
 * @param to position of the next strike in samples
 * @param numPoints K phase points
 * @returns [K, channel] in single precision; NaN where the source has no value
 */
export function phaseSamples(block: SignalBlock, from: number, to: number, numPoints: number): Float32Array {
  const numChannels = channelCount(block);
  const values = new Float32Array(numPoints * numChannels);
  // A margin on both sides keeps the curve at the strikes the same as inside a longer signal, at the cost of one stride.
  const margin = 20;
  const first = Math.max(0, Math.floor(from) - margin);
  const end = Math.min(sampleCount(block), Math.ceil(to) + margin + 1);
  const positions = Float64Array.from(
    { length: numPoints },
    (_, k) => from - first + ((to - from) * k) / (numPoints - 1),
  );
  const indices = sampleIndices(Math.max(0, end - first));
  const at = snapped(positions, indices.length);
  for (let channel = 0; channel < numChannels; channel += 1) {
    const samples = channelSamples(block, channel).subarray(first, first + indices.length);
    const found = samples.some(Number.isFinite) ? interpolateAt(indices, samples, at, 'cubic') : NOTHING;
    for (let k = 0; k < numPoints; k += 1) values[k * numChannels + channel] = found[k] ?? NaN;
  }
  return values;
}
