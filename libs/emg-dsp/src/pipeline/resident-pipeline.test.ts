import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LengthMismatchError } from '../errors';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { expectClose } from '../golden/golden-vectors';
import { gaussianNoise } from '../simulation/emg-simulation';
import { fftResampleStage } from './fft-resample-stage';
import {
  floorStage,
  movingAverageStage,
  movingRmsStage,
  rectifyStage,
  removeMeanStage,
  tkeoStage,
} from './pointwise-stages';
import { interpolationStage } from './interpolation-stage';
import { polyphaseStage } from './polyphase-stage';
import { createPipeline } from './resident-pipeline';
import type { Stage } from './stage';
import { legacySoftThresholdStage, universalDenoisingStage } from './wavelet-stages';
import { welchStage } from './welch-stage';
import { zeroPhaseStage } from './zero-phase-stage';

const samplingRateHz = 2000;
const low = designButterworth({ order: 5, type: 'lowpass', cornerHz: 6, samplingRateHz });
const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
const band7 = designButterworth({ order: 7, type: 'bandpass', cornerHz: [15, 400], samplingRateHz });

/** Each stage with the largest error that its kernel may have against its twin; 0 means the same bits. */
const stages: [string, Stage, number][] = [
  ['low-pass', zeroPhaseStage(low), 0],
  ['strict band-pass', zeroPhaseStage(band, { strict: true }), 0],
  ['band-pass', zeroPhaseStage(band), 1e-13],
  ['band-pass of odd order', zeroPhaseStage(band7), 1e-12],
  ['2:1', polyphaseStage({ up: 1, down: 2 }), 1e-14],
  ['9:10', polyphaseStage({ up: 9, down: 10 }), 1e-14],
  ['500:963', polyphaseStage({ up: 500, down: 963 }), 1e-14],
  ['10:1', polyphaseStage({ up: 10, down: 1 }), 1e-14],
  ['1:1', polyphaseStage({ up: 3, down: 3 }), 0],
  ['spectrum halved', fftResampleStage((numSamples) => Math.ceil(numSamples / 2)), 1e-13],
  ['spectrum widened', fftResampleStage((numSamples) => 2 * numSamples + 1), 1e-13],
  ['spectrum one longer', fftResampleStage((numSamples) => numSamples + 1), 1e-13],
  ['moving RMS', movingRmsStage(11), 1e-15],
  ['moving average', movingAverageStage(10), 1e-15],
  ['energy operator', tkeoStage(), 0],
  ['mean', removeMeanStage(), 0],
  ['rectification', rectifyStage(), 0],
  ['floor', floorStage(), 0],
  ['wavelets', universalDenoisingStage({ wavelet: 'db4', levels: 5, transform: 'dwt' }), 0],
  ['wavelet packets', universalDenoisingStage({ wavelet: 'db7', levels: 4, transform: 'packet' }), 0],
  ['interpolation, linear', interpolationStage({ numPoints: 201 }), 0],
  ['interpolation to fewer points', interpolationStage({ numPoints: 20, antiAlias: false }), 0],
  ['interpolation, pchip', interpolationStage({ numPoints: 101, method: 'pchip', antiAlias: false }), 0],
  ['interpolation, akima', interpolationStage({ numPoints: 101, method: 'akima', antiAlias: false }), 0],
  ['interpolation, cubic', interpolationStage({ numPoints: 200, method: 'cubic', antiAlias: false }), 1e-13],
  ['spectra', welchStage({ samplingRateHz, segmentSamples: 64 }), 1e-12],
  ['spectra of odd segments', welchStage({ samplingRateHz, segmentSamples: 57 }), 1e-12],
  ['soft threshold', legacySoftThresholdStage(), 0],
];

function channelsOf(numChannels: number, numSamples: number, seed = 1): Float64Array[] {
  return Array.from({ length: numChannels }, (_, channel) =>
    Float64Array.from({ length: numSamples }, (_, i) => Math.sin(seed + i * (1.1 + channel) + 0.001 * i * i) + 0.1),
  );
}

describe.each(stages)('%s', (_, stage, tolerance) => {
  const simd = createPipeline([stage], { engine: 'simd' });
  const scalar = createPipeline([stage], { engine: 'scalar' });

  it.each([1, 2, 3, 4, 7, 31, 58, 148, 200, 1009])('of %i samples equals its twin', (numSamples) => {
    if (stage.id === 'welch' && numSamples < 64) return expect(() => simd.run(channelsOf(1, 7))).toThrow('at least');
    const channels = channelsOf(6, numSamples);
    const copies = channels.map((channel) => channel.slice());
    const expected = scalar.run(channels);
    const found = simd.run(channels);
    found.forEach((channel, index) => expectClose(channel, expected[index], tolerance));
    expect(found.every((channel) => channel.length === simd.lengthAfter(numSamples))).toBe(true);
    expect(channels).toEqual(copies);
  });

  it('equals its twin on zeros, constants, impulses, steps and numbers next to 0', () => {
    const channels = [
      () => 0,
      () => 5,
      (i: number) => (i === 40 ? 1 : 0),
      (i: number) => (i < 60 ? -2 : 3),
      (i: number) => 1e-310 * Math.sin(i),
    ].map((valueAt) => Float64Array.from({ length: 131 }, (_, i) => valueAt(i)));
    const expected = scalar.run(channels);
    simd.run(channels).forEach((channel, index) => {
      // What remains of a constant is rounding; numbers next to 0 have fewer digits.
      const isTiny = index === channels.length - 1;
      expectClose(channel, expected[index], isTiny ? 1e-10 : Math.max(tolerance, 1e-12), channels[index]);
    });
  });

  it('keeps channels apart: a gap, a silent or a huge neighbour does not touch the others', () => {
    const channels = channelsOf(5, 400);
    const alone = simd.run([channels[1]]);
    channels[0][77] = NaN;
    channels[2].fill(0);
    channels[3].forEach((value, i) => (channels[3][i] = value * 1e200));
    const together = simd.run(channels);
    // Two channels share a transform, so there only the rounding differs.
    expectClose(together[1], alone[0], stage.id === 'fft-resample' || stage.id === 'welch' ? tolerance : 0);
    expectClose(together[0], scalar.run([channels[0]])[0], 0);
    expect(together[2].every((value) => Math.abs(value) === 0)).toBe(true);
  });
});

describe('band-passes', () => {
  it('stay within 1e-10 of the strict form for any order, band, rate and offset', () => {
    const design = fc.record({
      order: fc.integer({ min: 1, max: 12 }),
      samplingRateHz: fc.double({ min: 200, max: 2400, noNaN: true }),
      lower: fc.double({ min: Math.log(5e-4), max: Math.log(0.2), noNaN: true }),
      width: fc.double({ min: 0.02, max: 1, noNaN: true }),
      offset: fc.constantFrom(0, 0.2, 10),
    });
    fc.assert(
      fc.property(design, ({ order, samplingRateHz, lower, width, offset }) => {
        const lowHz = samplingRateHz * Math.exp(lower);
        const cornerHz = [lowHz, lowHz + width * (0.49 * samplingRateHz - lowHz)] as const;
        const sections = designButterworth({ order, type: 'bandpass', cornerHz, samplingRateHz });
        const noise = gaussianNoise(1500, order).map((value) => value + offset);
        const strict = createPipeline([zeroPhaseStage(sections, { strict: true })]).run([noise]);
        expectClose(createPipeline([zeroPhaseStage(sections)]).run([noise])[0], strict[0], 1e-10);
      }),
      { numRuns: 60 },
    );
  });
});

describe('float32', () => {
  it.each(stages.filter(([, stage]) => stage.allowsFloat32))('%s stays within 2e-6', (_, stage) => {
    const channels = channelsOf(11, 1200);
    const expected = createPipeline([stage], { engine: 'scalar' }).run(channels);
    const found = createPipeline([stage], { engine: 'simd', precision: 'float32' }).run(channels);
    found.forEach((channel, index) => expectClose(channel, expected[index], 2e-6));
  });

  it('is refused for recursive filters', () => {
    expect(() => createPipeline([rectifyStage(), zeroPhaseStage(low)], { precision: 'float32' })).toThrow('zero-phase');
  });
});

describe('signals of any length', () => {
  it('take the bracketed median, and so do short ones, with and without equal values', () => {
    const stage = legacySoftThresholdStage();
    for (const numSamples of [33, 500, 5001, 40_000, 40_001]) {
      const channels = channelsOf(5, numSamples);
      channels[1].fill(0.5);
      channels[2].fill(0, Math.floor(numSamples / 3));
      channels[3] = channels[3].map((value) => Math.round(4 * value) / 4);
      channels[4] = channels[4].map((value) => value ** 9);
      const found = createPipeline([stage], { engine: 'simd' }).run(channels);
      const expected = createPipeline([stage], { engine: 'scalar' }).run(channels);
      found.forEach((channel, index) => expectClose(channel, expected[index], 0));
    }
  });

  it('cost a silent channel no digits', () => {
    const impulse = new Float64Array(60_000);
    impulse[50] = 1;
    const [found] = createPipeline([zeroPhaseStage(band, { strict: true })], { engine: 'simd' }).run([impulse]);
    expectClose(found, filterZeroPhase(impulse, band), 0);
    expect(found.subarray(50_000).every((value) => value === 0)).toBe(true);
  });
});

describe('createPipeline', () => {
  const chain = [zeroPhaseStage(band), rectifyStage(), polyphaseStage({ up: 1, down: 2 }), tkeoStage()];

  it('runs any number of channels of any length through all stages, in any order of lengths', () => {
    const simd = createPipeline(chain, { engine: 'simd' });
    const scalar = createPipeline(chain, { engine: 'scalar' });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 900 }), (numChannels, numSamples) => {
        const channels = channelsOf(numChannels, numSamples);
        const expected = scalar.run(channels);
        simd.run(channels).forEach((channel, index) => expectClose(channel, expected[index], 1e-10));
      }),
      { numRuns: 40 },
    );
  });

  it('writes to given arrays and returns them', () => {
    const pipeline = createPipeline(chain);
    const out = [new Float64Array(100), new Float64Array(100)];
    expect(pipeline.run(channelsOf(2, 200), out)[1]).toBe(out[1]);
    expect(out).toEqual(pipeline.run(channelsOf(2, 200)));
  });

  it('takes typed arrays of any kind and plain arrays', () => {
    const pipeline = createPipeline(chain);
    const numbers = Array.from({ length: 120 }, (_, i) => (i * i) % 31);
    const [expected] = pipeline.run([Float64Array.from(numbers)]);
    for (const channel of [numbers, Float32Array.from(numbers), Int16Array.from(numbers)])
      expect(pipeline.run([channel])[0]).toEqual(expected);
    const gappy = [...numbers, NaN];
    expect(pipeline.run([gappy])).toEqual(pipeline.run([Float64Array.from(gappy)]));
  });

  it('does without the kernels where they would need more memory than there is', () => {
    const hungry: Stage = {
      ...rectifyStage(),
      demand: (numSamples) => ({ before: 0, from: numSamples > 3 ? 2 ** 28 : 3 }),
    };
    const pipeline = createPipeline([hungry]);
    for (const channel of [[-1, 2], [-1, 2, -3, 4], [-5]])
      expect(Array.from(pipeline.run([channel])[0])).toEqual(channel.map(Math.abs));
  });

  it('gives the same bits again', () => {
    const channels = channelsOf(3, 500);
    const [first, second] = [createPipeline(chain), createPipeline(chain)];
    const once = first.run(channels);
    first.run(channelsOf(5, 77));
    expect(first.run(channels)).toEqual(once);
    expect(second.run(channels)).toEqual(once);
  });

  it('refuses channels and outputs of wrong lengths', () => {
    const pipeline = createPipeline(chain);
    expect(() => pipeline.run([new Float64Array(5), new Float64Array(6)])).toThrow(LengthMismatchError);
    expect(() => pipeline.run([new Float64Array(5)], [])).toThrow(LengthMismatchError);
    expect(() => pipeline.run([new Float64Array(6)], [new Float64Array(6)])).toThrow(LengthMismatchError);
  });
});
