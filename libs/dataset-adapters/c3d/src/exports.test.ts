import { expect, test } from 'vitest';
import * as adapterC3d from './index';

test('the public names', () => {
  expect(Object.keys(adapterC3d).sort()).toMatchInlineSnapshot(`
    [
      "adapter",
      "c3dMappingSchema",
      "toRecording",
    ]
  `);
});
