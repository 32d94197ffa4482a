import type { C3dAnalogContent } from '@emgfm/c3d';
import type { SimulatedForcePlate } from './force-plates';
import type { ToLaboratory } from './laboratory-axes';
import { cross, difference, direction, dot, scale, sum, type Vector } from './vector';

/** Depth (m) of the transducer under the surface of the plate. */
const TRANSDUCER_DEPTH_M = 0.04;
const MM_PER_M = 1000;

/** The six channels of a type 2 plate, its corners and its origin (mm). */
export interface PlateChannels {
  readonly channels: readonly C3dAnalogContent[];
  readonly corners: readonly [Vector, Vector, Vector, Vector];
  readonly origin: Vector;
}

/**
 * A plate as C3D type 2 has it: force and moment at the transducer, in axes of the plate with x forward, y to the right and z down, so that
 * Fz is negative under load.
 */
export function plateChannels(plate: SimulatedForcePlate, index: number, convert: ToLaboratory): PlateChannels {
  const { numSamples, cornersM, forceN, centreOfPressureM, freeMomentNm } = plate;
  const [frontLeft, frontRight, backRight, backLeft] = cornersM;
  const centre = scale(sum(sum(frontLeft, frontRight), sum(backRight, backLeft)), 0.25);
  const x = direction(sum(backLeft, backRight), sum(frontLeft, frontRight));
  const y = direction(sum(frontLeft, backLeft), sum(frontRight, backRight));
  const z = cross(x, y);
  const series = Array.from({ length: 6 }, () => new Float64Array(numSamples));
  for (let i = 0; i < numSamples; i += 1) {
    const at = (data: Float64Array): Vector => [data[i], data[numSamples + i], data[2 * numSamples + i]];
    const space = at(forceN.data);
    const force: Vector = [dot(space, x), dot(space, y), dot(space, z)];
    const fromCentre = difference(at(centreOfPressureM.data), centre);
    const pressed = !Number.isNaN(fromCentre[0]);
    // Without a contact only noise is left, and it acts at the centre.
    const arm: Vector = [pressed ? dot(fromCentre, x) : 0, pressed ? dot(fromCentre, y) : 0, -TRANSDUCER_DEPTH_M];
    const moment = cross(arm, force);
    for (let axis = 0; axis < 3; axis += 1) {
      series[axis][i] = force[axis];
      series[3 + axis][i] = moment[axis] * MM_PER_M;
    }
    series[5][i] -= freeMomentNm[i] * MM_PER_M;
  }
  const corner = (point: Vector): Vector => scale(convert(point), MM_PER_M);
  return {
    channels: ['Force.Fx', 'Force.Fy', 'Force.Fz', 'Moment.Mx', 'Moment.My', 'Moment.Mz'].map((label, channel) => ({
      label: `${label}${index + 1}`,
      unit: channel < 3 ? 'N' : 'Nmm',
      samples: series[channel],
    })),
    corners: [corner(frontRight), corner(backRight), corner(backLeft), corner(frontLeft)],
    origin: [0, 0, -TRANSDUCER_DEPTH_M * MM_PER_M],
  };
}
