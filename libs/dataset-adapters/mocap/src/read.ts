import { join } from 'node:path';
import { isAdapterError, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isDelimitedError } from '@emgfm/delimited';
import { type ContinuousRecording, type SubjectRef } from '@emgfm/schema';
import { readFrameClock } from './frame-clock';
import { type MocapTrial, readMocapFolder } from './folder';
import { loadMapping, type MocapMapping } from './mapping';
import { decidePerson } from './person';
import { recordingOf, type TrialContent } from './recording';
import { type TrialSignals, trialSignals } from './signals';
import { readTrialTable, type TrialTable } from './trial-table';

/**
 * The recordings of one person in the order of action and trial. All trials are looked through once before the first is given, for what
 * holds for the person: sign of the knee, unit of the angles, leg of the EMG.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readMocapSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const mapping = await loadMapping(options.adapterOptions);
  const folder = await readMocapFolder(root, mapping, options.signal);
  const own = folder.trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(folder.trials.map(({ sourceId }) => sourceId))]);
  }
  for (const { sourceId, drop } of folder.unusable) if (sourceId === subject.sourceId) options.onDrop?.(drop);
  const quiet = { ...options, onDrop: undefined };
  const facts = await decidePerson(contentsOf(root, own, mapping, quiet), mapping);
  for await (const content of contentsOf(root, own, mapping, options)) {
    yield recordingOf(content, facts, mapping, options);
  }
}

async function* contentsOf(
  root: string,
  trials: readonly MocapTrial[],
  mapping: MocapMapping,
  options: ReadOptions,
): AsyncGenerator<TrialContent> {
  for (const trial of trials) yield* trialsOf(root, trial, mapping, options);
}

/** The trials of a table, one after the other. A table, a trial or frames that can't be read are dropped with a reason. */
async function* trialsOf(
  root: string,
  trial: MocapTrial,
  mapping: MocapMapping,
  options: ReadOptions,
): AsyncGenerator<TrialContent> {
  options.signal?.throwIfAborted();
  const { path } = trial.table;
  const unreadable = (what: string, level: 'file' | 'trial') => (error: unknown) => {
    if (!isDelimitedError(error) && !isAdapterError(error)) throw error;
    options.onDrop?.({ what, level, reason: 'unreadable-file', detail: error.message });
    return null;
  };
  const table: TrialTable | null = await readTrialTable(join(root, path), path, mapping, options.signal).catch(
    unreadable(path, 'file'),
  );
  if (table === null) return;
  const camera =
    trial.frames === null
      ? null
      : await readFrameClock(join(root, trial.frames.path), trial.frames.path, options.signal).catch(
          unreadable(trial.frames.path, 'file'),
        );
  for (const rows of table.trials) {
    const what = rows.name === '' ? path : `${path} trial ${rows.name}`;
    let signals: TrialSignals;
    try {
      signals = trialSignals(rows, table.columns);
    } catch (error) {
      unreadable(what, 'trial')(error);
      continue;
    }
    if (signals.angles === null && signals.emg === null && signals.markers === null) {
      const detail = 'no column of markers, angles or EMG holds more than one number';
      options.onDrop?.({ what, level: 'trial', reason: 'no-leg-signals', detail });
      continue;
    }
    yield {
      trial,
      name: rows.name,
      signals,
      stated: table.columns,
      camera,
      notes: [...table.notes, ...signals.notes],
    };
  }
}
