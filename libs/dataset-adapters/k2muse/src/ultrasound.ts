import { join } from 'node:path';
import { isDelimitedError, readDelimited } from '@emgfm/delimited';
import type { TreeFile } from '@emgfm/adapter-kit';
import type { MatValue } from '@emgfm/matfile';
import { frameLength, type FurtherSignals, type MissingReason, missingReasonCode, type Side } from '@emgfm/schema';
import { ULTRASOUND, ULTRASOUND_LEG, ULTRASOUND_RATE_HZ } from './channels';
import { numbersOf } from './mat-values';

const CHANNELS = ULTRASOUND.channels.length;
const SAMPLES = ULTRASOUND.valuesPerChannel;

/** Frames of one leg, [frame, channel, sample]; the other leg wears no transducer. */
export function ultrasoundOfLeg(
  side: Side,
  frames: Float32Array,
  { startS = 0, absent = 'notInTrial' }: { readonly startS?: number; readonly absent?: MissingReason } = {},
): FurtherSignals {
  const own = side === ULTRASOUND_LEG ? frames : new Float32Array(0);
  const missing = missingReasonCode(side === ULTRASOUND_LEG ? absent : 'notOnThisLeg');
  return {
    modality: ULTRASOUND,
    frames: own,
    samplingRateHz: ULTRASOUND_RATE_HZ,
    startS,
    channelReasons: ULTRASOUND.channels.map((_, channel) =>
      hasNumbers(own, channel) ? missingReasonCode('present') : missing,
    ),
    gapReason: missingReasonCode('gap'),
  };
}

function hasNumbers(frames: Float32Array, channel: number): boolean {
  for (let at = channel * SAMPLES; at < frames.length; at += frameLength(ULTRASOUND))
    if (frames.subarray(at, at + SAMPLES).some(Number.isFinite)) return true;
  return false;
}

/** Frames from matrices of channels x samples; one that is empty is missing, one of another size makes all unusable. */
export function framesOfCells(cells: readonly MatValue[]): {
  readonly frames: Float32Array;
  readonly problem: string | null;
} {
  const frames = new Float32Array(cells.length * frameLength(ULTRASOUND)).fill(NaN);
  for (const [index, cell] of cells.entries()) {
    const numbers = numbersOf(cell);
    if (numbers.length === 0) continue;
    const isTurned = cell.dims[0] === SAMPLES && cell.dims[1] === CHANNELS;
    if (!isTurned && !(cell.dims[0] === CHANNELS && cell.dims[1] === SAMPLES)) {
      const problem = `ultrasound frame ${index + 1}: expected ${CHANNELS} x ${SAMPLES}, found ${cell.dims.join(' x ')}`;
      return { frames: new Float32Array(0), problem };
    }
    const at = index * frameLength(ULTRASOUND);
    for (let channel = 0; channel < CHANNELS; channel += 1)
      for (let sample = 0; sample < SAMPLES; sample += 1)
        frames[at + channel * SAMPLES + sample] = numbers[
          isTurned ? channel * SAMPLES + sample : channel + sample * CHANNELS
        ] as number;
  }
  return { frames, problem: null };
}

/** Frames from the text files of the four channels; a channel without a file is missing. */
export async function framesOfTexts(
  root: string,
  files: readonly (TreeFile | null)[],
): Promise<{ readonly frames: Float32Array; readonly problems: readonly { what: string; detail: string }[] }> {
  const problems: { what: string; detail: string }[] = [];
  const channels: (readonly Float32Array[])[] = [];
  for (const file of files) {
    const read = file === null ? [] : await readChannel(join(root, file.path));
    if (typeof read === 'string') problems.push({ what: (file as TreeFile).path, detail: read });
    channels.push(typeof read === 'string' ? [] : read);
  }
  const numFrames = Math.max(0, ...channels.map(({ length }) => length));
  const frames = new Float32Array(numFrames * frameLength(ULTRASOUND)).fill(NaN);
  channels.forEach((own, channel) =>
    own.forEach((values, frame) => frames.set(values, frame * frameLength(ULTRASOUND) + channel * SAMPLES)),
  );
  return { frames, problems };
}

/** The frames of one channel: rows of 1000 values, columns of 1000 values, or one column with all values; else what was found. */
async function readChannel(path: string): Promise<Float32Array[] | string> {
  try {
    const table = await readDelimited(path, { raggedLines: 'pad' });
    const columns = table.values.map((values) => Float32Array.from(values as ArrayLike<number>));
    // a separator at the end of each line makes a column without numbers
    while (columns.length > 1 && !columns.at(-1)?.some(Number.isFinite)) columns.pop();
    const { rowCount } = table;
    if (columns.length === SAMPLES) {
      return Array.from({ length: rowCount }, (_, frame) =>
        Float32Array.from(columns, (column) => column[frame] as number),
      );
    }
    if (rowCount === SAMPLES) return columns;
    if (columns.length === 1 && rowCount % SAMPLES === 0) {
      return Array.from({ length: rowCount / SAMPLES }, (_, frame) =>
        (columns[0] as Float32Array).slice(frame * SAMPLES, (frame + 1) * SAMPLES),
      );
    }
    return `expected frames of ${SAMPLES} values, found ${rowCount} rows of ${columns.length} values`;
  } catch (error) {
    if (!isDelimitedError(error)) throw error;
    return error.message;
  }
}
