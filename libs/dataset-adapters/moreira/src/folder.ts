import { basename, resolve } from 'node:path';
import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop } from '@emgfm/schema';
import { LEGS, SIGNAL_NAMES, SPEEDS_KMH, STRIDE_TIME_NAME, type Leg, type Signal } from './channels';
import { trialKey } from './columns';

/** The text files of one leg at one speed. */
export interface LegFiles {
  /** By signal, then by trial. */
  readonly signals: ReadonlyMap<Signal, ReadonlyMap<string, TreeFile>>;
  /** By trial; the key '' stands for a table of all trials. */
  readonly strideTimes: ReadonlyMap<string, TreeFile>;
}

/** The files of one person. */
export interface MoreiraPerson {
  readonly sourceId: string;
  readonly number: number;
  /** Text files by speed and letter of the leg, `V15/R`; empty where there are none. */
  readonly text: ReadonlyMap<string, LegFiles>;
  readonly mat: TreeFile | null;
  readonly metadata: TreeFile | null;
}

/** What a folder of the dataset holds. */
export interface MoreiraFolder {
  readonly persons: readonly MoreiraPerson[];
  readonly duplicates: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

const PERSON = /(?:^|\/)Participant[ _]?0*(\d+)\/(.+)$/i;
const TEXT_FILE = /^Processed_Data\/(V\d+)\/([RL])\/(?:(.+)\/)?([^/]+)\.txt$/i;
const MAT_FILE = /^Processed_Data\.mat$/i;
const METADATA_FILE = /^(?:.+\/)?Metadata\.txt$/i;
/** Files of the source that are not read: recordings before cutting, ground forces, descriptions of the tables. */
const NOT_READ = /^Raw_Data(?:\.mat$|\/)|\/GRF\/|propert/i;

interface OpenPerson {
  text: Map<string, { signals: Map<Signal, Map<string, TreeFile>>; strideTimes: Map<string, TreeFile> }>;
  mat: TreeFile | null;
  metadata: TreeFile | null;
}

/**
 * The files of a folder by their names, at any depth. The number of a person is the number at the end of the folder's name, so that
 * `Participant3` and `Participant03` are one person.
 * @throws NotADatasetError
 */
export async function readMoreiraFolder(root: string, signal?: AbortSignal): Promise<MoreiraFolder> {
  const files = await listFiles(root, { signal });
  const above = /^Participant[ _]?\d+$/i.exec(basename(resolve(root)))?.[0];
  const persons = new Map<number, OpenPerson>();
  const duplicates: Drop[] = [];
  const unknown: TreeFile[] = [];
  for (const file of files) {
    const [, digits, inside] = PERSON.exec(above === undefined ? file.path : `${above}/${file.path}`) ?? [];
    if (digits === undefined || inside === undefined) {
      unknown.push(file);
      continue;
    }
    const number = Number(digits);
    const person = persons.get(number) ?? { text: new Map(), mat: null, metadata: null };
    const taken = take(person, file, inside);
    if (taken === 'unknown') unknown.push(file);
    else if (taken !== 'not read') persons.set(number, person);
    if (taken instanceof Object) {
      const detail = `'${taken.path}' is the same and is read`;
      duplicates.push({ what: file.path, level: 'file', reason: 'duplicate-trial', detail });
    }
  }
  const ordered = [...persons].filter(([, { text, mat }]) => text.size > 0 || mat !== null).sort(([a], [b]) => a - b);
  return {
    persons: ordered.map(([number, person]) => ({ sourceId: `Participant${number}`, number, ...person })),
    duplicates,
    unknown,
    files,
  };
}

/** Puts a file in its place; gives the file that stands there already. */
function take(person: OpenPerson, file: TreeFile, inside: string): 'taken' | 'not read' | 'unknown' | TreeFile {
  if (METADATA_FILE.test(inside)) {
    // the text and the MAT release both have one, with the same content
    person.metadata ??= file;
    return 'taken';
  }
  if (MAT_FILE.test(inside)) {
    if (person.mat !== null) return person.mat;
    person.mat = file;
    return 'taken';
  }
  const place = textPlace(inside);
  if (place === null) return NOT_READ.test(inside) ? 'not read' : 'unknown';
  const leg = person.text.get(place.leg) ?? { signals: new Map(), strideTimes: new Map() };
  const own =
    place.signal === 'strideTimes' ? leg.strideTimes : (leg.signals.get(place.signal) ?? new Map<string, TreeFile>());
  const first = own.get(place.trial);
  if (first !== undefined) return first;
  own.set(place.trial, file);
  if (place.signal !== 'strideTimes') leg.signals.set(place.signal, own);
  person.text.set(place.leg, leg);
  return 'taken';
}

interface TextPlace {
  /** `V15/R`. */
  readonly leg: string;
  readonly signal: Signal | 'strideTimes';
  readonly trial: string;
}

function textPlace(inside: string): TextPlace | null {
  const [, speed, letter, folder = '', name] = TEXT_FILE.exec(inside) ?? [];
  if (speed === undefined || letter === undefined || name === undefined) return null;
  const leg = legKey(speed.toUpperCase(), letter.toUpperCase() as Leg['letter']);
  if (!Object.hasOwn(SPEEDS_KMH, speed.toUpperCase())) return null;
  const signal = signalOf(folder);
  if (signal !== null) return { leg, signal, trial: trialKey(name) };
  if (STRIDE_TIME_NAME.test(name)) return { leg, signal: 'strideTimes', trial: '' };
  return STRIDE_TIME_NAME.test(folder) ? { leg, signal: 'strideTimes', trial: trialKey(name) } : null;
}

/** The signal that a folder or a field holds; null for another. */
export function signalOf(name: string): Signal | null {
  return (Object.keys(SIGNAL_NAMES) as Signal[]).find((signal) => SIGNAL_NAMES[signal].test(name)) ?? null;
}

/** `V15/R`. */
export function legKey(speed: string, letter: Leg['letter']): string {
  return `${speed}/${letter}`;
}

/** Names of the trials of a leg at a speed, in natural order. */
export function trialsOf({ signals }: LegFiles): string[] {
  return [...new Set([...signals.values()].flatMap((files) => [...files.keys()]))].sort(compareNaturally);
}

/** Speeds of a person with text files, in order. */
export function textSpeeds({ text }: MoreiraPerson): string[] {
  return Object.keys(SPEEDS_KMH).filter((speed) => LEGS.some(({ letter }) => text.has(legKey(speed, letter))));
}
