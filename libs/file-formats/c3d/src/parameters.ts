import { C3dParameterError } from './errors';
import type { C3dGroup, C3dParameter } from './recording';
import type { ScalarReader } from './scalar-reader';
import type { WarningList } from './warning-list';

interface MutableGroup {
  readonly id: number;
  name: string;
  description: string;
  locked: boolean;
  readonly parameters: Map<string, C3dParameter>;
}

/**
 * The group tree of a parameter section.
 *
 * Records are chained by pointers that only lead forward, so the walk ends; a record that does not fit before its successor or before
 * the section's end is an error.
 */
export function parseParameters(
  reader: ScalarReader,
  sectionOffset: number,
  source: string,
  warnings: WarningList,
): ReadonlyMap<string, C3dGroup> {
  const groups = new Map<number, MutableGroup>();
  const groupOf = (id: number): MutableGroup => {
    let group = groups.get(id);
    if (!group) groups.set(id, (group = { id, name: '', description: '', locked: false, parameters: new Map() }));
    return group;
  };
  for (let at = sectionOffset + 4; ;) {
    if (at + 2 > reader.end) {
      warnings.add('parameter-section', 'the parameter section ends without an end mark', at);
      break;
    }
    if (reader.int8(at) === 0) break;
    const record = parseRecord(reader, at, source, warnings);
    if (record.groupId < 0) defineGroup(groupOf(-record.groupId), reader, record, warnings);
    else if (record.groupId === 0)
      warnings.add('parameter-section', `record ${record.name} belongs to no group and is left out`, at);
    else {
      const { parameters } = groupOf(record.groupId);
      const parameter = parseParameter(reader, record, source, warnings);
      if (parameters.has(record.name))
        warnings.add(
          'duplicate-parameter',
          `parameter ${record.name} of group ${record.groupId} is repeated; the first one counts`,
          at,
        );
      else if (parameter) parameters.set(record.name, parameter);
    }
    if (record.next === null) break;
    at = record.next;
  }
  return groupsByName(groups.values(), warnings);
}

/** The part that groups and parameters share. */
function parseRecord(reader: ScalarReader, at: number, source: string, warnings: WarningList): ParameterRecord {
  const nameLength = Math.abs(reader.int8(at));
  const groupId = reader.int8(at + 1);
  const pointerAt = at + 2 + nameLength;
  const bodyAt = pointerAt + 2;
  if (bodyAt > reader.end)
    throw new C3dParameterError(source, at, '(cut name)', 'its name runs past the parameter section');
  const name = reader
    .text(at + 2, nameLength)
    .trim()
    .toUpperCase();
  const record = { at, name, groupId, locked: reader.int8(at) < 0, bodyAt };
  const pointer = reader.uint16(pointerAt);
  if (pointer === 0) return { ...record, next: null, limit: reader.end };
  const next = pointerAt + pointer;
  if (next <= reader.end) return { ...record, next, limit: next };
  // Converted files are known whose last pointer kept the byte order of the file they come from.
  const swapped = pointerAt + (((pointer & 0xff) << 8) | (pointer >> 8));
  if (swapped !== recordEnd(reader, groupId, bodyAt))
    throw new C3dParameterError(
      source,
      at,
      name,
      `it points to byte ${next}, past the section's end at byte ${reader.end}`,
    );
  warnings.add('parameter-section', `the pointer behind record ${name} is in another byte order`, pointerAt);
  return { ...record, next: swapped, limit: swapped };
}

/** Where a record's own contents end, whatever its pointer says; NaN where they leave the section. */
function recordEnd(reader: ScalarReader, groupId: number, bodyAt: number): number {
  let at = bodyAt;
  if (groupId > 0) {
    if (at + 2 > reader.end || at + 2 + reader.uint8(at + 1) > reader.end) return NaN;
    const elementBytes = elementTypes.get(reader.int8(at))?.bytes ?? NaN;
    const dimensions = reader.uint8(at + 1);
    let count = 1;
    for (let i = 0; i < dimensions; i++) count *= reader.uint8(at + 2 + i);
    at += 2 + dimensions + count * elementBytes;
  }
  return at < reader.end ? at + 1 + reader.uint8(at) : NaN;
}

function defineGroup(group: MutableGroup, reader: ScalarReader, record: ParameterRecord, warnings: WarningList): void {
  if (group.name === '') {
    group.name = record.name;
    group.locked = record.locked;
    group.description = describeRecord(reader, record, record.bodyAt);
  } else
    warnings.add(
      'duplicate-parameter',
      `group ${record.name} uses the id of group ${group.name}; their parameters are joined`,
      record.at,
    );
}

interface ParameterRecord {
  readonly at: number;
  readonly name: string;
  readonly groupId: number;
  readonly locked: boolean;
  /** File offset of what follows the pointer. */
  readonly bodyAt: number;
  /** First byte that no longer belongs to the record. */
  readonly limit: number;
  /** Where the next record begins; null for the last one. */
  readonly next: number | null;
}

const elementTypes = new Map<number, { readonly type: C3dParameter['type']; readonly bytes: number }>([
  [-1, { type: 'char', bytes: 1 }],
  [1, { type: 'byte', bytes: 1 }],
  [2, { type: 'int16', bytes: 2 }],
  [4, { type: 'float32', bytes: 4 }],
]);

function parseParameter(
  reader: ScalarReader,
  record: ParameterRecord,
  source: string,
  warnings: WarningList,
): C3dParameter | null {
  const { at, name, bodyAt, limit } = record;
  const fail = (problem: string): never => {
    throw new C3dParameterError(source, at, name, problem);
  };
  if (bodyAt + 2 > limit) fail(`it has no room for a type; its record ends at byte ${limit}`);
  const element = elementTypes.get(reader.int8(bodyAt));
  if (!element) {
    warnings.add('parameter-type', `parameter ${name} has the unknown type ${reader.int8(bodyAt)} and is left out`, at);
    return null;
  }
  const dimensionCount = reader.uint8(bodyAt + 1);
  const valuesAt = bodyAt + 2 + dimensionCount;
  if (valuesAt > limit) fail(`its ${dimensionCount} dimensions run past its record's end at byte ${limit}`);
  const dimensions = Array.from({ length: dimensionCount }, (_, i) => reader.uint8(bodyAt + 2 + i));
  const count = dimensions.reduce((product, size) => product * size, 1);
  const valuesEnd = valuesAt + count * element.bytes;
  if (!(valuesEnd <= limit))
    fail(`its ${count} values of ${element.bytes} bytes run past its record's end at byte ${limit}`);
  const common = { name, description: describeRecord(reader, record, valuesEnd), locked: record.locked, dimensions };
  if (element.type === 'char') {
    const length = dimensions.length > 0 ? dimensions[0] : 1;
    const strings = length > 0 ? count / length : 0;
    const values = Array.from({ length: strings }, (_, i) => reader.text(valuesAt + i * length, length));
    return { ...common, type: 'char', values };
  }
  const { type, bytes } = element;
  const read = (offset: number): number =>
    type === 'float32' ? reader.float32(offset) : type === 'int16' ? reader.int16(offset) : reader.uint8(offset);
  return { ...common, type, values: Array.from({ length: count }, (_, i) => read(valuesAt + i * bytes)) };
}

/** Descriptions are for people: one that is cut by the next record, as some writers leave it, is taken as far as it goes. */
function describeRecord(reader: ScalarReader, record: ParameterRecord, lengthAt: number): string {
  if (lengthAt >= record.limit) return '';
  return reader.text(lengthAt + 1, Math.min(reader.uint8(lengthAt), record.limit - lengthAt - 1));
}

function groupsByName(byId: Iterable<C3dGroup>, warnings: WarningList): ReadonlyMap<string, C3dGroup> {
  const groups = new Map<string, C3dGroup>();
  for (const group of byId) {
    const name = group.name || `GROUP ${group.id}`;
    if (group.name === '')
      warnings.add(
        'undefined-group',
        `${group.parameters.size} parameters name group ${group.id}, which is not defined`,
      );
    const sibling = groups.get(name);
    if (sibling) {
      warnings.add('duplicate-parameter', `group ${name} is defined twice; parameters of the first one count`);
      groups.set(name, { ...sibling, parameters: new Map([...group.parameters, ...sibling.parameters]) });
    } else groups.set(name, { ...group, name });
  }
  return groups;
}
