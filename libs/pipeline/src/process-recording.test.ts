import { AmplitudeSketch } from '@emgfm/emg-dsp';
import { channelCount, emgChannelIndex, parseConfiguration, signalBlock, type CutRecording } from '@emgfm/schema';
import { expect, test } from 'vitest';
import { processRecording } from './process-recording';

const TA = emgChannelIndex('TA');
const numSamples = 1000;

/** One stride of one second with a tibialis anterior that was recorded at two sites. */
function twoSites(emgKind: 'rectified' | 'filtered'): CutRecording {
  const sine = (size: number) =>
    Float64Array.from({ length: numSamples }, (_, i) => {
      const value = size * Math.sin((2 * Math.PI * 5 * i) / numSamples);
      return emgKind === 'filtered' ? value : Math.abs(value);
    });
  const rows = new Array(13).fill(null);
  rows[TA] = sine(1);
  const block = signalBlock(rows, { samplingRateHz: 1000, startS: 0, numSamples });
  const emg = {
    ...block,
    channelReasons: rows.map((row) => (row === null ? 1 : 0)) as (0 | 1)[],
    gapReason: 6 as const,
    emgKind,
    unit: 'arbitrary' as const,
    furtherSites: [{ channel: 'TA' as const, samples: sine(3) }],
  };
  return {
    kind: 'cut',
    subject: {
      datasetId: 'lab',
      sourceId: 'P1',
      ageY: NaN,
      sex: '',
      massKg: NaN,
      heightM: NaN,
      population: '',
      impairedSide: '',
    },
    trial: 'walk',
    subtrial: '',
    condition: '',
    activity: 'walk',
    surface: '',
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    provenance: { files: ['walk'], adapter: 'lab', adapterVersion: '1.0.0', decisions: [], notes: [] },
    strides: [
      {
        side: 'left',
        startS: 0,
        durationS: 1,
        signals: { emg, angles: null, moments: null },
        interval: {},
        quality: 0,
      },
    ],
  };
}

function largestOf(recording: CutRecording, representation: 'rectified' | 'filtered'): number {
  const { strides, notes } = processRecording(
    recording,
    parseConfiguration({ emg: { representation } }),
    () => new AmplitudeSketch(),
  );
  expect(notes.join()).toMatch(/EMG TA: the (mean|first) of its sites/);
  const { emg } = strides[0]!;
  expect(emg.length % channelCount(recording.strides[0]!.signals.emg!)).toBe(0);
  return Math.max(...emg.filter((_, i) => i % 13 === TA));
}

test('a muscle that was recorded at two sites is the mean of their magnitudes', () => {
  expect(largestOf(twoSites('rectified'), 'rectified')).toBeCloseTo(2, 2);
});

test('bipolar EMG of two sites is that of the first', () => {
  expect(largestOf(twoSites('filtered'), 'filtered')).toBeCloseTo(1, 1);
});

test('further modalities are kept where they are wanted', () => {
  const recording = twoSites('rectified');
  const modality = (name: string) => ({
    name,
    meaning: 'echo profiles',
    unit: 'raw amplitude',
    channels: ['TA'],
    valuesPerChannel: 2,
    valueAxis: 'echo sample',
  });
  const further = ['ultrasound', 'elastography'].map((name) => ({
    modality: modality(name),
    frames: Float32Array.of(1, 2, 3, 4),
    samplingRateHz: 20,
    startS: 0,
    channelReasons: [0 as const],
    gapReason: 6 as const,
  }));
  const strides = recording.strides.map((stride) => ({ ...stride, signals: { ...stride.signals, further } }));
  const kept = (furtherModalities: 'all' | string[]) => {
    const configuration = parseConfiguration({ store: { furtherModalities } });
    const processed = processRecording({ ...recording, strides }, configuration, () => new AmplitudeSketch());
    return processed.strides[0]!.further?.map(({ modality: { name }, frames }) => [name, ...frames]);
  };
  expect(kept('all')).toEqual([
    ['ultrasound', 1, 2, 3, 4],
    ['elastography', 1, 2, 3, 4],
  ]);
  expect(kept(['ultrasound'])).toEqual([['ultrasound', 1, 2, 3, 4]]);
  expect(kept([])).toBeUndefined();
});
