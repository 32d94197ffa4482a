import type { C3dForcePlate, C3dVector } from './recording';

/** Three series, one per axis. */
export type AxisSeries = readonly [Float64Array, Float64Array, Float64Array];

/** Force, and moment about the centre of the surface, in the plate's own axes (z into the ground), in N and N·m. */
export interface PlateWrench {
  readonly force: AxisSeries;
  readonly moment: AxisSeries;
  /** Centre of pressure as the plate itself reports it (m, plate axes); null where it follows from the moments. */
  readonly reportedCentre: readonly [Float64Array, Float64Array] | null;
}

/** What the channels of a plate type mean, in their order. */
export const channelQuantities: Readonly<Record<number, readonly ('force' | 'moment' | 'length')[]>> = {
  1: ['force', 'force', 'force', 'length', 'length', 'moment'],
  2: ['force', 'force', 'force', 'moment', 'moment', 'moment'],
  3: ['force', 'force', 'force', 'force', 'force', 'force', 'force', 'force'],
  4: ['force', 'force', 'force', 'moment', 'moment', 'moment'],
};

function axes(length: number): AxisSeries {
  return [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
}

/** Type 1: Fx Fy Fz Px Py Mz, the centre of pressure from the centre of the surface and the free moment there. */
export function wrenchOfType1([fx, fy, fz, px, py, freeMoment]: readonly Float64Array[]): PlateWrench {
  const moment = axes(fx.length);
  for (let i = 0; i < fx.length; i++) {
    moment[0][i] = py[i] * fz[i];
    moment[1][i] = -px[i] * fz[i];
    moment[2][i] = freeMoment[i] + px[i] * fy[i] - py[i] * fx[i];
  }
  return { force: [fx, fy, fz], moment, reportedCentre: [px, py] };
}

/**
 * Types 2 and 4: Fx Fy Fz Mx My Mz about the transducer's origin. ORIGIN leads from there to the centre of the surface, so its z is
 * negative; vendors that store the opposite vector are recognised by a positive z.
 */
export function wrenchOfType2([fx, fy, fz, mx, my, mz]: readonly Float64Array[], originM: C3dVector): PlateWrench {
  const direction = originM[2] > 0 ? -1 : 1;
  const [ox, oy, oz] = originM.map((value) => value * direction);
  const moment = axes(fx.length);
  for (let i = 0; i < fx.length; i++) {
    moment[0][i] = mx[i] - (oy * fz[i] - oz * fy[i]);
    moment[1][i] = my[i] - (oz * fx[i] - ox * fz[i]);
    moment[2][i] = mz[i] - (ox * fy[i] - oy * fx[i]);
  }
  return { force: [fx, fy, fz], moment, reportedCentre: null };
}

/**
 * Type 3: Fx12 Fx34 Fy14 Fy23 Fz1 Fz2 Fz3 Fz4 of four sensors at (+a, +b), (-a, +b), (-a, -b), (+a, -b); ORIGIN is (a, b, az0), az0 the
 * (negative) height of the sensors' plane. Without a and b there are forces, but moments are unknown.
 *
 * @see Kistler, multicomponent force plate manual: formulae of the coordinates of the point of force application
 */
export function wrenchOfType3(channels: readonly Float64Array[], originM: C3dVector): PlateWrench {
  const [fx12, fx34, fy14, fy23, fz1, fz2, fz3, fz4] = channels;
  const [a, b] = originM.map(Math.abs);
  const depth = -Math.abs(originM[2]);
  const force = axes(fx12.length);
  const moment = axes(fx12.length);
  const known = a > 0 && b > 0;
  for (let i = 0; i < fx12.length; i++) {
    force[0][i] = fx12[i] + fx34[i];
    force[1][i] = fy14[i] + fy23[i];
    force[2][i] = fz1[i] + fz2[i] + fz3[i] + fz4[i];
    moment[0][i] = known ? b * (fz1[i] + fz2[i] - fz3[i] - fz4[i]) + depth * force[1][i] : NaN;
    moment[1][i] = known ? a * (-fz1[i] + fz2[i] + fz3[i] - fz4[i]) - depth * force[0][i] : NaN;
    moment[2][i] = known ? b * (-fx12[i] + fx34[i]) + a * (fy14[i] - fy23[i]) : NaN;
  }
  return { force, moment, reportedCentre: null };
}

/** Type 4: the matrix (row by row) turns the six stored channels into forces and moments. */
export function calibrated(channels: readonly Float64Array[], matrix: readonly number[]): Float64Array[] {
  const size = channels.length;
  return channels.map((_, row) => {
    const result = new Float64Array(channels[0].length);
    for (let column = 0; column < size; column++) {
      const factor = matrix[row * size + column];
      const channel = channels[column];
      for (let i = 0; i < result.length; i++) result[i] += factor * channel[i];
    }
    return result;
  });
}

/** The plate's axes and centre in the laboratory. */
export interface PlateFrame {
  readonly x: C3dVector;
  readonly y: C3dVector;
  /** Into the ground. */
  readonly z: C3dVector;
  /** Middle of the four corners, in the corners' unit. */
  readonly centre: C3dVector;
}

/** Axes from the corners: x from corner 2 to corner 1, z normal to the corners' plane; null where the corners span no plane. */
export function plateFrame(corners: NonNullable<C3dForcePlate['corners']>): PlateFrame | null {
  const [first, second, third, fourth] = corners;
  const x = unit(minus(first, second));
  const z = x && unit(cross(x, minus(first, fourth)));
  if (!x || !z) return null;
  const centre = first.map((value, i) => (value + second[i] + third[i] + fourth[i]) / 4);
  return { x, y: cross(z, x), z, centre: [centre[0], centre[1], centre[2]] };
}

function minus(a: C3dVector, b: C3dVector): C3dVector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: C3dVector, b: C3dVector): C3dVector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(vector: C3dVector): C3dVector | null {
  const length = Math.hypot(...vector);
  return length > 1e-9 && Number.isFinite(length) ? [vector[0] / length, vector[1] / length, vector[2] / length] : null;
}
