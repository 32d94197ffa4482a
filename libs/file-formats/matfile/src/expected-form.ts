import { elementCount, type MatNumbers, type MatValue } from './values';

/** Values in the form of the corpus' expected files, for tests: column-major, at most 64 elements. */
const KEPT_ELEMENTS = 64;

type Json = unknown;

/** The expected form of one value. */
export function expectedForm(value: MatValue): Json {
  switch (value.kind) {
    case 'numeric':
      return {
        class: value.className,
        dims: value.dims,
        ...numbers('data', value.values),
        ...(value.imaginary === null ? {} : numbers('imag', value.imaginary)),
      };
    case 'logical':
      return { class: 'logical', dims: value.dims, ...numbers('data', value.values) };
    case 'char':
      return { class: 'char', dims: value.dims, str: value.text };
    case 'cell':
      return { class: 'cell', dims: value.dims, ...list('cells', value.cells.map(expectedForm)) };
    case 'struct': {
      const fields = [...value.fields.keys()];
      const elements = Array.from({ length: elementCount(value.dims) }, (_, i) =>
        Object.fromEntries(fields.map((name) => [name, expectedForm(value.fields.get(name)![i])])),
      );
      return { class: 'struct', dims: value.dims, fields, ...list('elems', elements) };
    }
    case 'object':
      return {
        class: 'mcos',
        className: value.className,
        dims: value.dims,
        objs: value.elements.map((element) => element && properties(element)),
      };
    case 'sparse':
      return {
        class: 'sparse',
        dims: value.dims,
        ...numbers('data', value.values),
        ...(value.imaginary === null ? {} : numbers('imag', value.imaginary)),
        ...numbers('ir', value.rowIndices),
        ...numbers('jc', value.columnPointers),
      };
    case 'functionHandle':
      return { class: 'function_handle', dims: value.dims, fn: expectedForm(value.description) };
    case 'opaque':
      return { class: 'opaque', className: value.className, typeSystem: value.typeSystem };
    case 'string':
      return { class: 'string', dims: value.dims, strs: value.strings };
    case 'datetime':
      return {
        class: 'datetime',
        dims: value.dims,
        tz: value.timeZone,
        fmt: value.format,
        ms: plain(value.epochMs),
        ...(value.epochRemainderMs === null ? {} : { lo: plain(value.epochRemainderMs) }),
      };
    case 'duration':
      return { class: 'duration', dims: value.dims, fmt: value.format, ms: plain(value.durationMs) };
    case 'categorical':
      return {
        class: 'categorical',
        dims: value.dims,
        values: Array.from(value.codes, (code) => (code === 0 ? null : value.categories[code - 1])),
        ordinal: value.ordinal,
        names: value.categories,
      };
    case 'table':
      return {
        class: 'table',
        varnames: value.variableNames,
        rownames: value.rowNames,
        nrows: value.dims[0],
        units: value.variableUnits,
        desc: value.description,
        columns: value.columns.map(expectedForm),
      };
    case 'timetable':
      return {
        class: 'timetable',
        varnames: value.variableNames,
        dimnames: value.dimensionNames,
        nrows: value.dims[0],
        columns: value.columns.map(expectedForm),
        rowtimes: value.regularTimes === null ? expectedForm(value.rowTimes) : 'regular',
      };
    case 'enumeration':
      return { class: 'enum', className: value.className, dims: value.dims, members: value.members };
    default:
      return { class: value.kind };
  }
}

function properties(element: ReadonlyMap<string, MatValue>): Json {
  return Object.fromEntries([...element].map(([name, value]) => [name, expectedForm(value)]));
}

function plain(values: MatNumbers): Json[] {
  return Array.from(values as ArrayLike<number | bigint>, (value) =>
    typeof value === 'bigint' || !Number.isFinite(value) ? String(value) : value,
  );
}

function list(name: string, items: Json[]): Record<string, Json> {
  if (items.length <= KEPT_ELEMENTS) return { [name]: items };
  return { [name]: items.slice(0, KEPT_ELEMENTS), [`${name}_truncated_from`]: items.length };
}

function numbers(name: string, values: MatNumbers): Record<string, Json> {
  return list(name, plain(values));
}
