import {
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  finiteMask,
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  type SignatureVerdict,
  type Stride,
} from '@emgfm/schema';
import { describe, expect, test } from 'vitest';
import { addDrop, addStride, emptySignatureSums, judgeSignature, REFERENCE_CURVES } from './index';

const POINTS = 200;
const ROWS = 1100;

/** Straight lines between the points of a 5 % grid. */
function at(curve: readonly number[], phase: number): number {
  const position = (((phase % 1) + 1) % 1) * 20;
  const before = Math.floor(position);
  return (curve[before] as number) + (position - before) * ((curve[before + 1] as number) - (curve[before] as number));
}

/** Busy phases (share of the stride) of the muscles that the signature looks at. */
const BURSTS: Record<string, number> = { VL: 0.08, RF: 0.1, VM: 0.08, TA: 0.03, GM: 0.42, SOL: 0.45 };

function burst(phase: number, centre: number): number {
  const distance = Math.abs(phase - centre);
  return 0.05 + Math.exp(-((Math.min(distance, 1 - distance) / 0.07) ** 2));
}

interface Fault {
  readonly angle?: (curves: Record<string, number>) => Record<string, number>;
  readonly momentFactor?: number;
  readonly lag?: number;
  readonly muscles?: Record<string, string>;
  readonly durationS?: number;
}

/** A stride that walks as the reference does, or with one fault. */
function stride(fault: Fault = {}, context: Partial<Stride> = {}): Stride {
  const { lag = 0, momentFactor = 1, durationS = 1.1 } = fault;
  const kinematics = new Float32Array(POINTS * JOINT_MOTION_COUNT).fill(NaN);
  const kinetics = kinematics.slice();
  for (let point = 0; point < POINTS; point += 1) {
    const phase = point / (POINTS - 1) + lag;
    const sound = {
      'hip flexion': at(REFERENCE_CURVES.hip, phase),
      'hip adduction': 6 * Math.sin(2 * Math.PI * phase),
      'knee flexion': at(REFERENCE_CURVES.knee, phase),
      'knee adduction': 3 * Math.sin(2 * Math.PI * phase),
      'ankle flexion': at(REFERENCE_CURVES.ankle, phase),
    };
    for (const [name, value] of Object.entries(fault.angle?.(sound) ?? sound)) {
      const [joint, motion] = name.split(' ') as ['hip', 'flexion'];
      kinematics[point * JOINT_MOTION_COUNT + jointMotionIndex(joint, motion)] = value;
    }
    kinetics[point * JOINT_MOTION_COUNT + 8] = momentFactor * at(REFERENCE_CURVES.ankleMoment, phase);
  }
  const emg = new Float32Array(ROWS * EMG_CHANNEL_COUNT).fill(NaN);
  for (const [muscle, centre] of Object.entries(BURSTS)) {
    const channel = emgChannelIndex((fault.muscles?.[muscle] ?? muscle) as 'VL');
    for (let row = 0; row < ROWS; row += 1) emg[row * EMG_CHANNEL_COUNT + channel] = burst(row / ROWS, centre);
  }
  const masks = { emg: finiteMask(emg, 13), kinematics: finiteMask(kinematics, 9), kinetics: finiteMask(kinetics, 9) };
  return {
    activity: 'walk',
    side: 'right',
    trial: '',
    subtrial: '',
    condition: '',
    surface: '',
    population: '',
    strideNumber: 0,
    startTimeS: 0,
    durationS,
    speedMps: 1.2,
    inclineDeg: 0,
    stepHeightM: NaN,
    emgKind: 'rectified',
    emgSourceRateHz: 1000,
    kinematicSourceRateHz: 100,
    quality: 0,
    emg,
    kinematics,
    kinetics,
    masks,
    reasons: masks,
    ...context,
  };
}

function judge(...strides: Stride[]): SignatureVerdict {
  const sums = emptySignatureSums();
  for (const one of strides) addStride(sums, one);
  return judgeSignature('test', sums);
}

const hints = (verdict: SignatureVerdict): string => verdict.findings.map(({ hint }) => hint).join('\n');

test('people who walk as the reference does pass every check', () => {
  const verdict = judge(stride(), stride());
  expect(verdict.findings.filter((finding) => finding.verdict !== 'pass')).toEqual([]);
  expect([verdict.verdict, verdict.strides]).toEqual(['pass', 2]);
});

describe('a fault is found and named', () => {
  test.each<[string, Fault, RegExp]>([
    [
      'knee extension positive',
      { angle: (a) => ({ ...a, 'knee flexion': -a['knee flexion']! }) },
      /sign of knee flexion is reversed/,
    ],
    ['hip sign', { angle: (a) => ({ ...a, 'hip flexion': -a['hip flexion']! }) }, /sign of hip flexion is reversed/],
    [
      'ankle sign',
      { angle: (a) => ({ ...a, 'ankle flexion': -a['ankle flexion']! }) },
      /sign of ankle dorsiflexion is reversed/,
    ],
    [
      'planes',
      { angle: (a) => ({ ...a, 'knee flexion': a['knee adduction']!, 'knee adduction': a['knee flexion']! }) },
      /flexion and adduction of the knee are swapped/,
    ],
    ['radians', { angle: (a) => ({ ...a, 'knee flexion': (a['knee flexion']! * Math.PI) / 180 }) }, /radians/],
    ['external moments', { momentFactor: -1 }, /sign of the ankle moment/],
    ['N.m', { momentFactor: 70 }, /looks like N\.m: divide by the body mass/],
    ['N.mm/kg', { momentFactor: 1000 }, /N\.mm\/kg: divide by 1000/],
    ['a force', { momentFactor: 7 }, /force in N\/kg, not a moment/],
    ['half a cycle', { lag: 0.5 }, /half a cycle off/],
    ['steps for strides', { durationS: 0.4 }, /steps taken for strides/],
  ])('%s', (_, fault, message) => {
    const verdict = judge(stride(fault));
    expect(verdict.verdict).toBe('fail');
    expect(hints(verdict)).toMatch(message);
  });

  test('strides that were dropped for impossible values count, other drops do not', () => {
    const detail = 'ankle flexion moment: expected at most 20 N·m/kg, found 104.2';
    const drop = { what: 'stride 0', level: 'stride', reason: 'implausible-values', detail } as const;
    const verdictOf = (drops: number, strides: number): SignatureVerdict => {
      const sums = emptySignatureSums();
      for (let i = 0; i < drops; i += 1) addDrop(sums, drop);
      for (let i = 0; i < strides; i += 1) addStride(sums, stride());
      addDrop(sums, { ...drop, reason: 'stride-too-long' });
      return judgeSignature('test', sums);
    };
    expect(verdictOf(3, 0).verdict).toBe('fail');
    expect(hints(verdictOf(3, 0))).toMatch(/looks like N\.m/);
    expect(verdictOf(3, 20).findings[0]).toMatchObject({ verdict: 'fail', found: expect.stringContaining('104.2') });
    expect(verdictOf(1, 20).verdict).toBe('pass');
    expect(verdictOf(0, 0).verdict).toBe('none');
  });

  test('permuted muscles', () => {
    const verdict = judge(stride({ muscles: { VL: 'SOL', SOL: 'VL', TA: 'GM', GM: 'TA' } }));
    expect(verdict.verdict).toBe('flag');
    expect(hints(verdict)).toMatch(/VL may be another muscle/);
    expect(hints(verdict)).toMatch(/TA may be another muscle/);
  });

  test('zeros in EMG', () => {
    const own = stride();
    for (let row = 0; row < ROWS / 2; row += 1) own.emg[row * EMG_CHANNEL_COUNT + emgChannelIndex('TA')] = 0;
    expect(hints(judge(own))).toMatch(/set samples to zero/);
  });

  test('strides that do not close', () => {
    const own = stride({ angle: (a) => a });
    for (let point = 0; point < POINTS; point += 1) own.kinematics[point * 9 + 5]! += (20 * point) / POINTS;
    expect(judge(own).findings.find(({ check }) => check === 'cycle closure')?.verdict).toBe('flag');
  });
});

describe('what is no level walking at 0.8-1.6 m/s is not judged', () => {
  test.each<[string, Partial<Stride>]>([
    ['stairs', { activity: 'stair_up' }],
    ['a ramp', { inclineDeg: 5 }],
    ['slow walking', { speedMps: 0.5 }],
  ])('%s', (_, context) => {
    expect(judge(stride({}, context)).verdict).toBe('none');
  });

  test('unknown speed and incline count as level walking', () => {
    expect(judge(stride({}, { speedMps: NaN, inclineDeg: NaN })).verdict).toBe('pass');
  });
});
