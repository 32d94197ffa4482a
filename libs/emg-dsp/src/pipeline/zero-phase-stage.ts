import { SILENCE } from '../filter/section-cascade';
import type { SecondOrderSections } from '../filter/second-order-sections';
import { steadyStateOf, zeroPhasePadLength } from '../filter/second-order-sections';
import { filterZeroPhase } from '../filter/zero-phase';
import { ROW_BYTES } from '../kernel/arena';
import type { Stage } from './stage';

/** Zero-phase filter; the kernels give the same bits as `filterZeroPhase`. */
export function zeroPhaseStage(sections: Pick<SecondOrderSections, 'coefficients' | 'numSections'>): Stage {
  const { coefficients, numSections } = sections;
  const padLength = zeroPhasePadLength(sections);
  return {
    id: 'zero-phase',
    lengthAfter: (numSamples) => numSamples,
    applyToChannel: (channel) => filterZeroPhase(channel, sections),
    demand: (numSamples) => (numSamples > padLength ? { before: padLength, from: numSamples + padLength } : null),
    prepare(arena, numSamples) {
      const { kernels } = arena;
      // a0 is 1 and is left out.
      const table = arena.place(coefficients.filter((_, index) => index % 6 !== 3));
      const steady = arena.place(steadyStateOf(sections));
      const states = arena.allocate(2 * numSections * ROW_BYTES);
      const silence = arena.allocate(ROW_BYTES);
      const numRows = numSamples + 2 * padLength;
      const runFrom = (first: number, step: number) => {
        kernels.startStates(states, steady, numSections, first);
        kernels.runSections(first, numRows, step, table, numSections, states, silence);
      };
      return (rows) => {
        const first = rows - padLength * ROW_BYTES;
        kernels.extendOddF64(rows, numSamples, padLength);
        kernels.peakRow(first, numRows, SILENCE, silence);
        runFrom(first, ROW_BYTES);
        runFrom(first + (numRows - 1) * ROW_BYTES, -ROW_BYTES);
        return rows;
      };
    },
  };
}
