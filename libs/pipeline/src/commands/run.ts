import { type Drop, DROP_REASONS, type RunReport, type SignatureVerdict } from '@emgfm/schema';
import { textTable } from '../text-table';

/** Lines of a list that are shown before the rest is only counted. */
const SHOWN = 60;

/** A run for people: what each subject gave, what gave nothing and why, what was decided, and whether people walk like that. */
export function describeRun(report: RunReport): string {
  const { subjects, signatures, totals, unusable } = report;
  const rows = subjects.map(({ key, status, trials, stridesKept, stridesDropped, elapsedS }) => [
    key,
    status,
    trials,
    stridesKept,
    Object.values(stridesDropped).reduce((sum, count) => sum + count, 0),
    elapsedS.toFixed(1),
  ]);
  const dropped = Object.entries(totals.stridesDropped);
  const gaveNothing = [
    ...unusable,
    ...subjects.flatMap(({ key, drops }) =>
      drops.filter(({ level }) => level !== 'stride').map((drop) => ({ ...drop, what: `${key}: ${drop.what}` })),
    ),
  ];
  return [
    textTable(['subject', 'result', 'trials', 'strides kept', 'dropped', 'seconds'], rows),
    ...subjects.filter(({ error }) => error !== '').map(({ key, error }) => `${key} failed: ${error}`),
    ...(dropped.length > 0
      ? [`Strides dropped:\n${dropped.map(([reason, count]) => `  ${count} ${reason}: ${meaning(reason)}`).join('\n')}`]
      : []),
    ...listDrops(gaveNothing),
    ...describeDecisions(report),
    ...signatures.map(describeSignature),
  ].join('\n\n');
}

function meaning(reason: string): string {
  return DROP_REASONS[reason as keyof typeof DROP_REASONS] ?? reason;
}

function listDrops(drops: readonly Drop[]): string[] {
  if (drops.length === 0) return [];
  const lines = drops.map(({ what, reason, detail }) => `  ${what} (${reason}): ${detail}`);
  return [`Gave no stride (${drops.length}):\n${shorten(lines)}`];
}

/** Decisions taken from the data, the same decision of several trials once. */
function describeDecisions({ subjects }: RunReport): string[] {
  const trials = new Map<string, string[]>();
  for (const { decisions } of subjects) {
    for (const { fact, decided } of decisions) {
      const colon = fact.lastIndexOf(': ');
      const line = `${fact.slice(colon + 2)}: ${decided}`;
      trials.set(line, [...(trials.get(line) ?? []), fact.slice(0, Math.max(colon, 0))]);
    }
  }
  if (trials.size === 0) return [];
  const lines = [...trials].map(([line, own]) => `  ${line} (${own.length === 1 ? own[0] : `${own.length} trials`})`);
  return [`Decided from the data (evidence in run.json):\n${shorten(lines)}`];
}

function shorten(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`  and ${more} more in run.json`] : [])].join('\n');
}

/** The level-walking signature of one dataset for people; passes are only counted. */
export function describeSignature({ datasetId, verdict, strides, findings }: SignatureVerdict): string {
  const judged = findings.filter((finding) => finding.verdict !== 'not-applicable');
  if (verdict === 'none') return `Level-walking signature of ${datasetId}: no level walking to judge`;
  const passed = judged.filter((finding) => finding.verdict === 'pass').length;
  const head = `Level-walking signature of ${datasetId}: ${verdict} (${passed} of ${judged.length} checks pass, ${strides} strides)`;
  const lines = judged
    .filter((finding) => finding.verdict !== 'pass')
    .map(
      ({ check, expected, found, verdict: own, hint }) =>
        `  ${own} ${check}: expected ${expected}, found ${found}${hint === '' ? '' : ` - ${hint}`}`,
    );
  return [head, ...lines].join('\n');
}
