import { anatomicalMarkers, type EmgLabel, plainLabel, readEmgLabel } from '@emgfm/adapter-kit';
import type { C3dAnalogChannel, C3dDescription, C3dPoint } from '@emgfm/c3d';
import { type EmgChannel, type Joint, type MarkerName, type Motion, SIDES, type Side } from '@emgfm/schema';
import { ANGLE_OUTPUTS, GROUND_FORCE_OUTPUTS, type ModelOutput, MOMENT_OUTPUTS } from './channels';
import type { C3dMapping } from './mapping';

/** An analog channel with its place in the store. */
export interface PlacedEmg {
  readonly analog: C3dAnalogChannel;
  readonly side: Side;
  readonly channel: EmgChannel;
  readonly gain: number;
  /** The name says gastrocnemius without saying which head. */
  readonly unspecified: boolean;
}

/** The EMG channels of a file: placed, known but without a place (in words), and unknown names. */
export interface EmgChannelsOfFile {
  readonly placed: readonly PlacedEmg[];
  readonly unmapped: readonly string[];
  readonly unknown: readonly string[];
}

/** Finds the EMG channels of a file by their labels, then by their descriptions; the mapping file wins. */
export function emgChannelsOf(file: C3dDescription, mapping: C3dMapping): EmgChannelsOfFile {
  const plateChannels = new Set(file.forcePlates.flatMap(({ channelIndexes }) => channelIndexes));
  const placed: PlacedEmg[] = [];
  const unmapped: string[] = [];
  const unknown: string[] = [];
  for (const analog of file.analogChannels) {
    if (plateChannels.has(analog.index)) continue;
    const own = mapping.emg.find(({ label }) => plainLabel(label) === plainLabel(analog.label));
    if (own !== undefined && 'ignore' in own) continue;
    const found =
      own !== undefined
        ? ({ kind: 'muscle', side: own.side, channel: own.channel, unspecified: false } as const)
        : clearest([analog.label, analog.description].map(readEmgLabel));
    if (found === undefined) {
      if (analog.label !== '') unknown.push(analog.label);
      continue;
    }
    if (found.kind !== 'muscle') {
      if (found.kind === 'unmapped') unmapped.push(found.why);
      continue;
    }
    const { side, channel, unspecified } = found;
    if (side === null) {
      unmapped.push(`'${analog.label}' names a muscle but no side`);
      continue;
    }
    const first = placed.find((other) => other.side === side && other.channel === channel);
    if (first === undefined) placed.push({ analog, side, channel, gain: own?.gain ?? 1, unspecified });
    else unmapped.push(`'${analog.label}' is ${side} ${channel} again; '${first.analog.label}' stands for it`);
  }
  return { placed, unmapped, unknown };
}

/** The reading that places a channel; else one that at least names a muscle. */
function clearest(readings: readonly EmgLabel[]): EmgLabel | undefined {
  const placed = readings.find((reading) => reading.kind === 'muscle' && reading.side !== null);
  return placed ?? readings.find(({ kind }) => kind !== 'unknown');
}

/** One component of a model output: a row of angles or moments. */
export interface ModelRow {
  readonly point: C3dPoint;
  readonly component: 'x' | 'y' | 'z';
  readonly side: Side;
  readonly joint: Joint;
  readonly motion: Motion;
  readonly factor: number;
}

/** The rows of angles and moments that a file holds; the mapping file wins. */
export function modelOutputsOf(
  file: C3dDescription,
  mapping: C3dMapping,
): { angles: readonly ModelRow[]; moments: readonly ModelRow[] } {
  return {
    angles: modelRows(file, ANGLE_OUTPUTS, mapping.angles),
    moments: modelRows(file, MOMENT_OUTPUTS, mapping.moments),
  };
}

function modelRows(
  file: C3dDescription,
  table: readonly ModelOutput[],
  own: C3dMapping['angles'],
): readonly ModelRow[] {
  const rows: ModelRow[] = [];
  for (const { label, component, side, joint, motion, factor } of own) {
    const point = file.points.find((candidate) => candidate.label === label || candidate.strippedLabel === label);
    if (point !== undefined) rows.push({ point, component, side, joint, motion, factor });
  }
  for (const side of SIDES) {
    for (const output of table) {
      const point = modelPoint(file, `${side === 'left' ? 'L' : 'R'}${output.label}`);
      if (point === null) continue;
      for (const component of ['x', 'y', 'z'] as const) {
        const { motion, factor } = output.components[component];
        const taken = rows.some((row) => row.side === side && row.joint === output.joint && row.motion === motion);
        if (!taken) rows.push({ point, component, side, joint: output.joint, motion, factor });
      }
    }
  }
  return rows;
}

/** A model output by its label; a suffix of one capital letter or digit is accepted (`LHipAnglesV`). */
function modelPoint(file: C3dDescription, label: string): C3dPoint | null {
  const exact = file.points.find(({ strippedLabel }) => strippedLabel.toLowerCase() === label.toLowerCase());
  const suffixed = (): C3dPoint | undefined =>
    file.points.find(({ strippedLabel }) => new RegExp(`^${label}_?[A-Z0-9]$`).test(strippedLabel));
  return exact ?? suffixed() ?? null;
}

/** The ground force output of one leg; null where the file has none. */
export function groundForcePoint(file: C3dDescription, side: Side): C3dPoint | null {
  const letter = side === 'left' ? 'L' : 'R';
  return GROUND_FORCE_OUTPUTS.map((label) => modelPoint(file, letter + label)).find((point) => point !== null) ?? null;
}

/** The anatomical markers of a file; the mapping file wins. */
export function markerPoints(file: C3dDescription, mapping: C3dMapping): Partial<Record<MarkerName, C3dPoint>> {
  const markers = file.points.filter(({ kind }) => kind === 'marker');
  const found = anatomicalMarkers(
    markers.map(({ strippedLabel }) => strippedLabel),
    mapping.markers,
  );
  return Object.fromEntries(Object.entries(found).map(([name, index]) => [name, markers[index]]));
}
