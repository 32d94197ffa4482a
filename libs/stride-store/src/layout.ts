import type { Hdf5NumberType } from '@emgfm/hdf5';
import {
  ACTIVITIES,
  EMG_CHANNEL_COUNT,
  EMG_CHANNELS,
  IMPAIRED_SIDES,
  JOINTS,
  MISSING_REASONS,
  MOTIONS,
  QUALITY_BITS,
  QUANTITIES,
  SEXES,
  SIDES,
  STORED_EMG_KINDS,
  type StrideMetadata,
  type SubjectInfo,
  SURFACES,
} from '@emgfm/schema';

/** Value of the root attribute `format`. */
export const STORE_FORMAT = 'emgfm-stride-store';

/** Value of the root attribute `format_version`: the layout described here. */
export const STORE_FORMAT_VERSION = 1;

/** What a stride holds beside its metadata. */
export const MODALITIES = ['emg', 'kinematics', 'kinetics'] as const;

/** A kind of signal of the store. */
export type Modality = (typeof MODALITIES)[number];

/** Axis lengths of one row of each modality's mask and reasons. */
export const maskShape: Readonly<Record<Modality, readonly number[]>> = {
  emg: [EMG_CHANNEL_COUNT],
  kinematics: [JOINTS.length, MOTIONS.length],
  kinetics: [JOINTS.length, MOTIONS.length],
};

/** Number of channels of each modality: 13 muscles or 9 joint motions. */
export const channelCounts: Readonly<Record<Modality, number>> = { emg: 13, kinematics: 9, kinetics: 9 };

/** Name of the dataset attribute that holds the union of a modality's masks. */
export const unionMaskAttribute: Readonly<Record<Modality, string>> = {
  emg: 'emg_mask',
  kinematics: 'kinematic_mask',
  kinetics: 'kinetic_mask',
};

/** How an attribute is stored: text, list of texts, float64, int64 or small integers. */
export type AttributeValue = string | readonly string[] | number | bigint;

/** One dataset of the store with one row per stride or per patient. */
export interface ColumnDefinition {
  readonly path: string;
  readonly type: Hdf5NumberType | 'string';
  /** Axis lengths after the first. */
  readonly rowShape: readonly number[];
  /** The only texts that may occur; anything if absent. */
  readonly vocabulary?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** One of the three large datasets. */
export interface SignalDefinition {
  readonly path: string;
  readonly rowShape: readonly number[];
  readonly chunkRows: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** The large datasets: `/emg` has a row per sample, the others a row per stride. */
export function signalDefinitions(pointsPerStride: number, emgRateHz: number): Record<Modality, SignalDefinition> {
  const joint = (path: string, quantity: 'jointAngle' | 'jointMoment'): SignalDefinition => ({
    path,
    rowShape: [pointsPerStride, JOINTS.length, MOTIONS.length],
    chunkRows: 16,
    attributes: {
      joints: JOINTS,
      motions: MOTIONS,
      unit: QUANTITIES[quantity].unit,
      positive: QUANTITIES[quantity].positive,
    },
  });
  return {
    emg: {
      path: '/emg',
      rowShape: [EMG_CHANNEL_COUNT],
      chunkRows: 8192,
      attributes: { rate_hz: emgRateHz, channels: EMG_CHANNELS, unit: QUANTITIES.emg.unit },
    },
    kinematics: joint('/kinematics', 'jointAngle'),
    kinetics: joint('/kinetics', 'jointMoment'),
  };
}

/** A column of `/stride_metadata` that comes straight from the stride. */
export interface MetadataColumn extends ColumnDefinition {
  readonly field: keyof StrideMetadata;
}

const metadata = (
  field: keyof StrideMetadata,
  name: string,
  type: ColumnDefinition['type'],
  further: Pick<ColumnDefinition, 'vocabulary' | 'attributes'> = {},
): MetadataColumn => ({ field, path: `/stride_metadata/${name}`, type, rowShape: [], ...further });

/** Stride metadata by field of `StrideMetadata`. */
export const METADATA_COLUMNS: readonly MetadataColumn[] = [
  metadata('activity', 'activity', 'string', { vocabulary: ACTIVITIES }),
  metadata('side', 'side', 'string', { vocabulary: SIDES }),
  metadata('trial', 'trial', 'string'),
  metadata('subtrial', 'subtrial', 'string'),
  metadata('condition', 'condition', 'string'),
  metadata('surface', 'surface', 'string', { vocabulary: SURFACES }),
  metadata('population', 'population', 'string'),
  metadata('strideNumber', 'stride_number', 'int32'),
  metadata('startTimeS', 'start_time_s', 'float64'),
  metadata('durationS', 'duration_s', 'float64'),
  metadata('speedMps', 'speed_mps', 'float32'),
  metadata('inclineDeg', 'incline_deg', 'float32'),
  metadata('stepHeightM', 'step_height_m', 'float32'),
  metadata('emgKind', 'emg_kind', 'string', { vocabulary: STORED_EMG_KINDS }),
  metadata('emgSourceRateHz', 'emg_source_rate_hz', 'float32'),
  metadata('kinematicSourceRateHz', 'kinematic_source_rate_hz', 'float32'),
  metadata('quality', 'quality', 'uint32', {
    attributes: { bits: QUALITY_BITS.map(({ name }) => name), meanings: QUALITY_BITS.map(({ meaning }) => meaning) },
  }),
];

/** A mask or reason column, from `stride.masks` or `stride.reasons`. */
export interface ChannelColumn extends ColumnDefinition {
  readonly source: 'masks' | 'reasons';
  readonly modality: Modality;
}

const reasonMeanings = Object.values(MISSING_REASONS).map(({ meaning }) => meaning);

/** Masks and reasons: one row per stride, one value per channel. */
export const CHANNEL_COLUMNS: readonly ChannelColumn[] = (['masks', 'reasons'] as const).flatMap((source) =>
  MODALITIES.map((modality): ChannelColumn => ({
    source,
    modality,
    path: `/${source}/${modality}`,
    type: 'uint8',
    rowShape: maskShape[modality],
    attributes: { meanings: source === 'masks' ? ['missing', 'present'] : reasonMeanings },
  })),
);

/** Columns that tell where a stride lies and whose it is; a merge renumbers them, except the dataset. */
export const INDEX_COLUMNS = {
  start: { path: '/stride_starts', type: 'int64', rowShape: [] },
  end: { path: '/stride_ends', type: 'int64', rowShape: [] },
  patientId: { path: '/stride_metadata/patient_id', type: 'int32', rowShape: [] },
  datasetId: { path: '/stride_metadata/dataset_id', type: 'string', rowShape: [] },
} as const satisfies Record<string, ColumnDefinition>;

/** A column of `/patients` that comes straight from the subject. */
export interface SubjectColumn extends ColumnDefinition {
  readonly field: keyof SubjectInfo;
}

const subject = (
  field: keyof SubjectInfo,
  name: string,
  type: 'string' | 'float64',
  vocabulary?: readonly string[],
): SubjectColumn => ({ field, path: `/patients/${name}`, type, rowShape: [], vocabulary });

/** Patient columns by field of `SubjectInfo`. */
export const SUBJECT_COLUMNS: readonly SubjectColumn[] = [
  subject('datasetId', 'dataset_id', 'string'),
  subject('sourceId', 'source_id', 'string'),
  subject('ageY', 'age_y', 'float64'),
  subject('sex', 'sex', 'string', SEXES),
  subject('massKg', 'mass_kg', 'float64'),
  subject('heightM', 'height_m', 'float64'),
  subject('population', 'population', 'string'),
  subject('impairedSide', 'impaired_side', 'string', IMPAIRED_SIDES),
];

/** Patient columns that the store computes. */
export const PATIENT_COLUMNS = {
  patientId: { path: '/patients/patient_id', type: 'int32', rowShape: [] },
  key: { path: '/patients/key', type: 'string', rowShape: [] },
  firstStride: { path: '/patients/first_stride', type: 'int64', rowShape: [] },
  numStrides: { path: '/patients/num_strides', type: 'int64', rowShape: [] },
  emgScale: {
    path: '/emg_scale',
    type: 'float32',
    rowShape: [EMG_CHANNEL_COUNT],
    attributes: { channels: EMG_CHANNELS },
  },
} as const satisfies Record<string, ColumnDefinition>;

/** All columns with a row per stride. */
export const ALL_STRIDE_COLUMNS: readonly ColumnDefinition[] = [
  ...Object.values(INDEX_COLUMNS),
  ...METADATA_COLUMNS,
  ...CHANNEL_COLUMNS,
];

/** All columns with a row per patient. */
export const ALL_PATIENT_COLUMNS: readonly ColumnDefinition[] = [...Object.values(PATIENT_COLUMNS), ...SUBJECT_COLUMNS];

/** Attributes of `/datasets/<id>` beside the union masks, in the words of the source. */
export const DATASET_TEXT_ATTRIBUTES = [
  'title',
  'citation',
  'doi',
  'licence',
  'homepage',
  'adapter_package',
  'adapter_version',
  'source_conventions',
  'confidence',
  'emg_scale_method',
] as const;
