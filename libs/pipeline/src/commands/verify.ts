import type { VerifyReport } from '@emgfm/stride-store';

/** A verification for people: one line when all is well, else every finding with its place. */
export function describeVerification(report: VerifyReport): string {
  const { path, ok, strides, patients, findings, findingCount } = report;
  if (ok) return `${path}: sound (${strides} strides of ${patients} patient(s))`;
  const lines = findings.map(({ path: place, row, expected, found }) => {
    const where = row === null ? place : `${place} row ${row}`;
    return `  ${where}: expected ${expected}, found ${found}`;
  });
  const more = findingCount - findings.length;
  return [
    `${path}: not sound, ${findingCount} finding(s)`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more of the same kinds`] : []),
  ].join('\n');
}
