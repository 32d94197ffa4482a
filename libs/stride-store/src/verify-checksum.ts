import { datasetChecksum, type Hdf5File } from '@emgfm/hdf5';
import { numberAttribute } from './column-reading';
import type { Findings } from './findings';

/** A dataset must still have the checksum with which it was written. */
export function verifyChecksum(file: Hdf5File, path: string, findings: Findings): void {
  findings.attempt(path, () => {
    if (file.kind(path) !== 'dataset') return;
    const expected = numberAttribute(file, path, 'crc32');
    if (expected === undefined) return;
    const found = datasetChecksum(file, path);
    findings.expect(
      found === expected,
      path,
      null,
      `checksum ${expected}, as written`,
      `${found}: values have changed`,
    );
  });
}
