import { median } from '@emgfm/emg-dsp';
import { SIDES, type GaitEvent, type Side } from '@emgfm/schema';
import { sortedByTime, type DetectionIssue, type EventDetector } from './event-detector';
import { plateContacts, type PlateContact } from './plate-contacts';
import { seconds } from './stride-phases';

/** A pause between two contacts shorter than this share of the usual one of the belt is no swing: the other foot crossed over. */
const SHORT_PAUSE_SHARE = 0.6;
/** Confidence of an edge of a clean contact, and of the sound edge of a contact that the other foot joined. */
const CLEAN = 0.95;
const HALF_SOUND = 0.6;

/**
 * Split-belt treadmill: each belt belongs to one foot, and its load is thresholded as on a force plate. Where the other foot crosses onto
 * the belt the contact is too long or follows another without a swing between them: an edge is used only when the pause beside it is
 * a swing, and every crossing gives a reason. Where each stride crosses, a marker detector does better.
 */
export const splitBeltDetector: EventDetector = {
  id: 'split-belt',
  applies: (recording) => recording.forcePlates.length >= 2,
  detect(recording) {
    const belts = new Map<string, PlateContact[]>();
    for (const contact of plateContacts(recording)) {
      if (!contact.isBelt) continue;
      const own = belts.get(contact.plates[0]) ?? [];
      belts.set(contact.plates[0], [...own, contact]);
    }
    const events: GaitEvent[] = [];
    const issues: DetectionIssue[] = [];
    for (const [belt, contacts] of belts) {
      const side = majoritySide(contacts);
      if (side === null) {
        issues.push({ side, reason: 'no-strikes-found', detail: `${belt}: it is not known which foot it belongs to` });
        continue;
      }
      const pausesS = contacts.slice(1).map(({ startS }, i) => startS - contacts[i].endS);
      const usualS = median(pausesS);
      contacts.forEach(({ startS, endS, problem, detail }, i) => {
        const isSwing = (pauseS: number | undefined): boolean =>
          pauseS === undefined || pauseS >= SHORT_PAUSE_SHARE * usualS;
        const confidence = problem === null ? CLEAN : HALF_SOUND;
        const edge = { side, source: 'split-belt', confidence };
        const [before, after] = [isSwing(pausesS[i - 1]), isSwing(pausesS[i])];
        if (before && Number.isFinite(startS)) events.push({ ...edge, kind: 'foot_strike', timeS: startS });
        if (after && Number.isFinite(endS)) events.push({ ...edge, kind: 'foot_off', timeS: endS });
        if (before && after && problem === null) return;
        const why = detail || 'no swing before or after it';
        issues.push({ side, reason: 'shared-plate', detail: `${belt}, contact at ${seconds(startS)}: ${why}` });
      });
    }
    for (const side of SIDES) {
      if (events.some((event) => event.side === side) || issues.some((issue) => issue.side === side)) continue;
      issues.push({
        side,
        reason: belts.size > 0 ? 'no-strikes-found' : 'no-events',
        detail: `no belt of the ${side} foot`,
      });
    }
    return { events: sortedByTime(events), issues };
  },
};

function majoritySide(contacts: readonly PlateContact[]): Side | null {
  const votes = (side: Side): number => contacts.filter((contact) => contact.side === side).length;
  const [left, right] = SIDES.map(votes);
  if (left === right) return null;
  return left > right ? 'left' : 'right';
}
