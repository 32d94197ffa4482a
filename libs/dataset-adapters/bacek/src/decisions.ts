import { type Decision, type Side, SIDES } from '@emgfm/schema';
import { ANKLE_SIGN_TEST, FASTEST_MPS, FORCE_SIGN_TESTS, INDEX_RATES_HZ, LONG_STRIDE_S } from './channels';
import { mean, windowMean } from './cycle-matrix';
import type { Evidence } from './evidence';

/** A fact that was decided from the data. */
export interface Decided<T> {
  readonly value: T;
  readonly decision: Decision;
}

/** Ratios of indices this close to a whole rate are that rate. */
const RATIO_TOLERANCE = 0.02;

/**
 * Rate (Hz) of the indices that the source calls those at 1 kHz: the usual one, unless strides at the fastest speed would take longer
 * than strides do.
 */
export function decideIndexRate({ fineStride, coarseStride, speedMps }: Evidence): Decided<number> {
  const { usual, fast, coarse } = INDEX_RATES_HZ;
  const strideS = speedMps === FASTEST_MPS ? fineStride / usual : NaN;
  const ratio = fineStride / coarseStride;
  const coarseSaysFast = Math.abs(ratio / (fast / coarse) - 1) < RATIO_TOLERANCE;
  const isFast = strideS > LONG_STRIDE_S.alone || (coarseSaysFast && !(strideS <= LONG_STRIDE_S.besideCoarse));
  const rateHz = isFast ? fast : usual;
  const witnesses = [
    ...(strideS > 0
      ? [`at ${usual} Hz a stride at ${FASTEST_MPS} m/s would take ${strideS.toFixed(2)} s (median)`]
      : []),
    ...(ratio > 0 ? [`${ratio.toFixed(2)} times as many indices as at ${coarse} Hz`] : []),
  ];
  return {
    value: rateHz,
    decision: {
      fact: 'rate of the strike indices',
      decided: `${rateHz} Hz${witnesses.length > 0 ? '' : ', as documented, untested'}`,
      evidence: witnesses.join('; ') || 'no test at the fastest speed, no indices at 100 Hz',
    },
  };
}

/** Factor that makes dorsiflexion positive; NaN where the ankle of the left leg, which begins at its own strike, does not tell. */
export function decideAnkleSign({ leftAnkle, compared }: Evidence): Decided<number> {
  const fact = 'sign of the ankle angle';
  const { greater, less, leastDifferenceDeg } = ANKLE_SIGN_TEST;
  const difference = windowMean(leftAnkle, greater) - windowMean(leftAnkle, less);
  if (Number.isNaN(difference)) {
    return {
      value: NaN,
      decision: { fact, decided: 'not known, masked', evidence: 'no Angles.Ankle_Left with a sample' },
    };
  }
  const value = Math.abs(difference) < leastDifferenceDeg ? NaN : Math.sign(difference);
  const decided =
    value === 1 ? 'dorsiflexion positive' : value === -1 ? 'dorsiflexion negative, turned' : 'not known, masked';
  const evidence = `left ankle at ${greater.join('-')} % lies ${difference.toFixed(1)} degree above that at ${less.join('-')} % (${compared.join(', ')}); dorsiflexion lies above`;
  return { value, decision: { fact, decided, evidence } };
}

/** Factors on the forces of one leg that make up, forward and lateral positive; NaN where a sign is not known. */
export type ForceFactors = Readonly<Record<Side, readonly [up: number, forward: number, lateral: number]>>;

/** Signs of the horizontal forces. Forward: one for both legs. Lateral: of each leg, since left and right may share an axis. */
export function decideForceSigns({ leftForward, lateral, tests }: Evidence): Decided<ForceFactors> {
  const { forward, lateral: sideways } = FORCE_SIGN_TESTS;
  const push = windowMean(leftForward, forward.greater) - windowMean(leftForward, forward.less);
  const signOf = (value: number, least: number): number => (Math.abs(value) >= least ? Math.sign(value) : NaN);
  const forwardFactor = signOf(push, forward.leastDifference);
  const outward = { left: mean(lateral.left), right: mean(lateral.right) };
  const lateralFactor = (side: Side): number => -signOf(outward[side], sideways.leastMean);
  const factors: ForceFactors = {
    left: [1, forwardFactor, lateralFactor('left')],
    right: [1, forwardFactor, lateralFactor('right')],
  };
  const words = (factor: number): string => (factor === 1 ? 'kept' : factor === -1 ? 'turned' : 'not known, masked');
  return {
    value: factors,
    decision: {
      fact: 'signs of the horizontal forces',
      decided: `AP ${words(forwardFactor)}; ${SIDES.map((side) => `LM of the ${side} leg ${words(factors[side][2])}`).join('; ')}`,
      evidence: `GRF.AP_Left at ${forward.greater.join('-')} % lies ${push.toFixed(2)} N/kg above that at ${forward.less.join('-')} %; mean GRF.LM_Left ${outward.left.toFixed(2)}, GRF.LM_Right ${outward.right.toFixed(2)} N/kg (${tests.join(', ')}); a leg brakes before it pushes off, and is pushed towards the other`,
    },
  };
}
