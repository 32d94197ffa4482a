import { isHdf5Error, openHdf5File } from '@emgfm/hdf5';
import { Findings, type StoreFinding } from './findings';
import { verifyFurther } from './verify-further';
import { verifyPatients } from './verify-patients';
import { verifySignals } from './verify-signals';
import { verifyStrides } from './verify-strides';
import { verifyStructure } from './verify-structure';

/** What a verification found. */
export interface VerifyReport {
  readonly path: string;
  /** True if nothing is wrong. */
  readonly ok: boolean;
  readonly strides: number;
  readonly patients: number;
  /** Rows of `/emg`. */
  readonly emgRows: number;
  /** What is wrong, the first ten of each kind and path. */
  readonly findings: readonly StoreFinding[];
  /** Number of all findings, listed or not. */
  readonly findingCount: number;
}

/**
 * Checks every promise of the store layout: paths, types, shapes, chunks and attributes; stride rows that follow each other; masks against
 * the numbers, reasons against masks; vocabulary, durations and quality bits; patients, scales and dataset descriptions; further modalities; checksums.
 * A damaged store gives findings, not errors.
 * @throws hdf5-not-found if there is no such file, hdf5-poisoned
 */
export async function verifyStore(path: string): Promise<VerifyReport> {
  const findings = new Findings();
  let counts = { strides: 0, patients: 0, emgRows: 0 };
  const file = await openHdf5File(path).catch((error: unknown) => {
    if (!isHdf5Error(error) || error.tag === 'hdf5-not-found' || error.tag === 'hdf5-poisoned') throw error;
    findings.add('/', null, 'a readable HDF5 file', error.message);
    return null;
  });
  if (file !== null) {
    try {
      const structure = verifyStructure(file, findings);
      const { strides, patients, emgRows } = structure;
      counts = { strides, patients, emgRows };
      verifyStrides(structure, findings);
      verifyPatients(structure, findings);
      verifySignals(file, structure, findings);
      verifyFurther(file, strides, findings);
    } finally {
      file.close();
    }
  }
  const { listed, total } = findings;
  return { path, ok: total === 0, ...counts, findings: listed, findingCount: total };
}
