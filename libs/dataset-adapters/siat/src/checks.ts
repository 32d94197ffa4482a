import type { Decision, Side } from '@emgfm/schema';
import { KNEE_BENDS_DEG, TORQUE_LIMITS } from './channels';

/** What the data say of a sign or factor; NaN where they do not tell. */
export interface DecidedFactor {
  readonly factor: number;
  readonly decision: Decision;
}

/** Sign of knee flexion: that of the knee angle beyond 30 degrees, in 5 % of the samples or more. */
export function decideKneeSign(side: Side, kneeDeg: Float64Array): DecidedFactor {
  const sorted = finiteSorted(kneeDeg);
  const [low, high] = [percentile(sorted, 5), percentile(sorted, 95)];
  const [bendsDown, bendsUp] = [low < -KNEE_BENDS_DEG, high > KNEE_BENDS_DEG];
  const factor = bendsDown === bendsUp ? NaN : bendsDown ? -1 : 1;
  const decided = Number.isNaN(factor) ? 'undecided' : factor < 0 ? 'flexion is negative' : 'flexion is positive';
  const evidence = `the 5th and 95th percentile are ${low.toFixed(1)} and ${high.toFixed(1)} degrees, a knee that walks bends beyond ${KNEE_BENDS_DEG}`;
  return { factor, decision: { fact: `sign of the ${side} knee`, decided, evidence } };
}

/** Factor from torques to N·m/kg. Torques are in N·m as the authors' plots say, unless they are as small as moments per body mass. */
export function decideTorqueFactor(torques: readonly Float64Array[], massKg: number): DecidedFactor {
  const sizes = finiteSorted(...torques.map((torque) => torque.map(Math.abs)));
  const size = percentile(sizes, 99);
  const { leastNm, greatestNmPerKg } = TORQUE_LIMITS;
  const found = `the 99th percentile of all torques is ${size.toPrecision(3)}`;
  const decide = (factor: number, decided: string, evidence: string): DecidedFactor => ({
    factor,
    decision: { fact: 'unit of the torques', decided, evidence },
  });
  if (size < greatestNmPerKg) return decide(1, 'N·m/kg', `${found}, below ${greatestNmPerKg}`);
  if (!(size > leastNm))
    return decide(NaN, 'undecided', `${found}, neither below ${greatestNmPerKg} nor above ${leastNm}`);
  const known = Number.isFinite(massKg);
  return decide(1 / massKg, 'N·m', `${found}; ${known ? `body mass ${massKg} kg` : 'body mass is not known'}`);
}

function finiteSorted(...columns: readonly Float64Array[]): Float64Array {
  const finite = columns.map((column) => column.filter(Number.isFinite));
  const all = new Float64Array(finite.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of finite) {
    all.set(column, at);
    at += column.length;
  }
  return all.sort();
}

/** NaN of no values. */
function percentile(sorted: Float64Array, percent: number): number {
  return sorted[Math.floor((percent / 100) * (sorted.length - 1))] ?? NaN;
}
