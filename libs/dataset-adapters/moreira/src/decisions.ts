import type { Decision, EmgUnit } from '@emgfm/schema';
import {
  AMPLITUDES,
  EMG_COLUMNS,
  GREATEST_ANKLE_NM_PER_KG,
  LEAST_PUSH_OFF_NM_PER_KG,
  PUSH_OFF_COLUMN,
  PUSH_OFF_SHARE,
} from './channels';
import type { TrialTable } from './columns';

/** A fact decided from the data. */
export interface Decided<T> {
  readonly value: T;
  readonly decision: Decision;
}

/** The torques of one trial with the divisor that makes them N·m/kg. */
export interface TorqueTable {
  readonly table: TrialTable;
  readonly divisor: number;
}

/** Factor that makes the torques internal ones: 1 as they are, -1 for external ones; null where push-off does not tell. */
export function decideTorqueSign(tables: readonly TorqueTable[]): Decided<1 | -1 | null> {
  const pushOffs = tables.map(meanPushOff).filter(Number.isFinite);
  const negative = pushOffs.filter((mean) => mean <= -LEAST_PUSH_OFF_NM_PER_KG).length;
  const positive = pushOffs.filter((mean) => mean >= LEAST_PUSH_OFF_NM_PER_KG).length;
  const value = negative === positive ? null : negative > positive ? 1 : -1;
  const decided = { '1': 'internal, kept', '-1': 'external, all negated', null: 'not decided: masked' }[`${value}`];
  const [from, to] = PUSH_OFF_SHARE;
  const evidence = `mean ankle torque at ${100 * from}-${100 * to} % of the stride: negative in ${negative}, positive in ${positive} of ${tables.length} trials looked at`;
  return { value, decision: { fact: 'torques are internal', decided: decided as string, evidence } };
}

function meanPushOff({ table, divisor }: TorqueTable): number {
  const column = table.column(1, PUSH_OFF_COLUMN) ?? new Float64Array();
  const [from, to] = PUSH_OFF_SHARE.map((share) => Math.round(share * (column.length - 1)));
  const finite = column.subarray(from, to).filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length / divisor;
}

/** Are the ankle torques those of N·m/kg? */
export function checkTorqueUnit(tables: readonly TorqueTable[]): Decided<boolean> {
  const greatest = tables.reduce((far, { table, divisor }) => {
    const column = table.column(1, PUSH_OFF_COLUMN) ?? new Float64Array();
    return column.reduce((own, value) => (Math.abs(value) / divisor > own ? Math.abs(value) / divisor : own), far);
  }, 0);
  const value = greatest < GREATEST_ANKLE_NM_PER_KG;
  const decided = value ? 'N.m/kg' : 'in doubt: larger than any ankle torque in N.m/kg';
  const evidence = `greatest ankle torque ${greatest.toPrecision(3)}, expected below ${GREATEST_ANKLE_NM_PER_KG}`;
  return { value, decision: { fact: 'unit of the torques', decided, evidence } };
}

/** The unit of the EMG by its amplitude; no file states it. */
export function decideEmgUnit(tables: readonly TrialTable[]): Decided<EmgUnit> {
  const sizes = tables.flatMap((table) =>
    EMG_COLUMNS.flatMap(({ column }) => [...(table.column(1, column) ?? [])].filter(Number.isFinite)),
  );
  const sorted = Float64Array.from(sizes, Math.abs).sort();
  const typical = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? NaN;
  const value = AMPLITUDES.find(({ from, to }) => typical >= from && typical < to)?.unit ?? 'arbitrary';
  const evidence = `99th percentile of the amplitude: ${typical.toPrecision(3)}; volt lets expect less than 0.003, millivolt less than 8`;
  return { value, decision: { fact: 'EMG unit', decided: value, evidence } };
}
