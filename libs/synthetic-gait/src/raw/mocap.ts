import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bout } from '../bout';
import { assertWithin, SimulationOptionError } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import { type CsvColumn, csvText } from './csv-text';
import type { SourceFault } from './faults';
import { MOCAP_MARKERS, mocapMarkerPaths, type MocapPath } from './mocap-markers';
import {
  mocapFrameTimesMs,
  MOCAP_MARKER_RATE_HZ,
  type MocapTable,
  mocapTable,
  type MocapTableOptions,
  shuffledColumns,
  stackedTables,
  synchronisedRows,
} from './mocap-tables';
import { rawTrial, trialSeed } from './raw-trial';

/** What can be wrong with a trial. */
export type MocapDefect =
  /** No file of frame times. */
  | 'missing-frames'
  /** Every seventh frame was lost by the camera. */
  | 'lost-frames'
  /** Some frames are stamped twice. */
  | 'repeated-frames'
  /** The frames are stamped with the time of day. */
  | 'frames-elsewhere'
  /** One marker is hidden for 60 ms, and for 500 ms. */
  | 'marker-gaps'
  /** A marker that was never placed: its columns are empty. */
  | 'missing-marker'
  /** Some EMG cells hold text. */
  | 'text-in-emg'
  /** The file ends within a row. */
  | 'cut-short'
  /** The file holds its header only. */
  | 'no-rows'
  | 'empty';

/** An action and how it is done. */
export interface MocapAction {
  readonly name: string;
  /** What is done. Default: walking. */
  readonly bouts?: readonly Bout[];
}

/** What to write. */
export interface RawMocapOptions extends Partial<MocapTableOptions> {
  /** Persons `S4`, `S5` and so on. */
  readonly subjects: number;
  readonly seed: number;
  /** Default: one, `Walking`. */
  readonly actions?: readonly MocapAction[];
  /** Trials per action, numbered from 1. Default 2. */
  readonly trials?: number;
  /** Duration of walking trials (s). Default 6. */
  readonly durationS?: number;
  /** Video frames per second (Hz). Default 30. */
  readonly frameRateHz?: number;
  /** `trials`: one table per trial and its frames; `synchronised`: one table per action, as the source merges it. Default `trials`. */
  readonly layout?: 'trials' | 'synchronised' | 'both';
  /** A column that names the trial in synchronised tables, as text. Default false. */
  readonly trialColumn?: boolean;
  /** The marker of the right heel, which the source has not. Default false. */
  readonly rightHeel?: boolean;
  /** Columns in an order of their own. Default false. */
  readonly shuffled?: boolean;
  /** Defects by trial number, the same for every person and action. */
  readonly defects?: Readonly<Record<number, MocapDefect>>;
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One trial and what it truly is. */
export interface RawMocapTrial {
  readonly sourceId: string;
  /** Name of the trial without its person, e.g. `Walking_Trial1`. */
  readonly trial: string;
  readonly action: string;
  readonly subject: SimulatedSubject;
  /** How it truly was; its clock is that of the files. */
  readonly simulated: SimulatedTrial;
  readonly strides: readonly StrideTruth[];
  /** Times of the video frames (s) as they are written. */
  readonly frameTimesS: readonly number[];
  /** True paths of the markers (m): forward, left, up at {@link MOCAP_MARKER_RATE_HZ}. */
  readonly markersM: ReadonlyMap<string, MocapPath>;
}

/** Hidden stretches (s) of a marker with gaps, and which one it is. */
export const MOCAP_MARKER_GAPS = {
  marker: 'L.KneeLateral',
  shortS: [2, 2.06],
  longS: [3, 3.5],
} as const;

/** The marker that `missing-marker` leaves out. */
export const MOCAP_MISSING_MARKER = 'R.WristMedial';

/**
 * Writes a folder in the layout of the SmartphoneMocapRegression recordings: tables of markers, angles and EMG per trial, files of video
 * frame times beside them, each trial on a clock of its own; or the merged tables of each action.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 * @example
 * const trials = await writeRawMocap('./mocap', { subjects: 1, seed: 1 });
 */
export async function writeRawMocap(directory: string, options: RawMocapOptions): Promise<readonly RawMocapTrial[]> {
  const { subjects, seed, trials = 2, actions = [{ name: 'Walking' }], emgRateHz = 1000 } = options;
  assertWithin('subjects', subjects, 1, 100);
  assertWithin('trials', trials, 1, 100);
  if (emgRateHz % MOCAP_MARKER_RATE_HZ !== 0)
    throw new SimulationOptionError('emgRateHz', `a multiple of ${MOCAP_MARKER_RATE_HZ}`, emgRateHz);
  const truth: RawMocapTrial[] = [];
  for (let person = 0; person < subjects; person += 1) {
    const sourceId = `S${person + 4}`;
    const subject = simulatedSubject(seed * 1000 + person, { sourceId });
    for (const [place, action] of actions.entries()) {
      const written = Array.from({ length: trials }, (_, i) =>
        simulatedTable(subject, action, i + 1, trialSeed(seed, person, place * trials + i + 1), options),
      );
      await writeAction(join(directory, 'Subject_Data'), sourceId, action.name, written, options);
      truth.push(...written.map(({ own }) => own));
    }
  }
  return truth;
}

interface WrittenTrial {
  readonly own: RawMocapTrial;
  readonly number: number;
  readonly table: MocapTable;
  readonly frameTimesMs: readonly number[];
}

function simulatedTable(
  subject: SimulatedSubject,
  action: MocapAction,
  number: number,
  seed: number,
  options: RawMocapOptions,
): WrittenTrial {
  const { emgRateHz = 1000, durationS = 6, frameRateHz = 30, layout = 'trials', rightHeel = false } = options;
  const { truth, recorded } = rawTrial(
    {
      seed,
      subject,
      bouts: action.bouts ?? [{ gait: 'walk', durationS, speedMps: 1 + 0.1 * (number % 4) }],
      markerSamplingRateHz: MOCAP_MARKER_RATE_HZ,
      emg: { samplingRateHz: emgRateHz, unit: 'mV' },
    },
    options.fault ?? null,
  );
  const names = rightHeel ? [...MOCAP_MARKERS, 'R.FootHeel'] : MOCAP_MARKERS;
  const paths = mocapMarkerPaths(recorded.markers, subject.heightM, names);
  const table = mocapTable(recorded, paths, {
    emgRateHz,
    emgSide: options.emgSide ?? 'right',
    // a merge by time keeps rows between the frames, where markers have to be too
    coordinates: options.coordinates ?? (layout === 'trials' ? 'own-rows' : 'every-row'),
    lengthUnit: options.lengthUnit ?? 'mm',
    verticalAxis: options.verticalAxis ?? '+z',
    kneeFlexion: options.kneeFlexion ?? 'positive',
  });
  const defect = options.defects?.[number] ?? null;
  const frameTimesMs = withFrameDefect(mocapFrameTimesMs(truth.durationS, frameRateHz), defect);
  return {
    own: {
      sourceId: subject.sourceId,
      trial: `${action.name}_Trial${number}`,
      action: action.name,
      subject,
      simulated: truth,
      strides: truth.strides,
      frameTimesS: frameTimesMs.map((ms) => ms / 1000),
      markersM: mocapMarkerPaths(truth.markers, subject.heightM, names),
    },
    number,
    table: withTableDefect(table, defect, emgRateHz),
    frameTimesMs,
  };
}

function withFrameDefect(timesMs: number[], defect: MocapDefect | null): number[] {
  if (defect === 'lost-frames') return timesMs.filter((_, frame) => frame % 7 !== 3);
  if (defect === 'repeated-frames') return timesMs.flatMap((ms, frame) => (frame % 20 === 5 ? [ms, ms] : [ms]));
  return defect === 'frames-elsewhere' ? timesMs.map((ms) => ms + 1_700_000_000_000) : timesMs;
}

function withTableDefect({ columns, numRows }: MocapTable, defect: MocapDefect | null, emgRateHz: number): MocapTable {
  const change = (fits: (name: string) => boolean, values: (column: CsvColumn) => CsvColumn['values']): MocapTable => ({
    columns: columns.map((column) => (fits(column.name) ? { ...column, values: values(column) } : column)),
    numRows,
  });
  if (defect === 'marker-gaps') {
    const { marker, shortS, longS } = MOCAP_MARKER_GAPS;
    const hidden = (row: number): boolean =>
      [shortS, longS].some(([fromS, toS]) => row >= fromS * emgRateHz && row < toS * emgRateHz);
    return change(
      (name) => name.startsWith(`${marker}_`),
      ({ values }) => (values as Float64Array).map((value, row) => (hidden(row) ? NaN : value)),
    );
  }
  if (defect === 'missing-marker')
    return change(
      (name) => name.startsWith(`${MOCAP_MISSING_MARKER}_`),
      () => new Float64Array(numRows).fill(NaN),
    );
  if (defect === 'text-in-emg')
    return change(
      (name) => name === 'Vastus Lateralis',
      ({ values }) => Array.from(values as Float64Array, (value, row) => (row % 2500 === 100 ? 'lost' : String(value))),
    );
  return { columns, numRows };
}

async function writeAction(
  root: string,
  person: string,
  action: string,
  trials: readonly WrittenTrial[],
  { layout = 'trials', trialColumn = false, shuffled = false, defects = {}, seed }: RawMocapOptions,
): Promise<void> {
  const order = (table: MocapTable): MocapTable => (shuffled ? shuffledColumns(table, seed) : table);
  const text = (table: MocapTable): string => csvText(order(table).columns, table.numRows, { missing: '' });
  if (layout !== 'synchronised') {
    for (const { number, table, frameTimesMs } of trials) {
      const defect = defects[number] ?? null;
      const content = defect === 'empty' ? '' : defect === 'no-rows' ? text({ ...table, numRows: 0 }) : text(table);
      await write(
        join(root, person, 'Activity_Trials', `${person}_${action}_Trial${number}.csv`),
        defect === 'cut-short' ? content.slice(0, -700) : content,
      );
      if (defect === 'missing-frames') continue;
      const folder = join(root, person, `${person}_FramesData_Orig`, `${person}_${action}_FD_Orig`);
      const columns = [
        { name: 'Frame', values: frameTimesMs.map((_, frame) => frame + 1) },
        { name: 'TimeStamp', values: frameTimesMs },
      ];
      await write(join(folder, `${person}_${action}_Orig_${number}.csv`), csvText(columns, frameTimesMs.length));
    }
  }
  if (layout === 'trials') return;
  const merged = stackedTables(
    trials.map(({ table, frameTimesMs }) => synchronisedRows(table, frameTimesMs)),
    trialColumn ? trials.map(({ number }) => `Trial${number}`) : null,
  );
  await write(join(root, person, 'sync_data', `${person}_${action}_Synchronized.csv`), text(merged));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
