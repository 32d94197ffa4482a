import { GAIT_EVENT_KINDS, SIDES, type GaitEvent, type GaitEventKind, type Side } from '@emgfm/schema';
import { requirePositive } from './errors';
import { eventTimesS } from './event-detector';
import { mean, standardDeviation } from './statistics';

/** Differences of times that are equal but for rounding (s). */
const ROUNDING_S = 1e-9;

/** How well detected events agree with reference events of one kind and side. */
export interface EventAgreement {
  /** Reference events. */
  readonly numReference: number;
  /** Detected events. */
  readonly numDetected: number;
  /** One-to-one matches within the tolerance. */
  readonly numMatched: number;
  /** Matched share of the reference events, 0-1; NaN without reference events. */
  readonly recall: number;
  /** Matched share of the detected events, 0-1; NaN without detected events. */
  readonly precision: number;
  /** Mean of detected minus reference over the matches (ms); negative = early; NaN without a match. */
  readonly meanErrorMs: number;
  /** Standard deviation of the same (ms, n - 1); NaN for fewer than two matches. */
  readonly sdErrorMs: number;
  /** Detected minus reference of every match (s), in order of time. */
  readonly errorsS: readonly number[];
}

/** Agreement of one kind of event of one foot. */
export interface SideAgreement extends EventAgreement {
  readonly kind: GaitEventKind;
  readonly side: Side;
}

/** Agreement per kind, and per kind and side. */
export interface EventEvaluation {
  readonly perKind: { readonly [kind in GaitEventKind]: EventAgreement };
  readonly perSide: readonly SideAgreement[];
}

/** A matched pair of times. */
export interface MatchedTimes {
  readonly detectedS: number;
  readonly referenceS: number;
}

/**
 * Pairs two ascending lists of times one to one: as many pairs within the tolerance as possible and, among those, the
 * smallest sum of absolute differences. Optimal pairs of points on a line never cross, so dynamic programming finds them.
 * @param detectedS ascending times (s)
 * @param referenceS ascending times (s)
 * @param toleranceS largest difference of a pair (s), inclusive
 */
export function matchTimes(
  detectedS: readonly number[],
  referenceS: readonly number[],
  toleranceS: number,
): MatchedTimes[] {
  // No pair bridges a pause longer than the tolerance, so each stretch between pauses is matched for itself.
  const matches: MatchedTimes[] = [];
  let [firstDetected, firstReference] = [0, 0];
  while (firstDetected < detectedS.length && firstReference < referenceS.length) {
    let [i, j] = [firstDetected, firstReference];
    let latestS = Math.min(detectedS[i], referenceS[j]);
    for (;;) {
      if (i < detectedS.length && detectedS[i] - latestS <= toleranceS + ROUNDING_S)
        latestS = Math.max(latestS, detectedS[i++]);
      else if (j < referenceS.length && referenceS[j] - latestS <= toleranceS + ROUNDING_S)
        latestS = Math.max(latestS, referenceS[j++]);
      else break;
    }
    matches.push(...matchStretch(detectedS.slice(firstDetected, i), referenceS.slice(firstReference, j), toleranceS));
    [firstDetected, firstReference] = [i, j];
  }
  return matches;
}

function matchStretch(detectedS: readonly number[], referenceS: readonly number[], toleranceS: number): MatchedTimes[] {
  const width = referenceS.length + 1;
  const pairs = new Int32Array((detectedS.length + 1) * width);
  const sums = new Float64Array(pairs.length);
  const paired = new Uint8Array(pairs.length);
  const better = (a: number, b: number): boolean => pairs[a] > pairs[b] || (pairs[a] === pairs[b] && sums[a] < sums[b]);
  for (let i = 1; i <= detectedS.length; i += 1) {
    for (let j = 1; j < width; j += 1) {
      const here = i * width + j;
      const skipped = better(here - width, here - 1) ? here - width : here - 1;
      pairs[here] = pairs[skipped];
      sums[here] = sums[skipped];
      const differenceS = Math.abs(detectedS[i - 1] - referenceS[j - 1]);
      if (differenceS > toleranceS + ROUNDING_S) continue;
      const before = here - width - 1;
      const numPairs = pairs[before] + 1;
      const sum = sums[before] + differenceS;
      if (numPairs > pairs[here] || (numPairs === pairs[here] && sum <= sums[here])) {
        pairs[here] = numPairs;
        sums[here] = sum;
        paired[here] = 1;
      }
    }
  }
  const matches: MatchedTimes[] = [];
  for (let i = detectedS.length, j = referenceS.length; i > 0 && j > 0;) {
    const here = i * width + j;
    if (paired[here] === 1) {
      matches.push({ detectedS: detectedS[i - 1], referenceS: referenceS[j - 1] });
      i -= 1;
      j -= 1;
    } else if (better(here - width, here - 1)) i -= 1;
    else j -= 1;
  }
  return matches.reverse();
}

/** Agreement from counts and errors; pools several trials when given their sums. */
export function summariseAgreement(
  numDetected: number,
  numReference: number,
  errorsS: readonly number[],
): EventAgreement {
  return {
    numReference,
    numDetected,
    numMatched: errorsS.length,
    recall: errorsS.length / numReference,
    precision: errorsS.length / numDetected,
    meanErrorMs: 1000 * mean(errorsS),
    sdErrorMs: 1000 * standardDeviation(errorsS),
    errorsS,
  };
}

/** Agreement of several trials or sides taken together. */
export function poolAgreements(agreements: readonly EventAgreement[]): EventAgreement {
  const total = (pick: (agreement: EventAgreement) => number): number =>
    agreements.reduce((sum, agreement) => sum + pick(agreement), 0);
  return summariseAgreement(
    total((agreement) => agreement.numDetected),
    total((agreement) => agreement.numReference),
    agreements.flatMap((agreement) => agreement.errorsS),
  );
}

/** Options of {@link evaluateEvents}. */
export interface EvaluationOptions {
  /** Largest difference of a match (s). */
  readonly toleranceS: number;
  /**
   * Only this stretch is judged (s), default everything: reference events outside it, detections that belong to them, and other
   * detections outside count for nothing. For trials whose ends the reference does not cover.
   */
  readonly withinS?: readonly [number, number];
}

/**
 * Compares detected with reference events: one-to-one matching per kind and side, so that a spurious event costs precision
 * and a missed one recall.
 * @param detected events under test, in any order
 * @param reference events taken as truth, in any order
 * @param options tolerance and stretch
 * @returns recall, precision, mean and SD of the error (ms; negative = early) per kind, and per kind and side
 * @throws InvalidOption when the tolerance is not positive
 * @example
 * const strike = (timeS: number) => ({ timeS, side: 'left', kind: 'foot_strike', source: 'source', confidence: 1 }) as const;
 * evaluateEvents([strike(1.01)], [strike(1), strike(2)], { toleranceS: 0.15 }).perKind.foot_strike.recall; // 0.5
 */
export function evaluateEvents(
  detected: readonly GaitEvent[],
  reference: readonly GaitEvent[],
  options: EvaluationOptions,
): EventEvaluation {
  const toleranceS = requirePositive('toleranceS', options.toleranceS);
  const [fromS, toS] = options.withinS ?? [-Infinity, Infinity];
  const isJudged = (timeS: number): boolean => timeS >= fromS && timeS <= toS;
  const perSide = GAIT_EVENT_KINDS.flatMap((kind) =>
    SIDES.map((side): SideAgreement => {
      const detectedS = eventTimesS(detected, side, kind);
      const referenceS = eventTimesS(reference, side, kind);
      const pairs = matchTimes(detectedS, referenceS, toleranceS);
      const counted = pairs.filter((pair) => isJudged(pair.referenceS));
      const matchedS = new Set(pairs.map((pair) => pair.detectedS));
      const spurious = detectedS.filter((timeS) => !matchedS.has(timeS) && isJudged(timeS));
      const errorsS = counted.map((pair) => pair.detectedS - pair.referenceS);
      const numReference = referenceS.filter(isJudged).length;
      return { kind, side, ...summariseAgreement(counted.length + spurious.length, numReference, errorsS) };
    }),
  );
  const pooled = (kind: GaitEventKind): EventAgreement => poolAgreements(perSide.filter((part) => part.kind === kind));
  return { perKind: { foot_strike: pooled('foot_strike'), foot_off: pooled('foot_off') }, perSide };
}
