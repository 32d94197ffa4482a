import { jointSignals } from '@emgfm/adapter-kit';
import { type CutRecording, type Drop, missingReasonCode, type Side, SIDES, type SourceStride } from '@emgfm/schema';
import type { MatValue } from '@emgfm/matfile';
import {
  ANGLE_COLUMNS,
  EMG_COLUMNS,
  EMG_RATE_HZ,
  LEG_LETTER,
  MOTION_RATE_HZ,
  STRIDE_TIME_TOLERANCE_S,
  ULTRASOUND_LEG,
  ULTRASOUND_RATE_HZ,
} from './channels';
import { emgOfLeg, type EmgMatrix, namedColumns } from './emg';
import { cellsOf, fieldOf, matrixColumns, numbersOf } from './mat-values';
import { decideMomentUnit } from './moments';
import type { TrialReader } from './participant-file';
import type { ProcessedContext } from './processed-whole';
import { secondsOf, strideFrames, type StrideFrames } from './stride-frames';
import { allColumns, internalMoments, type JointColumns, recordingContext } from './trial-recording';
import { framesOfCells, ultrasoundOfLeg } from './ultrasound';

/** Points per stride have no rate. */
const PHASE_GRID = { samplingRateHz: NaN, startS: 0 } as const;

/** Curves of one output on points of a stride. */
interface GaitData {
  readonly points: number;
  readonly strides: number;
  readonly curve: (component: number, stride: number) => Float64Array;
}

/** `rsGaitData`: points x components x strides; the last dimension is lost where there is one stride. Null for anything else. */
export function gaitData(outputs: MatValue | null, name: string): GaitData | null {
  const data = fieldOf(fieldOf(outputs, name), 'rsGaitData');
  const numbers = numbersOf(data);
  const [points = 0, components = 0, strides = 1] = data?.dims ?? [];
  if (numbers.length === 0 || components !== 3) return null;
  return {
    points,
    strides,
    curve: (component, stride) => {
      const at = points * (component + components * stride);
      return numbers.subarray(at, at + points);
    },
  };
}

/** Curves of one stride by column. */
function strideColumns(outputs: MatValue | null, stride: number): JointColumns {
  return (side, column) => {
    const [name, component] = column.split('.');
    const data = gaitData(outputs, `${LEG_LETTER[side]}${name}`);
    return data !== null && stride < data.strides ? data.curve(Number(component), stride) : null;
  };
}

/** All strides of all outputs, one column after the other. */
function columnsOfAllStrides(outputs: MatValue | null): JointColumns {
  return (side, column) => {
    const [name, component] = column.split('.');
    const data = gaitData(outputs, `${LEG_LETTER[side]}${name}`);
    if (data === null) return null;
    const all = new Float64Array(data.points * data.strides);
    for (let stride = 0; stride < data.strides; stride += 1)
      all.set(data.curve(Number(component), stride), stride * data.points);
    return all;
  };
}

/** Ankle flexion moment (N·m/kg) of all strides of a trial, with the sign of the source. */
export function ankleCurvesOfStrides(moments: MatValue | null): Float64Array[] {
  const { factor } = decideMomentUnit(allColumns(columnsOfAllStrides(moments)));
  return SIDES.flatMap((side) => {
    const data = gaitData(moments, `${LEG_LETTER[side]}AnkleMoment`);
    return Array.from({ length: data?.strides ?? 0 }, (_, stride) =>
      (data as GaitData).curve(0, stride).map((value) => value * factor),
    );
  });
}

/** What the lists of one leg hold. */
interface LegLists {
  readonly frames: readonly StrideFrames[] | null;
  readonly emg: readonly MatValue[];
  readonly ultrasound: readonly MatValue[];
  /** Strides that every list of this leg has. */
  readonly count: number;
  /** Strides of the longest list. */
  readonly most: number;
}

/**
 * A trial of the processed layer as the authors cut and normalised it. Lists of one leg are paired by their order; where they differ in length the
 * strides that all of them have are kept, and EMG whose length contradicts the frames of its stride is missing.
 * @returns the recording, null without a stride, and what was dropped
 */
export async function cutTrial(
  reader: TrialReader,
  context: ProcessedContext,
  notes: readonly string[],
): Promise<{ readonly recording: CutRecording | null; readonly drops: readonly Drop[] }> {
  const what = `${context.file} ${reader.trial.fields.NormalizedData?.join('.') ?? ''}`;
  const [angles, moments, events, emg] = [
    await reader.read('NormalizedData', 'Angles'),
    await reader.read('NormalizedData', 'Moments'),
    strideFrames(await reader.read('NormalizedData', 'Events')),
    await reader.read('NormalizedData', 'EMGData'),
  ];
  const ultrasound = context.wantsUltrasound ? cellsOf(await reader.read('NormalizedData', 'USData')) : [];
  const unit = decideMomentUnit(allColumns(columnsOfAllStrides(moments)));
  const ownNotes = [...notes];
  const drops: Drop[] = [];
  const strides = SIDES.flatMap((side): SourceStride[] => {
    const lists = legLists(side, { angles, moments, frames: events[side], emg, ultrasound });
    if (lists.most > lists.count) {
      const detail = `the lists of the ${side} leg have ${lists.count} to ${lists.most} strides; those that all have are kept`;
      for (let stride = lists.count; stride < lists.most; stride += 1)
        drops.push({ what: `${what} ${side} stride ${stride + 1}`, level: 'stride', reason: 'bad-metadata', detail });
    }
    const trustedUntil = firstContradiction(lists);
    if (trustedUntil < lists.count)
      ownNotes.push(
        `${side} EMG: from stride ${trustedUntil + 1} on its length contradicts the frames, so it belongs to other strides; missing there`,
      );
    return Array.from({ length: lists.count }, (_, index): SourceStride => {
      const frames = lists.frames?.[index];
      const emgSamples = matrixColumns(lists.emg[index])?.[0]?.length ?? NaN;
      const startS = frames ? secondsOf(frames.start) : NaN;
      const block = lists.emg[index] && emgOfStride(side, lists.emg[index], context, index < trustedUntil);
      if (typeof block === 'string') ownNotes.push(`${side} stride ${index + 1}: ${block}`);
      const columns = [strideColumns(angles, index), strideColumns(moments, index)] as const;
      return {
        side,
        startS,
        durationS: frames ? (frames.end - frames.start) / MOTION_RATE_HZ : emgSamples / EMG_RATE_HZ,
        signals: {
          emg: block && typeof block !== 'string' ? block : null,
          angles: jointSignals(ANGLE_COLUMNS, (column) => columns[0](side, column), PHASE_GRID),
          moments: internalMoments((column) => columns[1](side, column), context.momentSign * unit.factor, PHASE_GRID),
          ...(context.wantsUltrasound ? { further: [ultrasoundOfStride(side, lists, index, ownNotes)] } : {}),
        },
        interval: {},
        quality: 0,
      };
    });
  });
  if (strides.length === 0) {
    const detail = 'NormalizedData has neither angles, moments nor EMG of a stride';
    return { recording: null, drops: [...drops, { what, level: 'trial', reason: 'no-leg-signals', detail }] };
  }
  const provenance = {
    files: [context.file],
    decisions: unit.decision === null ? [] : [unit.decision],
    notes: [...new Set(ownNotes)],
  };
  return {
    recording: { ...recordingContext(context.subject, reader.trial.name, provenance), kind: 'cut', strides },
    drops,
  };
}

function legLists(
  side: Side,
  trial: {
    readonly angles: MatValue | null;
    readonly moments: MatValue | null;
    readonly frames: readonly StrideFrames[] | null;
    readonly emg: MatValue | null;
    readonly ultrasound: readonly MatValue[];
  },
): LegLists {
  const emg = cellsOf(fieldOf(trial.emg, side === 'left' ? 'Left' : 'Right'));
  const outputs = [
    ...['Hip', 'Knee', 'Ankle'].map((joint) => gaitData(trial.angles, `${LEG_LETTER[side]}${joint}Angles`)),
    ...['Hip', 'Knee', 'Ankle'].map((joint) => gaitData(trial.moments, `${LEG_LETTER[side]}${joint}Moment`)),
  ];
  const lengths = [...outputs.map((data) => data?.strides ?? 0), trial.frames?.length ?? 0, emg.length].filter(
    (length) => length > 0,
  );
  const hasSignals = emg.length > 0 || outputs.some((data) => data !== null);
  return {
    frames: trial.frames,
    emg,
    ultrasound: side === ULTRASOUND_LEG ? trial.ultrasound : [],
    count: hasSignals ? Math.min(...lengths) : 0,
    most: hasSignals ? Math.max(...lengths) : 0,
  };
}

/** The first stride whose EMG lasts another time than its frames say; the number of strides where there is none. */
function firstContradiction({ frames, emg, count }: LegLists): number {
  if (frames === null || emg.length === 0) return count;
  for (let stride = 0; stride < count; stride += 1) {
    const samples = matrixColumns(emg[stride])?.[0]?.length ?? 0;
    const { start, end } = frames[stride] as StrideFrames;
    if (samples > 0 && Math.abs(samples / EMG_RATE_HZ - (end - start) / MOTION_RATE_HZ) > STRIDE_TIME_TOLERANCE_S)
      return stride;
  }
  return count;
}

/** EMG of one stride; a text that says why there is none. */
function emgOfStride(side: Side, value: MatValue, context: ProcessedContext, isTrusted: boolean) {
  const columns = matrixColumns(value);
  if (columns === null) return null;
  const expected = EMG_COLUMNS[side].length;
  if (columns.length !== expected) return `EMG not used: expected ${expected} columns, found ${columns.length}`;
  const matrix: EmgMatrix = namedColumns(columns, [side]);
  const { emgKind, unit } = context.emgNature(matrix);
  const emg = emgOfLeg(side, matrix, { samplingRateHz: EMG_RATE_HZ, startS: 0, emgKind, unit });
  if (emg === null || isTrusted) return emg;
  const rejected = missingReasonCode('failedCheck');
  return { ...emg, channelReasons: emg.channelReasons.map((reason) => (reason === 0 ? rejected : reason)) };
}

/** Ultrasound of one stride: its own list of frames, which may be empty. */
function ultrasoundOfStride(side: Side, { ultrasound, frames }: LegLists, stride: number, notes: string[]) {
  const read = framesOfCells(cellsOf(ultrasound[stride]));
  if (read.problem !== null) notes.push(`left stride ${stride + 1}: ${read.problem}`);
  const strike = frames?.[stride];
  // the frame in progress at the strike is the first of a stride
  const startS = strike ? Math.floor(secondsOf(strike.start) * ULTRASOUND_RATE_HZ + 1e-6) / ULTRASOUND_RATE_HZ : NaN;
  return ultrasoundOfLeg(side, read.frames, { startS, absent: ultrasound.length > 0 ? 'gap' : 'notInTrial' });
}
