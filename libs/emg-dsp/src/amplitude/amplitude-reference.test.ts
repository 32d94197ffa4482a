import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError, ReferenceMismatchError, UnusableReferenceError } from '../errors';
import {
  applyAmplitudeReference,
  computeAmplitudeReference,
  removeAmplitudeReference,
  requireOneReference,
  type ReferenceTrial,
} from './amplitude-reference';

const identity = { channel: 'AB06/VL', unit: 'V', preparation: '20-450 Hz, rectified, 6 Hz low-pass' };
const trial = (id: string, values: number[], more: Partial<ReferenceTrial> = {}): ReferenceTrial => ({
  ...identity,
  id,
  signal: Float64Array.from(values),
  ...more,
});

describe('computeAmplitudeReference', () => {
  const trials = [trial('t1', [1, 2, 3], { condition: 'slow' }), trial('t2', [3, 6, NaN], { condition: 'fast' })];

  it.each([
    ['mvc', 6],
    ['submaximal', 3.25],
    ['peak-dynamic', 4],
    ['mean-dynamic', 3],
  ] as const)('%s', (method, value) => {
    expect(computeAmplitudeReference(method, trials).value).toBe(value);
  });

  it('takes the percentile over the samples of all trials', () => {
    expect(computeAmplitudeReference('percentile', trials, { percentile: 50 }).value).toBe(3);
    expect(computeAmplitudeReference('percentile', trials).value).toBeCloseTo(6 - 0.02 * 3, 12);
    expect(computeAmplitudeReference('percentile', [trial('bipolar', [-4, 1])], { percentile: 100 }).value).toBe(4);
  });

  it('tells where the value comes from', () => {
    expect(computeAmplitudeReference('mvc', trials)).toEqual({
      ...identity,
      method: 'mvc',
      value: 6,
      percentile: null,
      trials: [
        { id: 't1', condition: 'slow', sampleCount: 3, missingCount: 0, value: 3 },
        { id: 't2', condition: 'fast', sampleCount: 2, missingCount: 1, value: 6 },
      ],
    });
  });

  it('refuses mixtures, dead channels and nothing', () => {
    const mixed = (more: Partial<ReferenceTrial>) => () =>
      computeAmplitudeReference('mvc', [trial('a', [1]), trial('b', [1], more)]);
    expect(mixed({ unit: 'mV' })).toThrow(ReferenceMismatchError);
    expect(mixed({ unit: 'mV' })).toThrow('trial b: expected unit "V", found "mV"');
    expect(mixed({ preparation: 'raw' })).toThrow(ReferenceMismatchError);
    expect(mixed({ channel: 'AB07/VL' })).toThrow(ReferenceMismatchError);
    expect(() => computeAmplitudeReference('mvc', [trial('a', [0, 0])])).toThrow(UnusableReferenceError);
    expect(() => computeAmplitudeReference('submaximal', [trial('a', [NaN])])).toThrow(UnusableReferenceError);
    expect(() => computeAmplitudeReference('percentile', [trial('a', [])])).toThrow(UnusableReferenceError);
    expect(() => computeAmplitudeReference('mvc', [])).toThrow(InvalidArgumentError);
    expect(() => computeAmplitudeReference('percentile', [trial('a', [1])], { percentile: 101 })).toThrow(
      InvalidArgumentError,
    );
    expect(() => computeAmplitudeReference('peak-dynamic', [trial('a', [1]), trial('b', [1, 2])])).toThrow(
      LengthMismatchError,
    );
  });
});

describe('applyAmplitudeReference', () => {
  const reference = computeAmplitudeReference('mvc', [trial('max', [8])]);
  const walking = { ...identity, signal: Float64Array.of(2, NaN, 16) };

  it('divides, remembers, and can be undone', () => {
    const normalised = applyAmplitudeReference(walking, reference);
    expect([...normalised.signal]).toEqual([0.25, NaN, 2]);
    expect(normalised.unit).toBe('1');
    expect(normalised.normalisedBy).toBe(reference);
    expect(removeAmplitudeReference(normalised)).toEqual(walking);
    expect([...walking.signal]).toEqual([2, NaN, 16]);
  });

  it('refuses to divide twice, or by another filter, unit or muscle', () => {
    const normalised = applyAmplitudeReference(walking, reference);
    expect(() => applyAmplitudeReference(normalised, reference)).toThrow(ReferenceMismatchError);
    for (const other of [{ preparation: 'raw' }, { unit: 'mV' }, { channel: 'AB06/RF' }]) {
      expect(() => applyAmplitudeReference({ ...walking, ...other }, reference)).toThrow(ReferenceMismatchError);
    }
    expect(() => removeAmplitudeReference(walking)).toThrow(InvalidArgumentError);
  });

  it('refuses to pool what was divided by different references', () => {
    const other = computeAmplitudeReference('mvc', [trial('other day', [4])]);
    const byPercentile = computeAmplitudeReference('percentile', [trial('walk', [8])]);
    const normalised = applyAmplitudeReference(walking, reference);
    expect(() => requireOneReference([normalised, normalised])).not.toThrow();
    expect(() => requireOneReference([])).not.toThrow();
    for (const second of [
      applyAmplitudeReference(walking, other),
      applyAmplitudeReference(walking, byPercentile),
      walking,
    ]) {
      expect(() => requireOneReference([normalised, second])).toThrow(ReferenceMismatchError);
    }
  });
});
