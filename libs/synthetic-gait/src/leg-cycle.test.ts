import { JOINT_MOTION_COUNT, SIDES } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { scheduleBouts, type Bout } from './bout';
import { planCourse } from './course-plan';
import { legState, smoothStep, stateAngleDeg, stateEnvelope, stateMomentNmPerKg } from './leg-cycle';
import { skeletonOf } from './skeleton';
import { simulatedSubject } from './subject';

const subject = simulatedSubject(2);
const plan = (bouts: readonly Bout[]) =>
  planCourse({
    bouts: scheduleBouts(bouts),
    subject,
    skeleton: skeletonOf(subject.heightM),
    seed: 2,
    variability: 1,
    treadmill: false,
  });

describe('legState', () => {
  const { contacts, durationS } = plan([
    { gait: 'stand', durationS: 2 },
    { gait: 'walk', durationS: 5 },
    { gait: 'stair_up', durationS: 5 },
    { gait: 'run', durationS: 3 },
    { gait: 'stand', durationS: 3 },
    { gait: 'walk_backward', durationS: 4 },
  ]);

  it('runs from 0 to 1 in stance and in swing, never both', () => {
    for (const side of SIDES) {
      for (let timeS = 0; timeS < durationS; timeS += 0.013) {
        const { stanceFraction, swingFraction, handover, standing } = legState(contacts[side], timeS);
        expect(Number.isNaN(stanceFraction)).not.toBe(Number.isNaN(swingFraction));
        for (const share of [handover, standing, Number.isNaN(stanceFraction) ? swingFraction : stanceFraction]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('lets angles, moments and envelopes flow without a jump from stride to stride and from gait to gait', () => {
    const stepS = 0.002;
    for (const side of SIDES) {
      for (let timeS = 0; timeS < durationS; timeS += stepS) {
        const [now, soon] = [legState(contacts[side], timeS), legState(contacts[side], timeS + stepS)];
        let greatest = 0;
        for (let j = 0; j < JOINT_MOTION_COUNT; j += 1) {
          // 1000 degrees/s and 40 N·m/kg/s: faster than any joint of a runner.
          greatest = Math.max(
            greatest,
            Math.abs(stateAngleDeg(soon, j) - stateAngleDeg(now, j)) / (1000 * stepS),
            Math.abs(stateMomentNmPerKg(soon, j) - stateMomentNmPerKg(now, j)) / (40 * stepS),
          );
        }
        greatest = Math.max(greatest, Math.abs(stateEnvelope(soon, 0) - stateEnvelope(now, 0)) / (60 * stepS));
        if (greatest > 1) expect.fail(`${side} leg jumps at ${timeS.toFixed(3)} s`);
      }
    }
  });

  it('stands before the first step, then walks', () => {
    expect(legState(contacts.left, 0.5).standing).toBe(1);
    expect(legState(contacts.left, 5).standing).toBe(0);
    expect(stateMomentNmPerKg(legState(contacts.left, 0.5), 8)).toBeCloseTo(0, 12);
  });

  it('stands for good after the last step', () => {
    const { contacts: ending } = plan([
      { gait: 'walk', durationS: 3 },
      { gait: 'stand', durationS: 4 },
    ]);
    for (const side of SIDES) expect(legState(ending[side], 6.9).standing).toBe(1);
  });
});

describe('smoothStep', () => {
  it('rises from 0 to 1 with level ends', () => {
    expect([-1, 0, 0.5, 1, 2].map(smoothStep)).toEqual([0, 0, 0.5, 1, 1]);
    expect(smoothStep(0.001)).toBeLessThan(1e-5);
  });
});
