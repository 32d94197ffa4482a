import { evenClock, type JointColumn, jointSignals } from '@emgfm/adapter-kit';
import { plateContacts } from '@emgfm/gait-segment';
import { type StorageTable, storageColumn } from '@emgfm/opensim';
import {
  channelSamples,
  type ContinuousRecording,
  type Decision,
  type GaitEvent,
  JOINT_MOTION_COUNT,
  type JointSignals,
  type Side,
} from '@emgfm/schema';
import type { OpensimMapping } from './mapping';
import { jointColumnOf } from './roles';

/** Largest moment of a joint that can be N·m/kg; a body's N·m are larger. */
const LARGEST_NM_PER_KG = 8;

/** What the moments of a file have to be multiplied by to become N·m/kg; NaN where it takes a body mass that nobody knows. */
export function decideMomentUnit(
  table: StorageTable,
  massKg: number,
  mapping: OpensimMapping,
): { factor: number; decision: Decision | null } {
  const greatest = table.columns
    .filter(({ label }) => jointColumnOf(label, '_moment') !== null)
    .reduce((size, { components }) => Math.max(size, ...sizes(components[0] as Float64Array)), 0);
  const unit = mapping.momentUnit ?? (greatest > LARGEST_NM_PER_KG ? 'N.m' : 'N.m/kg');
  const evidence = `the greatest is ${greatest.toFixed(2)}; N.m/kg stay below ${LARGEST_NM_PER_KG}`;
  const decision = mapping.momentUnit === undefined ? { fact: 'moment unit', decided: unit, evidence } : null;
  return { factor: unit === 'N.m' ? 1 / massKg : 1, decision };
}

function* sizes(values: Float64Array): Generator<number> {
  for (const value of values) if (Number.isFinite(value)) yield Math.abs(value);
}

/** Internal joint moments of one leg (N·m/kg); null where the file has none of this leg. */
export function momentSignals(
  table: StorageTable,
  side: Side,
  factor: number,
  kneeFactor: number,
): JointSignals | null {
  const clock = evenClock(table.timeS);
  const rows = table.columns.flatMap(({ label }): JointColumn[] => {
    const found = jointColumnOf(label, '_moment');
    if (found === null || found.side !== side) return [];
    const { joint, motion, name, factor: sign } = found.coordinate;
    const turned = name === 'knee_angle' ? kneeFactor : sign;
    return [{ joint, motion, column: label, factor: turned * factor }];
  });
  return jointSignals(rows, (label) => clock.spread(storageColumn(table, label)), clock, {
    absent: 'notInTrial',
    gap: 'notMeasurable',
  });
}

/** Share of a stance that its own plate has to carry. */
const MEASURED_SHARE = 0.8;

/**
 * Takes the moments out of stances whose force was not measured: inverse dynamics without the ground force gives numbers there, but no
 * moments. Recordings without force plates are left as they are.
 */
export function withoutUnmeasuredStances(
  recording: ContinuousRecording,
  events: readonly GaitEvent[],
  side: Side,
  moments: JointSignals,
): { moments: JointSignals; unmeasured: number } {
  if (recording.forcePlates.length === 0) return { moments, unmeasured: 0 };
  const contacts = plateContacts(recording)
    .filter((contact) => contact.side === side && contact.problem === null)
    .map(
      ({ startS, endS }) => [Number.isNaN(startS) ? -Infinity : startS, Number.isNaN(endS) ? Infinity : endS] as const,
    );
  const numSamples = moments.samples.shape[1] as number;
  const endS = moments.startS + (numSamples - 1) / moments.samplingRateHz;
  const unmeasured = stancesOf(events, side, moments.startS, endS).filter(([fromS, toS]) => {
    const carriedS = contacts.reduce(
      (sum, [onS, offS]) => sum + Math.max(0, Math.min(offS, toS) - Math.max(onS, fromS)),
      0,
    );
    return carriedS < MEASURED_SHARE * (toS - fromS);
  });
  const data = moments.samples.data.slice() as Float64Array;
  const copy = { ...moments, samples: { ...moments.samples, data } };
  for (const [fromS, toS] of unmeasured) {
    // a stride that ends at the strike needs the samples on both sides of it
    const first = fromS > moments.startS ? Math.ceil((fromS - moments.startS) * moments.samplingRateHz) + 1 : 0;
    const last = Math.ceil((toS - moments.startS) * moments.samplingRateHz);
    for (let channel = 0; channel < JOINT_MOTION_COUNT; channel += 1)
      channelSamples(copy, channel).fill(NaN, first, last);
  }
  return { moments: copy, unmeasured: unmeasured.length };
}

/** Stances of one foot within a recording (s); those at its ends begin or end with it. */
function stancesOf(
  events: readonly GaitEvent[],
  side: Side,
  startS: number,
  endS: number,
): (readonly [fromS: number, toS: number])[] {
  const own = events.filter((event) => event.side === side && event.timeS >= startS && event.timeS <= endS);
  const stances: (readonly [number, number])[] = [];
  if (own[0]?.kind === 'foot_off') stances.push([startS, own[0].timeS]);
  own.forEach(({ kind, timeS }, i) => {
    if (kind === 'foot_strike') stances.push([timeS, own[i + 1]?.timeS ?? endS]);
  });
  return stances;
}
