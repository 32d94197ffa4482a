import type { EventAgreement } from '@emgfm/gait-segment';

/** A table of the report: printed as it is written, in Markdown. */
export interface ReportSection {
  readonly title: string;
  /** What is compared with what, in words. */
  readonly text: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A section as Markdown, columns padded so that it reads as plain text too. */
export function markdownOf({ title, text, columns, rows }: ReportSection): string {
  const widths = columns.map((column, i) => Math.max(3, column.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [`## ${title}`, '', text, '', line(columns), rule, ...rows.map(line), ''].join('\n');
}

/** A number with fixed digits; a dash where there is none. */
export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

/** Columns of {@link agreementCells}. */
export const AGREEMENT_COLUMNS = ['events', 'recall', 'precision', 'mean (ms)', 'SD (ms)'];

/** Reference events, recall, precision, mean and SD of the error. */
export function agreementCells(agreement: EventAgreement): string[] {
  return [
    String(agreement.numReference),
    fixed(agreement.recall, 3),
    fixed(agreement.precision, 3),
    fixed(agreement.meanErrorMs, 1),
    fixed(agreement.sdErrorMs, 1),
  ];
}

/** Largest absolute error (ms) of the matches. */
export function largestErrorMs(agreement: EventAgreement): number {
  return 1000 * Math.max(...agreement.errorsS.map(Math.abs));
}
