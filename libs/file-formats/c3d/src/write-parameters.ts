import type { C3dByteOrder } from './byte-order';
import { processorCode } from './byte-order';
import type { C3dParameterContent } from './content';
import { C3dContentError } from './errors';
import { ScalarWriter } from './scalar-writer';

/** Longest stored string: with 255 of them a record stays below 32,768 bytes, which readers with signed offsets need. */
const LONGEST_STRING = 127;
const ITEMS_PER_PARAMETER = 255;
const utf8 = new TextEncoder();

/** A text parameter, one string per item. */
export function textParameter(group: string, name: string, values: readonly string[]): C3dParameterContent {
  return { group, name, type: 'char', values };
}

/** An int16 parameter; values up to 65,535 are stored as the unsigned number. */
export function int16Parameter(
  group: string,
  name: string,
  values: readonly number[],
  dimensions: readonly number[] = [values.length],
): C3dParameterContent {
  return { group, name, type: 'int16', values, dimensions };
}

/** A float32 parameter. */
export function floatParameter(
  group: string,
  name: string,
  values: readonly number[],
  dimensions: readonly number[] = [values.length],
): C3dParameterContent {
  return { group, name, type: 'float32', values, dimensions };
}

/** Splits a list over NAME, NAME2, NAME3, ... of at most 255 items each; `itemValues` values belong to one item. */
export function continuedParameters(parameter: C3dParameterContent, itemValues = 1): C3dParameterContent[] {
  const parts: C3dParameterContent[] = [];
  const step = ITEMS_PER_PARAMETER * itemValues;
  for (let start = 0; start === 0 || start < parameter.values.length; start += step) {
    const values = parameter.values.slice(start, start + step) as readonly string[] | readonly number[];
    const count = values.length / itemValues;
    parts.push({
      ...parameter,
      name: start === 0 ? parameter.name : `${parameter.name}${start / step + 1}`,
      dimensions: parameter.type === 'char' ? undefined : itemValues === 1 ? [count] : [itemValues, count],
      values,
    });
  }
  return parts;
}

/** The parameter section, padded to whole blocks; groups are numbered in order of appearance. */
export function encodeParameterSection(parameters: readonly C3dParameterContent[], order: C3dByteOrder): Uint8Array {
  const records: Uint8Array[] = [];
  const groups = new Map<string, number>();
  for (const parameter of withoutReplaced(parameters)) {
    const group = parameter.group.trim().toUpperCase();
    let id = groups.get(group);
    if (id === undefined) {
      id = groups.size + 1;
      if (id > 127) throw new C3dContentError('parameters', 'more than 127 groups');
      groups.set(group, id);
      records.push(encodeRecord(group, -id, false, new Uint8Array(0), '', order));
    }
    records.push(
      encodeRecord(
        parameter.name,
        id,
        parameter.locked ?? false,
        encodeValues(parameter, order),
        parameter.description ?? '',
        order,
      ),
    );
  }
  const contentBytes = records.reduce((sum, record) => sum + record.length, 4);
  const blocks = Math.ceil((contentBytes + 2) / 512);
  const section = new Uint8Array(blocks * 512);
  section.set([1, 0x50, Math.min(blocks, 255), processorCode(order)]);
  let offset = 4;
  for (const record of records) {
    section.set(record, offset);
    offset += record.length;
  }
  return section;
}

/** Of several parameters of one group and name the last one stands, in the first one's place. */
function withoutReplaced(parameters: readonly C3dParameterContent[]): Iterable<C3dParameterContent> {
  const byName = new Map<string, C3dParameterContent>();
  for (const parameter of parameters) byName.set(`${parameter.group}:${parameter.name}`.toUpperCase(), parameter);
  return byName.values();
}

function encodeRecord(
  name: string,
  groupId: number,
  locked: boolean,
  body: Uint8Array,
  description: string,
  order: C3dByteOrder,
): Uint8Array {
  const nameBytes = utf8.encode(name.toUpperCase());
  const descriptionBytes = utf8.encode(description);
  if (nameBytes.length === 0 || nameBytes.length > 127)
    throw new C3dContentError(name, 'parameter names have 1 to 127 bytes');
  if (descriptionBytes.length > 255) throw new C3dContentError(name, 'parameter descriptions have at most 255 bytes');
  const offsetField = 2 + nameBytes.length;
  const recordBytes = offsetField + 2 + body.length + 1 + descriptionBytes.length;
  if (recordBytes - offsetField > 0xffff)
    throw new C3dContentError(name, `its ${body.length} bytes do not fit into one record`);
  const writer = new ScalarWriter(new Uint8Array(recordBytes), order);
  writer.int8(0, locked ? -nameBytes.length : nameBytes.length);
  writer.int8(1, groupId);
  writer.bytes.set(nameBytes, 2);
  writer.uint16(offsetField, recordBytes - offsetField);
  writer.bytes.set(body, offsetField + 2);
  writer.bytes[offsetField + 2 + body.length] = descriptionBytes.length;
  writer.bytes.set(descriptionBytes, offsetField + 3 + body.length);
  return writer.bytes;
}

function encodeValues(parameter: C3dParameterContent, order: C3dByteOrder): Uint8Array {
  if (parameter.type === 'char') return encodeStrings(parameter);
  const values = parameter.values as readonly number[];
  const elementBytes = parameter.type === 'float32' ? 4 : parameter.type === 'int16' ? 2 : 1;
  const { writer, dataStart } = valueWriter(
    parameter,
    parameter.dimensions ?? [values.length],
    elementBytes,
    values.length,
    order,
  );
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const at = dataStart + i * elementBytes;
    if (parameter.type === 'float32') writer.float32(at, value);
    else if (
      !Number.isInteger(value) ||
      value < (elementBytes === 1 ? -128 : -32768) ||
      value >= 2 ** (8 * elementBytes)
    )
      throw new C3dContentError(
        `${parameter.group}:${parameter.name}`,
        `${value} is no ${8 * elementBytes}-bit integer`,
      );
    else if (elementBytes === 2) writer.uint16(at, value & 0xffff);
    else writer.bytes[at] = value & 0xff;
  }
  return writer.bytes;
}

function encodeStrings(parameter: C3dParameterContent): Uint8Array {
  const strings = (parameter.values as readonly string[]).map((value) => utf8.encode(value));
  const longest = strings.reduce((length, bytes) => Math.max(length, bytes.length), 0);
  const length = parameter.dimensions?.[0] ?? longest;
  const limit = parameter.dimensions ? Math.min(length, 255) : strings.length === 1 ? 255 : LONGEST_STRING;
  if (longest > limit)
    throw new C3dContentError(
      `${parameter.group}:${parameter.name}`,
      `a string of ${longest} bytes; at most ${limit} fit`,
    );
  const dimensions = parameter.dimensions ?? [length, strings.length];
  const { writer, dataStart } = valueWriter(parameter, dimensions, 1, length * strings.length, 'intel');
  writer.bytes.fill(0x20, dataStart);
  strings.forEach((bytes, i) => writer.bytes.set(bytes, dataStart + i * length));
  return writer.bytes;
}

function valueWriter(
  parameter: C3dParameterContent,
  dimensions: readonly number[],
  elementBytes: number,
  count: number,
  order: C3dByteOrder,
): { writer: ScalarWriter; dataStart: number } {
  const field = `${parameter.group}:${parameter.name}`;
  if (dimensions.length > 7 || dimensions.some((size) => !Number.isInteger(size) || size < 0 || size > 255))
    throw new C3dContentError(field, `dimensions [${dimensions.join(', ')}]; at most 7 of at most 255 fit`);
  if (dimensions.reduce((product, size) => product * size, 1) !== count)
    throw new C3dContentError(field, `${count} values do not fill the dimensions [${dimensions.join(', ')}]`);
  const dataStart = 2 + dimensions.length;
  const writer = new ScalarWriter(new Uint8Array(dataStart + count * elementBytes), order);
  writer.int8(0, parameter.type === 'char' ? -1 : parameter.type === 'float32' ? 4 : elementBytes);
  writer.bytes.set([dimensions.length, ...dimensions], 1);
  return { writer, dataStart };
}
