import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkedOptions } from './index';

const info = { id: 'test', layers: ['trials', 'strides'] };
const schema = z.strictObject({ legs: z.enum(['right', 'both']).default('right') });

test('defaults are filled in, known layers accepted', () => {
  expect(checkedOptions(info, schema, {})).toEqual({ legs: 'right' });
  expect(checkedOptions(info, schema, { layer: 'strides', adapterOptions: { legs: 'both' } })).toEqual({
    legs: 'both',
  });
});

test('every problem is named at once', () => {
  const wrong = () => checkedOptions(info, schema, { layer: 'raw', adapterOptions: { legs: 'left', speed: 1 } });
  expect(wrong).toThrow(expect.objectContaining({ tag: 'AdapterOptionsError', adapter: 'test' }));
  expect(wrong).toThrow(/legs: .*speed.*layer 'raw' is none of trials, strides/s);
});
