import { SIDES, channelSamples, isSignalBlock } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import type { Bout } from './bout';
import type { SimulatedMarkerName } from './markers';
import { simulateTrial, type SimulatedTrial, type SimulationOptions } from './simulate-trial';
import { simulatedSubject } from './subject';

const RATE_HZ = 200;

function simulate(bouts: readonly Bout[], options: Partial<SimulationOptions> = {}): SimulatedTrial {
  return simulateTrial({ seed: 4, bouts, markerSamplingRateHz: RATE_HZ, markerNoiseSdM: 0, ...options });
}

function coordinate(trial: SimulatedTrial, name: SimulatedMarkerName, axis: number): Float64Array {
  const { numSamples, positionsM } = trial.markers;
  return positionsM[name]?.data.subarray(axis * numSamples, (axis + 1) * numSamples) ?? new Float64Array(0);
}

/** Signed distances (ms) from each true event to the nearest extremum of a curve. */
function extremumErrorsMs(curve: Float64Array, sign: 1 | -1, truthS: readonly number[], reachS = 0.2): number[] {
  return truthS.map((timeS) => {
    const centre = Math.round(timeS * RATE_HZ);
    const reach = Math.round(reachS * RATE_HZ);
    let best = centre - reach;
    for (let i = centre - reach; i <= centre + reach; i += 1) if (sign * curve[i] > sign * curve[best]) best = i;
    return (best / RATE_HZ - timeS) * 1000;
  });
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

const level = simulate([{ gait: 'walk', durationS: 10 }]);
const inside = (trial: SimulatedTrial, kind: string, side: string): number[] =>
  trial.events
    .filter((event) => event.kind === kind && event.side === side)
    .map(({ timeS }) => timeS)
    .filter((timeS) => timeS > 0.4 && timeS < trial.durationS - 0.4);

describe('simulateTrial', () => {
  it('gives blocks of the shapes that the schema promises', () => {
    for (const side of SIDES) {
      const { angles, moments, groundForce, emg } = level.legs[side];
      expect(isSignalBlock(angles, 9)).toBe(true);
      expect(isSignalBlock(moments, 9)).toBe(true);
      expect(isSignalBlock(groundForce, 3)).toBe(true);
      expect(emg).toBeNull();
      expect(channelSamples(angles, 5).every(Number.isFinite)).toBe(true);
    }
    expect(level.markers.numSamples).toBe(10 * RATE_HZ);
    expect(Object.keys(level.markers.positionsM)).toHaveLength(13);
  });

  it('repeats itself for the same seed, and only for the same seed', () => {
    const bouts: Bout[] = [{ gait: 'walk', durationS: 1.5 }];
    const options: Partial<SimulationOptions> = {
      emg: { samplingRateHz: 1111.11 },
      forcePlates: { layout: 'walkway', samplingRateHz: 1000 },
      markerNoiseSdM: 0.001,
    };
    expect(JSON.stringify(simulate(bouts, options))).toBe(JSON.stringify(simulate(bouts, options)));
    expect(simulate(bouts, { ...options, seed: 5 }).events).not.toEqual(simulate(bouts, options).events);
  });

  it('leaves what it has drawn alone when a part is switched on', () => {
    const withPlates = simulate([{ gait: 'walk', durationS: 10 }], {
      forcePlates: { layout: 'walkway', samplingRateHz: 500 },
      emg: { samplingRateHz: 500 },
    });
    expect(withPlates.events).toEqual(level.events);
    expect(withPlates.markers.positionsM.left_toe?.data).toEqual(level.markers.positionsM.left_toe?.data);
  });

  it.each<[string, Partial<SimulationOptions>]>([
    ['markerSamplingRateHz', { markerSamplingRateHz: 0 }],
    ['variability', { variability: -1 }],
    ['emg.samplingRateHz', { emg: { samplingRateHz: NaN } }],
    ['forcePlates.samplingRateHz', { forcePlates: { layout: 'walkway', samplingRateHz: 1 } }],
  ])('refuses a %s that cannot be', (name, options) => {
    expect(() => simulate([{ gait: 'walk', durationS: 1 }], options)).toThrow(name);
  });

  it('refuses turns and stairs on a treadmill', () => {
    const bouts: Bout[] = [{ gait: 'stair_up', durationS: 3 }];
    expect(() => simulate(bouts, { surface: 'treadmill' })).toThrow('overground');
  });
});

describe('truth', () => {
  it('agrees with the ground force: it rises at each strike and vanishes at each foot off', () => {
    for (const side of SIDES) {
      const vertical = channelSamples(level.legs[side].groundForce, 0);
      for (const { kind, side: eventSide, timeS } of level.events) {
        if (eventSide !== side || timeS < 0.1 || timeS > 9.9) continue;
        const [before, after] = [Math.floor(timeS * RATE_HZ) - 1, Math.ceil(timeS * RATE_HZ) + 1];
        expect(vertical[kind === 'foot_strike' ? before : after]).toBe(0);
        expect(vertical[kind === 'foot_strike' ? after : before]).toBeGreaterThan(0);
      }
    }
  });

  it('holds strides from strike to strike of the same foot, with the foot off between', () => {
    for (const { side, startS, footOffS, endS, anglesDeg, activity } of level.strides) {
      const strikes = level.events.filter((event) => event.kind === 'foot_strike' && event.side === side);
      expect(strikes.map(({ timeS }) => timeS)).toContain(startS);
      expect((footOffS - startS) / (endS - startS)).toBeGreaterThan(0.55);
      expect((footOffS - startS) / (endS - startS)).toBeLessThan(0.7);
      expect(activity).toBe('walk');
      // The continuous angles and the curve of the stride are the same function.
      const knee = channelSamples(level.legs[side].angles, 5);
      const at = Math.round(((startS + endS) / 2) * RATE_HZ);
      const point = ((at / RATE_HZ - startS) / (endS - startS)) * 199;
      expect(knee[at]).toBeCloseTo(anglesDeg[5][Math.round(point)], -0.7);
    }
  });

  it('alternates FS right, FO left, FS left, FO right', () => {
    const order = level.events.map(({ kind, side }) => `${kind} ${side}`);
    const cycle = ['foot_strike right', 'foot_off left', 'foot_strike left', 'foot_off right'];
    const first = cycle.indexOf(order[0]);
    order.forEach((event, index) => expect(event).toBe(cycle[(first + index) % 4]));
  });

  it('walks at the speed that was asked for', () => {
    for (const speedMps of [0.4, 0.8, 1.2, 1.8]) {
      const trial = simulate([{ gait: 'walk', durationS: 12, speedMps }]);
      const forward = coordinate(trial, 'sacrum', 0);
      expect((forward[forward.length - 1] - forward[0]) / 12).toBeCloseTo(speedMps, 1);
    }
  });

  it('takes longer strides, shorter in time, with less stance and more hip excursion when faster', () => {
    const of = (speedMps: number) => {
      const { strides } = simulate([{ gait: 'walk', durationS: 12, speedMps }], { variability: 0 });
      const { startS, endS, footOffS, anglesDeg } = strides[0];
      return {
        timeS: endS - startS,
        lengthM: speedMps * (endS - startS),
        stance: (footOffS - startS) / (endS - startS),
        hipRange: Math.max(...anglesDeg[2]) - Math.min(...anglesDeg[2]),
      };
    };
    const [slow, fast] = [of(0.6), of(1.6)];
    expect(fast.timeS).toBeLessThan(slow.timeS);
    expect(fast.lengthM).toBeGreaterThan(slow.lengthM);
    expect(fast.stance).toBeLessThan(slow.stance);
    expect(fast.hipRange).toBeGreaterThan(slow.hipRange);
  });

  it('varies from stride to stride as adults do, and not at all when told so', () => {
    const cv = (trial: SimulatedTrial): number => {
      const times = trial.strides.filter(({ side }) => side === 'left').map(({ startS, endS }) => endS - startS);
      const centre = mean(times);
      return Math.sqrt(mean(times.map((value) => (value - centre) ** 2))) / centre;
    };
    const walk: Bout[] = [{ gait: 'walk', durationS: 40 }];
    expect(cv(simulate(walk, { markerSamplingRateHz: 20 }))).toBeGreaterThan(0.006);
    expect(cv(simulate(walk, { markerSamplingRateHz: 20 }))).toBeLessThan(0.03);
    expect(cv(simulate(walk, { markerSamplingRateHz: 20, variability: 0 }))).toBeLessThan(1e-9);
  });
});

describe('markers', () => {
  it('do not slide while the foot is flat', () => {
    for (const side of SIDES) {
      for (const strikeS of inside(level, 'foot_strike', side)) {
        const [from, to] = [Math.ceil((strikeS + 0.15) * RATE_HZ), Math.floor((strikeS + 0.35) * RATE_HZ)];
        for (const name of [`${side}_heel`, `${side}_toe`] as const) {
          const flat = coordinate(level, name, 0).subarray(from, to);
          expect(Math.max(...flat) - Math.min(...flat)).toBeLessThan(0.003);
        }
      }
    }
  });

  it('show the events as markers of real walkers do', () => {
    // Published bias on real files: Zeni strike -40 ms, foot off +4 ms; vertical velocity of the foot 0 and -6 ms.
    const biases = SIDES.map((side) => {
      const sacrum = coordinate(level, 'sacrum', 0);
      const heel = coordinate(level, `${side}_heel`, 0).map((value, i) => value - sacrum[i]);
      const toe = coordinate(level, `${side}_toe`, 0).map((value, i) => value - sacrum[i]);
      const [heelUp, toeUp] = [coordinate(level, `${side}_heel`, 2), coordinate(level, `${side}_toe`, 2)];
      const rising = heelUp.map((value, i) => (value + toeUp[i] - heelUp[i - 1] - toeUp[i - 1]) / 2);
      const [strikes, offs] = [inside(level, 'foot_strike', side), inside(level, 'foot_off', side)];
      return {
        zeniStrike: mean(extremumErrorsMs(heel, 1, strikes)),
        zeniOff: mean(extremumErrorsMs(toe, -1, offs)),
        velocityStrike: mean(extremumErrorsMs(rising, -1, strikes, 0.08)),
        velocityOff: mean(extremumErrorsMs(rising, 1, offs, 0.1)),
      };
    });
    for (const { zeniStrike, zeniOff, velocityStrike, velocityOff } of biases) {
      expect(zeniStrike).toBeGreaterThan(-65);
      expect(zeniStrike).toBeLessThan(-25);
      expect(Math.abs(zeniOff)).toBeLessThan(35);
      expect(Math.abs(velocityStrike)).toBeLessThan(45);
      expect(Math.abs(velocityOff)).toBeLessThan(45);
    }
  });

  it('stay on the treadmill', () => {
    const trial = simulate([{ gait: 'walk', durationS: 30, speedMps: 1.3 }], {
      surface: 'treadmill',
      markerSamplingRateHz: 20,
    });
    const sacrum = coordinate(trial, 'sacrum', 0);
    expect(Math.max(...sacrum) - Math.min(...sacrum)).toBeLessThan(0.3);
  });

  const COURSES: readonly (readonly [string, readonly Bout[], number])[] = [
    ['level walking', [{ gait: 'walk', durationS: 6 }], 6],
    ['slow walking', [{ gait: 'walk', durationS: 8, speedMps: 0.4 }], 4],
    ['fast walking', [{ gait: 'walk', durationS: 6, speedMps: 1.8 }], 8],
    ['a ramp up', [{ gait: 'walk', durationS: 6, inclineDeg: 10 }], 7],
    ['a ramp down', [{ gait: 'walk', durationS: 6, inclineDeg: -10 }], 7],
    [
      'stairs up',
      [
        { gait: 'walk', durationS: 3 },
        { gait: 'stair_up', durationS: 5 },
        { gait: 'walk', durationS: 3 },
      ],
      7,
    ],
    [
      'stairs down',
      [
        { gait: 'walk', durationS: 3 },
        { gait: 'stair_down', durationS: 5 },
        { gait: 'walk', durationS: 3 },
      ],
      7,
    ],
    [
      'a turn',
      [
        { gait: 'walk', durationS: 3 },
        { gait: 'walk', durationS: 4, speedMps: 0.9, headingChangeDeg: 180 },
      ],
      6,
    ],
    [
      'starting and stopping',
      [
        { gait: 'stand', durationS: 2 },
        { gait: 'walk', durationS: 4 },
        { gait: 'stand', durationS: 2 },
      ],
      6,
    ],
    ['walking backward', [{ gait: 'walk_backward', durationS: 6 }], 6],
    [
      'turning back after standing',
      [
        { gait: 'walk', durationS: 3 },
        { gait: 'stand', durationS: 2 },
        { gait: 'walk_backward', durationS: 4 },
      ],
      6,
    ],
    ['running', [{ gait: 'run', durationS: 4 }], 12],
    ['speeding up', [{ gait: 'walk', durationS: 10, speedMps: 0.6, endSpeedMps: 1.8 }], 8],
  ];

  it.each(COURSES)('move without jumps and stand still on the ground: %s', (_, bouts, fastestMps) => {
    const trial = simulate(bouts);
    for (const name of Object.keys(trial.markers.positionsM) as SimulatedMarkerName[]) {
      const [x, y, z] = [0, 1, 2].map((axis) => coordinate(trial, name, axis));
      let fastest = 0;
      for (let i = 1; i < x.length; i += 1) {
        // A NaN anywhere makes the fastest NaN.
        fastest = Math.max(fastest, Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1], z[i] - z[i - 1]) * RATE_HZ);
      }
      expect(fastest, name).toBeLessThan(fastestMps);
    }
    for (const side of SIDES) {
      const force = channelSamples(trial.legs[side].groundForce, 0);
      expect(Math.min(...force)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('standing still', () => {
  const trial = simulate([{ gait: 'stand', durationS: 3 }]);

  it('has no events and no strides, and half the weight on each leg', () => {
    expect(trial.events).toEqual([]);
    expect(trial.strides).toEqual([]);
    for (const side of SIDES) {
      const force = channelSamples(trial.legs[side].groundForce, 0);
      expect(Math.min(...force)).toBeCloseTo(4.9, 1);
      expect(Math.max(...force)).toBeCloseTo(4.9, 1);
    }
  });
});

describe('a person given', () => {
  it('is the one who walks', () => {
    const subject = simulatedSubject(9, { massKg: 70, heightM: 1.9 });
    const tall = simulate([{ gait: 'walk', durationS: 2 }], { subject });
    expect(tall.subject).toBe(subject);
    expect(mean(coordinate(tall, 'sacrum', 2))).toBeGreaterThan(mean(coordinate(level, 'sacrum', 2)));
    expect(() => simulatedSubject(1, { massKg: 5 })).toThrow('massKg');
  });
});
