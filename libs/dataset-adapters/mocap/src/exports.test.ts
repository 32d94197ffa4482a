import { expect, test } from 'vitest';
import * as adapterMocap from './index';

test('the public names', () => {
  expect(Object.keys(adapterMocap).sort()).toMatchInlineSnapshot(`
    [
      "adapter",
      "mocapMappingSchema",
    ]
  `);
});
