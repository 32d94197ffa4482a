import { channelSamples, emgChannelIndex } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { SOURCE_FAULTS } from './faults';
import { emgColumn, jointColumn, rawTrial, sampleTimesS, trialSeed } from './raw-trial';

const options = {
  seed: 4,
  bouts: [{ gait: 'walk', durationS: 4 }],
  markerSamplingRateHz: 100,
  emg: { samplingRateHz: 1000 },
} as const;

describe('rawTrial', () => {
  it('records what truly was where no mistake is made', () => {
    const { truth, recorded } = rawTrial(options);
    expect(recorded).toBe(truth);
  });

  it.each(SOURCE_FAULTS)('%s changes the recording and leaves events and truth', (fault) => {
    const { truth, recorded } = rawTrial(options, fault);
    expect(recorded.legs).not.toEqual(truth.legs);
    expect(recorded.events).toEqual(truth.events);
    expect(recorded.strides).toEqual(truth.strides);
  });

  it('shifts by half a stride: what happens at 50 % is recorded at 0 %', () => {
    const { truth, recorded } = rawTrial(options, 'half-cycle-shift');
    const stride = truth.strides.filter(({ side }) => side === 'right')[1];
    const at = Math.round(stride.endS * 100);
    const half = Math.round(((stride.endS - stride.startS) / 2) * 100);
    const before = jointColumn(truth, 'right', 'angles', 'knee', 'flexion');
    expect(jointColumn(recorded, 'right', 'angles', 'knee', 'flexion')[at]).toBeCloseTo(before[at - half], -1);
  });

  it('gives columns by name', () => {
    const { recorded } = rawTrial(options);
    const signal = recorded.legs.right.emg!.signal;
    expect(emgColumn(recorded, 'right', 'TA')).toEqual(channelSamples(signal, emgChannelIndex('TA')));
    expect(() => emgColumn(rawTrial({ ...options, emg: undefined }).recorded, 'left', 'TA')).toThrow('EMG');
  });
});

it('times and seeds', () => {
  expect([...sampleTimesS(3, 200, 2)]).toEqual([2, 2.005, 2.01]);
  expect(new Set([trialSeed(1, 0, 0), trialSeed(1, 0, 1), trialSeed(1, 1, 0), trialSeed(2, 0, 0)]).size).toBe(4);
});
