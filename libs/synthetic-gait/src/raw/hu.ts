import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { oppositeSide, type Side } from '@emgfm/schema';
import type { Bout } from '../bout';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject } from '../subject';
import { csvText } from './csv-text';
import type { SourceFault } from './faults';
import { huColumns, HU_RATE_HZ, huRawColumns } from './hu-columns';
import { HU_STEP_HEIGHT_M, huEvents, modeOf, type HuEvent } from './hu-events';
import { rawTrial, trialSeed } from './raw-trial';

/** The persons of the source. */
export const HU_SUBJECTS = [
  'AB156',
  'AB185',
  'AB186',
  'AB188',
  'AB189',
  'AB190',
  'AB191',
  'AB192',
  'AB193',
  'AB194',
] as const;

/** What to write. */
export interface RawHuOptions {
  /** Number of persons, at most ten. */
  readonly subjects: number;
  readonly seed: number;
  /** Circuits per person, numbered from 1. Default 2: one of each kind. */
  readonly circuits?: number;
  /** What is done in a circuit. Default {@link huCircuit}. */
  readonly boutsOf?: (circuit: number) => readonly Bout[];
  /** Folders `AB156/AB156/Processed` as unpacking makes them, or `AB156/Processed`. Default true. */
  readonly nested?: boolean;
  /** Also write `Raw/`, with goniometers in volt. Default false. */
  readonly rawFiles?: boolean;
  /** Strikes that are not in the lists, as if the authors had deleted them: n-th strike of a leg, from 0, of every circuit. */
  readonly deletedStrikes?: Readonly<Partial<Record<Side, readonly number[]>>>;
  /** Foot-offs that are not in the lists, counted in the same way. */
  readonly deletedFootOffs?: Readonly<Partial<Record<Side, readonly number[]>>>;
  /** Rows by which the column `Mode` lags the events. Default 150. */
  readonly modeLagRows?: number;
  /** Text of missing cells. Default `NaN`. */
  readonly missing?: '' | 'NaN';
  /** Columns that the files lack. */
  readonly missingColumns?: readonly string[];
  /** Columns in another order and other capitals. Default false. */
  readonly reordered?: boolean;
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** The truth of one circuit. */
export interface RawHuCircuit {
  readonly sourceId: string;
  readonly trial: string;
  /** Path below the folder, with `/`. */
  readonly file: string;
  readonly simulated: SimulatedTrial;
  /** Every stride that the lists of events hold and no other, with the activity that their modes say. */
  readonly strides: readonly StrideTruth[];
}

const LONGEST_STRIDE_S = 1.5;

/** Stairs at a pace that keeps strides below 1.5 s. */
const STAIR = { stepHeightM: HU_STEP_HEIGHT_M, strideTimeS: 1.25, durationS: 4.5 } as const;

/** The circuits of the source in short: odd ones climb stairs and go down a ramp, even ones the other way round. */
export function huCircuit(circuit: number): readonly Bout[] {
  const level: Bout = { gait: 'walk', durationS: 3.5 };
  const middle: readonly Bout[] =
    circuit % 2 === 1
      ? [{ gait: 'stair_up', ...STAIR }, level, { gait: 'walk', inclineDeg: -10, durationS: 3.5 }]
      : [{ gait: 'walk', inclineDeg: 10, durationS: 3.5 }, level, { gait: 'stair_down', ...STAIR }];
  return [{ gait: 'stand', durationS: 2 }, level, ...middle, level, { gait: 'stand', durationS: 2 }];
}

/**
 * Writes a folder in the layout of ENABL3S (Hu et al. 2018): one CSV file per circuit, 1000 rows per second.
 * @param directory folder; made where it is missing
 * @returns the truth, circuit by circuit
 * @throws SimulationOption
 */
export async function writeRawHu(directory: string, options: RawHuOptions): Promise<readonly RawHuCircuit[]> {
  const { subjects, seed, circuits = 2, boutsOf = huCircuit, nested = true, fault = null } = options;
  assertWithin('subjects', subjects, 1, HU_SUBJECTS.length);
  assertWithin('circuits', circuits, 1, 50);
  const truth: RawHuCircuit[] = [];
  for (const [subjectIndex, sourceId] of HU_SUBJECTS.slice(0, subjects).entries()) {
    const folder = nested ? `${sourceId}/${sourceId}` : sourceId;
    const subject = simulatedSubject(seed * 1000 + subjectIndex, { sourceId });
    for (let circuit = 1; circuit <= circuits; circuit += 1) {
      const { truth: simulated, recorded } = rawTrial(
        {
          seed: trialSeed(seed, subjectIndex, circuit),
          subject,
          bouts: boutsOf(circuit),
          markerSamplingRateHz: HU_RATE_HZ,
          emg: { samplingRateHz: HU_RATE_HZ, unit: 'mV' },
        },
        fault,
      );
      const events = huEvents(simulated, options.deletedStrikes, options.deletedFootOffs);
      const trial = `Circuit_${String(circuit).padStart(3, '0')}`;
      const file = `${folder}/Processed/${sourceId}_${trial}_post.csv`;
      await writeTable(
        join(directory, file),
        arranged(huColumns(recorded, events, options.modeLagRows), options),
        options,
      );
      if (options.rawFiles) {
        await writeTable(
          join(directory, `${folder}/Raw/${sourceId}_${trial}_raw.csv`),
          huRawColumns(recorded),
          options,
        );
      }
      truth.push({ sourceId, trial, file, simulated, strides: listedStrides(simulated, events) });
    }
    await writeSideFiles(join(directory, folder), sourceId, circuits);
  }
  return truth;
}

type Columns = ReturnType<typeof huColumns>;

function arranged(columns: Columns, { missingColumns = [], reordered = false }: RawHuOptions): Columns {
  const kept = columns.filter(({ name }) => !missingColumns.includes(name));
  return reordered ? kept.map((column) => ({ ...column, name: column.name.toUpperCase() })).reverse() : kept;
}

async function writeTable(path: string, columns: Columns, { missing }: RawHuOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(
    path,
    csvText(columns, columns.find(({ name }) => /^mode$|_ax$/i.test(name))?.values.length ?? 0, { missing }),
  );
}

/** Files that stand beside the recordings. */
async function writeSideFiles(folder: string, sourceId: string, circuits: number): Promise<void> {
  const circuitNumbers = Array.from({ length: circuits }, (_, i) => String(i + 1).padStart(3, '0'));
  await writeFile(
    join(folder, `${sourceId}_Metadata.csv`),
    csvText(
      [
        { name: 'Circuit', values: circuitNumbers },
        { name: 'Notes', values: circuitNumbers.map((_, i) => (i === 0 ? 'stumbled on the ramp' : '')) },
      ],
      circuits,
    ),
  );
  await mkdir(join(folder, 'MVC'), { recursive: true });
  await writeFile(join(folder, 'MVC', `${sourceId}_MVC.csv`), csvText([{ name: 'RTA', values: [0.1, 0.4] }], 2));
}

/** The strides that the lists hold: consecutive strikes of a leg, at most 1.5 s, with one foot-off of that leg. */
function listedStrides(simulated: SimulatedTrial, events: readonly HuEvent[]): StrideTruth[] {
  return simulated.strides.flatMap((stride): StrideTruth[] => {
    const { side, startS, footOffS, endS } = stride;
    const listed = (timeS: number): HuEvent | undefined =>
      events.find((event) => event.side === side && event.timeS === timeS);
    const [start, off, end] = [startS, footOffS, endS].map(listed);
    if (!start || !off || !end || endS - startS > LONGEST_STRIDE_S || start.mode === 6) return [];
    const others = events.filter(
      (event) =>
        event.kind === 'foot_strike' && event.side === oppositeSide(side) && event.timeS > startS && event.timeS < endS,
    );
    const steady =
      start.mode === start.previousMode &&
      end.mode === end.previousMode &&
      [end, ...others].every(({ mode, previousMode }) => mode === start.mode && previousMode === start.mode);
    return [{ ...stride, activity: steady ? modeOf(start.mode) : 'transition' }];
  });
}
