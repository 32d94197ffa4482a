import { coordinateOf } from './coordinates';
import { LabelError } from './errors';
import type { Timing } from './timing';

/** How many numbers one cell holds, by the `DataType` of the header. */
export const CELL_COMPONENTS: Readonly<Record<string, number>> = {
  double: 1,
  Vec2: 2,
  Vec3: 3,
  UnitVec3: 3,
  Vec4: 4,
  Quaternion: 4,
  Vec5: 5,
  Vec6: 6,
  SpatialVec: 6,
};

/** One labelled column of a .mot or .sto file. */
export interface StorageColumn {
  /** Label as it stands in the file, maybe a path such as `/jointset/hip_r/hip_flexion_r/value`. */
  readonly label: string;
  /** One array for numbers, three for `Vec3`, four for `Quaternion` (scalar first) and so on. */
  readonly components: readonly Float64Array[];
}

/** Contents of a .mot or .sto file. */
export interface StorageTable {
  /** First line of the header, or the value of `name`; empty where there is neither. */
  readonly name: string;
  /** Header version; null in files of SIMM and early OpenSim, which have none. */
  readonly version: number | null;
  /** Whether angles are in degrees; null where the header does not say. */
  readonly inDegrees: boolean | null;
  /** `double` unless a version 3 header says otherwise. */
  readonly dataType: string;
  /** All keys of the header with their values, as written. */
  readonly header: Readonly<Record<string, string>>;
  /** Header lines that are no keys, except the first. */
  readonly notes: readonly string[];
  /** Times in seconds. */
  readonly timeS: Float64Array;
  /** All columns but the time. */
  readonly columns: readonly StorageColumn[];
  readonly timing: Timing;
  /** Where the header and the rows disagree, in words; empty for a consistent file. */
  readonly warnings: readonly string[];
}

/**
 * The numbers of one column.
 *
 * @param name label, or the name of a coordinate: `hip_flexion_r` also finds `/jointset/hip_r/hip_flexion_r/value`
 * @throws LabelError where no column, or several, match, or where a cell holds several numbers
 */
export function storageColumn(table: StorageTable, name: string): Float64Array {
  const exact = table.columns.filter(({ label }) => label === name);
  const matches =
    exact.length > 0
      ? exact
      : table.columns.filter(({ label }) => {
          const { coordinate, quantity } = coordinateOf(label);
          return quantity === 'value' && coordinate === name;
        });
  if (matches.length !== 1 || matches[0].components.length !== 1) {
    throw new LabelError(
      name,
      matches.length,
      table.columns.map(({ label }) => label),
    );
  }
  return matches[0].components[0];
}
