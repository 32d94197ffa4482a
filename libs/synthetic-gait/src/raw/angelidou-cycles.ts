import { matCell, matNumeric, type MatInput } from '@emgfm/matfile';
import { channelSamples, emgChannelIndex, JOINTS, type EmgChannel, type Joint, type Side } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { LayoutError } from '../errors';
import { emgColumn, jointColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** A cycle of the source: from one strike to the next (s). */
export interface AngelidouCycle {
  readonly startS: number;
  readonly endS: number;
}

/** How the arrays of a condition are written. */
export interface AngelidouForm {
  /** EMG in time as recorded, or an envelope, each in time or on so many points per cycle. */
  readonly emg: { readonly signal: 'raw' | 'envelope'; readonly points: number | null };
  /** Points of angles and moments per cycle; null for those of the cameras. */
  readonly jointPoints: number | null;
  /** The last sample of a cycle in time is the first of the next one. */
  readonly sharesEnds: boolean;
  /** Factors on angles (degree) and internal moments (N·m/kg). */
  readonly angleFactors: Readonly<Record<Joint, number>>;
  readonly momentFactor: number;
}

/** Muscles behind the letter of the leg. */
export const ANGELIDOU_MUSCLES: Readonly<Record<string, EmgChannel>> = {
  TA: 'TA',
  GA: 'GM',
  VL: 'VL',
  RF: 'RF',
  BF: 'BF',
};
const JOINT_NAMES: Readonly<Record<Joint, string>> = { hip: 'Hip', knee: 'Knee', ankle: 'Ankle' };
const LETTERS: Readonly<Record<Side, string>> = { left: 'L', right: 'R' };

/** Cycles by array: `EMG.RTA`, `jointAngles.LHip`, ... */
export function angelidouArrays(
  recorded: SimulatedTrial,
  cyclesOf: (side: Side) => readonly AngelidouCycle[],
  form: AngelidouForm,
): Map<string, Float64Array[]> {
  const arrays = new Map<string, Float64Array[]>();
  for (const side of ['right', 'left'] as const) {
    const cycles = cyclesOf(side);
    for (const [name, channel] of Object.entries(ANGELIDOU_MUSCLES)) {
      arrays.set(
        `EMG.${LETTERS[side]}${name}`,
        cycles.map((cycle) => emgCycle(recorded, side, channel, cycle, form)),
      );
    }
    for (const [field, quantity] of [
      ['jointAngles', 'angles'],
      ['jointMoments', 'moments'],
    ] as const) {
      for (const joint of JOINTS) {
        const factor = quantity === 'angles' ? form.angleFactors[joint] : form.momentFactor;
        const samples = jointColumn(recorded, side, quantity, joint, 'flexion').map((value) => value * factor);
        const block = recorded.legs[side][quantity];
        arrays.set(
          `${field}.${LETTERS[side]}${JOINT_NAMES[joint]}`,
          cycles.map((cycle) =>
            form.jointPoints === null
              ? inTime(samples, block.samplingRateHz, cycle, form.sharesEnds)
              : onPoints(samples, block, cycle, form.jointPoints),
          ),
        );
      }
    }
  }
  return arrays;
}

function emgCycle(
  recorded: SimulatedTrial,
  side: Side,
  channel: EmgChannel,
  cycle: AngelidouCycle,
  { emg, sharesEnds }: AngelidouForm,
): Float64Array {
  const own = recorded.legs[side].emg;
  if (own === null) throw new LayoutError('angelidou', 'EMG', `none on the ${side} leg`);
  const { signal, envelope } = own;
  const [samples, block] =
    emg.signal === 'raw'
      ? [emgColumn(recorded, side, channel), signal]
      : [channelSamples(envelope, emgChannelIndex(channel)), envelope];
  if (emg.points !== null) return onPoints(samples, block, cycle, emg.points);
  const atEmgRate = Math.round((cycle.endS - cycle.startS) * signal.samplingRateHz) + (sharesEnds ? 1 : 0);
  return emg.signal === 'raw'
    ? inTime(samples, block.samplingRateHz, cycle, sharesEnds)
    : onPoints(samples, block, cycle, atEmgRate);
}

function inTime(
  samples: Float64Array,
  samplingRateHz: number,
  { startS, endS }: AngelidouCycle,
  sharesEnds: boolean,
): Float64Array {
  const [first, last] = [startS, endS].map((timeS) => Math.round(timeS * samplingRateHz)) as [number, number];
  return samples.slice(first, last + (sharesEnds ? 1 : 0));
}

/** Cycles as a cell column of column vectors; an empty cycle is `[]`. */
export function cellColumn(cycles: readonly Float64Array[]): MatInput {
  return matCell(cycles.map((samples) => (samples.length === 0 ? matNumeric([], [0, 0]) : matNumeric(samples))));
}
