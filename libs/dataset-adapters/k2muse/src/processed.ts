import { join } from 'node:path';
import { isModalityWanted, type ReadOptions } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import type { ContinuousRecording, CutRecording } from '@emgfm/schema';
import { EMG_RATE_HZ, MOTION_RATE_HZ, ULTRASOUND } from './channels';
import { decideEmgNature, type EmgNature } from './emg';
import type { Participant } from './folder';
import { ankleCurvesOfStrides } from './gait-data';
import { decideMomentSigns } from './moments';
import type { K2museOptions } from './options';
import { ParticipantFile, TrialReader } from './participant-file';
import { type Persons, subjectInfo } from './persons';
import { cutTrial } from './processed-strides';
import { trialColumns, wholeTrial, type ProcessedContext } from './processed-whole';
import { trialEvents } from './stride-frames';
import { levelFirst } from './trial-names';
import { ankleCurves } from './trial-recording';

/** The trials of one participant from the processed layer. What is decided once stands in the provenance of the first. */
export async function* readProcessed(
  root: string,
  { sourceId, processed }: Participant,
  persons: Persons,
  own: K2museOptions,
  options: ReadOptions,
): AsyncGenerator<ContinuousRecording | CutRecording> {
  if (processed === null) return;
  const drop = (what: string, detail: string): void =>
    options.onDrop?.({ what, level: 'file', reason: 'unreadable-file', detail });
  let file: ParticipantFile;
  try {
    file = await ParticipantFile.open(join(root, processed.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    return drop(processed.path, error.message);
  }
  try {
    const { trials, problems } = await file.trials();
    for (const { path, problem } of problems)
      options.onDrop?.({ what: `${processed.path} ${path}`, level: 'trial', reason: 'bad-metadata', detail: problem });
    const readers = trials.map((trial) => new TrialReader(file, trial));
    const sign = await decideMomentSigns(ankleMoments(readers, options));
    let nature: EmgNature | null = null;
    const context: ProcessedContext = {
      subject: subjectInfo(sourceId, persons),
      file: processed.path,
      momentSign: sign.factor,
      emgNature: (matrix) => (nature ??= decideEmgNature(matrix, EMG_RATE_HZ)),
      wantsUltrasound: isModalityWanted(ULTRASOUND.name, options),
    };
    let fileLevel = { decisions: sign.decisions, notes: persons.notes };
    let natureIsTold = false;
    for (const reader of readers) {
      options.signal?.throwIfAborted();
      const recording = await readTrial(reader, context, own, options);
      if (recording === null) continue;
      const { provenance } = recording;
      // what the EMG is shows with the first trial that has any
      const told = natureIsTold ? [] : ((nature as EmgNature | null)?.decisions ?? []);
      natureIsTold ||= nature !== null;
      const decisions = [...fileLevel.decisions, ...told, ...provenance.decisions];
      yield {
        ...recording,
        provenance: { ...provenance, decisions, notes: [...fileLevel.notes, ...provenance.notes] },
      };
      fileLevel = { decisions: [], notes: [] };
    }
  } catch (error) {
    if (!isMatError(error)) throw error;
    drop(processed.path, error.message);
  } finally {
    await file.close();
  }
}

async function readTrial(
  reader: TrialReader,
  context: ProcessedContext,
  { signals }: K2museOptions,
  { onDrop }: ReadOptions,
): Promise<ContinuousRecording | CutRecording | null> {
  const { fields } = reader.trial;
  const path = (fields.NormalizedData ?? fields.OriginalData ?? []).join('.');
  try {
    const whole = signals === 'continuous' ? await wholeTrial(reader, context) : 'as the option signals asks for';
    if (typeof whole !== 'string') return whole;
    if (fields.NormalizedData === null) {
      onDrop?.({ what: `${context.file} ${path}`, level: 'trial', reason: 'no-leg-signals', detail: whole });
      return null;
    }
    const { recording, drops } = await cutTrial(reader, context, [`read from its strides, not as a whole: ${whole}`]);
    for (const drop of drops) onDrop?.(drop);
    return recording;
  } catch (error) {
    if (!isMatError(error)) throw error;
    onDrop?.({ what: `${context.file} ${path}`, level: 'trial', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

/** Ankle moments of all trials, one trial at a time, level walking first. A trial that cannot be read tells nothing here. */
async function* ankleMoments(
  readers: readonly TrialReader[],
  options: ReadOptions,
): AsyncGenerator<readonly Float64Array[]> {
  const byLevel = levelFirst(readers.map((reader) => ({ reader, name: reader.trial.name })));
  for (const { reader } of byLevel) {
    options.signal?.throwIfAborted();
    try {
      const cut = ankleCurvesOfStrides(await reader.read('NormalizedData', 'Moments'));
      yield cut.length > 0
        ? cut
        : ankleCurves(
            trialColumns(await reader.read('OriginalData', 'Moments')),
            trialEvents(await reader.read('OriginalData', 'Events')),
            MOTION_RATE_HZ,
          );
    } catch (error) {
      if (!isMatError(error)) throw error;
    }
  }
}
