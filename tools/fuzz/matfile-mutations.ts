/** A small deterministic generator of random numbers (mulberry32), so that every run can be repeated from its seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Counts that tempt a reader into allocating, looping or overflowing. */
const HOSTILE_WORDS = [
  0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 0xdd000000,
];

type Mutation = (bytes: Uint8Array, random: () => number) => Uint8Array;

function position(bytes: Uint8Array, random: () => number): number {
  // Half of the hits go to the beginning, where headers and counts are.
  const range = random() < 0.5 ? Math.min(bytes.length, 512) : bytes.length;
  return Math.floor(random() * range);
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bit flips': (bytes, random) => {
    const mutated = bytes.slice();
    for (let i = 1 + Math.floor(random() * 8); i > 0; i--)
      mutated[position(bytes, random)] ^= 1 << Math.floor(random() * 8);
    return mutated;
  },
  truncation: (bytes, random) => bytes.slice(0, Math.floor(random() * bytes.length)),
  'hostile count': (bytes, random) => {
    const mutated = bytes.slice();
    const at = Math.min(position(bytes, random) & ~3, Math.max(0, bytes.length - 4));
    const word = HOSTILE_WORDS[Math.floor(random() * HOSTILE_WORDS.length)];
    if (bytes.length >= 4) new DataView(mutated.buffer).setUint32(at, word, random() < 0.7);
    return mutated;
  },
  'copied stretch': (bytes, random) => {
    const mutated = bytes.slice();
    const length = Math.floor(random() * 64);
    const from = position(bytes, random);
    mutated.copyWithin(position(bytes, random), from, from + length);
    return mutated;
  },
};

/** One mutated file: what was done to it, and its bytes. */
export function mutate(bytes: Uint8Array, random: () => number): { name: string; mutated: Uint8Array } {
  const names = Object.keys(MUTATIONS);
  const name = names[Math.floor(random() * names.length)];
  return { name, mutated: MUTATIONS[name](bytes, random) };
}
