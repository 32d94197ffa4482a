import { expect, it } from 'vitest';
import { joinSamples, mapSamples } from './map-samples';

it('changes every sample of any array into a new one', () => {
  const signal = [1, NaN, -3];
  expect([...mapSamples(signal, (sample, index) => sample * index)]).toEqual([0, NaN, -6]);
  expect(signal).toEqual([1, NaN, -3]);
  expect(mapSamples([], Math.abs)).toEqual(new Float64Array(0));
});

it('joins signals in order', () => {
  expect(joinSamples([Float32Array.of(1, 2), [], [3]])).toEqual(Float64Array.of(1, 2, 3));
  expect(joinSamples([])).toEqual(new Float64Array(0));
});
