import { requireOneOf } from '../argument-checks';
import { InvalidArgumentError, KernelUnavailableError, LengthMismatchError } from '../errors';
import type { Arena } from '../kernel/arena';
import { createArena, ROW_BYTES } from '../kernel/arena';
import type { Address, Precision } from '../kernel/simd-kernels';
import { instantiateKernels } from '../kernel/simd-kernels';
import type { Signal } from '../signal-types';
import type { GroupKernel, RowDemand, Stage } from './stage';

export interface PipelineOptions {
  /** `auto` (default) takes the SIMD kernels where they run, `simd` insists on them, `scalar` uses TypeScript only. */
  readonly engine?: 'auto' | 'simd' | 'scalar';
  /**
   * Numbers in the kernels' memory: `float64` (default), or `float32` for twice the speed at seven digits (errors up to 2e-6 of
   * the largest value), which only stages without recursion allow. Arrays in and out stay float64.
   */
  readonly precision?: Precision;
}

/** Stages that run one after the other on every channel of a recording. */
export interface Pipeline {
  readonly engine: 'simd' | 'scalar';
  /** Number of samples it makes of so many. */
  lengthAfter(numSamples: number): number;
  /**
   * @param channels - equally long, any typed arrays or plain arrays, any unit; not changed
   * @param out - where to write, one array of `lengthAfter` samples per channel; new arrays when absent
   * @returns one Float64Array per channel
   * @throws LengthMismatch when lengths differ from each other or from what `out` should have
   */
  run(channels: readonly Signal[], out?: readonly Float64Array[]): Float64Array[];
}

/**
 * Composes stages into a pipeline that keeps a group of channels (four, in float32 eight) in the kernels' memory from the first stage to the last.
 *
 * A channel with a gap, and every channel of a signal too short for a stage's reach, goes through the TypeScript twins instead;
 * both ways give the same numbers to rounding. Recordings of one length after the other reuse tables and memory, and with
 * `out` nothing is allocated per run.
 * @param stages - in order of application
 * @param options - engine
 * @throws InvalidArgument when a stage does not allow the precision
 * @throws KernelUnavailable when `simd` is asked for and WebAssembly with SIMD is missing
 * @example
 * const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz: 2000 });
 * const pipeline = createPipeline([zeroPhaseStage(band), polyphaseStage({ up: 1, down: 2 }), rectifyStage()]);
 * const rectifiedAt1000Hz = pipeline.run(rawAt2000Hz);
 */
export function createPipeline(stages: readonly Stage[], options: PipelineOptions = {}): Pipeline {
  const { engine = 'auto', precision = 'float64' } = options;
  requireOneOf('precision', precision, ['float64', 'float32']);
  const inexact = precision === 'float32' && stages.find((stage) => !stage.allowsFloat32);
  if (inexact) throw new InvalidArgumentError('precision', `float64 for stage ${inexact.id}`, precision);
  requireOneOf('engine', engine, ['auto', 'simd', 'scalar']);
  const kernels = engine === 'scalar' ? null : instantiateKernels(precision);
  if (engine === 'simd' && !kernels) throw new KernelUnavailableError('engine: simd was asked for');
  const arena = kernels && createArena(kernels, precision);
  const planFor = arena && createGroupPlanner(arena, stages);
  const lengthAfter = (numSamples: number) => stages.reduce((length, stage) => stage.lengthAfter(length), numSamples);

  return {
    engine: arena ? 'simd' : 'scalar',
    lengthAfter,
    run(channels, out) {
      const numSamples = channels[0]?.length ?? 0;
      const results = outputsOf(channels, lengthAfter(numSamples), out);
      const alone = (index: number) =>
        results[index].set(
          stages.reduce<Float64Array>(
            (samples, stage) => stage.applyToChannel(samples),
            Float64Array.from(channels[index]),
          ),
        );
      const plan = planFor && planFor(numSamples);
      if (plan) runGroups(plan, channels, results, alone);
      else channels.forEach((_, index) => alone(index));
      return results;
    },
  };
}

/** Prepared stages for one signal length. */
interface GroupPlan {
  readonly arena: Arena;
  readonly numSamples: number;
  readonly numSamplesAfter: number;
  /** First sample of both buffers. */
  readonly buffers: readonly [Address, Address];
  readonly kernels: readonly GroupKernel[];
}

/** Tables of so many bytes are kept beside the buffers; strides of one recording differ in length, and come back. */
const MOST_TABLE_BYTES = 2 ** 26;

/** Plans groups of channels for any length; null for lengths that a stage cannot run in groups. */
function createGroupPlanner(arena: Arena, stages: readonly Stage[]): (numSamples: number) => GroupPlan | null {
  const plans = new Map<number, GroupPlan | null>();
  let room: RowDemand = { before: 0, from: 0 };
  let buffers: readonly [Address, Address] = [0, 0];
  let bufferBytes = 0;

  function forget(demand: RowDemand): void {
    plans.clear();
    arena.reset();
    room = { before: Math.max(room.before, demand.before), from: Math.max(room.from, demand.from) };
    const allocate = () => arena.allocate((room.before + room.from) * ROW_BYTES) + room.before * ROW_BYTES;
    buffers = [allocate(), allocate()];
    bufferBytes = arena.usedBytes();
  }

  function plan(numSamples: number): GroupPlan | null {
    const demand = demandOf(stages, numSamples);
    if (!demand) return null;
    const areTablesFull = arena.usedBytes() > bufferBytes + MOST_TABLE_BYTES;
    if (demand.before > room.before || demand.from > room.from || areTablesFull) forget(demand);
    let length = numSamples;
    const kernels = stages.map((stage) => {
      const kernel = stage.prepare(arena, length);
      length = stage.lengthAfter(length);
      return kernel;
    });
    return { arena, numSamples, numSamplesAfter: length, buffers, kernels };
  }

  /** As `plan`, but null where WebAssembly has not enough memory. */
  function planWithin(numSamples: number): GroupPlan | null {
    const before = room;
    try {
      return plan(numSamples);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      forget((room = before));
      return null;
    }
  }

  return (numSamples) => {
    let known = plans.get(numSamples);
    if (known === undefined) plans.set(numSamples, (known = planWithin(numSamples)));
    return known;
  };
}

/** Memory that stages need between them for so many samples; null when one of them cannot run in groups. */
export function demandOf(stages: readonly Stage[], numSamples: number): RowDemand | null {
  let length = numSamples;
  let before = 0;
  let from = numSamples;
  for (const stage of stages) {
    const demand = length > 0 ? stage.demand(length) : null;
    if (!demand) return null;
    length = stage.lengthAfter(length);
    before = Math.max(before, demand.before);
    from = Math.max(from, demand.from, length);
  }
  return { before, from };
}

/** Runs channels without gaps in groups; `alone` gets the indices of the others. */
function runGroups(
  { arena, numSamples, numSamplesAfter, buffers, kernels }: GroupPlan,
  channels: readonly Signal[],
  results: readonly Float64Array[],
  alone: (index: number) => void,
): void {
  // Nothing allocates from here on, so one view stays valid.
  const memory = arena.numbers();
  const { laneBytes, rowChannels } = arena;
  const indices: number[] = [];
  // A group is laid down in the second buffer, one channel after the other, and comes back there or in the first.
  const planar = (buffer: Address, lane: number, length: number) => buffer / laneBytes + lane * length;

  function runGroup(): void {
    let [rows, other] = buffers;
    if (indices.length < rowChannels)
      memory.fill(0, planar(other, indices.length, numSamples), planar(other, rowChannels, numSamples));
    arena.kernels.interleave(other, rows, numSamples);
    for (const kernel of kernels) {
      const result = kernel(rows, other);
      if (result !== rows) [rows, other] = [other, rows];
    }
    arena.kernels.deinterleave(rows, other, numSamplesAfter);
    indices.forEach((index, lane) => {
      const start = planar(other, lane, numSamplesAfter);
      results[index].set(memory.subarray(start, start + numSamplesAfter));
    });
    indices.length = 0;
  }

  channels.forEach((channel, index) => {
    const start = planar(buffers[1], indices.length, numSamples);
    memory.set(channel, start);
    if (!arena.kernels.areFinite(start * laneBytes, numSamples)) return alone(index);
    if (indices.push(index) === rowChannels) runGroup();
  });
  if (indices.length > 0) runGroup();
}

function outputsOf(
  channels: readonly Signal[],
  numSamplesAfter: number,
  out: readonly Float64Array[] | undefined,
): Float64Array[] {
  if (out && out.length !== channels.length) throw new LengthMismatchError('out', channels.length, out.length);
  return channels.map((channel, index) => {
    if (channel.length !== channels[0].length)
      throw new LengthMismatchError(`channels[${index}]`, channels[0].length, channel.length);
    const result = out ? out[index] : new Float64Array(numSamplesAfter);
    if (result.length !== numSamplesAfter)
      throw new LengthMismatchError(`out[${index}]`, numSamplesAfter, result.length);
    return result;
  });
}
