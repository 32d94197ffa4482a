import { join } from 'node:path';
import type { ReadOptions } from '@emgfm/adapter-kit';
import { isMatError, type MatFile, openMat } from '@emgfm/matfile';
import type { Side } from '@emgfm/schema';
import { ANGLE_FIELDS, FILE_KINDS, type FileRole, LEGS, MOMENT_FIELDS, type Pass, PASSES } from './channels';
import type { PersonFiles } from './folder';
import { settingCount, type TrialFields, trialsOfSetting } from './nested-trials';
import { mode } from './statistics';

/** One trial of a person without its EMG, which is read when its turn comes. */
export interface MotionTrial {
  /** `setting2_trial1`: position in the nested cells, from 1. */
  readonly name: string;
  readonly setting: number;
  /** From 1, within the setting. */
  readonly repetition: number;
  /** Samples of the angles, or of the moments where there are no angles; 0 without either. */
  readonly numSamples: number;
  /** A field of angles or moments with its letter, e.g. `knee_angle_flexion_r`; null where it is missing or of another length. */
  readonly angle: (name: string) => Float64Array | null;
  readonly moment: (name: string) => Float64Array | null;
  /** Samples of the moments. */
  readonly momentSamples: number;
  /** Touchdowns as listed: samples of the angles, from 1. */
  readonly touchdowns: Readonly<Record<Pass, Readonly<Record<Side, readonly number[]>>>>;
  /** Fields of another length than the others. */
  readonly oddFields: readonly string[];
}

const NO_FIELDS: TrialFields = { vector: () => null };

/**
 * Angles, moments and touchdowns of all trials of one person, some ten megabytes. A file that can't be read goes to `onDrop`.
 * @returns trials in order of setting and repetition
 */
export async function readMotionTrials(
  root: string,
  person: PersonFiles,
  options: ReadOptions,
): Promise<MotionTrial[]> {
  const tables = new Map<string, Trials>();
  for (const role of ['angles', 'moments', 'touchdowns'] as const) await readFile(root, person, role, tables, options);
  const table = (variable: string): Trials => tables.get(variable) ?? new Map();
  const [angles, moments] = [FILE_KINDS.angles, FILE_KINDS.moments].map(({ variables }) => table(variables[0])) as [
    Trials,
    Trials,
  ];
  const places = [...tables.values()].flatMap((own) => [...own.keys()]);
  return [...new Set(places)]
    .map((place) => place.split(' ').map(Number) as [number, number])
    .sort(([a, b], [c, d]) => a - c || b - d)
    .map(([setting, repetition]) => {
      const place = `${setting} ${repetition}`;
      const lists = PASSES.map(({ pass, variable }) => [pass, touchdownsOf(table(variable).get(place))]);
      return {
        setting,
        repetition,
        ...motionOf(angles.get(place) ?? NO_FIELDS, moments.get(place) ?? NO_FIELDS),
        name: trialName(setting, repetition),
        touchdowns: Object.fromEntries(lists) as MotionTrial['touchdowns'],
      };
    });
}

/** Name of a trial by its position in the nested cells. */
export function trialName(setting: number, repetition: number): string {
  return `setting${setting}_trial${repetition}`;
}

/** Opens the file of a role, or drops it. The caller closes it. */
export async function openOrDrop(
  root: string,
  person: PersonFiles,
  role: FileRole,
  { onDrop }: ReadOptions,
): Promise<MatFile | null> {
  const file = person.files[role];
  if (file === undefined) return null;
  try {
    return await openMat(join(root, file.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    onDrop?.({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

/** Trials of one variable by their place: setting and repetition. */
type Trials = Map<string, TrialFields>;

async function readFile(
  root: string,
  person: PersonFiles,
  role: Exclude<FileRole, 'emg'>,
  tables: Map<string, Trials>,
  options: ReadOptions,
): Promise<void> {
  const mat = await openOrDrop(root, person, role, options);
  if (mat === null) return;
  try {
    for (const variable of FILE_KINDS[role].variables) {
      tables.set(variable, await readVariable(mat, variable, options, person.files[role]?.path ?? ''));
    }
  } finally {
    await mat.close();
  }
}

async function readVariable(mat: MatFile, variable: string, options: ReadOptions, path: string): Promise<Trials> {
  const trials: Trials = new Map();
  try {
    const settings = settingCount(mat, variable);
    for (let setting = 1; setting <= settings; setting += 1) {
      options.signal?.throwIfAborted();
      const own = await trialsOfSetting(mat, variable, setting);
      own.forEach((fields, index) => trials.set(`${setting} ${index + 1}`, fields));
    }
  } catch (error) {
    if (!isMatError(error)) throw error;
    options.onDrop?.({ what: `${path} ${variable}`, level: 'file', reason: 'unreadable-file', detail: error.message });
  }
  return trials;
}

function touchdownsOf(fields: TrialFields | undefined): Record<Side, readonly number[]> {
  const lists = LEGS.map(({ side, touchdowns }) => [side, [...(fields?.vector(touchdowns) ?? [])]]);
  return Object.fromEntries(lists) as Record<Side, readonly number[]>;
}

type Motion = Pick<MotionTrial, 'numSamples' | 'momentSamples' | 'angle' | 'moment' | 'oddFields'>;

function motionOf(angles: TrialFields, moments: TrialFields): Motion {
  const ofAngles = evenFields(
    angles,
    ANGLE_FIELDS.map(({ column }) => column),
  );
  const ofMoments = evenFields(
    moments,
    MOMENT_FIELDS.map(({ column }) => column),
  );
  return {
    numSamples: ofAngles.numSamples || ofMoments.numSamples,
    momentSamples: ofMoments.numSamples,
    angle: ofAngles.vector,
    moment: ofMoments.vector,
    oddFields: [...ofAngles.oddFields, ...ofMoments.oddFields],
  };
}

/** Fields of one length. */
export interface EvenFields extends TrialFields {
  /** 0 without any field. */
  readonly numSamples: number;
  /** Names of fields of another length, which are not given. */
  readonly oddFields: readonly string[];
}

/** The fields of both legs that are as long as most of them; a field of another length has another clock. */
export function evenFields(fields: TrialFields, stems: readonly string[]): EvenFields {
  const names = stems.flatMap((stem) => LEGS.map(({ letter }) => `${stem}_${letter}`));
  const lengths = names.map((name) => fields.vector(name)?.length ?? 0);
  const numSamples = mode(lengths.filter((length) => length > 0)) || 0;
  return {
    numSamples,
    oddFields: names.filter((_, i) => lengths[i] !== 0 && lengths[i] !== numSamples),
    vector: (name) => {
      const samples = fields.vector(name);
      return samples?.length === numSamples ? samples : null;
    },
  };
}
