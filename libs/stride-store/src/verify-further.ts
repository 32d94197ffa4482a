import { expectNumbers, type Hdf5File } from '@emgfm/hdf5';
import { frameMask, type FurtherModality, missingReasonOfCode } from '@emgfm/schema';
import { readNumberColumn } from './column-reading';
import type { Findings } from './findings';
import { framesDefinition, FURTHER_GROUP, furtherColumns, furtherModalityOf, furtherNames } from './further-layout';
import { verifyChecksum } from './verify-checksum';
import { checkAttributes, checkDataset, checkLayout, rowCount } from './verify-structure';

/** Checks the further modalities: tables, frame rows that follow each other, masks against frames, reasons, checksums. */
export function verifyFurther(file: Hdf5File, strides: number, findings: Findings): void {
  for (const name of findings.attempt(FURTHER_GROUP, () => furtherNames(file)) ?? []) {
    const modality = furtherModalityOf(file, name);
    if (modality === undefined) {
      findings.add(
        `${FURTHER_GROUP}/${name}`,
        null,
        'meaning, unit, channels, values_per_channel and value_axis',
        'others',
      );
      continue;
    }
    verifyModality(file, modality, strides, findings);
  }
}

function verifyModality(file: Hdf5File, modality: FurtherModality, strides: number, findings: Findings): void {
  const frames = framesDefinition(modality);
  const frameCount = rowCount(file, frames.path, findings) ?? 0;
  const framesFit = checkDataset(file, { ...frames, type: 'float32' }, [frameCount, ...frames.rowShape], findings);
  checkAttributes(file, frames.path, frames.attributes, findings);
  if (framesFit) checkLayout(file, frames.path, [frames.chunkRows, ...frames.rowShape], findings);
  const columns = furtherColumns(modality);
  const cells = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const fits = checkDataset(file, column, [strides, ...column.rowShape], findings);
      checkAttributes(file, column.path, column.attributes ?? {}, findings);
      return [name, fits ? findings.attempt(column.path, () => readNumberColumn(file, column)) : undefined];
    }),
  ) as Record<keyof typeof columns, ArrayLike<number> | undefined>;
  const { start, end, mask, reasons } = cells;
  if (start && end) verifyRows(columns.start.path, start, end, frameCount, findings);
  if (mask && reasons) verifyReasons(columns, modality, mask, reasons, findings);
  if (framesFit && start && end && mask) {
    findings.attempt(frames.path, () => compareMasks(file, modality, { start, end, mask, frameCount }, findings));
  }
  for (const { path } of [frames, ...Object.values(columns)]) verifyChecksum(file, path, findings);
}

function verifyRows(
  path: string,
  start: ArrayLike<number>,
  end: ArrayLike<number>,
  frameCount: number,
  findings: Findings,
): void {
  for (let stride = 0; stride < start.length; stride += 1) {
    const before = stride === 0 ? 0 : end[stride - 1];
    if (start[stride] !== before || !(end[stride] >= start[stride]))
      findings.add(path, stride, `rows from ${before} on`, `${start[stride]} to ${end[stride]}`, 'contiguous');
  }
  const last = start.length === 0 ? 0 : end[start.length - 1];
  findings.expect(last === frameCount, path, start.length - 1, `${frameCount} frames in all`, last);
}

function verifyReasons(
  columns: ReturnType<typeof furtherColumns>,
  { channels }: FurtherModality,
  mask: ArrayLike<number>,
  reasons: ArrayLike<number>,
  findings: Findings,
): void {
  for (let i = 0; i < mask.length; i += 1) {
    const fits = mask[i] === 1 ? reasons[i] === 0 : reasons[i] !== 0 && missingReasonOfCode(reasons[i]) !== undefined;
    if (fits) continue;
    const expected = mask[i] === 1 ? '0 beside a present channel' : '1 to 8 beside a missing channel';
    findings.add(columns.reasons.path, Math.floor(i / channels.length), expected, reasons[i]);
  }
}

function compareMasks(
  file: Hdf5File,
  modality: FurtherModality,
  table: { start: ArrayLike<number>; end: ArrayLike<number>; mask: ArrayLike<number>; frameCount: number },
  findings: Findings,
): void {
  const { path, rowShape } = framesDefinition(modality);
  const channels = modality.channels.length;
  for (let stride = 0; stride < table.start.length; stride += 1) {
    const [first, end] = [table.start[stride], table.end[stride]];
    // Broken rows are a finding of their own.
    if (!(first >= 0 && end >= first && end <= table.frameCount)) continue;
    const block = { start: [first, 0, 0], count: [end - first, ...rowShape] };
    const frames = end > first ? (expectNumbers(file.read(path, block)) as Float32Array) : new Float32Array(0);
    frameMask(frames, modality).forEach((finite, channel) => {
      const found = table.mask[stride * channels + channel];
      if (found === finite) return;
      const expected = `${finite} for ${finite === 1 ? 'finite' : 'missing'} values`;
      findings.add(furtherColumns(modality).mask.path, stride, expected, `${found} in ${modality.channels[channel]}`);
    });
  }
}
