import { movingAverage, movingRms } from '../envelope/moving-window';
import { floorAtZero, rectifyFullWave } from '../envelope/rectification';
import { tkeo } from '../envelope/tkeo';
import { removeMean } from '../envelope/mean-removal';
import type { SimdKernels } from '../kernel/simd-kernels';
import { ROW_BYTES } from '../kernel/arena';
import type { Stage } from './stage';

function inPlace(
  id: string,
  kernel: 'rectify' | 'floorAtZero' | 'removeMean' | 'tkeo',
  applyToChannel: (channel: Float64Array) => Float64Array,
  minimumSamples = 1,
): Stage {
  return {
    id,
    allowsFloat32: kernel === 'rectify' || kernel === 'floorAtZero',
    lengthAfter: (numSamples) => numSamples,
    applyToChannel,
    demand: (numSamples) => (numSamples < minimumSamples ? null : { before: 0, from: numSamples }),
    prepare: ({ kernels }, numSamples) => {
      const run: SimdKernels[typeof kernel] = kernels[kernel];
      return (rows) => {
        run(rows, numSamples);
        return rows;
      };
    },
  };
}

/** Absolute values. */
export const rectifyStage = (): Stage => inPlace('rectify', 'rectify', (channel) => rectifyFullWave(channel));

/** Negative values become 0. */
export const floorStage = (): Stage => inPlace('floor', 'floorAtZero', floorAtZero);

/** Subtracts the mean of each channel. */
export const removeMeanStage = (): Stage => inPlace('remove-mean', 'removeMean', removeMean);

/** Teager-Kaiser energy. */
export const tkeoStage = (): Stage => inPlace('tkeo', 'tkeo', (channel) => tkeo(channel), 3);

/** Moving root mean square over a centred window of samples. */
export const movingRmsStage = (windowSamples: number): Stage => movingStage('moving-rms', movingRms, windowSamples);

/** Moving average over a centred window of samples. */
export const movingAverageStage = (windowSamples: number): Stage =>
  movingStage('moving-average', movingAverage, windowSamples);

function movingStage(id: string, apply: typeof movingRms, windowSamples: number): Stage {
  const before = windowSamples >> 1;
  return {
    id,
    allowsFloat32: false,
    lengthAfter: (numSamples) => numSamples,
    applyToChannel: (channel) => apply(channel, { windowSamples }),
    demand: (numSamples) => (windowSamples > numSamples ? null : { before, from: numSamples + 2 * windowSamples }),
    prepare(arena, numSamples) {
      const ends = arena.allocate(windowSamples * ROW_BYTES);
      const { kernels } = arena;
      return (rows) => {
        const memory = arena.numbers();
        memory.fill(0, (rows - before * ROW_BYTES) / arena.laneBytes, rows / arena.laneBytes);
        const end = rows + numSamples * ROW_BYTES;
        memory.fill(0, end / arena.laneBytes, (end + 2 * windowSamples * ROW_BYTES) / arena.laneBytes);
        kernels.movingMean(rows, numSamples, windowSamples, apply === movingRms, ends);
        return rows;
      };
    },
  };
}
