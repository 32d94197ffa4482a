import { isC3dError } from '../errors';
import { computeForcePlates } from '../force-plates';
import { readC3d } from '../read';
import { writeC3d } from '../write';
import { sampleContent } from './sample-content';

/** Small whole number generator (mulberry32), so that every damaged file can be made again from its seed. */
function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Sound files of every storage and byte order. */
export function soundFiles(): Uint8Array[] {
  return (['intel', 'dec', 'sgi'] as const).flatMap((byteOrder) =>
    (['int16', 'float32'] as const).map((storage) => writeC3d(sampleContent(), { byteOrder, storage })),
  );
}

/** One sound file damaged by bit flips, hostile words, moved pieces or a cut. */
export function damagedFile(sound: readonly Uint8Array[], seed: number): Uint8Array {
  const random = randomIntegers(seed);
  const bytes = sound[random(sound.length)].slice();
  // Most of a file is numbers, where damage only changes numbers; the sections in front decide everything.
  const place = (): number => random(random(4) === 0 ? bytes.length : Math.min(bytes.length, 4096));
  for (let change = random(6); change >= 0; change--) {
    const at = place();
    switch (random(4)) {
      case 0:
        bytes[at] ^= 1 << random(8);
        break;
      case 1:
        bytes[at] = [0, 1, 127, 128, 255][random(5)];
        break;
      case 2:
        bytes.fill(random(2) * 255, at, at + 2 + random(4));
        break;
      default:
        bytes.copyWithin(at, place(), place());
    }
  }
  return random(3) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : bytes;
}

/**
 * Reads a damaged file: null where it was refused by a typed error or read into consistent arrays; else what is wrong.
 */
export function flawInReading(bytes: Uint8Array): string | null {
  const started = performance.now();
  try {
    const recording = readC3d(bytes);
    computeForcePlates(recording);
    const { points, analogChannels, frameCount, analogSamplesPerFrame, coordinates, analog } = recording;
    if (coordinates.length !== points.length * 3 * frameCount) return `${coordinates.length} coordinates`;
    if (analog.length !== analogChannels.length * frameCount * analogSamplesPerFrame) return `${analog.length} samples`;
    const decodedBytes = coordinates.byteLength + analog.byteLength;
    if (decodedBytes > 8 * bytes.length) return `${decodedBytes} bytes decoded from ${bytes.length}`;
  } catch (error) {
    if (!isC3dError(error)) return `untyped error: ${error instanceof Error ? error.stack : String(error)}`;
  }
  const seconds = (performance.now() - started) / 1000;
  return seconds > 2 ? `${seconds.toFixed(1)} s` : null;
}
