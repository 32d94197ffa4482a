import {
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  missingReasonCode,
  signalBlock,
  type EmgChannel,
  type EmgKind,
  type EmgSignals,
  type EmgSite,
  type EmgUnit,
  type MissingReason,
  type MissingReasonCode,
} from '@emgfm/schema';
import { scaledColumn } from './scaled-column';

/** One row of a mapping table: which source column is which muscle. */
export interface EmgColumn {
  readonly channel: EmgChannel;
  readonly column: string;
  /** Canonical value = source value * factor; 1 where left out, NaN where what the column is could not be decided. */
  readonly factor?: number;
}

/** What the numbers of an EMG block are, and when they were taken. */
export interface EmgDescription {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly emgKind: EmgKind;
  readonly unit: EmgUnit;
}

/**
 * EMG of one leg from a mapping table. A column without a finite sample is missing; one that never changes is a dead sensor; one
 * with an undecided factor is missing with `unresolvedConvention`. Of several rows of one channel the first with a signal is its
 * site in the block, the others are its further sites.
 * @param table the columns of the source
 * @param column samples of a source column, or null where this file lacks it (then missing with `notInTrial`)
 * @param reasons why channels without a row are missing, default `notInDataset`
 * @returns a block [13, sample]; null where no column of the table holds a signal
 */
export function emgSignals(
  table: readonly EmgColumn[],
  column: (name: string) => ArrayLike<number> | null,
  { emgKind, unit, ...timing }: EmgDescription,
  reasons: { absent?: MissingReason } = {},
): EmgSignals | null {
  const rows: (Float64Array | null)[] = new Array(EMG_CHANNEL_COUNT).fill(null);
  const channelReasons: MissingReasonCode[] = new Array(EMG_CHANNEL_COUNT).fill(
    missingReasonCode(reasons.absent ?? 'notInDataset'),
  );
  const furtherSites: EmgSite[] = [];
  let numSamples: number | undefined;
  for (const { channel, column: name, factor = 1 } of table) {
    const index = emgChannelIndex(channel);
    const source = column(name);
    const recorded = source === null ? 'notInTrial' : stateOf(source);
    if (source !== null && recorded === 'present') numSamples = source.length;
    const state = recorded === 'present' && Number.isNaN(factor) ? 'unresolvedConvention' : recorded;
    if (source === null || state !== 'present') {
      if (rows[index] === null) channelReasons[index] = missingReasonCode(state);
      continue;
    }
    const samples = scaledColumn(source, factor);
    if (rows[index] === null) rows[index] = samples;
    else furtherSites.push({ channel, samples });
    channelReasons[index] = missingReasonCode('present');
  }
  if (numSamples === undefined) return null;
  return {
    ...signalBlock(rows, { ...timing, numSamples }),
    channelReasons,
    gapReason: missingReasonCode('gap'),
    emgKind,
    unit,
    ...(furtherSites.length > 0 ? { furtherSites } : {}),
  };
}

function stateOf(samples: ArrayLike<number>): MissingReason {
  let first = NaN;
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i] as number;
    if (!Number.isFinite(value)) continue;
    if (Number.isNaN(first)) first = value;
    else if (value !== first) return 'present';
  }
  return Number.isNaN(first) ? 'notInTrial' : 'sensorQuality';
}
