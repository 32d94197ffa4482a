import type { FftStage } from './fft-plan';

/** Real and imaginary parts of a row of complex numbers. */
export interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * One pass of a self-sorting (Stockham) transform with exponent -2 pi i: butterflies first, then twiddle factors.
 * @param from - input of the pass
 * @param to - output of the pass, another array
 */
export function runStage(stage: FftStage, from: ComplexArray, to: ComplexArray): void {
  if (stage.radix === 4) radix4(stage, from, to);
  else if (stage.radix === 2) radix2(stage, from, to);
  else if (stage.radix === 5) radix5(stage, from, to);
  else anyRadix(stage, from, to);
}

function radix2({ numButterflies, stride, twiddles }: FftStage, from: ComplexArray, to: ComplexArray): void {
  const half = numButterflies * stride;
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    const cos = twiddles[2 * butterfly];
    const sin = twiddles[2 * butterfly + 1];
    let source = butterfly * stride;
    let target = 2 * butterfly * stride;
    for (let lane = 0; lane < stride; lane++, source++, target++) {
      const differenceRe = from.re[source] - from.re[source + half];
      const differenceIm = from.im[source] - from.im[source + half];
      to.re[target] = from.re[source] + from.re[source + half];
      to.im[target] = from.im[source] + from.im[source + half];
      to.re[target + stride] = differenceRe * cos - differenceIm * sin;
      to.im[target + stride] = differenceRe * sin + differenceIm * cos;
    }
  }
}

function radix4({ numButterflies, stride, twiddles }: FftStage, from: ComplexArray, to: ComplexArray): void {
  const quarter = numButterflies * stride;
  const { re, im } = from;
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    const twiddle = 6 * butterfly;
    const cos1 = twiddles[twiddle];
    const sin1 = twiddles[twiddle + 1];
    const cos2 = twiddles[twiddle + 2];
    const sin2 = twiddles[twiddle + 3];
    const cos3 = twiddles[twiddle + 4];
    const sin3 = twiddles[twiddle + 5];
    let source = butterfly * stride;
    let target = 4 * butterfly * stride;
    for (let lane = 0; lane < stride; lane++, source++, target++) {
      const second = source + quarter;
      const third = second + quarter;
      const fourth = third + quarter;
      const evenSumRe = re[source] + re[third];
      const evenSumIm = im[source] + im[third];
      const evenDifferenceRe = re[source] - re[third];
      const evenDifferenceIm = im[source] - im[third];
      const oddSumRe = re[second] + re[fourth];
      const oddSumIm = im[second] + im[fourth];
      // The difference of the odd legs, turned by -90 degrees.
      const oddTurnedRe = im[second] - im[fourth];
      const oddTurnedIm = re[fourth] - re[second];
      const firstRe = evenDifferenceRe + oddTurnedRe;
      const firstIm = evenDifferenceIm + oddTurnedIm;
      const secondRe = evenSumRe - oddSumRe;
      const secondIm = evenSumIm - oddSumIm;
      const thirdRe = evenDifferenceRe - oddTurnedRe;
      const thirdIm = evenDifferenceIm - oddTurnedIm;
      to.re[target] = evenSumRe + oddSumRe;
      to.im[target] = evenSumIm + oddSumIm;
      to.re[target + stride] = firstRe * cos1 - firstIm * sin1;
      to.im[target + stride] = firstRe * sin1 + firstIm * cos1;
      to.re[target + 2 * stride] = secondRe * cos2 - secondIm * sin2;
      to.im[target + 2 * stride] = secondRe * sin2 + secondIm * cos2;
      to.re[target + 3 * stride] = thirdRe * cos3 - thirdIm * sin3;
      to.im[target + 3 * stride] = thirdRe * sin3 + thirdIm * cos3;
    }
  }
}

const COS_72 = Math.cos((2 * Math.PI) / 5);
const SIN_72 = Math.sin((2 * Math.PI) / 5);
const COS_144 = Math.cos((4 * Math.PI) / 5);
const SIN_144 = Math.sin((4 * Math.PI) / 5);

/** Rates are round numbers, so five is the odd factor that most segments have. */
function radix5({ numButterflies, stride, twiddles }: FftStage, from: ComplexArray, to: ComplexArray): void {
  const fifth = numButterflies * stride;
  const { re, im } = from;
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    const twiddle = 8 * butterfly;
    let source = butterfly * stride;
    let target = 5 * butterfly * stride;
    for (let lane = 0; lane < stride; lane++, source++, target++) {
      const second = source + fifth;
      const third = second + fifth;
      const fourth = third + fifth;
      const last = fourth + fifth;
      const outerSumRe = re[second] + re[last];
      const outerSumIm = im[second] + im[last];
      const outerRe = re[second] - re[last];
      const outerIm = im[second] - im[last];
      const innerSumRe = re[third] + re[fourth];
      const innerSumIm = im[third] + im[fourth];
      const innerRe = re[third] - re[fourth];
      const innerIm = im[third] - im[fourth];
      const evenRe1 = re[source] + COS_72 * outerSumRe + COS_144 * innerSumRe;
      const evenIm1 = im[source] + COS_72 * outerSumIm + COS_144 * innerSumIm;
      const evenRe2 = re[source] + COS_144 * outerSumRe + COS_72 * innerSumRe;
      const evenIm2 = im[source] + COS_144 * outerSumIm + COS_72 * innerSumIm;
      // The odd parts, turned by -90 degrees.
      const oddRe1 = SIN_72 * outerIm + SIN_144 * innerIm;
      const oddIm1 = -(SIN_72 * outerRe + SIN_144 * innerRe);
      const oddRe2 = SIN_144 * outerIm - SIN_72 * innerIm;
      const oddIm2 = SIN_72 * innerRe - SIN_144 * outerRe;
      to.re[target] = re[source] + outerSumRe + innerSumRe;
      to.im[target] = im[source] + outerSumIm + innerSumIm;
      store(to, target + stride, evenRe1 + oddRe1, evenIm1 + oddIm1, twiddles, twiddle);
      store(to, target + 2 * stride, evenRe2 + oddRe2, evenIm2 + oddIm2, twiddles, twiddle + 2);
      store(to, target + 3 * stride, evenRe2 - oddRe2, evenIm2 - oddIm2, twiddles, twiddle + 4);
      store(to, target + 4 * stride, evenRe1 - oddRe1, evenIm1 - oddIm1, twiddles, twiddle + 6);
    }
  }
}

/** A butterfly written as the sum it is, with the legs folded in pairs: each odd radix r costs about r^2 multiplications. */
function anyRadix(
  { radix, numButterflies, stride, twiddles, roots }: FftStage,
  from: ComplexArray,
  to: ComplexArray,
): void {
  const distance = numButterflies * stride;
  const half = (radix - 1) / 2;
  const sums = new Float64Array(2 * half + 2);
  const differences = new Float64Array(2 * half + 2);
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    const twiddleStart = 2 * (radix - 1) * butterfly;
    for (let lane = 0; lane < stride; lane++) {
      const source = butterfly * stride + lane;
      const target = radix * butterfly * stride + lane;
      let totalRe = from.re[source];
      let totalIm = from.im[source];
      for (let pair = 1; pair <= half; pair++) {
        const low = source + pair * distance;
        const high = source + (radix - pair) * distance;
        sums[2 * pair] = from.re[low] + from.re[high];
        sums[2 * pair + 1] = from.im[low] + from.im[high];
        differences[2 * pair] = from.re[low] - from.re[high];
        differences[2 * pair + 1] = from.im[low] - from.im[high];
        totalRe += sums[2 * pair];
        totalIm += sums[2 * pair + 1];
      }
      to.re[target] = totalRe;
      to.im[target] = totalIm;
      for (let leg = 1; leg <= half; leg++) {
        let evenRe = from.re[source];
        let evenIm = from.im[source];
        let oddRe = 0;
        let oddIm = 0;
        for (let pair = 1; pair <= half; pair++) {
          const root = 2 * ((leg * pair) % radix);
          evenRe += sums[2 * pair] * roots[root];
          evenIm += sums[2 * pair + 1] * roots[root];
          oddRe -= differences[2 * pair + 1] * roots[root + 1];
          oddIm += differences[2 * pair] * roots[root + 1];
        }
        store(to, target + leg * stride, evenRe + oddRe, evenIm + oddIm, twiddles, twiddleStart + 2 * (leg - 1));
        const mirrored = radix - leg;
        store(
          to,
          target + mirrored * stride,
          evenRe - oddRe,
          evenIm - oddIm,
          twiddles,
          twiddleStart + 2 * (mirrored - 1),
        );
      }
    }
  }
}

function store(to: ComplexArray, at: number, re: number, im: number, twiddles: Float64Array, twiddle: number): void {
  const cos = twiddles[twiddle];
  const sin = twiddles[twiddle + 1];
  to.re[at] = re * cos - im * sin;
  to.im[at] = re * sin + im * cos;
}
