import { decideMomentSign } from '@emgfm/adapter-kit';
import type { Decision } from '@emgfm/schema';
import { LARGEST_MOMENT_NM_PER_KG, LEAST_MOMENT_NMM_PER_KG } from './channels';

/** Factor to N·m/kg, decided from the size of all moments of a trial. */
export interface MomentUnit {
  readonly factor: number;
  /** null where the numbers are N·m/kg, as the source says. */
  readonly decision: Decision | null;
}

/**
 * The unit of moments by their 99th percentile: below 20 they are N·m/kg, from 300 on N·mm/kg. What lies between is neither: it stays
 * as it is, so that the limits of plausible moments reject it.
 */
export function decideMomentUnit(columns: readonly ArrayLike<number>[]): MomentUnit {
  const sizes = Float64Array.from(
    columns.flatMap((column) => Array.from(column, Math.abs)).filter(Number.isFinite),
  ).sort();
  const size = sizes[Math.floor(0.99 * (sizes.length - 1))] ?? 0;
  if (size <= LARGEST_MOMENT_NM_PER_KG) return { factor: 1, decision: null };
  const known = size >= LEAST_MOMENT_NMM_PER_KG;
  return {
    factor: known ? 1e-3 : 1,
    decision: {
      fact: 'unit of moments',
      decided: known ? 'N·mm/kg, divided by 1000' : 'not recognised, kept; it may be N·m',
      evidence: `the 99th percentile of their size is ${size.toPrecision(3)}; walking stays below ${LARGEST_MOMENT_NM_PER_KG} N·m/kg`,
    },
  };
}

/** Factor from the source's sign to internal moments; NaN where it could not be decided. */
export interface MomentSignOfPerson {
  readonly factor: number;
  readonly decisions: readonly Decision[];
}

/** Strides that are enough to decide on the sign. */
const ENOUGH_STRIDES = 24;

/**
 * Whether the moments of a participant are external, from the push-off of the ankle.
 * @param trials ankle flexion moment (N·m/kg) of the strides of each trial, on points from strike to strike
 */
export async function decideMomentSigns(
  trials: AsyncIterable<readonly ArrayLike<number>[]>,
): Promise<MomentSignOfPerson> {
  const curves: ArrayLike<number>[] = [];
  for await (const own of trials) {
    curves.push(...own);
    if (curves.length >= ENOUGH_STRIDES && decideMomentSign('ankle', curves).factor !== null) break;
  }
  if (curves.length === 0) return { factor: NaN, decisions: [] };
  const { factor, decision } = decideMomentSign('ankle', curves);
  return { factor: factor ?? NaN, decisions: [{ ...decision, fact: 'sign of moments, from that of the ankle' }] };
}
