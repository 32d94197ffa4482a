import { listFiles, type TreeFile } from '@emgfm/adapter-kit';
import { compareNaturally, type Drop } from '@emgfm/schema';
import { ULTRASOUND } from './channels';
import { readTrialName, trialKey, type TrialName, type TrialWords } from './trial-names';

/** Files of one trial in the source layer. */
export interface SourceTrial {
  readonly name: TrialName;
  readonly vicon: TreeFile | null;
  readonly noraxon: TreeFile | null;
  /** By channel. */
  readonly ultrasound: readonly (TreeFile | null)[];
}

/** Files of one participant. */
export interface Participant {
  /** `P01`. */
  readonly sourceId: string;
  /** The MAT file of the processed layer. */
  readonly processed: TreeFile | null;
  readonly trials: readonly SourceTrial[];
}

/** What a folder holds, by names alone. */
export interface K2museFolder {
  /** In natural order. */
  readonly participants: readonly Participant[];
  readonly workbook: TreeFile | null;
  /** Files whose names are not understood, or that are there twice. */
  readonly unusable: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

type Device = 'vicon' | 'noraxon' | 'ultrasound';

/** Where the words of a trial stand in the path of each device's files. */
const SOURCE_FILES: Readonly<Record<Device, RegExp>> = {
  vicon:
    /(?:^|\/)(?<person>P\d{2})\+(?<condition>[^/+]+)\+(?<terrain>[A-Z]+)\+(?<angle>\d+)\+(?<speed>[^/+]+)\+(?<number>\d+)\.c3d$/i,
  noraxon:
    /(?:^|\/)(?<person>P\d{2})\/(?:.*\/)?(?<condition>[^/]+)-(?<terrain>LG|AS|DS)-(?<angle>\d+)-(?<speed>[^/-]+)-(?<number>\d+)\.mat$/i,
  ultrasound:
    /(?:^|\/)(?<person>P\d{2})\/(?:.*\/)?(?<condition>[^/]+)\/(?<terrain>[A-Z]+)[_-](?<angle>\d+)\/US_CH(?<channel>[1-4])_S_(?<speed>[^/_]+)_Trial_(?<number>\d+)\.txt$/i,
};

const PROCESSED_FILE = /(?:^|\/)(P\d{2})\.mat$/i;
const WORKBOOK = /(?:^|\/)ParticipantInformation\.xlsx$/i;
/** What the authors ship beside the data. */
const SHIPPED = /(?:^|\/)(?:Code|FigureData)\//i;

/** The files of a folder and the folders in it. @throws NotADatasetError */
export async function readK2museFolder(root: string, signal?: AbortSignal): Promise<K2museFolder> {
  const files = await listFiles(root, { signal });
  const people = new Map<string, { processed: TreeFile | null; trials: Map<string, SourceTrial> }>();
  const unusable: Drop[] = [];
  const unknown: TreeFile[] = [];
  let workbook: TreeFile | null = null;
  const personOf = (id: string) => {
    const sourceId = id.toUpperCase();
    const own = people.get(sourceId) ?? { processed: null, trials: new Map<string, SourceTrial>() };
    people.set(sourceId, own);
    return own;
  };
  const twice = ({ path }: TreeFile, first: TreeFile): void => {
    const detail = `'${first.path}' is the same trial and is read`;
    unusable.push({ what: path, level: 'file', reason: 'duplicate-trial', detail });
  };
  for (const file of files) {
    const processed = PROCESSED_FILE.exec(file.path);
    const source = matchSource(file.path);
    if (processed) {
      const person = personOf(processed[1] as string);
      if (person.processed) twice(file, person.processed);
      else person.processed = file;
    } else if (source) {
      const name = readTrialName(source.words);
      if (typeof name === 'string') {
        unusable.push({ what: file.path, level: 'file', reason: 'bad-metadata', detail: name });
        continue;
      }
      const { trials } = personOf(source.person);
      const known = trials.get(trialKey(name)) ?? emptyTrial(name);
      const first =
        source.channel === null ? known[source.device as 'vicon' | 'noraxon'] : known.ultrasound[source.channel];
      if (first) twice(file, first);
      else trials.set(trialKey(name), withFile(known, source, file));
    } else if (WORKBOOK.test(file.path)) workbook ??= file;
    else if (!SHIPPED.test(file.path)) unknown.push(file);
  }
  const participants = [...people]
    .map(([sourceId, { processed, trials }]): Participant => ({
      sourceId,
      processed,
      trials: [...trials].sort(([a], [b]) => compareNaturally(a, b)).map(([, trial]) => trial),
    }))
    .sort((a, b) => compareNaturally(a.sourceId, b.sourceId));
  return { participants, workbook, unusable, unknown, files };
}

interface SourceMatch {
  readonly device: Device;
  readonly person: string;
  readonly words: TrialWords;
  /** Ultrasound channel, from 0; null for the other devices. */
  readonly channel: number | null;
}

function matchSource(path: string): SourceMatch | null {
  for (const device of Object.keys(SOURCE_FILES) as Device[]) {
    const groups = SOURCE_FILES[device].exec(path)?.groups;
    if (groups === undefined) continue;
    const { person, condition, terrain, angle, speed, number, channel } = groups as Record<string, string>;
    return {
      device,
      person: person as string,
      words: {
        condition: condition as string,
        mode: `${terrain}_${angle}`,
        speed: speed as string,
        number: number as string,
      },
      channel: channel === undefined ? null : Number(channel) - 1,
    };
  }
  return null;
}

function emptyTrial(name: TrialName): SourceTrial {
  return { name, vicon: null, noraxon: null, ultrasound: ULTRASOUND.channels.map(() => null) };
}

function withFile(trial: SourceTrial, { device, channel }: SourceMatch, file: TreeFile): SourceTrial {
  return device === 'ultrasound'
    ? { ...trial, ultrasound: trial.ultrasound.map((known, index) => (index === channel ? file : known)) }
    : { ...trial, [device]: file };
}

/** All files of a trial. */
export function filesOf({ vicon, noraxon, ultrasound }: SourceTrial): TreeFile[] {
  return [vicon, noraxon, ...ultrasound].filter((file) => file !== null);
}
