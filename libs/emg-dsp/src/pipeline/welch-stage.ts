import { ROW_BYTES } from '../kernel/arena';
import { welchSpectrum } from '../spectrum/power-spectrum';
import { equaliseChannels, prepareRowFft, rowsOfFft } from './row-fft';
import type { Stage } from './stage';

export interface WelchStageOptions {
  readonly samplingRateHz: number;
  /** Length of a segment, samples. */
  readonly segmentSamples: number;
  /** Samples shared by neighbouring segments; default half a segment, rounded down. */
  readonly overlapSamples?: number;
}

/**
 * Power spectral density of every channel: `welchSpectrum` with a Hann window. What comes out are densities (unit^2
 * / Hz) at 0, 1, 2 ... x samplingRateHz / segmentSamples, so it comes last in a pipeline.
 */
export function welchStage(options: WelchStageOptions): Stage {
  const { samplingRateHz, segmentSamples, overlapSamples = segmentSamples >> 1 } = options;
  const numBins = Math.floor(segmentSamples / 2) + 1;
  const step = segmentSamples - overlapSamples;
  return {
    id: 'welch',
    allowsFloat32: true,
    lengthAfter: () => numBins,
    applyToChannel: (channel) => welchSpectrum(channel, options).power,
    demand: (numSamples) => (numSamples < segmentSamples ? null : { before: 0, from: Math.max(numSamples, numBins) }),
    prepare(arena, numSamples) {
      const { kernels, laneBytes, rowChannels } = arena;
      const taper = Float64Array.from({ length: segmentSamples }, (_, k) =>
        segmentSamples > 1 ? 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / segmentSamples) : 1,
      );
      const window = arena.place(taper);
      const transform = prepareRowFft(arena, segmentSamples);
      const [segment, scratch] = [0, 1].map(() => arena.allocate(rowsOfFft(segmentSamples) * ROW_BYTES));
      const scales = arena.allocate(ROW_BYTES);
      const numSegments = Math.floor((numSamples - segmentSamples) / step) + 1;
      const taperEnergy = taper.reduce((sum, value) => sum + value * value, 0);
      const isEven = segmentSamples % 2 === 0;
      return (rows, power) => {
        const isScaled = equaliseChannels(arena, rows, numSamples, scales);
        const memory = arena.numbers();
        memory.fill(0, power / laneBytes, (power + numBins * ROW_BYTES) / laneBytes);
        for (let index = 0; index < numSegments; index++) {
          kernels.taperSegment(rows + index * step * ROW_BYTES, segment, segmentSamples, window, true);
          kernels.addPower(transform(segment, scratch), power, segmentSamples);
        }
        for (let bin = 0; bin < numBins; bin++) {
          const sides = bin > 0 && (bin < numBins - 1 || !isEven) ? 2 : 1;
          const factor = sides / (4 * numSegments * taperEnergy * samplingRateHz);
          for (let lane = 0; lane < rowChannels; lane++) {
            const scale = isScaled ? memory[scales / laneBytes + lane] : 1;
            memory[power / laneBytes + bin * rowChannels + lane] *= factor * scale * scale;
          }
        }
        return power;
      };
    },
  };
}
