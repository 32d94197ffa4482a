import { jointSignals } from '@emgfm/adapter-kit';
import type { MatValue } from '@emgfm/matfile';
import { type CutRecording, type Drop, missingReasonCode, type Side, SIDES, type SourceStride } from '@emgfm/schema';
import { ANGLE_COLUMNS, EMG_COLUMNS, EMG_RATE_HZ, MOTION_RATE_HZ, ULTRASOUND_RATE_HZ } from './channels';
import { emgOfLeg, type EmgMatrix, namedColumns } from './emg';
import { momentUnitOfStrides, strideColumns } from './gait-data';
import { type LegLists, pairedLists } from './leg-lists';
import { cellsOf, matrixColumns } from './mat-values';
import type { TrialReader } from './participant-file';
import type { ProcessedContext } from './processed-whole';
import { secondsOf, strideFrames } from './stride-frames';
import { internalMoments, recordingContext, undecidedSignNotes } from './trial-recording';
import { framesOfCells, ultrasoundOfLeg } from './ultrasound';

/** Points per stride have no rate. */
const PHASE_GRID = { samplingRateHz: NaN, startS: 0 } as const;

/**
 * A trial of the processed layer as the authors cut and normalised it. EMG that lasts another time than the frames of its stride is missing.
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
  const unit = momentUnitOfStrides(moments);
  const ownNotes = [...notes];
  const drops: Drop[] = [];
  const strides = SIDES.flatMap((side): SourceStride[] => {
    const lists = pairedLists(side, { angles, moments, emg, ultrasound }, events[side]);
    ownNotes.push(...lists.notes);
    if (lists.most > lists.count) {
      const detail = `the lists of the ${side} leg have ${lists.count} to ${lists.most} strides; those that all have are kept`;
      for (let stride = lists.count; stride < lists.most; stride += 1)
        drops.push({ what: `${what} ${side} stride ${stride + 1}`, level: 'stride', reason: 'bad-metadata', detail });
    }
    return Array.from({ length: lists.count }, (_, index): SourceStride => {
      const frames = lists.frames?.[index];
      const own = lists.emg[index] ?? null;
      const emgSamples = matrixColumns(own)?.[0]?.length ?? NaN;
      const block = own && emgOfStride(side, own, context, lists.isTrusted[index] === true);
      if (typeof block === 'string') ownNotes.push(`${side} stride ${index + 1}: ${block}`);
      const columns = [strideColumns(angles, index), strideColumns(moments, index)] as const;
      return {
        side,
        startS: frames ? secondsOf(frames.start) : NaN,
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
    notes: [
      ...new Set(ownNotes),
      ...undecidedSignNotes(
        strides.some(({ signals }) => signals.moments !== null),
        context.momentSign,
      ),
    ],
  };
  return {
    recording: { ...recordingContext(context.subject, reader.trial.name, provenance), kind: 'cut', strides },
    drops,
  };
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
