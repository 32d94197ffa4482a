import {
  type EmgLeg,
  type EmgMapping,
  type EmgOfTrial,
  emgOfTrial,
  type EmgTable,
  plainLabel,
} from '@emgfm/adapter-kit';
import {
  channelSamples,
  EMG_CHANNEL_COUNT,
  type EmgChannel,
  emgChannelIndex,
  EMG_CHANNELS,
  type EmgSignals,
  type MissingReason,
  missingReasonCode,
  type Side,
  SIDES,
  signalBlock,
} from '@emgfm/schema';
import { EMG_COLUMNS, GLUTEI } from './channels';
import type { MocapMapping } from './mapping';

/** Below this rate (Hz) bipolar or rectified EMG is folded upon itself: too few samples are left to make an envelope of. */
const LEAST_EMG_RATE_HZ = 100;
/** Below this rate (Hz) an envelope and samples picked out of rectified EMG look alike. */
const TELLING_RATE_HZ = 60;

/** What columns of EMG are: what the mapping file says, then the table of this source. */
export function emgMappingOf({ glutei, ...mapping }: MocapMapping): EmgMapping {
  const column = glutei === undefined ? ({ label: GLUTEI, ignore: true } as const) : { label: GLUTEI, channel: glutei };
  return { ...mapping, emg: [...mapping.emg, column, ...EMG_COLUMNS] };
}

/**
 * The EMG of a trial at its native rate. EMG that was thinned out to the rate of video frames is rejected; the gluteal muscle that no one
 * names is missing, reason "convention unresolved".
 */
export function emgOfRows(table: EmgTable, mapping: MocapMapping, leg: EmgLeg): EmgOfTrial {
  const found = emgOfTrial(table, emgMappingOf(mapping), leg);
  const notes = [...found.notes];
  const isUnnamed =
    mapping.glutei === undefined &&
    table.columns.some(({ label }) => plainLabel(label) === plainLabel(GLUTEI)) &&
    !mapping.emg.some(({ label }) => plainLabel(label) === plainLabel(GLUTEI));
  if (isUnnamed) notes.push('column Glutei may be GMAX or GMED: missing; set glutei in a mapping file');
  const [first] = SIDES.flatMap((side) => found.legs[side] ?? []);
  const fault = first && thinnedOut(first, mapping);
  if (fault) notes.push(fault.note);
  const legs = Object.fromEntries(
    SIDES.map((side) => {
      const emg = found.legs[side];
      if (emg === null) return [side, null];
      const named = isUnnamed ? without(emg, ['GMED', 'GMAX'], 'unresolvedConvention') : emg;
      return [side, fault ? rejected(named, fault.reason) : named];
    }),
  ) as Record<Side, EmgSignals | null>;
  return { legs, decisions: found.decisions, notes };
}

function thinnedOut(
  { emgKind, samplingRateHz }: EmgSignals,
  mapping: MocapMapping,
): { reason: MissingReason; note: string } | null {
  const isEnvelope = emgKind === 'envelope' || emgKind === 'normalised-envelope';
  if (!isEnvelope && samplingRateHz < LEAST_EMG_RATE_HZ) {
    const note = `${emgKind} EMG at ${samplingRateHz} Hz was thinned out to the rate of frames without an envelope: rejected; read the trial tables`;
    return { reason: 'failedCheck', note };
  }
  if (isEnvelope && mapping.emgKind === undefined && samplingRateHz < TELLING_RATE_HZ) {
    const note = `EMG magnitudes at ${samplingRateHz} Hz may be an envelope or samples of rectified EMG: missing; set emgKind in a mapping file`;
    return { reason: 'unresolvedConvention', note };
  }
  return null;
}

/** A block whose channels are all missing with a reason; of a kind that can be stored. */
function rejected(emg: EmgSignals, reason: MissingReason): EmgSignals {
  const present = EMG_CHANNELS.filter((_, channel) => emg.channelReasons[channel] === 0);
  return { ...without(emg, present, reason), emgKind: emg.emgKind === 'raw' ? 'filtered' : emg.emgKind };
}

/** A block in which some channels are missing with a reason. */
function without(emg: EmgSignals, channels: readonly EmgChannel[], reason: MissingReason): EmgSignals {
  const gone = new Set(channels.map(emgChannelIndex));
  const channelReasons = emg.channelReasons.map((own, channel) =>
    gone.has(channel) ? missingReasonCode(reason) : own,
  );
  const rows = Array.from({ length: EMG_CHANNEL_COUNT }, (_, channel) =>
    channelReasons[channel] === 0 ? channelSamples(emg, channel) : null,
  );
  const { samplingRateHz, startS } = emg;
  const numSamples = emg.samples.shape[1] as number;
  const furtherSites = emg.furtherSites?.filter(({ channel }) => !gone.has(emgChannelIndex(channel)));
  return {
    ...emg,
    ...signalBlock(rows, { samplingRateHz, startS, numSamples }),
    channelReasons,
    ...(furtherSites ? { furtherSites } : {}),
  };
}
