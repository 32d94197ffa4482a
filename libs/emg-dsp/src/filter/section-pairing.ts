import type { Complex } from './complex-number';
import { add, complex, magnitude, scale, subtract } from './complex-number';

/** Zeros, poles and gain of a digital filter with real coefficients. */
export interface ZerosPolesGain {
  readonly zeros: readonly Complex[];
  readonly poles: readonly Complex[];
  readonly gain: number;
}

/**
 * Groups zeros and poles into second-order sections.
 *
 * From the last section to the first: the pole nearest to the unit circle, with its conjugate (or the next real one), is
 * joined with the zeros nearest to it, so that the sharpest resonance comes last and each section's peak stays low. The
 * gain goes into the first section. Same grouping and order as SciPy's `zpk2sos` with `nearest` pairing.
 * @returns rows b0 b1 b2 a0 a1 a2
 */
export function pairIntoSections({ zeros, poles, gain }: ZerosPolesGain): Float64Array {
  const openPoles = [...poles];
  const openZeros = [...zeros];
  while (openPoles.length < openZeros.length) openPoles.push(complex(0));
  while (openZeros.length < openPoles.length) openZeros.push(complex(0));
  if (openPoles.length % 2 === 1) {
    openPoles.push(complex(0));
    openZeros.push(complex(0));
  }
  const numSections = openPoles.length / 2;
  const remainingPoles = halfOfEachPair(openPoles);
  const remainingZeros = halfOfEachPair(openZeros);
  const coefficients = new Float64Array(6 * numSections);
  for (let section = numSections - 1; section >= 0; section--) {
    const pole = takeAt(remainingPoles, nearestToUnitCircle(remainingPoles));
    const realPolesLeft = remainingPoles.filter(isReal).length;
    let secondPole: Complex;
    let sectionZeros: [Complex, Complex];
    if (isReal(pole) && realPolesLeft === 0) {
      secondPole = complex(0);
      sectionZeros = [takeNearest(remainingZeros, pole, 'real'), complex(0)];
    } else if (
      !isReal(pole) &&
      remainingPoles.length + 1 === remainingZeros.length &&
      realPolesLeft === 1 &&
      remainingZeros.filter(isReal).length === 1
    ) {
      // The one real zero must stay for the one real pole.
      secondPole = conjugate(pole);
      const zero = takeNearest(remainingZeros, pole, 'complex');
      sectionZeros = [zero, conjugate(zero)];
    } else {
      if (isReal(pole)) {
        const realPoles = remainingPoles.filter(isReal);
        secondPole = realPoles[nearestToUnitCircle(realPoles)];
        takeAt(remainingPoles, remainingPoles.indexOf(secondPole));
      } else secondPole = conjugate(pole);
      const zero = takeNearest(remainingZeros, pole, 'any');
      sectionZeros = [zero, isReal(zero) ? takeNearest(remainingZeros, pole, 'real') : conjugate(zero)];
    }
    coefficients.set(quadratic(...sectionZeros), 6 * section);
    coefficients.set(quadratic(pole, secondPole), 6 * section + 3);
  }
  for (let tap = 0; tap < 3; tap++) coefficients[tap] *= gain;
  return coefficients;
}

const isReal = (value: Complex): boolean => value.im === 0;
const conjugate = (value: Complex): Complex => ({ re: value.re, im: -value.im });

/** Coefficients 1, c1, c2 of (z - first)(z - second), where the two are real or conjugate. */
function quadratic(first: Complex, second: Complex): [number, number, number] {
  return [1, -first.re - second.re, first.re * second.re - first.im * second.im];
}

/** The upper half of each conjugate pair, then the real values, each sorted by real part. */
function halfOfEachPair(values: readonly Complex[]): Complex[] {
  const realTolerance = 100 * Number.EPSILON;
  const sorted = [...values].sort((a, b) => a.re - b.re || Math.abs(a.im) - Math.abs(b.im));
  const isNearlyReal = (value: Complex) => Math.abs(value.im) <= realTolerance * magnitude(value);
  const paired = sorted.filter((value) => !isNearlyReal(value));
  const upper = paired.filter((value) => value.im > 0);
  const lower = paired.filter((value) => value.im < 0);
  const halves = upper.map((value) => {
    const partner = lower.splice(nearestIndex(lower, conjugate(value)), 1)[0];
    return scale(add(value, conjugate(partner)), 0.5);
  });
  return [...halves, ...sorted.filter(isNearlyReal).map((value) => complex(value.re))];
}

function nearestToUnitCircle(values: readonly Complex[]): number {
  return indexOfSmallest(values.map((value) => Math.abs(1 - magnitude(value))));
}

function nearestIndex(values: readonly Complex[], target: Complex): number {
  return indexOfSmallest(values.map((value) => magnitude(subtract(value, target))));
}

function takeNearest(values: Complex[], target: Complex, which: 'real' | 'complex' | 'any'): Complex {
  const candidates = values.filter((value) => which === 'any' || isReal(value) === (which === 'real'));
  return takeAt(values, values.indexOf(candidates[nearestIndex(candidates, target)]));
}

function takeAt<T>(values: T[], index: number): T {
  return values.splice(index, 1)[0];
}

function indexOfSmallest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < values[best] ? index : best), 0);
}
