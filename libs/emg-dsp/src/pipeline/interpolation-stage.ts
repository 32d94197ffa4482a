import { requireInteger, requireOneOf } from '../argument-checks';
import { interpolateToPoints, type InterpolateToPointsOptions } from '../interpolate/interpolate-to-points';
import type { InterpolationMethod } from '../interpolate/knot-slopes';
import { inversePivots } from '../interpolate/uniform-slopes';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import type { Stage } from './stage';

export interface InterpolationStageOptions extends InterpolateToPointsOptions {
  /** Number of points, at least 1 (101 or 200 are usual for strides). */
  readonly numPoints: number;
}

/** Writes slopes for a group of channels. */
type SlopeKernel = (rows: number, slopes: number) => void;

/**
 * Time-normalisation of every channel to a number of points; equals `interpolateToPoints` to rounding.
 *
 * Signals that are low-passed first, because there are fewer points than samples and `antiAlias` is not false, go channel by channel.
 */
export function interpolationStage({ numPoints, ...options }: InterpolationStageOptions): Stage {
  const { method = 'linear', antiAlias = true } = options;
  requireInteger('numPoints', numPoints, 1);
  requireOneOf('method', method, ['linear', 'pchip', 'akima', 'cubic']);
  return {
    id: 'interpolation',
    allowsFloat32: false,
    lengthAfter: () => numPoints,
    applyToChannel: (channel) => interpolateToPoints(channel, numPoints, options),
    demand: (numSamples) =>
      numSamples < FEWEST_SAMPLES[method] || numPoints === 1 || (antiAlias && numPoints < numSamples)
        ? null
        : { before: 0, from: Math.max(numSamples, numPoints) },
    prepare(arena, numSamples) {
      const { kernels } = arena;
      const points = placePoints(arena, numSamples, numPoints);
      if (method === 'linear') {
        return (rows, other) => {
          kernels.interpolateLinear(rows, numSamples, other, numPoints, points);
          return other;
        };
      }
      const slopes = arena.allocate(numSamples * ROW_BYTES);
      const setSlopes = prepareSlopes(arena, method, numSamples);
      return (rows, other) => {
        setSlopes(rows, slopes);
        kernels.interpolateCubic(rows, slopes, numSamples, other, numPoints, points);
        return other;
      };
    },
  };
}

/** Shorter curves have formulas of their own. */
const FEWEST_SAMPLES: Record<InterpolationMethod, number> = { linear: 2, pchip: 3, akima: 3, cubic: 4 };

function prepareSlopes(arena: Arena, method: InterpolationMethod, numSamples: number): SlopeKernel {
  const { kernels } = arena;
  if (method === 'pchip') return (rows, slopes) => kernels.pchipSlopes(rows, numSamples, slopes);
  if (method === 'akima') {
    const secants = arena.allocate((numSamples + 3) * ROW_BYTES);
    return (rows, slopes) => kernels.akimaSlopes(rows, numSamples, slopes, secants);
  }
  const pivots = arena.place(inversePivots(numSamples));
  return (rows, slopes) => kernels.splineSlopes(rows, numSamples, slopes, pivots);
}

/** Where every point lies: byte offset of the row before it and distance from there to the next row, 16 bytes per point. */
function placePoints(arena: Arena, numSamples: number, numPoints: number): number {
  const spacing = (numSamples - 1) / (numPoints - 1);
  const points = arena.allocate(numPoints * 16);
  const { buffer } = arena.kernels.memory;
  const offsets = new Uint32Array(buffer, points);
  const distances = new Float64Array(buffer, points);
  // The last point is the last sample and has no entry.
  for (let point = 0; point < numPoints - 1; point++) {
    const before = Math.floor(point * spacing);
    offsets[4 * point] = before * ROW_BYTES;
    distances[2 * point + 1] = point * spacing - before;
  }
  return points;
}
