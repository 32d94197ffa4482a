import { type MatStruct, type MatValue } from '@emgfm/matfile';

/** Cycles of one signal, all on the same number of points. */
export interface CycleMatrix {
  readonly cycles: number;
  readonly points: number;
  /** The points of one cycle, a copy. @param index from 0 */
  cycle(index: number): Float64Array;
}

/** A field of a struct, without regard to case; undefined where there is none or the value is no struct of one element. */
export function fieldOf(value: MatValue | undefined, name: string): MatValue | undefined {
  if (value?.kind !== 'struct') return undefined;
  return fieldIn(value, name)?.[0];
}

function fieldIn({ fields }: MatStruct, name: string): readonly MatValue[] | undefined {
  const wanted = name.toLowerCase();
  return fields.get(name) ?? [...fields].find(([own]) => own.toLowerCase() === wanted)?.[1];
}

/** The numbers of an array of any shape, in the order of MATLAB; null where it holds none. */
export function numbersOf(value: MatValue | undefined): Float64Array | null {
  if (value?.kind !== 'numeric' || value.values.length === 0) return null;
  return value.values instanceof Float64Array ? value.values : Float64Array.from(value.values, Number);
}

/**
 * A matrix of cycles by points; one of points by cycles is turned.
 * @returns null for anything else, and without a cycle
 */
export function cycleMatrix(value: MatValue | undefined, points: number): CycleMatrix | null {
  const values = numbersOf(value);
  if (value?.kind !== 'numeric' || values === null || value.dims.length !== 2) return null;
  const [rows, columns] = value.dims;
  const isTurned = columns !== points && rows === points;
  if (columns !== points && !isTurned) return null;
  const cycles = isTurned ? columns : rows;
  const [cycleStep, pointStep] = isTurned ? [points, 1] : [1, cycles];
  return {
    cycles,
    points,
    cycle: (index) => {
      const samples = new Float64Array(points);
      for (let point = 0; point < points; point += 1) samples[point] = values[index * cycleStep + point * pointStep];
      return samples;
    },
  };
}

/** Mean of all cycles point by point, missing samples left out; NaN where no cycle has one. */
export function meanCycle(matrix: CycleMatrix): Float64Array {
  return meanCurve(Array.from({ length: matrix.cycles }, (_, index) => matrix.cycle(index)));
}

/** Mean of curves of the same length, missing points left out; NaN where no curve has one. */
export function meanCurve(curves: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(curves[0]?.length ?? 0);
  const counts = new Float64Array(sums.length);
  for (const curve of curves) {
    for (let point = 0; point < sums.length; point += 1) {
      if (!Number.isFinite(curve[point])) continue;
      sums[point] += curve[point];
      counts[point] += 1;
    }
  }
  return sums.map((sum, point) => sum / counts[point]);
}

/** Mean of a curve over a window of percent, both ends included; missing points left out. */
export function windowMean(curve: Float64Array, [from, to]: readonly [number, number]): number {
  const at = (percent: number): number => Math.round((percent / 100) * (curve.length - 1));
  return mean(curve.subarray(at(from), at(to) + 1));
}

/** Mean of the finite values; NaN where there is none. */
export function mean(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) continue;
    sum += values[i];
    count += 1;
  }
  return sum / count;
}

/** The middle of the finite values; NaN where there is none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
