import { InvalidArgumentError } from '../errors';
import type { Signal } from '../signal-types';

/** Mantissa bits that a bin keeps: bins are 2^-15 of their value wide, so their middle is off by 1.6e-5 at most. */
const MANTISSA_BITS = 15;
const BINS_PER_OCTAVE = 2 ** MANTISSA_BITS;

/** Counts of the bins of one octave. Their low bytes stand by themselves: small enough for the cache of a processor, where most of the time goes. */
class OctaveCounts {
  readonly lowBytes = new Uint8Array(BINS_PER_OCTAVE);
  #carries: Uint32Array | null = null;

  /** Says that the low byte of a bin has come round. */
  carry(bin: number, times = 1): void {
    (this.#carries ??= new Uint32Array(BINS_PER_OCTAVE))[bin] += times;
  }

  at(bin: number): number {
    return this.lowBytes[bin] + 256 * (this.#carries?.[bin] ?? 0);
  }

  addAll(other: OctaveCounts): void {
    for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) {
      const count = this.lowBytes[bin] + other.at(bin);
      this.lowBytes[bin] = count % 256;
      if (count >= 256) this.carry(bin, Math.floor(count / 256));
    }
  }
}

/**
 * Quantiles of the absolute values of any number of signals in bounded memory.
 *
 * Values are counted in bins that are keyed by the exponent and the leading mantissa bits of the double, so a quantile
 * is off by at most 2e-5 of itself, and neither the order of signals nor the way they are merged changes any bit of it.
 * Memory grows with the number of octaves that occur (160 kB each at most, about 30 for EMG), not with the number of samples.
 * @example
 * const sketch = new AmplitudeSketch();
 * for (const trial of trials) sketch.add(trial);
 * const divisor = sketch.quantile(0.995);
 */
export class AmplitudeSketch {
  readonly #octaves = new Map<number, OctaveCounts>();
  #count = 0;
  #numMissing = 0;

  /** Finite samples counted so far. */
  get count(): number {
    return this.#count;
  }

  /** NaN and infinite samples that were left out. */
  get numMissing(): number {
    return this.#numMissing;
  }

  /** Counts the absolute value of every finite sample, any unit; returns itself. The signal is not changed. */
  add(signal: Signal): this {
    const { buffer, byteOffset, length } = signal instanceof Float64Array ? signal : Float64Array.from(signal);
    const words = new Uint32Array(buffer, byteOffset, 2 * length);
    // neighbouring samples differ in their octave, so the counts of each stand ready in an array
    const lowBytesOfOctave: (Uint8Array | undefined)[] = new Array(NOT_FINITE).fill(undefined);
    let numMissing = 0;
    for (let word = HIGH_WORD; word < words.length; word += 2) {
      const key = (words[word] & 0x7fffffff) >>> (20 - MANTISSA_BITS);
      const octave = key >>> MANTISSA_BITS;
      if (octave === NOT_FINITE) {
        numMissing++;
        continue;
      }
      const lowBytes = (lowBytesOfOctave[octave] ??= this.#countsOf(octave).lowBytes);
      const bin = key & (BINS_PER_OCTAVE - 1);
      const count = lowBytes[bin] + 1;
      lowBytes[bin] = count;
      if (count === 256) this.#countsOf(octave).carry(bin);
    }
    this.#numMissing += numMissing;
    this.#count += signal.length - numMissing;
    return this;
  }

  /** Adds all that another sketch has counted; returns itself. The other one is not changed. */
  merge(other: AmplitudeSketch): this {
    for (const [octave, counts] of other.#octaves) this.#countsOf(octave).addAll(counts);
    this.#count += other.#count;
    this.#numMissing += other.#numMissing;
    return this;
  }

  /**
   * The quantile of the absolute values, interpolated linearly between neighbouring ranks as NumPy does by default.
   * @param probability - from 0 (smallest) to 1 (largest)
   * @returns a value in the unit of the samples, within 2e-5 of itself; NaN when nothing was counted
   * @throws InvalidArgument for a probability outside 0 to 1
   */
  quantile(probability: number): number {
    if (!(probability >= 0 && probability <= 1))
      throw new InvalidArgumentError('probability', 'a number from 0 to 1', probability);
    if (this.#count === 0) return NaN;
    const rank = probability * (this.#count - 1);
    const lowerRank = Math.floor(rank);
    const [lower, upper] = this.#valuesAt(lowerRank);
    return lower + (rank - lowerRank) * (upper - lower);
  }

  /** Values of a rank and of the next one (the same where there is none). */
  #valuesAt(rank: number): [number, number] {
    let counted = 0;
    let lower = NaN;
    for (const octave of [...this.#octaves.keys()].sort((a, b) => a - b)) {
      const counts = this.#octaves.get(octave)!;
      for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) {
        const count = counts.at(bin);
        if (count === 0) continue;
        counted += count;
        if (counted <= rank) continue;
        if (counted > rank + 1 && Number.isNaN(lower)) return [middleOf(octave, bin), middleOf(octave, bin)];
        if (!Number.isNaN(lower)) return [lower, middleOf(octave, bin)];
        lower = middleOf(octave, bin);
      }
    }
    return [lower, lower];
  }

  #countsOf(octave: number): OctaveCounts {
    let counts = this.#octaves.get(octave);
    if (!counts) this.#octaves.set(octave, (counts = new OctaveCounts()));
    return counts;
  }
}

/** Exponent field of NaN and infinity. */
const NOT_FINITE = 0x7ff;
/** Which half of a double holds sign and exponent: depends on the machine's byte order. */
const HIGH_WORD = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Middle of a bin; the bin that holds zero stands for zero. */
function middleOf(octave: number, bin: number): number {
  if (octave === 0 && bin === 0) return 0;
  const words = new Uint32Array(2);
  const shift = 20 - MANTISSA_BITS;
  words[HIGH_WORD] = ((octave * BINS_PER_OCTAVE + bin) << shift) | (1 << (shift - 1));
  return new Float64Array(words.buffer)[0];
}
