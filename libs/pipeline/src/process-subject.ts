import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { AmplitudeSketch } from '@emgfm/emg-dsp';
import {
  assertRecording,
  type Configuration,
  type Decision,
  type Drop,
  EMG_CHANNEL_COUNT,
  missingReasonCode,
  type Stride,
  type SubjectInfo,
  subjectKey,
  type SubjectOutcome,
} from '@emgfm/schema';
import { writeShard } from '@emgfm/stride-store';
import type { SubjectJob } from './plan';
import { processRecording } from './process-recording';
import { StrideSpool } from './stride-spool';

/** All that processing one subject needs; plain data, so that it can cross to a worker. */
export interface SubjectTask {
  readonly job: SubjectJob;
  readonly configuration: Configuration;
  readonly configurationSha256: string;
  readonly createdBy: string;
  /** Path of the shard to be written. */
  readonly shardPath: string;
  /** Files of this job that the run has hashed for other subjects: one file may hold many persons. */
  readonly knownInputs: SubjectOutcome['inputs'];
}

/**
 * Reads, processes and cuts all trials of one subject and writes its shard. Trials come one at a time; the strides of the
 * subject wait in a scratch file beside the shard until its EMG scale, taken over all trials, is known.
 * @returns what became of the subject; `empty`, without a shard, where no stride was found
 */
export async function processSubject(
  task: SubjectTask,
  adapter: DatasetAdapter,
  signal?: AbortSignal,
): Promise<SubjectOutcome> {
  const strides = new StrideSpool(`${task.shardPath}.strides`);
  try {
    return await processTrials(task, adapter, strides, signal);
  } finally {
    strides.close();
  }
}

async function processTrials(
  task: SubjectTask,
  adapter: DatasetAdapter,
  strides: StrideSpool,
  signal?: AbortSignal,
): Promise<SubjectOutcome> {
  const began = performance.now();
  const { job, configuration, shardPath } = task;
  const drops: Drop[] = [];
  const decisions: Decision[] = [];
  const notes: string[] = [];
  const sketches = Array.from({ length: EMG_CHANNEL_COUNT }, () => new AmplitudeSketch());
  let subject: SubjectInfo | null = null;
  let trials = 0;
  const recordings = adapter.read(job.root, job.subject, {
    layer: job.layer,
    adapterOptions: job.adapterOptions,
    subjectMassKg: configuration.subjectMassKg,
    furtherModalities: configuration.store.furtherModalities,
    signal,
    onDrop: (drop) => void drops.push(drop),
  });
  const inputs = describeInputs(task, signal);
  // whoever stops early never asks for it
  inputs.catch(() => undefined);
  for await (const recording of recordings) {
    assertRecording(recording);
    trials += 1;
    subject = mergeSubjects(subject, recording.subject, notes);
    const processed = processRecording(recording, configuration, (channel) => sketches[channel] as AmplitudeSketch);
    const named = (text: string): string => `${recording.trial}: ${text}`;
    for (const stride of processed.strides) {
      strides.add(stride);
      // an adapter that reads ahead goes on meanwhile
      await nextTurn();
    }
    drops.push(...processed.drops);
    decisions.push(
      ...[...recording.provenance.decisions, ...processed.decisions].map((own) => ({ ...own, fact: named(own.fact) })),
    );
    notes.push(...[...recording.provenance.notes, ...processed.notes].map(named));
  }
  const scale = emgScale(sketches, configuration);
  const outcome: SubjectOutcome = {
    key: subjectKey(job.subject),
    status: strides.count > 0 ? 'done' : 'empty',
    shard: strides.count > 0 ? shardPath : '',
    trials,
    stridesKept: strides.count,
    stridesDropped: countByReason(drops),
    drops,
    decisions,
    notes,
    inputs: await inputs,
    error: '',
    errorTag: '',
    elapsedS: 0,
  };
  if (strides.count > 0 && subject !== null) {
    const header = {
      subject,
      dataset: adapter.info,
      adapter: { packageName: adapter.packageName, version: adapter.packageVersion },
      emgRateHz: configuration.store.emgRateHz,
      pointsPerStride: configuration.store.pointsPerStride,
      emgScale: scale.divisors,
      emgScaleMethod: scale.method,
      configSha256: task.configurationSha256,
      createdBy: task.createdBy,
    };
    await writeShard(shardPath, header, scaledStrides(strides, scale), {
      gzipLevel: configuration.store.gzipLevel || undefined,
    });
  }
  return { ...outcome, elapsedS: (performance.now() - began) / 1000 };
}

/** What is known of a person from several trials: the first known value stands; a contradiction is noted. */
function mergeSubjects(known: SubjectInfo | null, next: SubjectInfo, notes: string[]): SubjectInfo {
  if (known === null) return next;
  const merged: Record<string, unknown> = { ...known };
  for (const [field, value] of Object.entries(next)) {
    const unknown = (candidate: unknown): boolean => candidate === '' || Number.isNaN(candidate);
    if (unknown(merged[field])) merged[field] = value;
    else if (!unknown(value) && merged[field] !== value) {
      notes.push(
        `${subjectKey(next)}: ${field} is ${String(merged[field])} in one trial and ${String(value)} in another; the first stands`,
      );
    }
  }
  return merged as SubjectInfo;
}

/** The divisor of each EMG channel in the unit of the source, and how it was found. */
interface EmgScale {
  readonly divisors: Float32Array;
  readonly method: string;
}

/** One divisor per channel over all trials and both legs of the subject; NaN where the channel has no amplitude. */
function emgScale(sketches: readonly AmplitudeSketch[], configuration: Configuration): EmgScale {
  const { normalisation, percentile } = configuration.emg;
  const share = normalisation === 'peak' ? 1 : percentile / 100;
  const divisors = sketches.map((sketch) => {
    const amplitude = sketch.quantile(share);
    return amplitude > 0 ? (normalisation === 'none' ? 1 : amplitude) : NaN;
  });
  const methods = {
    percentile: `percentile ${percentile} of the processed signal over all trials of the patient`,
    peak: 'peak of the processed signal over all trials of the patient',
    none: 'none',
  };
  return { divisors: Float32Array.from(divisors), method: methods[normalisation] };
}

function* scaledStrides(strides: Iterable<Stride>, scale: EmgScale): Generator<Stride> {
  for (const stride of strides) yield scaledStride(stride, scale);
}

/** The stride with its EMG divided by the scale; a channel without amplitude is missing, its sensor failed. */
function scaledStride(stride: Stride, { divisors }: EmgScale): Stride {
  const emg = new Float32Array(stride.emg.length);
  for (let row = 0; row < emg.length; row += EMG_CHANNEL_COUNT) {
    for (let channel = 0; channel < EMG_CHANNEL_COUNT; channel += 1) {
      emg[row + channel] = (stride.emg[row + channel] as number) / (divisors[channel] as number);
    }
  }
  const dead = [...divisors.keys()].filter(
    (channel) => Number.isNaN(divisors[channel]) && stride.masks.emg[channel] === 1,
  );
  if (dead.length === 0) return { ...stride, emg };
  const mask = stride.masks.emg.slice();
  const reasons = stride.reasons.emg.slice();
  for (const channel of dead) {
    mask[channel] = 0;
    reasons[channel] = missingReasonCode('sensorQuality');
  }
  return { ...stride, emg, masks: { ...stride.masks, emg: mask }, reasons: { ...stride.reasons, emg: reasons } };
}

/** Dropped strides by reason. */
export function countByReason(drops: readonly Drop[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { level, reason } of drops) if (level === 'stride') counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Size and hash of every file, read while the trials are processed. */
async function describeInputs(
  { job, knownInputs }: SubjectTask,
  signal?: AbortSignal,
): Promise<SubjectOutcome['inputs']> {
  const paths = [...new Set(job.trials.flatMap(({ files }) => files.map(({ path }) => path)))];
  const inputs = [];
  for (const path of paths) {
    const known = knownInputs.find((input) => input.path === path);
    if (known !== undefined) {
      inputs.push(known);
      continue;
    }
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(job.root, path), { highWaterMark: 1 << 20, signal }))
      hash.update(chunk as Buffer);
    inputs.push({ path, sizeBytes: (await stat(join(job.root, path))).size, sha256: hash.digest('hex') });
  }
  return inputs;
}
