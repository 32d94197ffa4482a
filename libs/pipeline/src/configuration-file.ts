import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { type Configuration, type ConfigurationInput, parseConfiguration } from '@emgfm/schema';
import { UsageError } from './errors';

/** What a command line may say over a configuration file. */
export interface CommandLineChoices {
  /** `<dataset>=<folder>`, each. */
  readonly sources?: readonly string[];
  readonly configFile?: string;
  readonly subjects?: readonly string[];
  readonly workers?: number;
  /** `<dataset>=<layer>`, each. */
  readonly layers?: readonly string[];
  /** `<dataset>.<option>=<value>`, each. */
  readonly adapterOptions?: readonly string[];
}

/**
 * The configuration of a run: the file, then the command line over it, then the defaults.
 * @throws UsageError when the file or an argument can't be read
 * @throws ConfigurationError when a field does not fit
 */
export async function loadConfiguration(choices: CommandLineChoices): Promise<Configuration> {
  const file = choices.configFile === undefined ? {} : await readConfigurationFile(choices.configFile);
  const named = (choices.sources ?? []).map(parseSource);
  const input = {
    ...file,
    sources: named.length > 0 ? named : (file.sources ?? []),
    ...(choices.subjects !== undefined && choices.subjects.length > 0 ? { subjects: choices.subjects } : {}),
    ...(choices.workers !== undefined ? { workers: choices.workers } : {}),
  };
  const configuration = parseConfiguration(input);
  for (const layer of choices.layers ?? []) applyLayer(configuration, layer);
  for (const option of choices.adapterOptions ?? []) applyAdapterOption(configuration, option);
  if (configuration.sources.length === 0) {
    throw new UsageError('no dataset named; give <dataset>=<folder>, for example c3d=./recordings');
  }
  return configuration;
}

async function readConfigurationFile(path: string): Promise<ConfigurationInput> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`configuration file '${path}': ${error.message}`);
  });
  try {
    return JSON.parse(text) as ConfigurationInput;
  } catch (error) {
    throw new UsageError(`configuration file '${path}' is not JSON: ${(error as Error).message}`);
  }
}

/** The further adapters that a configuration file names. @throws UsageError */
export async function readFurtherAdapters(path: string): Promise<readonly string[]> {
  return parseConfiguration(await readConfigurationFile(path)).adapters;
}

/** `<dataset>=<folder>` as a source. @throws UsageError */
export function parseSource(argument: string): { dataset: string; root: string } {
  const match = /^([^=]+)=(.+)$/.exec(argument);
  if (match === null) throw new UsageError(`'${argument}' is not <dataset>=<folder>, for example c3d=./recordings`);
  return { dataset: match[1] as string, root: match[2] as string };
}

function applyLayer(configuration: Configuration, argument: string): void {
  const [dataset, layer] = argument.split('=', 2) as [string, string?];
  if (!layer) throw new UsageError(`layer '${argument}' is not <dataset>=<layer>`);
  for (const source of sourcesOf(configuration, dataset, `layer '${argument}'`)) source.layer = layer;
}

function applyAdapterOption(configuration: Configuration, argument: string): void {
  const match = /^([^.=]+)\.([^=]+)=(.*)$/.exec(argument);
  if (match === null) throw new UsageError(`'${argument}' is not <dataset>.<option>=<value>`);
  const [, dataset, option, value] = match as unknown as [string, string, string, string];
  for (const source of sourcesOf(configuration, dataset, `option '${argument}'`)) source.options[option] = value;
}

/** The sources of a dataset. @throws UsageError where there is none */
function sourcesOf({ sources }: Configuration, dataset: string, wanted: string): Configuration['sources'] {
  const own = sources.filter((source) => source.dataset === dataset);
  if (own.length === 0) throw new UsageError(`${wanted}: dataset '${dataset}' is not part of this run`);
  return own;
}

/**
 * SHA-256 of all that decides the bytes of a store: not the folders, the number of workers or the choice of subjects.
 */
export function configurationSha256(configuration: Configuration): string {
  const { emg, strides, store, subjectMassKg, sources } = configuration;
  const datasets = sources.map(({ dataset, layer, options }) => ({ dataset, layer: layer ?? '', options }));
  return createHash('sha256').update(stableJson({ emg, strides, store, subjectMassKg, datasets })).digest('hex');
}

/** JSON with the members of every object in order of their names. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
