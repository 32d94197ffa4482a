import { EMG_CHANNELS, SIDES, type EmgChannel, type GaitEventKind, type Side } from '@emgfm/schema';
import {
  EMG_NAMES,
  EVENT_LABELS,
  FILLER_WORDS,
  OTHER_MUSCLES,
  SIDE_WORDS,
  UNSPECIFIED_GASTROCNEMIUS,
} from './channels';
import type { C3dMapping } from './mapping';

/** Lower case, letters and digits only: how labels are compared. */
export function plainLabel(label: string): string {
  return label
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** What a channel name says: a muscle of a leg, a known muscle without place or side, or nothing. */
export type EmgLabel =
  | { readonly kind: 'muscle'; readonly side: Side; readonly channel: EmgChannel; readonly unspecified: boolean }
  | { readonly kind: 'unmapped'; readonly why: string }
  | { readonly kind: 'unknown' };

const channelOfName = new Map(EMG_CHANNELS.flatMap((channel) => EMG_NAMES[channel].map((name) => [name, channel])));
const sideOfWord = new Map(SIDES.flatMap((side) => SIDE_WORDS[side].map((word) => [word, side])));

/**
 * Reads muscle and side from a channel name such as `Voltage.L Tib Ant`, `R_RF`, `LGAS` or `Soleus Gauche`.
 * Never guesses: a muscle without a side, or a group such as hamstrings, is `unmapped`.
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
  const sides = [...new Set(words.flatMap((word) => sideOfWord.get(word) ?? []))];
  const name = words.filter((word) => !sideOfWord.has(word)).join('');
  if (sides.length === 1 && name !== '') return named(sides[0] as Side, name, label);
  const whole = words.join('');
  if (sides.length === 0) {
    if (channelOfName.has(whole)) return { kind: 'unmapped', why: `'${label}' names a muscle but no side` };
    const [first, rest] = [whole.slice(0, 1), whole.slice(1)];
    const side = sideOfWord.get(first);
    if (side !== undefined && (channelOfName.has(rest) || OTHER_MUSCLES.includes(rest)))
      return named(side, rest, label);
  }
  return OTHER_MUSCLES.includes(whole) ? named('left', whole, label) : { kind: 'unknown' };
}

function named(side: Side, name: string, label: string): EmgLabel {
  const channel = channelOfName.get(name);
  if (channel !== undefined) {
    return { kind: 'muscle', side, channel, unspecified: UNSPECIFIED_GASTROCNEMIUS.includes(name) };
  }
  if (OTHER_MUSCLES.includes(name))
    return { kind: 'unmapped', why: `'${label}' is none of the 13 muscles, or a group of them` };
  return { kind: 'unknown' };
}

/** Kind and side of an event from its label and context; null where it is no foot event. */
export function readEventLabel(
  label: string,
  context: string,
  mapping: C3dMapping,
): { kind: GaitEventKind; side: Side } | null {
  const contextSide = sideOfWord.get(plainLabel(context)) ?? null;
  const own = { foot_strike: mapping.events.footStrike, foot_off: mapping.events.footOff } as const;
  const plain = plainLabel(label);
  for (const kind of ['foot_strike', 'foot_off'] as const) {
    const names = [...own[kind].map(plainLabel), ...EVENT_LABELS[kind]];
    if (contextSide !== null && names.includes(plain)) return { kind, side: contextSide };
    for (const side of SIDES) {
      const words = [...SIDE_WORDS[side]];
      const sideStands = words.some((word) => names.some((name) => plain === word + name || plain === name + word));
      if (sideStands && (contextSide === null || contextSide === side)) return { kind, side };
    }
  }
  return null;
}
