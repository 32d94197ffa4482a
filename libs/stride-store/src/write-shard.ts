import { writeAtomically } from '@emgfm/hdf5';
import {
  type DatasetInfo,
  datasetInfoSchema,
  EMG_CHANNEL_COUNT,
  frameLength,
  type Stride,
  strideEmgSamples,
  type StrideFrames,
  type SubjectInfo,
  subjectInfoSchema,
} from '@emgfm/schema';
import type { Cells } from './column';
import { StoreHeaderError, StrideRejectedError } from './errors';
import type { FurtherWriter } from './further-writer';
import { MODALITIES } from './layout';
import {
  type DatasetAttributes,
  type StoreOrigin,
  type StoreTotals,
  type StoreWriteOptions,
  StoreWriter,
} from './store-writer';
import { storageProblems } from './stride-checks';

/** What a shard says beside its strides. */
export interface ShardHeader extends StoreOrigin {
  readonly subject: SubjectInfo;
  readonly dataset: DatasetInfo;
  /** The adapter that read the source. */
  readonly adapter: { readonly packageName: string; readonly version: string };
  /** Samples per second of the strides' EMG (Hz). */
  readonly emgRateHz: number;
  /** K, the points of `kinematics` and `kinetics` per stride. */
  readonly pointsPerStride: number;
  /** Divisor of each of the 13 channels, in the unit of the source; NaN where the channel is missing. */
  readonly emgScale: ArrayLike<number>;
  /** How the divisors were found, in words, e.g. `percentile 99.5`. */
  readonly emgScaleMethod: string;
}

/**
 * Writes the strides of one subject as a shard: a store with one patient. Strides are taken one at a time, so memory is bounded
 * by the longest stride and the stride table; the file appears only when it is complete and checked.
 * @param path the file to make; its folder must exist.
 * @param strides in the order of the store; each is checked first.
 * @returns what was written.
 * @throws store-header, store-stride, store-empty (no strides: no file is made), and `Hdf5Error`s such as hdf5-disk-full
 * @example
 * await writeShard('shards/c3d-P1.h5', { subject, dataset, adapter, emgRateHz: 1000, pointsPerStride: 200,
 *   emgScale, emgScaleMethod: 'percentile 99.5', configSha256, createdBy: '@emgfm/pipeline 0.1.0' }, strides);
 */
export async function writeShard(
  path: string,
  header: ShardHeader,
  strides: Iterable<Stride> | AsyncIterable<Stride>,
  options: StoreWriteOptions = {},
): Promise<StoreTotals> {
  const problems = headerProblems(header);
  if (problems.length > 0) throw new StoreHeaderError(path, problems);
  const { subject, emgScale, emgRateHz, pointsPerStride } = header;
  return writeAtomically(
    path,
    async (file) => {
      const writer = new StoreWriter(file, path, { emgRateHz, pointsPerStride, gzipLevel: options.gzipLevel });
      writer.startPatient(subject, emgScale, datasetAttributes(header));
      let position = 0;
      for await (const stride of strides) {
        const wrong = storageProblems(stride, pointsPerStride);
        if (wrong.length > 0) throw new StrideRejectedError(path, position, wrong);
        for (const modality of MODALITIES) writer.appendSignal(modality, stride[modality]);
        for (const frames of stride.further ?? []) appendFrames(writer.further(frames.modality), frames);
        writer.appendStrides([strideEmgSamples(stride)], (column) =>
          'field' in column ? ([stride[column.field]] as Cells) : stride[column.source][column.modality],
        );
        position += 1;
      }
      return writer.finish(header);
    },
    options,
  );
}

function appendFrames(writer: FurtherWriter, stride: StrideFrames): void {
  writer.appendFrames(stride.frames);
  writer.appendRows({
    frameCounts: [stride.frames.length / frameLength(stride.modality)],
    firstFrameS: [stride.firstFrameS],
    rateHz: [stride.samplingRateHz],
    mask: stride.mask,
    reasons: stride.reasons,
  });
}

function datasetAttributes({ dataset, adapter, emgScaleMethod }: ShardHeader): DatasetAttributes {
  const { title, citation, doi, licence, homepage, sourceConventions, confidence, notes } = dataset;
  return {
    texts: {
      title,
      citation,
      doi,
      licence,
      homepage,
      adapter_package: adapter.packageName,
      adapter_version: adapter.version,
      source_conventions: JSON.stringify(sourceConventions),
      confidence: JSON.stringify(confidence),
      emg_scale_method: emgScaleMethod,
    },
    notes,
  };
}

function headerProblems(header: ShardHeader): string[] {
  const { subject, dataset, emgRateHz, pointsPerStride, emgScale, configSha256 } = header;
  const problems: string[] = [];
  const expect = (fits: boolean, problem: string) => {
    if (!fits) problems.push(problem);
  };
  for (const [name, parsed] of [
    ['subject', subjectInfoSchema.safeParse(subject)],
    ['dataset', datasetInfoSchema.safeParse(dataset)],
  ] as const) {
    for (const issue of parsed.error?.issues ?? []) problems.push(`${name}.${issue.path.join('.')}: ${issue.message}`);
  }
  expect(
    subject.datasetId === dataset.id,
    `the subject is of dataset '${subject.datasetId}', the description of '${dataset.id}'`,
  );
  expect(Number.isFinite(emgRateHz) && emgRateHz > 0, `EMG rate ${emgRateHz} Hz`);
  expect(Number.isInteger(pointsPerStride) && pointsPerStride >= 2, `${pointsPerStride} points per stride`);
  expect(emgScale.length === EMG_CHANNEL_COUNT, `${emgScale.length} EMG scales, not ${EMG_CHANNEL_COUNT}`);
  expect(/^[0-9a-f]{64}$/.test(configSha256), `configuration SHA-256 '${configSha256}' is not 64 hexadecimal digits`);
  return problems;
}
