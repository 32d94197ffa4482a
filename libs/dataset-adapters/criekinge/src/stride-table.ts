import type { Drop } from '@emgfm/schema';
import { EVENT_NAMES, type Leg } from './channels';
import { numbersOf, type PersonFields } from './person-fields';

/** The events of one leg, one value per stride; null where the file has no such field. */
export interface LegEvents {
  readonly first: Float64Array | null;
  readonly last: Float64Array | null;
  readonly trial: Float64Array | null;
  readonly landing: Float64Array | null;
}

/** One stride of a leg, as its events tell. */
export interface StrideRow {
  /** Column of the stride in every matrix, from 0. */
  readonly index: number;
  /** Number of the trial, '' where it is not known. */
  readonly trial: string;
  readonly startS: number;
  readonly durationS: number;
  /** Did the foot land well on a plate? Null where no field says. */
  readonly goodLanding: boolean | null;
}

/** The strides of a leg that can be used, and why the others can't. */
export interface StrideTable {
  readonly rows: readonly StrideRow[];
  readonly drops: readonly Drop[];
  readonly notes: readonly string[];
}

/** Path of an event of a leg under the first of its names that the person has. */
async function eventPath(
  person: PersonFields,
  { letter }: Leg,
  event: keyof typeof EVENT_NAMES,
): Promise<readonly string[]> {
  const names = new Set((await person.names(['events'])).map((name) => name.toLowerCase()));
  const known = EVENT_NAMES[event].map((name) => `${letter}_${name}`);
  return ['events', known.find((name) => names.has(name.toLowerCase())) ?? known[0]] as string[];
}

/** Strides of a leg by the header of its events; 0 where it has none. @throws MatError */
export async function countStrides(person: PersonFields, leg: Leg): Promise<number> {
  const dims = (await person.dims(await eventPath(person, leg, 'first'))) ?? [0];
  return dims.reduce((count, length) => count * length, 1);
}

/** Reads the events of a leg. @throws MatError */
export async function readLegEvents(person: PersonFields, leg: Leg): Promise<LegEvents> {
  const event = async (name: keyof typeof EVENT_NAMES): Promise<Float64Array | null> =>
    numbersOf(await person.value(await eventPath(person, leg, name)));
  return {
    first: await event('first'),
    last: await event('last'),
    trial: await event('trial'),
    landing: await event('landing'),
  };
}

/**
 * The strides of a leg: as many as events and matrices have in common, without those that end before they begin.
 * @param strideCounts strides of each matrix, by name
 * @param videoRateHz rate of the frames that the events count; NaN where unknown
 * @param what leg and person, for drops
 */
export function strideTable(
  events: LegEvents,
  strideCounts: ReadonlyMap<string, number>,
  videoRateHz: number,
  what: string,
): StrideTable {
  const { first, last, trial, landing } = events;
  if (first === null || last === null) {
    const detail = `expected ICstart and ICstop, found no ${first === null ? 'ICstart' : 'ICstop'}`;
    return { rows: [], drops: [{ what, level: 'trial', reason: 'no-events', detail }], notes: [] };
  }
  const isAveraged =
    first.length > 1 && strideCounts.size > 0 && [...strideCounts.values()].every((count) => count === 1);
  if (isAveraged) {
    const detail = `every variable has one column for ${first.length} strides: these are averages`;
    return { rows: [], drops: [{ what, level: 'trial', reason: 'not-a-stride', detail }], notes: [] };
  }
  const counts = new Map(strideCounts);
  for (const [name, values] of Object.entries({
    ICstart: first,
    ICstop: last,
    Trial: trial,
    GoodForcePlateLanding: landing,
  })) {
    if (values !== null) counts.set(name, values.length);
  }
  const common = Math.min(...counts.values());
  const most = Math.max(...counts.values());
  const drops: Drop[] = [];
  const rows: StrideRow[] = [];
  for (let index = 0; index < most; index += 1) {
    const drop = (reason: Drop['reason'], detail: string): void => {
      drops.push({ what: `${what} stride ${index + 1}`, level: 'stride', reason, detail });
    };
    const [start, stop] = [first[index] ?? NaN, last[index] ?? NaN];
    if (index >= common) drop('bad-metadata', `beyond the ${common} strides that all variables have`);
    else if (!(stop > start)) drop('event-order', `expected ICstart before ICstop, found ${start} and ${stop}`);
    else {
      const number = trial?.[index] ?? NaN;
      rows.push({
        index,
        trial: Number.isFinite(number) ? String(number) : '',
        // frames count from 1
        startS: (start - 1) / videoRateHz,
        durationS: (stop - start) / videoRateHz,
        goodLanding: landing === null ? null : landing[index] === 1,
      });
    }
  }
  const fewest = [...counts].filter(([, count]) => count === common).map(([name]) => name);
  const note = `${what}: variables have ${common} to ${most} strides, the first ${common} are used (fewest: ${fewest.slice(0, 6).join(', ')})`;
  return { rows, drops, notes: common < most ? [note] : [] };
}
