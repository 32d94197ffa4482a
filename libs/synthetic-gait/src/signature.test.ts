import { JOINTS, emgChannelIndex, jointMotionIndex, type EmgChannel } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { channelSamples } from '@emgfm/schema';
import { simulateTrial, type SimulatedTrial } from './simulate-trial';
import { TRUTH_POINTS, type StrideTruth } from './stride-truth';
import { simulatedSubject } from './subject';

const GRAVITY_MPS2 = 9.80665;
const HIP = jointMotionIndex('hip', 'flexion');
const KNEE = jointMotionIndex('knee', 'flexion');
const ANKLE = jointMotionIndex('ankle', 'flexion');

const percentOf = (index: number): number => (100 * index) / (TRUTH_POINTS - 1);
const argMin = (curve: Float64Array): number => percentOf(curve.indexOf(Math.min(...curve)));
const argMax = (curve: Float64Array): number => percentOf(curve.indexOf(Math.max(...curve)));
const range = (curve: Float64Array): number => Math.max(...curve) - Math.min(...curve);
const within = (curve: Float64Array, fromPercent: number, toPercent: number): Float64Array =>
  curve.filter((_, index) => percentOf(index) >= fromPercent && percentOf(index) <= toPercent);
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function walk(seed: number, speedMps: number): SimulatedTrial {
  return simulateTrial({
    seed,
    bouts: [{ gait: 'walk', durationS: 8, speedMps }],
    markerSamplingRateHz: 100,
    surface: 'treadmill',
    emg: { samplingRateHz: 1000 },
  });
}

const trials = [0.8, 1, 1.2, 1.4, 1.6].flatMap((speedMps, index) =>
  [0, 1, 2].map((person) => ({ speedMps, trial: walk(10 * index + person, speedMps) })),
);
const strides = trials.flatMap(({ trial }) => trial.strides);

describe('the level-walking signature holds for every stride of fifteen persons from 0.8 to 1.6 m/s', () => {
  const everyStride = (check: (stride: StrideTruth) => void): void => {
    expect(strides.length).toBeGreaterThan(150);
    for (const stride of strides) check(stride);
  };

  it('hip flexion: positive at 0 %, minimum at 45-60 %, range 30-60 degrees', () =>
    everyStride(({ anglesDeg }) => {
      const hip = anglesDeg[HIP];
      expect(hip[0]).toBeGreaterThan(0);
      expect(argMin(hip)).toBeGreaterThan(45);
      expect(argMin(hip)).toBeLessThan(60);
      expect(range(hip)).toBeGreaterThan(30);
      expect(range(hip)).toBeLessThan(60);
    }));

  it('knee flexion: swing maximum 50-75 degrees at 62-82 %, range 45-80, sagittal beyond frontal range', () =>
    everyStride(({ anglesDeg }) => {
      const knee = anglesDeg[KNEE];
      expect(Math.max(...knee)).toBeGreaterThan(50);
      expect(Math.max(...knee)).toBeLessThan(75);
      expect(argMax(knee)).toBeGreaterThan(62);
      expect(argMax(knee)).toBeLessThan(82);
      expect(range(knee)).toBeGreaterThan(45);
      expect(range(knee)).toBeLessThan(80);
      for (const joint of JOINTS) {
        const frontal = range(anglesDeg[jointMotionIndex(joint, 'adduction')]);
        expect(frontal).toBeGreaterThan(1);
        expect(range(anglesDeg[jointMotionIndex(joint, 'flexion')])).toBeGreaterThan(frontal);
      }
    }));

  it('ankle: minimum at 58-72 %, range 17-50 degrees', () =>
    everyStride(({ anglesDeg }) => {
      const ankle = anglesDeg[ANKLE];
      expect(argMin(ankle)).toBeGreaterThan(58);
      expect(argMin(ankle)).toBeLessThan(72);
      expect(range(ankle)).toBeGreaterThan(17);
      expect(range(ankle)).toBeLessThan(50);
    }));

  it('ankle moment: minimum at 40-58 %, -0.8 to -2.2 N·m/kg, swing within 0.1', () =>
    everyStride(({ momentsNmPerKg }) => {
      const moment = momentsNmPerKg[ANKLE];
      expect(argMin(moment)).toBeGreaterThan(40);
      expect(argMin(moment)).toBeLessThan(58);
      expect(Math.min(...moment)).toBeLessThan(-0.8);
      expect(Math.min(...moment)).toBeGreaterThan(-2.2);
      expect(Math.abs(mean(within(moment, 70, 100)))).toBeLessThan(0.1);
    }));

  it('vertical force: zero from 64-70 % on, peaks of 1.0-1.3 body weights, body weight on average', () => {
    for (const { trial, speedMps } of trials) {
      const { groundForce } = trial.legs.left;
      const vertical = channelSamples(groundForce, 0).map((value) => value / GRAVITY_MPS2);
      for (const { side, startS, endS, footOffS } of trial.strides) {
        if (side !== 'left') continue;
        const stride = vertical.slice(Math.ceil(startS * 100), Math.floor(endS * 100));
        const zeroFrom = (footOffS - startS) / (endS - startS);
        expect(zeroFrom).toBeGreaterThan(0.56);
        expect(zeroFrom).toBeLessThan(0.7);
        expect(Math.max(...stride)).toBeGreaterThan(0.98);
        expect(Math.max(...stride)).toBeLessThan(1.3);
        expect(Math.max(...stride.slice(Math.ceil(0.7 * stride.length)))).toBe(0);
        expect(mean(stride), `${speedMps} m/s`).toBeCloseTo(0.5, 1);
      }
    }
  });

  it('cycle closure: 100 % within 15 % of the range of 0 %', () =>
    everyStride(({ anglesDeg }) => {
      for (const joint of [HIP, KNEE, ANKLE]) {
        const curve = anglesDeg[joint];
        expect(Math.abs(curve[curve.length - 1] - curve[0])).toBeLessThan(0.15 * range(curve));
      }
    }));

  it('stride time 0.7-2.0 s; left and right alternate', () => {
    everyStride(({ startS, endS }) => {
      expect(endS - startS).toBeGreaterThan(0.7);
      expect(endS - startS).toBeLessThan(2);
    });
    for (const { trial } of trials) {
      const strikes = trial.events.filter(({ kind }) => kind === 'foot_strike').map(({ side }) => side);
      strikes.slice(1).forEach((side, index) => expect(side).not.toBe(strikes[index]));
    }
  });

  it('EMG: TA in swing and loading, calf at 35-55 %, quadriceps at 0-20 %, almost no exact zeros', () => {
    everyStride(({ emgEnvelopes }) => {
      const envelope = (channel: EmgChannel): Float64Array => emgEnvelopes[emgChannelIndex(channel)];
      for (const calf of ['GM', 'GL', 'SOL'] as const) {
        expect(argMax(envelope(calf))).toBeGreaterThan(35);
        expect(argMax(envelope(calf))).toBeLessThan(55);
      }
      for (const thigh of ['VL', 'VM', 'RF'] as const) expect(argMax(envelope(thigh))).toBeLessThan(20);
      const tibialis = envelope('TA');
      expect(mean(within(tibialis, 0, 10))).toBeGreaterThan(2 * mean(within(tibialis, 25, 50)));
      expect(mean(within(tibialis, 63, 80))).toBeGreaterThan(2 * mean(within(tibialis, 25, 50)));
    });
    for (const { trial } of trials) {
      const samples = trial.legs.left.emg?.signal.samples.data ?? [];
      expect(Array.from(samples).filter((value) => value === 0).length).toBeLessThan(0.01 * samples.length);
    }
  });
});

describe('the mean person walks within the published 95 % ranges of a healthy cohort at 0, 25, 50 and 75 %', () => {
  // UMich treadmill cohort as published in the LocoHub repository; radian, and internal flexor moments in N·m/kg.
  const RANGES = {
    hipRad: [
      [0.35, 0.83],
      [-0.04, 0.53],
      [-0.36, 0.27],
      [0.25, 0.78],
    ],
    kneeRad: [
      [-0.05, 0.25],
      [0.02, 0.36],
      [-0.02, 0.3],
      [0.96, 1.26],
    ],
    ankleRad: [
      [-0.15, 0.15],
      [0.05, 0.22],
      [0.15, 0.33],
      [-0.17, 0.09],
    ],
    hipMoment: [
      [-0.77, -0.11],
      [-0.42, 0.25],
      [0.1, 0.98],
      [-0.06, 0.17],
    ],
    kneeMoment: [
      [0.08, 0.39],
      [-0.21, 0.45],
      [0.01, 0.51],
      [-0.12, 0],
    ],
    ankleMoment: [
      [-0.03, 0.07],
      [-1.21, -0.25],
      [-1.92, -0.99],
      [0, 0.03],
    ],
  } as const;
  const even = (length: number): { left: number[]; right: number[] } => ({
    left: new Array<number>(length).fill(1),
    right: new Array<number>(length).fill(1),
  });
  const none = { left: new Array<number>(9).fill(0), right: new Array<number>(9).fill(0) };
  const { strides: meanStrides } = simulateTrial({
    seed: 1,
    subject: simulatedSubject(1, {
      heightM: 1.72,
      angleOffsetsDeg: none,
      angleGains: even(9),
      momentGains: even(9),
      emgGains: even(13),
      stepTimeAsymmetry: 0,
    }),
    bouts: [{ gait: 'walk', durationS: 4 }],
    markerSamplingRateHz: 50,
    variability: 0,
  });
  const stride = meanStrides[0];
  const toRad = (curve: Float64Array): Float64Array => curve.map((value) => (value * Math.PI) / 180);
  const curves = {
    hipRad: toRad(stride.anglesDeg[HIP]),
    kneeRad: toRad(stride.anglesDeg[KNEE]),
    ankleRad: toRad(stride.anglesDeg[ANKLE]),
    hipMoment: stride.momentsNmPerKg[HIP],
    kneeMoment: stride.momentsNmPerKg[KNEE],
    ankleMoment: stride.momentsNmPerKg[ANKLE],
  };

  it.each(Object.keys(RANGES) as (keyof typeof RANGES)[])('%s', (name) => {
    RANGES[name].forEach(([least, greatest], quarter) => {
      const value = curves[name][Math.round((quarter / 4) * (TRUTH_POINTS - 1))];
      // The published figures are rounded to 0.01.
      expect(value, `at ${25 * quarter} %`).toBeGreaterThanOrEqual(least - 0.005);
      expect(value, `at ${25 * quarter} %`).toBeLessThanOrEqual(greatest + 0.005);
    });
  });
});
