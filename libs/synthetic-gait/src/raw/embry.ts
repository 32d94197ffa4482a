import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { matCell, matStruct, writeMat, type MatInput } from '@emgfm/matfile';
import { SIDES } from '@emgfm/schema';
import { assertWithin, SimulationOptionError } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type PerSide, type SimulatedSubject } from '../subject';
import { continuousFields, EMBRY_RATES, gaitCycleFields, type EmbryConvention, type EmbryDefect } from './embry-trial';
import type { SourceFault } from './faults';
import { rawTrial, trialSeed } from './raw-trial';
import { truthBetween } from './truth-between';

const SPEEDS = { s0x8: 0.8, s1: 1, s1x2: 1.2 } as const;
const INCLINES_DEG = [-10, -7.5, -5, -2.5, 0, 2.5, 5, 7.5, 10];

/** The 27 trials of the source: three speeds, nine slopes. */
export const EMBRY_TRIALS: readonly string[] = Object.keys(SPEEDS).flatMap((speed) =>
  INCLINES_DEG.map((deg) => `${speed}${deg < 0 ? 'd' : 'i'}${String(Math.abs(deg)).replace('.', 'x')}`),
);

/** What to write. */
export interface RawEmbryOptions {
  /** The first so many persons, or these numbers (1-10). */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Default all 27. */
  readonly trials?: readonly string[];
  /** Length (s) of each trial. Default 12. */
  readonly trialS?: number;
  /** Defects by trial, the same for every person. */
  readonly defects?: Readonly<Record<string, readonly EmbryDefect[]>>;
  /** Factor from internal N·m/kg. Default -1000: N·mm/kg with push-off positive. */
  readonly momentFactor?: number;
  /** Of `Gaitcycle`. Default envelope. */
  readonly emg?: EmbryConvention['emg'];
  /** Stride times on the clock of the trial (default), or each stride from 0. */
  readonly strideClock?: EmbryConvention['strideClock'];
  /** Is there bipolar EMG at 1000 Hz in `Continuous`? Default false. */
  readonly continuousEmg?: boolean;
  /** Is there `Continuous` at all? Default true. */
  readonly continuous?: boolean;
  /** Persons whose right TA is no TA. Default none. */
  readonly faultyRightTa?: readonly number[];
  /** Default v7.3, as in the source. */
  readonly matVersion?: 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One trial of one person and what it truly is. */
export interface RawEmbryTrial {
  readonly sourceId: string;
  readonly trial: string;
  readonly subject: SimulatedSubject;
  /** The strides that are whole and that the authors did not mark, in time order. */
  readonly strides: readonly StrideTruth[];
  /** Those that the authors marked as outliers. */
  readonly outliers: readonly StrideTruth[];
}

/**
 * Writes a folder in the layout of Embry et al. 2018: one file `InclineExperiment.mat` (MAT v7.3) with the structs `Gaitcycle` (150
 * points per stride) and `Continuous`, in both one field per person and trial.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial; the strides begin and end on frames of 10 ms, as in the source
 * @throws SimulationOption
 * @example
 * const trials = await writeRawEmbry('./embry', { subjects: 2, seed: 1, trials: ['s1i0', 's1i10'] });
 */
export async function writeRawEmbry(directory: string, options: RawEmbryOptions): Promise<readonly RawEmbryTrial[]> {
  const { subjects, trials = EMBRY_TRIALS, trialS = 12, continuous = true, matVersion = 'v7.3' } = options;
  const numbers = typeof subjects === 'number' ? Array.from({ length: subjects }, (_, i) => i + 1) : subjects;
  assertWithin('subjects', numbers.length, 1, 10);
  assertWithin('trialS', trialS, 5, 600);
  const unknown = trials.find((trial) => !EMBRY_TRIALS.includes(trial));
  if (unknown !== undefined) throw new SimulationOptionError('trials', EMBRY_TRIALS.join(', '), unknown);
  const truth: RawEmbryTrial[] = [];
  const gaitCycle: Record<string, MatInput> = {};
  const continuousOf: Record<string, MatInput> = {};
  for (const number of numbers) {
    assertWithin('subjects', number, 1, 10);
    const sourceId = `AB${String(number).padStart(2, '0')}`;
    const subject = simulatedSubject(trialSeed(options.seed, number, 0), { sourceId });
    const written = trials.map((trial) => writtenTrial(trial, { number, subject, trialS }, options));
    gaitCycle[sourceId] = matStruct({
      subjectdetails: subjectDetails(subject),
      ...Object.fromEntries(written.map(({ truth: { trial }, gaitCycle: fields }) => [trial, fields])),
    });
    continuousOf[sourceId] = matStruct(
      Object.fromEntries(written.map(({ truth: { trial }, continuous: fields }) => [trial, fields])),
    );
    truth.push(...written.map((trial) => trial.truth));
  }
  await mkdir(directory, { recursive: true });
  await writeMat(
    join(directory, 'InclineExperiment.mat'),
    { Gaitcycle: matStruct(gaitCycle), ...(continuous ? { Continuous: matStruct(continuousOf) } : {}) },
    { version: matVersion },
  );
  return truth;
}

function writtenTrial(
  trial: string,
  { number, subject, trialS }: { number: number; subject: SimulatedSubject; trialS: number },
  options: RawEmbryOptions,
): { truth: RawEmbryTrial; gaitCycle: MatInput; continuous: MatInput } {
  const index = EMBRY_TRIALS.indexOf(trial);
  const speedMps = Object.values(SPEEDS)[Math.floor(index / INCLINES_DEG.length)] as number;
  const inclineDeg = INCLINES_DEG[index % INCLINES_DEG.length] as number;
  const { truth, recorded } = rawTrial(
    {
      seed: trialSeed(options.seed, number, index + 1),
      subject,
      bouts: [{ gait: 'walk', durationS: trialS, speedMps, inclineDeg }],
      surface: 'treadmill',
      markerSamplingRateHz: EMBRY_RATES.frameHz,
      emg: { samplingRateHz: EMBRY_RATES.emgHz },
    },
    options.fault ?? null,
  );
  const strides = { left: stridesOnFrames(truth, 'left'), right: stridesOnFrames(truth, 'right') };
  const defects = options.defects?.[trial] ?? [];
  const cut = {
    recorded,
    strides,
    defects,
    convention: {
      momentFactor: options.momentFactor ?? -1000,
      emg: options.emg ?? 'envelope',
      strideClock: options.strideClock ?? 'trial',
      continuousEmg: options.continuousEmg ?? false,
      faultyRightTa: options.faultyRightTa?.includes(number) ?? false,
    },
  } as const;
  return {
    truth: { sourceId: subject.sourceId, trial, subject, ...sorted(strides, defects) },
    gaitCycle: matStruct({
      description: descriptionOf(defects.includes('other-description') ? 2 * speedMps : speedMps, inclineDeg),
      ...gaitCycleFields(cut),
    }),
    continuous: matStruct(continuousFields(cut)),
  };
}

/** The strides of a leg between the frames that are nearest to its strikes. */
function stridesOnFrames(trial: SimulatedTrial, side: 'left' | 'right'): StrideTruth[] {
  const onFrame = (timeS: number): number => Math.round(timeS * EMBRY_RATES.frameHz) / EMBRY_RATES.frameHz;
  return trial.strides
    .filter((stride) => stride.side === side)
    .map(({ startS, endS, activity, speedMps, inclineDeg, stepHeightM }) =>
      truthBetween(
        trial,
        side,
        { startS: onFrame(startS), endS: onFrame(endS) },
        { activity, speedMps, inclineDeg, stepHeightM },
      ),
    );
}

/** Strides that are to be read, and those that are marked. */
function sorted(
  strides: PerSide<readonly StrideTruth[]>,
  defects: readonly EmbryDefect[],
): Pick<RawEmbryTrial, 'strides' | 'outliers'> {
  const isOut = (side: string, index: number): boolean =>
    defects.includes('outlier') && side === 'right' && index === 2;
  const isLost = (side: string, index: number): boolean =>
    defects.includes('zero-last-stride') && side === 'left' && index === strides.left.length - 1;
  const pick = (wanted: (side: string, index: number) => boolean): StrideTruth[] =>
    SIDES.flatMap((side) => strides[side].filter((_, index) => wanted(side, index))).sort(
      (a, b) => a.startS - b.startS,
    );
  return {
    strides: pick((side, index) => !isOut(side, index) && !isLost(side, index)),
    outliers: pick(isOut),
  };
}

/** Labels and values of a person. */
function subjectDetails({ sex, ageY, heightM, massKg }: SimulatedSubject): MatInput {
  const legLengthMm = Math.round(530 * heightM);
  const rows: readonly (readonly [string, string | number])[] = [
    ['Gender', sex === 'female' ? 'F' : 'M'],
    ['Age', ageY],
    ['Height (mm)', 1000 * heightM],
    ['Body Mass (kg)', massKg],
    ['Left Leg Length (mm)', legLengthMm],
    ['Right Leg Length (mm)', legLengthMm + 3],
  ];
  return table(rows);
}

function descriptionOf(speedMps: number, inclineDeg: number): MatInput {
  return table([
    ['Treadmill Speed (m/s)', speedMps],
    ['Treadmill Incline (deg)', inclineDeg],
  ]);
}

/** A cell array of labels and values. */
function table(rows: readonly (readonly [string, string | number])[]): MatInput {
  return matCell([...rows.map(([label]) => label), ...rows.map(([, value]) => value)], [rows.length, 2]);
}
