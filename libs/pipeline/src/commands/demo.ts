import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '@emgfm/schema';
import {
  writeRawAngelidou,
  writeRawBacek,
  writeRawCamargo,
  writeRawCriekinge,
  writeRawEmbry,
  writeRawGait120,
  writeRawGrimmer,
  writeRawHu,
  writeRawK2muse,
  writeRawLencioni,
  writeRawMacaluso,
  writeRawMocap,
  writeRawMoghadam,
  writeRawMoreira,
  writeRawOpensim,
  writeRawSiat,
  writeSimulatedC3dDataset,
} from '@emgfm/synthetic-gait';
import { run, type RunOptions, type RunResult } from '../run';

/** Writes a small folder of simulated recordings in the layout of a source. */
type SimulatedSource = (folder: string, seed: number) => Promise<unknown>;

/** By dataset id: every source whose layout can be simulated. */
export const SIMULATED_SOURCES: Readonly<Record<string, SimulatedSource>> = {
  bacek: (folder, seed) => writeRawBacek(folder, { subjects: 1, seed, tests: [3, 8, 18] }),
  macaluso: (folder, seed) => writeRawMacaluso(folder, { subjects: 1, seed }),
  camargo: (folder, seed) => writeRawCamargo(folder, { subjects: 1, seed }),
  k2muse: (folder, seed) => writeRawK2muse(folder, { subjects: 1, seed, layers: ['processed'], ultrasoundS: 6 }),
  angelidou: (folder, seed) => writeRawAngelidou(folder, { subjects: 1, seed }),
  embry: (folder, seed) => writeRawEmbry(folder, { subjects: 1, seed, trials: ['s1i0', 's1x2i5', 's0x8d10'] }),
  grimmer: (folder, seed) => writeRawGrimmer(folder, { subjects: 1, seed, settings: 2, trials: 1 }),
  hu: (folder, seed) => writeRawHu(folder, { subjects: 1, seed }),
  gait120: (folder, seed) => writeRawGait120(folder, { subjects: 1, seed }),
  moreira: (folder, seed) => writeRawMoreira(folder, { subjects: 1, seed, trials: 1 }),
  criekinge: (folder, seed) => writeRawCriekinge(folder, { subjects: 1, seed, unreadVariables: 0 }),
  lencioni: (folder, seed) => writeRawLencioni(folder, { subjects: 2, seed }),
  siat: (folder, seed) => writeRawSiat(folder, { subjects: 1, seed }),
  moghadam: (folder, seed) => writeRawMoghadam(folder, { subjects: 1, seed }),
  c3d: (folder, seed) =>
    writeSimulatedC3dDataset(folder, {
      subjects: 2,
      trialsPerSubject: 2,
      durationS: 12,
      markerSamplingRateHz: 100,
      analogSamplingRateHz: 1000,
      seed,
    }),
  opensim: (folder, seed) => writeRawOpensim(folder, { subjects: 1, seed }),
  mocap: (folder, seed) => writeRawMocap(folder, { subjects: 1, seed }),
};

/** What a demonstration is asked to do. */
export interface DemonstrationOptions extends Pick<RunOptions, 'onPlan' | 'onSubject' | 'signal' | 'runSubject'> {
  /** Where to write; a new temporary folder where left out. */
  readonly folder?: string;
  /** Another number gives other people. Default 1. */
  readonly seed?: number;
  /** Datasets to simulate; all where left out. */
  readonly datasets?: readonly string[];
  /** Called before the recordings of a source are written. */
  readonly onSource?: (datasetId: string) => void;
}

/** Where a demonstration put its recordings, a folder per source, and its store. */
export interface Demonstration extends RunResult {
  readonly recordings: string;
  readonly storePath: string;
}

/** Simulates a few people walking, writes them in the layouts of the sources, and runs the pipeline over all of them. */
export async function demonstrate(options: DemonstrationOptions): Promise<Demonstration> {
  const { folder = await mkdtemp(join(tmpdir(), 'emgfm-demo-')), seed = 1, onSource, ...runOptions } = options;
  const { datasets = Object.keys(SIMULATED_SOURCES), ...rest } = runOptions;
  const recordings = join(folder, 'recordings');
  const sources = datasets.map((dataset) => ({ dataset, root: join(recordings, dataset) }));
  for (const { dataset, root } of sources) {
    onSource?.(dataset);
    await SIMULATED_SOURCES[dataset]?.(root, seed);
  }
  const storePath = join(folder, 'store.h5');
  const configuration = parseConfiguration({ sources, workers: 2 });
  return { ...(await run(configuration, { ...rest, storePath })), recordings, storePath };
}
