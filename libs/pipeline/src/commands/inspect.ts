import { type Survey, trialsSizeBytes } from '@emgfm/schema';
import { readableBytes, textTable } from '../text-table';

/** Lines of a list that are shown before the rest is only counted. */
const SHOWN = 40;

/** Is there anything in these folders that can be read? */
export function anyUsable(surveys: readonly Survey[]): boolean {
  return surveys.some(({ subjects }) => subjects.length > 0);
}

/** A survey for people: subjects and trials, then what is missing, unknown or unusable, then what to do. */
export function describeSurvey(survey: Survey): string {
  const { datasetId, root, subjects, missing, unknown, unusable, advice } = survey;
  const trials = subjects.flatMap((subject) => subject.trials);
  const sections = [
    `${datasetId} in ${root}: ${subjects.length} subject(s), ${trials.length} trial(s), ${readableBytes(trialsSizeBytes(trials))} to read`,
  ];
  if (subjects.length > 0) {
    const rows = subjects.map(({ subject, trials: own, expectedStrides }) => [
      subject.sourceId,
      own.length,
      readableBytes(trialsSizeBytes(own)),
      expectedStrides === null ? 'after reading' : String(expectedStrides),
      own.length === 1 ? (own[0]?.contents ?? '') : '',
    ]);
    sections.push(textTable(['subject', 'trials', 'size', 'strides expected', 'contents'], rows));
  }
  sections.push(
    ...listed(
      'Missing',
      missing.map(({ path, detail }) => `${path}: ${detail}`),
    ),
    ...listed(
      'Not usable',
      unusable.map(({ what, reason, detail }) => `${what} (${reason}): ${detail}`),
    ),
    ...listed(
      'Unknown files, left alone',
      unknown.map(({ path, sizeBytes }) => `${path} (${readableBytes(sizeBytes)})`),
    ),
    ...listed('What to do', advice),
  );
  return sections.join('\n\n');
}

function listed(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - SHOWN;
  const shown = lines.slice(0, SHOWN).map((line) => `  ${line}`);
  return [
    [
      `${heading} (${lines.length}):`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more (all of them with --json)`] : []),
    ].join('\n'),
  ];
}
