import { oppositeSide, type Side } from '@emgfm/schema';
import { boutSpeedMps, distanceAskedM, type ScheduledBout } from './bout';
import { footpath, type Footpath } from './footpath';
import { randomStream } from './random-stream';
import type { Skeleton } from './skeleton';
import { strideStyle, type StrideStyle } from './stride-style';
import type { PerSide, SimulatedSubject } from './subject';

/** One foot on the ground, from strike to foot off. */
export interface Contact {
  readonly side: Side;
  /** Seconds; -Infinity where the foot stands there before the trial begins. */
  readonly strikeS: number;
  /** Seconds; Infinity where the foot stays. */
  offS: number;
  /** Does this foot take the first step out of standing? */
  leavesStand: boolean;
  readonly style: StrideStyle;
  readonly bout: ScheduledBout;
  /** Place of the heel of the flat foot (m). */
  readonly xM: number;
  readonly yM: number;
  readonly zM: number;
  /** Direction of the foot, and of the path under it (radian). */
  readonly headingRad: number;
  readonly pathHeadingRad: number;
  readonly slopeRad: number;
}

/** Every contact of a trial, and the way of the pelvis along the path. */
export interface CoursePlan {
  readonly bouts: readonly ScheduledBout[];
  readonly durationS: number;
  readonly contacts: PerSide<readonly Contact[]>;
  readonly path: Footpath;
  /** The pelvis passes these distances (m) along the path at these times (s). */
  readonly pelvisKnots: readonly { readonly timeS: number; readonly distanceM: number }[];
}

/** What the plan of a course depends on. */
export interface CourseOptions {
  readonly bouts: readonly ScheduledBout[];
  readonly subject: SimulatedSubject;
  readonly skeleton: Skeleton;
  readonly seed: number;
  /** Stride-to-stride variation: 0 = every stride alike, 1 = as in healthy adults. */
  readonly variability: number;
  /** On a treadmill the steps keep the person on the belt. */
  readonly treadmill: boolean;
}

/** Step-to-step variation in healthy adults (coefficient of variation, or SD in metres). */
const STEP_TIME_CV = 0.016;
const STEP_LENGTH_CV = 0.02;
const STEP_WIDTH_SD_M = 0.012;
const FOOT_OFF_SD = 0.006;
const GAIN_SD = { angle: 0.02, moment: 0.03, emg: 0.12 };
/** Correlation of the gains of successive strides, and size and period of their slow drift. */
const GAIN_MEMORY = 0.5;
const DRIFT = { share: 0.03, periodS: 53 };
const TOE_OUT_RAD = (6 * Math.PI) / 180;
/** Share of the distance from the middle of the belt that the next step makes good. */
const BELT_CORRECTION = 0.25;

/** Plans every foot contact of a trial: times, places and the style of each stride. */
export function planCourse(options: CourseOptions): CoursePlan {
  const { bouts, subject, skeleton, variability } = options;
  const stream = randomStream(options.seed, 'course');
  const first = bouts[0];
  const durationS = bouts[bouts.length - 1].endS;
  const slopeOf = (bout: ScheduledBout): number => Math.tan((bout.inclineDeg * Math.PI) / 180);
  const curvatureOf = (bout: ScheduledBout): number =>
    bout.headingChangeDeg === 0
      ? 0
      : (bout.headingChangeDeg * Math.PI) / 180 / (0.5 * (bout.speedMps + bout.endSpeedMps) * bout.durationS);
  const path = footpath(curvatureOf(first), slopeOf(first));
  const contacts: PerSide<Contact[]> = { left: [], right: [] };
  const pelvisKnots: { timeS: number; distanceM: number }[] = [];
  const gains = { left: gainWalk(subject, 'left', options), right: gainWalk(subject, 'right', options) };
  let stairsM = 0;

  const boutIndexAt = (timeS: number): number => {
    const index = bouts.findIndex((bout) => bout.endS > timeS);
    return index < 0 ? bouts.length - 1 : index;
  };
  const styleFor = (side: Side, bout: ScheduledBout, timeS: number): StrideStyle =>
    strideStyle(
      {
        mode: bout.mode,
        backward: bout.gait === 'walk_backward',
        speedMps: boutSpeedMps(bout, timeS) || 1,
        inclineDeg: bout.inclineDeg,
        strideTimeS: bout.strideTimeS,
        ...gains[side](timeS),
      },
      skeleton,
    );
  const land = (side: Side, strikeS: number, distanceM: number, style: StrideStyle, bout: ScheduledBout): void => {
    const point = path.at(distanceM);
    const outward = side === 'left' ? 1 : -1;
    const lateralM = outward * (subject.stepWidthM / 2) + variability * STEP_WIDTH_SD_M * stream.normal();
    contacts[side].push({
      side,
      strikeS,
      offS: Infinity,
      leavesStand: false,
      style,
      bout,
      xM: point.x - lateralM * Math.sin(point.headingRad),
      yM: point.y + lateralM * Math.cos(point.headingRad),
      zM: point.groundM + stairsM,
      pathHeadingRad: point.headingRad,
      headingRad: point.headingRad + outward * TOE_OUT_RAD,
      slopeRad: (bout.inclineDeg * Math.PI) / 180,
    });
  };
  const lift = (side: Side, offS: number, leavesStand = false): void => {
    const contact = contacts[side][contacts[side].length - 1];
    contact.offS = Math.max(offS, contact.strikeS + 0.05);
    contact.leavesStand = leavesStand;
  };
  const stepTimeS = (side: Side, style: StrideStyle): number =>
    0.5 *
    style.strideTimeS *
    (1 + (side === 'left' ? 1 : -1) * subject.stepTimeAsymmetry + variability * STEP_TIME_CV * stream.normal());
  const knot = (timeS: number, distanceM: number): void => {
    pelvisKnots.push({ timeS, distanceM });
  };

  let side: Side = stream.uniform() < 0.5 ? 'left' : 'right';
  let timeS: number;
  let distanceM: number;
  let boutIndex = 0;
  // Seconds of the last strike of the other foot; while standing, of the moment at which the next foot leaves the ground.
  let standingUntilS = NaN;
  const standFrom = (fromS: number, index: number): number => {
    let last = index;
    while (last + 1 < bouts.length && bouts[last + 1].gait === 'stand') last += 1;
    boutIndex = last;
    knot(fromS, distanceM + standingLeadM(skeleton));
    if (last === bouts.length - 1) {
      knot(fromS + 1, distanceM + standingLeadM(skeleton));
      return Infinity;
    }
    const untilS = Math.max(bouts[last].endS, fromS + 0.3);
    knot(untilS, distanceM + standingLeadM(skeleton));
    return untilS;
  };

  if (first.gait === 'stand') {
    distanceM = 0;
    const next = bouts.find((bout) => bout.gait !== 'stand') ?? first;
    for (const leg of ['left', 'right'] as const) land(leg, -Infinity, 0, styleFor(leg, next, 0), first);
    timeS = 0;
    standingUntilS = standFrom(-1, 0);
  } else {
    const style = styleFor(side, first, 0);
    timeS = -(2 + stream.uniform()) * style.strideTimeS;
    distanceM = distanceAskedM(bouts, timeS);
    land(
      oppositeSide(side),
      timeS - 0.5 * style.strideTimeS,
      distanceM - directionOf(first) * 0.5 * first.speedMps * style.strideTimeS,
      style,
      first,
    );
    land(side, timeS, distanceM, style, first);
    knot(timeS, distanceM - style.leadM);
  }

  while (standingUntilS !== Infinity && timeS < durationS + 3) {
    const standing = !Number.isNaN(standingUntilS);
    if (!standing && bouts[boutIndexAt(timeS)].gait === 'stand') {
      // The other foot is put beside this one, and the person stands.
      side = oppositeSide(side);
      const style = styleFor(side, bouts[boutIndex], timeS);
      lift(side, timeS + doubleSupportS(style));
      const closeS = timeS + stepTimeS(side, style);
      land(side, closeS, distanceM, style, bouts[boutIndexAt(timeS)]);
      timeS = closeS;
      standingUntilS = standFrom(closeS + 0.25, boutIndexAt(closeS));
      continue;
    }
    const nextIndex = standing ? boutIndex + 1 : boutIndexAt(timeS);
    const bout = bouts[nextIndex];
    if (nextIndex !== boutIndex) {
      boutIndex = nextIndex;
      if (bout.gait !== 'walk_backward') path.begin(distanceM, curvatureOf(bout), slopeOf(bout));
    }
    side = oppositeSide(side);
    const style = styleFor(side, bout, Math.max(timeS, bout.startS));
    const swingStartS = standing
      ? standingUntilS
      : timeS + doubleSupportS(style) + variability * FOOT_OFF_SD * style.strideTimeS * stream.normal();
    const strikeS = standing
      ? standingUntilS + 0.5 * style.strideTimeS - doubleSupportS(style)
      : timeS + stepTimeS(side, style);
    lift(side, swingStartS, standing);
    const stepM = directionOf(bout) * style.speedMps * (standing ? 0.5 * style.strideTimeS : strikeS - timeS);
    distanceM += stepM * (1 + variability * STEP_LENGTH_CV * stream.normal());
    if (options.treadmill) distanceM += BELT_CORRECTION * (distanceAskedM(bouts, strikeS) - distanceM);
    stairsM += bout.gait === 'stair_up' ? bout.stepHeightM : bout.gait === 'stair_down' ? -bout.stepHeightM : 0;
    land(side, strikeS, distanceM, style, bout);
    knot(strikeS, distanceM - style.leadM);
    timeS = strikeS;
    standingUntilS = NaN;
  }
  return { bouts, durationS, contacts, path, pelvisKnots };
}

/** Pelvis in front of the heels (m) when standing: above the ankles and a little ahead. */
function standingLeadM(skeleton: Skeleton): number {
  return skeleton.ankleForwardM + 0.02;
}

function directionOf(bout: ScheduledBout): 1 | -1 {
  return bout.gait === 'walk_backward' ? -1 : 1;
}

function doubleSupportS(style: StrideStyle): number {
  return (style.stanceShare - 0.5) * style.strideTimeS;
}

/** Gains of successive strides of one leg: the person's own, with correlated variation and a slow drift. */
function gainWalk(subject: SimulatedSubject, side: Side, options: CourseOptions) {
  const stream = randomStream(options.seed, `gains/${side}`);
  const driftPhase = stream.uniform();
  const series = (own: readonly number[], sd: number) => {
    const deviation = own.map(() => stream.normal());
    return (timeS: number): number[] => {
      const drift = DRIFT.share * Math.sin(2 * Math.PI * (timeS / DRIFT.periodS + driftPhase));
      return own.map((gain, index) => {
        deviation[index] = GAIN_MEMORY * deviation[index] + Math.sqrt(1 - GAIN_MEMORY ** 2) * stream.normal();
        return gain * Math.max(0.3, 1 + options.variability * (sd * deviation[index] + drift * (sd / GAIN_SD.emg)));
      });
    };
  };
  const angle = series(subject.angleGains[side], GAIN_SD.angle);
  const moment = series(subject.momentGains[side], GAIN_SD.moment);
  const emg = series(subject.emgGains[side], GAIN_SD.emg);
  return (timeS: number) => ({ angleGains: angle(timeS), momentGains: moment(timeS), emgGains: emg(timeS) });
}
