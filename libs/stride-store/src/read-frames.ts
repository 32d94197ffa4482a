import { expectNumbers, type Hdf5File } from '@emgfm/hdf5';
import type { FurtherModality, NdArray, StrideFrames } from '@emgfm/schema';
import { readNumberColumn } from './column-reading';
import { StoreDamagedError } from './errors';
import { framesDefinition, type FurtherColumns, furtherColumns } from './further-layout';
import { ndArray } from './nd-array';

/** Frames of a further modality in one stride, as they lie in a store. */
export interface StoredFrames extends Omit<StrideFrames, 'frames'> {
  /** [frame, channel, value]; no frames where the stride has none. */
  readonly frames: NdArray<Float32Array>;
}

/** A further modality of a store: what it is, and its columns by stride. Made by `Store.further`. */
export class FurtherReader {
  /** Rows of the frames of each stride, end-exclusive. */
  readonly frameRows: { readonly start: ArrayLike<number>; readonly end: ArrayLike<number> };
  /** Mask of every stride, flat: [stride, channel]. */
  readonly masks: Uint8Array;
  /** Reason codes of every stride, flat: [stride, channel]. */
  readonly reasons: Uint8Array;
  readonly #file: Hdf5File;
  /** Frames per second of every stride (Hz); NaN where it has none, or where the source gives a grid per stride. */
  readonly ratesHz: ArrayLike<number>;
  readonly #firstFrameS: ArrayLike<number>;

  /** Use `Store.further`. */
  constructor(
    file: Hdf5File,
    readonly modality: FurtherModality,
    strideCount: number,
  ) {
    this.#file = file;
    const columns = furtherColumns(modality);
    const read = (name: keyof FurtherColumns) => {
      const column = columns[name];
      const numbers = readNumberColumn(file, column);
      const expected = strideCount * column.rowShape.reduce((product, length) => product * length, 1);
      if (numbers.length === expected) return numbers;
      throw new StoreDamagedError(file.path, column.path, `${expected} values`, `${numbers.length}`);
    };
    this.frameRows = { start: read('start'), end: read('end') };
    this.#firstFrameS = read('firstFrameS');
    this.ratesHz = read('rateHz');
    this.masks = read('mask') as Uint8Array;
    this.reasons = read('reasons') as Uint8Array;
  }

  /** The frames of a stride that the store has. @throws store-damaged where the rows of the stride are none */
  stride(index: number): StoredFrames {
    const { modality } = this;
    const { path, rowShape } = framesDefinition(modality);
    const [first, end] = [this.frameRows.start[index], this.frameRows.end[index]];
    if (!(first >= 0 && end >= first && end <= (this.#file.header(path).shape?.[0] ?? 0)))
      throw new StoreDamagedError(this.#file.path, path, `rows of stride ${index}`, `${first} to ${end}`);
    const block = { start: [first, ...rowShape.map(() => 0)], count: [end - first, ...rowShape] };
    const frames = end > first ? expectNumbers(this.#file.read(path, block)) : new Float32Array(0);
    const channels = (values: Uint8Array) => values.slice(index * rowShape[0], (index + 1) * rowShape[0]);
    return {
      modality,
      frames: ndArray(frames as Float32Array, [end - first, ...rowShape]),
      samplingRateHz: this.ratesHz[index],
      firstFrameS: this.#firstFrameS[index],
      mask: channels(this.masks),
      reasons: channels(this.reasons),
    };
  }
}
