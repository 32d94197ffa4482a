import { EMG_CHANNEL_COUNT, qualityBitNames, type Side } from '@emgfm/schema';
import { channelCounts, MODALITIES, type Modality } from './layout';
import { openStore, type Store } from './open-store';

/** Spread of a series of numbers. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); 0 for one value. */
  readonly sd: number;
}

/** What a store holds of one modality of one dataset. */
export interface StoreCount {
  readonly datasetId: string;
  /** One of the three, or the name of a further modality. */
  readonly modality: Modality | (string & {});
  /** Patients with at least one stride in which a channel of the modality is present. */
  readonly patients: number;
  /** Strides in which a channel of the modality is present, in all and by leg. */
  readonly strides: number;
  readonly left: number;
  readonly right: number;
  /** Rows per stride: EMG samples, points of the gait phase, or frames; null without strides. */
  readonly length: (Spread & { readonly distinct: number }) | null;
  /** One length: `normalised`; at most 3 with an SD below 5: `likely normalised`; else `variable`; `none` without strides. */
  readonly verdict: 'normalised' | 'likely normalised' | 'variable' | 'none';
  /** Durations (s) of the strides that have one; null where none has. */
  readonly durationS: Spread | null;
  /** Rates (Hz) of the source, most frequent first; NaN where the source was time-normalised. */
  readonly sourceRates: readonly { readonly rateHz: number; readonly strides: number }[];
  /** What a reader should know before trusting the numbers, in words. */
  readonly inconsistencies: readonly string[];
}

/** EMG rows and duration * rate may differ by the rounding of both ends. */
const LENGTH_TOLERANCE_SAMPLES = 2;

/**
 * Counts patients, strides, lengths, durations and source rates of a store, per dataset and modality, and names inconsistencies. A
 * further modality is counted for the datasets that have it.
 * Reads the stride table only.
 * @throws store-format, store-damaged, and `Hdf5Error`s
 */
export async function countStore(path: string): Promise<readonly StoreCount[]> {
  const store = await openStore(path);
  try {
    const datasetIds = [...new Set(Array.from(store.datasetIds))];
    const byDataset = new Map(datasetIds.map((id) => [id, store.select({ datasetId: id })]));
    const modalities = [...MODALITIES.map((name) => modalityOf(store, name)), ...furtherModalitiesOf(store)];
    return datasetIds.flatMap((id) => {
      const strides = byDataset.get(id)!;
      return modalities
        .filter((modality) => !modality.isFurther || strides.some(modality.isPresent))
        .map((modality) => count(store, id, modality, strides));
    });
  } finally {
    store.close();
  }
}

/** What is counted of a modality, by stride. */
interface CountedModality {
  readonly name: string;
  readonly isFurther: boolean;
  readonly isPresent: (index: number) => boolean;
  readonly length: (index: number) => number;
  readonly rateHz: (index: number) => number;
}

function modalityOf(store: Store, name: Modality): CountedModality {
  const { start, end } = store.emgRows;
  const rates = store.column(name === 'emg' ? 'emgSourceRateHz' : 'kinematicSourceRateHz');
  return {
    name,
    isFurther: false,
    isPresent: (index) => hasChannel(store.channels('masks', name), channelCounts[name], index),
    length: (index) => (name === 'emg' ? end[index] - start[index] : store.pointsPerStride),
    rateHz: (index) => rates[index],
  };
}

function furtherModalitiesOf(store: Store): CountedModality[] {
  return store.furtherModalities().map(({ name, channels }) => {
    const { masks, frameRows, ratesHz } = store.further(name);
    return {
      name,
      isFurther: true,
      isPresent: (index) => hasChannel(masks, channels.length, index),
      length: (index) => frameRows.end[index] - frameRows.start[index],
      rateHz: (index) => ratesHz[index],
    };
  });
}

function hasChannel(masks: Uint8Array, channels: number, index: number): boolean {
  return masks.subarray(index * channels, (index + 1) * channels).includes(1);
}

function count(store: Store, datasetId: string, modality: CountedModality, all: readonly number[]): StoreCount {
  const strides = all.filter(modality.isPresent);
  const lengths = strides.map(modality.length);
  const durations = strides
    .map((index) => store.column('durationS')[index])
    .filter((duration) => !Number.isNaN(duration));
  const ofSide = (side: Side) => strides.filter((index) => store.column('side')[index] === side).length;
  const distinct = new Set(lengths).size;
  const spread = spreadOf(lengths);
  return {
    datasetId,
    modality: modality.name,
    patients: new Set(strides.map((index) => store.patientIds[index])).size,
    strides: strides.length,
    left: ofSide('left'),
    right: ofSide('right'),
    length: spread && { ...spread, distinct },
    verdict:
      spread === null
        ? 'none'
        : distinct === 1
          ? 'normalised'
          : distinct <= 3 && spread.sd < 5
            ? 'likely normalised'
            : 'variable',
    durationS: spreadOf(durations),
    sourceRates: sourceRates(modality, strides),
    inconsistencies: inconsistencies(store, modality, all, strides),
  };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
    mean,
    sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
  };
}

function sourceRates({ rateHz }: CountedModality, strides: readonly number[]): StoreCount['sourceRates'] {
  const counts = new Map<number, number>();
  for (const index of strides) counts.set(rateHz(index), (counts.get(rateHz(index)) ?? 0) + 1);
  return [...counts]
    .map(([rate, number]) => ({ rateHz: rate, strides: number }))
    .sort((a, b) => b.strides - a.strides || a.rateHz - b.rateHz);
}

function inconsistencies(
  store: Store,
  modality: CountedModality,
  all: readonly number[],
  strides: readonly number[],
): string[] {
  const found: string[] = [];
  const note = (number: number, text: string) => {
    if (number > 0) found.push(`${number} ${text}`);
  };
  if (strides.length === 0) return found;
  note(all.length - strides.length, `strides of ${all.length} without ${modality.name}`);
  const rates = sourceRates(modality, strides);
  if (rates.length > 1)
    found.push(
      `${rates.length} source rates: ${rates.map(({ rateHz }) => (Number.isNaN(rateHz) ? 'unknown' : `${rateHz} Hz`)).join(', ')}`,
    );
  const durations = store.column('durationS');
  note(strides.filter((index) => Number.isNaN(durations[index])).length, 'strides without a duration');
  const sidesOf = new Map<number, Set<string>>();
  for (const index of strides) {
    const patient = store.patientIds[index];
    sidesOf.set(patient, (sidesOf.get(patient) ?? new Set<string>()).add(store.column('side')[index]));
  }
  note(
    [...sidesOf.values()].filter((sides) => sides.size === 1).length,
    `patients of ${sidesOf.size} with one leg only`,
  );
  if (modality.name === 'emg') {
    note(
      strides.filter((index) => lengthMismatch(store, index)).length,
      'strides whose EMG length is not duration x rate',
    );
    const kinds = new Set(strides.map((index) => store.column('emgKind')[index]));
    if (kinds.size > 1) found.push(`${kinds.size} kinds of EMG: ${[...kinds].sort().join(', ')}`);
    const channels = new Set(strides.map((index) => channelSet(store, index)));
    if (channels.size > 1) found.push(`${channels.size} different sets of present channels`);
  }
  return found;
}

/** Where the source gives EMG on a grid of points, its length says nothing of time. */
function lengthMismatch(store: Store, index: number): boolean {
  const durationS = store.column('durationS')[index];
  if (Number.isNaN(durationS) || qualityBitNames(store.column('quality')[index]).includes('emg_time_normalised'))
    return false;
  const { start, end } = store.emgRows;
  return Math.abs(end[index] - start[index] - durationS * store.emgRateHz) > LENGTH_TOLERANCE_SAMPLES;
}

function channelSet(store: Store, index: number): string {
  return store
    .channels('masks', 'emg')
    .subarray(index * EMG_CHANNEL_COUNT, (index + 1) * EMG_CHANNEL_COUNT)
    .join('');
}
