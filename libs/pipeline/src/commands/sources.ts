import { MODALITIES, openStore } from '@emgfm/stride-store';
import { compareDatasetIds, type SignatureVerdict } from '@emgfm/schema';
import { textTable } from '../text-table';

/** What each source gave: people, strides, channels that any stride has, and whether people walk like that. */
export async function describeSources(storePath: string, signatures: readonly SignatureVerdict[]): Promise<string> {
  const store = await openStore(storePath);
  try {
    const datasets = [...store.datasets()].sort((a, b) => compareDatasetIds(a.id, b.id));
    const rows = datasets.map(({ id, masks }) => [
      id,
      store.patients().filter(({ subject }) => subject.datasetId === id).length,
      store.select({ datasetId: id }).length,
      ...MODALITIES.map((modality) => masks[modality].reduce((sum, present) => sum + present, 0)),
      verdictInWords(signatures.find(({ datasetId }) => datasetId === id)),
    ]);
    return textTable(['source', 'people', 'strides', 'EMG', 'angles', 'moments', 'walks as people do?'], rows);
  } finally {
    store.close();
  }
}

function verdictInWords(signature: SignatureVerdict | undefined): string {
  if (signature === undefined || signature.verdict === 'none') return 'no level walking to judge';
  const judged = signature.findings.filter(({ verdict }) => verdict !== 'not-applicable');
  const passed = judged.filter(({ verdict }) => verdict === 'pass');
  return `${signature.verdict} (${passed.length} of ${judged.length} checks)`;
}
