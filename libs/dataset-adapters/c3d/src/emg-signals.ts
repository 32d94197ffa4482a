import type { C3dRecording } from '@emgfm/c3d';
import {
  type Decision,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  type EmgKind,
  type EmgSignals,
  type EmgUnit,
  GASTROCNEMIUS_UNSPECIFIED,
  missingReasonCode,
  type MissingReasonCode,
  type Side,
  SIDES,
  signalBlock,
} from '@emgfm/schema';
import type { C3dMapping } from './mapping';
import { emgChannelsOf, type PlacedEmg } from './signals';

/** Factor to volts of the units that C3D files name. */
const VOLTS: Readonly<Record<string, number>> = { v: 1, volt: 1, volts: 1, mv: 1e-3, uv: 1e-6, µv: 1e-6, μv: 1e-6 };

/** EMG of both legs at the analog rate, with what was decided and what the user should know. */
export interface EmgOfFile {
  readonly legs: Readonly<Record<Side, EmgSignals | null>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** The EMG of a file in volts, or in the file's own numbers where a unit is not known. */
export function emgSignals(file: C3dRecording, mapping: C3dMapping): EmgOfFile {
  const { placed, unmapped, unknown } = emgChannelsOf(file, mapping);
  const notes = unmapped.map((why) => `EMG channel not used: ${why}`);
  if (unknown.length > 0) {
    notes.push(`analog channels with unknown names, not used: ${unknown.join(', ')}; name them in a mapping file`);
  }
  for (const { analog, unspecified } of placed) {
    if (unspecified) notes.push(`'${analog.label}' goes to GM: ${GASTROCNEMIUS_UNSPECIFIED}`);
  }
  if (placed.length === 0 || !(file.analogRateHz > 0)) {
    return { legs: { left: null, right: null }, decisions: [], notes };
  }
  const allKnown = placed.every(({ analog }) => VOLTS[analog.unit.trim().toLowerCase()] !== undefined);
  const unit: EmgUnit = allKnown ? 'V' : 'arbitrary';
  if (!allKnown) notes.push('the unit of the EMG is not stated for every channel: kept in the numbers of the file');
  const rows = placed.map((emg) => scaled(file, emg, allKnown));
  const { emgKind, decisions } = decideKind(rows, mapping);
  const leg = (side: Side): EmgSignals | null => {
    if (placed.every((emg) => emg.side !== side)) return null;
    const channels: (Float64Array | null)[] = new Array(EMG_CHANNEL_COUNT).fill(null);
    const channelReasons: MissingReasonCode[] = new Array(EMG_CHANNEL_COUNT).fill(missingReasonCode('notInTrial'));
    placed.forEach((emg, i) => {
      const index = emgChannelIndex(emg.channel);
      if (emg.side !== side) {
        if (placed.every((other) => other.channel !== emg.channel || other.side !== side)) {
          channelReasons[index] = missingReasonCode('notOnThisLeg');
        }
        return;
      }
      const row = rows[i] as Float64Array;
      const dead = isConstant(row);
      if (dead) notes.push(`'${emg.analog.label}' never changes: a dead channel, not used`);
      channels[index] = dead ? null : row;
      channelReasons[index] = missingReasonCode(dead ? 'sensorQuality' : 'present');
    });
    if (channels.every((channel) => channel === null)) return null;
    const timing = { samplingRateHz: file.analogRateHz, startS: 0 };
    return { ...signalBlock(channels, timing), channelReasons, gapReason: missingReasonCode('gap'), emgKind, unit };
  };
  const [left, right] = SIDES.map(leg) as [EmgSignals | null, EmgSignals | null];
  return { legs: { left, right }, decisions, notes };
}

function scaled(file: C3dRecording, { analog, gain }: PlacedEmg, toVolts: boolean): Float64Array {
  const numSamples = file.frameCount * file.analogSamplesPerFrame;
  const row = file.analog.slice(analog.index * numSamples, (analog.index + 1) * numSamples);
  const factor = (toVolts ? (VOLTS[analog.unit.trim().toLowerCase()] as number) : 1) / gain;
  return factor === 1 ? row : row.map((value) => value * factor);
}

function isConstant(row: Float64Array): boolean {
  const first = row.find((value) => !Number.isNaN(value));
  return first === undefined || row.every((value) => value === first || Number.isNaN(value));
}

/** EMG that never goes below zero, and leans to large values, was rectified before it was stored; raw EMG on an offset does not lean. */
function decideKind(rows: readonly Float64Array[], mapping: C3dMapping): { emgKind: EmgKind; decisions: Decision[] } {
  if (mapping.emgKind !== undefined) return { emgKind: mapping.emgKind, decisions: [] };
  const changing = rows.filter((row) => !isConstant(row));
  const positive = changing.length > 0 && changing.every((row) => row.every((value) => !(value < 0)));
  if (!positive) return { emgKind: 'raw', decisions: [] };
  const leanings = changing.map(leaning).sort((a, b) => a - b);
  const typical = leanings[Math.floor(leanings.length / 2)] as number;
  const rectified = typical > 1.5;
  const evidence = `no EMG sample of the file is negative; the upper tail is ${typical.toFixed(1)} times as long as the lower`;
  return {
    emgKind: rectified ? 'rectified' : 'raw',
    decisions: [{ fact: 'EMG kind', decided: rectified ? 'rectified' : 'raw, on an offset', evidence }],
  };
}

/** Distance from median to 98th percentile over the distance from 2nd percentile to median: 1 for raw, 2.6 for rectified noise. */
function leaning(row: Float64Array): number {
  const sorted = row.filter(Number.isFinite).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return (at(0.98) - at(0.5)) / Math.max(at(0.5) - at(0.02), Number.MIN_VALUE);
}
