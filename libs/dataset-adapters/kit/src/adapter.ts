import type { DatasetInfo, Drop, Recording, SubjectRef, Survey } from '@emgfm/schema';

/** Options of a survey. */
export interface SurveyOptions {
  /** Data layer; the first of `info.layers` where left out. */
  readonly layer?: string;
  /** Options of this adapter, as the configuration gives them; the adapter checks them itself. */
  readonly adapterOptions?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** Options of reading one subject. */
export interface ReadOptions extends SurveyOptions {
  /** Body mass (kg) by subject key, for sources that lack it. */
  readonly subjectMassKg?: Readonly<Record<string, number>>;
  /** Names of the further modalities that are wanted; an adapter need not read others. All where left out. */
  readonly furtherModalities?: 'all' | readonly string[];
  /** Called for every file or trial that gives nothing; the recordings that can be read still come. */
  readonly onDrop?: (drop: Drop) => void;
}

/**
 * One source of walking recordings. An adapter is data plus one reader: it finds its files, maps names, units, signs and
 * axes to the conventions of `@emgfm/schema`, and yields one recording at a time. It filters nothing and fills nothing.
 */
export interface DatasetAdapter {
  readonly info: DatasetInfo;
  /** Package name and version, for the provenance of every number. */
  readonly packageName: string;
  readonly packageVersion: string;
  /**
   * What is in a folder, from names and headers only.
   * @throws NotADatasetError when the folder does not exist or is no folder
   * @throws AdapterOptionsError when `adapterOptions` do not fit
   */
  survey(root: string, options?: SurveyOptions): Promise<Survey>;
  /**
   * The recordings of one subject, one at a time, in a stable order.
   * Bad files and trials go to `onDrop` with a reason and never stop the rest.
   * @throws UnknownSubjectError when the folder has no such subject
   */
  read(root: string, subject: SubjectRef, options?: ReadOptions): AsyncIterable<Recording>;
}

/** Is a further modality wanted? */
export function isModalityWanted(modality: string, { furtherModalities = 'all' }: ReadOptions): boolean {
  return furtherModalities === 'all' || furtherModalities.includes(modality);
}

/** Has the value the members of an adapter? */
export function isDatasetAdapter(value: unknown): value is DatasetAdapter {
  const adapter = value as DatasetAdapter | null;
  return (
    typeof adapter === 'object' &&
    adapter !== null &&
    typeof adapter.info?.id === 'string' &&
    typeof adapter.packageName === 'string' &&
    typeof adapter.packageVersion === 'string' &&
    typeof adapter.survey === 'function' &&
    typeof adapter.read === 'function'
  );
}
