import { describe, expect, test } from 'vitest';
import { decideRates, type SampleCounts, type TrialRates } from './rates';
import type { ListEvidence } from './touchdowns';

/** Own touchdowns, so many samples apart. */
const lists = (interval: number): ListEvidence => ({ interval, coincidence: 0, swingShare: 1 });
const trial = (motion: number, emg: number): SampleCounts => ({ motion, emg });

function ratesOf(counts: SampleCounts[], interval = 240, options = {}): TrialRates[] {
  return counts.map(decideRates({ counts, lists: lists(interval) }, options));
}
const pairOf = ({ motionRateHz, emgRateHz }: TrialRates): [number, number] => [motionRateHz, emgRateHz];

describe('the ratio of sample counts', () => {
  test.each([
    [5.556, 200, 10000 / 9],
    [5.65, 200, 10000 / 9],
    [2.222, 500, 10000 / 9],
    [1, 200, 200],
    [0.985, 200, 200],
  ])('%f tells motion at %i Hz and EMG at %f Hz', (ratio, motionRateHz, emgRateHz) => {
    const [rates] = ratesOf([trial(4000, Math.round(4000 * ratio))]) as [TrialRates];
    expect(pairOf(rates)).toEqual([motionRateHz, emgRateHz]);
    expect(rates.decision.evidence).toContain(`ratio ${(Math.round(4000 * ratio) / 4000).toFixed(3)}`);
  });

  test.each([0.5, 1.1, 2, 3.33, 4.44, 5, 11.1])('%f tells nothing: neither rate is assumed', (ratio) => {
    const [rates] = ratesOf([trial(4000, 4000 * ratio)]) as [TrialRates];
    expect(pairOf(rates)).toEqual([NaN, NaN]);
    expect(rates.decision.decided).toMatch(/rate of motion not known.*EMG masked/);
    expect(rates.decision.evidence).toMatch(/set motionRateHz/);
  });

  test('of one trial that was cut short masks its EMG and leaves the rate of motion to the others', () => {
    const [short, whole] = ratesOf([trial(4000, 20000), trial(4000, 22222)]) as [TrialRates, TrialRates];
    expect(pairOf(short)).toEqual([200, NaN]);
    expect(pairOf(whole)).toEqual([200, 10000 / 9]);
    expect(short.decision.evidence).toMatch(/1 other trials tell/);
  });

  test('of trials that contradict each other counts for each of them alone', () => {
    const rates = ratesOf([trial(4000, 22222), trial(10000, 22222), trial(4000, 0)]);
    expect(rates.map(pairOf)).toEqual([
      [200, 10000 / 9],
      [500, 10000 / 9],
      [NaN, NaN],
    ]);
  });
});

describe('without a ratio that tells the rate of motion', () => {
  test('strides have to last as long as strides do at the default rate', () => {
    expect(ratesOf([trial(4000, 4000)], 240).map(pairOf)).toEqual([[200, 200]]);
    expect(ratesOf([trial(4000, 4000)], 130).map(pairOf)).toEqual([[NaN, NaN]]);
    expect(ratesOf([trial(4000, 4000)], 600).map(pairOf)).toEqual([[NaN, NaN]]);
    expect(ratesOf([trial(4000, 0)], 240).map(pairOf)).toEqual([[200, NaN]]);
    expect(ratesOf([trial(4000, 0)], NaN).map(pairOf)).toEqual([[NaN, NaN]]);
  });

  test('the options give it', () => {
    expect(ratesOf([trial(4000, 4000)], 600, { motionRateHz: 500 }).map(pairOf)).toEqual([[500, 500]]);
    expect(ratesOf([trial(4000, 17778)], 300, { motionRateHz: 250 }).map(pairOf)).toEqual([[250, 10000 / 9]]);
    expect(ratesOf([trial(4000, 16000)], 300, { motionRateHz: 250 }).map(pairOf)).toEqual([[250, NaN]]);
    expect(ratesOf([trial(4000, 16000)], 300, { motionRateHz: 250, emgRateHz: 1000 }).map(pairOf)).toEqual([
      [250, 1000],
    ]);
    expect(ratesOf([trial(4000, 40000)], 240, { emgRateHz: 2000 }).map(pairOf)).toEqual([[200, 2000]]);
  });
});
