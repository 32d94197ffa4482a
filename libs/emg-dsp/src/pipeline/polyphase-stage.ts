import type { Arena } from '../kernel/arena';
import type { PolyphaseOptions, PolyphasePlan } from '../resample/polyphase';
import { planPolyphase, resampledLength, resamplePolyphase } from '../resample/polyphase';
import type { Stage } from './stage';

/** Rate change by up / down with odd continuation at the ends; equals `resamplePolyphase` to rounding. */
export function polyphaseStage(options: Omit<PolyphaseOptions, 'edges'>): Stage {
  const plan = planPolyphase(options);
  // The kernels may work one output ahead.
  const margin = Math.ceil((plan.halfLength + plan.down) / plan.up) + 1;
  return {
    id: 'polyphase',
    allowsFloat32: true,
    lengthAfter: (numSamples) => resampledLength(numSamples, plan),
    applyToChannel: (channel) => resamplePolyphase(channel, options),
    demand: (numSamples) =>
      numSamples > margin
        ? { before: margin, from: Math.max(numSamples + margin, resampledLength(numSamples, plan) + 1) }
        : null,
    prepare(arena, numSamples) {
      const filter = plan.up === 1 && plan.down === 2 ? halfBandFilter(arena, plan) : phaseFilter(arena, plan);
      const numOut = resampledLength(numSamples, plan);
      return (rows, other) => {
        arena.kernels.extendOdd(rows, numSamples, margin);
        filter(rows, other, numOut);
        return other;
      };
    },
  };
}

type RowFilter = (rows: number, to: number, numOut: number) => void;

function phaseFilter(arena: Arena, { up, down, halfLength, phaseTaps, tapsPerPhase }: PolyphasePlan): RowFilter {
  const taps = arena.place(phaseTaps);
  return (rows, to, numOut) => arena.kernels.polyphase(rows, to, numOut, up, down, halfLength, taps, tapsPerPhase);
}

/** At 2:1 every second tap is a zero of the sinc, of size 1e-17 after rounding, and the others come in equal pairs. */
function halfBandFilter(arena: Arena, { halfLength, phaseTaps }: PolyphasePlan): RowFilter {
  const numPairs = halfLength / 2;
  const folded = Float64Array.from({ length: numPairs + 1 }, (_, pair) =>
    pair === 0 ? phaseTaps[halfLength] : phaseTaps[halfLength + 2 * pair - 1],
  );
  const taps = arena.place(folded);
  return (rows, to, numOut) => arena.kernels.halfBand(rows, to, numOut, taps, numPairs);
}
