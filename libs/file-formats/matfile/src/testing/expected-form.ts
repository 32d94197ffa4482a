import { elementCount, type MatNumbers, type MatRegularTimes, type MatValue } from '../values';

/** The expected files of the corpus keep this many elements of an array. */
const KEPT_ELEMENTS = 64;

type Json = unknown;

/** A value in the form of the corpus' expected files, column-major, for tests. */
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
      const elements = Array.from({ length: fields.length === 0 ? 0 : elementCount(value.dims) }, (_, i) =>
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
        rowtimes: value.regularTimes === null ? expectedForm(value.rowTimes) : regularTimes(value.regularTimes),
      };
    case 'calendarDuration':
      return {
        class: 'calendarDuration',
        months: plain(value.months),
        days: plain(value.days),
        ms: plain(value.durationMs),
      };
    case 'map':
      return { class: 'map', keys: value.keys, values: value.values.map(expectedForm) };
    case 'dictionary':
      return {
        class: 'dictionary',
        keys: value.keys && expectedForm(value.keys),
        values: value.values && expectedForm(value.values),
      };
    case 'enumeration':
      return { class: 'enum', className: value.className, dims: value.dims, members: value.members };
  }
}

function regularTimes({ origin, specifiedAsRate, stepSize, sampleRateHz }: MatRegularTimes): Json {
  const [rate] = plain(Float64Array.of(sampleRateHz));
  return { origin: expectedForm(origin), specifiedAsRate, stepSize: expectedForm(stepSize), sampleRateHz: rate };
}

function properties(element: ReadonlyMap<string, MatValue>): Json {
  return Object.fromEntries([...element].map(([name, value]) => [name, expectedForm(value)]));
}

function plain(values: MatNumbers): Json[] {
  return Array.from(values as ArrayLike<number | bigint>, (value) =>
    typeof value === 'bigint' || !Number.isFinite(value) ? String(value).replace('inity', '') : value,
  );
}

function list(name: string, items: Json[]): Record<string, Json> {
  if (items.length <= KEPT_ELEMENTS) return { [name]: items };
  return { [name]: items.slice(0, KEPT_ELEMENTS), [`${name}_truncated_from`]: items.length };
}

function numbers(name: string, values: MatNumbers): Record<string, Json> {
  return list(name, plain(values));
}
