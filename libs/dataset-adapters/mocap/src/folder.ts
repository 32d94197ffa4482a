import { basename, join, resolve } from 'node:path';
import { listFiles, type TreeFile, trialRuleOf } from '@emgfm/adapter-kit';
import { isDelimitedError } from '@emgfm/delimited';
import type { Activity, Drop } from '@emgfm/schema';
import { ACTIONS, ACTIVITY_WORDS } from './channels';
import { type TableColumns, tableColumns } from './columns';
import type { MocapMapping } from './mapping';
import { layoutOf } from './trial-table';

/** A table of one trial, or of all trials of an action, and the frames of the camera. */
export interface MocapTrial {
  readonly sourceId: string;
  readonly action: string;
  /** Name without the person, e.g. `Walking_Trial1`; of a table of several trials the action. */
  readonly trial: string;
  readonly activity: Activity;
  readonly table: TreeFile;
  readonly frames: TreeFile | null;
  readonly contents: string;
}

/** What a folder holds, by names and headers. */
export interface MocapFolder {
  /** In order of person, action and trial. */
  readonly trials: readonly MocapTrial[];
  readonly missing: readonly { readonly path: string; readonly detail: string }[];
  readonly unusable: readonly { readonly sourceId: string; readonly drop: Drop }[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

type Role = 'trial' | 'frames' | 'synchronised' | 'derived' | 'other';

interface NamedFile extends TreeFile {
  readonly role: Role;
  readonly sourceId: string;
  readonly action: string;
  /** What stands behind `Trial` or `Orig`. */
  readonly label: string;
}

/** Patterns of file names without extension; the first that fits counts. */
const ROLES: readonly (readonly [Role, RegExp])[] = [
  ['derived', /^(.+)_imputed(?:_filtered)?()$/i],
  ['synchronised', /^(.+?)_synchroni[sz]ed()$/i],
  ['frames', /^(.+?)_orig(?:[_ -]?)(.*)$/i],
  ['trial', /^(.+?)_trial(?:[_ -]?)(.*)$/i],
  ['other', /^(.+)()$/],
];

/** Joins the files below a folder to trials, by person, action and the number in the rest of their names. @throws NotADatasetError */
export async function readMocapFolder(root: string, mapping: MocapMapping, signal?: AbortSignal): Promise<MocapFolder> {
  const files = await listFiles(root, { signal });
  const unknown: TreeFile[] = [];
  const unusable: Unusable[] = [];
  const missing: { path: string; detail: string }[] = [];
  const named = files.flatMap((file) => {
    if (!/\.(csv|tsv|txt)$/i.test(file.path)) {
      unknown.push(file);
      return [];
    }
    return [nameOf(file, basename(resolve(root)))];
  });
  const trials: MocapTrial[] = [];
  for (const own of groupsOf(named, ({ sourceId, action }) => `${sourceId}\n${action}`)) {
    const of = (role: Role): NamedFile[] => own.filter((file) => file.role === role);
    const tables = of('trial');
    const frames = joinedFrames(tables, of('frames'), unusable);
    const used: NamedFile[] = [];
    for (const file of [...tables, ...of('synchronised'), ...of('other')]) {
      signal?.throwIfAborted();
      const first = used.find((other) => other.role === file.role && keyOf(other) === keyOf(file));
      const other = otherPerson(file);
      if (other !== null) {
        unusable.push(drop(file, 'bad-metadata', `named for ${file.sourceId}, but it lies in the folder of ${other}`));
      } else if (file.role === 'synchronised' && tables.length > 0) {
        unusable.push(drop(file, 'duplicate-trial', `the trials of ${file.action} are read from their own tables`));
      } else if (first !== undefined) {
        unusable.push(drop(file, 'duplicate-trial', `'${first.path}' is the same trial and is read`));
      } else {
        const trial = await trialOf(root, file, frames.get(file) ?? null, mapping, unusable, unknown);
        if (trial === null) continue;
        used.push(file);
        trials.push(trial);
        if (file.role === 'trial' && trial.frames === null) {
          const path = `${file.sourceId}_FramesData_Orig/${file.sourceId}_${file.action}_FD_Orig`;
          missing.push({ path, detail: `no frame times of ${file.path}: its coordinates stay on their own clock` });
        }
      }
    }
    for (const file of of('derived'))
      unusable.push(
        drop(file, 'unsupported-file', 'imputed or filtered at an assumed rate of 1000 Hz; the tables before are read'),
      );
  }
  return { trials, missing, unusable, unknown, files };
}

type Unusable = MocapFolder['unusable'][number];

function drop({ sourceId, path: what }: NamedFile, reason: Drop['reason'], detail: string): Unusable {
  return { sourceId, drop: { what, level: 'file', reason, detail } };
}

/** Role, person, action and label that a file name says: `S4_Walking_Trial1.csv`. */
function nameOf(file: TreeFile, rootName: string): NamedFile {
  const folders = file.path.split('/');
  const stem = (folders.pop() as string).replace(/\.\w+$/, '');
  for (const [role, pattern] of ROLES) {
    const [, head, label] = pattern.exec(stem) ?? [];
    if (head === undefined) continue;
    const owner = folders
      .filter((folder) => head.toLowerCase().startsWith(`${folder.toLowerCase()}_`))
      .sort((a, b) => b.length - a.length)[0];
    const cut = owner?.length ?? head.indexOf('_');
    const isNamed = owner !== undefined || (cut > 0 && role !== 'other');
    const sourceId = isNamed ? head.slice(0, cut) : (folders[0] ?? rootName);
    const below = role === 'other' ? folders.slice(1) : [];
    const action = [...below, isNamed ? head.slice(cut + 1) : head].join('/');
    return { ...file, role, sourceId, action, label: label ?? '' };
  }
  throw new TypeError(`no pattern fits '${stem}'`);
}

/** Another person in whose folder a file lies; null where there is none. */
function otherPerson({ path, role, sourceId }: NamedFile): string | null {
  if (role === 'other') return null;
  const persons = path.split('/').filter((folder) => /^S\d+$/i.test(folder));
  return persons.find((folder) => folder.toLowerCase() !== sourceId.toLowerCase()) ?? null;
}

/** The one number of a label, else the label itself: how trials and frames are joined. */
function keyOf({ label }: NamedFile): string {
  const numbers = label.match(/\d+/g) ?? [];
  return numbers.length === 1 ? String(Number(numbers[0])) : label.toLowerCase();
}

/** The frames of each trial. A single file of frames belongs to a single trial when one of the two has no label. */
function joinedFrames(
  tables: readonly NamedFile[],
  frames: readonly NamedFile[],
  unusable: Unusable[],
): ReadonlyMap<NamedFile, NamedFile> {
  const joined = new Map<NamedFile, NamedFile>();
  const [onlyTable, onlyFrames] = [tables[0], frames[0]];
  const isSingle = tables.length === 1 && frames.length === 1 && (onlyTable?.label === '' || onlyFrames?.label === '');
  for (const file of frames) {
    const table = isSingle ? onlyTable : tables.find((other) => keyOf(other) === keyOf(file));
    if (table === undefined)
      unusable.push(drop(file, 'no-leg-signals', 'frame times, and no table of the same action and trial beside them'));
    else if (joined.has(table))
      unusable.push(
        drop(file, 'duplicate-trial', `frame times of ${table.path} are read from ${joined.get(table)?.path}`),
      );
    else joined.set(table, file);
  }
  return joined;
}

async function trialOf(
  root: string,
  file: NamedFile,
  frames: NamedFile | null,
  mapping: MocapMapping,
  unusable: Unusable[],
  unknown: TreeFile[],
): Promise<MocapTrial | null> {
  const { role, sourceId, action, label, path, sizeBytes } = file;
  const table = { path, sizeBytes };
  const columns = await columnsOf(join(root, path), mapping);
  if (typeof columns === 'string') {
    if (role === 'other') unknown.push(table);
    else unusable.push(drop(file, 'unreadable-file', columns));
    return null;
  }
  const rule = trialRuleOf(mapping.trials, path);
  if (rule?.skip) {
    unusable.push(drop(file, 'not-a-stride', 'the mapping file skips it'));
    return null;
  }
  const activity = rule?.activity ?? activityOf(action);
  if (activity === null) {
    unusable.push(
      drop(file, 'not-walking', `${action} is an action without steps; name its activity in trials of a mapping file`),
    );
    return null;
  }
  const { markers, angles, emg } = columns;
  const counts = [
    `${markers.size} markers`,
    `${angles.left.size + angles.right.size} leg angles`,
    `${emg.length} EMG`,
    ...(frames === null ? [] : ['frames']),
  ];
  return {
    sourceId,
    action,
    trial: role === 'trial' ? `${action}_Trial${label}` : action,
    activity,
    table,
    frames: frames && { path: frames.path, sizeBytes: frames.sizeBytes },
    contents: counts.join(', '),
  };
}

/** Columns by the header, or in words why there are none. */
async function columnsOf(path: string, mapping: MocapMapping): Promise<TableColumns | string> {
  try {
    const columns = tableColumns(await layoutOf(path), mapping);
    return columns ?? 'no column of times, or no markers, angles or EMG with a known name';
  } catch (error) {
    if (isDelimitedError(error)) return error.message;
    throw error;
  }
}

/** What the strides of an action are; null where it has none. */
function activityOf(action: string): Activity | null {
  const known = Object.entries(ACTIONS).find(([name]) => name.toLowerCase() === action.toLowerCase());
  if (known !== undefined) return known[1];
  return ACTIVITY_WORDS.find(([word]) => word.test(action))?.[1] ?? 'other';
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Iterable<T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return groups.values();
}
