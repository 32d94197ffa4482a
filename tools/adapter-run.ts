import {
  addDrop,
  addStride,
  emptySignatureSums,
  judgeSignature,
  type DatasetAdapter,
  type ReadOptions,
} from '@emgfm/adapter-kit';
import { AmplitudeSketch } from '@emgfm/emg-dsp';
import { processRecording } from '@emgfm/pipeline';
import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  parseConfiguration,
  strideEmgSamples,
  type ConfigurationInput,
  type Decision,
  type Drop,
  type Recording,
  type SignatureVerdict,
  type Stride,
} from '@emgfm/schema';
import type { StrideTruth } from '@emgfm/synthetic-gait';

/** A stride with its person. */
export type FoundStride = Stride & { readonly sourceId: string };

/** What an adapter and the pipeline make of a folder. */
export interface AdapterRun {
  readonly strides: readonly FoundStride[];
  readonly drops: readonly Drop[];
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
  /** Every recording without its samples. */
  readonly recordings: readonly Omit<Recording, 'legs' | 'strides'>[];
}

/** Reads every person of a folder, and takes each recording through EMG chain, events and cutting; EMG envelopes by default. */
export async function runAdapter(
  adapter: DatasetAdapter,
  root: string,
  { configuration = {}, ...readOptions }: Omit<ReadOptions, 'onDrop'> & { configuration?: ConfigurationInput } = {},
): Promise<AdapterRun> {
  const settings = parseConfiguration({ emg: { representation: 'envelope' }, ...configuration });
  const strides: FoundStride[] = [];
  const drops: Drop[] = [];
  const decisions: Decision[] = [];
  const notes: string[] = [];
  const recordings: Omit<Recording, 'legs' | 'strides'>[] = [];
  const survey = await adapter.survey(root, readOptions);
  for (const { subject } of survey.subjects) {
    const options = { ...readOptions, onDrop: (drop: Drop) => void drops.push(drop) };
    for await (const recording of adapter.read(root, subject, options)) {
      const processed = processRecording(recording, settings, () => new AmplitudeSketch());
      strides.push(...processed.strides.map((stride) => ({ ...stride, sourceId: subject.sourceId })));
      drops.push(...processed.drops);
      decisions.push(...recording.provenance.decisions, ...processed.decisions);
      notes.push(...recording.provenance.notes, ...processed.notes);
      recordings.push(withoutSamples(recording));
    }
  }
  return { strides, drops, decisions, notes, recordings };
}

function withoutSamples(recording: Recording): Omit<Recording, 'legs' | 'strides'> {
  if (recording.kind === 'cut') {
    const { strides: _, ...rest } = recording;
    return rest;
  }
  const { legs: _, ...rest } = recording;
  return rest;
}

/** The level-walking signature of the strides of a run. */
export function signatureOf(
  datasetId: string,
  { strides, drops }: Pick<AdapterRun, 'strides' | 'drops'>,
): SignatureVerdict {
  const sums = emptySignatureSums();
  for (const stride of strides) addStride(sums, stride);
  for (const drop of drops) addDrop(sums, drop);
  return judgeSignature(datasetId, sums);
}

/** A stride as it truly was, with the names under which the source files it. */
export interface ExpectedStride {
  readonly sourceId: string;
  readonly trial: string;
  /** Given where the source tells strides apart by name and not by time. */
  readonly subtrial?: string;
  readonly truth: StrideTruth;
}

/** The strides of trials as their writer returned them. */
export function expectedOf(
  trials: readonly { sourceId: string; trial: string; strides: readonly StrideTruth[] }[],
): ExpectedStride[] {
  return trials.flatMap(({ sourceId, trial, strides }) => strides.map((truth) => ({ sourceId, trial, truth })));
}

/** Strides that were found where one truly was, true strides that were not found, and strides that never were. */
export interface TruthMatch {
  readonly pairs: readonly { readonly found: FoundStride; readonly truth: StrideTruth }[];
  readonly missing: readonly ExpectedStride[];
  readonly extra: readonly FoundStride[];
}

/** Pairs strides by person, trial, leg and either subtrial or start time (within 50 ms). */
export function matchTruth(found: readonly FoundStride[], expected: readonly ExpectedStride[]): TruthMatch {
  const left = new Set(found);
  const pairs: { found: FoundStride; truth: StrideTruth }[] = [];
  const missing: ExpectedStride[] = [];
  for (const candidate of expected) {
    const { sourceId, trial, subtrial, truth } = candidate;
    const match = [...left].find(
      (stride) =>
        stride.sourceId === sourceId &&
        stride.trial === trial &&
        stride.side === truth.side &&
        (subtrial === undefined ? Math.abs(stride.startTimeS - truth.startS) < 0.05 : stride.subtrial === subtrial),
    );
    if (match === undefined) missing.push(candidate);
    else {
      left.delete(match);
      pairs.push({ found: match, truth });
    }
  }
  return { pairs, missing, extra: [...left] };
}

/** Largest error over all strides: angles (degree), moments (N·m/kg) and durations (s); missing channels are not judged. */
export function largestErrors({ pairs }: TruthMatch): { angleDeg: number; momentNmPerKg: number; durationS: number } {
  const errors = { angleDeg: 0, momentNmPerKg: 0, durationS: 0 };
  for (const { found, truth } of pairs) {
    errors.angleDeg = Math.max(errors.angleDeg, curveError(found.kinematics, found.masks.kinematics, truth.anglesDeg));
    errors.momentNmPerKg = Math.max(
      errors.momentNmPerKg,
      curveError(found.kinetics, found.masks.kinetics, truth.momentsNmPerKg),
    );
    errors.durationS = Math.max(errors.durationS, Math.abs(found.durationS - (truth.endS - truth.startS)));
  }
  return errors;
}

function curveError(samples: Float32Array, mask: Uint8Array, curves: readonly Float64Array[]): number {
  let largest = 0;
  samples.forEach((value, i) => {
    const channel = i % JOINT_MOTION_COUNT;
    if (mask[channel] !== 1) return;
    largest = Math.max(largest, Math.abs(value - curves[channel][Math.floor(i / JOINT_MOTION_COUNT)]));
  });
  return largest;
}

/** Correlation of the mean EMG of all given strides with the mean true envelope, per channel; NaN where masked. */
export function envelopeCorrelations({ pairs }: TruthMatch): number[] {
  return Array.from({ length: EMG_CHANNEL_COUNT }, (_, channel) => {
    const present = pairs.filter(({ found }) => found.masks.emg[channel] === 1);
    if (present.length === 0) return NaN;
    const points = present[0].truth.emgEnvelopes[channel].length;
    const measured = new Float64Array(points);
    const expected = new Float64Array(points);
    for (const { found, truth } of present) {
      const rows = strideEmgSamples(found);
      for (let point = 0; point < points; point += 1) {
        const row = Math.min(rows - 1, Math.round((point / (points - 1)) * (rows - 1)));
        measured[point] += Math.abs(found.emg[row * EMG_CHANNEL_COUNT + channel]);
        expected[point] += truth.emgEnvelopes[channel][point];
      }
    }
    return correlation(measured, expected);
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}
