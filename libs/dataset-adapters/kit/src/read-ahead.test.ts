import { expect, test } from 'vitest';
import { readAhead } from './read-ahead';

test('gives all in order, and reads one ahead, never two', async () => {
  const log: string[] = [];
  const read = async (item: number): Promise<number> => {
    log.push(`read ${item}`);
    return item * 10;
  };
  for await (const found of readAhead([1, 2, 3], read)) log.push(`use ${found}`);
  expect(log).toEqual(['read 1', 'read 2', 'use 10', 'read 3', 'use 20', 'use 30']);
});

test('of nothing it gives nothing', async () => {
  for await (const found of readAhead([], () => Promise.reject(new Error()))) expect(found).toBeNull();
});

test('an error comes when its item has its turn, and not at all where nobody asks for it', async () => {
  const read = (item: string): Promise<string> =>
    item === 'bad' ? Promise.reject(new Error('no good')) : Promise.resolve(item);
  const used: string[] = [];
  const all = async (): Promise<void> => {
    for await (const found of readAhead(['good', 'bad'], read)) used.push(found);
  };
  await expect(all()).rejects.toThrow('no good');
  expect(used).toEqual(['good']);
  for await (const found of readAhead(['good', 'bad'], read)) {
    expect(found).toBe('good');
    break;
  }
});
