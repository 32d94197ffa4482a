import {
  ACTIVITIES,
  type DatasetInfo,
  finiteMask,
  type PerChannel,
  qualityFlags,
  SIDES,
  STORED_EMG_KINDS,
  type Stride,
  type SubjectInfo,
  SURFACES,
} from '@emgfm/schema';
import { channelCounts, MODALITIES } from './layout';
import type { ShardHeader } from './write-shard';

/** Test data: strides of random length with random missing channels, and headers to store them under. */
export const POINTS_PER_STRIDE = 5;

/** A deterministic stride from a small description. */
export function strideFrom(seed: StrideSeed): Stride {
  const signal = (length: number, channels: number, missing: number, salt: number) =>
    Float32Array.from({ length }, (_, i) =>
      (missing >> (i % channels)) & 1 ? NaN : Math.fround(Math.sin(i * 0.37 + seed.number + salt)),
    );
  const signals = {
    emg: signal(seed.samples * channelCounts.emg, channelCounts.emg, seed.missing, 0),
    kinematics: signal(POINTS_PER_STRIDE * 9, 9, seed.missing >> 3, 1),
    kinetics: signal(POINTS_PER_STRIDE * 9, 9, seed.missing >> 4, 2),
  };
  const perChannel = (make: (mask: Uint8Array) => Uint8Array): PerChannel => ({
    emg: make(finiteMask(signals.emg, 13)),
    kinematics: make(finiteMask(signals.kinematics, 9)),
    kinetics: make(finiteMask(signals.kinetics, 9)),
  });
  return {
    ...signals,
    masks: perChannel((mask) => mask),
    reasons: perChannel((mask) =>
      mask.map((present, channel) => (present === 1 ? 0 : 1 + ((channel + seed.number) % 8))),
    ),
    activity: ACTIVITIES[seed.number % ACTIVITIES.length],
    side: SIDES[seed.number % 2],
    trial: seed.text,
    subtrial: '',
    condition: `${seed.text}·${seed.number}`,
    surface: SURFACES[seed.number % 3],
    population: '',
    strideNumber: seed.number,
    startTimeS: seed.number * 1.1,
    durationS: seed.timed ? Math.max(1, seed.samples) / 1000 : NaN,
    speedMps: seed.timed ? 1.25 : NaN,
    inclineDeg: -5.5,
    stepHeightM: NaN,
    emgKind: STORED_EMG_KINDS[seed.number % 4],
    emgSourceRateHz: seed.timed ? 2000 : NaN,
    kinematicSourceRateHz: 100,
    quality: seed.timed ? qualityFlags('events_detected') : qualityFlags('duration_unknown', 'recut'),
  };
}

/** What a test stride is made from. */
export interface StrideSeed {
  readonly number: number;
  /** EMG samples per channel. */
  readonly samples: number;
  /** Bits of missing channels. */
  readonly missing: number;
  readonly timed: boolean;
  readonly text: string;
}

/** Plain strides of the given EMG lengths, nothing missing. */
export function plainStrides(...samples: number[]): Stride[] {
  return samples.map((count, number) =>
    strideFrom({ number, samples: count, missing: 0, timed: true, text: 'walk 1' }),
  );
}

/** A header for a shard of a subject. */
export function shardHeader(datasetId: string, sourceId: string, changes: Partial<ShardHeader> = {}): ShardHeader {
  const subject: SubjectInfo = {
    datasetId,
    sourceId,
    ageY: 30.5,
    sex: 'female',
    massKg: NaN,
    heightM: 1.7,
    population: 'able-bodied',
    impairedSide: '',
  };
  const dataset: DatasetInfo = {
    id: datasetId,
    title: `Title of ${datasetId}`,
    citation: 'Someone 2020',
    doi: '10.1/x',
    licence: datasetId === 'k2muse' ? 'CC BY-NC-SA 4.0' : 'CC BY 4.0',
    homepage: '',
    layers: ['raw'],
    emgChannels: ['VL'],
    angles: ['hip flexion'],
    moments: [],
    sourceConventions: { angle: 'degree' },
    confidence: { angle: 'high' },
    notes: ['a note'],
  };
  return {
    subject,
    dataset,
    adapter: { packageName: `@emgfm/adapter-${datasetId}`, version: '1.2.3' },
    emgRateHz: 1000,
    pointsPerStride: POINTS_PER_STRIDE,
    emgScale: Float32Array.from({ length: 13 }, (_, channel) => (channel + 1) / 8),
    emgScaleMethod: 'percentile 99.5',
    configSha256: 'a'.repeat(64),
    createdBy: 'test 0.0.0',
    ...changes,
  };
}

/** The signals of a stride by modality, for comparisons. */
export function signalsOf(stride: Pick<Stride, 'emg' | 'kinematics' | 'kinetics'>): Float32Array[] {
  return MODALITIES.map((modality) => stride[modality]);
}
