import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { C3dWriteOptions } from './content';
import { C3dContentError } from './errors';
import { parameterNumbers, parameterStrings } from './parameter-lookup';
import { readC3d } from './read';
import { analogAt, trajectoryAt } from './series';
import { sampleContent } from './testing/sample-content';
import { writeC3d, writeC3dChunks } from './write';

const variants: C3dWriteOptions[] = (['intel', 'dec', 'sgi'] as const).flatMap((byteOrder) => [
  { byteOrder, storage: 'float32' },
  { byteOrder, storage: 'int16' },
  { byteOrder, storage: 'int16', unsignedAnalog: true },
]);

describe.each(variants)('written as $byteOrder $storage, unsigned $unsignedAnalog', (options) => {
  it('gives back points, gaps and analog samples within one step', () => {
    const sampled = fc.integer({ min: 1, max: 6 }).chain((frameCount) => {
      const series = (length: number): fc.Arbitrary<number[]> =>
        fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: length, maxLength: length });
      return fc.record({
        frameCount: fc.constant(frameCount),
        firstFrame: fc.integer({ min: 1, max: 200_000 }),
        points: fc.array(
          fc.tuple(series(frameCount), fc.array(fc.boolean(), { minLength: frameCount, maxLength: frameCount })),
          { maxLength: 4 },
        ),
        analog: fc.array(series(frameCount * 2), { minLength: 1, maxLength: 5 }),
      });
    });
    fc.assert(
      fc.property(sampled, ({ frameCount, firstFrame, points, analog }) => {
        const recording = readC3d(
          writeC3d(
            {
              pointRateHz: 120,
              firstFrame,
              frameCount,
              points: points.map(([values, gaps], i) => ({
                label: `P${i}`,
                x: values.map((value, frame) => (gaps[frame] ? NaN : value)),
                y: values.map((value) => -value),
                z: values.map((value) => value / 2),
                cameraMask: values.map(() => 5),
              })),
              analogSamplesPerFrame: 2,
              analog: analog.map((samples, i) => ({ label: `A${i}`, samples })),
            },
            options,
          ),
        );
        expect(recording).toMatchObject({ frameCount, firstFrame, pointRateHz: 120 });
        points.forEach(([values, gaps], i) => {
          const { x, y, cameraMask } = trajectoryAt(recording, i);
          for (let frame = 0; frame < frameCount; frame++) {
            if (gaps[frame]) expect([x[frame], y[frame], cameraMask[frame]]).toEqual([NaN, NaN, 0]);
            else {
              expect(Math.abs(x[frame] - values[frame])).toBeLessThan(0.02);
              expect([y[frame], cameraMask[frame]]).toEqual([expect.closeTo(-values[frame], 1), 5]);
            }
          }
        });
        analog.forEach((samples, i) => {
          const read = analogAt(recording, i);
          samples.forEach((value, k) => expect(Math.abs(read[k] - value)).toBeLessThan(0.02));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('gives back events, subjects, plates, model outputs and rotations', () => {
    const content = sampleContent();
    const recording = readC3d(writeC3d(content, options));
    expect(recording.warnings).toEqual([]);
    expect(recording.points.map(({ label, kind, unit }) => [label, kind, unit])).toEqual([
      ['LHEE', 'marker', 'mm'],
      ['Walker:RHEE', 'marker', 'mm'],
      ['LKneeAngles', 'angle', 'deg'],
      ['', 'marker', 'mm'],
    ]);
    expect(recording.events.map(({ label, context, captureTimeS }) => [label, context, captureTimeS])).toEqual([
      ['Foot Strike', 'Left', expect.closeTo(0.12, 6)],
      ['Foot Off', 'Right', expect.closeTo(61.5, 6)],
    ]);
    expect(recording.header.events).toEqual([{ label: 'LHS', captureTimeS: expect.closeTo(0.12, 6), displayFlag: 0 }]);
    expect(recording.subjects).toEqual(content.subjects);
    expect(recording.forcePlates.map(({ type, channelIndexes }) => [type, channelIndexes])).toEqual(
      content.forcePlates!.map(({ type, channelIndexes }) => [type, channelIndexes]),
    );
    expect(recording.forcePlates[3]).toMatchObject({
      corners: content.forcePlates![3].corners,
      origin: [120, 200, -50],
      calibrationMatrix: content.forcePlates![3].calibrationMatrix!.map(Math.fround),
      zeroFrames: [1, 1],
    });
    const { matrices, reliability } = recording.rotations!;
    expect(recording.rotations).toMatchObject({ labels: ['pelvis', 'shank'], samplingRateHz: 200, frameCount: 10 });
    expect(matrices[17]).toBe(Math.fround(content.rotations!.matrices[17]));
    expect([reliability[2], reliability[3], matrices[3 * 16]]).toEqual([1, NaN, NaN]);
  });
});

describe('sizes beyond the old limits', () => {
  it('counts more than 65,535 frames and first frames beyond', () => {
    const frameCount = 70_000;
    const samples = Float32Array.from({ length: frameCount }, (_, i) => i);
    const content = { pointRateHz: 100, frameCount, firstFrame: 66_000, analog: [{ label: 'ramp', samples }] };
    const bytes = writeC3d({ ...content, events: [{ label: 'Foot Strike', captureTimeS: 661 }] });
    const recording = readC3d(bytes);
    expect(recording).toMatchObject({ frameCount, firstFrame: 66_000, warnings: [] });
    expect(analogAt(recording, 0)[frameCount - 1]).toBe(frameCount - 1);
    expect(recording.events[0].fileTimeS).toBeCloseTo(661 - 659.99, 4);
    expect(parameterNumbers(recording, 'POINT', 'LONG_FRAMES')).toEqual([frameCount]);
  });

  it('keeps more than 255 points, channels and events apart', () => {
    const labels = Array.from({ length: 600 }, (_, i) => `item ${i}`);
    const recording = readC3d(
      writeC3d({
        pointRateHz: 50,
        frameCount: 1,
        points: labels.map((label, i) => ({ label, description: `of ${label}`, x: [i], y: [0], z: [0] })),
        analog: labels.map((label, i) => ({ label, unit: `u${i}`, samples: [i], scale: 1 + i, offset: i })),
        events: labels.map((label, i) => ({ label, captureTimeS: i })),
      }),
    );
    expect(recording.points.map(({ label }) => label)).toEqual(labels);
    expect(recording.points[599].description).toBe('of item 599');
    expect(recording.analogChannels[400]).toMatchObject({ label: 'item 400', unit: 'u400', scale: 401, offset: 400 });
    expect(recording.events.map(({ captureTimeS }) => captureTimeS)).toEqual(labels.map((_, i) => i));
    expect([trajectoryAt(recording, 599).x[0], analogAt(recording, 400)[0]]).toEqual([599, expect.closeTo(400, 1)]);
    expect(recording.warnings).toEqual([]);
  });

  it('keeps trials without points, without analog, without both', () => {
    const emgOnly = readC3d(
      writeC3d({ pointRateHz: 1000, frameCount: 3, analog: [{ label: 'TA', samples: [1, 2, 3] }] }),
    );
    expect([emgOnly.points.length, ...analogAt(emgOnly, 0)]).toEqual([0, 1, 2, 3]);
    const markersOnly = readC3d(
      writeC3d({ pointRateHz: 100, frameCount: 1, points: [{ label: 'A', x: [1], y: [2], z: [3] }] }),
    );
    expect([markersOnly.analogChannels.length, ...trajectoryAt(markersOnly, 0).z]).toEqual([0, 3]);
    const empty = readC3d(writeC3d({ pointRateHz: 100, frameCount: 0 }));
    expect([empty.frameCount, empty.coordinates.length, empty.analog.length]).toEqual([0, 0, 0]);
  });
});

it('keeps further parameters, which may replace the own ones, and text beyond ASCII', () => {
  const recording = readC3d(
    writeC3d(
      sampleContent({
        parameters: [
          { group: 'PROCESSING', name: 'BODYMASS', type: 'float32', dimensions: [], values: [62.5], description: 'kg' },
          { group: 'SUBJECTS', name: 'NAMES', type: 'char', values: ['Müller'], locked: true },
        ],
      }),
    ),
  );
  expect(recording.groups.get('PROCESSING')?.parameters.get('BODYMASS')).toEqual({
    name: 'BODYMASS',
    description: 'kg',
    locked: false,
    type: 'float32',
    dimensions: [],
    values: [62.5],
  });
  expect(parameterStrings(recording, 'subjects', 'names')).toEqual(['Müller']);
  expect(recording.groups.get('SUBJECTS')?.parameters.get('NAMES')?.locked).toBe(true);
});

it('chunks are the file', () => {
  const chunks = [...writeC3dChunks(sampleContent())];
  expect(chunks.length).toBeGreaterThan(2);
  expect(Buffer.concat(chunks).equals(writeC3d(sampleContent()))).toBe(true);
});

describe('content that does not fit is refused', () => {
  const base = { pointRateHz: 100, frameCount: 2 };
  const refusals: [string, () => Uint8Array, string][] = [
    [
      'series of another length',
      () => writeC3d({ ...base, points: [{ label: 'A', x: [1], y: [1, 2], z: [1, 2] }] }),
      'point A x',
    ],
    ['no rate', () => writeC3d({ ...base, pointRateHz: 0 }), 'pointRateHz'],
    [
      'a long label',
      () =>
        writeC3d({
          ...base,
          points: ['x'.repeat(200), 'B'].map((label) => ({ label, x: [1, 2], y: [1, 2], z: [1, 2] })),
        }),
      'POINT:LABELS',
    ],
    [
      'samples that 16 bits cannot hold',
      () => writeC3d({ ...base, analog: [{ label: 'A', samples: [1, 2], scale: 1e-6 }] }, { storage: 'int16' }),
      'analog A',
    ],
    [
      'gaps in integer samples',
      () => writeC3d({ ...base, analog: [{ label: 'A', samples: [1, NaN] }] }, { storage: 'int16' }),
      'analog A',
    ],
    [
      'coordinates that 16 bits cannot hold',
      () =>
        writeC3d(
          { ...base, points: [{ label: 'A', x: [1e6, 0], y: [0, 0], z: [0, 0] }] },
          { storage: 'int16', pointScale: 0.1 },
        ),
      'point A',
    ],
    ['a plate on a missing channel', () => writeC3d(sampleContent({ analog: [] })), 'forcePlates'],
    [
      'long header labels',
      () => writeC3d({ ...base, headerEvents: [{ label: 'strike', captureTimeS: 1 }] }),
      'headerEvents',
    ],
  ];
  it.each(refusals)('%s', (_, write, field) => {
    expect(write).toThrow(C3dContentError);
    expect(write).toThrow(field);
  });
});
