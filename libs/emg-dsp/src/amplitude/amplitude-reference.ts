import { requireOneOf } from '../argument-checks';
import { joinSamples, mapSamples } from '../array/map-samples';
import { InvalidArgumentError, LengthMismatchError, ReferenceMismatchError, UnusableReferenceError } from '../errors';
import { finiteValues, quantile } from '../statistics/quantile';
import type { Signal } from '../signal-types';

/**
 * What EMG is divided by (CEDE matrix, Besomi 2020): `mvc` the largest value of maximal contractions, `submaximal` the
 * mean of a held submaximal task, `percentile` a high percentile over all samples, `peak-dynamic` and `mean-dynamic`
 * the largest and the mean value of the ensemble average of cycles.
 */
export type ReferenceMethod = 'mvc' | 'submaximal' | 'percentile' | 'peak-dynamic' | 'mean-dynamic';

/** What has to be equal for two signals to be compared in amplitude. */
export interface AmplitudeIdentity {
  /** Person and muscle, such as `AB06/VL`: a reference belongs to one of them. */
  readonly channel: string;
  readonly unit: string;
  /** How the amplitude was made, such as `20-450 Hz, rectified, 6 Hz low-pass`: same words for same processing. */
  readonly preparation: string;
}

/** One trial (or, for the dynamic methods, one cycle) that a reference is made of. */
export interface ReferenceTrial extends AmplitudeIdentity {
  readonly id: string;
  /**
   * Rectified EMG or an envelope; signs are ignored and NaN samples left out. For the dynamic methods a cycle on a
   * common number of points.
   */
  readonly signal: Signal;
  /** Task or condition; several are welcome, because one reference serves them all. */
  readonly condition?: string;
}

/** A divisor with everything that is needed to judge it. */
export interface AmplitudeReference extends AmplitudeIdentity {
  readonly method: ReferenceMethod;
  /** The divisor, in `unit`, above 0. */
  readonly value: number;
  /** Percentile in use (`percentile`, `peak-dynamic`), else null. */
  readonly percentile: number | null;
  readonly trials: readonly {
    readonly id: string;
    readonly condition: string | null;
    readonly sampleCount: number;
    readonly missingCount: number;
    /** The same method applied to this trial alone, in `unit`; NaN when it has no finite sample. */
    readonly value: number;
  }[];
}

/** A signal with its identity, before or after normalisation. */
export interface AmplitudeSignal extends AmplitudeIdentity {
  readonly signal: Float64Array;
  /** The reference it was divided by; absent while it is in its own unit. */
  readonly normalisedBy?: AmplitudeReference;
}

const METHODS: readonly ReferenceMethod[] = ['mvc', 'submaximal', 'percentile', 'peak-dynamic', 'mean-dynamic'];
const IDENTITY = ['channel', 'unit', 'preparation'] as const;

function requireSameIdentity(expected: AmplitudeIdentity, found: AmplitudeIdentity, where: string): void {
  for (const field of IDENTITY) {
    if (expected[field] !== found[field]) throw new ReferenceMismatchError(field, expected[field], found[field], where);
  }
}

/** Mean over trials at each point, NaN samples left out; NaN where all are. */
function ensembleAverage(cycles: readonly Signal[]): Float64Array {
  return Float64Array.from({ length: cycles[0].length }, (_, point) => {
    const values = finiteValues(cycles.map((cycle) => Math.abs(cycle[point])));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function referenceValue(method: ReferenceMethod, signals: readonly Signal[], percentile: number): number {
  const pooled = () => mapSamples(joinSamples(signals), Math.abs);
  switch (method) {
    case 'mvc':
      return quantile(pooled(), 1);
    case 'percentile':
      return quantile(pooled(), percentile / 100);
    case 'submaximal':
      // Every held trial counts alike, however long it was held.
      return mean(finiteValues(signals.map((signal) => mean(finiteValues(mapSamples(signal, Math.abs))))));
    case 'peak-dynamic':
      return quantile(ensembleAverage(signals), percentile / 100);
    case 'mean-dynamic':
      return mean(finiteValues(ensembleAverage(signals)));
  }
}

/**
 * One reference amplitude for one channel from one or several trials, with its provenance.
 *
 * One value over all trials and conditions: a reference per condition would remove the effect that is studied (CEDE
 * project).
 *
 * @param method - see {@link ReferenceMethod}
 * @param trials - at least one, all of the same channel, unit and preparation
 * @param options.percentile - 0 to 100; default 99.5 for `percentile`, 100 (the maximum) for `peak-dynamic`
 * @throws ReferenceMismatch when trials differ in channel, unit or preparation; UnusableReference when the value is 0
 *   or no sample is finite; LengthMismatch when cycles of a dynamic method differ in length; InvalidArgument without
 *   trials or with a bad percentile
 * @example
 * const reference = computeAmplitudeReference('percentile', trials);
 * applyAmplitudeReference(walking, reference).signal;
 */
export function computeAmplitudeReference(
  method: ReferenceMethod,
  trials: readonly ReferenceTrial[],
  options: { readonly percentile?: number } = {},
): AmplitudeReference {
  requireOneOf('method', method, METHODS);
  if (trials.length === 0) throw new InvalidArgumentError('trials', 'at least one trial', 'none');
  const usesPercentile = method === 'percentile' || method === 'peak-dynamic';
  const percentile = options.percentile ?? (method === 'percentile' ? 99.5 : 100);
  if (!(percentile >= 0 && percentile <= 100)) throw new InvalidArgumentError('percentile', '0 to 100', percentile);
  const [first] = trials;
  for (const trial of trials) {
    requireSameIdentity(first, trial, `trial ${trial.id}`);
    const isDynamic = method === 'peak-dynamic' || method === 'mean-dynamic';
    if (isDynamic && trial.signal.length !== first.signal.length) {
      throw new LengthMismatchError(`trial ${trial.id}`, first.signal.length, trial.signal.length);
    }
  }
  const value = referenceValue(
    method,
    trials.map((trial) => trial.signal),
    percentile,
  );
  if (!(value > 0 && Number.isFinite(value))) throw new UnusableReferenceError(method, first.channel, value);
  return {
    method,
    value,
    percentile: usesPercentile ? percentile : null,
    channel: first.channel,
    unit: first.unit,
    preparation: first.preparation,
    trials: trials.map(({ id, condition = null, signal }) => {
      const sampleCount = finiteValues(signal).length;
      const missingCount = signal.length - sampleCount;
      return { id, condition, sampleCount, missingCount, value: referenceValue(method, [signal], percentile) };
    }),
  };
}

/**
 * Divides a signal by a reference; the result remembers it, has unit `1` and can't be divided again.
 *
 * @throws ReferenceMismatch when channel, unit or preparation differ from the reference's, or the signal is normalised
 *   already
 */
export function applyAmplitudeReference(recording: AmplitudeSignal, reference: AmplitudeReference): AmplitudeSignal {
  if (recording.normalisedBy) {
    throw new ReferenceMismatchError(
      'normalisedBy',
      'a signal in its own unit',
      recording.normalisedBy.method,
      recording.channel,
    );
  }
  requireSameIdentity(reference, recording, 'the signal');
  const signal = recording.signal.map((value) => value / reference.value);
  return { ...recording, signal, unit: '1', normalisedBy: reference };
}

/**
 * Undoes {@link applyAmplitudeReference}: the signal in its own unit again, to rounding error. @throws InvalidArgument
 * when it is not normalised
 */
export function removeAmplitudeReference(recording: AmplitudeSignal): AmplitudeSignal {
  const { normalisedBy, ...rest } = recording;
  if (!normalisedBy) throw new InvalidArgumentError('recording', 'a normalised signal', 'one in its own unit');
  return { ...rest, unit: normalisedBy.unit, signal: recording.signal.map((value) => value * normalisedBy.value) };
}

/**
 * Refuses to compare amplitudes that were divided by different references: call it before pooling or averaging.
 *
 * @param recordings - signals of any channels
 * @throws ReferenceMismatch when two signals of a channel have different references, or two channels different methods,
 *   or only some are normalised
 */
export function requireOneReference(recordings: readonly AmplitudeSignal[]): void {
  const byChannel = new Map<string, AmplitudeSignal>();
  for (const recording of recordings) {
    const described = ({ normalisedBy }: AmplitudeSignal) => normalisedBy?.method ?? 'none';
    if (described(recording) !== described(recordings[0])) {
      throw new ReferenceMismatchError('method', described(recordings[0]), described(recording), recording.channel);
    }
    const earlier = byChannel.get(recording.channel) ?? recording;
    byChannel.set(recording.channel, earlier);
    requireSameIdentity(earlier, recording, recording.channel);
    if (earlier.normalisedBy?.value !== recording.normalisedBy?.value) {
      const [expected, found] = [earlier, recording].map(({ normalisedBy }) => String(normalisedBy?.value));
      throw new ReferenceMismatchError('value', expected, found, recording.channel);
    }
  }
}
