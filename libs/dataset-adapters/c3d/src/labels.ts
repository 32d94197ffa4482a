import { plainLabel, SIDE_WORDS, sideOfWord } from '@emgfm/adapter-kit';
import { SIDES, type GaitEventKind, type Side } from '@emgfm/schema';
import { EVENT_LABELS } from './channels';
import type { C3dMapping } from './mapping';

/** Kind and side of an event from its label and context; null where it is no foot event. */
export function readEventLabel(
  label: string,
  context: string,
  mapping: C3dMapping,
): { kind: GaitEventKind; side: Side } | null {
  const contextSide = sideOfWord(plainLabel(context));
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
