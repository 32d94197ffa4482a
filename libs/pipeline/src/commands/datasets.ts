import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { textTable } from '../text-table';

/** What can be read: one line per dataset with its licence, what it holds, and how sure its facts are. */
export function describeDatasets(adapters: ReadonlyMap<string, DatasetAdapter>): string {
  const rows = [...adapters.values()].map(({ info }) => {
    const guesses = Object.values(info.confidence).filter((confidence) => confidence === 'guess').length;
    const facts = Object.keys(info.confidence).length;
    return [
      info.id,
      info.title,
      info.licence,
      `${info.emgChannels.length} EMG, ${info.angles.length} angles, ${info.moments.length} moments`,
      `${facts - guesses} of ${facts} facts known`,
      info.layers.join(', '),
    ];
  });
  const table = textTable(['dataset', 'what it is', 'licence', 'holds at most', 'confidence', 'layers'], rows);
  const citations = [...adapters.values()]
    .filter(({ info }) => info.citation !== '')
    .map(({ info }) => `${info.id}: ${info.citation}${info.doi === '' ? '' : ` doi:${info.doi}`}`);
  return [table, ...(citations.length > 0 ? ['', 'Please cite:', ...citations] : [])].join('\n');
}
