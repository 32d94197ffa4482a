import { missingReasonOfCode } from '@emgfm/schema';
import type { Findings } from './findings';
import { ALL_PATIENT_COLUMNS, ALL_STRIDE_COLUMNS, channelCounts, INDEX_COLUMNS, MODALITIES } from './layout';
import { knownQuality, soundDuration } from './stride-checks';
import type { StoreStructure } from './verify-structure';

/** Checks the stride table row by row: EMG rows, vocabulary, durations, quality bits, masks and reasons. */
export function verifyStrides({ strides, emgRows, cells }: StoreStructure, findings: Findings): void {
  const numbers = (path: string) => cells.get(path) as ArrayLike<number> | undefined;
  const starts = numbers(INDEX_COLUMNS.start.path);
  const ends = numbers(INDEX_COLUMNS.end.path);
  if (starts !== undefined && ends !== undefined) {
    for (let row = 0; row < strides; row += 1) {
      const before = row === 0 ? 0 : ends[row - 1];
      if (starts[row] !== before)
        findings.add('/stride_starts', row, `${before}, where the stride before ends`, starts[row], 'contiguous');
      if (!(ends[row] >= starts[row]))
        findings.add('/stride_ends', row, `at least ${starts[row]}, where the stride starts`, ends[row], 'forward');
    }
    const last = strides === 0 ? 0 : ends[strides - 1];
    findings.expect(last === emgRows, '/stride_ends', strides - 1, `${emgRows}, the rows of /emg`, last);
  }

  for (const { path, vocabulary } of [...ALL_STRIDE_COLUMNS, ...ALL_PATIENT_COLUMNS]) {
    const texts = cells.get(path);
    if (vocabulary === undefined || texts === undefined) continue;
    const known = new Set<unknown>(vocabulary);
    for (let row = 0; row < texts.length; row += 1) {
      if (!known.has(texts[row])) findings.add(path, row, `one of ${vocabulary.join(', ')}`, `'${texts[row]}'`);
    }
  }

  const durations = numbers('/stride_metadata/duration_s');
  const qualities = numbers('/stride_metadata/quality');
  const order = numbers('/stride_metadata/stride_number');
  for (let row = 0; row < strides; row += 1) {
    const quality = qualities?.[row] ?? 0;
    const qualityFits = knownQuality(quality);
    if (!qualityFits) findings.add('/stride_metadata/quality', row, 'bits that have a name', quality);
    if (durations !== undefined && qualities !== undefined && qualityFits && !soundDuration(durations[row], quality)) {
      findings.add(
        '/stride_metadata/duration_s',
        row,
        'a positive duration, or NaN with the bit duration_unknown',
        durations[row],
      );
    }
    if (order !== undefined && !(order[row] >= 0))
      findings.add('/stride_metadata/stride_number', row, 'at least 0', order[row]);
  }

  for (const modality of MODALITIES) {
    const masks = numbers(`/masks/${modality}`);
    const reasons = numbers(`/reasons/${modality}`);
    const channels = channelCounts[modality];
    for (let i = 0; i < (masks?.length ?? 0); i += 1) {
      const row = Math.floor(i / channels);
      const mask = masks![i];
      if (mask !== 0 && mask !== 1)
        findings.add(`/masks/${modality}`, row, '0 or 1', `${mask} in channel ${i % channels}`);
      if (reasons === undefined) continue;
      const reason = reasons[i];
      if (mask === 1 ? reason !== 0 : reason === 0 || missingReasonOfCode(reason) === undefined) {
        const expected = mask === 1 ? '0 beside a present channel' : '1 to 8 beside a missing channel';
        findings.add(`/reasons/${modality}`, row, expected, `${reason} in channel ${i % channels}`);
      }
    }
  }
}
