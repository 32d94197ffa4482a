import { describe, expect, it } from 'vitest';
import { scheduleBouts, type Bout } from './bout';
import { planCourse } from './course-plan';
import { GRAVITY_MPS2, forceInSpace, legForce, pressurePoint } from './ground-force';
import { legState, type LegState } from './leg-cycle';
import { skeletonOf } from './skeleton';
import { simulatedSubject } from './subject';

const subject = simulatedSubject(3);
const skeleton = skeletonOf(subject.heightM);
const statesOf = (bout: Bout): LegState[] => {
  const { contacts } = planCourse({
    bouts: scheduleBouts([bout]),
    subject,
    skeleton,
    seed: 3,
    variability: 0,
    treadmill: false,
  });
  const stride = contacts.left.findIndex(({ strikeS }) => strikeS > 0);
  const [startS, endS] = [contacts.left[stride].strikeS, contacts.left[stride + 1].strikeS];
  return Array.from({ length: 500 }, (_, i) => legState(contacts.left, startS + ((i + 0.5) / 500) * (endS - startS)));
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('legForce', () => {
  it.each<[string, Bout]>([
    ['very slow walking', { gait: 'walk', durationS: 6, speedMps: 0.3 }],
    ['walking', { gait: 'walk', durationS: 6 }],
    ['fast walking', { gait: 'walk', durationS: 6, speedMps: 2 }],
    ['climbing', { gait: 'stair_up', durationS: 6 }],
    ['running', { gait: 'run', durationS: 6 }],
    ['walking backward', { gait: 'walk_backward', durationS: 6 }],
  ])('carries half the weight on average and hardly speeds up or slows down: %s', (_, bout) => {
    const forces = statesOf(bout).map(legForce);
    expect(mean(forces.map(({ vertical }) => vertical)) / GRAVITY_MPS2).toBeCloseTo(0.5, 2);
    expect(Math.abs(mean(forces.map(({ forward }) => forward)))).toBeLessThan(0.2);
  });

  it('has higher peaks and a deeper valley when faster', () => {
    const peak = (speedMps: number): number =>
      Math.max(...statesOf({ gait: 'walk', durationS: 6, speedMps }).map((state) => legForce(state).vertical));
    expect(peak(1.8)).toBeGreaterThan(peak(1.2));
    expect(peak(1.2)).toBeGreaterThan(peak(0.6));
  });

  it('pushes towards the middle while the foot stands under the body', () => {
    const states = statesOf({ gait: 'walk', durationS: 6 });
    const middle = states.find(({ stanceFraction }) => stanceFraction > 0.4)!;
    expect(legForce(middle).lateral).toBeLessThan(0);
    // To the right for the left leg, walking along +x.
    expect(forceInSpace(legForce(middle), middle.contact)[1]).toBeLessThan(0);
  });
});

describe('pressurePoint', () => {
  it('moves from heel to toe, and from toe to heel when walking backward', () => {
    const travel = (bout: Bout): number => {
      const stance = statesOf(bout).filter(({ stanceFraction }) => !Number.isNaN(stanceFraction));
      return pressurePoint(stance.at(-1)!, skeleton)[0] - pressurePoint(stance[0], skeleton)[0];
    };
    expect(travel({ gait: 'walk', durationS: 6 })).toBeGreaterThan(0.7 * skeleton.footM);
    expect(travel({ gait: 'walk_backward', durationS: 6 })).toBeLessThan(-0.7 * skeleton.footM);
  });
});
