import { compareDatasetIds, compareNaturally, EMG_CHANNELS } from '@emgfm/schema';
import type { Findings } from './findings';
import { channelCounts, INDEX_COLUMNS, MODALITIES, type Modality, PATIENT_COLUMNS, unionMaskAttribute } from './layout';
import type { StoreStructure } from './verify-structure';

/** Checks patients against strides and datasets: numbering, contiguous strides, keys, scales, union masks. */
export function verifyPatients(structure: StoreStructure, findings: Findings): void {
  const { cells } = structure;
  const numbers = (path: string) => cells.get(path) as ArrayLike<number> | undefined;
  const texts = (path: string) => cells.get(path) as ArrayLike<string> | undefined;
  verifyIdentity(structure, findings);

  const first = numbers(PATIENT_COLUMNS.firstStride.path);
  const count = numbers(PATIENT_COLUMNS.numStrides.path);
  const owner = numbers(INDEX_COLUMNS.patientId.path);
  const strideDataset = texts(INDEX_COLUMNS.datasetId.path);
  const patientDataset = texts('/patients/dataset_id');
  if (owner === undefined) return;
  const { strides, patients } = structure;
  if (first !== undefined && count !== undefined) {
    let next = 0;
    for (let row = 0; row < patients; row += 1) {
      if (first[row] !== next)
        findings.add('/patients/first_stride', row, `${next}, after the patient before`, first[row], 'contiguous');
      if (!(count[row] >= 1)) findings.add('/patients/num_strides', row, 'at least 1', count[row]);
      next = first[row] + count[row];
      for (let stride = Math.max(0, first[row]); stride < Math.min(next, strides); stride += 1) {
        if (owner[stride] !== row)
          findings.add(INDEX_COLUMNS.patientId.path, stride, `${row}, by /patients`, owner[stride], 'owner');
      }
    }
    findings.expect(next === strides, '/patients/num_strides', patients - 1, `${strides} strides in all`, next);
  }
  for (let stride = 0; stride < strides; stride += 1) {
    if (!(Number.isInteger(owner[stride]) && owner[stride] >= 0 && owner[stride] < patients)) {
      findings.add(INDEX_COLUMNS.patientId.path, stride, `0 to ${patients - 1}`, owner[stride]);
    } else if (
      strideDataset !== undefined &&
      patientDataset !== undefined &&
      strideDataset[stride] !== patientDataset[owner[stride]]
    ) {
      findings.add(
        INDEX_COLUMNS.datasetId.path,
        stride,
        `'${patientDataset[owner[stride]]}', that of its patient`,
        `'${strideDataset[stride]}'`,
        'dataset',
      );
    }
  }
  verifyScales(structure, owner, findings);
  if (strideDataset !== undefined) verifyUnions(structure, strideDataset, findings);
}

function verifyIdentity({ cells, patients, unions }: StoreStructure, findings: Findings): void {
  const numbers = cells.get(PATIENT_COLUMNS.patientId.path);
  const keys = cells.get(PATIENT_COLUMNS.key.path) as ArrayLike<string> | undefined;
  const datasets = cells.get('/patients/dataset_id') as ArrayLike<string> | undefined;
  const sources = cells.get('/patients/source_id') as ArrayLike<string> | undefined;
  const seen = new Map<string, number>();
  for (let row = 0; row < patients; row += 1) {
    if (numbers !== undefined && numbers[row] !== row)
      findings.add('/patients/patient_id', row, 'its row number', numbers[row]);
    if (keys !== undefined) {
      if (seen.has(keys[row]))
        findings.add('/patients/key', row, 'a key of its own', `'${keys[row]}' as in row ${seen.get(keys[row])}`);
      seen.set(keys[row], row);
    }
    if (datasets === undefined || sources === undefined) continue;
    const key = `${datasets[row]}/${sources[row]}`;
    if (keys !== undefined && keys[row] !== key)
      findings.add('/patients/key', row, `'${key}'`, `'${keys[row]}'`, 'dataset and source');
    if (!unions.has(datasets[row]))
      findings.add('/patients/dataset_id', row, 'a group of /datasets', `'${datasets[row]}'`);
    if (row === 0) continue;
    const order =
      compareDatasetIds(datasets[row - 1], datasets[row]) || compareNaturally(sources[row - 1], sources[row]);
    if (order > 0)
      findings.add(
        '/patients/key',
        row,
        'patients by dataset and source id',
        `'${key}' after '${keys?.[row - 1]}'`,
        'order',
      );
  }
}

function verifyScales(
  { cells, patients, strides }: StoreStructure,
  owner: ArrayLike<number>,
  findings: Findings,
): void {
  const scales = cells.get(PATIENT_COLUMNS.emgScale.path) as ArrayLike<number> | undefined;
  const masks = cells.get('/masks/emg') as ArrayLike<number> | undefined;
  if (scales === undefined || masks === undefined) return;
  const channels = channelCounts.emg;
  const present = new Uint8Array(patients * channels);
  for (let i = 0; i < strides * channels; i += 1)
    if (masks[i] === 1) present[owner[Math.floor(i / channels)] * channels + (i % channels)] = 1;
  present.forEach((used, i) => {
    if (used === 1 && !(scales[i] > 0 && Number.isFinite(scales[i]))) {
      const found = `${scales[i]} for ${EMG_CHANNELS[i % channels]}`;
      findings.add(
        PATIENT_COLUMNS.emgScale.path,
        Math.floor(i / channels),
        'a positive scale where the channel is present',
        found,
      );
    }
  });
}

function verifyUnions(
  { cells, strides, unions }: StoreStructure,
  strideDataset: ArrayLike<string>,
  findings: Findings,
): void {
  for (const modality of MODALITIES) {
    const masks = cells.get(`/masks/${modality}`) as ArrayLike<number> | undefined;
    if (masks === undefined) continue;
    const channels = channelCounts[modality];
    const found = new Map<string, Uint8Array>();
    for (let stride = 0; stride < strides; stride += 1) {
      const id = strideDataset[stride];
      if (!found.has(id)) found.set(id, new Uint8Array(channels));
      const union = found.get(id)!;
      for (let channel = 0; channel < channels; channel += 1)
        if (masks[stride * channels + channel] === 1) union[channel] = 1;
    }
    for (const [id, stated] of unions) compareUnion(id, modality, stated[modality], found.get(id), findings);
  }
}

function compareUnion(
  id: string,
  modality: Modality,
  stated: readonly number[],
  found: Uint8Array | undefined,
  findings: Findings,
): void {
  if (found === undefined) {
    if (modality === 'emg') findings.add(`/datasets/${id}`, null, 'strides of this dataset', 'none');
    return;
  }
  const path = `/datasets/${id}@${unionMaskAttribute[modality]}`;
  findings.expect(
    stated.join(' ') === found.join(' '),
    path,
    null,
    `${found.join(' ')}, the union over its strides`,
    stated.join(' '),
  );
}
