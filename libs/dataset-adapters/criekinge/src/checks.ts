import { decideMomentSign } from '@emgfm/adapter-kit';
import type { Decision, EmgUnit } from '@emgfm/schema';
import {
  ANGLE_COLUMNS,
  EMG_COLUMNS,
  GREATEST_ANKLE_NM_PER_KG,
  GREATEST_HIP_ADDUCTION_DEG,
  MOMENT_COLUMNS,
  PUSH_OFF_COLUMN,
} from './channels';
import type { LegBlock } from './leg-block';
import type { CriekingeOptions } from './options';
import type { StrideRow } from './stride-table';

/** A leg with its strides and their signals. */
export interface LegStrides {
  readonly rows: readonly StrideRow[];
  readonly block: LegBlock;
}

/** What is decided from the data. */
export interface Decided<T> {
  readonly value: T;
  readonly decision: Decision;
}

/** The ankle flexion moments of the strides with a good landing, as the source has them. */
export function* pushOffs(legs: readonly LegStrides[]): Generator<Float64Array> {
  for (const { rows, block } of legs) {
    for (const { index, goodLanding } of rows) {
      const curve = goodLanding ? block.column(index, PUSH_OFF_COLUMN) : null;
      if (curve !== null) yield curve;
    }
  }
}

/**
 * Are the moments external, as documented? Factor on top of the mapping table: 1, or -1 where push-off says that they are internal.
 * @param curves ankle moments of strides with a good landing
 */
export function decideMomentFactor(curves: readonly Float64Array[]): Decided<1 | -1> {
  const { factor, decision } = decideMomentSign('ankle', curves);
  const decided =
    factor === 1
      ? 'internal, against what is documented; kept'
      : `external, as documented; negated${factor === null ? ', untested' : ''}`;
  return {
    value: factor === 1 ? -1 : 1,
    decision: { fact: 'sign of the moments', decided, evidence: decision.evidence },
  };
}

/** Are the moments those of N·m/kg? */
export function checkMomentUnit(legs: readonly LegStrides[]): Decision {
  const curves = [...pushOffs(legs)];
  const greatest = Math.max(0, ...curves.map((curve) => extremes([curve]).size));
  const decided = greatest < GREATEST_ANKLE_NM_PER_KG ? 'N·m/kg' : 'in doubt: larger than any ankle moment in N·m/kg';
  const evidence = `greatest ankle moment ${greatest.toPrecision(3)} in ${curves.length} strides with a good landing, expected below ${GREATEST_ANKLE_NM_PER_KG}`;
  return { fact: 'unit of the moments', decided, evidence };
}

/** The unit of the EMG: a share of the greatest value of the person, unless its numbers are no shares. */
export function decideEmgUnit(legs: readonly LegStrides[]): Decided<EmgUnit> {
  const { least, greatest } = extremes(
    EMG_COLUMNS.flatMap(({ column }) => legs.flatMap((leg) => columnsOf(leg, column))),
  );
  const value = least >= 0 && greatest <= 1 + 1e-6 ? 'fraction' : 'arbitrary';
  const decided = value === 'fraction' ? 'share of the greatest value' : 'not known: these are no shares';
  const evidence = `values from ${least.toPrecision(3)} to ${greatest.toPrecision(3)}, expected 0 to 1`;
  return { value, decision: { fact: 'unit of the EMG', decided, evidence } };
}

/** Which component of the hip is adduction? The source names x only; curves and medians let a person judge. */
export function describeHipAxes(legs: readonly LegStrides[], { adductionAxis }: CriekingeOptions): Decision {
  const describe = (axis: string): { text: string; median: number } => {
    const curves = legs.flatMap((leg) => columnsOf(leg, `HipAngles.${axis}`));
    const median = medianOf(curves);
    const means = [0, 20, 40, 60, 80].map((percent) => meanAt(curves, percent).toPrecision(2));
    return { median, text: `${axis}: median ${median.toFixed(1)}, at 0, 20, 40, 60, 80 % ${means.join(' ')} degree` };
  };
  const [y, z] = [describe('y'), describe('z')];
  const own = adductionAxis === 'y' ? y : z;
  const doubt = Math.abs(own.median) < GREATEST_HIP_ADDUCTION_DEG ? '' : '; in doubt';
  return {
    fact: 'meaning of y and z',
    decided: `adduction is ${adductionAxis}, rotation is ${adductionAxis === 'y' ? 'z' : 'y'}${doubt}`,
    evidence: `hip ${y.text}; ${z.text}; expected of adduction: median within ${GREATEST_HIP_ADDUCTION_DEG} degree, one hump in stance`,
  };
}

/** Every variable that is read, by name. */
export const READ_COLUMNS: readonly string[] = [...ANGLE_COLUMNS, ...MOMENT_COLUMNS, ...EMG_COLUMNS].map(
  ({ column }) => column,
);

function columnsOf({ rows, block }: LegStrides, column: string): Float64Array[] {
  return rows.flatMap(({ index }) => block.column(index, column) ?? []);
}

function extremes(curves: readonly Float64Array[]): { least: number; greatest: number; size: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (const curve of curves) {
    for (const value of curve) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return { least, greatest, size: least > greatest ? 0 : Math.max(Math.abs(least), Math.abs(greatest)) };
}

function medianOf(curves: readonly Float64Array[]): number {
  const values = Float64Array.from(curves.flatMap((curve) => [...curve.filter(Number.isFinite)])).sort();
  return values[Math.floor(values.length / 2)] ?? NaN;
}

function meanAt(curves: readonly Float64Array[], percent: number): number {
  const values = curves
    .map((curve) => curve[Math.round((percent / 100) * (curve.length - 1))] as number)
    .filter(Number.isFinite);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
