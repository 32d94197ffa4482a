import { type EmgColumn, emgSignals, plainLabel, readEmgLabel } from '@emgfm/adapter-kit';
import {
  channelSamples,
  type Decision,
  EMG_CHANNEL_COUNT,
  type EmgChannel,
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
import type { OpensimMapping } from './mapping';

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

/** EMG of both legs, and which strides would tell the leg of columns that name none. */
export interface EmgOfTrial {
  readonly legs: Readonly<Record<Side, EmgSignals | null>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/**
 * The EMG of a trial. Columns that name no leg go to the leg that the mapping file names, else to the one in whose stance the
 * calf pushes off; where that can't be told they are missing on both, reason "convention unresolved".
 * @param events of the trial, in order of time
 */
export function emgOfTrial(table: EmgTable, mapping: OpensimMapping, events: readonly GaitEvent[]): EmgOfTrial {
  const notes: string[] = [];
  const placed = table.columns.flatMap((column) => place(column, mapping, notes));
  const kind = decideKind(placed, table.samplingRateHz, mapping);
  const sideless = placed.filter(({ side }) => side === null);
  const leg = sideless.length === 0 ? null : decideLeg(sideless, table, mapping, events);
  const description = {
    samplingRateHz: table.samplingRateHz,
    startS: table.startS,
    emgKind: kind.emgKind,
    unit: kind.unit,
  };
  const legs = Object.fromEntries(
    SIDES.map((side) => {
      const own = placed.filter((column) => (column.side ?? leg?.side ?? null) === side);
      const absent = placed.some((column) => (column.side ?? leg?.side) === oppositeSide(side))
        ? 'notOnThisLeg'
        : 'notInTrial';
      const signals = emgSignals(
        own,
        (label) => own.find(({ column }) => column === label)?.samples ?? null,
        description,
        { absent },
      );
      return [side, leg !== null && leg.side === null ? withUnresolved(signals, sideless, description) : signals];
    }),
  ) as Record<Side, EmgSignals | null>;
  const decisions = [kind.decision, leg?.decision ?? null].filter((decision) => decision !== null);
  if (leg !== null && leg.side === null)
    notes.push(`EMG columns name no leg, and the data do not tell it: ${leg.why}; set emgSide in a mapping file`);
  return { legs, decisions, notes };
}

function place(
  { label, samples }: EmgTable['columns'][number],
  mapping: OpensimMapping,
  notes: string[],
): PlacedColumn[] {
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

/** Crossings of the mean per second: below, a signal is an envelope; rectified EMG crosses its mean far more often. */
const ENVELOPE_CROSSINGS_HZ = 30;
/** Share of the range that a filter may undershoot zero in an envelope. */
const UNDERSHOOT = 0.1;

/** Raw EMG swings round zero; an envelope is slow; one whose channels all reach exactly 1 was divided by its own peak. */
function decideKind(
  columns: readonly PlacedColumn[],
  samplingRateHz: number,
  mapping: OpensimMapping,
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

function decideLeg(
  columns: readonly PlacedColumn[],
  { samplingRateHz, startS }: EmgTable,
  mapping: OpensimMapping,
  events: readonly GaitEvent[],
): { side: Side | null; why: string; decision: Decision | null } {
  if (mapping.emgSide !== undefined) return { side: mapping.emgSide, why: '', decision: null };
  const calf = columns.filter(({ channel }) => CALF.includes(channel));
  if (calf.length === 0) return { side: null, why: 'no calf muscle is among them', decision: null };
  const activity = (side: Side): number => {
    const values = pushOffs(events, side).flatMap(([fromS, toS]) => {
      const [from, to] = [fromS, toS].map((timeS) => Math.round((timeS - startS) * samplingRateHz)) as [number, number];
      if (from < 0 || calf.some(({ samples }) => to > samples.length)) return [];
      return calf.map(
        ({ samples }) => samples.subarray(from, to).reduce((sum, value) => sum + Math.abs(value), 0) / (to - from),
      );
    });
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [left, right] = SIDES.map(activity) as [number, number];
  const ratio = right / left;
  if (!(ratio > 0)) return { side: null, why: 'not both feet push off within the EMG', decision: null };
  const why = `the calf is ${ratio.toFixed(2)} times as active in right push-off as in left`;
  const side = ratio > CLEAR_RATIO ? 'right' : ratio < 1 / CLEAR_RATIO ? 'left' : null;
  return { side, why, decision: side && { fact: 'leg of the EMG', decided: side, evidence: why } };
}

function pushOffs(events: readonly GaitEvent[], side: Side): [number, number][] {
  const own = events.filter((event) => event.side === side);
  return own.flatMap(({ kind, timeS }, i): [number, number][] => {
    const next = own[i + 1];
    if (kind !== 'foot_strike' || next?.kind !== 'foot_off') return [];
    const stanceS = next.timeS - timeS;
    return [[timeS + PUSH_OFF.from * stanceS, timeS + PUSH_OFF.to * stanceS]];
  });
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
