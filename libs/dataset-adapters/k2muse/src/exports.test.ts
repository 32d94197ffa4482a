import { expect, test } from 'vitest';
import * as library from './index';

test('the public names', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "adapter",
    ]
  `);
});
