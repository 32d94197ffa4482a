import type { C3dAnalogContent } from '@emgfm/c3d';
import type { Corner, SimulatedForcePlate } from './force-plates';
import type { ToLaboratory } from './laboratory-axes';

type Vector = readonly [number, number, number];

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
  const x = direction(sum(frontLeft, frontRight), sum(backLeft, backRight));
  const y = direction(sum(frontRight, backRight), sum(frontLeft, backLeft));
  const z = cross(x, y);
  const series = Array.from({ length: 6 }, () => new Float64Array(numSamples));
  for (let i = 0; i < numSamples; i += 1) {
    const at = (data: Float64Array): Corner => [data[i], data[numSamples + i], data[2 * numSamples + i]];
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
  const corner = (point: Corner): Vector => scale(convert(point), MM_PER_M);
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

function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function difference(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function direction(to: Vector, from: Vector): Vector {
  const way = difference(to, from);
  return scale(way, 1 / Math.sqrt(dot(way, way)));
}
