import { toZUp, type VerticalAxis, verticalAxisOfMarkers } from '@emgfm/adapter-kit';
import type { Decision, MarkerName, MarkerSignals, NdArray } from '@emgfm/schema';
import { EVENT_MARKERS } from './channels';
import type { TableColumns } from './columns';
import type { MocapMapping } from './mapping';
import { type ClockedColumns, onOwnClock, type TrialRows } from './trial-table';

/** Markers of a trial on their own clock: x, y, z as the table has them. */
export interface MarkerRows extends Omit<ClockedColumns, 'columns'> {
  readonly numSamples: number;
  readonly xyz: ReadonlyMap<string, readonly [Float64Array, Float64Array, Float64Array]>;
  /** Positions that were written as 0, 0, 0 and are missing. */
  readonly atOrigin: number;
}

/** What turns the numbers of a table into metres, z up. */
export interface Geometry {
  readonly metresPerUnit: number;
  readonly vertical: VerticalAxis;
}

/**
 * The markers of a trial; null where there are none. A marker at exactly 0, 0, 0 was hidden: many programs write that for a path that
 * they have lost.
 * @throws UnevenClockError
 */
export function markerRows(rows: TrialRows, { markers }: TableColumns): MarkerRows | null {
  const clocked = onOwnClock(rows, [...markers.values()].flat());
  if (clocked === null) return null;
  const { columns, ...clock } = clocked;
  let atOrigin = 0;
  const xyz = [...markers.keys()].map((marker, i) => {
    const [x, y, z] = columns.slice(3 * i, 3 * i + 3) as [Float64Array, Float64Array, Float64Array];
    const isHidden = (sample: number): boolean => x[sample] === 0 && y[sample] === 0 && z[sample] === 0;
    const hidden = x.reduce((count, _, sample) => count + (isHidden(sample) ? 1 : 0), 0);
    atOrigin += hidden;
    const seen = (row: Float64Array): Float64Array =>
      hidden === 0 ? row : row.map((value, sample) => (isHidden(sample) ? NaN : value));
    return [marker, [seen(x), seen(y), seen(z)] as const] as const;
  });
  return { ...clock, numSamples: columns[0]?.length ?? 0, xyz: new Map(xyz), atOrigin };
}

const METRES: Readonly<Record<'mm' | 'cm' | 'm', number>> = { mm: 1e-3, cm: 1e-2, m: 1 };

/**
 * Unit and vertical axis of the markers: what the mapping or the header says, else what the body shows. The pelvis stands at least 0.3 m
 * above the feet, so the smallest unit in which it does is the one: no body is ten times as large.
 * @returns null where they can't be told
 */
export function decideGeometry(
  rows: MarkerRows,
  stated: TableColumns['lengthUnit'],
  { lengthUnit, verticalAxis }: MocapMapping,
): { geometry: Geometry | null; decisions: readonly Decision[] } {
  const rowsOf = (name: MarkerName): readonly Float64Array[] | null => eventMarker(rows, name);
  const unit = lengthUnit ?? stated;
  const units = unit === null ? (['mm', 'cm', 'm'] as const) : [unit];
  for (const candidate of units) {
    const metresPerUnit = METRES[candidate];
    const seen = verticalAxisOfMarkers(rowsOf, metresPerUnit);
    const vertical = verticalAxis ?? seen;
    if (vertical === null || (seen === null && unit === null)) continue;
    const evidence = 'the markers of the pelvis stand more than 0.3 m above those of the feet';
    return {
      geometry: { metresPerUnit, vertical },
      decisions: [
        ...(unit === null ? [{ fact: 'length unit', decided: candidate, evidence: `${evidence} in this unit` }] : []),
        ...(verticalAxis === undefined ? [{ fact: 'vertical axis', decided: vertical, evidence }] : []),
      ],
    };
  }
  return { geometry: null, decisions: [] };
}

/** x, y, z of a marker that tells events: the mean of the layout's markers that the table has for it. */
function eventMarker({ xyz }: MarkerRows, name: MarkerName): readonly Float64Array[] | null {
  const [, wanted] = EVENT_MARKERS.find(([own]) => own === name) ?? [name, []];
  const paths = wanted.flatMap((marker) => [xyz.get(marker) ?? null]).filter((path) => path !== null);
  return meanPath(paths);
}

/** Axis by axis mean of paths; NaN where one is; null for none. */
export function meanPath(paths: readonly (readonly Float64Array[])[]): readonly Float64Array[] | null {
  const [first] = paths;
  if (first === undefined || paths.length === 1) return first ?? null;
  return first.map((row, axis) =>
    row.map((_, i) => paths.reduce((sum, path) => sum + (path[axis]?.[i] as number), 0) / paths.length),
  );
}

/** Markers for event detection, with their gaps. A heel counts where both are there, so that both feet are seen by the same landmark. */
export function eventMarkers(rows: MarkerRows, { metresPerUnit, vertical }: Geometry): MarkerSignals | null {
  const positionsM: { [name in MarkerName]?: NdArray } = {};
  for (const [name] of EVENT_MARKERS) {
    const path = eventMarker(rows, name);
    if (path?.some((row) => row.some(Number.isFinite))) positionsM[name] = toZUp(path, vertical, metresPerUnit);
  }
  const { left_heel: left, right_heel: right, ...others } = positionsM;
  const { samplingRateHz, startS, numSamples } = rows;
  const used = left !== undefined && right !== undefined ? positionsM : others;
  return Object.keys(used).length === 0 ? null : { samplingRateHz, startS, numSamples, positionsM: used };
}
