import { asDoubles } from '../numeric-classes';
import { charRows } from '../text';
import type { MatNumeric, MatStruct, MatValue } from '../values';
import { ObjectDamage } from './metadata';

/** Properties of one object, as the typed forms are made from them. */
export type Properties = ReadonlyMap<string, MatValue>;

/** Signals inside the library that an object isn't saved the way its class is known to be; it then stays a plain object. */
export class UnknownForm extends Error {}

export function numericProperty(properties: Properties, name: string): MatNumeric {
  const value = properties.get(name);
  if (value?.kind !== 'numeric') throw new UnknownForm(`property ${name} is ${value?.kind ?? 'missing'}, not numeric`);
  return value;
}

export function structProperty(properties: Properties, name: string): MatStruct {
  const value = properties.get(name);
  if (value?.kind !== 'struct') throw new UnknownForm(`property ${name} is ${value?.kind ?? 'missing'}, not a struct`);
  return value;
}

export function doublesProperty(properties: Properties, name: string): Float64Array {
  return asDoubles(numericProperty(properties, name).values);
}

/** The first number of a property. */
export function numberProperty(properties: Properties, name: string): number {
  const { values } = numericProperty(properties, name);
  if (values.length === 0) throw new UnknownForm(`property ${name} is empty`);
  return Number(values[0]);
}

export function flagProperty(properties: Properties, name: string): boolean {
  const value = properties.get(name);
  return (
    (value?.kind === 'logical' || value?.kind === 'numeric') && value.values.length > 0 && Number(value.values[0]) !== 0
  );
}

/** Text of a char row or scalar string; empty for anything else, missing included. */
export function textOf(value: MatValue | undefined): string {
  if (value?.kind === 'char') return value.text;
  if (value?.kind === 'string') return value.strings[0] ?? '';
  return '';
}

/** Texts of a cell of chars, a string array or a char matrix; empty where there is nothing. */
export function textsOf(value: MatValue | undefined): string[] {
  if (value?.kind === 'cell') return value.cells.map(textOf);
  if (value?.kind === 'string') return value.strings.map((text) => text ?? '');
  if (value?.kind === 'char') return value.text === '' ? [] : charRows(value);
  return [];
}

/** The fields of a scalar struct. @throws UnknownForm when it isn't scalar. */
export function scalarFields(struct: MatStruct): Map<string, MatValue> {
  const fields = new Map<string, MatValue>();
  for (const [name, values] of struct.fields) {
    if (values.length !== 1) throw new UnknownForm(`a struct with ${values.length} elements where one was expected`);
    fields.set(name, values[0]);
  }
  return fields;
}

/** A count that a file states. @throws ObjectDamage unless it is a whole number, zero or more. */
export function wholeCount(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new ObjectDamage(`${what} is ${value}`);
  return value;
}
