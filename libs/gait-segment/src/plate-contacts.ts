import { finiteRuns, median, quantile } from '@emgfm/emg-dsp';
import { SIDES, oppositeSide, type ContinuousRecording, type ForcePlateSignals, type Side } from '@emgfm/schema';
import { channelSamples, sampleCount } from '@emgfm/schema';
import { walkerPaths, type WalkerPaths } from './marker-paths';
import { scaledMad } from './statistics';

/** What keeps a contact from being the clean step of one foot. */
export type ContactProblem =
  /** Both feet were on the plate or belt. */
  | 'shared'
  /** Part of the foot stood beside the plate. */
  | 'partial'
  /** No marker tells which foot it was. */
  | 'foot-unknown';

/** A stretch during which a plate was loaded. */
export interface PlateContact {
  readonly plate: string;
  /** The foot; null where it is not known. */
  readonly side: Side | null;
  /** Force rises above the threshold (s, between samples); NaN where the plate was loaded when the recording began. */
  readonly startS: number;
  /** Force falls below the threshold (s); NaN where the plate was still loaded when the recording ended. */
  readonly endS: number;
  readonly problem: ContactProblem | null;
  /** Why, in words; '' for a clean contact. */
  readonly detail: string;
}

/** Options of {@link plateContacts}. */
export interface ContactOptions {
  /** Vertical force that counts as contact (N), default 20; raised on noisy plates to 5 % of body weight or 6 SD of the unloaded plate. */
  readonly thresholdN?: number;
  /** Shortest contact and shortest pause between contacts (s), default 0.1 and 0.05. */
  readonly minContactS?: number;
  readonly minPauseS?: number;
}

/** The threshold for leaving a contact as a share of that for entering it: noise at the threshold makes no further contacts. */
const RELEASE_SHARE = 0.6;
/** A plate whose force never spans this (N) carried nobody. */
const LEAST_LOAD_N = 50;
/** Furthest distance of the centre of pressure from the foot that stands there (m). */
const FOOT_REACH_M = 0.2;
/** Height of a foot above its own lowest position below which it may be on the ground (m). */
const GROUND_CLEARANCE_M = 0.06;
/** How far a marker may lie outside the plate before the hit is called partial (m). */
const PLATE_MARGIN_M = 0.02;
const STANDARD_GRAVITY = 9.80665;

/** Force on a plate with the unloaded level taken off, and the threshold that its noise asks for. */
export interface ZeroedForce {
  readonly verticalN: Float64Array;
  readonly thresholdN: number;
  /** Median of the unloaded plate that was taken off (N). */
  readonly baselineN: number;
}

/**
 * Vertical force with its unloaded level removed: the median of the samples in the lowest tenth of the range, then, stretch by
 * stretch, the median of each unloaded pause, so that a drift within the trial goes too. A plate that is never free keeps its level.
 * @returns null where the plate carried nobody
 */
export function zeroedForce(plate: ForcePlateSignals, thresholdN: number, massKg: number): ZeroedForce | null {
  const raw = channelSamples(plate, 2);
  const low = quantile(raw, 0.005);
  const high = quantile(raw, 0.995);
  if (!(high - low > LEAST_LOAD_N)) return null;
  const unloaded = raw.filter((force) => force < low + 0.1 * (high - low));
  const level = median(unloaded);
  // A belt with a foot on it all the time has no unloaded level; a drift is small against the load.
  const baselineN = Math.abs(level) < 0.2 * (high - low) ? level : 0;
  const noiseN = scaledMad(unloaded);
  const bodyWeightN = massKg > 0 ? massKg * STANDARD_GRAVITY : high - low;
  const isNoisy = 6 * noiseN > thresholdN;
  const ownThresholdN = isNoisy ? Math.max(6 * noiseN, 0.05 * bodyWeightN) : thresholdN;
  const zeroed = Float64Array.from(raw, (force) => force - baselineN);
  return { verticalN: withoutDrift(zeroed, ownThresholdN, plate.samplingRateHz), thresholdN: ownThresholdN, baselineN };
}

/** Takes off the line through the medians of the unloaded pauses. */
function withoutDrift(force: Float64Array, thresholdN: number, samplingRateHz: number): Float64Array {
  const least = Math.max(3, Math.round(0.15 * samplingRateHz));
  const pauses = finiteRuns(force.map((value) => (value < thresholdN ? value : NaN)))
    .filter(({ start, end }) => end - start >= least)
    .map(({ start, end }) => ({ at: (start + end - 1) / 2, level: median(force.subarray(start, end)) }));
  if (pauses.length === 0) return force;
  let next = 0;
  return force.map((value, i) => {
    while (next < pauses.length && pauses[next].at < i) next += 1;
    const after = pauses[Math.min(next, pauses.length - 1)];
    const before = pauses[Math.max(0, next - 1)];
    const share = after.at > before.at ? (i - before.at) / (after.at - before.at) : 0;
    return value - (before.level + share * (after.level - before.level));
  });
}

/** Where force rises above and falls below a threshold, in samples (fractional); NaN at the edges of the recording. */
export interface LoadedStretch {
  readonly start: number;
  readonly end: number;
  /** First and last whole sample of the stretch, also where it reaches an edge. */
  readonly firstSample: number;
  readonly lastSample: number;
}

/** Contacts of one force signal, with hysteresis; times are where straight lines between samples cross the threshold. */
export function loadedStretches(
  force: Float64Array,
  thresholdN: number,
  limits: { readonly minContact: number; readonly minPause: number },
): LoadedStretch[] {
  const stretches: [number, number][] = [];
  let first = -1;
  for (let i = 0; i <= force.length; i += 1) {
    const value = i < force.length ? force[i] : -Infinity;
    if (first < 0 && value >= thresholdN) first = i;
    else if (first >= 0 && !(value >= RELEASE_SHARE * thresholdN)) {
      const previous = stretches.at(-1);
      if (previous && first - previous[1] - 1 < limits.minPause) previous[1] = i - 1;
      else stretches.push([first, i - 1]);
      first = -1;
    }
  }
  const crossing = (below: number, above: number): number =>
    below + ((thresholdN - force[below]) / (force[above] - force[below])) * (above - below);
  return stretches
    .filter(([from, to]) => to - from + 1 >= limits.minContact || from === 0 || to === force.length - 1)
    .map(([from, to]) => {
      let last = to;
      while (last > from && force[last] < thresholdN) last -= 1;
      return {
        start: from > 0 && Number.isFinite(force[from - 1]) ? crossing(from - 1, from) : NaN,
        end: last < force.length - 1 && Number.isFinite(force[last + 1]) ? crossing(last + 1, last) : NaN,
        firstSample: from,
        lastSample: last,
      };
    });
}

/**
 * Contacts of feet with the force plates or belts of a trial: zeroed per plate, thresholded with hysteresis at the rate of the
 * plate, assigned to the foot whose heel-toe line lies nearest to the centre of pressure at mid contact.
 * @returns contacts in order of start; those that are not the clean step of one foot say why
 */
export function plateContacts(recording: ContinuousRecording, options: ContactOptions = {}): PlateContact[] {
  const { thresholdN = 20, minContactS = 0.1, minPauseS = 0.05 } = options;
  const paths = walkerPaths(recording);
  const contacts = recording.forcePlates.flatMap((plate) => {
    const zeroed = zeroedForce(plate, thresholdN, recording.subject.massKg);
    if (!zeroed) return [];
    const { samplingRateHz, startS } = plate;
    const stretches = loadedStretches(zeroed.verticalN, zeroed.thresholdN, {
      minContact: minContactS * samplingRateHz,
      minPause: minPauseS * samplingRateHz,
    });
    return stretches.map((stretch): PlateContact => {
      const fromS = startS + stretch.firstSample / samplingRateHz;
      const toS = startS + stretch.lastSample / samplingRateHz;
      return {
        plate: plate.name,
        startS: startS + stretch.start / samplingRateHz,
        endS: startS + stretch.end / samplingRateHz,
        ...footOfContact(plate, paths, fromS, toS),
      };
    });
  });
  return contacts.sort((a, b) => (a.startS || a.endS) - (b.startS || b.endS));
}

/** Contacts during which both feet were on one plate or belt, with finite borders. */
export function sharedContacts(recording: ContinuousRecording): { startS: number; endS: number }[] {
  return plateContacts(recording)
    .filter(({ problem }) => problem === 'shared')
    .map(({ startS, endS }) => ({
      startS: Number.isNaN(startS) ? -Infinity : startS,
      endS: Number.isNaN(endS) ? Infinity : endS,
    }));
}

function footOfContact(
  plate: ForcePlateSignals,
  paths: WalkerPaths | null,
  fromS: number,
  toS: number,
): Pick<PlateContact, 'side' | 'problem' | 'detail'> {
  if (!paths) {
    return plate.side
      ? { side: plate.side, problem: null, detail: '' }
      : { side: null, problem: 'foot-unknown', detail: 'no markers and no known foot of the plate' };
  }
  const middleS = (fromS + toS) / 2;
  const centre = centreOfPressureAt(plate, middleS);
  const distance = (side: Side): number => distanceToFoot(paths, side, middleS, centre);
  const [near, far] = [...SIDES].sort((a, b) => (distance(a) || Infinity) - (distance(b) || Infinity));
  const side = plate.side ?? (distance(near) <= FOOT_REACH_M ? near : null);
  if (side === null) {
    const detail = `no foot within ${FOOT_REACH_M} m of the centre of pressure at ${middleS.toFixed(3)} s`;
    return { side, problem: 'foot-unknown', detail };
  }
  const other = plate.side ? oppositeSide(plate.side) : far;
  const sharedS = timeInside(plate, paths, other, fromS, toS);
  if (sharedS > 0.02) {
    return { side, problem: 'shared', detail: `the ${other} foot was on it too, for ${sharedS.toFixed(2)} s` };
  }
  if (plate.cornersM && !footInside(plate.cornersM, paths, side, middleS)) {
    return { side, problem: 'partial', detail: `the ${side} foot reached over the edge at ${middleS.toFixed(3)} s` };
  }
  return { side, problem: null, detail: '' };
}

type Point = readonly [number, number];

function centreOfPressureAt(plate: ForcePlateSignals, timeS: number): Point {
  const numSamples = sampleCount(plate);
  const middle = Math.round((timeS - plate.startS) * plate.samplingRateHz);
  const around = Math.max(1, Math.round(0.02 * plate.samplingRateHz));
  const axis = (row: number): number =>
    median(
      plate.centreOfPressureM.data.subarray(
        row * numSamples + Math.max(0, middle - around),
        row * numSamples + Math.min(numSamples, middle + around + 1),
      ),
    );
  return [axis(0), axis(1)];
}

/** Rear and front marker of a foot on the floor plane at a time, and their lowest height; null where neither is seen. */
function footAt(paths: WalkerPaths, side: Side, timeS: number): { rear: Point; front: Point; height: number } | null {
  const { heel, toe, ankle } = paths.feet[side];
  const i = Math.round((timeS - paths.startS) * paths.samplingRateHz);
  if (i < 0 || i >= paths.numSamples) return null;
  const seen = [heel ?? ankle, toe ?? ankle].filter((path) => path !== null && Number.isFinite(path.x[i]));
  if (seen.length === 0) return null;
  const points = seen.map((path): Point => [path!.x[i], path!.y[i]]);
  return { rear: points[0], front: points.at(-1)!, height: Math.min(...seen.map((path) => path!.z[i])) };
}

function distanceToFoot(paths: WalkerPaths, side: Side, timeS: number, [px, py]: Point): number {
  const foot = footAt(paths, side, timeS);
  if (!foot) return NaN;
  const [ax, ay] = foot.rear;
  const [dx, dy] = [foot.front[0] - ax, foot.front[1] - ay];
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared > 0 ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / lengthSquared)) : 0;
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

function footInside(
  corners: readonly (readonly [number, number, number])[],
  paths: WalkerPaths,
  side: Side,
  timeS: number,
) {
  const foot = footAt(paths, side, timeS);
  return !foot || (isInside(corners, foot.rear, PLATE_MARGIN_M) && isInside(corners, foot.front, PLATE_MARGIN_M));
}

/** Time (s) that a foot stands on a plate, low and inside its corners, during a contact of the other foot. */
function timeInside(plate: ForcePlateSignals, paths: WalkerPaths, side: Side, fromS: number, toS: number): number {
  if (!plate.cornersM) return 0;
  const heights = [paths.feet[side].heel, paths.feet[side].toe, paths.feet[side].ankle].filter((path) => path !== null);
  if (heights.length === 0) return 0;
  const floor = Math.min(...heights.map((path) => quantile(path.z, 0.05)));
  const stepS = 1 / paths.samplingRateHz;
  let insideS = 0;
  for (let timeS = fromS; timeS <= toS; timeS += stepS) {
    const foot = footAt(paths, side, timeS);
    if (!foot || foot.height > floor + GROUND_CLEARANCE_M) continue;
    const middle: Point = [(foot.rear[0] + foot.front[0]) / 2, (foot.rear[1] + foot.front[1]) / 2];
    if (isInside(plate.cornersM, middle, 0)) insideS += stepS;
  }
  return insideS;
}

/** Is a point inside a convex polygon, or outside by at most `margin` (m)? */
export function isInside(
  corners: readonly (readonly [number, number, number])[],
  [x, y]: Point,
  margin: number,
): boolean {
  const centre = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
  return corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const length = Math.hypot(bx - ax, by - ay);
    const signed = (px: number, py: number): number => ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / length;
    return signed(x, y) * Math.sign(signed(centre[0], centre[1])) >= -margin;
  });
}
