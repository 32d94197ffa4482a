/** Expected files in the form of `expectedForm`, where the two differ in spelling and not in content. */

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

/** Rewrites one expected value. */
export function normalForm(expected: Json): Json {
  if (Array.isArray(expected)) return expected.map(normalForm);
  if (expected === null || typeof expected !== 'object') return expected;
  const value = Object.fromEntries(Object.entries(expected).map(([name, inner]) => [name, normalForm(inner)]));
  switch (value.class) {
    case 'sparse':
      return trimmedSparse(value);
    case 'struct':
      return { ...value, elems: (value.fields as Json[]).length === 0 ? [] : value.elems };
    case 'object':
      return { class: 'mcos', className: value.className, dims: value.dims, objs: value.elems };
    case 'enum':
      return {
        class: 'enum',
        className: value.className,
        dims: value.dims,
        members: (value.idx as number[]).map((index) => (value.names as string[])[index]),
      };
    case 'mcos':
      // Workspaces of function handles stay undecoded, since they may lead back to the handle.
      if (value.className === 'function_handle_workspace') return { class: 'opaque', className: value.className };
      return mcos(value);
    case 'enumname':
      return { class: 'char', dims: [1, (value.str as string).length], str: value.str };
    case 'attr':
      return { ...value, class: 'double' };
    case 'timetable': {
      const times = value.rowtimes as JsonObject;
      return { ...value, rowtimes: times.class === 'struct' ? regular(times) : times };
    }
    case 'function_handle':
      return value.fn === undefined ? { class: 'function_handle', dims: value.dims, fn: structOf(value) } : value;
    default:
      return value.opaqueClass === undefined ? value : { class: 'opaque', className: value.opaqueClass };
  }
}

function structOf({ dims, fields, elems }: JsonObject): JsonObject {
  return { class: 'struct', dims, fields, elems };
}

/** Arrays are longer than needed in files, and v7.3's indices are written as texts. */
function trimmedSparse(value: JsonObject): JsonObject {
  const columnPointers = (value.jc as Json[]).map(Number);
  const truncated = value.jc_truncated_from !== undefined;
  const count = truncated ? 64 : columnPointers[columnPointers.length - 1];
  const pairs = (value.data as Json[]).filter(Array.isArray) as [number, number][];
  const complex = pairs.length === 0 ? {} : { data: pairs.map(([real]) => real), imag: pairs.map(([, imag]) => imag) };
  const indices: JsonObject = { jc: columnPointers, ir: (value.ir as Json[]).map(Number).slice(0, count) };
  return { ...value, ...(complex as JsonObject), ...indices };
}

function mcos(value: JsonObject): JsonObject {
  const [object] = (value.objs as (JsonObject | null)[] | undefined) ?? [];
  const saved = (object?.serialization ?? object?.data) as { elems: JsonObject[] } | undefined;
  const fields = saved?.elems?.[0];
  if (value.className === 'containers.Map' && fields) {
    const cells = (name: string): JsonObject[] => (fields[name] as { cells: JsonObject[] }).cells;
    return {
      class: 'map',
      keys: cells('keys').map((key) => key.str ?? (key.data as number[])[0]),
      values: cells('values'),
    };
  }
  if (value.className === 'dictionary' && fields) {
    return { class: 'dictionary', keys: fields.Key ?? null, values: fields.Value ?? null };
  }
  if (value.className === 'calendarDuration' && object) {
    const parts = (object.components as { elems: Record<string, { data: Json }>[] }).elems[0];
    return { class: 'calendarDuration', months: parts.months.data, days: parts.days.data, ms: parts.millis.data };
  }
  return value;
}

function regular(times: JsonObject): JsonObject {
  const { origin, specifiedAsRate, stepSize, sampleRate } = (times.elems as Record<string, JsonObject>[])[0];
  return {
    origin,
    specifiedAsRate: (specifiedAsRate.data as number[])[0] === 1,
    stepSize,
    sampleRateHz: (sampleRate.data as Json[])[0],
  };
}
