import { expect, test } from 'vitest';
import * as adapterOpensim from './index';

test('the public names', () => {
  expect(Object.keys(adapterOpensim).sort()).toMatchInlineSnapshot(`
    [
      "adapter",
      "opensimMappingSchema",
    ]
  `);
});
