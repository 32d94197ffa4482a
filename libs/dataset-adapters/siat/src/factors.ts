import type { EvenClock } from '@emgfm/adapter-kit';
import { type Decision, type Side, SIDES } from '@emgfm/schema';
import { COLUMN_NAMES, MOTIONS } from './channels';
import { decideKneeSign, decideTorqueFactor } from './checks';
import type { DataTable } from './named-columns';

/** Signs of the knees as the latest file that tells them shows, NaN before; walking comes first. */
export type KneeSigns = Readonly<Record<Side, number>>;

/** Signs and factors of one file. */
export interface Factors {
  /** Knee flexion of each leg (degree, flexion positive); null where it is missing or its sign is not known. */
  readonly knees: Readonly<Record<Side, Float64Array | null>>;
  readonly kneeSigns: KneeSigns;
  /** From torques to N·m/kg; NaN where unit or mass is not known. */
  readonly torqueFactor: number;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Decides signs and factors from the data of one file. @param earlier signs of the knees in earlier files of the person */
export function decideFactors(data: DataTable, clock: EvenClock, massKg: number, earlier: KneeSigns): Factors {
  const decisions: Decision[] = [];
  const notes: string[] = [];
  const knees: Record<Side, Float64Array | null> = { left: null, right: null };
  const kneeSigns: Record<Side, number> = { ...earlier };
  for (const side of SIDES) {
    const knee = data.column(COLUMN_NAMES.angle(side, 'knee flexion'));
    if (knee === null) continue;
    const { factor, decision } = decideKneeSign(side, knee);
    const sign = Number.isNaN(factor) ? earlier[side] : factor;
    kneeSigns[side] = sign;
    const isEarlier = Number.isNaN(factor) && !Number.isNaN(sign);
    decisions.push(isEarlier ? { ...decision, decided: 'as in an earlier file of this person' } : decision);
    if (Number.isNaN(sign)) notes.push(`${decision.fact} is not known, so its angle and moment are missing`);
    else knees[side] = clock.spread(knee.map((deg) => sign * deg));
  }
  const torques = SIDES.flatMap((side) =>
    MOTIONS.flatMap(({ name }) => data.column(COLUMN_NAMES.torque(side, name)) ?? []),
  );
  const torque = decideTorqueFactor(torques, massKg);
  if (torques.length > 0) decisions.push(torque.decision);
  if (torques.length > 0 && Number.isNaN(torque.factor))
    notes.push('moments are missing: the torques cannot be brought to N·m/kg');
  return { knees, kneeSigns, torqueFactor: torque.factor, decisions, notes };
}
