import { SIDES } from '@emgfm/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleBouts, type Bout } from './bout';
import { planCourse, type CourseOptions } from './course-plan';
import { simulateTrial } from './simulate-trial';
import { skeletonOf } from './skeleton';
import { simulatedSubject } from './subject';

const subject = simulatedSubject(1);
const skeleton = skeletonOf(subject.heightM);
const plan = (bouts: readonly Bout[], options: Partial<CourseOptions> = {}) =>
  planCourse({ bouts: scheduleBouts(bouts), subject, skeleton, seed: 1, variability: 0, treadmill: false, ...options });

const anyBout: fc.Arbitrary<Bout> = fc.oneof(
  fc.record({ gait: fc.constant('stand' as const), durationS: fc.double({ min: 0.1, max: 3, noNaN: true }) }),
  fc.record({
    gait: fc.constant('walk' as const),
    durationS: fc.double({ min: 0.1, max: 4, noNaN: true }),
    speedMps: fc.double({ min: 0.2, max: 2.2, noNaN: true }),
    inclineDeg: fc.constantFrom(0, 0, 5, -15),
    headingChangeDeg: fc.constantFrom(0, 0, 90, -200),
  }),
  fc.record({
    gait: fc.constantFrom('walk_backward' as const, 'stair_up' as const, 'stair_down' as const, 'run' as const),
    durationS: fc.double({ min: 0.1, max: 3, noNaN: true }),
  }),
);

describe('planCourse', () => {
  it('places steps of the length that speed and time ask for', () => {
    const { contacts } = plan([{ gait: 'walk', durationS: 6, speedMps: 1.5 }]);
    const [first, second] = contacts.left.filter(({ strikeS }) => strikeS > 0);
    expect(second.xM - first.xM).toBeCloseTo(1.5 * (second.strikeS - first.strikeS), 6);
    expect(first.yM).toBeCloseTo(subject.stepWidthM / 2, 6);
  });

  it('ends a walk with the feet side by side and begins the next from there', () => {
    const { contacts } = plan([
      { gait: 'walk', durationS: 3 },
      { gait: 'stand', durationS: 2 },
      { gait: 'walk', durationS: 3 },
    ]);
    const standing = SIDES.map((side) => contacts[side].find(({ strikeS, offS }) => strikeS < 4.5 && offS > 4.5)!);
    expect(standing[0].xM).toBeCloseTo(standing[1].xM, 9);
    expect(Math.min(...standing.map(({ offS }) => offS))).toBeCloseTo(5, 9);
    expect(standing.filter(({ leavesStand }) => leavesStand)).toHaveLength(1);
  });

  it('climbs one stair each step', () => {
    const { contacts } = plan([{ gait: 'stair_up', durationS: 6, stepHeightM: 0.15 }]);
    const steps = [...contacts.left, ...contacts.right].sort((a, b) => a.strikeS - b.strikeS).slice(2);
    steps.slice(1).forEach(({ zM }, index) => expect(zM - steps[index].zM).toBeCloseTo(0.15, 9));
  });

  it('walks up and down a slope', () => {
    const { contacts } = plan([{ gait: 'walk', durationS: 6, inclineDeg: -10 }]);
    const [first, second] = contacts.right.filter(({ strikeS }) => strikeS > 0);
    expect((second.zM - first.zM) / (second.xM - first.xM)).toBeCloseTo(Math.tan((-10 * Math.PI) / 180), 6);
  });

  it('turns by the angle asked for', () => {
    const { contacts } = plan([
      { gait: 'walk', durationS: 3 },
      { gait: 'walk', durationS: 4, headingChangeDeg: -90 },
      { gait: 'walk', durationS: 3 },
    ]);
    const last = contacts.left.filter(({ strikeS }) => strikeS < 9).at(-1)!;
    expect(last.pathHeadingRad / (Math.PI / 2)).toBeGreaterThan(-1.2);
    expect(last.pathHeadingRad / (Math.PI / 2)).toBeLessThan(-0.8);
  });

  it('keeps any sequence of bouts in order: feet alternate, contacts do not overlap, every sample is a number', () => {
    fc.assert(
      fc.property(fc.array(anyBout, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 99 }), (bouts, seed) => {
        const { contacts, pelvisKnots } = plan(bouts, { seed, variability: 1 });
        for (const side of SIDES) {
          contacts[side].slice(1).forEach(({ strikeS }, index) => {
            expect(strikeS).toBeGreaterThan(contacts[side][index].offS);
            expect(contacts[side][index].offS).toBeGreaterThan(contacts[side][index].strikeS);
          });
        }
        pelvisKnots.slice(1).forEach(({ timeS }, index) => expect(timeS).toBeGreaterThan(pelvisKnots[index].timeS));
        const trial = simulateTrial({ seed, bouts, markerSamplingRateHz: 20, subject });
        const strikes = trial.events.filter(({ kind }) => kind === 'foot_strike');
        strikes.slice(1).forEach(({ side }, index) => expect(side).not.toBe(strikes[index].side));
        for (const path of Object.values(trial.markers.positionsM)) expect(path.data.every(Number.isFinite)).toBe(true);
        for (const side of SIDES) {
          const { angles, moments, groundForce } = trial.legs[side];
          for (const block of [angles, moments, groundForce]) {
            expect(block.samples.data.every((value) => Number.isFinite(value))).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
