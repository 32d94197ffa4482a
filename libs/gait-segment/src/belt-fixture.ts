import { signalBlock, type ForcePlateSignals, type Side } from '@emgfm/schema';
import { forceSamples } from './walker-fixture';

/** Length of every belt recording (s) and its rate (Hz). */
export const BELT_S = 12;
const RATE_HZ = 1000;

/** A belt that carries a person of 700 N during the given contacts (s); its centre of pressure is given or lies at 0. */
export function beltOf(
  side: Side | null,
  contacts: readonly (readonly [number, number])[],
  centreM: (timeS: number) => readonly [number, number] = () => [0, 0],
): ForcePlateSignals {
  const numSamples = BELT_S * RATE_HZ;
  const force = new Float64Array(numSamples);
  for (const [strikeS, offS] of contacts) forceSamples(numSamples, 0, strikeS, offS).forEach((f, i) => (force[i] += f));
  const none = new Float64Array(numSamples);
  const centre = Array.from(force, (_, i) => centreM(i / RATE_HZ));
  const timing = { samplingRateHz: RATE_HZ, startS: 0 };
  return {
    ...signalBlock([none, none, force], timing),
    name: `${side ?? 'single'} belt`,
    side,
    cornersM: null,
    centreOfPressureM: signalBlock([centre.map(([x]) => x), centre.map(([, y]) => y), none], timing).samples,
  };
}

/** Contacts of one foot: strikes from `firstS` on, every `strideS`, each for `stanceS`. */
export function contactsFrom(firstS: number, strideS: number, stanceS: number): [number, number][] {
  const contacts: [number, number][] = [];
  for (let strikeS = firstS; strikeS + stanceS < BELT_S - 0.2; strikeS += strideS) {
    contacts.push([strikeS, strikeS + stanceS]);
  }
  return contacts;
}
