import { type Decision, type Side, SIDES } from '@emgfm/schema';
import {
  CONFIRMED_SHARE,
  LEGS,
  LONGEST_STEP_S,
  type Pass,
  PASSES,
  REFUTED_SHARE,
  STRIDE_LIMITS_S,
  SWING_KNEE,
  USUAL_TOUCHDOWNS,
} from './channels';
import type { MotionTrial } from './motion-trials';
import { median } from './statistics';

/** A stride in samples of motion, from 0: touchdown to next touchdown of the same foot. */
export interface StridePiece {
  readonly side: Side;
  readonly first: number;
  readonly last: number;
}

/** The touchdowns of one foot in one pass, in order; samples of motion, from 0. */
export interface TouchdownList {
  readonly samples: readonly number[];
  /** Why the list gives no strides; null where it does. */
  readonly problem: string | null;
  readonly notes: readonly string[];
}

/** What is decided once for the touchdown lists of a person. */
export interface TouchdownDecisions {
  readonly listOf: (trial: MotionTrial, pass: Pass, side: Side) => TouchdownList;
  /** Does the knee of a leg swing where it should after its touchdowns? `not told` where the knee shows neither. */
  readonly ownFoot: Readonly<Record<Side, OwnFoot>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Are the touchdowns of a leg those of its own foot? */
export type OwnFoot = 'confirmed' | 'refuted' | 'not told';

/** Strides between the touchdowns of a list. */
export function piecesOf({ samples }: TouchdownList, side: Side): StridePiece[] {
  return samples.slice(1).map((last, i) => ({ side, first: samples[i] as number, last }));
}

/** What the lists of a person tell of the feet they name, whatever the rate. */
export interface ListEvidence {
  /** Median of the samples between successive entries. */
  readonly interval: number;
  /** Share of the entries of the right foot that stand in the list of the left one too: 0 unless both name both feet. */
  readonly coincidence: number;
  /** Share of the intervals in which the knee swings as it does between touchdowns of its own foot; NaN where no knee tells. */
  readonly swingShare: number;
}

/** Collects {@link ListEvidence} over all trials of a person. */
export function listEvidence(trials: readonly MotionTrial[]): ListEvidence {
  const intervals: number[] = [];
  let [told, fitting, entries, common] = [0, 0, 0, 0];
  for (const trial of trials) {
    for (const { pass } of PASSES) {
      const [left, right] = SIDES.map((side) => {
        const { samples } = cleanList(trial, pass, side);
        const votes = swingVotes(samples, kneeOf(trial, side));
        told += votes.strides;
        fitting += votes.fitting;
        intervals.push(...samples.slice(1).map((last, i) => last - (samples[i] as number)));
        return samples;
      }) as [readonly number[], readonly number[]];
      entries += right.length;
      common += right.filter((sample) => left.some((other) => Math.abs(other - sample) <= SAME_ENTRY)).length;
    }
  }
  return { interval: median(intervals), coincidence: entries === 0 ? 0 : common / entries, swingShare: fitting / told };
}

/** Entries of two lists this many samples apart are the same touchdown. */
const SAME_ENTRY = 2;

/**
 * Do the lists name the touchdowns of both feet in turn? They do where the lists of both feet are the same, and where their intervals
 * are as short as steps, unless every interval holds a swing of the knee of its leg.
 * @param intervalS median interval (s); NaN where the rate is not known
 */
export function alternatesFeet({ coincidence, swingShare }: ListEvidence, intervalS: number): boolean {
  return coincidence >= 0.5 || (intervalS < LONGEST_STEP_S && !(swingShare >= CONFIRMED_SHARE));
}

/**
 * Decides whether the lists of a person name every touchdown of one foot, or those of both feet in turn, and tests whether the knee
 * swings where it does after a touchdown of its own foot.
 * @param evidence of the same trials
 * @param motionRateHz rate of motion of a trial; NaN where it is not known
 */
export function decideTouchdowns(
  trials: readonly MotionTrial[],
  evidence: ListEvidence,
  motionRateHz: (trial: MotionTrial) => number,
): TouchdownDecisions {
  const lists = listsOf(trials).map((place) => ({ ...place, list: cleanList(place.trial, place.pass, place.side) }));
  const intervalsS = lists.flatMap(({ trial, list: { samples } }) =>
    samples.slice(1).map((last, i) => (last - (samples[i] as number)) / motionRateHz(trial)),
  );
  const intervalS = median(intervalsS);
  const alternates = alternatesFeet(evidence, intervalS);
  const listOf = (trial: MotionTrial, pass: Pass, side: Side): TouchdownList => {
    const list = cleanList(trial, pass, side);
    return alternates ? everySecond(list, kneeOf(trial, side)) : list;
  };
  const checks = SIDES.map((side) => checkOwnFoot(trials, side, listOf));
  const counts = lists.map(({ list }) => list.samples.length).filter((count) => count > 0);
  const [least, greatest] = USUAL_TOUCHDOWNS;
  const typical = median(counts) / (alternates ? 2 : 1);
  return {
    listOf,
    ownFoot: Object.fromEntries(SIDES.map((side, i) => [side, checks[i]?.value])) as Record<Side, OwnFoot>,
    decisions: [
      {
        fact: 'feet of a touchdown list',
        decided: alternates ? 'both in turn: every second entry is used, chosen by the knee' : 'one foot',
        evidence: `the median interval is ${Number.isNaN(intervalS) ? 'of unknown length' : `${intervalS.toFixed(2)} s`}, strides last ${STRIDE_LIMITS_S.join('-')} s; ${percent(evidence.coincidence)} of the right touchdowns are listed as left ones; the knee of the leg swings in ${percent(evidence.swingShare)} of the intervals`,
      },
      ...checks.map(({ decision }) => decision),
    ],
    notes:
      typical >= least && typical <= greatest
        ? []
        : [`${typical} touchdowns of a foot per pass (median); ${least}-${greatest} are usual`],
  };
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'no known share' : `${(100 * share).toFixed(0)} %`;
}

interface Place {
  readonly trial: MotionTrial;
  readonly pass: Pass;
  readonly side: Side;
}

function listsOf(trials: readonly MotionTrial[]): Place[] {
  return trials.flatMap((trial) => PASSES.flatMap(({ pass }) => SIDES.map((side) => ({ trial, pass, side }))));
}

/** Entries within the motion, in order, each once; counted from 0. */
function cleanList(trial: MotionTrial, pass: Pass, side: Side): TouchdownList {
  const listed = trial.touchdowns[pass][side];
  const inside = listed.filter((sample) => sample >= 1 && sample <= trial.numSamples);
  const sorted = [...new Set(inside)].sort((a, b) => a - b);
  const notes = [
    ...(inside.length < listed.length
      ? [`${listed.length - inside.length} touchdowns lie outside the ${trial.numSamples} samples of motion`]
      : []),
    ...(sorted.length < inside.length ? [`${inside.length - sorted.length} touchdowns are listed twice`] : []),
    ...(inside.some((sample, i) => sample < (inside[i - 1] ?? 0)) ? ['touchdowns are not in order of time'] : []),
  ];
  const where = `${trial.name} ${pass} ${side}`;
  return {
    samples: sorted.map((sample) => sample - 1),
    problem: null,
    notes: notes.map((note) => `${where}: ${note}`),
  };
}

/** Of touchdowns of both feet those after which the knee of this leg swings. */
function everySecond(list: TouchdownList, knee: Float64Array | null): TouchdownList {
  const halves = [0, 1].map((parity) => list.samples.filter((_, i) => i % 2 === parity));
  const [even, odd] = halves.map((samples) => swingVotes(samples, knee).score) as [number, number];
  if (even === odd || Number.isNaN(even - odd)) {
    const problem = 'the list names the touchdowns of both feet, and the knee does not tell which are of this one';
    return { ...list, samples: [], problem };
  }
  return { ...list, samples: (even > odd ? halves[0] : halves[1]) as readonly number[] };
}

/** How many strides have their swing of the knee where it should be, and the share of them; a share of 0 without strides. */
function swingVotes(
  samples: readonly number[],
  knee: Float64Array | null,
): { strides: number; fitting: number; score: number } {
  const votes = samples.slice(1).map((last, i) => swingFits(knee, samples[i] as number, last));
  const told = votes.filter((vote) => vote !== null);
  const fitting = told.filter(Boolean).length;
  return { strides: told.length, fitting, score: told.length === 0 ? 0 : fitting / told.length };
}

function kneeOf(trial: MotionTrial, side: Side): Float64Array | null {
  const letter = LEGS.find((leg) => leg.side === side)?.letter;
  return trial.angle(`knee_angle_flexion_${letter}`);
}

/** Is the knee bent most (to whichever side is flexion) in the swing of this stride? null where it does not move. */
function swingFits(knee: Float64Array | null, first: number, last: number): boolean | null {
  if (knee === null) return null;
  let [peak, place, least] = [0, NaN, Infinity];
  for (let sample = Math.ceil(first); sample <= last; sample += 1) {
    const size = Math.abs(knee[sample] as number);
    if (size > peak) [peak, place] = [size, sample];
    if (size < least) least = size;
  }
  if (!(peak > 2 * least)) return null;
  const percent = (100 * (place - first)) / (last - first);
  return percent >= SWING_KNEE[0] && percent <= SWING_KNEE[1];
}

function checkOwnFoot(
  trials: readonly MotionTrial[],
  side: Side,
  listOf: TouchdownDecisions['listOf'],
): { value: OwnFoot; decision: Decision } {
  let [strides, fitting] = [0, 0];
  for (const trial of trials) {
    for (const { pass } of PASSES) {
      const votes = swingVotes(listOf(trial, pass, side).samples, kneeOf(trial, side));
      strides += votes.strides;
      fitting += votes.fitting;
    }
  }
  const share = fitting / strides;
  const value = share >= CONFIRMED_SHARE ? 'confirmed' : share <= REFUTED_SHARE ? 'refuted' : 'not told';
  const decided = {
    confirmed: 'yes',
    refuted: 'no: they are half a cycle off, of the other foot, or the angles are of the other leg; strides dropped',
    'not told': 'not known: angles and moments masked',
  }[value];
  const evidence = `the knee bends most at ${SWING_KNEE.join('-')} % in ${fitting} of ${strides} strides`;
  return { value, decision: { fact: `touchdowns of the ${side} leg are of its own foot`, decided, evidence } };
}
