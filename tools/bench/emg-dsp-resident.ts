import { createArena, ROW_BYTES } from '../../libs/emg-dsp/src/kernel/arena';
import type { Precision } from '../../libs/emg-dsp/src/kernel/simd-kernels';
import { instantiateKernels } from '../../libs/emg-dsp/src/kernel/simd-kernels';
import { demandOf } from '../../libs/emg-dsp/src/pipeline/resident-pipeline';
import type { Stage } from '../../libs/emg-dsp/src/index';

/** What a row of the benchmark measures. */
export interface Measured {
  /** Brings fresh data into place; not timed. */
  load(): void;
  /** What is timed. */
  run(): void;
}

/**
 * Holds all channels of all recordings in the kernels' memory, in the kernels' layout, so that only arithmetic is timed.
 * @param use - gets the results of every group, within the time that is measured
 */
export function resident(
  recordings: readonly (readonly Float64Array[])[],
  stages: readonly Stage[],
  precision: Precision = 'float64',
  use?: (results: (Float64Array | Float32Array)[]) => void,
): Measured {
  const kernels = instantiateKernels(precision);
  if (!kernels) throw new Error('expected WebAssembly with SIMD');
  const arena = createArena(kernels, precision);
  const { laneBytes, rowChannels } = arena;
  const demands = recordings.map((channels) => demandOf(stages, channels[0].length)!);
  const before = Math.max(...demands.map((demand) => demand.before));
  const allocate = (numRows: number) => arena.allocate((before + numRows) * ROW_BYTES) + before * ROW_BYTES;
  const shared = allocate(Math.max(...demands.map((demand) => demand.from)));
  const prepared = new Map<number, ReturnType<Stage['prepare']>[]>();
  const groups = recordings.flatMap((channels, recording) => {
    const numSamples = channels[0].length;
    if (!prepared.has(numSamples)) {
      let length = numSamples;
      const prepareNext = (stage: Stage) => {
        const kernel = stage.prepare(arena, length);
        length = stage.lengthAfter(length);
        return kernel;
      };
      prepared.set(numSamples, stages.map(prepareNext));
    }
    return Array.from({ length: Math.ceil(channels.length / rowChannels) }, (_, group) => ({
      channels: channels.slice(group * rowChannels, (group + 1) * rowChannels),
      numSamples,
      rows: allocate(demands[recording].from),
    }));
  });

  const lengthAfter = (numSamples: number) => stages.reduce((length, stage) => stage.lengthAfter(length), numSamples);

  return {
    load() {
      const memory = arena.numbers();
      for (const { channels, numSamples, rows } of groups) {
        memory.fill(0, shared / laneBytes, shared / laneBytes + rowChannels * numSamples);
        channels.forEach((channel, lane) => memory.set(channel, shared / laneBytes + lane * numSamples));
        kernels.interleave(shared, rows, numSamples);
      }
    },
    run() {
      const memory = arena.numbers();
      for (const group of groups) {
        let [rows, other] = [group.rows, shared];
        for (const kernel of prepared.get(group.numSamples)!)
          if (kernel(rows, other) === other) [rows, other] = [other, rows];
        if (!use) continue;
        const length = lengthAfter(group.numSamples);
        kernels.deinterleave(rows, other, length);
        const start = (lane: number) => other / laneBytes + lane * length;
        use(group.channels.map((_, lane) => memory.subarray(start(lane), start(lane + 1))));
      }
    },
  };
}
