/** A point of the walked path: position (m), heading (radian, counter-clockwise from +x), height of the ground (m). */
export interface PathPoint {
  readonly x: number;
  readonly y: number;
  readonly headingRad: number;
  readonly groundM: number;
}

/** The line that is walked: straight lines and arcs, level or sloped, joined end to end. */
export interface Footpath {
  /** Lets a stretch of constant curvature (1/m) and slope (m rise per m) begin at a distance beyond all earlier ones. */
  begin(distanceM: number, curvaturePerM: number, slope: number): void;
  /** Point at a distance (m) along the path; before its start and beyond its end it runs on. */
  at(distanceM: number): PathPoint;
}

/** A path that passes the origin along +x with the given curvature (1/m) and slope (m rise per m). */
export function footpath(curvaturePerM: number, slope: number): Footpath {
  const stretches = [{ startM: 0, curvaturePerM, slope, x: 0, y: 0, headingRad: 0, groundM: 0 }];
  const at = (distanceM: number): PathPoint => {
    let index = stretches.length - 1;
    while (index > 0 && stretches[index].startM > distanceM) index -= 1;
    const { startM, curvaturePerM, slope, x, y, headingRad, groundM } = stretches[index];
    const run = distanceM - startM;
    const turn = curvaturePerM * run;
    // Chord of the arc: 2 sin(turn / 2) / curvature, in the direction of the mean heading.
    const chord = Math.abs(turn) < 1e-9 ? run : (2 * Math.sin(turn / 2)) / curvaturePerM;
    return {
      x: x + chord * Math.cos(headingRad + turn / 2),
      y: y + chord * Math.sin(headingRad + turn / 2),
      headingRad: headingRad + turn,
      groundM: groundM + slope * run,
    };
  };
  return {
    at,
    begin: (startM, nextCurvaturePerM, nextSlope) => {
      stretches.push({ startM, curvaturePerM: nextCurvaturePerM, slope: nextSlope, ...at(startM) });
    },
  };
}
