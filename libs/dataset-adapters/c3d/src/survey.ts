import { basename, join, resolve } from 'node:path';
import { listFiles, packedArchiveAdvice, type SurveyOptions, type TreeFile, trialRuleOf } from '@emgfm/adapter-kit';
import { type C3dDescription, isC3dError, openC3d } from '@emgfm/c3d';
import { compareNaturally, type Drop, type Survey, type SurveyTrial } from '@emgfm/schema';
import { readEventLabel } from './labels';
import { type C3dMapping, loadMapping } from './mapping';
import { emgChannelsOf, modelOutputsOf } from './signals';
import { subjectNameOf } from './subject-data';

/** A C3D file with its place, its header, and the person it belongs to. */
export interface C3dTrialFile extends TreeFile {
  readonly sourceId: string;
  /** Path below the person's folder, without extension. */
  readonly trial: string;
  readonly contents: string;
  readonly expectedStrides: number | null;
}

/** What a folder of C3D files holds. */
export interface C3dFolder {
  readonly trials: readonly C3dTrialFile[];
  readonly unusable: readonly Drop[];
  readonly unknown: readonly TreeFile[];
  readonly files: readonly TreeFile[];
}

/**
 * Reads the header of every `.c3d` file below a folder and tells whose trial it is.
 * @throws NotADatasetError when the folder is missing
 */
export async function readC3dFolder(root: string, mapping: C3dMapping, signal?: AbortSignal): Promise<C3dFolder> {
  const files = await listFiles(root, { signal });
  const unknown = files.filter(({ path }) => !/\.c3d$/i.test(path));
  const unusable: Drop[] = [];
  const readable: { file: TreeFile; description: C3dDescription }[] = [];
  for (const file of files.filter(({ path }) => /\.c3d$/i.test(path))) {
    signal?.throwIfAborted();
    if (trialRuleOf(mapping.trials, file.path)?.skip) {
      unusable.push({ what: file.path, level: 'file', reason: 'not-a-stride', detail: 'the mapping file skips it' });
      continue;
    }
    try {
      const description = await openC3d(join(root, file.path));
      const detail = whyWithoutSignals(description, mapping);
      if (detail === null) readable.push({ file, description });
      else unusable.push({ what: file.path, level: 'file', reason: 'no-leg-signals', detail });
    } catch (error) {
      if (!isC3dError(error)) throw error;
      unusable.push({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  const sourceIds = identify(readable, root, mapping);
  const trials = readable.map(({ file, description }, index) => ({
    ...file,
    sourceId: sourceIds[index] as string,
    trial: file.path.replace(/\.c3d$/i, ''),
    contents: describe(description, mapping),
    expectedStrides: countStrides(description, mapping),
  }));
  return { trials: shortenTrialNames(trials), unusable, unknown, files };
}

/** Why a file can give no stride signal, in words; null when it can. */
function whyWithoutSignals(file: C3dDescription, mapping: C3dMapping): string | null {
  const emg = emgChannelsOf(file, mapping);
  if (emg.placed.length > 0 || modelOutputsOf(file, mapping).angles.length > 0) return null;
  const names = file.analogChannels.map(({ label }) => label).filter((label) => label !== '');
  return [
    `no joint angles and no EMG channel with a known muscle and side (${file.points.length} points, ${names.length} named analog channels)`,
    ...emg.unmapped.slice(0, 3),
    ...(emg.unknown.length > 0
      ? [`unknown channel names: ${emg.unknown.slice(0, 6).join(', ')}; name them in a mapping file`]
      : []),
  ].join('; ');
}

/**
 * The person of each file. A first-level folder is one person when its files name at most one; where they name several,
 * each name is a person of that folder. Files at the top belong to the person they name, else to the root folder.
 */
function identify(
  files: readonly { file: TreeFile; description: C3dDescription }[],
  root: string,
  mapping: C3dMapping,
): string[] {
  const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] as string) : '');
  const rootName = basename(resolve(root));
  const namesOfFolder = new Map<string, Set<string>>();
  for (const { file, description } of files) {
    const names = namesOfFolder.get(folderOf(file.path)) ?? new Set();
    const name = subjectNameOf(description);
    namesOfFolder.set(folderOf(file.path), name === '' ? names : names.add(name));
  }
  return files.map(({ file, description }) => {
    const folder = folderOf(file.path);
    const name = subjectNameOf(description);
    if (mapping.subjectFrom === 'folder') return folder || rootName;
    if (mapping.subjectFrom === 'name') return name || folder || rootName;
    if (folder === '') return name || rootName;
    return (namesOfFolder.get(folder)?.size ?? 0) > 1 ? `${folder}/${name || 'unnamed'}` : folder;
  });
}

/** Takes the first folder off the trial names, as long as they stay unique within the person. */
function shortenTrialNames(trials: readonly C3dTrialFile[]): C3dTrialFile[] {
  const short = ({ trial }: C3dTrialFile): string => trial.slice(trial.indexOf('/') + 1);
  const key = (trial: C3dTrialFile): string => `${trial.sourceId}\n${short(trial)}`;
  const uses = new Map<string, number>();
  for (const trial of trials) uses.set(key(trial), (uses.get(key(trial)) ?? 0) + 1);
  return trials.map((trial) => (uses.get(key(trial)) === 1 ? { ...trial, trial: short(trial) } : trial));
}

function describe(file: C3dDescription, mapping: C3dMapping): string {
  const emg = emgChannelsOf(file, mapping).placed.length;
  const { angles, moments } = modelOutputsOf(file, mapping);
  const seconds = file.frameCount / file.pointRateHz;
  return [
    Number.isFinite(seconds) ? `${seconds.toFixed(1)} s` : `${file.frameCount} frames`,
    `${emg} EMG`,
    `${angles.length / 3} joints`,
    ...(moments.length > 0 ? ['moments'] : []),
    `${file.forcePlates.length} plates`,
    `${file.events.length} events`,
  ].join(', ');
}

function countStrides(file: C3dDescription, mapping: C3dMapping): number | null {
  const strikes = file.events.flatMap(({ label, context }) => {
    const event = readEventLabel(label, context, mapping);
    return event?.kind === 'foot_strike' ? [event.side] : [];
  });
  if (strikes.length === 0) return null;
  return (['left', 'right'] as const).reduce(
    (sum, side) => sum + Math.max(strikes.filter((strike) => strike === side).length - 1, 0),
    0,
  );
}

/** The survey of a folder of C3D files. @throws NotADatasetError, AdapterOptionsError */
export async function surveyC3d(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const mapping = await loadMapping(options.adapterOptions);
  const folder = await readC3dFolder(root, mapping, options.signal);
  const sourceIds = [...new Set(folder.trials.map(({ sourceId }) => sourceId))].sort(compareNaturally);
  const subjects = sourceIds.map((sourceId) => {
    const own = folder.trials.filter((trial) => trial.sourceId === sourceId);
    const trials: SurveyTrial[] = own.map(({ trial, path, sizeBytes, contents }) => ({
      name: trial,
      files: [{ path, sizeBytes }],
      contents,
    }));
    const counts = own.map(({ expectedStrides }) => expectedStrides);
    const expectedStrides = counts.some((count) => count === null)
      ? null
      : counts.reduce((sum: number, count) => sum + (count ?? 0), 0);
    return { subject: { datasetId: 'c3d', sourceId }, trials, expectedStrides };
  });
  return {
    datasetId: 'c3d',
    root,
    layer: 'c3d',
    subjects,
    missing: [],
    unknown: [...folder.unknown],
    unusable: [...folder.unusable],
    advice: advise(folder),
  };
}

function advise(folder: C3dFolder): string[] {
  const advice = packedArchiveAdvice(folder.files);
  if (folder.trials.length > 0) return advice;
  if (folder.unusable.length > 0) {
    return [...advice, 'none of the .c3d files can be used; the reasons stand beside each file'];
  }
  return [...advice, 'no .c3d file below this folder; give the folder that holds the persons, or one person'];
}
