import { join } from 'node:path';
import { emgSignals, jointSignals, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { ColumnSelectionError, isDelimitedError } from '@emgfm/delimited';
import {
  type ContinuousRecording,
  type Decision,
  type EmgUnit,
  type LegSignals,
  type Side,
  SIDES,
  type SubjectRef,
  type TrialInterval,
} from '@emgfm/schema';
import { EMG_COLUMNS, GONIOMETERS, SAMPLING_RATE_HZ, SIDE_PREFIX } from './channels';
import { checkSigns, decideEmgUnit } from './checks';
import { type CircuitTable, readCircuit } from './circuit-table';
import { packageName, packageVersion } from './dataset';
import { acceptStrides, boutsOf, type HuEvent, type HuStride, readEvents } from './events';
import { modeIntervals } from './intervals';
import { readSideNotes } from './side-notes';
import { type HuFile, readHuFolder } from './survey';

/** Signals kept before and after a bout of walking (s), so that filters settle outside its strides. */
const MARGIN_S = 1;

/**
 * The bouts of walking of one person, circuit by circuit; `subtrial` numbers the bouts of a circuit. Sitting and standing lie
 * outside the bouts, so no amplitude is taken from them.
 * @throws UnknownSubjectError
 */
export async function* readHuSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const { circuits, metadata } = await readHuFolder(root, options.signal);
  const own = circuits.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(circuits.map(({ sourceId }) => sourceId))]);
  }
  const metadataPath = metadata.get(subject.sourceId);
  const sideNotes = metadataPath === undefined ? new Map() : await readSideNotes(join(root, metadataPath));
  for (const file of own) {
    options.signal?.throwIfAborted();
    const table = await readOrDrop(root, file, options);
    if (table === null) continue;
    const notes = [sideNotes.get(file.circuit), sideNotes.get(null)].filter((note) => note !== undefined);
    yield* recordingsOf(table, file, notes, options);
  }
}

async function readOrDrop(root: string, file: HuFile, options: ReadOptions): Promise<CircuitTable | null> {
  const drop = (reason: 'unreadable-file' | 'no-leg-signals', detail: string): null => {
    options.onDrop?.({ what: file.path, level: 'file', reason, detail });
    return null;
  };
  try {
    const table = await readCircuit(join(root, file.path), options.signal);
    return table.rowCount > 0 ? table : drop('no-leg-signals', 'the file has a header and no rows');
  } catch (error) {
    if (error instanceof ColumnSelectionError) return drop('no-leg-signals', 'no column with a known name');
    if (!isDelimitedError(error)) throw error;
    return drop('unreadable-file', error.message);
  }
}

function* recordingsOf(
  table: CircuitTable,
  file: HuFile,
  sideNotes: readonly string[],
  options: ReadOptions,
): Generator<ContinuousRecording> {
  const { events, notes } = readEvents(table);
  const strikes = events.filter(({ kind }) => kind === 'foot_strike').length;
  if (strikes === 0) {
    const detail = 'the lists of heel contacts are missing or empty';
    options.onDrop?.({ what: file.path, level: 'trial', reason: 'no-events', detail });
    return;
  }
  const strides = acceptStrides(events, file.trial, (drop) => options.onDrop?.(drop));
  const emgColumns = SIDES.flatMap((side) =>
    EMG_COLUMNS.flatMap(({ column }) => table.column(SIDE_PREFIX[side] + column) ?? []),
  );
  const emgUnit = decideEmgUnit(emgColumns);
  const signs = checkSigns(table, strides);
  const circuit: Circuit = {
    table,
    file,
    unit: emgUnit.unit,
    intervals: modeIntervals(events, table.rowCount / SAMPLING_RATE_HZ),
    decisions: [emgUnit.decision, ...signs.decisions],
    notes: [
      ...sideNotes.map((note) => `the authors note: ${note}`),
      ...notes,
      ...signs.notes,
      ...(table.badCells > 0 ? [`${table.badCells} cells are no numbers and count as missing`] : []),
      'the authors call the ankle signal not biomechanically accurate',
    ],
  };
  for (const [index, bout] of boutsOf(strides).entries()) {
    // what is decided and noted for the circuit is said once, with its first bout
    yield boutRecording(index === 0 ? circuit : { ...circuit, decisions: [], notes: [] }, bout, index + 1);
  }
}

interface Circuit {
  readonly table: CircuitTable;
  readonly file: HuFile;
  readonly unit: EmgUnit;
  readonly intervals: readonly TrialInterval[];
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

function boutRecording(circuit: Circuit, bout: readonly HuStride[], number: number): ContinuousRecording {
  const { table, file, unit, intervals, decisions, notes } = circuit;
  const beganS = Math.min(...bout.map(({ start }) => start.timeS));
  const endedS = Math.max(...bout.map(({ end }) => end.timeS));
  const firstRow = Math.max(0, Math.round((beganS - MARGIN_S) * SAMPLING_RATE_HZ));
  const endRow = Math.min(table.rowCount, Math.round((endedS + MARGIN_S) * SAMPLING_RATE_HZ) + 1);
  const startS = firstRow / SAMPLING_RATE_HZ;
  const rows = (name: string): Float64Array | null => table.column(name)?.subarray(firstRow, endRow) ?? null;
  // a leg without a stride in the lists has none here, and nobody is to look for some in its signals
  const legOf = (side: Side): LegSignals | null =>
    bout.some((stride) => stride.side === side) ? legSignals(rows, side, startS, unit) : null;
  return {
    kind: 'continuous',
    subject: {
      datasetId: 'hu',
      sourceId: file.sourceId,
      ageY: NaN,
      sex: '',
      massKg: NaN,
      heightM: NaN,
      population: 'able-bodied',
      impairedSide: '',
    },
    trial: file.trial,
    subtrial: `bout ${number}`,
    condition: '',
    activity: 'walk',
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    provenance: { files: [file.path], adapter: packageName, adapterVersion: packageVersion, decisions, notes },
    legs: { left: legOf('left'), right: legOf('right') },
    events: eventsOf(bout),
    forcePlates: [],
    markers: null,
    intervals: intervals.filter((interval) => interval.startS < endedS && interval.endS > beganS),
  };
}

/** The strikes that bound the strides of a bout, each once, and their foot-offs, in order of time. */
function eventsOf(bout: readonly HuStride[]): ContinuousRecording['events'] {
  const events = new Set<HuEvent>(bout.flatMap(({ start, footOff, end }) => [start, footOff, end]));
  return [...events]
    .map(({ timeS, side, kind, source, confidence }) => ({ timeS, side, kind, source, confidence }))
    .sort((a, b) => a.timeS - b.timeS);
}

function legSignals(
  rows: (name: string) => Float64Array | null,
  side: Side,
  startS: number,
  unit: EmgUnit,
): LegSignals | null {
  const column = (name: string): Float64Array | null => rows(SIDE_PREFIX[side] + name);
  const timing = { samplingRateHz: SAMPLING_RATE_HZ, startS };
  const emg = emgSignals(EMG_COLUMNS, column, { ...timing, emgKind: 'filtered', unit });
  const angles = jointSignals(GONIOMETERS, column, timing);
  return emg === null && angles === null ? null : { emg, angles, moments: null };
}
