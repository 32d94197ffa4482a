import { JOINT_MOTION_COUNT, jointMotionIndex, signalBlock, type JointSignals } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { jointAngleDetector } from './joint-angles';
import { around, bell } from './sensor-fixture';
import { emptyRecording } from './walker-fixture';

const STRIDE_S = 1.15;
const FIRST_S = 0.8;

/** Angles (degree) of walking with strikes at 0.8 s and every 1.15 s: published mean curves drawn with a few waves. */
function walkingLeg(samplingRateHz = 100, change: (deg: number, timeS: number) => number = (deg) => deg): JointSignals {
  const at = (share: number, width: number) => (timeS: number) =>
    bell(around(timeS, FIRST_S + share * STRIDE_S, STRIDE_S), width * STRIDE_S);
  const hip = (timeS: number): number => 10 + 20 * Math.cos((2 * Math.PI * (timeS - FIRST_S + 0.06)) / STRIDE_S);
  const knee = (timeS: number): number => 5 + 55 * at(0.72, 0.12)(timeS) + 12 * at(0.14, 0.08)(timeS);
  const ankle = (timeS: number): number => 8 * at(0.45, 0.12)(timeS) - 18 * at(0.64, 0.06)(timeS);
  const rows: (Float64Array | null)[] = new Array(JOINT_MOTION_COUNT).fill(null);
  for (const [joint, angle] of [
    ['hip', hip],
    ['knee', knee],
    ['ankle', ankle],
  ] as const) {
    rows[jointMotionIndex(joint, 'flexion')] = Float64Array.from({ length: 15 * samplingRateHz }, (_, i) =>
      change(angle(i / samplingRateHz), i / samplingRateHz),
    );
  }
  return {
    ...signalBlock(rows, { samplingRateHz, startS: 0 }),
    channelReasons: rows.map((row) => (row ? 0 : 1)),
    gapReason: 6,
  };
}

function detect(left: JointSignals | null) {
  const legs = { left: left && { emg: null, angles: left, moments: null }, right: null };
  return jointAngleDetector.detect({ ...emptyRecording(), legs });
}

describe('joint angles', () => {
  it.each([50, 100, 240])('counts the strides by the knee and times them within 80 ms at %i Hz', (samplingRateHz) => {
    const { events, issues } = detect(walkingLeg(samplingRateHz));
    const strikes = events.filter(({ kind }) => kind === 'foot_strike');
    const offs = events.filter(({ kind }) => kind === 'foot_off');
    expect(strikes.length).toBeGreaterThanOrEqual(11);
    expect(offs.length).toBeGreaterThanOrEqual(11);
    for (const { timeS } of strikes) expect(Math.abs(around(timeS, FIRST_S, STRIDE_S))).toBeLessThan(0.08);
    for (const { timeS } of offs) {
      expect(Math.abs(around(timeS, FIRST_S + 0.62 * STRIDE_S, STRIDE_S))).toBeLessThan(0.1);
    }
    expect(issues.map(({ side, reason }) => [side, reason])).toEqual([['right', 'no-events']]);
  });

  it('invents nothing for a standing or squatting person, nor in a gap', () => {
    expect(detect(walkingLeg(100, () => 5)).events).toEqual([]);
    const squat = detect(walkingLeg(100, (_, timeS) => 45 + 45 * Math.sin(timeS)));
    expect(squat.events).toEqual([]);
    expect(squat.issues).toHaveLength(2);
    const gap = detect(walkingLeg(100, (deg, timeS) => (timeS > 5 && timeS < 9 ? NaN : deg)));
    expect(gap.events.length).toBeGreaterThan(10);
    expect(gap.events.filter(({ timeS }) => timeS > 5 && timeS < 9)).toEqual([]);
  });

  it('does not take walking backward for walking', () => {
    const forward = walkingLeg();
    const reversed: JointSignals = {
      ...forward,
      samples: { ...forward.samples, data: Float64Array.from(forward.samples.data).fill(NaN) },
    };
    const [, numSamples] = forward.samples.shape;
    for (let i = 0; i < forward.samples.data.length; i += 1) {
      const [row, sample] = [Math.floor(i / numSamples), i % numSamples];
      reversed.samples.data[i] = forward.samples.data[row * numSamples + numSamples - 1 - sample];
    }
    expect(detect(reversed).events).toEqual([]);
  });
});
