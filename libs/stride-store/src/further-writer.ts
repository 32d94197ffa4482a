import type { Hdf5Writer, RowAppender } from '@emgfm/hdf5';
import { type FurtherModality, missingReasonCode } from '@emgfm/schema';
import { type Cells, GrowingColumn } from './column';
import { framesDefinition, FURTHER_GROUP, type FurtherColumns, furtherColumns } from './further-layout';
import type { AttributeValue } from './layout';

/** Rows of a further modality for some strides, without their frames. */
export interface FurtherRows {
  /** Frames of each stride; they lie one after the other. */
  readonly frameCounts: ArrayLike<number>;
  readonly firstFrameS: ArrayLike<number>;
  readonly rateHz: ArrayLike<number>;
  /** [stride, channel]. */
  readonly mask: ArrayLike<number>;
  /** [stride, channel]. */
  readonly reasons: ArrayLike<number>;
}

/** Writes checksum and attributes of a dataset. */
export type DescribeDataset = (
  path: string,
  checksum: number,
  attributes: Readonly<Record<string, AttributeValue>>,
) => void;

/** Fills the group of one further modality; frames go to the file at once. */
export class FurtherWriter {
  readonly #file: Hdf5Writer;
  readonly #frames: RowAppender<'float32'>;
  readonly #cells: Readonly<Record<keyof FurtherColumns, GrowingColumn>>;
  #frameCount = 0;
  #rows = 0;

  constructor(
    file: Hdf5Writer,
    readonly modality: FurtherModality,
    gzipLevel: number | undefined,
  ) {
    this.#file = file;
    const { path, rowShape, chunkRows } = framesDefinition(modality);
    this.#frames = file.growingDataset(path, { type: 'float32', rowShape, chunkRows, gzipLevel });
    this.#cells = Object.fromEntries(
      Object.entries(furtherColumns(modality)).map(([name, column]) => [name, new GrowingColumn(column)]),
    ) as Record<keyof FurtherColumns, GrowingColumn>;
  }

  /** Appends frames, [frame, channel, value]. */
  appendFrames(frames: Float32Array): void {
    this.#frames.append(frames);
  }

  /** Appends rows of strides whose frames were or will be appended in the same order. */
  appendRows({ frameCounts, ...further }: FurtherRows): void {
    for (let i = 0; i < frameCounts.length; i += 1) {
      this.#append('start', [BigInt(this.#frameCount)]);
      this.#frameCount += frameCounts[i];
      this.#append('end', [BigInt(this.#frameCount)]);
    }
    for (const [name, cells] of Object.entries(further)) this.#append(name as keyof typeof further, cells);
    this.#rows += frameCounts.length;
  }

  /** Gives strides without this modality their rows, up to a number of strides: no frames, not recorded in this trial. */
  padTo(strides: number): void {
    const missing = strides - this.#rows;
    if (missing <= 0) return;
    const channels = missing * this.modality.channels.length;
    this.appendRows({
      frameCounts: new Uint8Array(missing),
      firstFrameS: new Float64Array(missing).fill(NaN),
      rateHz: new Float64Array(missing).fill(NaN),
      mask: new Uint8Array(channels),
      reasons: new Uint8Array(channels).fill(missingReasonCode('notInTrial')),
    });
  }

  /** Writes the table and the description of the modality. */
  finish(describe: DescribeDataset): void {
    const { name, meaning, unit, channels, valuesPerChannel, valueAxis } = this.modality;
    const { path, attributes } = framesDefinition(this.modality);
    describe(path, this.#frames.checksum, attributes);
    for (const { definition, cells, rows } of Object.values(this.#cells)) {
      const checksum = this.#file.dataset(definition.path, cells, { shape: [rows, ...definition.rowShape] });
      describe(definition.path, checksum, definition.attributes ?? {});
    }
    const group = `${FURTHER_GROUP}/${name}`;
    for (const [attribute, value] of Object.entries({
      meaning,
      unit,
      channels,
      values_per_channel: BigInt(valuesPerChannel),
      value_axis: valueAxis,
    }))
      this.#file.attribute(group, attribute, value);
  }

  #append(column: keyof FurtherColumns, cells: Cells): void {
    this.#cells[column].append(cells);
  }
}
