import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '@emgfm/schema';
import { writeSimulatedC3dDataset } from '@emgfm/synthetic-gait';
import { run, type RunOptions, type RunResult } from '../run';

/** Where a demonstration put its recordings and its store. */
export interface Demonstration extends RunResult {
  readonly recordings: string;
  readonly storePath: string;
}

/**
 * Simulates a few people walking, writes their recordings as C3D files, and runs the pipeline over them.
 * @param folder where to write; a new temporary folder where left out
 */
export async function demonstrate(
  options: Pick<RunOptions, 'onPlan' | 'onSubject' | 'signal' | 'runSubject'> & { folder?: string; seed?: number },
): Promise<Demonstration> {
  const { folder = await mkdtemp(join(tmpdir(), 'emgfm-demo-')), seed = 1, ...runOptions } = options;
  const recordings = join(folder, 'recordings');
  await writeSimulatedC3dDataset(recordings, {
    subjects: 3,
    trialsPerSubject: 2,
    durationS: 12,
    markerSamplingRateHz: 100,
    analogSamplingRateHz: 1000,
    seed,
  });
  const storePath = join(folder, 'store.h5');
  const configuration = parseConfiguration({ sources: [{ dataset: 'c3d', root: recordings }], workers: 2 });
  return { ...(await run(configuration, { ...runOptions, storePath })), recordings, storePath };
}
