import type { ForcePlateSignals } from '@emgfm/schema';
import { signalBlock } from '@emgfm/schema';
import type { MotionTable } from './angles';
import { LAST_SUBJECT_WITH_MISPLACED_PLATES } from './channels';

/** Are the plates of this person in the coordinates of the markers? */
export function hasUsablePlates(sourceId: string): boolean {
  return Number(sourceId.slice(1)) > LAST_SUBJECT_WITH_MISPLACED_PLATES;
}

/** Rows of x forward, y left, z up from columns of x forward, y up, z right. */
const AXES = [
  ['x', 1],
  ['z', -1],
  ['y', 1],
] as const;

/** The force plates of one step; which foot uses which plate varies from trial to trial, so no side is given. */
export function platesOf(table: MotionTable, startS: number): ForcePlateSignals[] {
  return [1, 2].flatMap((number): ForcePlateSignals[] => {
    const rows = (prefix: string): (Float64Array | null)[] =>
      AXES.map(([axis, sign]) => table.column(`${prefix}${axis}`)?.map((value) => sign * value) ?? null);
    const forces = rows(`ground_force${number}_v`);
    const pressure = rows(`ground_force${number}_p`);
    if ([...forces, ...pressure].includes(null)) return [];
    const { samplingRateHz } = table;
    return [
      {
        ...signalBlock(forces, { samplingRateHz, startS }),
        name: `plate ${number}`,
        centreOfPressureM: signalBlock(pressure, { samplingRateHz, startS }).samples,
        cornersM: null,
        side: null,
      },
    ];
  });
}
