import type { CamargoTable } from './camargo-tables';

/** Folders of a mode, each with one file per trial. */
export const CAMARGO_SENSORS = ['conditions', 'emg', 'gcLeft', 'gcRight', 'id', 'ik', 'ik_offset'] as const;

/** A folder of {@link CAMARGO_SENSORS}. */
export type CamargoSensor = (typeof CAMARGO_SENSORS)[number];

/** What may be wrong with the files of one trial. */
export type CamargoDefect =
  /** The file is not there. */
  | { readonly kind: 'missing_file'; readonly sensor: CamargoSensor }
  /** The file has no bytes, as after an interrupted download. */
  | { readonly kind: 'empty_file'; readonly sensor: CamargoSensor }
  /** The table has no rows. */
  | { readonly kind: 'zero_length'; readonly sensor: CamargoSensor }
  | { readonly kind: 'missing_column'; readonly sensor: CamargoSensor; readonly column: string }
  /** The columns stand in another order. */
  | { readonly kind: 'reversed_columns'; readonly sensor: CamargoSensor }
  /** The sensor started later than the others: its first rows are missing. */
  | { readonly kind: 'late_start'; readonly sensor: CamargoSensor; readonly byS: number }
  /** Rows were lost: the clock jumps. */
  | { readonly kind: 'lost_rows'; readonly sensor: CamargoSensor; readonly startS: number; readonly endS: number }
  /** A column is NaN for a while. */
  | {
      readonly kind: 'gap';
      readonly sensor: CamargoSensor;
      readonly column: string;
      readonly startS: number;
      readonly endS: number;
    }
  /** A column is zero throughout: an electrode that was not connected. */
  | { readonly kind: 'silent_column'; readonly sensor: CamargoSensor; readonly column: string }
  /** An angle that wraps: 360 degrees more for a while. */
  | { readonly kind: 'wrapped_angle'; readonly column: string; readonly startS: number; readonly endS: number }
  /** A right heel strike that was not found: one ramp over two strides. Counted from 0. */
  | { readonly kind: 'deleted_strike'; readonly strike: number };

/** A table after the defects of its sensor. */
export function defectiveTable(
  table: CamargoTable,
  sensor: CamargoSensor,
  defects: readonly CamargoDefect[],
): CamargoTable {
  return defects.reduce((before, defect) => withDefect(before, sensor, defect), table);
}

function withDefect(table: CamargoTable, sensor: CamargoSensor, defect: CamargoDefect): CamargoTable {
  if (defect.kind === 'wrapped_angle') {
    if (!sensor.startsWith('ik')) return table;
    return mapColumn(table, defect.column, between(table, defect), (value) => value + 360);
  }
  if (defect.kind === 'deleted_strike' || defect.sensor !== sensor) return table;
  switch (defect.kind) {
    case 'zero_length':
      return keepRows(table, () => false);
    case 'late_start':
      return keepRows(table, (timeS) => timeS >= defect.byS);
    case 'lost_rows':
      return keepRows(table, (timeS) => timeS < defect.startS || timeS >= defect.endS);
    case 'missing_column':
      return new Map([...table].filter(([name]) => name !== defect.column));
    case 'reversed_columns':
      return new Map([...table].reverse());
    case 'gap':
      return mapColumn(table, defect.column, between(table, defect), () => NaN);
    case 'silent_column':
      return mapColumn(
        table,
        defect.column,
        () => true,
        () => 0,
      );
    default:
      return table;
  }
}

function timesOf(table: CamargoTable): Float64Array {
  return table.get('Header') as Float64Array;
}

function between(table: CamargoTable, span: { startS: number; endS: number }): (row: number) => boolean {
  const times = timesOf(table);
  return (row) => times[row] >= span.startS && times[row] < span.endS;
}

function mapColumn(
  table: CamargoTable,
  column: string,
  inside: (row: number) => boolean,
  change: (value: number) => number,
): CamargoTable {
  const values = table.get(column) as Float64Array;
  return new Map([...table, [column, values.map((value, row) => (inside(row) ? change(value) : value))]]);
}

function keepRows(table: CamargoTable, keep: (timeS: number) => boolean): CamargoTable {
  const times = timesOf(table);
  const kept = (_: unknown, row: number): boolean => keep(times[row]);
  return new Map(
    [...table].map(([name, values]) => [
      name,
      values instanceof Float64Array ? values.filter(kept) : values.filter(kept),
    ]),
  );
}
