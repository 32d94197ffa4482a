import { type Hdf5File, type Hdf5Numbers, openHdf5File } from '@emgfm/hdf5';
import type { FurtherModality, StrideMetadata, SubjectInfo } from '@emgfm/schema';
import {
  attributeValues,
  numberAttribute,
  readColumn,
  readNumberColumn,
  readTextColumn,
  textAttribute,
} from './column-reading';
import { NotAStoreError, StoreDamagedError, StoreRangeError } from './errors';
import { FURTHER_GROUP, furtherModalityOf, furtherNames } from './further-layout';
import {
  CHANNEL_COLUMNS,
  channelCounts,
  DATASET_TEXT_ATTRIBUTES,
  INDEX_COLUMNS,
  METADATA_COLUMNS,
  MODALITIES,
  type Modality,
  PATIENT_COLUMNS,
  STORE_FORMAT,
  STORE_FORMAT_VERSION,
  SUBJECT_COLUMNS,
  unionMaskAttribute,
} from './layout';
import { FurtherReader } from './read-frames';
import { type StoredStride, type StrideReadOptions, readStrides } from './read-strides';
import { selectStrides, type StrideFilter } from './select-strides';
import type { DatasetAttributes } from './store-writer';

/** One patient of a store. */
export interface StoredPatient {
  /** Number of the patient in this store; a row of `/patients`. */
  readonly patientId: number;
  /** `<dataset>/<source id>`: the same in every store. */
  readonly key: string;
  readonly subject: SubjectInfo;
  /** The patient's strides are `firstStride` to `firstStride + numStrides - 1`. */
  readonly firstStride: number;
  readonly numStrides: number;
  /** Divisor of each of the 13 EMG channels: `emg * emgScale` is in the unit of the source; NaN where the channel is missing. */
  readonly emgScale: Float32Array;
}

/** One dataset of a store. */
export interface StoredDataset extends DatasetAttributes {
  readonly id: string;
  /** Per modality and channel: 1 where any stride of the dataset has it. */
  readonly masks: Readonly<Record<Modality, Uint8Array>>;
}

/** All values of one field of the stride table, by stride. */
export type StrideColumn<F extends keyof StrideMetadata> = ArrayLike<StrideMetadata[F]>;

/**
 * Opens a store or a shard for reading.
 * @throws store-format (not a store, or a newer version), store-damaged (no size attributes), and `Hdf5Error`s
 * @example
 * const store = await openStore('store.h5');
 * for (const stride of store.strides(store.select({ activity: 'walk', side: 'left' }))) console.log(stride.emg.shape);
 * store.close();
 */
export async function openStore(path: string): Promise<Store> {
  const file = await openHdf5File(path);
  try {
    return new Store(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A store open for reading; columns of the stride table are read when first asked for and kept. Made by {@link openStore}. */
export class Store {
  /** Samples per second of the EMG (Hz). */
  readonly emgRateHz: number;
  /** K, the points of kinematics and kinetics per stride. */
  readonly pointsPerStride: number;
  readonly strideCount: number;
  readonly patientCount: number;
  readonly licence: string;
  readonly configSha256: string;
  readonly createdBy: string;
  readonly #cache = new Map<string, unknown>();

  /** Use {@link openStore}. */
  constructor(
    /** The file underneath, for what this class does not offer. */
    readonly file: Hdf5File,
  ) {
    const format = textAttribute(file, '/', 'format');
    const version = numberAttribute(file, '/', 'format_version');
    if (format !== STORE_FORMAT || version !== STORE_FORMAT_VERSION) {
      const found = `'${format ?? 'nothing'}' version ${version ?? 'none'}`;
      throw new NotAStoreError(
        file.path,
        `expected format '${STORE_FORMAT}' version ${STORE_FORMAT_VERSION}, found ${found}`,
      );
    }
    const size = (name: string) => {
      const value = numberAttribute(file, '/', name);
      if (value !== undefined && value >= 0) return value;
      throw new StoreDamagedError(file.path, `/@${name}`, 'a number', String(value));
    };
    this.emgRateHz = size('emg_rate_hz');
    this.pointsPerStride = size('points_per_stride');
    this.strideCount = size('total_strides');
    this.patientCount = size('total_patients');
    this.licence = textAttribute(file, '/', 'licence') ?? '';
    this.configSha256 = textAttribute(file, '/', 'config_sha256') ?? '';
    this.createdBy = textAttribute(file, '/', 'created_by') ?? '';
  }

  get path(): string {
    return this.file.path;
  }

  close(): void {
    this.file.close();
  }

  /** All values of one field of the stride table, by stride. */
  column<F extends keyof StrideMetadata>(field: F): StrideColumn<F> {
    const column = METADATA_COLUMNS.find((candidate) => candidate.field === field)!;
    return this.#kept(column.path, () =>
      this.#sized(column.path, readColumn(this.file, column), this.strideCount),
    ) as unknown as StrideColumn<F>;
  }

  /** Patient number of every stride. */
  get patientIds(): ArrayLike<number> {
    return this.#numbers(INDEX_COLUMNS.patientId, this.strideCount);
  }

  /** Dataset of every stride. */
  get datasetIds(): ArrayLike<string> {
    const { path } = INDEX_COLUMNS.datasetId;
    return this.#kept(path, () =>
      this.#sized(path, readTextColumn(this.file, INDEX_COLUMNS.datasetId), this.strideCount),
    );
  }

  /** Rows of `/emg` of every stride, end-exclusive. */
  get emgRows(): { readonly start: ArrayLike<number>; readonly end: ArrayLike<number> } {
    return {
      start: this.#numbers(INDEX_COLUMNS.start, this.strideCount),
      end: this.#numbers(INDEX_COLUMNS.end, this.strideCount),
    };
  }

  /** Masks or reasons of every stride, flat: [stride, channel]. */
  channels(source: 'masks' | 'reasons', modality: Modality): Uint8Array {
    const column = CHANNEL_COLUMNS.find((candidate) => candidate.source === source && candidate.modality === modality)!;
    return this.#numbers(column, this.strideCount * channelCounts[modality]) as Uint8Array;
  }

  /** All patients, by number. */
  patients(): readonly StoredPatient[] {
    return this.#kept('patients', () => {
      const text = new Map(
        [PATIENT_COLUMNS.key, ...SUBJECT_COLUMNS.filter(({ type }) => type === 'string')].map((column) => [
          column.path,
          this.#sized(column.path, readTextColumn(this.file, column), this.patientCount),
        ]),
      );
      const first = this.#numbers(PATIENT_COLUMNS.firstStride, this.patientCount);
      const count = this.#numbers(PATIENT_COLUMNS.numStrides, this.patientCount);
      const scale = this.#numbers(PATIENT_COLUMNS.emgScale, this.patientCount * channelCounts.emg) as Float32Array;
      const subjectOf = (row: number) =>
        Object.fromEntries(
          SUBJECT_COLUMNS.map((column) => [
            column.field,
            column.type === 'string' ? text.get(column.path)![row] : this.#numbers(column, this.patientCount)[row],
          ]),
        ) as SubjectInfo;
      return Array.from({ length: this.patientCount }, (_, row): StoredPatient => ({
        patientId: row,
        key: text.get(PATIENT_COLUMNS.key.path)![row],
        subject: subjectOf(row),
        firstStride: first[row],
        numStrides: count[row],
        emgScale: scale.slice(row * channelCounts.emg, (row + 1) * channelCounts.emg),
      }));
    });
  }

  /** All datasets, by name of their group. */
  datasets(): readonly StoredDataset[] {
    return this.#kept('datasets', () => this.file.list('/datasets').map((id) => this.#dataset(id)));
  }

  /** The modalities beside EMG, angles and moments. @throws store-damaged where the description of one is */
  furtherModalities(): readonly FurtherModality[] {
    return this.#kept(FURTHER_GROUP, () =>
      furtherNames(this.file).map((name) => {
        const modality = furtherModalityOf(this.file, name);
        if (modality !== undefined) return modality;
        throw new StoreDamagedError(this.path, `${FURTHER_GROUP}/${name}`, 'the description of a modality', 'another');
      }),
    );
  }

  /**
   * A further modality, stride by stride.
   * @throws store-range where the store has none of this name; store-damaged
   */
  further(name: string): FurtherReader {
    return this.#kept(`${FURTHER_GROUP}/${name}`, () => {
      const modalities = this.furtherModalities();
      const modality = modalities.find((candidate) => candidate.name === name);
      if (modality !== undefined) return new FurtherReader(this.file, modality, this.strideCount);
      const known = modalities.map((candidate) => candidate.name).join(', ') || 'none';
      throw new StoreRangeError(this.path, `expected one of its further modalities (${known}), found '${name}'`);
    });
  }

  /** Numbers of the strides that fit a filter, in store order. */
  select(filter: StrideFilter): number[] {
    return selectStrides(this, filter);
  }

  /**
   * Reads one stride.
   * @throws store-range if there is no such stride.
   */
  stride(index: number, options: StrideReadOptions = {}): StoredStride {
    return this.strides([index], options).next().value!;
  }

  /**
   * Reads strides one after the other, by default all; neighbours are read together, in blocks of at most 8 MiB.
   * @param indices stride numbers in any order.
   * @throws store-range if there is no such stride.
   */
  strides(indices?: Iterable<number>, options: StrideReadOptions = {}): Generator<StoredStride, undefined> {
    return readStrides(this, indices ?? Array.from({ length: this.strideCount }, (_, index) => index), options);
  }

  /** Refuses stride numbers that the store does not have. */
  expectStride(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.strideCount) return;
    throw new StoreRangeError(this.path, `expected a stride from 0 to ${this.strideCount - 1}, found ${index}`);
  }

  #dataset(id: string): StoredDataset {
    const path = `/datasets/${id}`;
    const texts = Object.fromEntries(
      DATASET_TEXT_ATTRIBUTES.map((name) => {
        const text = textAttribute(this.file, path, name);
        if (text === undefined) throw new StoreDamagedError(this.path, `${path}@${name}`, 'a text', 'nothing');
        return [name, text];
      }),
    ) as DatasetAttributes['texts'];
    const masks = Object.fromEntries(
      MODALITIES.map((modality) => [
        modality,
        Uint8Array.from((attributeValues(this.file, path, unionMaskAttribute[modality]) ?? []) as number[]),
      ]),
    ) as Record<Modality, Uint8Array>;
    return { id, texts, notes: (attributeValues(this.file, path, 'notes') ?? []) as string[], masks };
  }

  #numbers(
    column: Parameters<typeof readNumberColumn>[1],
    length: number,
  ): Exclude<Hdf5Numbers, BigInt64Array | BigUint64Array> {
    return this.#kept(column.path, () => this.#sized(column.path, readNumberColumn(this.file, column), length));
  }

  #sized<T extends ArrayLike<unknown>>(path: string, cells: T, length: number): T {
    if (cells.length === length) return cells;
    throw new StoreDamagedError(this.path, path, `${length} values`, `${cells.length}`);
  }

  #kept<T>(key: string, read: () => T): T {
    if (!this.#cache.has(key)) this.#cache.set(key, read());
    return this.#cache.get(key) as T;
  }
}
