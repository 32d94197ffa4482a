import { describe, expect, test } from 'vitest';
import type { Evidence } from './evidence';
import { decideRightLeg } from './right-leg';

const curve = (of: (share: number) => number): Float64Array =>
  Float64Array.from({ length: 101 }, (_, i) => of(i / 100));
/** A force (N/kg) in stance, which begins at a share of the cycle and takes 62 % of it. */
const force = (strike: number): Float64Array => curve((share) => ((share - strike + 1) % 1 < 0.62 ? 9.5 : 0));
const wave = (strike: number): Float64Array => curve((share) => Math.cos(2 * Math.PI * (share - strike)));

const evidence = (own: Partial<Evidence>): Evidence => ({
  tests: ['T3'],
  speedMps: 1.1,
  forceCycles: 200,
  rightForce: force(0),
  leftForward: wave(0),
  lateral: { left: wave(0), right: wave(0) },
  compared: ['T3'],
  angles: [{ name: 'Hip', left: wave(0), right: wave(0) }],
  leftAnkle: wave(0),
  muscles: [{ name: 'GastroMed', left: wave(0.4), right: wave(0.4) }],
  fineStride: 1150,
  coarseStride: 115,
  ...own,
});
const startsOf = (own: Partial<Evidence>) => {
  const { angles, emg } = decideRightLeg(evidence(own), null);
  return [angles, emg];
};
const late = {
  angles: [{ name: 'Hip', left: wave(0), right: wave(0.5) }],
  muscles: [{ name: 'GastroMed', left: wave(0.4), right: wave(0.9) }],
};

describe('the start of the right leg', () => {
  test('is the strike before which the force was zero', () => {
    expect(startsOf({})).toEqual(['right', 'right']);
    expect(startsOf({ ...late, rightForce: force(0.5) })).toEqual(['left', 'left']);
  });

  test('is not decided without a force, with one that never vanishes, and with one that is there for an instant', () => {
    const nothing = [null, null];
    expect(startsOf({ rightForce: new Float64Array(0) })).toEqual(nothing);
    expect(startsOf({ rightForce: curve(() => NaN) })).toEqual(nothing);
    expect(startsOf({ rightForce: curve(() => 0) })).toEqual(nothing);
    expect(startsOf({ rightForce: curve(() => 9.8) })).toEqual(nothing);
    expect(startsOf({ rightForce: curve((share) => (share === 0.5 ? 9.8 : 0)) })).toEqual(nothing);
    // a quarter of a cycle later both windows are loaded
    expect(startsOf({ rightForce: force(0.25) })).toEqual(nothing);
  });

  test('is masked in what clearly contradicts the force, and kept where nothing can be compared', () => {
    expect(startsOf({ muscles: late.muscles })).toEqual(['right', null]);
    expect(startsOf({ angles: late.angles })).toEqual([null, 'right']);
    expect(startsOf({ angles: [], muscles: [] })).toEqual(['right', 'right']);
    expect(startsOf({ angles: [{ name: 'Hip', left: curve(() => 3), right: wave(0) }] })).toEqual(['right', 'right']);
  });

  test('is what the user states, evidence or not', () => {
    const { angles, emg, decisions } = decideRightLeg(evidence({ rightForce: new Float64Array(0) }), 'left');
    expect([angles, emg]).toEqual(['left', 'left']);
    expect(decisions[0]?.evidence).toBe('stated by the option rightLegStart');
  });
});
