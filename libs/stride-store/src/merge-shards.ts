import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type Hdf5File, type Hdf5Numbers, writeAtomically } from '@emgfm/hdf5';
import { compareDatasetIds, compareNaturally, EMG_CHANNEL_COUNT, frameLength, JOINT_MOTION_COUNT } from '@emgfm/schema';
import { type RowRange, readColumn, readNumberColumn } from './column-reading';
import { DuplicatePatientError, StoreDamagedError, StoreEmptyError, StoreMismatchError } from './errors';
import { framesDefinition, furtherColumns } from './further-layout';
import type { FurtherWriter } from './further-writer';
import { type ColumnDefinition, DATASET_TEXT_ATTRIBUTES, INDEX_COLUMNS, signalDefinitions } from './layout';
import { openStore, type Store, type StoredPatient } from './open-store';
import {
  type DatasetAttributes,
  type StoreOrigin,
  type StoreTotals,
  type StoreWriteOptions,
  StoreWriter,
} from './store-writer';

/** Bytes of a signal that are copied at once. */
const COPY_BYTES = 8 * 2 ** 20;

/** Settings of a merge. */
export interface MergeOptions extends StoreWriteOptions {
  /** Program and version that makes the store. */
  readonly createdBy: string;
  /** SHA-256 of the configuration; default that of the inputs, or where they differ the SHA-256 of their sorted list. */
  readonly configSha256?: string;
}

/** A patient of one of the inputs. */
interface PlannedPatient {
  readonly file: string;
  readonly patient: StoredPatient;
}

/** What the inputs agree on. */
interface MergePlan {
  readonly emgRateHz: number;
  readonly pointsPerStride: number;
  readonly patients: readonly PlannedPatient[];
  readonly datasets: ReadonlyMap<string, DatasetAttributes>;
  readonly configSha256: string;
  readonly inputBytes: number;
}

/**
 * Merges shards, stores or both into one store. Patients are numbered by dataset (in the order of the vocabulary) and then by source
 * id in natural order, whatever the order of the inputs, so that the same inputs give the same bytes in every dataset. Signals are copied in blocks
 * of 8 MiB; the stride table is kept in memory (about 250 bytes a stride).
 * @param inputs paths of shards and stores; each patient must be in one of them only.
 * @param storePath the file to make, atomically.
 * @throws store-empty, store-format, store-damaged, store-mismatch, store-duplicate-patient, and `Hdf5Error`s such as hdf5-disk-full
 */
export async function mergeShards(
  inputs: readonly string[],
  storePath: string,
  options: MergeOptions,
): Promise<StoreTotals> {
  if (inputs.length === 0) throw new StoreEmptyError(storePath, 'there is no shard to merge');
  const plan = await planMerge(inputs);
  const origin: StoreOrigin = { createdBy: options.createdBy, configSha256: options.configSha256 ?? plan.configSha256 };
  return writeAtomically(
    storePath,
    async (file) => {
      const { emgRateHz, pointsPerStride } = plan;
      const writer = new StoreWriter(file, storePath, { emgRateHz, pointsPerStride, gzipLevel: options.gzipLevel });
      let open: Store | null = null;
      try {
        for (const { file: input, patient } of plan.patients) {
          if (open?.path !== input) {
            open?.close();
            open = await openStore(input);
          }
          copyPatient(writer, open, patient, plan.datasets.get(patient.subject.datasetId)!);
        }
      } finally {
        open?.close();
      }
      return writer.finish(origin);
    },
    { minimumFreeBytes: options.minimumFreeBytes ?? (options.gzipLevel === undefined ? plan.inputBytes : 0) },
  );
}

/** Looks at every input once and settles the order of the patients. */
async function planMerge(inputs: readonly string[]): Promise<MergePlan> {
  const patients: PlannedPatient[] = [];
  const files = new Map<string, string>();
  const datasets = new Map<string, DatasetAttributes>();
  const further = new Map<string, string>();
  const configurations = new Set<string>();
  let inputBytes = 0;
  let agreed: { emgRateHz: number; pointsPerStride: number } | null = null;
  // Sorted, so that of several faults the same one is reported, whatever the order.
  for (const path of [...inputs].sort()) {
    const store = await openStore(path);
    try {
      agreed ??= { emgRateHz: store.emgRateHz, pointsPerStride: store.pointsPerStride };
      expectSame(path, 'EMG rate (Hz)', String(agreed.emgRateHz), String(store.emgRateHz));
      expectSame(path, 'points per stride', String(agreed.pointsPerStride), String(store.pointsPerStride));
      for (const modality of store.furtherModalities()) {
        const described = JSON.stringify(modality);
        expectSame(path, `further modality '${modality.name}'`, further.get(modality.name) ?? described, described);
        further.set(modality.name, described);
      }
      for (const { id, texts, notes } of store.datasets()) {
        const known = datasets.get(id);
        for (const name of known ? DATASET_TEXT_ATTRIBUTES : [])
          expectSame(path, `${name} of dataset ${id}`, known!.texts[name], texts[name]);
        datasets.set(id, { texts, notes: [...new Set([...(known?.notes ?? []), ...notes])].sort() });
      }
      for (const patient of store.patients()) {
        const other = files.get(patient.key);
        if (other !== undefined) throw new DuplicatePatientError(patient.key, [other, path]);
        if (!datasets.has(patient.subject.datasetId)) {
          throw new StoreDamagedError(
            path,
            '/patients/dataset_id',
            'a group of /datasets',
            `'${patient.subject.datasetId}'`,
          );
        }
        files.set(patient.key, path);
        patients.push({ file: path, patient });
      }
      configurations.add(store.configSha256);
      inputBytes += (await stat(path)).size;
    } finally {
      store.close();
    }
  }
  patients.sort(
    ({ patient: { subject: a } }, { patient: { subject: b } }) =>
      compareDatasetIds(a.datasetId, b.datasetId) || compareNaturally(a.sourceId, b.sourceId),
  );
  const [only] = configurations;
  const combined = createHash('sha256')
    .update([...configurations].sort().join('\n'))
    .digest('hex');
  return { ...agreed!, patients, datasets, configSha256: configurations.size === 1 ? only : combined, inputBytes };
}

function expectSame(file: string, what: string, expected: string, found: string): void {
  if (expected !== found) throw new StoreMismatchError(file, what, `'${expected}'`, `'${found}'`);
}

function copyPatient(writer: StoreWriter, store: Store, patient: StoredPatient, attributes: DatasetAttributes): void {
  const { file } = store;
  const rows: RowRange = { first: patient.firstStride, count: patient.numStrides };
  const { starts, ends } = contiguousRows(store, INDEX_COLUMNS, rows);
  writer.startPatient(patient.subject, patient.emgScale, attributes);
  const definitions = signalDefinitions(store.pointsPerStride, store.emgRateHz);
  const emgRows = rows.count === 0 ? 0 : ends[rows.count - 1] - starts[0];
  const emgRange = { first: starts[0] ?? 0, count: emgRows };
  for (const block of blocks(emgRange, EMG_CHANNEL_COUNT * 4))
    writer.appendSignal('emg', readSignal(file, definitions.emg, block));
  for (const modality of ['kinematics', 'kinetics'] as const) {
    for (const block of blocks(rows, store.pointsPerStride * JOINT_MOTION_COUNT * 4)) {
      writer.appendSignal(modality, readSignal(file, definitions[modality], block));
    }
  }
  for (const modality of store.furtherModalities()) copyFurther(writer.further(modality), store, rows);
  writer.appendStrides(
    starts.map((start, i) => ends[i] - start),
    (column) => readColumn(file, column, rows) as Hdf5Numbers,
  );
}

/** Rows of a signal by stride, which must lie one after the other. @throws store-damaged */
function contiguousRows(
  { file, path }: Store,
  columns: { readonly start: ColumnDefinition; readonly end: ColumnDefinition },
  rows: RowRange,
) {
  const starts = readNumberColumn(file, columns.start, rows);
  const ends = readNumberColumn(file, columns.end, rows);
  for (let i = 0; i < rows.count; i += 1) {
    const expected = i === 0 ? starts[0] : ends[i - 1];
    if (starts[i] !== expected || ends[i] < starts[i]) {
      const where = `${columns.start.path}[${rows.first + i}]`;
      throw new StoreDamagedError(path, where, `rows from ${expected} on`, `${starts[i]} to ${ends[i]}`);
    }
  }
  return { starts, ends };
}

function copyFurther(writer: FurtherWriter, store: Store, rows: RowRange): void {
  const { file } = store;
  const columns = furtherColumns(writer.modality);
  const { starts, ends } = contiguousRows(store, columns, rows);
  const count = rows.count === 0 ? 0 : ends[rows.count - 1] - starts[0];
  const frames = framesDefinition(writer.modality);
  for (const block of blocks({ first: starts[0] ?? 0, count }, frameLength(writer.modality) * 4))
    writer.appendFrames(readSignal(file, frames, block));
  const cells = (column: ColumnDefinition) => readNumberColumn(file, column, rows);
  writer.appendRows({
    frameCounts: starts.map((start, i) => ends[i] - start),
    firstFrameS: cells(columns.firstFrameS),
    rateHz: cells(columns.rateHz),
    mask: cells(columns.mask),
    reasons: cells(columns.reasons),
  });
}

function readSignal(
  file: Hdf5File,
  { path, rowShape }: { path: string; rowShape: readonly number[] },
  rows: RowRange,
): Float32Array {
  return readNumberColumn(file, { path, type: 'float32', rowShape }, rows) as Float32Array;
}

function* blocks(rows: RowRange, rowBytes: number): Generator<RowRange> {
  const step = Math.max(1, Math.floor(COPY_BYTES / rowBytes));
  for (let done = 0; done < rows.count; done += step)
    yield { first: rows.first + done, count: Math.min(step, rows.count - done) };
}
