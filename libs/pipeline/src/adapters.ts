import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { adapter as angelidou } from '@emgfm/adapter-angelidou';
import { adapter as bacek } from '@emgfm/adapter-bacek';
import { adapter as c3d } from '@emgfm/adapter-c3d';
import { adapter as camargo } from '@emgfm/adapter-camargo';
import { adapter as criekinge } from '@emgfm/adapter-criekinge';
import { adapter as embry } from '@emgfm/adapter-embry';
import { adapter as gait120 } from '@emgfm/adapter-gait120';
import { adapter as grimmer } from '@emgfm/adapter-grimmer';
import { adapter as hu } from '@emgfm/adapter-hu';
import { adapter as k2muse } from '@emgfm/adapter-k2muse';
import { type DatasetAdapter, isDatasetAdapter } from '@emgfm/adapter-kit';
import { adapter as lencioni } from '@emgfm/adapter-lencioni';
import { adapter as macaluso } from '@emgfm/adapter-macaluso';
import { adapter as mocap } from '@emgfm/adapter-mocap';
import { adapter as moghadam } from '@emgfm/adapter-moghadam';
import { adapter as moreira } from '@emgfm/adapter-moreira';
import { adapter as opensim } from '@emgfm/adapter-opensim';
import { adapter as siat } from '@emgfm/adapter-siat';
import { compareDatasetIds } from '@emgfm/schema';
import { UsageError } from './errors';

/** The adapters that come with the pipeline. */
export const BUILT_IN_ADAPTERS: readonly DatasetAdapter[] = [
  bacek,
  macaluso,
  camargo,
  k2muse,
  angelidou,
  embry,
  grimmer,
  hu,
  gait120,
  moreira,
  criekinge,
  lencioni,
  siat,
  moghadam,
  c3d,
  opensim,
  mocap,
];

/**
 * All adapters by dataset id: those that come with the pipeline and those that a configuration names.
 * @param further npm packages, or files (a path that begins with `.` or `/`), each with an export `adapter`
 * @throws UsageError when one can't be loaded, is no adapter, or takes the id of another
 */
export async function loadAdapters(further: readonly string[] = []): Promise<ReadonlyMap<string, DatasetAdapter>> {
  const adapters = new Map(BUILT_IN_ADAPTERS.map((adapter) => [adapter.info.id, adapter]));
  for (const name of further) {
    const specifier = /^[./]/.test(name) ? pathToFileURL(resolve(name)).href : name;
    const loaded = (await import(specifier).catch((error: Error) => {
      throw new UsageError(`adapter '${name}' can't be loaded: ${error.message}`);
    })) as { adapter?: unknown };
    if (!isDatasetAdapter(loaded.adapter)) throw new UsageError(`'${name}' has no export 'adapter' that is an adapter`);
    if (adapters.has(loaded.adapter.info.id))
      throw new UsageError(`two adapters for dataset '${loaded.adapter.info.id}'`);
    adapters.set(loaded.adapter.info.id, loaded.adapter);
  }
  return new Map([...adapters].sort(([a], [b]) => compareDatasetIds(a, b)));
}

/** The adapter of a dataset. @throws UsageError naming the datasets that can be read */
export function adapterOf(adapters: ReadonlyMap<string, DatasetAdapter>, dataset: string): DatasetAdapter {
  const adapter = adapters.get(dataset);
  if (adapter === undefined) {
    throw new UsageError(`dataset '${dataset}' is not known; known are ${[...adapters.keys()].join(', ')}`);
  }
  return adapter;
}
