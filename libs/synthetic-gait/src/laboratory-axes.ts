import { SimulationOptionError } from './errors';

/** A direction of a laboratory frame. */
export type LaboratoryAxis = '+x' | '-x' | '+y' | '-y' | '+z' | '-z';

/** Which laboratory axis is forward and which is up; the third follows from right-handedness. */
export interface LaboratoryAxes {
  readonly forward: LaboratoryAxis;
  readonly up: LaboratoryAxis;
}

/** The frame of the simulator itself. */
export const FORWARD_X_UP_Z: LaboratoryAxes = { forward: '+x', up: '+z' };

/** Turns a vector (forward, left, up) into laboratory x, y, z. */
export type ToLaboratory = (vector: readonly [number, number, number]) => [number, number, number];

/**
 * The change of axes from the frame of the simulator (x forward, y left, z up) to a laboratory frame.
 * @throws SimulationOption when forward and up lie on one axis
 * @example
 * toLaboratory({ forward: '-y', up: '+z' })([1, 0, 0]); // [0, -1, 0]
 */
export function toLaboratory({ forward, up }: LaboratoryAxes): ToLaboratory {
  const unit = (axis: LaboratoryAxis): [number, number, number] => {
    const vector: [number, number, number] = [0, 0, 0];
    vector['xyz'.indexOf(axis[1])] = axis[0] === '-' ? -1 : 1;
    return vector;
  };
  if (forward[1] === up[1])
    throw new SimulationOptionError('axes.up', `an axis other than that of forward ${forward}`, up);
  const f = unit(forward);
  const u = unit(up);
  const left = [u[1] * f[2] - u[2] * f[1], u[2] * f[0] - u[0] * f[2], u[0] * f[1] - u[1] * f[0]];
  return ([a, b, c]) => [0, 1, 2].map((i) => a * f[i] + b * left[i] + c * u[i] || 0) as [number, number, number];
}
