import { describe, expect, it } from 'vitest';
import {
  EmgNotReadyError,
  InvalidOptionError,
  UnknownDetectorError,
  isGaitSegmentError,
  requirePositive,
} from './errors';

describe('errors', () => {
  it.each([
    [new InvalidOptionError('toleranceS', 'a finite number above 0', -1), 'InvalidOption', 'found -1'],
    [new UnknownDetectorError('x', ['zeni', 'oconnor']), 'UnknownDetector', 'auto, zeni, oconnor'],
    [new EmgNotReadyError('walk01', '1000 Hz', '2000 Hz'), 'EmgNotReady', "trial 'walk01'"],
  ])('%s has a tag and says what was expected and found', (error, tag, text) => {
    expect(isGaitSegmentError(error)).toBe(true);
    expect(error).toMatchObject({ tag, name: error.constructor.name });
    expect(error.message).toContain(text);
  });

  it('other errors are not of this library', () => {
    expect(isGaitSegmentError(new Error('x'))).toBe(false);
  });

  it.each([0, -1, NaN, Infinity])('%s is not positive and finite', (value) => {
    expect(() => requirePositive('limit', value)).toThrow(InvalidOptionError);
  });
});
