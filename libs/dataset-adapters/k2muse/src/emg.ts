import { decideEmgKind, emgSignals, type EmgDescription } from '@emgfm/adapter-kit';
import {
  type Decision,
  type EmgKind,
  EMG_CHANNELS,
  type EmgSignals,
  type EmgUnit,
  missingReasonCode,
  oppositeSide,
  type Side,
  SIDES,
} from '@emgfm/schema';
import { EMG_COLUMNS, EMG_LEGS } from './channels';

/** EMG samples by leg and name of the column. */
export type EmgMatrix = Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;

/**
 * Columns in the order of the files by leg and name.
 * @param legs the legs whose columns follow each other
 */
export function namedColumns(columns: readonly Float64Array[], legs: readonly Side[] = EMG_LEGS): EmgMatrix {
  const all = legs.flatMap((side) => EMG_COLUMNS[side].map(({ column }) => ({ side, column })));
  const of = (side: Side): Map<string, Float64Array> =>
    new Map(
      all.flatMap((place, index) =>
        place.side === side && columns[index] ? [[place.column, columns[index]] as const] : [],
      ),
    );
  return { left: of('left'), right: of('right') };
}

/**
 * EMG of one leg; null where it has none. A muscle of the other leg only is missing on this one.
 * @param isTrusted false where the rate contradicts the motion: the channels are then missing, convention unresolved
 */
export function emgOfLeg(
  side: Side,
  matrix: EmgMatrix,
  description: EmgDescription,
  isTrusted = true,
): EmgSignals | null {
  const table = isTrusted ? EMG_COLUMNS[side] : EMG_COLUMNS[side].map((row) => ({ ...row, factor: NaN }));
  const signals = emgSignals(table, (column) => matrix[side].get(column) ?? null, description);
  if (signals === null) return null;
  const elsewhere = EMG_COLUMNS[oppositeSide(side)].map(({ channel }) => channel);
  const own = EMG_COLUMNS[side].map(({ channel }) => channel);
  const channelReasons = signals.channelReasons.map((reason, index) => {
    const channel = EMG_CHANNELS[index] as (typeof EMG_CHANNELS)[number];
    return !own.includes(channel) && elsewhere.includes(channel) ? missingReasonCode('notOnThisLeg') : reason;
  });
  return { ...signals, channelReasons };
}

/** What the EMG of a participant is. */
export interface EmgNature {
  readonly emgKind: EmgKind;
  readonly unit: EmgUnit;
  readonly decisions: readonly Decision[];
}

/** Least standard deviation of raw EMG in walking, by unit; the amplitude of a muscle is 2 µV to 2 mV. */
const LEAST_DEVIATION: readonly (readonly [unit: EmgUnit, deviation: number])[] = [
  ['uV', 2],
  ['mV', 2e-3],
  ['V', 0],
];

/** Kind and unit of EMG whose source states neither, from its numbers. */
export function decideEmgNature(matrix: EmgMatrix, samplingRateHz: number): EmgNature {
  const columns = SIDES.flatMap((side) =>
    EMG_COLUMNS[side].flatMap(({ channel, column }) => {
      const samples = matrix[side].get(column);
      return samples ? [{ channel, samples }] : [];
    }),
  );
  const deviations = columns
    .map(({ samples }) => standardDeviation(samples))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const typical = deviations[deviations.length >> 1] ?? 0;
  const unit = (LEAST_DEVIATION.find(([, least]) => typical >= least) as (typeof LEAST_DEVIATION)[number])[0];
  const { emgKind, decision } = decideEmgKind(columns, samplingRateHz, { emgUnit: unit });
  const evidence = `standard deviation of the middle channel: ${typical.toPrecision(3)}; muscles in walking give 2 µV to 2 mV`;
  return {
    emgKind,
    unit,
    decisions: [{ fact: 'unit of EMG', decided: unit, evidence }, ...(decision === null ? [] : [decision])],
  };
}

function standardDeviation(samples: Float64Array): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    count += 1;
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
