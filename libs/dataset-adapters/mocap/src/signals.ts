import { type EmgTable, type JointColumn, jointSignals } from '@emgfm/adapter-kit';
import { type JointSignals, type Side, SIDES } from '@emgfm/schema';
import { ANGLE_COLUMNS } from './channels';
import type { TableColumns } from './columns';
import { type MarkerRows, markerRows } from './coordinates';
import { type ClockedColumns, onOwnClock, type TrialRows } from './trial-table';

/** Angles of both legs on their own clock, as the table has them. */
export interface AngleRows extends Omit<ClockedColumns, 'columns'> {
  readonly legs: Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;
}

/** The signals of one trial, each group on its own clock, in the units of the table. */
export interface TrialSignals {
  readonly markers: MarkerRows | null;
  readonly angles: AngleRows | null;
  readonly emg: EmgTable | null;
  /** Rows that were lost or left out, in words. */
  readonly notes: readonly string[];
}

/** Takes the rows of a trial apart. @throws UnevenClockError */
export function trialSignals(rows: TrialRows, columns: TableColumns): TrialSignals {
  const markers = markerRows(rows, columns);
  const angles = angleRows(rows, columns);
  const clockedEmg = onOwnClock(
    rows,
    columns.emg.map(({ index }) => index),
  );
  const emg = clockedEmg && {
    samplingRateHz: clockedEmg.samplingRateHz,
    startS: clockedEmg.startS,
    columns: columns.emg.map(({ label }, i) => ({ label, samples: clockedEmg.columns[i] as Float64Array })),
  };
  const lost = [
    ['markers', markers],
    ['angles', angles],
    ['EMG', clockedEmg],
  ] as const;
  const notes = lost.flatMap(([what, block]) => [
    ...(block !== null && block.lostRows > 0
      ? [`${block.lostRows} row(s) of ${what} are lost and count as missing`]
      : []),
    ...(block !== null && block.repeatedRows > 0
      ? [`${block.repeatedRows} row(s) of ${what} repeat the time of the row before and were left out`]
      : []),
  ]);
  if (markers !== null && markers.atOrigin > 0)
    notes.push(`${markers.atOrigin} position(s) of markers stand at 0, 0, 0 and count as missing`);
  return { markers, angles, emg, notes };
}

function angleRows(rows: TrialRows, { angles }: TableColumns): AngleRows | null {
  const clocked = onOwnClock(rows, [...angles.left.values(), ...angles.right.values()]);
  if (clocked === null) return null;
  const { columns, ...clock } = clocked;
  const named = (side: Side, from: number): ReadonlyMap<string, Float64Array> =>
    new Map([...angles[side].keys()].map((name, i) => [name, columns[from + i] as Float64Array]));
  return { ...clock, legs: { left: named('left', 0), right: named('right', angles.left.size) } };
}

const KNEE = ANGLE_COLUMNS.find(({ joint }) => joint === 'knee')?.column as string;

/** How far the angles of a trial reach, in the unit of the table; 0 where there are none. */
export interface AngleExtremes {
  readonly leastKnee: number;
  readonly greatestKnee: number;
  /** Greatest size of any angle of the legs. */
  readonly largest: number;
}

/** How far the angles of both legs reach. */
export function angleExtremes({ angles }: TrialSignals): AngleExtremes {
  let [leastKnee, greatestKnee, largest] = [0, 0, 0];
  for (const side of SIDES) {
    for (const [name, samples] of angles?.legs[side] ?? []) {
      for (const angle of samples) {
        if (Math.abs(angle) > largest) largest = Math.abs(angle);
        if (name !== KNEE) continue;
        if (angle < leastKnee) leastKnee = angle;
        if (angle > greatestKnee) greatestKnee = angle;
      }
    }
  }
  return { leastKnee, greatestKnee, largest };
}

/** Canonical angles of one leg; null where it has none. */
export function legAngles(
  { angles }: TrialSignals,
  side: Side,
  { kneeFactor, degreesPerUnit }: { readonly kneeFactor: number; readonly degreesPerUnit: number },
): JointSignals | null {
  if (angles === null) return null;
  const table = ANGLE_COLUMNS.map((row): JointColumn => ({
    ...row,
    factor: degreesPerUnit * (row.joint === 'knee' ? kneeFactor : 1),
  }));
  return jointSignals(table, (name) => angles.legs[side].get(name) ?? null, angles);
}
