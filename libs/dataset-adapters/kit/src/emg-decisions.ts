import {
  type Decision,
  type EmgChannel,
  type EmgKind,
  type EmgUnit,
  type GaitEvent,
  type Side,
  SIDES,
} from '@emgfm/schema';
import type { EmgMapping } from './mapping-file';

/** Samples of one EMG column on an even clock. */
interface SampledMuscle {
  readonly channel: EmgChannel;
  readonly samples: Float64Array;
}

/** Crossings of the mean per second: below, a signal is an envelope; rectified EMG crosses its mean far more often. */
const ENVELOPE_CROSSINGS_HZ = 30;
/** Share of the range that a filter may undershoot zero in an envelope. */
const UNDERSHOOT = 0.1;

/**
 * What EMG is by its numbers: raw EMG swings round zero, an envelope is slow, and one whose channels all reach exactly 1 was divided by
 * its own peak.
 * @param columns of one person at least some steps long
 * @param samplingRateHz of the columns
 * @param mapping a kind that it names is not put to the test; the unit where the numbers do not tell it
 * @returns kind and unit; `raw` without a decision where no column has a signal
 */
export function decideEmgKind(
  columns: readonly SampledMuscle[],
  samplingRateHz: number,
  mapping: Pick<EmgMapping, 'emgKind' | 'emgUnit'>,
): { emgKind: EmgKind; unit: EmgUnit; decision: Decision | null } {
  const unitOf = (emgKind: EmgKind): EmgUnit => (emgKind === 'normalised-envelope' ? 'fraction' : mapping.emgUnit);
  if (mapping.emgKind !== undefined) return { emgKind: mapping.emgKind, unit: unitOf(mapping.emgKind), decision: null };
  const ranges = columns.map(({ samples }) => rangeOf(samples)).filter(({ least, greatest }) => greatest > least);
  if (ranges.length === 0) return { emgKind: 'raw', unit: mapping.emgUnit, decision: null };
  const isMagnitude = ranges.every(({ least, greatest }) => least >= -UNDERSHOOT * greatest);
  const crossings = columns
    .map(({ samples }) => meanCrossings(samples) * (samplingRateHz / samples.length))
    .sort((a, b) => a - b);
  const typicalHz = crossings[crossings.length >> 1] as number;
  const isSlow = typicalHz < ENVELOPE_CROSSINGS_HZ;
  const isNormalised = ranges.every(({ greatest }) => Math.abs(greatest - 1) < 1e-6);
  const emgKind: EmgKind = !isMagnitude
    ? 'raw'
    : !isSlow
      ? 'rectified'
      : isNormalised
        ? 'normalised-envelope'
        : 'envelope';
  const evidence = [
    isMagnitude
      ? 'no channel goes below zero by more than a tenth of its range'
      : 'the samples lie on both sides of zero',
    `they cross their mean ${typicalHz.toFixed(0)} times per second`,
    ...(isNormalised ? ['every channel peaks at 1'] : []),
  ].join('; ');
  return { emgKind, unit: unitOf(emgKind), decision: { fact: 'EMG kind', decided: emgKind, evidence } };
}

function rangeOf(samples: Float64Array): { least: number; greatest: number } {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of samples) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}

function meanCrossings(samples: Float64Array): number {
  const finite = samples.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  let crossings = 0;
  for (let i = 1; i < finite.length; i += 1)
    if ((finite[i - 1] as number) < mean !== (finite[i] as number) < mean) crossings += 1;
  return crossings;
}

/** Muscles that push off: silent in swing, largest late in stance. */
const CALF: readonly EmgChannel[] = ['GM', 'GL', 'SOL'];
/** Part of the stance (share of its duration) in which the calf pushes off. */
const PUSH_OFF = { from: 0.5, to: 0.85 } as const;
/** The calf of the leg has to be this many times as active in its own push-off as in that of the other. */
const CLEAR_RATIO = 1.5;

/** Mean magnitudes of the calf in the push-offs of either foot. */
export type PushOffs = Readonly<Record<Side, readonly number[]>>;

/** The leg of EMG columns that name none; null where the data do not tell it, and why. */
export interface EmgLeg {
  readonly side: Side | null;
  readonly why: string;
  readonly decision: Decision | null;
}

/**
 * How active the calf is in each push-off of either foot that lies within the EMG; null where no calf muscle is among the columns.
 * @param clock of the columns
 * @param events of the trial, in order of time
 */
export function pushOffsOf(
  columns: readonly SampledMuscle[],
  { samplingRateHz, startS }: { readonly samplingRateHz: number; readonly startS: number },
  events: readonly GaitEvent[],
): PushOffs | null {
  const calf = columns.filter(({ channel }) => CALF.includes(channel));
  if (calf.length === 0) return null;
  const of = (side: Side): number[] =>
    pushOffTimes(events, side).flatMap(([fromS, toS]) => {
      const [from, to] = [fromS, toS].map((timeS) => Math.round((timeS - startS) * samplingRateHz)) as [number, number];
      if (from < 0 || calf.some(({ samples }) => to > samples.length)) return [];
      return calf
        .map(({ samples }) => samples.subarray(from, to).reduce((sum, value) => sum + Math.abs(value), 0) / (to - from))
        .filter(Number.isFinite);
    });
  return { left: of('left'), right: of('right') };
}

/**
 * The leg of EMG columns that name none: the one that the mapping names, else the one in whose push-offs the calf works.
 * @param pushOffs of one trial, or of all trials of a person
 */
export function decideEmgLeg({ emgSide }: Pick<EmgMapping, 'emgSide'>, pushOffs: readonly (PushOffs | null)[]): EmgLeg {
  if (emgSide !== undefined) return { side: emgSide, why: '', decision: null };
  const known = pushOffs.filter((own) => own !== null);
  if (known.length === 0) return { side: null, why: 'no calf muscle is among them', decision: null };
  const [left, right] = SIDES.map((side) => {
    const values = known.flatMap((own) => own[side]);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }) as [number, number];
  const ratio = right / left;
  if (!(ratio > 0)) return { side: null, why: 'not both feet push off within the EMG', decision: null };
  const why = `the calf is ${ratio.toFixed(2)} times as active in right push-off as in left`;
  const side = ratio > CLEAR_RATIO ? 'right' : ratio < 1 / CLEAR_RATIO ? 'left' : null;
  return { side, why, decision: side && { fact: 'leg of the EMG', decided: side, evidence: why } };
}

function pushOffTimes(events: readonly GaitEvent[], side: Side): [number, number][] {
  const own = events.filter((event) => event.side === side);
  return own.flatMap(({ kind, timeS }, i): [number, number][] => {
    const next = own[i + 1];
    if (kind !== 'foot_strike' || next?.kind !== 'foot_off') return [];
    const stanceS = next.timeS - timeS;
    return [[timeS + PUSH_OFF.from * stanceS, timeS + PUSH_OFF.to * stanceS]];
  });
}
