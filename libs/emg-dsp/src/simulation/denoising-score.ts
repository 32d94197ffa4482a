import type { SimulatedEmg } from './emg-simulation';

/** What denoising did to a simulated recording. */
export interface DenoisingScore {
  /** Squared error before over that after, dB; negative where the result is farther from the truth than the noisy signal. */
  readonly gainDb: number;
  /** Energy of the result inside the bursts over that of the clean signal; left-over noise counts in. */
  readonly energyKept: number;
  /** The part of the clean bursts that is still there, sum(clean x denoised) / sum(clean^2). */
  readonly projectionKept: number;
}

/** Compares a denoised recording with the clean one it was simulated from. */
export function denoisingScore({ clean, noisy, bursts }: SimulatedEmg, denoised: Float64Array): DenoisingScore {
  let before = 0;
  let after = 0;
  for (let i = 0; i < clean.length; i++) {
    before += (noisy[i] - clean[i]) ** 2;
    after += (denoised[i] - clean[i]) ** 2;
  }
  let energy = 0;
  let kept = 0;
  let shared = 0;
  for (const { startSample, endSample } of bursts) {
    for (let i = startSample; i < endSample; i++) {
      energy += clean[i] ** 2;
      kept += denoised[i] ** 2;
      shared += clean[i] * denoised[i];
    }
  }
  return { gainDb: 10 * Math.log10(before / after), energyKept: kept / energy, projectionKept: shared / energy };
}
