import { channelSamples } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import type { PlateOptions } from './plate-layout';
import { simulateTrial, type SimulatedTrial, type SimulationOptions } from './simulate-trial';

const RATE_HZ = 1000;

function simulate(forcePlates: Partial<PlateOptions>, options: Partial<SimulationOptions> = {}): SimulatedTrial {
  return simulateTrial({
    seed: 2,
    bouts: [{ gait: 'walk', durationS: 6 }],
    markerSamplingRateHz: 100,
    forcePlates: { layout: 'walkway', samplingRateHz: RATE_HZ, noiseSdN: 0, ...forcePlates },
    ...options,
  });
}

const vertical = (trial: SimulatedTrial, plate: number): Float64Array => {
  const { forceN, numSamples } = trial.forcePlates[plate];
  return forceN.data.subarray(2 * numSamples);
};

/** Times (s) at which a curve first exceeds a threshold after having been below. */
const risesAbove = (curve: Float64Array, threshold: number): number[] =>
  Array.from(curve.keys())
    .filter((i) => i > 0 && curve[i] > threshold && curve[i - 1] <= threshold)
    .map((i) => i / RATE_HZ);

describe('plates of a walkway', () => {
  const trial = simulate({ count: 3 });

  it('take one clean step each, of alternating feet', () => {
    const hits = trial.forcePlates.map(({ cleanStrikes }) => cleanStrikes);
    expect(hits.map((strikes) => strikes.length)).toEqual([1, 1, 1]);
    expect(hits[0][0].side).not.toBe(hits[1][0].side);
    expect(hits[0][0].side).toBe(hits[2][0].side);
  });

  it('show 20 N within 6 ms of the true strike, and carry the person', () => {
    trial.forcePlates.forEach(({ cleanStrikes }, index) => {
      const rises = risesAbove(vertical(trial, index), 20);
      expect(rises).toHaveLength(1);
      expect(rises[0] - cleanStrikes[0].timeS).toBeGreaterThan(0);
      expect(rises[0] - cleanStrikes[0].timeS).toBeLessThan(0.006);
    });
  });

  it('measure what the leg feels', () => {
    const { cleanStrikes } = trial.forcePlates[0];
    const leg = channelSamples(trial.legs[cleanStrikes[0].side].groundForce, 0);
    const frame = Math.round((cleanStrikes[0].timeS + 0.3) * 100);
    expect(vertical(trial, 0)[frame * 10]).toBeCloseTo(leg[frame] * trial.subject.massKg, 6);
  });

  it('see the pressure move forward within their edges, and nothing in the air', () => {
    const { centreOfPressureM, cornersM, numSamples } = trial.forcePlates[1];
    const forward = centreOfPressureM.data.subarray(0, numSamples).filter((value) => !Number.isNaN(value));
    expect(forward.length).toBeGreaterThan(0.5 * RATE_HZ);
    expect(forward.length).toBeLessThan(0.9 * RATE_HZ);
    expect(forward[forward.length - 1] - forward[0]).toBeGreaterThan(0.15);
    const edges = cornersM.map(([x]) => x);
    for (const x of forward) {
      expect(x).toBeGreaterThan(Math.min(...edges));
      expect(x).toBeLessThan(Math.max(...edges));
    }
  });

  it('brakes first and pushes later', () => {
    const { forceN, cleanStrikes } = trial.forcePlates[0];
    const at = (afterS: number): number => forceN.data[Math.round((cleanStrikes[0].timeS + afterS) * RATE_HZ)];
    expect(at(0.12)).toBeLessThan(-20);
    expect(at(0.58)).toBeGreaterThan(20);
  });
});

describe('other plates', () => {
  it('miss part of a step when they are shifted, and say that no hit was clean', () => {
    const trial = simulate({ forwardShiftM: 0.3, count: 1 });
    expect(trial.forcePlates[0].cleanStrikes).toEqual([]);
    expect(trial.strides.every(({ plate }) => plate === null)).toBe(true);
  });

  it('have an offset, a drift and noise when told so', () => {
    const trial = simulate({ offsetN: -23, driftNPerS: 1, noiseSdN: 0.5, count: 1 });
    const curve = vertical(trial, 0);
    const mean = (part: Float64Array): number => part.reduce((sum, value) => sum + value, 0) / part.length;
    expect(mean(curve.subarray(0, 500))).toBeCloseTo(-22.75, 0);
    expect(mean(curve.subarray(5500))).toBeCloseTo(-23 + 5.75, 0);
  });

  it('of a split belt take one leg each; of a single belt both', () => {
    const split = simulate({ layout: 'split_belt' }, { surface: 'treadmill' });
    expect(split.forcePlates.map(({ side }) => side)).toEqual(['left', 'right']);
    split.forcePlates.forEach(({ side, cleanStrikes }) => {
      expect(cleanStrikes.length).toBeGreaterThan(3);
      expect(cleanStrikes.every((strike) => strike.side === side)).toBe(true);
    });
    const single = simulate({ layout: 'single_belt' }, { surface: 'treadmill' });
    expect(Math.min(...vertical(single, 0))).toBeGreaterThan(20);
    expect(single.forcePlates[0].cleanStrikes).toEqual([]);
  });

  it('see steps of the other foot when the belts are shifted to the side', () => {
    const crossed = simulate({ layout: 'split_belt', leftShiftM: 0.09 }, { surface: 'treadmill' });
    expect(crossed.forcePlates[0].cleanStrikes.length).toBeLessThan(4);
  });

  it('lie on the steps of a stair, none above another foot', () => {
    const stairs = simulate({ count: 4 }, { bouts: [{ gait: 'stair_up', durationS: 8 }] });
    expect(stairs.forcePlates.map(({ cleanStrikes }) => cleanStrikes.length)).toEqual([1, 1, 1, 1]);
    const heights = stairs.forcePlates.map(({ cornersM }) => cornersM[0][2]);
    heights.slice(1).forEach((height, index) => expect(height - heights[index]).toBeCloseTo(0.17, 6));
  });

  it('are none where the walk is too short for a whole step', () => {
    expect(simulate({}, { bouts: [{ gait: 'walk', durationS: 0.5 }] }).forcePlates).toEqual([]);
  });
});
