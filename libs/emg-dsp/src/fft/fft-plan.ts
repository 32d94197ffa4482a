import { unitRoot } from './unit-root';

/** One pass of a mixed-radix transform. */
export interface FftStage {
  readonly radix: number;
  /** Butterflies per group: length of the remaining transform divided by the radix. */
  readonly numButterflies: number;
  /** Distance of neighbouring samples of one group: product of the radices already done. */
  readonly stride: number;
  /** cos and -sin of every twiddle factor but the trivial first, (radix - 1) pairs per butterfly. */
  readonly twiddles: Float64Array;
  /** cos and -sin of the radix-th roots of 1, for radices without a written-out butterfly. */
  readonly roots: Float64Array;
}

/** Time per sample and pass, as measured: some radices are written out, others cost about two operations per leg. */
const WRITTEN_OUT: Record<number, number> = { 2: 7, 3: 10, 4: 8.5, 5: 14 };
const passCost = (radix: number): number => WRITTEN_OUT[radix] ?? 2 * radix + 15;
const costOf = (radices: readonly number[]): number => radices.reduce((sum, radix) => sum + passCost(radix), 0);

/**
 * Splits a length into radices 4, 2, 3, 5 and larger primes; null when a convolution of a smooth length (Bluestein) is
 * cheaper than passes with the large primes.
 */
export function radicesOf(length: number): number[] | null {
  const { radices, rest } = smallRadicesOf(length);
  if (rest > 1) return null;
  if (radices.every((radix) => radix <= 5)) return radices;
  const padded = smoothLengthFrom(2 * length - 1);
  const convolutionCost = (padded / length) * (2 * costOf(smallRadicesOf(padded).radices) + 10);
  return costOf(radices) <= convolutionCost ? radices : null;
}

/** Radices in order of application, and the part of the length that they leave. */
function smallRadicesOf(length: number): { radices: number[]; rest: number } {
  const radices: number[] = [];
  let rest = length;
  for (const radix of [4, 2]) for (; rest % radix === 0; rest /= radix) radices.push(radix);
  for (let radix = 3; rest > 1 && radix <= LARGEST_DIRECT_PRIME; radix += 2) {
    for (; rest % radix === 0; rest /= radix) radices.push(radix);
  }
  return { radices, rest };
}

/** Relative time of the passes of a transform; Infinity when `radicesOf` cannot split the length. */
export function transformCost(length: number): number {
  const radices = radicesOf(length);
  return radices ? length * costOf(radices) : Infinity;
}

/** Beyond this no length is cheaper directly. */
const LARGEST_DIRECT_PRIME = 97;

/** The passes of a transform of a length that `radicesOf` can split. */
export function planStages(length: number, radices: readonly number[]): FftStage[] {
  let remaining = length;
  return radices.map((radix) => {
    const numButterflies = remaining / radix;
    const stride = length / remaining;
    const twiddles = new Float64Array(2 * (radix - 1) * numButterflies);
    for (let butterfly = 0, at = 0; butterfly < numButterflies; butterfly++) {
      for (let leg = 1; leg < radix; leg++, at += 2) setConjugateRoot(twiddles, at, leg * butterfly, remaining);
    }
    const roots = new Float64Array(2 * radix);
    for (let k = 0; k < radix; k++) setConjugateRoot(roots, 2 * k, k, radix);
    remaining = numButterflies;
    return { radix, numButterflies, stride, twiddles, roots };
  });
}

/** The length of at least `minimum`, with no prime factor above 5, that is cheapest to transform. */
export function smoothLengthFrom(minimum: number): number {
  let best = 0;
  let lowestCost = Infinity;
  for (let fives = 1; fives < 5 * minimum; fives *= 5) {
    for (let threes = fives; threes < 3 * minimum; threes *= 3) {
      let length = threes;
      while (length < minimum) length *= 2;
      const cost = length * costOf(smallRadicesOf(length).radices);
      if (cost < lowestCost) [best, lowestCost] = [length, cost];
    }
  }
  return best;
}

/** cos and -sin of pi k^2 / length for k = 0 to length - 1: the chirp that turns a transform into a convolution. */
export function chirpOf(length: number): Float64Array {
  const chirp = new Float64Array(2 * length);
  // k^2 modulo 2 length by differences, so that it never leaves the exact integers.
  for (let k = 0, square = 0; k < length; square = (square + 2 * k + 1) % (2 * length), k++)
    setConjugateRoot(chirp, 2 * k, square, 2 * length);
  return chirp;
}

function setConjugateRoot(target: Float64Array, at: number, k: number, n: number): void {
  const [cos, sin] = unitRoot(k, n);
  target[at] = cos;
  target[at + 1] = -sin;
}
