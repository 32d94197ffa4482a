import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matNumeric, matStruct, writeMat, type MatInput } from '@emgfm/matfile';
import { oppositeSide, SIDES, type Joint, type Side } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import { angelidouArrays, cellColumn, type AngelidouCycle, type AngelidouForm } from './angelidou-cycles';
import type { SourceFault } from './faults';
import { rawTrial, trialSeed } from './raw-trial';

/** What to write. */
export interface RawAngelidouOptions {
  readonly subjects: number;
  readonly seed: number;
  /** Belt speeds (m/s) by the name of their field. Default `slow` 1.0 and `fast` 1.3. */
  readonly speeds?: Readonly<Record<string, number>>;
  /** Names of the stiffnesses of the left belt. Default `rigid` and `k60`. */
  readonly stiffnesses?: readonly string[];
  /** Length (s) of each condition. Default 8. */
  readonly conditionS?: number;
  /** Whose strikes the cycles of both legs lie between, or `each` leg its own. Default right. */
  readonly cutBy?: Side | 'each';
  /** Numbers of cycles (from 1) that the source left out, in every condition. */
  readonly removedCycles?: readonly number[];
  /** Default the raw signal at {@link emgSamplingRateHz}. */
  readonly emg?: AngelidouForm['emg'];
  /** Default 2000. */
  readonly emgSamplingRateHz?: number;
  /** Points of angles and moments per cycle, null for camera frames. Default 101. */
  readonly jointPoints?: number | null;
  /** Default 200. */
  readonly cameraRateHz?: number;
  /** Cycles in time hold the strike that ends them. Default true. */
  readonly sharesEnds?: boolean;
  /** Angles in degree or radian, with the sign of each joint. Default degree, flexion positive. */
  readonly angleUnit?: 'deg' | 'rad';
  readonly angleSigns?: Partial<Readonly<Record<Joint, 1 | -1>>>;
  /** Default N·m/kg. */
  readonly momentUnit?: 'Nm/kg' | 'Nm' | 'Nmm/kg';
  /** -1 for external moments. Default -1. */
  readonly momentSign?: 1 | -1;
  /** Level at which `gaitEvents` stands, null for none. Default stiffness. */
  readonly eventLevel?: 'participant' | 'speed' | 'stiffness' | null;
  /** Default s. */
  readonly eventUnit?: 's' | 'ms' | 'samples';
  /** One strike after the other, or start and end of each stride. Default series. */
  readonly eventForm?: 'series' | 'pairs';
  /** Feet whose strikes are in it. Default both. */
  readonly eventSides?: readonly Side[];
  /** Is there a field `unit`? Default true. */
  readonly statesUnits?: boolean;
  /** Is there a field `participantInfo`? Default true. */
  readonly hasParticipantInfo?: boolean;
  /** Arrays to leave out, e.g. `EMG.LTA`. */
  readonly missingArrays?: readonly string[];
  /** Changes to single arrays, e.g. a gap or an empty cycle: by array, what becomes of its cycles. */
  readonly changed?: Readonly<Record<string, (cycles: readonly Float64Array[]) => readonly Float64Array[]>>;
  /** Names of speeds and stiffnesses end with a blank. Default false. */
  readonly paddedNames?: boolean;
  /** Default v7. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One speed and stiffness of one person as it truly was. */
export interface RawAngelidouCondition {
  readonly sourceId: string;
  /** `<speed>/<stiffness>`. */
  readonly trial: string;
  /** Path below the folder. */
  readonly file: string;
  readonly subject: SimulatedSubject;
  /** Cycles in the file. */
  readonly cycles: number;
  /** The strides of both legs that lie within cycles that follow each other, in time order. */
  readonly strides: readonly StrideTruth[];
}

const VENDOR_FILES = ['timeseriesConvert.m', 'processEMG.m'];
const RADIANS = Math.PI / 180;

/**
 * Writes a folder in the layout of the Angelidou dataset: `data/<name>.mat` for each person, with a struct of the same name whose fields
 * are speeds, those of a speed stiffnesses, and those of a stiffness EMG, angles and moments as cells of gait cycles.
 * The names of speeds and stiffnesses, and the form of events and units, are not known of the source; these are likely ones.
 * @param directory folder; made where it is missing
 * @returns the truth, condition by condition
 * @throws SimulationOption
 * @example
 * const conditions = await writeRawAngelidou('./angelidou', { subjects: 1, seed: 1 });
 */
export async function writeRawAngelidou(
  directory: string,
  options: RawAngelidouOptions,
): Promise<readonly RawAngelidouCondition[]> {
  assertWithin('subjects', options.subjects, 1, 99);
  assertWithin('conditionS', options.conditionS ?? 8, 4, 600);
  await mkdir(join(directory, 'data'), { recursive: true });
  for (const name of VENDOR_FILES) await writeFile(join(directory, name), '% helper of the vendor\n');
  const truth: RawAngelidouCondition[] = [];
  for (let number = 1; number <= options.subjects; number += 1) {
    const sourceId = `SUB${String(number).padStart(2, '0')}`;
    const { struct, conditions } = personStruct(sourceId, number, options);
    const path = join(directory, 'data', `${sourceId}.mat`);
    await writeMat(path, { [sourceId]: struct }, { version: options.matVersion ?? 'v7' });
    truth.push(...conditions);
  }
  return truth;
}

function personStruct(
  sourceId: string,
  number: number,
  options: RawAngelidouOptions,
): { struct: MatInput; conditions: RawAngelidouCondition[] } {
  const { speeds = { slow: 1, fast: 1.3 }, stiffnesses = ['rigid', 'k60'], conditionS = 8, fault = null } = options;
  const { eventLevel = 'stiffness', eventUnit = 's', hasParticipantInfo = true, statesUnits = true } = options;
  const subject = simulatedSubject(trialSeed(options.seed, number, 0), { sourceId });
  const written = (name: string): string => (options.paddedNames ? `${name} ` : name);
  const conditions: RawAngelidouCondition[] = [];
  const personEvents: Record<string, MatInput> = {};
  const fields: Record<string, MatInput> = hasParticipantInfo ? { participantInfo: participantInfo(subject) } : {};
  for (const [speed, speedMps] of Object.entries(speeds)) {
    const speedEvents: Record<string, MatInput> = {};
    const ofSpeed: Record<string, MatInput> = {};
    for (const stiffness of stiffnesses) {
      const { truth, recorded } = rawTrial(
        {
          seed: trialSeed(options.seed, number, conditions.length + 1),
          subject,
          bouts: [{ gait: 'walk', durationS: conditionS, speedMps }],
          surface: 'treadmill',
          markerSamplingRateHz: options.cameraRateHz ?? 200,
          emg: { samplingRateHz: options.emgSamplingRateHz ?? 2000, unit: 'mV' },
        },
        fault,
      );
      const cut = cutCycles(truth, options);
      const arrays = angelidouArrays(recorded, (side) => cut[side], formOf(subject, options));
      const events = gaitEvents(truth, cut, options);
      speedEvents[stiffness] = events;
      ofSpeed[written(stiffness)] = conditionStruct(
        arrays,
        eventLevel === 'stiffness' ? { gaitEvents: events } : {},
        options,
      );
      const trial = `${speed}/${stiffness}`;
      conditions.push({
        sourceId,
        trial,
        file: `data/${sourceId}.mat`,
        subject,
        cycles: cut.right.length,
        strides: truth.strides.filter((stride) => isWithin(stride, cut[stride.side])),
      });
    }
    if (eventLevel === 'speed') ofSpeed.gaitEvents = matStruct(speedEvents);
    personEvents[speed] = matStruct(speedEvents);
    fields[written(speed)] = matStruct(ofSpeed);
  }
  if (eventLevel === 'participant') fields.gaitEvents = matStruct(personEvents);
  if (statesUnits) {
    fields.unit = matStruct({
      EMG: 'mV',
      jointAngles: options.angleUnit ?? 'deg',
      jointMoments: options.momentUnit ?? 'Nm/kg',
      ...(eventLevel === null ? {} : { gaitEvents: eventUnit }),
    });
  }
  return { struct: matStruct(fields), conditions };
}

function participantInfo({ ageY, sex, massKg, heightM }: SimulatedSubject): MatInput {
  return matStruct({ age: ageY, sex: sex === 'female' ? 'F' : 'M', mass: massKg, height: 100 * heightM });
}

function formOf({ massKg }: SimulatedSubject, options: RawAngelidouOptions): AngelidouForm {
  const { emg = { signal: 'raw', points: null }, jointPoints = 101, sharesEnds = true, angleSigns = {} } = options;
  const angle = (joint: Joint): number => (angleSigns[joint] ?? 1) * (options.angleUnit === 'rad' ? RADIANS : 1);
  const perKg = { 'Nm/kg': 1, Nm: massKg, 'Nmm/kg': 1000 }[options.momentUnit ?? 'Nm/kg'];
  return {
    emg,
    jointPoints,
    sharesEnds,
    angleFactors: { hip: angle('hip'), knee: angle('knee'), ankle: angle('ankle') },
    momentFactor: (options.momentSign ?? -1) * perKg,
  };
}

/** The cycles of each leg, as many of one as of the other. */
function cutCycles(
  truth: SimulatedTrial,
  { cutBy = 'right', removedCycles = [] }: RawAngelidouOptions,
): Record<Side, AngelidouCycle[]> {
  const of = (side: Side): AngelidouCycle[] =>
    truth.strides.filter((stride) => stride.side === (cutBy === 'each' ? side : cutBy));
  const count = Math.min(...SIDES.map((side) => of(side).length));
  const kept = (side: Side): AngelidouCycle[] =>
    of(side)
      .slice(0, count)
      .filter((_, t) => !removedCycles.includes(t + 1));
  return { left: kept('left'), right: kept('right') };
}

/** Does a stride lie within cycles of which each starts where the one before it ends? */
function isWithin({ startS, endS }: AngelidouCycle, cycles: readonly AngelidouCycle[]): boolean {
  const reached = cycles.filter((cycle) => cycle.startS < endS && cycle.endS > startS);
  const coveredS = reached.reduce((sum, cycle) => sum + Math.min(endS, cycle.endS) - Math.max(startS, cycle.startS), 0);
  return coveredS > endS - startS - 1e-9;
}

function gaitEvents(
  truth: SimulatedTrial,
  cut: Record<Side, AngelidouCycle[]>,
  options: RawAngelidouOptions,
): MatInput {
  const { cutBy = 'right', eventUnit = 's', eventForm = 'series', eventSides = SIDES } = options;
  const perUnit = { s: 1, ms: 1000, samples: options.emgSamplingRateHz ?? 2000 }[eventUnit];
  const inUnit = (timeS: number): number => (eventUnit === 's' ? timeS : Math.round(timeS * perUnit));
  const fields: Record<string, MatInput> = {};
  for (const side of eventSides) {
    const name = side === 'right' ? 'RHS' : 'LHS';
    const isCutting = cutBy === 'each' || cutBy === side;
    const bounds = cut[isCutting ? side : oppositeSide(side)];
    const [first, last] = [bounds[0], bounds[bounds.length - 1]];
    const strides: readonly AngelidouCycle[] = isCutting
      ? bounds
      : truth.strides.filter((own) => own.side === side && own.startS >= first.startS && own.endS <= last.endS);
    if (eventForm === 'pairs') {
      const numbers = [...strides.map(({ startS }) => inUnit(startS)), ...strides.map(({ endS }) => inUnit(endS))];
      fields[name] = matNumeric(numbers, [strides.length, 2]);
    } else
      fields[name] = matNumeric(
        [...strides, { startS: strides[strides.length - 1].endS }].map(({ startS }) => inUnit(startS)),
      );
  }
  return matStruct(fields);
}

function conditionStruct(
  arrays: ReadonlyMap<string, Float64Array[]>,
  further: Readonly<Record<string, MatInput>>,
  { missingArrays = [], changed = {} }: RawAngelidouOptions,
): MatInput {
  const fields: Record<string, Record<string, MatInput>> = { EMG: {}, jointAngles: {}, jointMoments: {} };
  for (const [name, cycles] of arrays) {
    if (missingArrays.includes(name)) continue;
    const [field, array] = name.split('.') as [string, string];
    fields[field][array] = cellColumn(changed[name]?.(cycles) ?? cycles);
  }
  const groups = Object.entries(fields).filter(([, group]) => Object.keys(group).length > 0);
  return matStruct({ ...Object.fromEntries(groups.map(([name, group]) => [name, matStruct(group)])), ...further });
}
