import { UnitError } from './errors';
import type { StorageTable } from './storage-table';

/** Last parts of a state path that name a quantity rather than a coordinate. */
export const PATH_QUANTITIES: readonly string[] = [
  'value',
  'speed',
  'accel',
  'activation',
  'fiber_length',
  'normalized_tendon_force',
  'excitation',
  'actuation',
];

/**
 * Labels whose numbers are no rotations, so that `inDegrees` does not concern them. Everything else in a table of
 * coordinates is taken for an angle (or, with `speed` or `_u` in its label, an angular speed).
 */
export const NOT_ROTATIONAL: readonly { readonly pattern: RegExp; readonly meaning: string }[] = [
  { pattern: /(^|_)t[xyz](_u)?$/i, meaning: 'translation in metres, as in pelvis_tx' },
  { pattern: /(^|_)trans(lation)?(_[xyz])?(_u)?$/i, meaning: 'translation in metres, as in scapula_trans_x' },
  { pattern: /_beta(_u)?$/i, meaning: 'coupled coordinate of the patella, which OpenSim leaves in radians' },
  { pattern: /_(moment|force|power|torque)$/i, meaning: 'generalised force of inverse dynamics' },
  { pattern: /(^|_)(force|torque|moment)_|_[vp][xyz]$/i, meaning: 'ground reaction force, moment or point' },
  { pattern: /(^|[_.])(activation|excitation|fiber_length|reserve)$/i, meaning: 'state or control of an actuator' },
];

/** Coordinate and quantity that a label names. */
export interface CoordinateLabel {
  /** Short name, such as `hip_flexion_r`. */
  readonly coordinate: string;
  /** `value` unless the last part of a path says otherwise. */
  readonly quantity: string;
}

/**
 * Takes a label apart: `/jointset/hip_r/hip_flexion_r/speed` is the `speed` of `hip_flexion_r`.
 *
 * A plain label is the `value` of itself; a path that does not end in a known quantity keeps its last part.
 */
export function coordinateOf(label: string): CoordinateLabel {
  const parts = label.split('/').filter((part) => part !== '');
  const last = parts.at(-1) ?? label;
  return parts.length > 1 && PATH_QUANTITIES.includes(last)
    ? { coordinate: parts[parts.length - 2], quantity: last }
    : { coordinate: last, quantity: 'value' };
}

/** Whether a column of coordinates holds an angle or its derivative, judged by its label and `NOT_ROTATIONAL`. */
export function isRotation(label: string): boolean {
  const { coordinate, quantity } = coordinateOf(label);
  return (
    ['value', 'speed', 'accel'].includes(quantity) && !NOT_ROTATIONAL.some(({ pattern }) => pattern.test(coordinate))
  );
}

/**
 * A table of coordinates with its angles in degrees; translations and coupled coordinates stay as they are.
 *
 * @param assumed unit to take where the header does not state one (default: none, which is an error then)
 * @returns the table itself where its angles are in degrees already
 * @throws UnitError where neither the header nor the caller states the unit, or the table holds vectors
 */
export function anglesInDegrees(table: StorageTable, assumed?: 'degrees' | 'radians'): StorageTable {
  const inDegrees = table.inDegrees ?? (assumed === undefined ? null : assumed === 'degrees');
  if (inDegrees === null) throw new UnitError('inDegrees=yes or inDegrees=no in the header', 'neither');
  if (table.dataType !== 'double') throw new UnitError('a table of numbers', `one of ${table.dataType}`);
  if (inDegrees) return table.inDegrees === null ? { ...table, inDegrees } : table;
  const columns = table.columns.map((column) =>
    isRotation(column.label)
      ? { ...column, components: column.components.map((values) => values.map((x) => (x * 180) / Math.PI)) }
      : column,
  );
  return { ...table, inDegrees: true, columns };
}
