import { SIDES, type NdArray, type Side } from '@emgfm/schema';
import type { Contact, CoursePlan } from './course-plan';
import { forceInSpace, legForce, pressurePoint } from './ground-force';
import { legState } from './leg-cycle';
import { randomStream } from './random-stream';
import type { Skeleton } from './skeleton';

/** A corner of a plate: forward, left, up (m). */
export type Corner = readonly [number, number, number];

/** Where the plates are and how well they measure. */
export interface PlateOptions {
  /** `walkway`: one plate under each of `count` successive steps; `split_belt`: one plate under each leg of a treadmill; `single_belt`: one plate under both. */
  readonly layout: 'walkway' | 'split_belt' | 'single_belt';
  /** Number of plates of a walkway. Default 2. */
  readonly count?: number;
  readonly samplingRateHz: number;
  /** Shift (m) of the plates forward: feet land partly beside them. Default 0. */
  readonly forwardShiftM?: number;
  /** Shift (m) of the plates to the left: feet cross to the other belt. Default 0. */
  readonly leftShiftM?: number;
  /** SD of the noise of each force component (N). Default 0.8. */
  readonly noiseSdN?: number;
  /** Constant error of the vertical force (N). Default 0. */
  readonly offsetN?: number;
  /** Drift of the vertical force (N/s). Default 0. */
  readonly driftNPerS?: number;
}

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
  readonly cornersM: readonly [Corner, Corner, Corner, Corner];
  /** The leg that alone uses this plate; null where both may. */
  readonly side: Side | null;
  /** Strikes (s) that lie on this plate as a whole, foot by foot: what a clean hit is. */
  readonly cleanStrikes: readonly { readonly side: Side; readonly timeS: number }[];
}

const PLATE_LENGTH_M = 0.5;
const PLATE_WIDTH_M = 0.46;
const BELT_LENGTH_M = 2;
const BELT_WIDTH_M = 0.5;
/** A foot presses on a plate when it is no farther above or below its middle (a ramp under a long belt included). */
const SURFACE_REACH_M = 0.12;
const FREE_MOMENT_NM_PER_KG = 0.06;

interface Plate {
  readonly name: string;
  readonly cornersM: readonly [Corner, Corner, Corner, Corner];
  readonly side: Side | null;
}

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
  beltShift: (timeS: number) => Corner,
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
      const point = pressurePoint(state, skeleton).map((value, axis) => value - shift[axis]) as unknown as Corner;
      const space = forceInSpace(force, state.contact);
      for (const plate of measured) {
        if (!isInside(point, plate.cornersM)) continue;
        const newtons = space.map((value) => value * massKg);
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

function placePlates(plan: CoursePlan, skeleton: Skeleton, options: PlateOptions): Plate[] {
  const { layout, count = 2, forwardShiftM = 0, leftShiftM = 0 } = options;
  if (layout !== 'walkway') {
    const slope = Math.tan(plan.contacts.left[0].slopeRad);
    const belt = (name: string, left: number, right: number, side: Side | null): Plate => ({
      name,
      cornersM: rectangle(forwardShiftM, leftShiftM + (left + right) / 2, 0, 0, BELT_LENGTH_M, left - right, slope),
      side,
    });
    return layout === 'single_belt'
      ? [belt('belt', BELT_WIDTH_M, -BELT_WIDTH_M, null)]
      : [belt('left belt', BELT_WIDTH_M, 0, 'left'), belt('right belt', 0, -BELT_WIDTH_M, 'right')];
  }
  const steps = [...plan.contacts.left, ...plan.contacts.right]
    .filter((contact) => contact.strikeS >= 0.3 && contact.offS <= plan.durationS - 0.1)
    .sort((a, b) => a.strikeS - b.strikeS);
  const firstStep = Math.max(0, Math.floor((steps.length - count) / 2));
  return steps.slice(firstStep, firstStep + count).map((contact, index) => {
    const direction = contact.pathHeadingRad;
    const middle = 0.5 * skeleton.footM + forwardShiftM;
    const x = contact.xM + middle * Math.cos(direction) - leftShiftM * Math.sin(direction);
    const y = contact.yM + middle * Math.sin(direction) + leftShiftM * Math.cos(direction);
    // Plates of short steps and of stairs are as long as the step, so that they lie one behind the other.
    const following = steps[firstStep + index + 1] ?? contact;
    const stepM = Math.sqrt((following.xM - contact.xM) ** 2 + (following.yM - contact.yM) ** 2);
    const lengthM = stepM > 0.2 ? Math.min(PLATE_LENGTH_M, stepM) : PLATE_LENGTH_M;
    const z = contact.zM + middle * Math.tan(contact.slopeRad);
    return {
      name: `plate ${index + 1}`,
      cornersM: rectangle(x, y, z, direction, lengthM, PLATE_WIDTH_M, Math.tan(contact.slopeRad)),
      side: null,
    };
  });
}

function rectangle(
  x: number,
  y: number,
  z: number,
  headingRad: number,
  lengthM: number,
  widthM: number,
  slope: number,
): [Corner, Corner, Corner, Corner] {
  const [c, s] = [Math.cos(headingRad), Math.sin(headingRad)];
  const corner = (forward: number, left: number): Corner => [
    x + forward * c - left * s,
    y + forward * s + left * c,
    z + forward * slope,
  ];
  const [f, l] = [lengthM / 2, widthM / 2];
  return [corner(f, l), corner(f, -l), corner(-f, -l), corner(-f, l)];
}

/** Is a point above the rectangle (seen from above)? */
function isInside(point: Corner, corners: SimulatedForcePlate['cornersM']): boolean {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4];
    // Clockwise from above: the inside lies to the right of every edge. Stairs lie above one another.
    if (Math.abs(point[2] - (corner[2] + corners[(index + 2) % 4][2]) / 2) > SURFACE_REACH_M) return false;
    return (next[0] - corner[0]) * (point[1] - corner[1]) - (next[1] - corner[1]) * (point[0] - corner[0]) <= 0;
  });
}

function cleanStrikes(
  plan: CoursePlan,
  skeleton: Skeleton,
  corners: SimulatedForcePlate['cornersM'],
  beltShift: (timeS: number) => Corner,
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
      return isInside(pressurePoint(state, skeleton).map((v, axis) => v - shift[axis]) as unknown as Corner, corners);
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
