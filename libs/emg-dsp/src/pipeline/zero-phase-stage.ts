import { SILENCE } from '../filter/section-cascade';
import type { SecondOrderSections } from '../filter/second-order-sections';
import { steadyStateOf, zeroPhasePadLength } from '../filter/second-order-sections';
import { filterZeroPhase } from '../filter/zero-phase';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import { mayPairZeros } from './paired-zeros';
import type { Stage } from './stage';

export interface ZeroPhaseStageOptions {
  /**
   * The bits of `filterZeroPhase` for every filter; default false, which takes a shorter form for Butterworth band-passes where its
   * rounding errors stay below 1e-10 (1e-13 for the usual ones).
   */
  readonly strict?: boolean;
}

/** One pass over rows from `first` on, in steps of `step` bytes. */
type Pass = (first: number, numRows: number, step: number) => void;

/** Zero-phase filter as `filterZeroPhase`. */
export function zeroPhaseStage(sections: SecondOrderSections, { strict = false }: ZeroPhaseStageOptions = {}): Stage {
  const padLength = zeroPhasePadLength(sections);
  const isBand = !strict && mayPairZeros(sections);
  return {
    id: 'zero-phase',
    allowsFloat32: false,
    lengthAfter: (numSamples) => numSamples,
    applyToChannel: (channel) => filterZeroPhase(channel, sections),
    demand: (numSamples) => (numSamples > padLength ? { before: padLength, from: numSamples + padLength } : null),
    prepare(arena, numSamples) {
      const { kernels } = arena;
      const silence = arena.allocate(ROW_BYTES);
      const run = isBand ? bandPass(arena, sections, silence) : anyPass(arena, sections, silence);
      const numRows = numSamples + 2 * padLength;
      return (rows) => {
        const first = rows - padLength * ROW_BYTES;
        kernels.extendOdd(rows, numSamples, padLength);
        kernels.peakRow(first, numRows, SILENCE, silence);
        run(first, numRows, ROW_BYTES);
        run(first + (numRows - 1) * ROW_BYTES, numRows, -ROW_BYTES);
        return rows;
      };
    },
  };
}

function anyPass(arena: Arena, sections: SecondOrderSections, silence: number): Pass {
  const { kernels } = arena;
  const { coefficients, numSections } = sections;
  // a0 is 1 and is left out.
  const table = arena.place(coefficients.filter((_, index) => index % 6 !== 3));
  const steady = arena.place(steadyStateOf(sections));
  const states = arena.allocate(2 * numSections * ROW_BYTES);
  return (first, numRows, step) => {
    kernels.startStates(states, steady, numSections, first);
    kernels.runSections(first, numRows, step, table, numSections, states, silence);
  };
}

/** All zeros of a Butterworth band-pass lie at +1 and -1, so every section may take one of each. */
function bandPass(arena: Arena, { coefficients, numSections }: SecondOrderSections, silence: number): Pass {
  const { kernels } = arena;
  const table = new Float64Array(3 * numSections);
  for (let section = 0; section < numSections; section++)
    table.set(
      [section === 0 ? coefficients[0] : 1, ...coefficients.subarray(6 * section + 4, 6 * section + 6)],
      3 * section,
    );
  // A constant stops at the first section: both its delays hold what the poles make of it, all others nothing.
  const [gain, a1, a2] = table;
  const steady = new Float64Array(2 * numSections).fill(gain / (1 + a1 + a2), 0, 2);
  const sections = arena.place(table);
  const start = arena.place(steady);
  const states = arena.allocate(2 * numSections * ROW_BYTES);
  return (first, numRows, step) => {
    kernels.startStates(states, start, numSections, first);
    kernels.runBandSections(first, numRows, step, sections, numSections, states, silence);
  };
}
