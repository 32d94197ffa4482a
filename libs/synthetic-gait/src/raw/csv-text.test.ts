import { expect, it } from 'vitest';
import { csvText } from './csv-text';

it('writes numbers, texts and what is missing', () => {
  const columns = [
    { name: 'Time', values: Float64Array.of(0, 0.25, 0.5), digits: 3 },
    { name: 'Status', values: ['1', ''] },
    { name: 'x', values: [NaN, -1.5] },
  ];
  expect(csvText(columns, 3)).toBe('Time,Status,x\n0.000,1,NaN\n0.250,,-1.5\n0.500,NaN,NaN\n');
  expect(csvText(columns, 1, { delimiter: ';', missing: '' })).toBe('Time;Status;x\n0.000;1;\n');
});
