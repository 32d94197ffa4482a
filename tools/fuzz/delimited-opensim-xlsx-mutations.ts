import { parseArgs } from 'node:util';

const MAX_SECONDS_PER_FILE = 2;
const MAX_MEMORY_MIB = 1024;
/** Texts that parsers trip over, beside random bytes. */
const NASTY = [
  '',
  '0',
  '-',
  '.',
  ',',
  ';',
  '\t',
  '"',
  '\n',
  '\r',
  '\0',
  'NaN',
  '1e999',
  '-1e-999',
  '9'.repeat(400),
  '4294967295',
  '-1',
  '\uFFFD',
  '<',
  '>',
  '&#x110000;',
  'endheader',
  'nRows=999999999999',
  'XFD1048576',
];

/** A repeatable source of numbers from 0 to below 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy with one to four damages: flipped bits, other bytes, cuts, repeats and hostile texts. */
export function mutate(bytes: Uint8Array, random: () => number): Buffer {
  let file = Buffer.from(bytes);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let left = 1 + below(4); left > 0 && file.length > 0; left--) {
    const at = below(file.length);
    const length = Math.min(1 + below(32), file.length - at);
    switch (below(6)) {
      case 0:
        file[at] ^= 1 << below(8);
        break;
      case 1:
        file[at] = below(256);
        break;
      case 2:
        file = file.subarray(0, at);
        break;
      case 3:
        file = Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
        break;
      case 4:
        file = Buffer.concat([file.subarray(0, at + length), file.subarray(at)]);
        break;
      default:
        file = Buffer.concat([
          file.subarray(0, at),
          Buffer.from(NASTY[below(NASTY.length)]),
          file.subarray(at + below(2) * length),
        ]);
    }
  }
  return file;
}

/**
 * Reads mutated files and fails on anything but a result or a typed error, on more than two seconds for one file, and on
 * more than 1 GiB of memory.
 */
export async function fuzz(
  name: string,
  seeds: readonly Uint8Array[],
  isTyped: (error: unknown) => boolean,
  read: (file: Buffer, random: () => number) => unknown,
): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
  });
  const outcomes = new Map<string, number>();
  let slowest = 0;
  for (let i = 0; i < Number(values.count); i++) {
    const random = randomFrom(Number(values.seed) * 1e6 + i);
    const file = mutate(seeds[i % seeds.length], random);
    const start = performance.now();
    let outcome = 'read';
    try {
      await read(file, random);
    } catch (error) {
      if (!isTyped(error)) {
        process.stderr.write(`${name}: file ${i} of seed ${values.seed} ended with an untyped error` + '\n');
        throw error;
      }
      outcome = (error as { tag: string }).tag;
    }
    const seconds = (performance.now() - start) / 1000;
    slowest = Math.max(slowest, seconds);
    if (seconds > MAX_SECONDS_PER_FILE)
      throw new Error(`${name}: file ${i} of seed ${values.seed} took ${seconds.toFixed(1)} s`);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const counts = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
  console.log(
    `${name}: ${values.count} files, ${counts}; slowest ${slowest.toFixed(3)} s, peak memory ${peakMiB.toFixed(0)} MiB`,
  );
  if (peakMiB > MAX_MEMORY_MIB) throw new Error(`${name}: peak memory of ${peakMiB.toFixed(0)} MiB`);
}
