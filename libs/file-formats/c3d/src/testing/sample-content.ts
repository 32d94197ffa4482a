import type { C3dContent } from '../content';

/** A small trial with everything in it: points with gaps, model outputs, analog, events, subjects, all computed plate types, rotations. */
export function sampleContent(overrides: Partial<C3dContent> = {}): C3dContent {
  const frameCount = overrides.frameCount ?? 5;
  const analogSamplesPerFrame = 3;
  const wave = (length: number, amplitude: number, phase: number): Float64Array =>
    Float64Array.from({ length }, (_, i) => amplitude * Math.sin(phase + i));
  const corners = [
    [0.4, 0.6, 0],
    [0, 0.6, 0],
    [0, 0, 0],
    [0.4, 0, 0],
  ].map(([x, y, z]) => [x * 1000, y * 1000, z] as const) as never;
  const forcePlates = [1, 2, 3, 4].map((type, i) => ({
    type,
    channelIndexes: Array.from({ length: type === 3 ? 8 : 6 }, (_, k) => i * 6 + k),
    corners,
    origin: [120, 200, -50] as const,
    calibrationMatrix: type === 4 ? Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? 1.5 : 0.01 * k)) : undefined,
  }));
  return {
    pointRateHz: 100,
    firstFrame: 11,
    frameCount,
    points: ['LHEE', 'Walker:RHEE', 'LKneeAngles', ''].map((label, i) => ({
      label,
      kind: label === 'LKneeAngles' ? 'angle' : 'marker',
      unit: label === 'LKneeAngles' ? 'deg' : undefined,
      x: wave(frameCount, 500, i).map((value, frame) => (frame === 1 && i === 0 ? NaN : value)),
      y: wave(frameCount, 300, i + 1),
      z: wave(frameCount, 900, i + 2),
    })),
    analogSamplesPerFrame,
    analog: Array.from({ length: 26 }, (_, i) => ({
      label: `channel ${i + 1}`,
      unit: 'N',
      samples: wave(frameCount * analogSamplesPerFrame, 100, i),
    })),
    events: [
      { label: 'Foot Strike', context: 'Left', captureTimeS: 0.12, subject: 'Walker' },
      { label: 'Foot Off', context: 'Right', captureTimeS: 61.5, subject: 'Walker' },
    ],
    headerEvents: [{ label: 'LHS', captureTimeS: 0.12 }],
    subjects: [{ name: 'Walker', labelPrefix: 'Walker', markerSet: 'PiG' }],
    forcePlates,
    zeroFrames: [1, 1],
    rotations: {
      labels: ['pelvis', 'shank'],
      framesPerPointFrame: 2,
      matrices: wave(2 * 2 * frameCount * 16, 1, 0),
      reliability: Float64Array.from({ length: 2 * 2 * frameCount }, (_, i) => (i === 3 ? NaN : 1)),
    },
    ...overrides,
  };
}
