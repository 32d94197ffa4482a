import { type Decision, oppositeSide, type Side, SIDES } from '@emgfm/schema';
import { numberedSide } from './channels';

/** Where a cycle lies in the samples of the knees, and its number. */
export interface CycleSamples {
  readonly group: number;
  readonly start: number;
  readonly footOff: number;
  readonly end: number;
}

/** The leg of each cycle (null where nothing tells it), what was decided, and cycles whose number says otherwise. */
export interface CycleLegs {
  readonly sides: readonly (Side | null)[];
  readonly decision: Decision;
  readonly notes: readonly string[];
}

/**
 * The leg whose strike bounds each cycle. Its knee flexes most in swing, that of the other leg in stance; where this tells, it counts. Elsewhere
 * the number of the cycle does, with the legs exchanged if most of the cycles that can be told contradict their numbers.
 * @param knees knee flexion of each leg (degree, flexion positive); null where it is not known
 */
export function legsOfCycles(
  cycles: readonly CycleSamples[],
  knees: Readonly<Record<Side, Float64Array | null>>,
): CycleLegs {
  const shown = cycles.map((cycle) => swingingSide(cycle, knees));
  const judged = cycles.flatMap(({ group }, i) => {
    const [numbered, seen] = [numberedSide(group), shown[i]];
    return numbered === null || seen === null ? [] : [seen === numbered];
  });
  const agreeing = judged.filter((agrees) => agrees).length;
  const exchanged = judged.length - agreeing > agreeing;
  const sides = cycles.map(({ group }, i): Side | null => {
    const numbered = numberedSide(group);
    return shown[i] ?? (numbered !== null && exchanged ? oppositeSide(numbered) : numbered);
  });
  const evidence = `the knee of the numbered leg flexes most in swing in ${agreeing} of the ${judged.length} cycles that tell`;
  const [decided, note] =
    judged.length === 0
      ? ['as numbered, untested', 'no knee tells the leg of a cycle: cycles 1-5 are taken for right, 6-10 for left']
      : agreeing === judged.length
        ? ['as numbered: 1-5 right, 6-10 left', null]
        : [
            exchanged ? 'exchanged: 1-5 left, 6-10 right' : 'by the knees, cycle by cycle',
            `${judged.length - agreeing} of ${judged.length} cycles bend the knee of the other leg in swing and count for it: wrong leg, or signals half a cycle off`,
          ];
  return {
    sides,
    decision: { fact: 'leg of the cycles', decided, evidence },
    notes: note === null ? [] : [note],
  };
}

/** The one leg whose knee flexes most after the foot-off of the cycle; null where none or both do, or a knee has gaps. */
function swingingSide(cycle: CycleSamples, knees: Readonly<Record<Side, Float64Array | null>>): Side | null {
  const swinging = SIDES.filter((side) => {
    const knee = knees[side];
    return knee !== null && greatestAt(knee, cycle.start, cycle.end) >= cycle.footOff;
  });
  return swinging.length === 1 ? (swinging[0] ?? null) : null;
}

function greatestAt(samples: Float64Array, start: number, end: number): number {
  let best = NaN;
  for (let i = start; i < end; i += 1) {
    if (Number.isNaN(samples[i])) return NaN;
    if (!(samples[best] >= samples[i])) best = i;
  }
  return best;
}
