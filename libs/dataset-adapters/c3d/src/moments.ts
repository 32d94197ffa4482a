import type { Decision, GaitEvent, Side } from '@emgfm/schema';
import type { C3dMapping } from './mapping';

/** How the moments of a file become internal N·m/kg: the factor, or why there is none. */
export type MomentConvention =
  | { readonly factor: number; readonly decisions: readonly Decision[] }
  | { readonly factor: null; readonly why: string };

/** A stretch of samples, end-exclusive, in which a foot stands; `measured` where a plate measured it. */
export interface Stance {
  readonly startSample: number;
  readonly endSample: number;
  readonly measured: boolean;
}

/** Peak of the ankle flexion moment in walking, in N·m/kg: children and slow walkers to runners. */
const ANKLE_PEAK_NM_PER_KG = [0.3, 5] as const;

const UNIT_FACTORS = {
  'N.mm/kg': { toNm: 1e-3, perKg: true },
  'N.m/kg': { toNm: 1, perKg: true },
  'N.mm': { toNm: 1e-3, perKg: false },
  'N.m': { toNm: 1, perKg: false },
} as const;

type MomentUnit = keyof typeof UNIT_FACTORS;

/**
 * The stances of one foot in a series, from its strikes and offs; the series may begin or end inside one.
 * @param measured whether the samples [start, end) of a stance were measured by a plate
 */
export function stancesOf(
  events: readonly GaitEvent[],
  side: Side,
  series: { samplingRateHz: number; numSamples: number },
  measured: (startSample: number, endSample: number) => boolean,
): Stance[] {
  const sample = (timeS: number): number =>
    Math.min(Math.max(Math.round(timeS * series.samplingRateHz), 0), series.numSamples);
  const own = events.filter((event) => event.side === side).sort((a, b) => a.timeS - b.timeS);
  const stances: Stance[] = [];
  let start: number | null = own[0]?.kind === 'foot_off' ? 0 : null;
  const close = (endSample: number): void => {
    if (start !== null && endSample > start) {
      stances.push({ startSample: start, endSample, measured: measured(start, endSample) });
    }
    start = null;
  };
  for (const event of own) {
    if (event.kind === 'foot_off') close(sample(event.timeS));
    else start ??= Math.min(Math.max(Math.ceil(event.timeS * series.samplingRateHz - 1e-6), 0), series.numSamples);
  }
  close(series.numSamples);
  return stances;
}

/** Samples [start, end) are measured when the ground force acts in at least half of them. */
export function measuredByForce(force: ArrayLike<number>): (startSample: number, endSample: number) => boolean {
  let greatest = 0;
  for (let i = 0; i < force.length; i += 1) greatest = Math.max(greatest, Math.abs(force[i] as number) || 0);
  return (startSample, endSample) => {
    let loaded = 0;
    for (let i = startSample; i < endSample; i += 1) if (Math.abs(force[i] as number) > 0.05 * greatest) loaded += 1;
    return greatest > 0 && loaded >= 0.5 * (endSample - startSample);
  };
}

/** Samples [start, end) are measured when the ankle moment reaches a quarter of the greatest of the trial. */
export function measuredByMoment(
  ankleMoment: ArrayLike<number>,
  greatest: number,
): (startSample: number, endSample: number) => boolean {
  return (startSample, endSample) => {
    for (let i = startSample; i < endSample; i += 1) {
      if (Math.abs(ankleMoment[i] as number) >= 0.25 * greatest) return true;
    }
    return false;
  };
}

/**
 * Decides unit and sign of the moments of a file from the ankle flexion moment in measured stances: the unit from its size
 * (walking peaks at 0.3-5 N·m/kg) within what the file states, the sign from push-off, which is plantarflexor.
 * @param extremes signed extreme of the ankle flexion moment of each measured stance, in the unit of the file
 * @param statedUnit POINT:MOMENT_UNITS; '' where the file does not say
 */
export function decideMomentConvention(
  extremes: readonly number[],
  context: { statedUnit: string; massKg: number; mapping: Pick<C3dMapping, 'momentUnit' | 'momentSign'> },
): MomentConvention {
  const { statedUnit, massKg, mapping } = context;
  if (extremes.length === 0) return { factor: null, why: 'no stance on a force plate, so no moment was measured' };
  const sorted = [...extremes].sort((a, b) => Math.abs(a) - Math.abs(b));
  const typical = sorted[Math.floor(sorted.length / 2)] as number;
  const evidence = `ankle flexion moment peaks at ${typical.toPrecision(4)} ${statedUnit || '(unit not stated)'} in ${extremes.length} measured stance(s)`;
  const unit = mapping.momentUnit ?? unitOfSize(Math.abs(typical), statedUnit, massKg);
  if (unit === null) return { factor: null, why: `unit of the moments not recognised: ${evidence}` };
  const { toNm, perKg } = UNIT_FACTORS[unit];
  if (!perKg && !(massKg > 0)) return { factor: null, why: `moments are in ${unit} and the body mass is missing` };
  const external = mapping.momentSign === undefined ? typical > 0 : mapping.momentSign === 'external';
  return {
    factor: (external ? -1 : 1) * toNm * (perKg ? 1 : 1 / massKg),
    decisions: [
      { fact: 'moment unit', decided: unit, evidence: mapping.momentUnit === undefined ? evidence : 'mapping file' },
      {
        fact: 'moment sign',
        decided: external ? 'external, turned to internal' : 'internal',
        evidence: mapping.momentSign === undefined ? `${evidence}; push-off is plantarflexor` : 'mapping file',
      },
    ],
  };
}

function unitOfSize(size: number, statedUnit: string, massKg: number): MomentUnit | null {
  const stated = statedUnit.toLowerCase().replace(/[^a-z]/g, '');
  const millimetres = stated.includes('mm');
  const candidates = (Object.keys(UNIT_FACTORS) as MomentUnit[]).filter((unit) => {
    if (stated !== '' && unit.includes('mm') !== millimetres) return false;
    const { toNm, perKg } = UNIT_FACTORS[unit];
    // without a mass the size still tells N·m from N·m/kg: take a range of 15-200 kg
    const masses = perKg ? [1] : massKg > 0 ? [massKg] : [15, 200];
    const [least, greatest] = ANKLE_PEAK_NM_PER_KG;
    return size * toNm >= least * Math.min(...masses) && size * toNm <= greatest * Math.max(...masses);
  });
  return candidates[0] ?? null;
}
