import type { Hdf5Writer, RowAppender } from '@emgfm/hdf5';
import { EMG_CHANNELS, type FurtherModality, furtherModalitySchema, subjectKey, type SubjectInfo } from '@emgfm/schema';
import { type Cells, GrowingColumn } from './column';
import { StoreEmptyError, StoreHeaderError, StoreMismatchError } from './errors';
import { FurtherWriter } from './further-writer';
import {
  ALL_PATIENT_COLUMNS,
  ALL_STRIDE_COLUMNS,
  type AttributeValue,
  CHANNEL_COLUMNS,
  channelCounts,
  type ChannelColumn,
  type ColumnDefinition,
  DATASET_TEXT_ATTRIBUTES,
  INDEX_COLUMNS,
  maskShape,
  METADATA_COLUMNS,
  type MetadataColumn,
  MODALITIES,
  type Modality,
  PATIENT_COLUMNS,
  type SignalDefinition,
  signalDefinitions,
  STORE_FORMAT,
  STORE_FORMAT_VERSION,
  SUBJECT_COLUMNS,
  unionMaskAttribute,
} from './layout';
import { strictestLicence } from './licence';

/** Settings of the writers of shards and stores. */
export interface StoreWriteOptions {
  /** gzip level (1-9) of the signals; default none. Level 1 halves a store and makes random reads 10 times slower. */
  readonly gzipLevel?: number;
  /** Free bytes that the disk must have before anything is written; default 0 for a shard, the size of the inputs for a merge. */
  readonly minimumFreeBytes?: number;
}

/** What was written. */
export interface StoreTotals {
  readonly patients: number;
  readonly strides: number;
  /** Rows of `/emg`. */
  readonly emgRows: number;
}

/** What describes a dataset inside a store; must be the same in all shards of a dataset. */
export interface DatasetAttributes {
  readonly texts: Readonly<Record<(typeof DATASET_TEXT_ATTRIBUTES)[number], string>>;
  readonly notes: readonly string[];
}

/** Who made a store, and from which configuration. */
export interface StoreOrigin {
  readonly configSha256: string;
  readonly createdBy: string;
}

/** Union of masks: 1 where any stride has the channel. */
type UnionMasks = Record<Modality, Uint8Array>;

const emptyMasks = (): UnionMasks => ({
  emg: new Uint8Array(channelCounts.emg),
  kinematics: new Uint8Array(channelCounts.kinematics),
  kinetics: new Uint8Array(channelCounts.kinetics),
});

/**
 * Fills one store file, patient by patient in the order of the store. Signals go to the file at once; the table of strides stays in memory
 * (about 250 bytes a stride) until the end, because variable-length strings can only be written whole.
 */
export class StoreWriter {
  readonly #file: Hdf5Writer;
  readonly #path: string;
  readonly #emgRateHz: number;
  readonly #pointsPerStride: number;
  readonly #gzipLevel: number | undefined;
  readonly #definitions: Record<Modality, SignalDefinition>;
  readonly #signals: Record<Modality, RowAppender<'float32'>>;
  readonly #strides = columnsOf(ALL_STRIDE_COLUMNS);
  readonly #patients = columnsOf(ALL_PATIENT_COLUMNS);
  readonly #further = new Map<string, FurtherWriter>();
  readonly #datasets = new Map<string, { attributes: DatasetAttributes; union: UnionMasks }>();
  #patient: { subject: SubjectInfo; emgScale: ArrayLike<number>; union: UnionMasks; strides: number } | null = null;
  #patientCount = 0;
  #strideCount = 0;
  #emgRows = 0;

  constructor(
    file: Hdf5Writer,
    path: string,
    format: { emgRateHz: number; pointsPerStride: number; gzipLevel?: number | undefined },
  ) {
    this.#file = file;
    this.#path = path;
    this.#emgRateHz = format.emgRateHz;
    this.#pointsPerStride = format.pointsPerStride;
    this.#gzipLevel = format.gzipLevel;
    this.#definitions = signalDefinitions(format.pointsPerStride, format.emgRateHz);
    const grow = ({ path: object, rowShape, chunkRows }: SignalDefinition) =>
      file.growingDataset(object, { type: 'float32', rowShape, chunkRows, gzipLevel: format.gzipLevel });
    this.#signals = {
      emg: grow(this.#definitions.emg),
      kinematics: grow(this.#definitions.kinematics),
      kinetics: grow(this.#definitions.kinetics),
    };
  }

  /** Begins the next patient; the strides that follow are theirs. */
  startPatient(subject: SubjectInfo, emgScale: ArrayLike<number>, attributes: DatasetAttributes): void {
    this.#endPatient();
    this.#patient = { subject, emgScale, union: emptyMasks(), strides: 0 };
    if (!this.#datasets.has(subject.datasetId))
      this.#datasets.set(subject.datasetId, { attributes, union: emptyMasks() });
  }

  /** Appends rows of a signal: samples of `/emg`, whole strides of the others. */
  appendSignal(modality: Modality, rows: Float32Array): void {
    this.#signals[modality].append(rows);
  }

  /**
   * The writer of a further modality, for the strides that are appended next.
   * @throws store-mismatch where the store already has another modality of this name
   */
  further(modality: FurtherModality): FurtherWriter {
    const { name } = modality;
    const writer = this.#further.get(name) ?? new FurtherWriter(this.#file, modality, this.#gzipLevel);
    const [expected, found] = [writer.modality, modality].map((each) =>
      JSON.stringify(furtherModalitySchema.parse(each)),
    );
    if (expected !== found) throw new StoreMismatchError(this.#path, `further modality '${name}'`, expected, found);
    this.#further.set(name, writer);
    writer.padTo(this.#strideCount);
    return writer;
  }

  /**
   * Appends rows of the stride table for the current patient.
   * @param emgLengths rows of `/emg` of each stride; they lie one after the other.
   */
  appendStrides(emgLengths: ArrayLike<number>, cellsOf: (column: MetadataColumn | ChannelColumn) => Cells): void {
    const patient = this.#patient!;
    for (let i = 0; i < emgLengths.length; i += 1) {
      this.#cell(INDEX_COLUMNS.start, BigInt(this.#emgRows));
      this.#emgRows += emgLengths[i];
      this.#cell(INDEX_COLUMNS.end, BigInt(this.#emgRows));
      this.#cell(INDEX_COLUMNS.patientId, this.#patientCount);
      this.#cell(INDEX_COLUMNS.datasetId, patient.subject.datasetId);
    }
    for (const column of METADATA_COLUMNS) this.#strides.get(column.path)!.append(cellsOf(column));
    for (const column of CHANNEL_COLUMNS) {
      const cells = cellsOf(column) as ArrayLike<number>;
      this.#strides.get(column.path)!.append(cells);
      const union = patient.union[column.modality];
      if (column.source === 'masks') for (let i = 0; i < cells.length; i += 1) union[i % union.length] |= cells[i];
    }
    patient.strides += emgLengths.length;
    this.#strideCount += emgLengths.length;
  }

  /**
   * Writes the tables and attributes; afterwards the file is complete.
   * @throws store-empty, store-header (a channel that is present has no scale)
   */
  finish(origin: StoreOrigin): StoreTotals {
    this.#endPatient();
    if (this.#strideCount === 0) throw new StoreEmptyError(this.#path, 'there is no stride to write');
    for (const modality of MODALITIES) {
      const { path, attributes } = this.#definitions[modality];
      this.#describe(path, this.#signals[modality].checksum, attributes);
    }
    for (const column of [...this.#strides.values(), ...this.#patients.values()]) {
      const { path, rowShape, attributes } = column.definition;
      const checksum = this.#file.dataset(path, column.cells, { shape: [column.rows, ...rowShape] });
      this.#describe(path, checksum, attributes ?? {});
    }
    for (const writer of this.#further.values()) {
      writer.padTo(this.#strideCount);
      writer.finish((path, checksum, attributes) => this.#describe(path, checksum, attributes));
    }
    for (const [id, dataset] of this.#datasets)
      this.#writeDataset(`/datasets/${id}`, dataset.attributes, dataset.union);
    const methods = new Set([...this.#datasets.values()].map(({ attributes }) => attributes.texts.emg_scale_method));
    this.#file.attribute(PATIENT_COLUMNS.emgScale.path, 'method', [...methods].sort().join('; '));
    this.#writeRoot(origin);
    return { patients: this.#patientCount, strides: this.#strideCount, emgRows: this.#emgRows };
  }

  #endPatient(): void {
    if (this.#patient === null) return;
    const { subject, emgScale, union, strides } = this.#patient;
    this.#patient = null;
    if (strides === 0) return;
    EMG_CHANNELS.forEach((channel, index) => {
      if (union.emg[index] === 1 && !(emgScale[index] > 0 && Number.isFinite(emgScale[index]))) {
        const problem = `${subjectKey(subject)}: EMG channel ${channel} is present, but its scale is ${emgScale[index]}`;
        throw new StoreHeaderError(this.#path, [problem]);
      }
    });
    const put = (column: ColumnDefinition, cells: Cells) => this.#patients.get(column.path)!.append(cells);
    put(PATIENT_COLUMNS.patientId, [this.#patientCount]);
    put(PATIENT_COLUMNS.key, [subjectKey(subject)]);
    put(PATIENT_COLUMNS.firstStride, [BigInt(this.#strideCount - strides)]);
    put(PATIENT_COLUMNS.numStrides, [BigInt(strides)]);
    put(PATIENT_COLUMNS.emgScale, emgScale);
    for (const column of SUBJECT_COLUMNS) put(column, [subject[column.field]] as Cells);
    const dataset = this.#datasets.get(subject.datasetId)!.union;
    for (const modality of MODALITIES)
      union[modality].forEach((present, index) => (dataset[modality][index] |= present));
    this.#patientCount += 1;
  }

  #cell(column: ColumnDefinition, value: number | bigint | string): void {
    this.#strides.get(column.path)!.append([value] as Cells);
  }

  /** The checksum lets a later verification notice numbers that changed on the disk. */
  #describe(path: string, checksum: number, attributes: Readonly<Record<string, AttributeValue>>): void {
    for (const [name, value] of Object.entries(attributes)) this.#file.attribute(path, name, value);
    this.#file.attribute(path, 'crc32', BigInt(checksum));
  }

  #writeDataset(path: string, { texts, notes }: DatasetAttributes, union: UnionMasks): void {
    this.#file.group(path);
    for (const name of DATASET_TEXT_ATTRIBUTES) this.#file.attribute(path, name, texts[name]);
    this.#file.attribute(path, 'notes', notes);
    for (const modality of MODALITIES) {
      this.#file.attribute(path, unionMaskAttribute[modality], union[modality], maskShape[modality]);
    }
  }

  #writeRoot({ configSha256, createdBy }: StoreOrigin): void {
    const licences = [...this.#datasets.values()].map(({ attributes }) => attributes.texts.licence);
    const attributes: Record<string, AttributeValue> = {
      format: STORE_FORMAT,
      format_version: BigInt(STORE_FORMAT_VERSION),
      total_strides: BigInt(this.#strideCount),
      total_patients: BigInt(this.#patientCount),
      num_datasets: BigInt(this.#datasets.size),
      emg_rate_hz: this.#emgRateHz,
      points_per_stride: BigInt(this.#pointsPerStride),
      licence: strictestLicence(licences),
      config_sha256: configSha256,
      created_by: createdBy,
    };
    for (const [name, value] of Object.entries(attributes)) this.#file.attribute('/', name, value);
  }
}

function columnsOf(definitions: readonly ColumnDefinition[]): Map<string, GrowingColumn> {
  return new Map(definitions.map((definition) => [definition.path, new GrowingColumn(definition)]));
}
