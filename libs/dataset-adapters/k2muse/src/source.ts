import { join } from 'node:path';
import { isModalityWanted, plainLabel, type ReadOptions, sideOfWord } from '@emgfm/adapter-kit';
import { type C3dRecording, findByLabel, isC3dError, readC3dFile, trajectoryAt } from '@emgfm/c3d';
import { isMatError } from '@emgfm/matfile';
import {
  type ContinuousRecording,
  type Decision,
  type EmgSignals,
  frameLength,
  type FurtherSignals,
  type GaitEvent,
  type Side,
  SOURCE_EVENTS,
} from '@emgfm/schema';
import { LEG_LETTER, ULTRASOUND, ULTRASOUND_RATE_HZ } from './channels';
import { emgOfLeg } from './emg';
import { filesOf, type Participant, type SourceTrial } from './folder';
import { decideMomentSigns } from './moments';
import { type NoraxonRecord, readNoraxon } from './noraxon';
import { type Persons, subjectInfo } from './persons';
import { decideStart } from './shared-start';
import { levelFirst, trialLabel } from './trial-names';
import {
  ankleCurves,
  decideEmgRate,
  type JointColumns,
  recordingContext,
  wholeTrialRecording,
} from './trial-recording';
import { framesOfTexts, ultrasoundOfLeg } from './ultrasound';

/**
 * The trials of one participant from the three devices, merged on their shared start: the line that starts the cameras also starts
 * EMG and ultrasound, so the first stored frame, the first EMG sample and the first ultrasound frame are at 0 s, unless durations say that the
 * C3D file was cropped.
 */
export async function* readSource(
  root: string,
  { sourceId, trials }: Participant,
  persons: Persons,
  options: ReadOptions,
): AsyncGenerator<ContinuousRecording> {
  for (const trial of trials.filter(({ vicon }) => vicon === null)) {
    const what = `${sourceId} ${trialLabel(trial.name)} Trial_${trial.name.number}`;
    const detail = `no C3D file, so no events; found ${filesOf(trial)
      .map(({ path }) => path)
      .join(', ')}`;
    options.onDrop?.({ what, level: 'trial', reason: 'no-events', detail });
  }
  const withMotion = trials.filter(({ vicon }) => vicon !== null);
  const sign = await decideMomentSigns(ankleMoments(root, withMotion, options));
  let fileLevel = { decisions: sign.decisions, notes: persons.notes };
  for (const trial of withMotion) {
    options.signal?.throwIfAborted();
    const c3d = await unlessDamaged(trial, 'vicon', (path) => readC3dFile(join(root, path)), options);
    if (c3d === null) continue;
    const noraxon = await unlessDamaged(trial, 'noraxon', (path) => readNoraxon(join(root, path)), options);
    const emg = emgOf(c3d, noraxon);
    const notes = [...fileLevel.notes, ...c3d.warnings.map(({ message }) => message), ...(noraxon?.notes ?? [])];
    const ultrasound = isModalityWanted(ULTRASOUND.name, options)
      ? await ultrasoundOf(root, c3d, trial, options)
      : null;
    const context = recordingContext(subjectInfo(sourceId, persons), trial.name, {
      files: filesOf(trial).map(({ path }) => path),
      decisions: [
        ...fileLevel.decisions,
        ...(noraxon?.decisions ?? []),
        ...emg.decisions,
        ...(ultrasound?.decisions ?? []),
      ],
      notes,
    });
    yield wholeTrialRecording(
      {
        angles: modelColumns(c3d),
        moments: modelColumns(c3d),
        motionRateHz: c3d.pointRateHz,
        emg: emg.legs,
        ultrasound: ultrasound?.legs ?? null,
        events: footEvents(c3d),
      },
      sign.factor,
      context,
    );
    fileLevel = { decisions: [], notes: [] };
  }
}

/** Reads a file of a trial; null where there is none, or where it is damaged, which is then told. */
async function unlessDamaged<T>(
  trial: SourceTrial,
  device: 'vicon' | 'noraxon',
  read: (path: string) => Promise<T>,
  { onDrop }: ReadOptions,
): Promise<T | null> {
  const file = trial[device];
  if (file === null) return null;
  try {
    return await read(file.path);
  } catch (error) {
    if (!isC3dError(error) && !isMatError(error)) throw error;
    onDrop?.({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

async function* ankleMoments(
  root: string,
  trials: readonly SourceTrial[],
  { signal }: ReadOptions,
): AsyncGenerator<readonly Float64Array[]> {
  for (const { vicon } of levelFirst(trials)) {
    signal?.throwIfAborted();
    try {
      const c3d = await readC3dFile(join(root, vicon?.path ?? ''));
      yield ankleCurves(modelColumns(c3d), footEvents(c3d), c3d.pointRateHz);
    } catch (error) {
      // the trial itself tells what is wrong with its file
      if (!isC3dError(error)) throw error;
    }
  }
}

/** Plug-in Gait outputs by column; NaN where a point is invalid, or where the model wrote exact zeros for "not computed". */
function modelColumns(c3d: C3dRecording): JointColumns {
  return (side, column) => {
    const [name, component] = column.split('.');
    const point = findByLabel(c3d.points, `${LEG_LETTER[side]}${name}`);
    if (point === null) return null;
    const { x, y, z } = trajectoryAt(c3d, point.index);
    const values = [x, y, z][Number(component)] as Float32Array;
    return Float64Array.from(values, (value, i) => (x[i] === 0 && y[i] === 0 && z[i] === 0 ? NaN : value));
  };
}

/** Times this close to a frame (in frames) are on it: C3D stores them in single precision. */
const ON_FRAME = 0.02;

/** Foot strikes and foot offs within the file, on the clock of its first stored frame. */
function footEvents({ events, frameCount, pointRateHz }: C3dRecording): GaitEvent[] {
  const halfFrameS = 0.5 / pointRateHz;
  const onFrame = (timeS: number): number => {
    const frame = Math.round(timeS * pointRateHz);
    return Math.abs(timeS * pointRateHz - frame) < ON_FRAME ? frame / pointRateHz : timeS;
  };
  return events
    .flatMap(({ label, context, fileTimeS }): GaitEvent[] => {
      const side = sideOfWord(plainLabel(context));
      const plain = plainLabel(label);
      const kind = /strike|contact/.test(plain) ? 'foot_strike' : /off/.test(plain) ? 'foot_off' : null;
      const isInside = fileTimeS >= -halfFrameS && fileTimeS <= (frameCount - 1) / pointRateHz + halfFrameS;
      return side === null || kind === null || !isInside
        ? []
        : [{ timeS: onFrame(fileTimeS), side, kind, source: SOURCE_EVENTS, confidence: 1 }];
    })
    .sort((a, b) => a.timeS - b.timeS);
}

function emgOf(c3d: C3dRecording, noraxon: NoraxonRecord | null) {
  const none = { legs: { left: null, right: null }, decisions: [] };
  if (noraxon === null) return none;
  const { matrix, samplingRateHz, unit } = noraxon;
  const samples = [...matrix.left.values(), ...matrix.right.values()][0]?.length;
  if (samples === undefined) return none;
  const durationS = noraxon.startS + samples / samplingRateHz;
  const start = decideStart('EMG', durationS, c3d);
  const startS = noraxon.startS + start.startS;
  const motionS = c3d.frameCount / c3d.pointRateHz;
  const { isTrusted, decision } = decideEmgRate(durationS + start.startS, motionS, samplingRateHz, true);
  const leg = (side: Side): EmgSignals | null =>
    emgOfLeg(side, matrix, { samplingRateHz, startS, emgKind: 'raw', unit }, isTrusted);
  return { legs: { left: leg('left'), right: leg('right') }, decisions: [decision, ...start.decisions] };
}

async function ultrasoundOf(
  root: string,
  c3d: C3dRecording,
  { ultrasound }: SourceTrial,
  { onDrop }: ReadOptions,
): Promise<{ legs: Record<Side, FurtherSignals>; decisions: readonly Decision[] }> {
  const { frames, problems } = await framesOfTexts(root, ultrasound);
  for (const { what, detail } of problems) onDrop?.({ what, level: 'file', reason: 'unreadable-file', detail });
  const durationS = frames.length / frameLength(ULTRASOUND) / ULTRASOUND_RATE_HZ;
  const { startS, decisions } = decideStart('ultrasound', durationS, c3d);
  const leg = (side: Side) => ultrasoundOfLeg(side, frames, { startS });
  return { legs: { left: leg('left'), right: leg('right') }, decisions };
}
