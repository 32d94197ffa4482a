import { EMG_CHANNEL_COUNT, JOINT_MOTION_COUNT, SIDES, type Sex, type Side } from '@emgfm/schema';
import { SimulationOptionError, assertWithin } from './errors';
import { randomStream } from './random-stream';

/** A value for each leg. */
export type PerSide<T> = Readonly<Record<Side, T>>;

/** One simulated person: body, and how this person differs from the mean. */
export interface SimulatedSubject {
  readonly sourceId: string;
  readonly ageY: number;
  readonly sex: Sex;
  readonly massKg: number;
  readonly heightM: number;
  readonly stepWidthM: number;
  /** Shift of the zero of the nine measured angles (degree): marker and sensor placement. */
  readonly angleOffsetsDeg: PerSide<readonly number[]>;
  /** Factors on the nine angle excursions and on the nine moments, 1 = the mean curve. */
  readonly angleGains: PerSide<readonly number[]>;
  readonly momentGains: PerSide<readonly number[]>;
  /** Factors on the thirteen EMG amplitudes: electrode placement, tissue. */
  readonly emgGains: PerSide<readonly number[]>;
  /** Preferred share of stride time: + lets the left step take longer than the right (0.01 = 1 %). */
  readonly stepTimeAsymmetry: number;
}

/** SD of the zero shift (degree) of adduction, rotation and flexion. */
const OFFSET_SD_DEG = [1, 2, 1.5];

/**
 * A person drawn from a healthy adult population.
 *
 * The same seed gives the same person. Fields given in `fixed` replace what was drawn.
 * @param seed any number
 * @throws SimulationOption for a mass or height that no adult has
 * @example
 * const subject = simulatedSubject(7, { massKg: 80 });
 */
export function simulatedSubject(seed: number, fixed: Partial<SimulatedSubject> = {}): SimulatedSubject {
  const stream = randomStream(seed, 'subject');
  const spread = (sd: number): number => sd * Math.max(-2, Math.min(2, stream.normal()));
  const rows = (length: number, draw: (index: number) => number): PerSide<number[]> => {
    // Most of a person's deviation is common to both legs.
    const shared = Array.from({ length }, (_, index) => draw(index));
    const leg = (): number[] => shared.map((value, index) => 0.8 * value + 0.6 * draw(index));
    return { left: leg(), right: leg() };
  };
  const factors = (length: number, sd: number): PerSide<number[]> => {
    const deviations = rows(length, () => spread(sd));
    return { left: deviations.left.map((d) => 1 + d), right: deviations.right.map((d) => 1 + d) };
  };
  const sex: Sex = stream.uniform() < 0.5 ? 'female' : 'male';
  const heightM = round((sex === 'female' ? 1.65 : 1.78) + spread(0.06), 3);
  const subject: SimulatedSubject = {
    sourceId: `S${String(seed).padStart(2, '0')}`,
    ageY: 20 + stream.below(40),
    sex,
    heightM,
    massKg: round((23 + spread(2)) * heightM * heightM, 1),
    stepWidthM: 0.11 + spread(0.02),
    angleOffsetsDeg: rows(JOINT_MOTION_COUNT, (index) => spread(OFFSET_SD_DEG[index % 3])),
    angleGains: factors(JOINT_MOTION_COUNT, 0.04),
    momentGains: factors(JOINT_MOTION_COUNT, 0.05),
    emgGains: factors(EMG_CHANNEL_COUNT, 0.25),
    stepTimeAsymmetry: spread(0.008),
    ...fixed,
  };
  assertWithin('massKg', subject.massKg, 20, 300);
  assertWithin('heightM', subject.heightM, 1, 2.5);
  const lengths = {
    angleOffsetsDeg: JOINT_MOTION_COUNT,
    angleGains: JOINT_MOTION_COUNT,
    momentGains: JOINT_MOTION_COUNT,
    emgGains: EMG_CHANNEL_COUNT,
  } as const;
  for (const name of Object.keys(lengths) as (keyof typeof lengths)[]) {
    for (const side of SIDES) {
      const found = subject[name][side].length;
      if (found !== lengths[name]) throw new SimulationOptionError(`${name}.${side}`, `${lengths[name]} values`, found);
    }
  }
  return subject;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
