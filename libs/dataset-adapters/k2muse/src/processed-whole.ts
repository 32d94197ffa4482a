import { type ContinuousRecording, type ExcludedStretch, type Side, SIDES, type SubjectInfo } from '@emgfm/schema';
import type { MatValue } from '@emgfm/matfile';
import { EMG_COLUMN_COUNT, EMG_RATE_HZ, LEG_LETTER, MOTION_RATE_HZ } from './channels';
import { emgOfLeg, type EmgMatrix, type EmgNature, namedColumns } from './emg';
import { cellsOf, fieldOf, matrixColumns } from './mat-values';
import type { TrialReader } from './participant-file';
import { strideFrames, type StrideFrames, secondsOf, strikesOf, trialEvents, type StridesByLeg } from './stride-frames';
import { decideEmgRate, type JointColumns, recordingContext, wholeTrialRecording } from './trial-recording';
import { framesOfCells, ultrasoundOfLeg } from './ultrasound';

/** What reading a trial of the processed layer needs to know. */
export interface ProcessedContext {
  readonly subject: SubjectInfo;
  /** Path of the participant's file below the root. */
  readonly file: string;
  /** Factor from the source's sign to internal moments; NaN where it could not be decided. */
  readonly momentSign: number;
  /** What the EMG of the participant is, decided from the first that is seen. */
  readonly emgNature: (matrix: EmgMatrix) => EmgNature;
  readonly wantsUltrasound: boolean;
}

/** Modalities that a whole trial must have where the strides have them. */
const MODALITIES = ['Angles', 'Moments', 'EMGData'] as const;

/**
 * A trial of the processed layer from its half with the whole trial: EMG is filtered before it is cut. Its strides are those that the
 * authors cut.
 * @returns the recording, or why the whole trial cannot stand for its strides
 */
export async function wholeTrial(
  reader: TrialReader,
  context: ProcessedContext,
): Promise<ContinuousRecording | string> {
  const [whole, cut] = [await reader.fieldNames('OriginalData'), await reader.fieldNames('NormalizedData')];
  if (whole.length === 0) return 'OriginalData has no such trial';
  const lacking = MODALITIES.filter((field) => cut.includes(field) && !whole.includes(field));
  if (lacking.length > 0) return `OriginalData lacks ${lacking.join(', ')}`;
  const frames = strideFrames(await reader.read('NormalizedData', 'Events'));
  const all = trialEvents(await reader.read('OriginalData', 'Events'));
  const isCut = frames.left !== null || frames.right !== null;
  const events = isCut
    ? [
        ...SIDES.flatMap((side) => strikesOf(frames[side] ?? [], side)),
        ...all.filter(({ kind }) => kind === 'foot_off'),
      ].sort((a, b) => a.timeS - b.timeS)
    : all;
  if (events.every(({ kind }) => kind === 'foot_off')) return 'neither half has heel strikes';
  const angles = trialColumns(await reader.read('OriginalData', 'Angles'));
  const moments = trialColumns(await reader.read('OriginalData', 'Moments'));
  const numFrames = angles('left', 'AnkleAngles.0')?.length ?? angles('right', 'AnkleAngles.0')?.length ?? 0;
  const lastFrame = Math.max(0, ...SIDES.flatMap((side) => (frames[side] ?? []).map(({ end }) => end)));
  if (numFrames === 0) return 'OriginalData has no angles';
  if (lastFrame > numFrames) return `its ${numFrames} frames end before frame ${lastFrame}, a strike`;

  const columns = matrixColumns(await reader.read('OriginalData', 'EMGData'));
  const notes: string[] = [];
  if (columns !== null && columns.length !== EMG_COLUMN_COUNT)
    notes.push(`EMG not used: expected ${EMG_COLUMN_COUNT} columns, found ${columns.length}`);
  const matrix = columns?.length === EMG_COLUMN_COUNT ? namedColumns(columns) : null;
  const nature = matrix === null ? null : context.emgNature(matrix);
  const emgS = (columns?.[0]?.length ?? 0) / EMG_RATE_HZ;
  const rate = decideEmgRate(emgS, numFrames / MOTION_RATE_HZ, EMG_RATE_HZ, false);
  const description = {
    samplingRateHz: EMG_RATE_HZ,
    startS: 0,
    emgKind: nature?.emgKind ?? 'raw',
    unit: nature?.unit ?? 'uV',
  };
  const emg = (side: Side) => (matrix === null ? null : emgOfLeg(side, matrix, description, rate.isTrusted));
  const ultrasound = context.wantsUltrasound
    ? framesOfCells(cellsOf(await reader.read('OriginalData', 'USData')))
    : null;
  if (ultrasound?.problem) notes.push(ultrasound.problem);
  return wholeTrialRecording(
    {
      angles,
      moments,
      motionRateHz: MOTION_RATE_HZ,
      emg: { left: emg('left'), right: emg('right') },
      ultrasound: ultrasound && {
        left: ultrasoundOfLeg('left', ultrasound.frames),
        right: ultrasoundOfLeg('right', ultrasound.frames),
      },
      events,
      excluded: gapsBetween(frames),
    },
    context.momentSign,
    recordingContext(context.subject, reader.trial.name, {
      files: [context.file],
      decisions: matrix === null ? [] : [rate.decision],
      notes,
    }),
  );
}

/** Columns of matrices [frame, 3] by their names with the letter of the leg. */
export function trialColumns(outputs: MatValue | null): JointColumns {
  return (side, column) => {
    const [name, component] = column.split('.');
    return matrixColumns(fieldOf(outputs, `${LEG_LETTER[side]}${name}`))?.[Number(component)] ?? null;
  };
}

/** What lies between strides that the authors cut: pieces that they left out. */
function gapsBetween(frames: StridesByLeg): ExcludedStretch[] {
  return SIDES.flatMap((side) =>
    (frames[side] ?? []).flatMap(({ start }, i, all): ExcludedStretch[] => {
      const before = (all as readonly StrideFrames[])[i - 1]?.end ?? start;
      if (start <= before) return [];
      const detail = 'the authors cut no stride here';
      return [{ startS: secondsOf(before), endS: secondsOf(start), side, reason: 'not-a-stride', detail }];
    }),
  );
}
