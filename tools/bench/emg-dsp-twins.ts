import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PYTHON_HINT, scientificPython } from '../python';

/** A Python process that runs stages on command. */
export interface Scipy {
  /** Milliseconds of processor time per run, the mean of `numRuns`. */
  timeOf(stage: string, numRuns: number): Promise<number>;
  stop(): void;
}

export function startScipy(): Scipy {
  const python = scientificPython('scipy', 'pywt');
  if (!python) throw new Error(PYTHON_HINT);
  const scipy = spawn(python, [fileURLToPath(new URL('emg-dsp.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: scipy.stdout })[Symbol.asyncIterator]();
  return {
    async timeOf(stage, numRuns) {
      scipy.stdin.write(`${stage}|${numRuns}\n`);
      return Number((await answers.next()).value);
    },
    stop: () => scipy.stdin.end(),
  };
}

/** Two of each side, to run whole trials on one or on both cores. */
export interface Pairs {
  /** Milliseconds by the wall clock per trial through the chain, on one process or on two at once. */
  timeOfScipy(numProcesses: 1 | 2): Promise<number>;
  /** The same on one worker or on two. */
  timeOfWorkers(numWorkers: 1 | 2): Promise<number>;
  stop(): Promise<void>;
}

export async function startPairs(): Promise<Pairs> {
  const twins = [startScipy(), startScipy()];
  // A worker does not inherit the TypeScript loader.
  const url = JSON.stringify(new URL('emg-dsp-worker.ts', import.meta.url).href);
  const bootstrap = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${url}, ${url}))`;
  const workers = [0, 1].map(() => new Worker(bootstrap, { eval: true }));
  const answer = (worker: Worker) => new Promise<void>((resolve) => worker.once('message', () => resolve()));
  await Promise.all(workers.map(answer));
  const timed = async (jobs: Promise<unknown>[], numTrials: number) => {
    const start = performance.now();
    await Promise.all(jobs);
    return (performance.now() - start) / numTrials;
  };
  return {
    timeOfScipy: (numProcesses) =>
      timed(
        twins.slice(0, numProcesses).map((twin) => twin.timeOf('chain', 1)),
        numProcesses,
      ),
    timeOfWorkers: (numWorkers) =>
      timed(
        workers.slice(0, numWorkers).map((worker) => {
          worker.postMessage(TRIALS);
          return answer(worker);
        }),
        TRIALS * numWorkers,
      ),
    async stop() {
      twins.forEach((twin) => twin.stop());
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Trials per worker and turn: about as long a turn as one trial takes SciPy. */
const TRIALS = 4;
