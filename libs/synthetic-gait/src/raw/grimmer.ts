import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type MatValue, writeMat } from '@emgfm/matfile';
import { type Activity, type Side, SIDES } from '@emgfm/schema';
import type { Bout } from '../bout';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import {
  grimmerEmgFields,
  type GrimmerFieldOptions,
  type GrimmerFields,
  grimmerJointFields,
  grimmerNested,
  grimmerStruct,
} from './grimmer-tables';
import { rawTrial, trialSeed } from './raw-trial';
import { truthBetween } from './truth-between';

/** What can be wrong with one trial. */
export type GrimmerDefect =
  /** Every field of EMG is empty. */
  | 'no-emg'
  /** The last tenth of the EMG is missing. */
  | 'short-emg'
  /** The left vastus is shorter than the others, and the right soleus has no field. */
  | 'odd-fields'
  /** The right knee moment has a gap. */
  | 'nan-moments'
  /** Both lists of the descent are empty. */
  | 'no-descent'
  /** The third touchdown of the right foot in the ascent is not listed. */
  | 'missed-touchdown'
  /** The right list of the ascent has entries before, beyond and between the samples, not in order. */
  | 'stray-touchdowns'
  /** Every signal and list is empty. */
  | 'zero-length';

/** What to write. */
export interface RawGrimmerOptions {
  /** The first so many persons, or these numbers (1-12). */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Stair settings. Default 6, as in the source. */
  readonly settings?: number;
  /** Trials of each setting. Default 2. */
  readonly trials?: number;
  /** Rate (Hz) of angles, moments and touchdowns. Default 200. */
  readonly motionRateHz?: number;
  /** Rate (Hz) of the EMG; that of the motion where the source resampled it. Default 1111.1. */
  readonly emgRateHz?: number;
  /** Default raw. */
  readonly emgForm?: 'raw' | 'envelope';
  /** Fields without side that are written with the opposite sign, e.g. `knee_angle_flexion`. Default none. */
  readonly negated?: readonly string[];
  /** Default degree. */
  readonly angleUnit?: 'degree' | 'radian';
  /** Default N·m/kg. */
  readonly momentUnit?: 'N.m/kg' | 'N.m' | 'N.mm/kg';
  /** Do the lists of a foot name its own touchdowns, or those of both feet in turn? Default own. */
  readonly touchdowns?: 'own' | 'both-feet';
  /** Defects by trial name (`setting1_trial2`), the same for every person. */
  readonly defects?: Readonly<Record<string, GrimmerDefect>>;
  /** Default row. */
  readonly vectors?: 'row' | 'column';
  /** Default v7. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One pass of a trial over the stairs and what it truly is. */
export interface RawGrimmerPass {
  readonly sourceId: string;
  /** `setting1_trial2`: position in the nested cells. */
  readonly trial: string;
  readonly pass: 'ascent' | 'descent';
  readonly subject: SimulatedSubject;
  /** Strides between the listed touchdowns, which are rounded to samples; filed as `other`. */
  readonly strides: readonly StrideTruth[];
  /** What is truly done in each of them. */
  readonly activities: readonly Activity[];
}

/** Up the stairs, a rest on top, and down again; each pass begins and ends on level ground. */
const ASCENT_S = 7.2;
const REST_S = 1.2;
const bouts = (speedMps: number): readonly Bout[] => [
  { gait: 'walk', durationS: 2.2, speedMps: 1.2 },
  { gait: 'stair_up', durationS: 3, speedMps },
  { gait: 'walk', durationS: ASCENT_S - 5.2, speedMps: 1.1 },
  { gait: 'stand', durationS: REST_S },
  { gait: 'walk', durationS: 2.2, speedMps: 1.1 },
  { gait: 'stair_down', durationS: 3, speedMps },
  { gait: 'walk', durationS: 2.4, speedMps: 1.2 },
];

const MOMENT_FACTORS = {
  'N.m/kg': () => 1,
  'N.m': ({ massKg }: SimulatedSubject) => massKg,
  'N.mm/kg': () => 1000,
} as const;

const LISTS = { left: 'tdL', right: 'tdR' } as const satisfies Record<Side, string>;

/**
 * Writes a folder in the layout of Grimmer et al. 2020: for every person four files with angles, moments, touchdowns and EMG, in
 * each a cell of stair settings, each a cell of trials, each a struct of vectors.
 * @param directory folder; made where it is missing
 * @returns the truth, pass by pass
 * @throws SimulationOption
 * @example
 * const passes = await writeRawGrimmer('./grimmer', { subjects: 2, seed: 1 });
 */
export async function writeRawGrimmer(
  directory: string,
  options: RawGrimmerOptions,
): Promise<readonly RawGrimmerPass[]> {
  const { settings = 6, trials = 2, matVersion: version = 'v7' } = options;
  const numbers =
    typeof options.subjects === 'number'
      ? Array.from({ length: options.subjects }, (_, i) => i + 1)
      : [...options.subjects];
  assertWithin('subjects', numbers.length, 1, 12);
  assertWithin('settings', settings, 1, 100);
  assertWithin('trials', trials, 1, 100);
  const [kinematics, kinetics, touchdowns, emg] = ['Joint_Kinematics', 'Joint_Kinetics', 'Touchdowns', 'EMG'].map(
    (folder) => join(directory, folder === 'EMG' ? 'Preprocessed' : 'Processed', folder),
  ) as [string, string, string, string];
  for (const folder of [kinematics, kinetics, touchdowns, emg]) await mkdir(folder, { recursive: true });
  const truth: RawGrimmerPass[] = [];
  for (const number of numbers) {
    const written = Array.from({ length: settings }, (_, s) =>
      Array.from({ length: trials }, (__, t) => writtenTrial(number, s + 1, t + 1, options)),
    );
    const nested = (part: (trial: WrittenTrial) => MatValue): MatValue =>
      grimmerNested(written.map((own) => own.map(part)));
    const { angles, moments } = {
      angles: nested((trial) => trial.angles),
      moments: nested((trial) => trial.moments),
    };
    await writeMat(join(kinematics, `Kinematics_Subject${number}.mat`), { Joint_Kinematics: angles }, { version });
    await writeMat(join(kinetics, `Kinetics_Subject${number}.mat`), { Joint_Kinetics: moments }, { version });
    await writeMat(
      join(touchdowns, `TD_${number}.mat`),
      { TD_ascent: nested((trial) => trial.ascent), TD_descent: nested((trial) => trial.descent) },
      { version },
    );
    await writeMat(join(emg, `EMG_prep_${number}.mat`), { Emg: nested((trial) => trial.emg) }, { version });
    truth.push(...written.flat().flatMap(({ passes }) => passes));
  }
  return truth;
}

/** The structs of a trial and its truth. */
interface WrittenTrial {
  readonly angles: MatValue;
  readonly moments: MatValue;
  readonly emg: MatValue;
  readonly ascent: MatValue;
  readonly descent: MatValue;
  readonly passes: readonly RawGrimmerPass[];
}

function writtenTrial(number: number, setting: number, repetition: number, options: RawGrimmerOptions): WrittenTrial {
  const { seed, motionRateHz = 200, emgRateHz = 10000 / 9, vectors = 'row', fault = null } = options;
  const sourceId = String(number);
  const name = `setting${setting}_trial${repetition}`;
  const defect = options.defects?.[name] ?? null;
  const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId });
  const { truth, recorded } = rawTrial(
    {
      seed: trialSeed(seed, number, 100 * setting + repetition),
      subject,
      bouts: bouts(0.4 + 0.02 * setting),
      markerSamplingRateHz: motionRateHz,
      emg: { samplingRateHz: emgRateHz, unit: 'V' },
    },
    fault,
  );
  const fieldOptions: GrimmerFieldOptions = {
    vectors,
    negated: options.negated ?? [],
    angleFactor: options.angleUnit === 'radian' ? Math.PI / 180 : 1,
    momentFactor: MOMENT_FACTORS[options.momentUnit ?? 'N.m/kg'](subject),
    emgForm: options.emgForm ?? 'raw',
    emgRateHz,
  };
  const struct = (fields: GrimmerFields): MatValue =>
    grimmerStruct(defect === 'zero-length' ? emptied(fields) : fields, vectors);
  const lists = { ascent: listsOf(truth, 'ascent', motionRateHz), descent: listsOf(truth, 'descent', motionRateHz) };
  const passes = (['ascent', 'descent'] as const).map((pass): RawGrimmerPass => {
    const strides = keptStrides(lists[pass], pass, defect).flatMap(({ side, spans }) =>
      spans.map((span) => {
        const times = { startS: (span.first - 1) / motionRateHz, endS: (span.last - 1) / motionRateHz };
        return truthBetween(truth, side, times, FILED);
      }),
    );
    return { sourceId, trial: name, pass, subject, strides, activities: strides.map((own) => activityOf(truth, own)) };
  });
  return {
    angles: struct(grimmerJointFields(recorded, 'angles', fieldOptions)),
    moments: struct(withMomentDefect(grimmerJointFields(recorded, 'moments', fieldOptions), defect)),
    emg: struct(withEmgDefect(grimmerEmgFields(recorded, fieldOptions), defect)),
    ascent: struct(listFields(lists.ascent, 'ascent', defect, options)),
    descent: struct(listFields(lists.descent, 'descent', defect, options)),
    passes,
  };
}

const FILED = { activity: 'other', speedMps: NaN, inclineDeg: 0, stepHeightM: NaN } as const;

/** Touchdowns of each foot in one pass: samples from 1. */
type Lists = Readonly<Record<Side, readonly number[]>>;

function listsOf(trial: SimulatedTrial, pass: 'ascent' | 'descent', motionRateHz: number): Lists {
  const [fromS, toS] = pass === 'ascent' ? [0.3, ASCENT_S] : [ASCENT_S + REST_S + 1.2, trial.durationS - 0.3];
  const of = (side: Side): number[] =>
    trial.events
      .filter((event) => event.side === side && event.kind === 'foot_strike')
      .filter(({ timeS }) => timeS >= fromS && timeS <= toS)
      .map(({ timeS }) => Math.round(timeS * motionRateHz) + 1);
  return { left: of('left'), right: of('right') };
}

/** Strides that can be read between the listed touchdowns. */
function keptStrides(
  lists: Lists,
  pass: 'ascent' | 'descent',
  defect: GrimmerDefect | null,
): { side: Side; spans: { first: number; last: number }[] }[] {
  if (defect === 'zero-length' || (defect === 'no-descent' && pass === 'descent')) return [];
  return SIDES.map((side) => {
    const own = lists[side];
    const spans = own.slice(1).map((last, i) => ({ first: own[i], last }));
    const missed = defect === 'missed-touchdown' && pass === 'ascent' && side === 'right' ? own[2] : NaN;
    return { side, spans: spans.filter(({ first, last }) => first !== missed && last !== missed) };
  });
}

function listFields(
  lists: Lists,
  pass: 'ascent' | 'descent',
  defect: GrimmerDefect | null,
  { touchdowns = 'own' }: RawGrimmerOptions,
): GrimmerFields {
  const both = [...lists.left, ...lists.right].sort((a, b) => a - b);
  return Object.fromEntries(
    SIDES.map((side) => {
      const listed = touchdowns === 'own' ? lists[side] : both;
      const isFirst = pass === 'ascent' && side === 'right';
      if (defect === 'no-descent' && pass === 'descent') return [LISTS[side], []];
      if (defect === 'missed-touchdown' && isFirst) return [LISTS[side], listed.filter((_, i) => i !== 2)];
      if (defect === 'stray-touchdowns' && isFirst)
        return [LISTS[side], [0, ...[...listed].reverse(), NaN, 1e6, listed[0]]];
      return [LISTS[side], listed];
    }),
  );
}

function emptied(fields: GrimmerFields): GrimmerFields {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, []]));
}

function withMomentDefect(fields: GrimmerFields, defect: GrimmerDefect | null): GrimmerFields {
  if (defect !== 'nan-moments') return fields;
  const name = 'knee_moment_flexion_r';
  const gap = Float64Array.from(fields[name]).fill(NaN, 400, 420);
  return { ...fields, [name]: gap };
}

function withEmgDefect(fields: GrimmerFields, defect: GrimmerDefect | null): GrimmerFields {
  const shortened = (samples: ArrayLike<number>): Float64Array =>
    Float64Array.from(samples).subarray(0, Math.floor(0.9 * samples.length));
  switch (defect) {
    case 'no-emg':
      return emptied(fields);
    case 'short-emg':
      return Object.fromEntries(Object.entries(fields).map(([name, samples]) => [name, shortened(samples)]));
    case 'odd-fields': {
      const { sol_r: _, ...others } = fields;
      return { ...others, vas_l: shortened(fields.vas_l) };
    }
    default:
      return fields;
  }
}

/** What is done in the true stride that begins where this one does. */
function activityOf({ strides }: SimulatedTrial, { side, startS }: StrideTruth): Activity {
  const own = strides.filter((stride) => stride.side === side);
  return own.reduce((best, stride) =>
    Math.abs(stride.startS - startS) < Math.abs(best.startS - startS) ? stride : best,
  ).activity;
}
