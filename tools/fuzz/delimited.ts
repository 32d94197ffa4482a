/** Mutates delimited text and reads it: `npx tsx tools/fuzz/delimited.ts --count 20000 [--seed 1]`. */
import { isDelimitedError, parseDelimited, readDelimited } from '@emgfm/delimited';
import { fuzz } from './delimited-opensim-xlsx-mutations';

const text = (lines: string[], end = '\n') => Buffer.from(lines.join(end) + end);
const rows = (cell: (i: number, c: number) => string, columns: number, delimiter: string) =>
  Array.from({ length: 40 }, (_, i) => Array.from({ length: columns }, (__, c) => cell(i, c)).join(delimiter));
const signal = (i: number, c: number) => (Math.sin(i + c) * 10 ** (c % 5)).toPrecision(3 + ((i * 5 + c) % 14));

const seeds = [
  text(['time,emg one,"emg, two"', ...rows(signal, 3, ',')]),
  text(['Zeit;VL;RF', 's;mV;mV', ...rows((i, c) => signal(i, c).replace('.', ','), 3, ';')], '\r\n'),
  text([
    'Label: EMG 1 Sampling frequency: 2000',
    '',
    '"X[s]","EMG 1","X[s]","ACC 1"',
    ...rows((i, c) => (i > 20 && c > 1 ? '' : signal(i, c)), 4, ','),
  ]),
  text(['  a   b  c', ...rows(signal, 3, '   ')]),
  text(['id\tn\tnote', ...rows((i, c) => (c === 0 ? `S${i}` : c === 2 ? `"x ""${i}"""` : signal(i, c)), 3, '\t')]),
  Buffer.from(`\uFEFFtime;größe\n${rows(signal, 2, ';').join('\n')}`, 'utf16le'),
];

await fuzz('delimited', seeds, isDelimitedError, async (bytes, random) => {
  const options = {
    text: random() < 0.5 ? ('all' as const) : undefined,
    raggedLines: (['throw', 'skip', 'pad'] as const)[Math.floor(random() * 3)],
    badCells: (['throw', 'nan'] as const)[Math.floor(random() * 2)],
  };
  if (random() < 0.8) parseDelimited(bytes, options);
  else await readDelimited([bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)], options);
});
