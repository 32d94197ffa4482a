import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeXlsx } from '@emgfm/xlsx';
import type { Bout } from '../bout';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import { csvText, type CsvColumn } from './csv-text';
import type { SourceFault } from './faults';
import { rawTrial, sampleTimesS, trialSeed } from './raw-trial';
import { siatColumns, SIAT_MOTION_RATE_HZ, SIAT_RATE_HZ } from './siat-columns';
import {
  SIAT_MOVEMENTS,
  siatCycles,
  siatLabelTexts,
  siatNumbersPerLeg,
  type SiatCycle,
  type SiatMovement,
} from './siat-labels';

/** What may be wrong with the two files of one trial. */
export type SiatDefect =
  | { readonly kind: 'missing_file'; readonly file: 'Data' | 'Label' }
  /** A header and no rows. */
  | { readonly kind: 'zero_length'; readonly file: 'Data' | 'Label' }
  | { readonly kind: 'missing_column'; readonly column: string }
  /** The last rows of the label file are missing. */
  | { readonly kind: 'short_labels'; readonly rows: number }
  /** The clock of the label file begins at another time. */
  | { readonly kind: 'shifted_label_clock'; readonly byS: number }
  /** Rows of the data file were lost: its clock jumps. */
  | { readonly kind: 'lost_rows'; readonly startS: number; readonly endS: number }
  /** A column of the data file is not a number for a while. */
  | { readonly kind: 'gap'; readonly column: string; readonly startS: number; readonly endS: number }
  /** A status that is missing in one cycle. */
  | { readonly kind: 'missing_status'; readonly group: number; readonly status: number };

/** What to write. */
export interface RawSiatOptions {
  /** Number of persons, at most forty. */
  readonly subjects: number;
  readonly seed: number;
  /** Default all three. */
  readonly movements?: readonly SiatMovement[];
  /** Labelled cycles of each leg in a file. Default 5. */
  readonly cyclesPerLeg?: number;
  /** Folders `SIAT_LLMD20230404/SIAT_LLMD20230404`, as unpacking makes them, or one of them. Default true. */
  readonly doubled?: boolean;
  /** Sign of knee flexion in angles and torques. Default 1. */
  readonly kneeSign?: 1 | -1;
  /** Numbers of the cycles from the left leg on. Default false: right first. */
  readonly leftFirst?: boolean;
  /** `1.0` for `1` in the label files. Default false. */
  readonly decimalLabels?: boolean;
  /** Digits of the time behind the decimal point. Default 6. */
  readonly timeDigits?: number;
  /** Also write a sitting movement and a rest, labelled `A` and `R`. Default false. */
  readonly otherMovements?: boolean;
  /** Leave out `SubjectInformation.xlsx`. Default false. */
  readonly withoutSubjectInformation?: boolean;
  /** Height in the workbook. Default centimetre. */
  readonly heightUnit?: 'cm' | 'm';
  /** Columns of the data files in another order and other capitals. Default false. */
  readonly reordered?: boolean;
  /** Defects by movement, the same for every person. */
  readonly defects?: Readonly<Partial<Record<SiatMovement, readonly SiatDefect[]>>>;
  /** A mistake in everything that is recorded. */
  readonly fault?: SourceFault | null;
}

/** The truth of one trial. */
export interface RawSiatTrial {
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  /** The movement, as its files are called. */
  readonly trial: SiatMovement;
  /** Paths below the folder, with `/`. */
  readonly dataFile: string;
  readonly labelFile: string;
  readonly simulated: SimulatedTrial;
  readonly cycles: readonly SiatCycle[];
  /** The labelled strides and no other. */
  readonly strides: readonly StrideTruth[];
}

const STRIDE_S = { WAK: 1.15, UPS: 1.35, DNS: 1.25 } as const;
const STAND: Bout = { gait: 'stand', durationS: 1 };

/** Stands, moves, stands or turns, moves, stands. */
function boutsOf(movement: SiatMovement, cyclesPerLeg: number): readonly Bout[] {
  const strideTimeS = STRIDE_S[movement];
  // one stride to begin, one that is not labelled, one for where the bout begins and ends within a stride
  const durationS = (cyclesPerLeg + (cyclesPerLeg > 3 ? 3 : 2)) * strideTimeS;
  if (movement !== 'WAK') {
    const stairs: Bout = { gait: movement === 'UPS' ? 'stair_up' : 'stair_down', strideTimeS, durationS };
    return [STAND, stairs, { gait: 'stand', durationS: 2 }, stairs, STAND];
  }
  const walk: Bout = { gait: 'walk', strideTimeS, durationS };
  return [STAND, walk, { gait: 'walk', headingChangeDeg: 180, durationS: 2 }, walk, STAND];
}

/**
 * Writes a folder in the layout of SIAT-LLMD: for each person and movement one data file of 26 columns and one label file, 1920 rows
 * per second, and `SubjectInformation.xlsx`.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 */
export async function writeRawSiat(directory: string, options: RawSiatOptions): Promise<readonly RawSiatTrial[]> {
  const { subjects, seed, movements = SIAT_MOVEMENTS, doubled = true } = options;
  assertWithin('subjects', subjects, 1, 40);
  assertWithin('cyclesPerLeg', options.cyclesPerLeg ?? 5, 1, 100);
  const folder = doubled ? 'SIAT_LLMD20230404/SIAT_LLMD20230404' : 'SIAT_LLMD20230404';
  const persons = Array.from({ length: subjects }, (_, index) =>
    simulatedSubject(seed * 1000 + index, { sourceId: `Sub${String(index + 1).padStart(2, '0')}` }),
  );
  const written: RawSiatTrial[] = [];
  for (const [index, subject] of persons.entries()) {
    for (const movement of movements) {
      const trialIndex = SIAT_MOVEMENTS.indexOf(movement);
      written.push(await writeTrial(directory, folder, subject, movement, trialSeed(seed, index, trialIndex), options));
    }
    if (options.otherMovements) await writeOtherMovements(join(directory, folder), subject.sourceId);
  }
  if (!options.withoutSubjectInformation) {
    await writeFile(join(directory, folder, 'SubjectInformation.xlsx'), subjectSheet(persons, options.heightUnit));
  }
  return written;
}

async function writeTrial(
  directory: string,
  folder: string,
  subject: SimulatedSubject,
  movement: SiatMovement,
  seed: number,
  options: RawSiatOptions,
): Promise<RawSiatTrial> {
  const { cyclesPerLeg = 5, kneeSign = 1, timeDigits = 6, decimalLabels = false, fault = null } = options;
  const defects = options.defects?.[movement] ?? [];
  const { truth: simulated, recorded } = rawTrial(
    {
      seed,
      subject,
      bouts: boutsOf(movement, cyclesPerLeg),
      markerSamplingRateHz: SIAT_MOTION_RATE_HZ,
      emg: { samplingRateHz: SIAT_RATE_HZ, unit: 'V' },
    },
    fault,
  );
  const middleS = simulated.durationS / 2;
  const halves = { right: [0, middleS], left: [middleS, simulated.durationS] } as const;
  const numbersPerLeg = siatNumbersPerLeg(cyclesPerLeg);
  const cycles = siatCycles(simulated.strides, halves, cyclesPerLeg, movement).map((cycle) =>
    options.leftFirst ? { ...cycle, group: ((cycle.group - 1 + numbersPerLeg) % (2 * numbersPerLeg)) + 1 } : cycle,
  );
  const columns = siatColumns(recorded, { kneeSign, timeDigits });
  const timesS = sampleTimesS(columns[0].values.length, SIAT_RATE_HZ);
  const labels = siatLabelTexts(timesS, cycles, decimalLabels);
  const paths = (['Data', 'Label'] as const).map(
    (file) =>
      `${folder}/${subject.sourceId}/${file === 'Data' ? 'Data' : 'Labels'}/${subject.sourceId}_${movement}_${file}.csv`,
  );
  const tables: readonly [CsvColumn[], CsvColumn[]] = [
    dataWithDefects(arranged(columns, options), timesS, defects),
    labelsWithDefects(timesS, labels, cycles, timeDigits, defects),
  ];
  for (const [i, file] of (['Data', 'Label'] as const).entries()) {
    if (defects.some((defect) => defect.kind === 'missing_file' && defect.file === file)) continue;
    const empty = defects.some((defect) => defect.kind === 'zero_length' && defect.file === file);
    const numRows = empty ? 0 : Math.max(...tables[i].map(({ values }) => values.length));
    await mkdir(dirname(join(directory, paths[i])), { recursive: true });
    await writeFile(join(directory, paths[i]), csvText(tables[i], numRows, { missing: i === 0 ? 'NaN' : '' }));
  }
  return {
    sourceId: subject.sourceId,
    subject,
    trial: movement,
    dataFile: paths[0],
    labelFile: paths[1],
    simulated,
    cycles,
    strides: cycles.map(({ stride }) => stride),
  };
}

function arranged(columns: CsvColumn[], { reordered = false }: RawSiatOptions): CsvColumn[] {
  if (!reordered) return columns;
  return columns.map((column) => ({ ...column, name: column.name.toUpperCase() })).reverse();
}

function dataWithDefects(columns: CsvColumn[], timesS: Float64Array, defects: readonly SiatDefect[]): CsvColumn[] {
  return defects.reduce((before, defect) => {
    switch (defect.kind) {
      case 'missing_column':
        return before.filter(({ name }) => name !== defect.column);
      case 'gap':
        return before.map((column) =>
          column.name === defect.column
            ? { ...column, values: numbersOf(column).map((value, row) => (within(timesS[row], defect) ? NaN : value)) }
            : column,
        );
      case 'lost_rows':
        return before.map((column) => ({
          ...column,
          values: numbersOf(column).filter((_, row) => !within(timesS[row], defect)),
        }));
      default:
        return before;
    }
  }, columns);
}

function labelsWithDefects(
  timesS: Float64Array,
  labels: ReturnType<typeof siatLabelTexts>,
  cycles: readonly SiatCycle[],
  timeDigits: number,
  defects: readonly SiatDefect[],
): CsvColumn[] {
  let times = timesS;
  let status = [...labels.status];
  for (const defect of defects) {
    if (defect.kind === 'shifted_label_clock') times = times.map((timeS) => timeS + defect.byS);
    if (defect.kind === 'short_labels') times = times.subarray(0, times.length - defect.rows);
    if (defect.kind === 'missing_status') {
      const cycle = cycles.find(({ group }) => group === defect.group);
      const [fromS, toS] = cycle?.bordersS.slice(defect.status - 1) ?? [NaN, NaN];
      status = status.map((text, row) => (timesS[row] >= fromS && timesS[row] < toS ? '' : text));
    }
  }
  return [
    { name: 'Time', values: times, digits: timeDigits },
    { name: 'Status', values: status.slice(0, times.length) },
    { name: 'Group', values: labels.group.slice(0, times.length) },
  ];
}

function numbersOf({ values }: CsvColumn): Float64Array {
  return Float64Array.from(values as ArrayLike<number>);
}

function within(timeS: number, { startS, endS }: { readonly startS: number; readonly endS: number }): boolean {
  return timeS >= startS && timeS < endS;
}

/** A movement of repetitions (active, rest) and a rest; neither has gait cycles. */
async function writeOtherMovements(folder: string, sourceId: string): Promise<void> {
  const times = sampleTimesS(200, SIAT_RATE_HZ);
  for (const [movement, active] of [
    ['SITDN', 100],
    ['STC', 0],
  ] as const) {
    const status = Array.from(times, (_, row) => (row < active ? 'A' : 'R'));
    const time: CsvColumn = { name: 'Time', values: times, digits: 6 };
    const label = [
      time,
      { name: 'Status', values: status },
      { name: 'Group', values: status.map((text) => (text === 'A' ? '1' : '')) },
    ];
    for (const [kind, columns] of [
      ['Data', [time]],
      ['Label', label],
    ] as const) {
      const path = join(folder, sourceId, kind === 'Data' ? 'Data' : 'Labels', `${sourceId}_${movement}_${kind}.csv`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, csvText(columns, times.length, { missing: '' }));
    }
  }
}

function subjectSheet(persons: readonly SimulatedSubject[], heightUnit: 'cm' | 'm' = 'cm'): Uint8Array {
  const heading = ['Subject', 'Age', 'Sex', 'Height', 'Weight', 'Thigh length', 'Knee width'];
  const height = (heightM: number): number => (heightUnit === 'cm' ? Math.round(heightM * 1000) / 10 : heightM);
  const rows = persons.map(({ sourceId, ageY, sex, heightM, massKg }) => [
    sourceId,
    ageY,
    sex === 'female' ? 'F' : 'M',
    height(heightM),
    massKg,
    height(0.245 * heightM),
    height(0.06 * heightM),
  ]);
  return writeXlsx([{ name: 'SubjectInformation', rows: [heading, ...rows] }]);
}
