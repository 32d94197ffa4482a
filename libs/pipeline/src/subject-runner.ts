import { Worker } from 'node:worker_threads';
import { subjectKey, type SubjectOutcome } from '@emgfm/schema';
import { adapterOf, loadAdapters } from './adapters';
import { errorTagOf } from './errors';
import { processSubject, type SubjectTask } from './process-subject';

/** Processes one subject; never rejects but on an abort: what goes wrong is the outcome of that subject. */
export type SubjectRunner = (task: SubjectTask, signal?: AbortSignal) => Promise<SubjectOutcome>;

/** The outcome of a subject that failed. */
export function failedOutcome(task: SubjectTask, error: unknown): SubjectOutcome {
  return {
    key: subjectKey(task.job.subject),
    status: 'failed',
    shard: '',
    trials: 0,
    stridesKept: 0,
    stridesDropped: {},
    drops: [],
    decisions: [],
    notes: [],
    inputs: [],
    error: error instanceof Error ? error.message : String(error),
    errorTag: errorTagOf(error),
    elapsedS: 0,
  };
}

/** Processes a subject in this thread. */
export const runInThisThread: SubjectRunner = async (task, signal) => {
  try {
    const adapters = await loadAdapters(task.configuration.adapters);
    return await processSubject(task, adapterOf(adapters, task.job.subject.datasetId), signal);
  } catch (error) {
    signal?.throwIfAborted();
    return failedOutcome(task, error);
  }
};

/**
 * Processes a subject in a worker thread of its own. HDF5 is left in an unusable state by an error, so a worker serves one
 * subject and ends; a subject takes seconds to minutes, a worker starts in half a second.
 */
export const runInWorker: SubjectRunner = (task, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task });
    const stop = (): void => {
      void worker.terminate();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const settle = (outcome: SubjectOutcome): void => {
      signal?.removeEventListener('abort', stop);
      resolve(outcome);
    };
    worker.once('message', settle);
    worker.once('error', (error) => settle(failedOutcome(task, error)));
    worker.once('exit', (code) => settle(failedOutcome(task, new Error(`the worker ended early with code ${code}`))));
  });
