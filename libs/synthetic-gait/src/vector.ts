/** A point or a vector in space. In the frame of a trial: forward, left, up (m). */
export type Vector = readonly [number, number, number];

export function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function difference(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** Vector of length 1 from one point to another. */
export function direction(from: Vector, to: Vector): Vector {
  const way = difference(to, from);
  return scale(way, 1 / Math.sqrt(dot(way, way)));
}

/** The point a way ahead in a direction (radian, counter-clockwise from +x), to its left, and up. */
export function offset(from: Vector, headingRad: number, forwardM: number, leftM: number, upM: number): Vector {
  const [c, s] = [Math.cos(headingRad), Math.sin(headingRad)];
  return [from[0] + forwardM * c - leftM * s, from[1] + forwardM * s + leftM * c, from[2] + upM];
}
