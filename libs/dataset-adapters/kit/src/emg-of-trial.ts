import {
  channelSamples,
  type Decision,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  type EmgKind,
  type EmgSignals,
  type EmgUnit,
  GASTROCNEMIUS_UNSPECIFIED,
  type GaitEvent,
  missingReasonCode,
  oppositeSide,
  type Side,
  SIDES,
  signalBlock,
} from '@emgfm/schema';
import { decideEmgKind, type EmgLeg, type PushOffs, pushOffsOf } from './emg-decisions';
import { plainLabel, readEmgLabel } from './emg-labels';
import { type EmgColumn, emgSignals } from './emg-mapping';
import type { EmgMapping } from './mapping-file';

/** A table of EMG: its columns on one even clock. */
export interface EmgTable {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly columns: readonly { readonly label: string; readonly samples: Float64Array }[];
}

interface PlacedColumn extends EmgColumn {
  /** null where the label names no leg. */
  readonly side: Side | null;
  readonly samples: Float64Array;
}

/** EMG of both legs, and what was decided and left out on the way. */
export interface EmgOfTrial {
  readonly legs: Readonly<Record<Side, EmgSignals | null>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/**
 * The EMG of a trial from columns that are found by name.
 * @param mapping columns that it names win over what their names say
 * @param leg to which columns go that name none, as `decideEmgLeg` found it; where it could not be told they are missing on both
 *   legs, reason "convention unresolved"
 */
export function emgOfTrial(table: EmgTable, mapping: EmgMapping, leg: EmgLeg): EmgOfTrial {
  const notes: string[] = [];
  const placed = table.columns.flatMap((column) => place(column, mapping, notes));
  const kind = decideEmgKind(placed, table.samplingRateHz, mapping);
  const sideless = placed.filter(({ side }) => side === null);
  const unresolved = sideless.length > 0 && leg.side === null;
  const description = {
    samplingRateHz: table.samplingRateHz,
    startS: table.startS,
    emgKind: kind.emgKind,
    unit: kind.unit,
  };
  const legs = Object.fromEntries(
    SIDES.map((side) => {
      const own = placed.filter((column) => (column.side ?? leg.side) === side);
      const absent = placed.some((column) => (column.side ?? leg.side) === oppositeSide(side))
        ? 'notOnThisLeg'
        : 'notInTrial';
      const signals = emgSignals(
        own,
        (label) => own.find(({ column }) => column === label)?.samples ?? null,
        description,
        { absent },
      );
      return [side, unresolved ? withUnresolved(signals, sideless, description) : signals];
    }),
  ) as Record<Side, EmgSignals | null>;
  const decisions = [kind.decision, sideless.length > 0 ? leg.decision : null].filter((decision) => decision !== null);
  if (unresolved)
    notes.push(`EMG columns name no leg, and the data do not tell it: ${leg.why}; set emgSide in a mapping file`);
  return { legs, decisions, notes };
}

/**
 * How active the calf is in the push-offs of either foot, from the columns that name no leg; null where no calf is among them.
 * @param events of the trial, in order of time
 */
export function emgPushOffs(table: EmgTable, mapping: EmgMapping, events: readonly GaitEvent[]): PushOffs | null {
  const sideless = table.columns.flatMap((column) => place(column, mapping, [])).filter(({ side }) => side === null);
  return pushOffsOf(sideless, table, events);
}

function place({ label, samples }: EmgTable['columns'][number], mapping: EmgMapping, notes: string[]): PlacedColumn[] {
  const own = mapping.emg.find((entry) => plainLabel(entry.label) === plainLabel(label));
  if (own !== undefined)
    return 'ignore' in own ? [] : [{ channel: own.channel, column: label, side: own.side ?? null, samples }];
  const read = readEmgLabel(label);
  if (read.kind === 'muscle') {
    if (read.unspecified) notes.push(`'${label}' goes to GM: ${GASTROCNEMIUS_UNSPECIFIED}`);
    return [{ channel: read.channel, column: label, side: read.side, samples }];
  }
  notes.push(
    read.kind === 'unmapped'
      ? `EMG column not used: ${read.why}`
      : `column '${label}' is no known muscle; name it in a mapping file`,
  );
  return [];
}

/** A block in which the channels of the given columns are missing because their leg is not known. */
function withUnresolved(
  signals: EmgSignals | null,
  columns: readonly PlacedColumn[],
  { emgKind, unit, ...timing }: { samplingRateHz: number; startS: number; emgKind: EmgKind; unit: EmgUnit },
): EmgSignals {
  const numSamples = columns[0]?.samples.length ?? 0;
  const channelReasons = [
    ...(signals?.channelReasons ?? new Array(EMG_CHANNEL_COUNT).fill(missingReasonCode('notInTrial'))),
  ];
  for (const { channel } of columns)
    if (channelReasons[emgChannelIndex(channel)] !== 0)
      channelReasons[emgChannelIndex(channel)] = missingReasonCode('unresolvedConvention');
  const rows = channelReasons.map((reason, channel) =>
    signals !== null && reason === 0 ? channelSamples(signals, channel) : null,
  );
  return {
    ...signalBlock(rows, { ...timing, numSamples }),
    channelReasons,
    gapReason: missingReasonCode('gap'),
    emgKind,
    unit,
  };
}
