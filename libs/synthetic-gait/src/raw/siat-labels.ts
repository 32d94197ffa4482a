import { jointMotionIndex, type Side } from '@emgfm/schema';
import { TRUTH_POINTS, type StrideTruth } from '../stride-truth';

/** Movements that are made of gait cycles: level walking, upstairs, downstairs. */
export const SIAT_MOVEMENTS = ['WAK', 'UPS', 'DNS'] as const;

/** A movement of {@link SIAT_MOVEMENTS}. */
export type SiatMovement = (typeof SIAT_MOVEMENTS)[number];

/** A labelled cycle: the rows from one strike up to, not including, the next, and where each status begins. */
export interface SiatCycle {
  readonly group: number;
  readonly stride: StrideTruth;
  /** Times (s) at which status 1, 2, ... begin, and the end of the last. */
  readonly bordersS: readonly number[];
}

/** Statuses of a cycle: 1 strike to maximum stance flexion, 2 to maximum stance extension, 3 to foot-off, 4 to maximum swing flexion, 5 to strike; on stairs 1 strike to foot-off, 2 to maximum swing flexion, 3 to strike. */
export function siatCycle(stride: StrideTruth, group: number, movement: SiatMovement): SiatCycle {
  const { startS, footOffS, endS } = stride;
  const knee = stride.anglesDeg[jointMotionIndex('knee', 'flexion')];
  const shareOf = (timeS: number): number => (timeS - startS) / (endS - startS);
  const timeOf = (share: number): number => startS + share * (endS - startS);
  const maximum = (from: number, to: number): number => extreme(knee, from, to, 1);
  const stanceFlexion = maximum(0.06, 0.3);
  const stanceExtension = extreme(knee, stanceFlexion + 0.05, shareOf(footOffS) - 0.05, -1);
  const swingFlexion = maximum(shareOf(footOffS) + 0.01, 0.95);
  const inStance = movement === 'WAK' ? [timeOf(stanceFlexion), timeOf(stanceExtension)] : [];
  return { group, stride, bordersS: [startS, ...inStance, footOffS, timeOf(swingFlexion), endS] };
}

/** Share of the stride at which a curve is greatest (sign 1) or least (-1) between two shares. */
function extreme(curve: Float64Array, from: number, to: number, sign: 1 | -1): number {
  const last = TRUTH_POINTS - 1;
  let best = Math.round(from * last);
  for (let point = best; point <= to * last; point += 1) if (sign * (curve[point] - curve[best]) > 0) best = point;
  return best / last;
}

/** Numbers that are kept for the cycles of one leg. */
export function siatNumbersPerLeg(cyclesPerLeg: number): number {
  return Math.max(5, cyclesPerLeg);
}

/**
 * The labelled cycles of a trial: so many of the right leg in its first half, numbered from 1, and as many of the left leg in its
 * second half, numbered from 6 (further where the right leg has more than five). The first stride of each half, and the one after the third cycle, are not labelled.
 */
export function siatCycles(
  strides: readonly StrideTruth[],
  halves: Readonly<Record<Side, readonly [startS: number, endS: number]>>,
  cyclesPerLeg: number,
  movement: SiatMovement,
): readonly SiatCycle[] {
  return (['right', 'left'] as const).flatMap((side, leg) => {
    const [fromS, toS] = halves[side];
    const own = strides.filter((stride) => stride.side === side && stride.startS >= fromS && stride.endS <= toS);
    const labelled = own.filter((_, i) => i !== 0 && i !== 4).slice(0, cyclesPerLeg);
    return labelled.map((stride, i) => siatCycle(stride, leg * siatNumbersPerLeg(cyclesPerLeg) + i + 1, movement));
  });
}

/** Status and group of every row; empty texts where no cycle is labelled. */
export function siatLabelTexts(
  timesS: Float64Array,
  cycles: readonly SiatCycle[],
  decimals: boolean,
): { readonly status: readonly string[]; readonly group: readonly string[] } {
  const status: string[] = new Array(timesS.length).fill('');
  const group: string[] = new Array(timesS.length).fill('');
  const text = (value: number): string => (decimals ? value.toFixed(1) : String(value));
  for (const { group: number, bordersS } of cycles) {
    timesS.forEach((timeS, row) => {
      if (!(timeS >= bordersS[0] && timeS < bordersS[bordersS.length - 1])) return;
      status[row] = text(bordersS.filter((borderS) => borderS <= timeS).length);
      group[row] = text(number);
    });
  }
  return { status, group };
}
