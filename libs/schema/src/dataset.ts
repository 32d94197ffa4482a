import { z } from 'zod';
import { EMG_CHANNELS } from './emg-channels';

/** Datasets in their order of appearance in a merged store; generic sources come last. */
export const DATASET_IDS = [
  'bacek',
  'macaluso',
  'camargo',
  'k2muse',
  'angelidou',
  'embry',
  'grimmer',
  'hu',
  'gait120',
  'moreira',
  'criekinge',
  'lencioni',
  'siat',
  'moghadam',
  'c3d',
  'opensim',
  'mocap',
] as const;

/** Id of a dataset that this project reads; third parties may add others. */
export type KnownDatasetId = (typeof DATASET_IDS)[number];

/** Order of two dataset ids in a store: as in {@link DATASET_IDS}, unknown ones after them by name. */
export function compareDatasetIds(a: string, b: string): number {
  const rank = (id: string): number => {
    const index = (DATASET_IDS as readonly string[]).indexOf(id);
    return index < 0 ? DATASET_IDS.length : index;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** How sure a stated fact is; guesses are tested against the data at run time and reported. */
export const CONFIDENCES = ['high', 'medium', 'guess'] as const;

/** Schema of {@link DatasetInfo}. */
export const datasetInfoSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string().min(1),
  citation: z.string(),
  doi: z.string(),
  licence: z.string().min(1),
  homepage: z.string(),
  /** Data layers that can be asked for by name; the first is the default. */
  layers: z.array(z.string()).min(1),
  emgChannels: z.array(z.enum(EMG_CHANNELS)),
  /** e.g. `hip flexion`: angles that the source can give. */
  angles: z.array(z.string()),
  /** e.g. `ankle flexion`: moments that the source can give. */
  moments: z.array(z.string()),
  /** The source's own units, signs and axis order, by quantity, in words. */
  sourceConventions: z.record(z.string(), z.string()),
  /** How sure each fact is, by the name of the fact. */
  confidence: z.record(z.string(), z.enum(CONFIDENCES)),
  notes: z.array(z.string()),
});

/** What an adapter says of its dataset. */
export type DatasetInfo = z.infer<typeof datasetInfoSchema>;
