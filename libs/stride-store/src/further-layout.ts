import { type Hdf5File, isHdf5Error } from '@emgfm/hdf5';
import { frameLength, type FurtherModality, furtherModalitySchema, MISSING_REASONS } from '@emgfm/schema';
import { attributeValues, numberAttribute, textAttribute } from './column-reading';
import type { AttributeValue, ColumnDefinition, SignalDefinition } from './layout';

/** Group of the further modalities; absent where the store has none. */
export const FURTHER_GROUP = '/further';

/** Bytes of frames in one chunk, at most. */
const CHUNK_BYTES = 2 ** 18;

/** Where the frames of a modality lie, [frame, channel, value]. */
export function framesDefinition(modality: FurtherModality): SignalDefinition {
  const { name, channels, unit, valueAxis, valuesPerChannel } = modality;
  return {
    path: `${FURTHER_GROUP}/${name}/frames`,
    rowShape: [channels.length, valuesPerChannel],
    chunkRows: Math.max(1, Math.floor(CHUNK_BYTES / (4 * frameLength(modality)))),
    attributes: { channels, unit, value_axis: valueAxis },
  };
}

/** Columns of a further modality, one row per stride. */
export interface FurtherColumns {
  /** Rows of `frames`, end-exclusive; the same number twice where the stride has no frame. */
  readonly start: ColumnDefinition;
  readonly end: ColumnDefinition;
  readonly firstFrameS: ColumnDefinition;
  readonly rateHz: ColumnDefinition;
  readonly mask: ColumnDefinition;
  readonly reasons: ColumnDefinition;
}

/** The columns of a further modality. */
export function furtherColumns({ name, channels }: FurtherModality): FurtherColumns {
  const column = (
    path: string,
    type: ColumnDefinition['type'],
    rowShape: readonly number[] = [],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): ColumnDefinition => ({ path: `${FURTHER_GROUP}/${name}/${path}`, type, rowShape, attributes });
  const meanings = Object.values(MISSING_REASONS).map(({ meaning }) => meaning);
  return {
    start: column('starts', 'int64'),
    end: column('ends', 'int64'),
    firstFrameS: column('first_frame_s', 'float64'),
    rateHz: column('rate_hz', 'float32'),
    mask: column('mask', 'uint8', [channels.length], { meanings: ['missing', 'present'] }),
    reasons: column('reasons', 'uint8', [channels.length], { meanings }),
  };
}

/** Names of the further modalities of a store. */
export function furtherNames(file: Hdf5File): readonly string[] {
  return file.kind(FURTHER_GROUP) === 'group' ? file.list(FURTHER_GROUP) : [];
}

/** What a store says of a further modality; undefined where the description is damaged. */
export function furtherModalityOf(file: Hdf5File, name: string): FurtherModality | undefined {
  const group = `${FURTHER_GROUP}/${name}`;
  try {
    const described = {
      name,
      meaning: textAttribute(file, group, 'meaning'),
      unit: textAttribute(file, group, 'unit'),
      channels: attributeValues(file, group, 'channels'),
      valuesPerChannel: numberAttribute(file, group, 'values_per_channel'),
      valueAxis: textAttribute(file, group, 'value_axis'),
    };
    return furtherModalitySchema.safeParse(described).data;
  } catch (error) {
    if (isHdf5Error(error)) return undefined;
    throw error;
  }
}
