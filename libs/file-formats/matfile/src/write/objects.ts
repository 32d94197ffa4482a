import { MatUnsupportedError } from '../errors';
import { unitsFromText } from '../text';
import type { MatCategorical, MatString, MatTable, MatValue } from '../values';
import { matCell, matChar, matNumeric, matStruct, type MatInput } from './construct';

/** How an object is saved: the properties that its class writes, in order. */
export interface SavedForm {
  readonly className: string;
  /** Whether the class saves itself through `saveobj`, which MATLAB notes in a place of its own. */
  readonly throughSaveobj: boolean;
  readonly properties: ReadonlyMap<string, MatValue>;
}

/** Words that stand for objects: magic, rank, 1 x 1, object id, class id. */
export function objectReference(objectId: number, classId: number): MatValue {
  return matNumeric(Uint32Array.of(0xdd000000, 2, 1, 1, objectId, classId));
}

/** How MATLAB would save an object; null for values that aren't objects. @throws mat-unsupported for classes this library can't write. */
export function savedForm(value: MatValue): SavedForm | null {
  switch (value.kind) {
    case 'string':
      return form('string', { any: packedStrings(value) }, true);
    case 'datetime': {
      const { epochMs, epochRemainderMs, dims, timeZone, format } = value;
      return form('datetime', {
        tz: timeZone,
        fmt: format,
        data: matNumeric(epochMs, dims, epochRemainderMs),
      });
    }
    case 'duration':
      return form('duration', { millis: matNumeric(value.durationMs, value.dims), fmt: value.format });
    case 'categorical':
      return form('categorical', {
        isOrdinal: value.ordinal,
        isProtected: value.isProtected,
        codes: categoryCodes(value),
        categoryNames: charCells(value.categories),
      });
    case 'table':
      return form('table', tableProperties(value));
    case 'object':
    case 'opaque':
    case 'functionHandle':
    case 'timetable':
    case 'calendarDuration':
    case 'map':
    case 'dictionary':
    case 'enumeration':
      throw new MatUnsupportedError(`values of kind ${value.kind} can't be written`);
    default:
      return null;
  }
}

function form(className: string, properties: Readonly<Record<string, MatInput>>, throughSaveobj = false): SavedForm {
  const { fields } = matStruct(properties);
  return { className, throughSaveobj, properties: new Map([...fields].map(([name, [value]]) => [name, value])) };
}

function charCells(texts: readonly string[], isRow = false): MatValue {
  if (texts.length === 0) return matCell([], [0, 0]);
  return matCell(texts.map(matChar), isRow ? [1, texts.length] : [texts.length, 1]);
}

/** Version, dimensions, the length of each text, then all text as UTF-16 units packed into 64-bit words. */
function packedStrings({ dims, strings }: MatString): MatValue {
  const text = unitsFromText(strings.map((string) => string ?? '').join(''));
  const units = new Uint16Array(Math.ceil(text.length / 4) * 4);
  units.set(text);
  const lengths = strings.map((string) => (string === null ? 0xffff_ffff_ffff_ffffn : BigInt(string.length)));
  const head = [1n, BigInt(dims.length), ...dims.map(BigInt), ...lengths];
  return matNumeric(BigUint64Array.from([...head, ...new BigUint64Array(units.buffer)]), [
    1,
    head.length + units.length / 4,
  ]);
}

/** Codes in the narrowest class that holds the number of categories, as MATLAB keeps them. */
function categoryCodes({ codes, categories, dims }: MatCategorical): MatValue {
  const { length } = categories;
  const narrow = length < 2 ** 8 ? Uint8Array.from(codes) : length < 2 ** 16 ? Uint16Array.from(codes) : codes;
  return matNumeric(narrow, dims);
}

function tableProperties(table: MatTable): Record<string, MatInput> {
  const [rowCount, columnCount] = table.dims;
  const row = [1, columnCount];
  const known: Record<string, MatInput> = {
    useVariableNamesOriginal: false,
    useDimensionNamesOriginal: false,
    CustomProps: matStruct({}),
    VariableCustomProps: matStruct({}),
    versionSavedFrom: 4,
    minCompatibleVersion: 1,
    incompatibilityMsg: '',
    VersionSavedFrom: 4,
    Description: table.description,
    VariableNamesOriginal: matCell([], [0, 0]),
    DimensionNames: charCells(table.dimensionNames, true),
    DimensionNamesOriginal: matCell([], [0, 0]),
    UserData: matNumeric([], [0, 0]),
    VariableDescriptions: charCells(table.variableDescriptions, true),
    VariableUnits: charCells(table.variableUnits, true),
    VariableContinuity: matCell([], [0, 0]),
  };
  return {
    data: matCell(table.columns, row),
    ndims: 2,
    nrows: rowCount,
    rownames: charCells(table.rowNames),
    nvars: columnCount,
    varnames: table.variableNames.length === 0 ? matCell([], row) : charCells(table.variableNames, true),
    props: matStruct({ ...known, ...Object.fromEntries(table.properties) }),
  };
}
