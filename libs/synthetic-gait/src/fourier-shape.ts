/** A periodic curve as a Fourier series of the phase: `mean + sum(cosine[k-1] cos(2 pi k phase) + sine[k-1] sin(2 pi k phase))`. */
export interface FourierShape {
  readonly mean: number;
  readonly cosine: readonly number[];
  readonly sine: readonly number[];
}

/** Value of a Fourier series at a phase (cycles; 0 = heel strike, any real number). */
export function fourierValue(shape: FourierShape, phase: number): number {
  // cos(kx) and sin(kx) by recurrence: one pair of transcendental calls per value.
  const cos1 = Math.cos(2 * Math.PI * phase);
  const sin1 = Math.sin(2 * Math.PI * phase);
  let cosK = 1;
  let sinK = 0;
  let value = shape.mean;
  for (let k = 0; k < shape.cosine.length; k += 1) {
    const nextCos = cosK * cos1 - sinK * sin1;
    sinK = sinK * cos1 + cosK * sin1;
    cosK = nextCos;
    value += shape.cosine[k] * cosK + shape.sine[k] * sinK;
  }
  return value;
}

/** Value of a sine series over stance: zero at the fractions 0 (strike) and 1 (foot off), and outside of them. */
export function sineSeriesValue(terms: readonly number[], stanceFraction: number): number {
  if (!(stanceFraction > 0 && stanceFraction < 1)) return 0;
  const twoCos = 2 * Math.cos(Math.PI * stanceFraction);
  let previous = 0;
  let current = Math.sin(Math.PI * stanceFraction);
  let value = 0;
  for (const term of terms) {
    value += term * current;
    [previous, current] = [current, twoCos * current - previous];
  }
  return value;
}

/** Mean of a sine series over stance (exact). */
export function sineSeriesMean(terms: readonly number[]): number {
  // The mean of sin(k pi s) over [0, 1] is 2 / (k pi) for odd k, else 0.
  return terms.reduce((sum, term, index) => sum + (index % 2 === 0 ? (2 * term) / ((index + 1) * Math.PI) : 0), 0);
}
