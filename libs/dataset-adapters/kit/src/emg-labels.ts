import { EMG_CHANNELS, SIDES, type EmgChannel, type Side } from '@emgfm/schema';
import { EMG_NAMES, FILLER_WORDS, OTHER_MUSCLES, SIDE_WORDS, UNSPECIFIED_GASTROCNEMIUS } from './emg-names';

/** Lower case, letters and digits only: how labels are compared. */
export function plainLabel(label: string): string {
  return label
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** The side that a word in lower case means; null where it means none. */
export function sideOfWord(word: string): Side | null {
  return sides.get(word) ?? null;
}

/** What a channel name says: a muscle of a leg (side null where it does not say which), a known muscle without place or side, or nothing. */
export type EmgLabel =
  | { readonly kind: 'muscle'; readonly side: Side | null; readonly channel: EmgChannel; readonly unspecified: boolean }
  | { readonly kind: 'unmapped'; readonly why: string }
  | { readonly kind: 'unknown' };

const channelOfName = new Map(EMG_CHANNELS.flatMap((channel) => EMG_NAMES[channel].map((name) => [name, channel])));
const sides = new Map(SIDES.flatMap((side) => SIDE_WORDS[side].map((word) => [word, side])));

/**
 * Reads muscle and side from a channel name such as `Voltage.L Tib Ant`, `R_RF`, `RGAS` or `Soleus Gauche`.
 * Never guesses: a group such as hamstrings, or `LGAS` (left, or lateral, gastrocnemius), is `unmapped`.
 */
export function readEmgLabel(label: string): EmgLabel {
  const words = label
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/^(emg|ch|channel|sensor)?\d+$/, ''))
    .filter((word) => word !== '' && !FILLER_WORDS.includes(word));
  const stated = [...new Set(words.flatMap((word) => sides.get(word) ?? []))];
  const name = words.filter((word) => !sides.has(word)).join('');
  if (stated.length === 1 && name !== '') return named(stated[0] as Side, name, label);
  if (stated.length > 1) return { kind: 'unknown' };
  const whole = words.join('');
  const side = sideOfWord(whole.slice(0, 1));
  const rest = whole.slice(1);
  const fused = side !== null && (channelOfName.has(rest) || OTHER_MUSCLES.includes(rest));
  if (!fused) return named(null, whole, label);
  return channelOfName.has(whole)
    ? { kind: 'unmapped', why: `'${label}' may mean ${side} ${rest} or, without a side, ${whole}` }
    : named(side, rest, label);
}

function named(side: Side | null, name: string, label: string): EmgLabel {
  const channel = channelOfName.get(name);
  if (channel !== undefined) {
    return { kind: 'muscle', side, channel, unspecified: UNSPECIFIED_GASTROCNEMIUS.includes(name) };
  }
  if (OTHER_MUSCLES.includes(name))
    return { kind: 'unmapped', why: `'${label}' is none of the 13 muscles, or a group of them` };
  return { kind: 'unknown' };
}
