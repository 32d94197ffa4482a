import type { StoreCount } from '@emgfm/stride-store';
import { textTable } from '../text-table';

/** What is counted per stride; frames of any further modality. */
const UNITS: Readonly<Record<string, string>> = { emg: 'samples', kinematics: 'points', kinetics: 'points' };

/** Counts for people: a row per dataset and modality, then what should be known before the numbers are trusted. */
export function describeCounts(counts: readonly StoreCount[]): string {
  const rows = counts.map(({ datasetId, modality, patients, strides, left, right, length, durationS, sourceRates }) => [
    datasetId,
    modality,
    patients,
    strides,
    left,
    right,
    length?.distinct ?? '',
    length?.min ?? '',
    length?.max ?? '',
    length === null ? '' : length.mean.toFixed(1),
    length === null ? '' : length.sd.toFixed(1),
    length === null ? '' : (UNITS[modality] ?? 'frames'),
    durationS === null ? '' : `${durationS.mean.toFixed(2)} (${durationS.sd.toFixed(2)})`,
    sourceRates
      .map(({ rateHz }) => (Number.isNaN(rateHz) ? 'per stride' : `${Number(rateHz.toFixed(3))} Hz`))
      .join(', '),
  ]);
  const headings = [
    'dataset',
    'modality',
    'patients',
    'strides',
    'left',
    'right',
    'lengths',
    'min',
    'max',
    'mean',
    'SD',
    'unit',
    'seconds, mean (SD)',
    'source rates',
  ];
  const odd = counts.flatMap(({ datasetId, modality, inconsistencies }) =>
    inconsistencies.map((text) => `  ${datasetId} ${modality}: ${text}`),
  );
  return [
    textTable(headings, rows),
    odd.length > 0 ? `Inconsistencies:\n${odd.join('\n')}` : 'No inconsistencies.',
  ].join('\n\n');
}
