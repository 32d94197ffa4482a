/** One EMG channel of the store: its short name, the muscle it records, and its place in every `[..., 13]` array. */
export interface EmgChannelDefinition {
  readonly name: string;
  readonly muscle: string;
}

/**
 * The 13 EMG channels in store order (index 0-12; published tables number them 1-13).
 * A source that says only "gastrocnemius" goes to GM with the note {@link GASTROCNEMIUS_UNSPECIFIED}.
 */
export const EMG_CHANNEL_TABLE = [
  { name: 'VL', muscle: 'vastus lateralis' },
  { name: 'RF', muscle: 'rectus femoris' },
  { name: 'VM', muscle: 'vastus medialis' },
  { name: 'TA', muscle: 'tibialis anterior' },
  { name: 'BF', muscle: 'biceps femoris' },
  { name: 'STSM', muscle: 'semitendinosus or semimembranosus' },
  { name: 'GM', muscle: 'gastrocnemius medialis' },
  { name: 'GL', muscle: 'gastrocnemius lateralis' },
  { name: 'SOL', muscle: 'soleus' },
  { name: 'PL', muscle: 'peroneus longus' },
  { name: 'PB', muscle: 'peroneus brevis' },
  { name: 'GMED', muscle: 'gluteus medius' },
  { name: 'GMAX', muscle: 'gluteus maximus' },
] as const satisfies readonly EmgChannelDefinition[];

/** Short name of an EMG channel. */
export type EmgChannel = (typeof EMG_CHANNEL_TABLE)[number]['name'];

/** The 13 channel names in store order. */
export const EMG_CHANNELS: readonly EmgChannel[] = EMG_CHANNEL_TABLE.map(({ name }) => name);

/** Number of EMG channels of the store. */
export const EMG_CHANNEL_COUNT = 13;

/** Attribute of a dataset whose source does not say which head of the gastrocnemius was recorded. */
export const GASTROCNEMIUS_UNSPECIFIED = 'gastrocnemius-unspecified';

/** Index (0-12) of a channel in every `[..., 13]` array. */
export function emgChannelIndex(channel: EmgChannel): number {
  return EMG_CHANNELS.indexOf(channel);
}

/** Is this string the short name of one of the 13 channels? */
export function isEmgChannel(value: unknown): value is EmgChannel {
  return (EMG_CHANNELS as readonly unknown[]).includes(value);
}

/**
 * What EMG numbers are. `raw` may reach the pipeline but is never stored; the others are the kinds of the store:
 * `filtered` (bipolar, band-passed), `rectified`, `envelope`, `normalised-envelope` (already scaled by the source).
 */
export const EMG_KINDS = ['raw', 'filtered', 'rectified', 'envelope', 'normalised-envelope'] as const;

/** What EMG numbers are. */
export type EmgKind = (typeof EMG_KINDS)[number];

/** The kinds of EMG that a store may hold. */
export const STORED_EMG_KINDS = ['filtered', 'rectified', 'envelope', 'normalised-envelope'] as const;

/** What the EMG numbers of a stored stride are. */
export type StoredEmgKind = (typeof STORED_EMG_KINDS)[number];

/** Units in which a source may give EMG; `arbitrary` where it does not say. */
export const EMG_UNITS = ['V', 'mV', 'uV', 'fraction', 'arbitrary'] as const;

/** Unit of the EMG of one recording. */
export type EmgUnit = (typeof EMG_UNITS)[number];
