import { parentPort, workerData } from 'node:worker_threads';
import type { SubjectTask } from './process-subject';
import { runInThisThread } from './subject-runner';

parentPort?.postMessage(await runInThisThread(workerData as SubjectTask));
