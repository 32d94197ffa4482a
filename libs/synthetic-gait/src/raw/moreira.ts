import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matCell, matStruct, matTable, writeMat, type MatInput } from '@emgfm/matfile';
import { SIDES, type Side } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import { csvText } from './csv-text';
import type { SourceFault } from './faults';
import {
  arrangedTable,
  MOREIRA_POINTS,
  MOREIRA_SIGNALS,
  moreiraTable,
  type MoreiraSignal,
  type MoreiraTable,
} from './moreira-tables';
import { rawTrial, trialSeed, type RawTrial } from './raw-trial';

/** Speeds (km/h) by the names of their folders and fields. */
export const MOREIRA_SPEEDS_KMH = { V1: 1, V15: 1.5, V2: 2, V25: 2.5, V3: 3, V35: 3.5, V4: 4 } as const;

/** Name of a speed. */
export type MoreiraSpeed = keyof typeof MOREIRA_SPEEDS_KMH;

/** What is written. Files are named as `V2/R/Angles/T1.txt`. */
export interface RawMoreiraOptions {
  /** The first so many persons of the dataset, or those of these numbers, 1 to 16. */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** The text files, the MAT files, or both. Default `ascii`. */
  readonly format?: 'ascii' | 'mat' | 'both';
  /** Default all seven; the fourth person lacks V1, V35 and V4. */
  readonly speeds?: readonly MoreiraSpeed[];
  /** Trials of each speed. Default 2. */
  readonly trials?: number;
  /** A mistake in everything that is recorded. */
  readonly fault?: SourceFault | null;
  /** `Participant03` for `Participant3`. Default false. */
  readonly zeroPadded?: boolean;
  /** Signals that nobody has. */
  readonly missingSignals?: readonly MoreiraSignal[];
  /** Text files that are missing. */
  readonly missingFiles?: readonly string[];
  /** Columns that every table lacks. */
  readonly missingColumns?: readonly string[];
  /** Columns in reverse order. Default false. */
  readonly reversedColumns?: boolean;
  /** Samples from 40 to 50 % of the stride are missing in the column of this name, in every table. */
  readonly columnWithGap?: string;
  /** External moments. Default false. */
  readonly externalMoments?: boolean;
  /** Stride times in one table for each leg and speed, in one file for each trial, or left out. Default `table`. */
  readonly strideTimes?: 'table' | 'per-trial' | 'none';
  /** Leave `Metadata.txt` out. Default false. */
  readonly withoutMetadata?: boolean;
  /** Unit of the EMG. Default mV. */
  readonly emgUnit?: 'V' | 'mV' | 'uV';
}

/** One stride as it was written. */
export interface RawMoreiraStride {
  /** `Participant3`. */
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  /** `V2/T1`. */
  readonly trial: string;
  /** `St1` or `St2`. */
  readonly subtrial: string;
  readonly truth: StrideTruth;
}

/** Rates (Hz) of the simulation, of which the files hold 1001 points per stride. */
const MOTION_RATE_HZ = 500;
const EMG_RATE_HZ = 1000;
const MISSING_SPEEDS: Readonly<Record<number, readonly MoreiraSpeed[]>> = { 4: ['V1', 'V35', 'V4'] };
/** Strides of both legs, in the order and number in which the source has them. */
const STRIDES_OF: Readonly<Record<Side, number>> = { left: 1, right: 2 };
const MAT_FIELD: Readonly<Record<MoreiraSignal, string>> = {
  Angles: 'Angles',
  Torques: 'Torques',
  Torques_Norm: 'Torques_Norm',
  'EMG filtered': 'EMGs_filt',
  'EMG envelope': 'EMGs_env',
  GRF: 'GRF',
};

interface WrittenTrial {
  readonly name: string;
  readonly strides: Readonly<Record<Side, readonly StrideTruth[]>>;
  readonly recorded: SimulatedTrial;
}

/**
 * Writes a small tree in the layout of Moreira et al. (2021): strides of 1001 points, as text files, as MAT tables, or both.
 * @param directory folder; made where it is missing
 * @returns every stride with its truth
 * @throws SimulationOption
 * @example
 * const strides = await writeRawMoreira('./moreira', { subjects: 2, seed: 1, speeds: ['V35', 'V4'] });
 */
export async function writeRawMoreira(directory: string, options: RawMoreiraOptions): Promise<RawMoreiraStride[]> {
  const { subjects, seed, trials = 2, format = 'ascii' } = options;
  const speeds = options.speeds ?? (Object.keys(MOREIRA_SPEEDS_KMH) as MoreiraSpeed[]);
  const numbers = typeof subjects === 'number' ? Array.from({ length: subjects }, (_, i) => i + 1) : subjects;
  assertWithin('subjects', numbers.length, 1, 16);
  assertWithin('trials', trials, 1, 20);
  const written: RawMoreiraStride[] = [];
  for (const number of numbers) {
    const sourceId = `Participant${number}`;
    const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId });
    const folder = options.zeroPadded ? `Participant${String(number).padStart(2, '0')}` : sourceId;
    const places = [
      ...(format === 'mat' ? [] : [join(directory, 'ASCII_files', folder)]),
      ...(format === 'ascii' ? [] : [join(directory, 'MAT files', folder)]),
    ];
    for (const place of places) {
      await mkdir(place, { recursive: true });
      if (!options.withoutMetadata) await writeFile(join(place, 'Metadata.txt'), metadata(subject, number));
    }
    const ofSpeed: Record<string, MatInput> = {};
    for (const speed of speeds.filter((own) => !MISSING_SPEEDS[number]?.includes(own))) {
      const ofTrials = Array.from({ length: trials }, (_, i) =>
        simulatedTrial(subject, speed, i + 1, trialSeed(seed, number, speeds.indexOf(speed) * 50 + i), options),
      );
      if (format !== 'mat') await writeAscii(join(places[0], 'Processed_Data', speed), speed, ofTrials, options);
      if (format !== 'ascii') {
        ofSpeed[speed] = matStruct({
          R: matLeg('right', speed, ofTrials, options),
          L: matLeg('left', speed, ofTrials, options),
        });
      }
      for (const { name, strides } of ofTrials) {
        for (const truth of SIDES.flatMap((side) => strides[side])) {
          const subtrial = `St${strides[truth.side].indexOf(truth) + 1}`;
          written.push({ sourceId, subject, trial: `${speed}/${name}`, subtrial, truth });
        }
      }
    }
    if (format !== 'ascii') {
      await writeMat(join(places.at(-1) as string, 'Processed_Data.mat'), {
        [`Subject${number}_pro`]: matStruct(ofSpeed),
      });
    }
  }
  return written;
}

function simulatedTrial(
  subject: SimulatedSubject,
  speed: MoreiraSpeed,
  number: number,
  seed: number,
  { fault, emgUnit = 'mV' }: RawMoreiraOptions,
): WrittenTrial {
  const speedMps = MOREIRA_SPEEDS_KMH[speed] / 3.6;
  // two strides and the way to them; slow strides last up to 2.5 s
  const durationS = 4 + 1.6 / speedMps;
  const { truth, recorded }: RawTrial = rawTrial(
    {
      seed,
      subject,
      bouts: [{ gait: 'walk', durationS, speedMps }],
      markerSamplingRateHz: MOTION_RATE_HZ,
      emg: { samplingRateHz: EMG_RATE_HZ, unit: emgUnit },
    },
    fault,
  );
  const [left, right] = SIDES.map((side) => {
    const own = truth.strides.filter((stride) => stride.side === side);
    return own.slice(-STRIDES_OF[side]).map((stride) => ({ ...stride, speedMps, inclineDeg: 0, stepHeightM: 0 }));
  });
  return { name: `T${number}`, strides: { left, right }, recorded };
}

function tableOf(
  signal: MoreiraSignal,
  side: Side,
  { recorded, strides }: WrittenTrial,
  { externalMoments = false, reversedColumns = false, missingColumns = [], columnWithGap }: RawMoreiraOptions,
): MoreiraTable {
  const table = moreiraTable(signal, recorded, strides[side], { isExternal: externalMoments });
  table.get(columnWithGap ?? '')?.fill(NaN, 400, 501);
  return arrangedTable(table, reversedColumns, missingColumns);
}

/** Stride times of the trials of one leg, by column. */
function strideTimes(side: Side, trials: readonly WrittenTrial[]): Record<string, Float64Array> {
  return Object.fromEntries(
    Array.from({ length: STRIDES_OF[side] }, (_, index) => [
      `St${index + 1}_Time`,
      Float64Array.from(trials, ({ strides }) => strides[side][index].endS - strides[side][index].startS),
    ]),
  );
}

async function writeAscii(
  folder: string,
  speed: MoreiraSpeed,
  trials: readonly WrittenTrial[],
  options: RawMoreiraOptions,
): Promise<void> {
  const { missingFiles = [], missingSignals = [], strideTimes: times = 'table' } = options;
  for (const [letter, side] of [
    ['R', 'right'],
    ['L', 'left'],
  ] as const) {
    for (const signal of MOREIRA_SIGNALS.filter((own) => !missingSignals.includes(own))) {
      await mkdir(join(folder, letter, signal), { recursive: true });
      for (const trial of trials) {
        const path = `${letter}/${signal}/${trial.name}.txt`;
        if (missingFiles.includes(`${speed}/${path}`)) continue;
        const columns = [...tableOf(signal, side, trial, options)].map(([name, values]) => ({
          name,
          values,
          digits: 7,
        }));
        await writeFile(join(folder, path), csvText(columns, MOREIRA_POINTS, { delimiter: '\t' }));
      }
    }
    const files =
      times === 'table'
        ? [{ path: `${letter}/Stride_Time.txt`, rows: trials }]
        : trials.map((trial) => ({ path: `${letter}/Stride_Time/${trial.name}.txt`, rows: [trial] }));
    for (const { path, rows } of times === 'none' ? [] : files) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      const columns = Object.entries(strideTimes(side, rows)).map(([name, values]) => ({ name, values, digits: 4 }));
      await writeFile(join(folder, path), csvText(columns, rows.length, { delimiter: '\t' }));
    }
  }
}

function matLeg(
  side: Side,
  speed: MoreiraSpeed,
  trials: readonly WrittenTrial[],
  options: RawMoreiraOptions,
): MatInput {
  const { missingSignals = [], missingFiles = [], strideTimes: times = 'table' } = options;
  const letter = side === 'right' ? 'R' : 'L';
  const signals = MOREIRA_SIGNALS.filter((signal) => !missingSignals.includes(signal)).map((signal) => {
    const own = trials.filter(({ name }) => !missingFiles.includes(`${speed}/${letter}/${signal}/${name}.txt`));
    const tables = own.map((trial) => matTable(Object.fromEntries(tableOf(signal, side, trial, options))));
    return [MAT_FIELD[signal], matCell([...own.map(({ name }) => name), ...tables], [own.length, 2])] as const;
  });
  return matStruct({
    ...Object.fromEntries(signals),
    ...(times === 'none' ? {} : { Stride_Time: matTable(strideTimes(side, trials)) }),
  });
}

function metadata({ sex, ageY, heightM, massKg }: SimulatedSubject, number: number): string {
  const lines = [
    `Subject${number}`,
    `Gender: ${sex === 'female' ? 'Female' : 'Male'}`,
    `Age: ${ageY}`,
    `Body Height: ${heightM.toFixed(2)} m`,
    `Body Mass: ${massKg.toFixed(1)} kg`,
    `Leg Length: ${(0.53 * heightM).toFixed(2)} m`,
    `Foot Length: ${(0.152 * heightM).toFixed(2)} m`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}
