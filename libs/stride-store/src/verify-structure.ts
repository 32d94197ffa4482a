import type { Hdf5File, Hdf5Type } from '@emgfm/hdf5';
import { attributeValues, numberAttribute, readColumn, textAttribute } from './column-reading';
import type { Findings } from './findings';
import {
  ALL_PATIENT_COLUMNS,
  ALL_STRIDE_COLUMNS,
  type AttributeValue,
  channelCounts,
  type ColumnDefinition,
  DATASET_TEXT_ATTRIBUTES,
  INDEX_COLUMNS,
  MODALITIES,
  type Modality,
  PATIENT_COLUMNS,
  signalDefinitions,
  STORE_FORMAT,
  STORE_FORMAT_VERSION,
  unionMaskAttribute,
} from './layout';
import { strictestLicence } from './licence';

/** HDF5's number of the deflate (gzip) filter, the only one that a store may use. */
const DEFLATE = 1;

/** What the structure of a store allows to look at further. */
export interface StoreStructure {
  readonly strides: number;
  readonly patients: number;
  readonly emgRows: number;
  readonly pointsPerStride: number;
  /** Cells of the columns that have the right type and shape, 64-bit integers as plain numbers. */
  readonly cells: ReadonlyMap<string, ArrayLike<number> | ArrayLike<string>>;
  /** The signals that have the right type and shape. */
  readonly signals: readonly Modality[];
  /** Union masks by dataset id. */
  readonly unions: ReadonlyMap<string, Readonly<Record<Modality, readonly number[]>>>;
}

/** Checks that everything is there, of the right type, shape, layout and description, and reads the tables. */
export function verifyStructure(file: Hdf5File, findings: Findings): StoreStructure {
  const root = rootNumbers(file, findings);
  const strides = rowCount(file, INDEX_COLUMNS.start.path, findings) ?? root.total_strides ?? 0;
  const patients = rowCount(file, PATIENT_COLUMNS.key.path, findings) ?? root.total_patients ?? 0;
  const emgRows = rowCount(file, '/emg', findings) ?? 0;
  findings.expect(root.total_strides === strides, '/@total_strides', null, String(strides), root.total_strides);
  findings.expect(root.total_patients === patients, '/@total_patients', null, String(patients), root.total_patients);
  const pointsPerStride = root.points_per_stride ?? 0;

  const cells = new Map<string, ArrayLike<number> | ArrayLike<string>>();
  for (const [columns, rows] of [
    [ALL_STRIDE_COLUMNS, strides],
    [ALL_PATIENT_COLUMNS, patients],
  ] as const) {
    for (const column of columns) {
      const fits = checkDataset(file, column, [rows, ...column.rowShape], findings);
      checkAttributes(file, column.path, column.attributes ?? {}, findings);
      if (!fits) continue;
      const values = findings.attempt(column.path, () => readColumn(file, column));
      if (values === undefined) continue;
      cells.set(
        column.path,
        values instanceof BigInt64Array || values instanceof BigUint64Array
          ? Float64Array.from(values, Number)
          : values,
      );
    }
  }
  checkPresence(file, PATIENT_COLUMNS.emgScale.path, ['method'], findings);

  const signals = MODALITIES.filter((modality) => {
    const definition = signalDefinitions(pointsPerStride, root.emg_rate_hz ?? NaN)[modality];
    const rows = modality === 'emg' ? emgRows : strides;
    const fits = checkDataset(file, { ...definition, type: 'float32' }, [rows, ...definition.rowShape], findings);
    checkAttributes(file, definition.path, definition.attributes, findings);
    if (fits) checkLayout(file, definition.path, [definition.chunkRows, ...definition.rowShape], findings);
    return fits;
  });
  // Rows are only counted on where they could be read: a damaged header may promise any number.
  return {
    strides: cells.get(INDEX_COLUMNS.start.path)?.length ?? 0,
    patients: cells.get(PATIENT_COLUMNS.key.path)?.length ?? 0,
    emgRows,
    pointsPerStride,
    cells,
    signals,
    unions: checkDatasets(file, root.num_datasets, findings),
  };
}

function rootNumbers(file: Hdf5File, findings: Findings) {
  const text = (name: string) => findings.attempt(`/@${name}`, () => textAttribute(file, '/', name));
  const number = (name: string) => findings.attempt(`/@${name}`, () => numberAttribute(file, '/', name));
  findings.expect(text('format') === STORE_FORMAT, '/@format', null, STORE_FORMAT, text('format'));
  findings.expect(
    number('format_version') === STORE_FORMAT_VERSION,
    '/@format_version',
    null,
    String(STORE_FORMAT_VERSION),
    number('format_version'),
  );
  for (const name of ['licence', 'created_by'])
    findings.expect(text(name) !== undefined, `/@${name}`, null, 'a text', undefined);
  findings.expect(
    /^[0-9a-f]{64}$/.test(text('config_sha256') ?? ''),
    '/@config_sha256',
    null,
    '64 hexadecimal digits',
    text('config_sha256'),
  );
  const counts = ['total_strides', 'total_patients', 'num_datasets', 'emg_rate_hz', 'points_per_stride'] as const;
  const found = Object.fromEntries(counts.map((name) => [name, number(name)])) as Record<
    (typeof counts)[number],
    number | undefined
  >;
  for (const name of ['emg_rate_hz', 'points_per_stride'] as const) {
    findings.expect((found[name] ?? 0) > 0, `/@${name}`, null, 'a positive number', found[name]);
  }
  return found;
}

/** Rows of a dataset; undefined where there is none. */
export function rowCount(file: Hdf5File, path: string, findings: Findings): number | undefined {
  return findings.attempt(path, () => (file.kind(path) === 'dataset' ? file.header(path).shape?.[0] : undefined));
}

/** Is a dataset there, of a type and shape? */
export function checkDataset(
  file: Hdf5File,
  { path, type }: Pick<ColumnDefinition, 'path' | 'type'>,
  shape: readonly number[],
  findings: Findings,
): boolean {
  const found = findings.attempt(path, () => {
    const kind = file.kind(path);
    if (kind !== 'dataset') return kind ?? 'nothing';
    const header = file.header(path);
    return describe(storedType(header.type), header.shape ?? []);
  });
  const expected = describe(type, shape);
  if (found === undefined || found === expected) return found === expected;
  findings.add(path, null, expected, found);
  return false;
}

function describe(type: string, shape: readonly number[]): string {
  return `${type} [${shape.join(', ')}]`;
}

/** Name of a stored type as the layout gives it. */
function storedType(type: Hdf5Type): string {
  if (type.kind === 'integer') return `${type.signed ? 'int' : 'uint'}${type.bytes * 8}`;
  if (type.kind === 'float') return `float${type.bytes * 8}`;
  if (type.kind === 'string') return type.bytes === 'variable' ? 'string' : 'string of fixed length';
  return type.kind;
}

/** Attributes of a dataset must have the values of the layout. */
export function checkAttributes(
  file: Hdf5File,
  path: string,
  expected: Readonly<Record<string, AttributeValue>>,
  findings: Findings,
): void {
  if (findings.attempt(path, () => file.kind(path)) !== 'dataset') return;
  for (const [name, value] of Object.entries(expected)) {
    const found = findings.attempt(`${path}@${name}`, () => attributeValues(file, path, name));
    const wanted = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    findings.expect(
      found?.join('|') === wanted.join('|'),
      `${path}@${name}`,
      null,
      wanted.join(', '),
      found?.join(', '),
    );
  }
}

function checkPresence(file: Hdf5File, path: string, names: readonly string[], findings: Findings): void {
  for (const name of names) {
    const found = findings.attempt(`${path}@${name}`, () =>
      file.kind(path) === null ? undefined : textAttribute(file, path, name),
    );
    findings.expect(found !== undefined, `${path}@${name}`, null, 'a text', 'nothing');
  }
}

/** A signal has the chunks of the layout, and no filter but gzip. */
export function checkLayout(file: Hdf5File, path: string, chunks: readonly number[], findings: Findings): void {
  const header = findings.attempt(path, () => file.header(path));
  if (header === undefined) return;
  const found = header.chunks?.join(', ') ?? 'no chunks';
  findings.expect(found === chunks.join(', '), path, null, `chunks of ${chunks.join(', ')}`, found);
  const foreign = header.filters.filter(({ id }) => id !== DEFLATE).map(({ name }) => name);
  findings.expect(foreign.length === 0, path, null, 'no filter but gzip', foreign.join(', '));
}

function checkDatasets(
  file: Hdf5File,
  expectedCount: number | undefined,
  findings: Findings,
): StoreStructure['unions'] {
  const unions = new Map<string, Record<Modality, readonly number[]>>();
  const kind = findings.attempt('/datasets', () => file.kind('/datasets'));
  findings.expect(kind === 'group', '/datasets', null, 'group', kind ?? 'nothing');
  const ids = (kind === 'group' && findings.attempt('/datasets', () => file.list('/datasets'))) || [];
  findings.expect(ids.length === expectedCount, '/@num_datasets', null, String(ids.length), expectedCount);
  const licences: string[] = [];
  for (const id of ids) {
    const path = `/datasets/${id}`;
    checkPresence(file, path, DATASET_TEXT_ATTRIBUTES, findings);
    licences.push(findings.attempt(path, () => textAttribute(file, path, 'licence')) ?? '');
    const union = { emg: [], kinematics: [], kinetics: [] } as Record<Modality, readonly number[]>;
    for (const modality of MODALITIES) {
      const attribute = `${path}@${unionMaskAttribute[modality]}`;
      const values = findings.attempt(attribute, () => attributeValues(file, path, unionMaskAttribute[modality])) ?? [];
      const count = channelCounts[modality];
      findings.expect(values.length === count, attribute, null, `${count} values`, `${values.length}`);
      union[modality] = values.map(Number);
    }
    unions.set(id, union);
  }
  const licence = findings.attempt('/@licence', () => textAttribute(file, '/', 'licence'));
  findings.expect(licence === strictestLicence(licences), '/@licence', null, strictestLicence(licences), licence);
  return unions;
}
