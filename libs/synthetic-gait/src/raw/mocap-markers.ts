import { SIDES, type Side } from '@emgfm/schema';
import { LayoutError } from '../errors';
import type { SimulatedMarkerName, SimulatedMarkers } from '../markers';

/** Where a marker of this layout is: a weighted mean of simulated markers, and from there forward, outward and up (shares of body height). */
interface Placement {
  readonly from: readonly (readonly [marker: SimulatedMarkerName, weight: number])[];
  readonly shift: readonly [forward: number, left: number, up: number];
}

/** The path of a marker (m): forward, left, up, one value per sample. */
export type MocapPath = readonly [Float64Array, Float64Array, Float64Array];

const PELVIS = ['left_asis', 'right_asis', 'left_psis', 'right_psis'] as const;
/** Height of the middle of the pelvis markers over the ankles, as a share of body height. */
const PELVIS_OVER_ANKLE = 0.55;

/** The trunk above the pelvis. */
function trunk(forward: number, left: number, up: number): Placement {
  return { from: PELVIS.map((marker) => [marker, 0.25]), shift: [forward, left, up] };
}

/** An arm hangs from the trunk and swings with the leg of the other side, more so the lower. */
function arm(side: Side, swing: number, forward: number, outward: number, up: number): Placement {
  const other = side === 'left' ? 'right' : 'left';
  const from = [
    ...PELVIS.map((marker) => [marker, (1 - swing) / 4] as const),
    [`${other}_ankle` as const, swing] as const,
  ];
  return { from, shift: [forward, side === 'left' ? outward : -outward, up + swing * PELVIS_OVER_ANKLE] };
}

function leg(side: Side, from: readonly SimulatedMarkerName[], outward = 0): Placement {
  return {
    from: from.map((marker) => [marker, 1 / from.length]),
    shift: [0, side === 'left' ? outward : -outward, 0],
  };
}

/** Markers of one side that are named with a letter and a dot, in the order of the source. */
function limbMarkers(side: Side): [string, Placement][] {
  const letter = side === 'left' ? 'L' : 'R';
  return [
    [`${letter}.FootHeel`, leg(side, [`${side}_heel`])],
    [`${letter}.AnkleLateral`, leg(side, [`${side}_ankle`])],
    [`${letter}.AnkleMedial`, leg(side, [`${side}_ankle`], -0.04)],
    [`${letter}.ToeLateral`, leg(side, [`${side}_toe`], 0.025)],
    [`${letter}.ToeMedial`, leg(side, [`${side}_toe`], -0.025)],
    [`${letter}.WristMedial`, arm(side, 0.18, 0.03, 0.12, -0.1)],
    [`${letter}.WristLateral`, arm(side, 0.18, 0.03, 0.15, -0.1)],
    [`${letter}.ShoulderFront`, arm(side, 0, 0.03, 0.12, 0.215)],
    [`${letter}.ShoulderRear`, arm(side, 0, -0.03, 0.12, 0.215)],
    [`${letter}.KneeLateral`, leg(side, [`${side}_knee`])],
    [`${letter}.KneeMedial`, leg(side, [`${side}_knee`], -0.055)],
    [`${letter}.LowerArmLateral`, arm(side, 0.1, 0, 0.16, 0.05)],
    [`${letter}.LowerArmMedial`, arm(side, 0.1, 0, 0.12, 0.05)],
  ];
}

function sidedMarkers(side: Side): Record<string, Placement> {
  const [letter, outward] = side === 'left' ? ['L', 1] : ['R', -1];
  return {
    [`${letter}ASIS`]: leg(side, [`${side}_asis`]),
    [`${letter}PSIS`]: leg(side, [`${side}_psis`]),
    [`${letter}ACR`]: trunk(-0.01, outward * 0.11, 0.245),
    [`${letter}.UpparArm`]: arm(side, 0.05, 0, 0.14, 0.13),
    [`${letter}.Thigh`]: leg(side, [`${side}_asis`, `${side}_knee`], 0.02),
    [`${letter}.Shank`]: leg(side, [`${side}_knee`, `${side}_ankle`], 0.01),
    [`${letter}FAsuperior`]: arm(side, 0.13, 0.02, 0.15, 0),
  };
}

const placements: Readonly<Record<string, Placement>> = {
  ...Object.fromEntries(SIDES.flatMap(limbMarkers)),
  ...sidedMarkers('left'),
  ...sidedMarkers('right'),
  C7: trunk(-0.045, 0, 0.275),
  CLAV: trunk(0.035, 0, 0.235),
  Head_Top: trunk(0.01, 0, 0.415),
};

const limbs = SIDES.flatMap((side) => limbMarkers(side).map(([name]) => name));

/** The 42 markers in the order of the source, with its spelling; the right heel has none. */
export const MOCAP_MARKERS: readonly string[] = [
  ...limbs.filter((name) => name !== 'R.FootHeel'),
  ...['LASIS', 'LPSIS', 'RASIS', 'RPSIS', 'C7', 'CLAV', 'LACR', 'RACR', 'Head_Top', 'R.UpparArm', 'L.UpparArm'],
  ...['R.Thigh', 'L.Thigh', 'R.Shank', 'L.Shank', 'RFAsuperior', 'LFAsuperior'],
];

/**
 * Paths of markers of this layout.
 * @param names of {@link MOCAP_MARKERS}, or `R.FootHeel`
 * @throws Layout for another name, or when a simulated marker is missing
 */
export function mocapMarkerPaths(
  markers: SimulatedMarkers,
  heightM: number,
  names: readonly string[],
): ReadonlyMap<string, MocapPath> {
  return new Map(
    names.map((name) => {
      const placement = placements[name];
      if (placement === undefined) throw new LayoutError('mocap', 'a marker of this layout', name);
      return [name, pathOf(placement, markers, heightM)];
    }),
  );
}

function pathOf({ from, shift }: Placement, { positionsM, numSamples }: SimulatedMarkers, heightM: number): MocapPath {
  return [0, 1, 2].map((axis) => {
    const row = new Float64Array(numSamples).fill((shift[axis] as number) * heightM);
    for (const [marker, weight] of from) {
      const path = positionsM[marker];
      if (path === undefined) throw new LayoutError('mocap', `the marker ${marker}`, 'none');
      for (let i = 0; i < numSamples; i += 1) row[i] += weight * (path.data[axis * numSamples + i] as number);
    }
    return row;
  }) as unknown as MocapPath;
}
