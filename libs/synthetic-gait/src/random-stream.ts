/** A stream of pseudo-random numbers: the same seed and name give the same numbers on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Mean 0, SD 1, bell-shaped, within about 4.9 SD. */
  normal(): number;
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
}

/**
 * The stream of a seed and a name. Every part of the simulator draws from a stream of its own name, so that switching one
 * part on or off leaves the others as they were.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand), integer arithmetic only. Normal deviates are sums of eight 16-bit
 * uniforms, which need no transcendental function and so no trust in a mathematics library.
 */
export function randomStream(seed: number, name: string): RandomStream {
  let [a, b, c] = seedWords(`${seed}/${name}`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  // Eight uniforms on 0..65535 have mean 8 * 32767.5 and variance 8 * (65536^2 - 1) / 12.
  const mean = 8 * 32767.5;
  const inverseSd = 1 / Math.sqrt((8 * (65536 * 65536 - 1)) / 12);
  return {
    uniform: () => next() / 4294967296,
    normal: () => {
      let sum = 0;
      for (let i = 0; i < 4; i += 1) {
        const word = next();
        sum += (word & 0xffff) + (word >>> 16);
      }
      return (sum - mean) * inverseSd;
    },
    below: (limit) => Math.floor((next() / 4294967296) * limit),
  };
}

/** Three state words from a text (FNV-1a with three offsets, then mixed). */
function seedWords(text: string): [number, number, number] {
  const word = (offset: number): number => {
    let hash = (2166136261 ^ offset) | 0;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  };
  return [word(0), word(0x9e3779b9), word(0x3c6ef372)];
}
