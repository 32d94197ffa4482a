import { emgSignals, type JointColumn, jointSignals, stridePoints } from '@emgfm/adapter-kit';
import {
  type Drop,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  type EmgSignals,
  type JointSignals,
  type MissingReason,
  missingReasonCode,
  qualityFlags,
  signalBlock,
  type Side,
  type SourceStride,
} from '@emgfm/schema';
import { ANGLE_FIELDS, EMG_FIELDS, MOMENT_FIELDS } from './channels';
import type { Sensor } from './emg-facts';
import type { EmbryOptions } from './options';
import type { NamedArrays, SourceLeg } from './source-leg';
import type { StrideTimes } from './stride-clock';

/** What is decided once for a person. */
export interface PersonFacts {
  /** Factor that makes the moments internal; null where it could not be decided. */
  readonly momentSign: 1 | -1 | null;
  readonly strideEmg: 'envelope' | 'filtered';
  readonly faulty: readonly Sensor[];
}

/** Points per stride have no rate; the clock of the stride starts at its strike. */
const POINTS = { samplingRateHz: NaN, startS: 0 } as const;

/** Why a stride is dropped. */
export type StrideProblem = Pick<Drop, 'reason' | 'detail'>;

/** The strides of one leg in the order of the source. */
export interface StrideLeg extends StrideTimes {
  readonly side: Side;
  /** null for strides without a sample. */
  readonly strides: readonly (SourceStride | null)[];
  /** Why a stride is dropped; null where it is not. */
  readonly problems: readonly (StrideProblem | null)[];
}

/** Why a stride is dropped; null where it is not. */
export function strideProblem(
  { side, outliers }: SourceLeg,
  index: number,
  stride: SourceStride | null,
  options: EmbryOptions,
): StrideProblem | null {
  if (stride === null)
    return { reason: 'no-signal', detail: 'every array has zeros or nothing in place of this stride' };
  return options.outliers === 'drop' && outliers.has(index)
    ? { reason: 'not-a-stride', detail: `the authors marked it as an outlier (stepsout.${side} names ${index + 1})` }
    : null;
}

/** One stride on points per stride; null where it has no sample. */
export function sourceStride(
  leg: SourceLeg,
  stride: number,
  { startS, durationS }: StrideTimes,
  facts: PersonFacts,
): SourceStride | null {
  const emg = strideEmg(leg, stride, facts);
  const angles = strideJoints(ANGLE_FIELDS, leg.angles, leg, stride);
  const moments = strideJoints(signedMoments(facts), leg.moments, leg, stride);
  const present = missingReasonCode('present');
  const [hasEmg, hasAngles, hasMoments] = [emg, angles, moments].map((block) =>
    block?.channelReasons.includes(present),
  );
  if (!hasEmg && !hasAngles && !hasMoments) return null;
  return {
    side: leg.side,
    startS: startS[stride] as number,
    durationS: durationS[stride] as number,
    signals: { emg, angles, moments },
    interval: {},
    quality: qualityFlags(
      ...(hasAngles || hasMoments ? (['weak_joint_planes'] as const) : []),
      ...(hasEmg && facts.strideEmg === 'filtered' ? (['emg_undersampled'] as const) : []),
    ),
  };
}

/** The table of moments with the sign that was decided. */
export function signedMoments({ momentSign }: Pick<PersonFacts, 'momentSign'>): readonly JointColumn[] {
  return MOMENT_FIELDS.map((row) => ({ ...row, factor: row.factor * (momentSign ?? NaN) }));
}

function strideJoints(
  table: readonly JointColumn[],
  arrays: NamedArrays,
  { fits }: SourceLeg,
  stride: number,
): JointSignals | null {
  const points = Math.max(1, ...[...arrays.values()].filter(fits).map(stridePoints));
  const isUnresolved = (name: string): boolean => arrays.has(name) && !fits(arrays.get(name) ?? []);
  return jointSignals(
    table.map((row) => (isUnresolved(row.column) ? { ...row, factor: NaN } : row)),
    (name) => {
      const own = arrays.get(name);
      if (own === undefined) return null;
      return fits(own) ? (own[stride] ?? new Float64Array(points).fill(NaN)) : new Float64Array(points);
    },
    POINTS,
  );
}

function strideEmg(leg: SourceLeg, stride: number, { strideEmg: emgKind, faulty }: PersonFacts): EmgSignals | null {
  if (leg.emg.size === 0) return null;
  const description = { ...POINTS, emgKind, unit: 'arbitrary' } as const;
  const reasons = new Map(EMG_FIELDS.map(({ column }) => [column, emgReason(leg, stride, column, faulty)]));
  const signals = emgSignals(
    EMG_FIELDS,
    (name) => (reasons.get(name) === 'present' ? (leg.emg.get(name)?.[stride] ?? null) : null),
    description,
  ) ?? {
    ...signalBlock(new Array(EMG_CHANNEL_COUNT).fill(null), description),
    ...description,
    channelReasons: new Array(EMG_CHANNEL_COUNT).fill(missingReasonCode('notInDataset')),
    gapReason: missingReasonCode('gap'),
  };
  const channelReasons = [...signals.channelReasons];
  for (const { channel, column } of EMG_FIELDS) {
    const reason = reasons.get(column) as MissingReason;
    if (reason !== 'present') channelReasons[emgChannelIndex(channel)] = missingReasonCode(reason);
  }
  return { ...signals, channelReasons };
}

function emgReason(
  { side, emg, fits }: SourceLeg,
  stride: number,
  column: string,
  faulty: readonly Sensor[],
): MissingReason {
  const own = emg.get(column);
  if (own === undefined) return 'notInTrial';
  if (faulty.some((sensor) => sensor.side === side && sensor.column === column)) return 'sensorQuality';
  if (own.every((samples) => samples === null)) return 'sensorQuality';
  if (!fits(own)) return 'unresolvedConvention';
  return own[stride] ? 'present' : 'gap';
}
