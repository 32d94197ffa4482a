import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strictestLicence } from './licence';

test.each([
  [[], ''],
  [['CC0 1.0'], 'CC0 1.0'],
  [['CC BY 4.0', 'CC0 1.0', 'CC BY 4.0'], 'CC BY 4.0'],
  [['CC BY 4.0', 'CC BY-NC-SA 4.0', 'MIT'], 'CC BY-NC-SA 4.0'],
  [['CC BY-SA 4.0', 'CC BY-NC 4.0', 'CC BY 4.0'], 'CC BY-NC 4.0 AND CC BY-SA 4.0'],
  [['CC BY-NC-ND 4.0', 'CC BY-NC 4.0'], 'CC BY-NC-ND 4.0'],
  [['as the owner says', 'CC BY-NC-SA 4.0'], 'as the owner says'],
  [['ask first', 'unknown'], 'ask first AND unknown'],
])('%j', (licences, expected) => {
  expect(strictestLicence(licences)).toBe(expected);
});

test('the order of the sources does not matter', () => {
  const licences = ['CC0 1.0', 'CC BY 4.0', 'CC BY-SA 4.0', 'CC BY-NC 4.0', 'ODbL 1.0', 'unknown'];
  fc.assert(
    fc.property(fc.shuffledSubarray(licences), (some) => {
      expect(strictestLicence(some)).toBe(strictestLicence([...some].sort()));
    }),
  );
});
