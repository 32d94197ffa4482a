import { SIDES, type NdArray, type Side } from '@emgfm/schema';
import type { Contact, CoursePlan } from './course-plan';
import { forceInSpace, legForce, pressurePoint } from './ground-force';
import { legState } from './leg-cycle';
import { randomStream } from './random-stream';
import { isInside, placePlates, type PlateCorners, type PlateOptions } from './plate-layout';
import type { Skeleton } from './skeleton';
import { difference, scale, type Vector } from './vector';

/** A simulated plate: reaction on the person, in the frame of the trial (forward, left, up). */
export interface SimulatedForcePlate {
  readonly name: string;
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  /** Force (N), [3, sample]. */
  readonly forceN: NdArray<Float64Array>;
  /** Centre of pressure (m), [3, sample]; NaN where nothing presses. */
  readonly centreOfPressureM: NdArray<Float64Array>;
  /** Moment about the vertical through the centre of pressure (N·m), one value per sample. */
  readonly freeMomentNm: Float64Array;
  /** Corners in order around the plate: forward left, forward right, back right, back left. */
  readonly cornersM: PlateCorners;
  /** The leg that alone uses this plate; null where both may. */
  readonly side: Side | null;
  /** Strikes (s) that lie on this plate as a whole, foot by foot: what a clean hit is. */
  readonly cleanStrikes: readonly { readonly side: Side; readonly timeS: number }[];
}

const FREE_MOMENT_NM_PER_KG = 0.06;

/**
 * Forces that the plates measure: of each foot, what it presses while its centre of pressure is on the plate.
 * @param beltShift place of the belt under the fixed plates at a time: what is subtracted from the ground frame; zero overground
 */
export function platesOf(
  plan: CoursePlan,
  skeleton: Skeleton,
  massKg: number,
  seed: number,
  options: PlateOptions,
  beltShift: (timeS: number) => Vector,
): SimulatedForcePlate[] {
  const { samplingRateHz, noiseSdN = 0.8, offsetN = 0, driftNPerS = 0 } = options;
  const numSamples = Math.round(plan.durationS * samplingRateHz);
  const plates = placePlates(plan, skeleton, options);
  const measured = plates.map((plate) => ({
    ...plate,
    force: new Float64Array(3 * numSamples),
    pressure: new Float64Array(3 * numSamples),
    freeMomentNm: new Float64Array(numSamples),
  }));
  for (let sample = 0; sample < numSamples; sample += 1) {
    const timeS = sample / samplingRateHz;
    const shift = beltShift(timeS);
    for (const side of SIDES) {
      const state = legState(plan.contacts[side], timeS);
      const force = legForce(state);
      if (force.vertical <= 0) continue;
      const point = difference(pressurePoint(state, skeleton), shift);
      const space = forceInSpace(force, state.contact);
      for (const plate of measured) {
        if (!isInside(point, plate.cornersM)) continue;
        const newtons = scale(space, massKg);
        for (let axis = 0; axis < 3; axis += 1) {
          plate.force[axis * numSamples + sample] += newtons[axis];
          plate.pressure[axis * numSamples + sample] += point[axis] * newtons[2];
        }
        const outward = side === 'left' ? 1 : -1;
        plate.freeMomentNm[sample] +=
          outward *
          FREE_MOMENT_NM_PER_KG *
          massKg *
          Math.sin(2 * Math.PI * state.stanceFraction) *
          (1 - state.standing);
      }
    }
  }
  return measured.map((plate, index) => {
    const { force, pressure, name, cornersM, side } = plate;
    const stream = randomStream(seed, `plate/${index}`);
    for (let sample = 0; sample < numSamples; sample += 1) {
      const loadN = force[2 * numSamples + sample];
      for (let axis = 0; axis < 3; axis += 1) {
        pressure[axis * numSamples + sample] = loadN > 0 ? pressure[axis * numSamples + sample] / loadN : NaN;
        force[axis * numSamples + sample] += noiseSdN * stream.normal();
      }
      force[2 * numSamples + sample] += offsetN + (driftNPerS * sample) / samplingRateHz;
    }
    return {
      name,
      samplingRateHz,
      startS: 0,
      numSamples,
      forceN: { data: force, shape: [3, numSamples], stride: [numSamples, 1], offset: 0 },
      centreOfPressureM: { data: pressure, shape: [3, numSamples], stride: [numSamples, 1], offset: 0 },
      freeMomentNm: plate.freeMomentNm,
      cornersM,
      side,
      cleanStrikes: cleanStrikes(plan, skeleton, cornersM, beltShift),
    };
  });
}

function cleanStrikes(
  plan: CoursePlan,
  skeleton: Skeleton,
  corners: PlateCorners,
  beltShift: (timeS: number) => Vector,
): { side: Side; timeS: number }[] {
  const all = SIDES.flatMap((side) => plan.contacts[side]).filter(
    ({ strikeS, offS }) => offS > 0 && strikeS < plan.durationS,
  );
  const touches = (contact: Contact): { any: boolean; whole: boolean } => {
    const fractions = [0.02, 0.25, 0.5, 0.75, 0.98];
    const inside = fractions.map((fraction) => {
      const timeS = contact.strikeS + fraction * (contact.offS - contact.strikeS);
      const shift = beltShift(Number.isFinite(timeS) ? timeS : 0);
      const state = { ...legState([contact], contact.strikeS), stanceFraction: fraction };
      return isInside(difference(pressurePoint(state, skeleton), shift), corners);
    });
    return { any: inside.includes(true), whole: !inside.includes(false) };
  };
  const touching = all.map((contact) => ({ contact, ...touches(contact) })).filter(({ any }) => any);
  return touching
    .filter(({ contact, whole }) => {
      const alone = touching.every(
        ({ contact: other }) => other === contact || other.offS <= contact.strikeS || other.strikeS >= contact.offS,
      );
      return whole && alone && contact.strikeS >= 0 && contact.offS <= plan.durationS;
    })
    .map(({ contact }) => ({ side: contact.side, timeS: contact.strikeS }))
    .sort((a, b) => a.timeS - b.timeS);
}
