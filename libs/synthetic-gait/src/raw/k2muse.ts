import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matStruct, writeMat, type MatInput, type MatStruct } from '@emgfm/matfile';
import { writeXlsx } from '@emgfm/xlsx';
import { assertWithin } from '../errors';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import { normalizedTrial, originalTrial, type K2museProcessedDefect } from './k2muse-processed';
import { speedWord, writeSourceTrial, type K2museSourceDefect, type K2museSourceOptions } from './k2muse-source';
import { k2museTrial, type K2museTrial, type K2museTrialPlan } from './k2muse-trial';
import { trialSeed } from './raw-trial';

/** Number of participants of the dataset: `P01` to `P42`. */
export const K2MUSE_PARTICIPANTS = 42;

/** What to write. */
export interface RawK2museOptions {
  /** The first so many participants, or these numbers (1-42). */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Default: level walking at 1 m/s in the condition `Ideal`, one trial. */
  readonly trials?: readonly K2museTrialPlan[];
  /** Default both. */
  readonly layers?: readonly ('processed' | 'source')[];
  /** Length (s) of each trial. Default 6. */
  readonly trialS?: number;
  /** Strides that begin before (s) are not among those that the source keeps. Default 0. */
  readonly stableFromS?: number;
  /** Seconds of ultrasound, at most those of the trial. Default 0: the device did not run. */
  readonly ultrasoundS?: number;
  /** Default uV. */
  readonly emgUnit?: 'V' | 'mV' | 'uV';
  /** Factor on internal moments (N·m/kg) in the processed layer. Default -1: external. */
  readonly momentFactor?: number;
  /** Halves of the processed layer. Default both. */
  readonly processedData?: readonly ('OriginalData' | 'NormalizedData')[];
  /** Name of the field of 1 m/s. Default `S_1`. */
  readonly oneMetrePerSecond?: 'S_1' | 'S_1x0';
  /** Default v7: v5 with compressed variables. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  readonly source?: K2museSourceOptions;
  /** Defects by the number of the trial in the list (from 0), the same for every participant. */
  readonly processedDefects?: Readonly<Record<number, K2museProcessedDefect>>;
  readonly sourceDefects?: Readonly<Record<number, K2museSourceDefect>>;
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One trial as it was written, and what it truly is. */
export interface RawK2museTrial extends K2museTrial {
  /** `P01`. */
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  /** `Ideal LG_0 S_1`. */
  readonly trial: string;
  /** `Trial_1`. */
  readonly subtrial: string;
}

const LEVEL: K2museTrialPlan = { condition: 'Ideal', mode: 'LG_0', speedMps: 1, number: 1 };

/**
 * Writes a folder in the layout of K2MUSE: the workbook of participants, the processed layer (one MAT file per participant) and the
 * source layer (Vicon C3D, ELONXI text, Noraxon MAT).
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 * @example
 * const trials = await writeRawK2muse('./K2MUSE', { subjects: 1, seed: 1, ultrasoundS: 4 });
 */
export async function writeRawK2muse(directory: string, options: RawK2museOptions): Promise<readonly RawK2museTrial[]> {
  const { subjects, seed, layers = ['processed', 'source'], trials: plans = [LEVEL], trialS = 6 } = options;
  const numbers = typeof subjects === 'number' ? Array.from({ length: subjects }, (_, i) => i + 1) : [...subjects];
  for (const number of numbers) assertWithin('subjects', number, 1, K2MUSE_PARTICIPANTS);
  assertWithin('trialS', trialS, 3, 600);
  await mkdir(join(directory, 'ProcessedData'), { recursive: true });
  const written: RawK2museTrial[] = [];
  for (const number of numbers) {
    const sourceId = `P${String(number).padStart(2, '0')}`;
    const ageY = number > 30 ? 60 + (number % 10) : 20 + (number % 10);
    const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId, ageY });
    const own = plans.map((plan, i): RawK2museTrial => {
      const { stableFromS = 0, ultrasoundS = 0, emgUnit = 'uV', fault = null } = options;
      const settings = { trialS, stableFromS, ultrasoundS, emgUnit, fault };
      return {
        ...k2museTrial(plan, subject, trialSeed(seed, number, i + 1), settings),
        sourceId,
        subject,
        trial: `${plan.condition} ${plan.mode} S_${speedWord(plan.speedMps)}`,
        subtrial: `Trial_${plan.number}`,
      };
    });
    if (layers.includes('processed')) await writeProcessed(directory, sourceId, own, options);
    for (const [i, trial] of layers.includes('source') ? own.entries() : [])
      await writeSourceTrial(directory, sourceId, trial, options.source ?? {}, options.sourceDefects?.[i] ?? null);
    written.push(...own);
  }
  const people = [...new Map(written.map(({ sourceId, subject }) => [sourceId, subject]))];
  await writeFile(join(directory, 'ParticipantInformation.xlsx'), workbook(people));
  return written;
}

async function writeProcessed(
  directory: string,
  sourceId: string,
  trials: readonly RawK2museTrial[],
  options: RawK2museOptions,
): Promise<void> {
  const signs = { momentFactor: options.momentFactor ?? -1 };
  const half = (of: typeof originalTrial): MatStruct =>
    nested(
      trials.map(({ plan, ...trial }, i) => {
        const speed = plan.speedMps === 1 ? (options.oneMetrePerSecond ?? 'S_1') : `S_${speedWord(plan.speedMps)}`;
        const path = [plan.condition, plan.mode, speed, `Trial_${plan.number}`];
        return { path, value: of({ plan, ...trial }, signs, options.processedDefects?.[i] ?? null) };
      }),
    );
  const halves = options.processedData ?? ['OriginalData', 'NormalizedData'];
  const participant = matStruct({
    ...(halves.includes('OriginalData') ? { OriginalData: half(originalTrial) } : {}),
    ...(halves.includes('NormalizedData') ? { NormalizedData: half(normalizedTrial) } : {}),
  });
  const path = join(directory, 'ProcessedData', `${sourceId}.mat`);
  await writeMat(path, { [sourceId]: participant }, { version: options.matVersion ?? 'v7' });
}

/** A struct of structs from values by their paths, in the order of the first occurrence. */
function nested(leaves: readonly { readonly path: readonly string[]; readonly value: MatInput }[]): MatStruct {
  const names = [...new Set(leaves.map(({ path }) => path[0]))];
  return matStruct(
    Object.fromEntries(
      names.map((name) => {
        const own = leaves.filter(({ path }) => path[0] === name);
        const deeper = own.map(({ path, value }) => ({ path: path.slice(1), value }));
        return [name, own[0].path.length === 1 ? own[0].value : nested(deeper)];
      }),
    ),
  );
}

function workbook(people: readonly (readonly [string, SimulatedSubject])[]): Uint8Array {
  return writeXlsx([
    {
      name: 'Sheet1',
      rows: [
        ['ID', 'Gender', 'Age (years)', 'Height (cm)', 'Weight (kg)'],
        ...people.map(([sourceId, { sex, ageY, heightM, massKg }]) => [
          sourceId,
          sex === 'female' ? 'Female' : 'Male',
          ageY,
          Math.round(heightM * 1000) / 10,
          massKg,
        ]),
      ],
    },
  ]);
}
