import { MatCorruptError, type MatPlace } from '../errors';
import { checkDepth, type ReadContext } from '../options';
import {
  elementCount,
  type MatDims,
  type MatEnumeration,
  type MatNumeric,
  type MatOpaque,
  type MatStruct,
  type MatValue,
} from '../values';
import { decodeDictionary, decodeMap } from './maps';
import { ObjectDamage, tailCells, type ObjectMetadata, type SavedObject, type SavedProperty } from './metadata';
import { doublesProperty, scalarFields, UnknownForm, type Properties } from './shapes';
import type { Subsystem, SubsystemCells } from './subsystem';
import { decodeTable, decodeTimetable } from './tables';
import { decodeCategorical, decodeString } from './texts';
import { decodeCalendarDuration, decodeDatetime, decodeDuration } from './times';

type Decoder = (properties: Properties, place: MatPlace, context: ReadContext) => MatValue;

/** The classes that have a typed form. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['string', decodeString],
  ['table', decodeTable],
  ['timetable', decodeTimetable],
  ['datetime', decodeDatetime],
  ['duration', decodeDuration],
  ['calendarDuration', decodeCalendarDuration],
  ['categorical', decodeCategorical],
  ['containers.Map', decodeMap],
  ['dictionary', decodeDictionary],
]);

const REFERENCE_MARK = 0xdd000000;

interface Reference {
  readonly dims: MatDims;
  readonly objectIds: readonly number[];
  readonly classId: number;
}

/**
 * Turns references to MATLAB objects into values, following the subsystem of one file. What it has decoded it keeps, so that
 * handles to one object stay one; a decoder serves one read, lest everything read stays in memory.
 */
export class ObjectDecoder {
  private readonly cells: SubsystemCells;
  private readonly metadata: ObjectMetadata;
  private readonly propertiesOfObject = new Map<number, Map<string, MatValue>>();
  private readonly typedOfObject = new Map<number, MatValue>();
  private readonly underway = new Set<number>();
  private classDefaults: MatValue | undefined;
  private depth = 0;

  constructor(
    { cells, metadata }: Subsystem,
    private readonly context: ReadContext,
  ) {
    this.cells = cells;
    this.metadata = metadata;
  }

  /** A value with every object in it decoded; workspaces of function handles stay as they are. */
  resolve(value: MatValue, place: MatPlace): MatValue {
    return this.visit(value, place, false);
  }

  private visit(value: MatValue, place: MatPlace, inProperty: boolean): MatValue {
    // a table may hold a hundred thousand texts
    if (value.kind === 'char') return value;
    checkDepth(this.context, this.depth, place);
    this.depth += 1;
    try {
      const visit = (inner: MatValue): MatValue => this.visit(inner, place, inProperty);
      switch (value.kind) {
        case 'opaque':
          return this.opaque(value, place);
        case 'cell':
          return { ...value, cells: value.cells.map(visit) };
        case 'struct': {
          const enumeration = inProperty ? this.tryEnumeration(value, place) : null;
          if (enumeration !== null) return enumeration;
          return { ...value, fields: new Map([...value.fields].map(([name, values]) => [name, values.map(visit)])) };
        }
        case 'object':
          return {
            ...value,
            elements: value.elements.map(
              (element) => element && new Map([...element].map(([name, inner]) => [name, visit(inner)])),
            ),
          };
        case 'numeric': {
          const reference = inProperty ? parseReference(value) : null;
          return reference === null ? value : this.referenced(reference, this.undecoded(reference, value), place);
        }
        default:
          return value;
      }
    } finally {
      this.depth -= 1;
    }
  }

  private opaque(value: MatOpaque, place: MatPlace): MatValue {
    if (value.typeSystem !== 'MCOS') return value;
    const { content } = value;
    if (content.kind === 'struct') return this.tryEnumeration(content, place) ?? value;
    const reference = content.kind === 'numeric' ? parseReference(content) : null;
    if (reference !== null) return this.referenced(reference, value, place);
    this.context.warn(`an object of class ${value.className} has no readable reference`, place);
    return value;
  }

  private undecoded({ classId }: Reference, content: MatNumeric): MatOpaque {
    const className = this.metadata.classNames[classId] ?? '';
    return { kind: 'opaque', typeSystem: 'MCOS', className, dims: [1, 1], content };
  }

  /** The objects a reference stands for; `fallback` (with a warning) when the metadata don't lead there. */
  private referenced(reference: Reference, fallback: MatValue, place: MatPlace): MatValue {
    try {
      return this.decode(reference, place);
    } catch (error) {
      if (!(error instanceof ObjectDamage)) throw error;
      this.context.warn(`object metadata are damaged: ${error.message}`, place);
      return fallback;
    }
  }

  private decode({ dims, objectIds, classId }: Reference, place: MatPlace): MatValue {
    const className = this.className(classId);
    const decoder = DECODERS.get(className);
    if (decoder !== undefined && objectIds.length === 1 && objectIds[0] !== 0) {
      const [id] = objectIds;
      const known = this.typedOfObject.get(id);
      if (known !== undefined) return known;
      if (this.underway.has(id)) throw new ObjectDamage(`object ${id} of class ${className} contains itself`);
      this.underway.add(id);
      try {
        const typed = decoder(this.properties(id, place), place, this.context);
        this.typedOfObject.set(id, typed);
        return typed;
      } catch (error) {
        if (!(error instanceof UnknownForm)) throw error;
        this.context.warn(`an object of class ${className} is returned undecoded: ${error.message}`, place);
      } finally {
        this.underway.delete(id);
      }
    }
    const elements = objectIds.map((id) => (id === 0 ? null : this.properties(id, place)));
    return { kind: 'object', className, dims, elements };
  }

  private className(classId: number): string {
    const name = this.metadata.classNames[classId];
    if (name === undefined || classId === 0) throw new ObjectDamage(`class ${classId} isn't listed`);
    return name;
  }

  private properties(objectId: number, place: MatPlace): Map<string, MatValue> {
    const known = this.propertiesOfObject.get(objectId);
    if (known !== undefined) return known;
    const saved = this.metadata.objects[objectId];
    if (saved === undefined) throw new ObjectDamage(`object ${objectId} isn't listed`);
    const properties = new Map<string, MatValue>();
    // Known before its properties are read: handles may lead back to it.
    this.propertiesOfObject.set(objectId, properties);
    try {
      this.fillProperties(properties, saved, place);
    } catch (error) {
      this.propertiesOfObject.delete(objectId);
      throw error;
    }
    return properties;
  }

  private fillProperties(properties: Map<string, MatValue>, saved: SavedObject, place: MatPlace): void {
    const defaults = this.defaults(saved.classId);
    for (const [name, value] of defaults) properties.set(name, value);
    for (const property of saved.properties) properties.set(property.name, this.savedValue(property, place));
    for (const [name, value] of defaults) {
      if (properties.get(name) === value) properties.set(name, this.visit(value, place, true));
    }
    saved.dynamicProperties.forEach((id, i) => {
      const described: MatValue = {
        kind: 'object',
        className: this.className(this.metadata.objects[id]?.classId ?? 0),
        dims: [1, 1],
        elements: [this.properties(id, place)],
      };
      properties.set(`DynamicProperty${i + 1}`, described);
    });
  }

  /** Property values a class starts with: the last cell holds a struct per class id. */
  private defaults(classId: number): Map<string, MatValue> {
    const all = (this.classDefaults ??= this.cell(this.cells.length - 1));
    const struct = all.kind === 'cell' ? all.cells[classId] : undefined;
    return struct?.kind === 'struct' && elementCount(struct.dims) === 1 ? scalarFields(struct) : new Map();
  }

  private savedValue({ name, valueKind, value }: SavedProperty, place: MatPlace): MatValue {
    if (valueKind === 0) {
      const text = this.metadata.names[value];
      if (text === undefined) throw new ObjectDamage(`property ${name} is name ${value}, which isn't listed`);
      return { kind: 'char', dims: [1, text.length], text };
    }
    const literal: MatNumeric = {
      kind: 'numeric',
      className: 'double',
      dims: [1, 1],
      values: Float64Array.of(value),
      imaginary: null,
    };
    if (valueKind === 2) return literal;
    if (valueKind !== 1) {
      this.context.warn(`property ${name} is kept in the unknown way ${valueKind}; its number is returned`, place);
      return literal;
    }
    const index = value + 2;
    if (index >= this.cells.length - tailCells(this.metadata.version)) {
      throw new ObjectDamage(`property ${name} is in cell ${index} of ${this.cells.length}`);
    }
    return this.visit(this.cell(index), place, true);
  }

  private cell(index: number): MatValue {
    try {
      return this.cells.cell(index);
    } catch (error) {
      if (!(error instanceof MatCorruptError)) throw error;
      throw new ObjectDamage(`cell ${index} of the subsystem: ${error.message}`);
    }
  }

  /** A struct that marks itself as enumeration members; null when it doesn't. */
  private tryEnumeration(struct: MatStruct, place: MatPlace): MatEnumeration | null {
    const [tag] = struct.fields.get('EnumerationInstanceTag') ?? [];
    if (tag?.kind !== 'numeric' || Number(tag.values[0]) !== REFERENCE_MARK) return null;
    const nameOf = (index: number): string => {
      const name = this.metadata.names[index];
      if (name === undefined) throw new ObjectDamage(`enumeration member ${index} isn't listed`);
      return name;
    };
    try {
      const fields = scalarFields(struct);
      const number = (name: string): number => doublesProperty(fields, name)[0] ?? 0;
      const indices = fields.get('ValueIndices');
      if (indices?.kind !== 'numeric') throw new UnknownForm('an enumeration without indices');
      const memberNames = [...doublesProperty(fields, 'ValueNames')].map(nameOf);
      const values = fields.get('Values');
      const members = Array.from(indices.values as ArrayLike<number | bigint>, (index) => {
        const member = memberNames[Number(index)];
        if (member === undefined) throw new UnknownForm(`member ${index} of ${memberNames.length}`);
        return member;
      });
      const storedValues = values?.kind === 'cell' ? values.cells : [];
      const memberValues =
        storedValues.length < memberNames.length
          ? []
          : Array.from(indices.values as ArrayLike<number | bigint>, (index) =>
              this.visit(storedValues[Number(index)], place, true),
            );
      const baseClass = number('BuiltinClassName');
      return {
        kind: 'enumeration',
        className: this.className(number('ClassName')),
        baseClassName: baseClass === 0 ? '' : this.className(baseClass),
        dims: indices.dims,
        members,
        memberValues,
      };
    } catch (error) {
      if (!(error instanceof UnknownForm) && !(error instanceof ObjectDamage)) throw error;
      this.context.warn(`an enumeration is returned undecoded: ${error.message}`, place);
      return null;
    }
  }
}

/** The reference in a vector of 32-bit words; null when it is none. */
function parseReference(value: MatNumeric): Reference | null {
  const words = value.values;
  if (!(words instanceof Uint32Array) || words[0] !== REFERENCE_MARK || words.length < 5) return null;
  const rank = words[1];
  const dims = Array.from(words.subarray(2, 2 + rank));
  const objectIds = Array.from(words.subarray(2 + rank, words.length - 1));
  if (rank < 2 || dims.length !== rank || elementCount(dims) !== objectIds.length) return null;
  return { dims, objectIds, classId: words[words.length - 1] };
}
