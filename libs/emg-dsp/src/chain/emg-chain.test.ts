import { describe, expect, it } from 'vitest';
import { CornerFrequencyError, InvalidArgumentError, LengthMismatchError } from '../errors';
import { expectClose } from '../golden/golden-vectors';
import { gaussianNoise, simulateBursts } from '../simulation/emg-simulation';
import type { EmgBlock, EmgKind } from './emg-block';
import type { EmgChainOptions, EmgRepresentation } from './emg-chain';
import { createEmgChain } from './emg-chain';

const kinds: EmgKind[] = ['raw', 'filtered', 'rectified', 'envelope', 'normalised-envelope'];
const representations: EmgRepresentation[] = ['filtered', 'rectified', 'envelope'];

/** Bursts around an offset, a silent channel, one without data and one with a gap. */
function recording(numSamples: number): Float64Array[] {
  const bursts = Float64Array.from(
    { length: numSamples },
    (_, i) => 0.3 + Math.max(0, Math.sin(i / 400)) * Math.sin(i * i * 0.37),
  );
  const gap = bursts.slice().fill(NaN, 1000, 1010);
  return [bursts, new Float64Array(numSamples), new Float64Array(numSamples).fill(NaN), gap];
}

const options: EmgChainOptions = { samplingRateHz: 2000, kind: 'raw', targetRateHz: 1000, representation: 'rectified' };
const stepsOf = (chosen: Partial<EmgChainOptions>) =>
  createEmgChain({ ...options, ...chosen })
    .apply(recording(4000))
    .report.map(({ stepId, applied }) => (applied ? stepId : `no ${stepId}`));

describe('createEmgChain', () => {
  it.each(kinds.flatMap((kind) => representations.map((representation) => [kind, representation] as const)))(
    'takes %s EMG to %s and says what it did',
    (kind, representation) => {
      const channels = recording(4000).map((channel) =>
        kind === 'raw' || kind === 'filtered' ? channel : channel.map(Math.abs),
      );
      const copies = channels.map((channel) => channel.slice());
      const result = createEmgChain({ ...options, kind, representation }).apply(channels);
      expect(channels).toEqual(copies);
      expect(result.samplingRateHz).toBe(1000);
      expect(result.channels.map(({ length }) => length)).toEqual([2000, 2000, 2000, 2000]);
      const [bursts, silent, missing, gap] = result.channels;
      expect(bursts.every(Number.isFinite)).toBe(true);
      expect(silent.every((value) => Math.abs(value) === 0)).toBe(true);
      expect(missing.every(Number.isNaN)).toBe(true);
      expect(Array.from(gap.keys()).filter((index) => Number.isNaN(gap[index]))).toEqual([500, 501, 502, 503, 504]);
      if (result.kind !== 'filtered') expect(Math.min(...bursts)).toBeGreaterThanOrEqual(0);
      for (const { reason } of result.report) expect(reason).not.toBe('');
      const isReached =
        result.kind === representation || (representation === 'envelope' && kind === 'normalised-envelope');
      expect(result.report.some(({ stepId }) => stepId === 'representation')).toBe(!isReached);
    },
  );

  it('runs the steps that make sense, in an order that keeps rectified EMG out of filters', () => {
    const early = ['no mains', 'remove-mean', 'band-pass'];
    expect(stepsOf({ representation: 'rectified' })).toEqual([...early, 'resample', 'rectify']);
    expect(stepsOf({ representation: 'envelope' })).toEqual([...early, 'rectify', 'envelope', 'resample']);
    expect(stepsOf({ kind: 'envelope', representation: 'envelope', targetRateHz: 2000 })).toEqual(
      ['mains', 'remove-mean', 'band-pass', 'rectify', 'envelope', 'resample'].map((step) => `no ${step}`),
    );
    expect(stepsOf({ mainsRemoval: 'never' })).not.toContain('no mains');
  });

  it('is the sum of its steps', () => {
    const chain = createEmgChain({ ...options, representation: 'envelope' });
    const report: string[] = [];
    const block = chain.steps.reduce(
      (before, step) => step.apply(before, { report: ({ stepId }) => report.push(stepId) }),
      {
        channels: recording(3000),
        samplingRateHz: 2000,
        kind: 'raw',
      } as EmgBlock,
    );
    const whole = chain.apply(recording(3000));
    expect(report).toEqual(whole.report.map(({ stepId }) => stepId));
    whole.channels.forEach((channel, index) => expectClose(channel, block.channels[index], 1e-12));
  });

  it('removes hum only from the channels that have it', () => {
    const clean = Float64Array.from({ length: 8000 }, (_, i) => Math.sin(i * i * 0.7));
    const humming = clean.map((value, i) => value + 3 * Math.sin((2 * Math.PI * 50 * i) / 2000));
    const { channels, report } = createEmgChain({ ...options, representation: 'filtered' }).apply([clean, humming]);
    expect(report[0]).toMatchObject({ stepId: 'mains', applied: true });
    expect(report[0].reason).toContain('channel 1: 50');
    expect(report[0].reason).not.toContain('channel 0');
    const rms = (values: Float64Array) =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    expect(rms(channels[1]) / rms(channels[0])).toBeCloseTo(1, 0);
  });

  it('denoises when asked to, after the band-pass, and says how much is left', () => {
    const { noisy, bursts } = simulateBursts({ samplingRateHz: 2000, durationS: 6, snrDb: 10, seed: 4 });
    const denoising = { ...options, representation: 'filtered', targetRateHz: 2000, denoising: 'wavelet' } as const;
    const steady = gaussianNoise(noisy.length, 1);
    const plain = createEmgChain({ ...denoising, denoising: 'never' }).apply([noisy, steady]);
    const { channels, report, kind } = createEmgChain(denoising).apply([noisy, steady]);
    expect(kind).toBe('filtered');
    expect(report.map(({ stepId }) => stepId)).toEqual(['mains', 'remove-mean', 'band-pass', 'denoise', 'resample']);
    expect(report[3].reason).toMatch(/channel 0: [89]\d\.\d % of the energy kept$/);
    expect(channels[1]).toEqual(plain.channels[1]);
    const rest = [bursts[0].endSample + 60, bursts[1].startSample - 60] as const;
    const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
    expect(energy(channels[0].slice(...rest))).toBeLessThan(0.2 * energy(plain.channels[0].slice(...rest)));
    const rectified = createEmgChain({ ...denoising, kind: 'rectified', representation: 'rectified' });
    expect(rectified.apply([noisy.map(Math.abs)]).report.find(({ stepId }) => stepId === 'denoise')?.applied).toBe(
      false,
    );
  });

  it('removes offset and what lies outside the band', () => {
    const slow = Float64Array.from({ length: 8000 }, (_, i) => 5 + Math.sin(i / 300) + 0.1 * Math.sin(i * 0.5));
    const { channels } = createEmgChain({ ...options, representation: 'filtered' }).apply([slow]);
    const middle = channels[0].subarray(1000, 3000);
    expect(Math.max(...middle)).toBeCloseTo(0.1, 2);
    expect(Math.min(...middle)).toBeCloseTo(-0.1, 2);
  });

  it.each([200, 990, 1000, 1111.11, 2400])('has a band that fits %d Hz', (samplingRateHz) => {
    const result = createEmgChain({ ...options, samplingRateHz }).apply(recording(3000));
    expect(result.channels[0].every(Number.isFinite)).toBe(true);
    expect(Math.abs(result.samplingRateHz / 1000 - 1)).toBeLessThan(2e-6);
  });

  it('leaves the band-pass out where no band is left', () => {
    expect(stepsOf({ samplingRateHz: 40, targetRateHz: 40 })).toContain('no band-pass');
  });

  it('returns copies when there is nothing to do', () => {
    const channels = [Float64Array.of(1, 2, 3)];
    const { channels: same } = createEmgChain({
      ...options,
      kind: 'envelope',
      representation: 'envelope',
      targetRateHz: 2000,
    }).apply(channels);
    expect(same).toEqual(channels);
    expect(same[0]).not.toBe(channels[0]);
  });

  it('takes no channels and no samples', () => {
    expect(createEmgChain(options).apply([]).channels).toEqual([]);
    expect(createEmgChain(options).apply([new Float64Array(0)]).channels[0].length).toBe(0);
  });

  it('refuses what it cannot do', () => {
    expect(() => createEmgChain({ ...options, samplingRateHz: NaN })).toThrow(InvalidArgumentError);
    expect(() => createEmgChain({ ...options, kind: 'cooked' as EmgKind })).toThrow(InvalidArgumentError);
    expect(() => createEmgChain({ ...options, bandHz: [450, 20] })).toThrow(CornerFrequencyError);
    expect(() => createEmgChain(options).apply([new Float64Array(3), new Float64Array(4)])).toThrow(
      LengthMismatchError,
    );
  });
});
