import { join } from 'node:path';
import { type ReadOptions, trialRuleOf, UnknownSubjectError } from '@emgfm/adapter-kit';
import { type C3dRecording, isC3dError, readC3dFile } from '@emgfm/c3d';
import { findEvents, plateContacts } from '@emgfm/gait-segment';
import { type ContinuousRecording, type LegSignals, type SubjectRef, subjectKey } from '@emgfm/schema';
import { packageName, packageVersion } from './dataset';
import { emgSignals } from './emg-signals';
import { sourceEvents } from './events';
import { angleSignals, momentSignals, type TimeSpan } from './joint-signals';
import { type C3dMapping, loadMapping } from './mapping';
import { forcePlates, markerSignals, verticalAxis } from './laboratory';
import { ageYOf, heightMOf, massKgOf, sexOf } from './subject-data';
import { type C3dTrialFile, readC3dFolder } from './survey';

/** The recordings of one person, file by file in natural order. @throws UnknownSubjectError */
export async function* readC3dSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const mapping = await loadMapping(options.adapterOptions);
  const folder = await readC3dFolder(root, mapping, options.signal);
  const own = folder.trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(folder.trials.map(({ sourceId }) => sourceId))]);
  }
  for (const file of own) {
    options.signal?.throwIfAborted();
    try {
      yield toRecording(await readC3dFile(join(root, file.path)), file, mapping, options);
    } catch (error) {
      if (!isC3dError(error)) throw error;
      options.onDrop?.({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
}

/** One C3D file in canonical channels, units and signs, on the clock of its first stored frame. */
export function toRecording(
  file: C3dRecording,
  trialFile: Pick<C3dTrialFile, 'path' | 'sourceId' | 'trial'>,
  mapping: C3dMapping,
  options: Pick<ReadOptions, 'subjectMassKg'> = {},
): ContinuousRecording {
  const subjectRef = { datasetId: 'c3d', sourceId: trialFile.sourceId };
  const massKg = options.subjectMassKg?.[subjectKey(subjectRef)] ?? massKgOf(file);
  const vertical = verticalAxis(file, mapping);
  const emg = emgSignals(file, mapping);
  const angles = angleSignals(file, mapping);
  const trial = trialRuleOf(mapping.trials, trialFile.path);
  const withoutMoments: ContinuousRecording = {
    kind: 'continuous',
    subject: {
      ...subjectRef,
      ageY: ageYOf(file),
      sex: sexOf(file),
      massKg,
      heightM: heightMOf(file),
      population: '',
      impairedSide: '',
    },
    trial: trialFile.trial,
    subtrial: '',
    condition: trial?.condition ?? '',
    activity: trial?.activity ?? 'walk',
    surface: trial?.surface ?? '',
    speedMps: trial?.speedMps ?? NaN,
    inclineDeg: trial?.inclineDeg ?? NaN,
    stepHeightM: trial?.stepHeightM ?? NaN,
    provenance: {
      files: [trialFile.path],
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [...(vertical.decision === null ? [] : [vertical.decision]), ...emg.decisions],
      notes: [...file.warnings.map(({ message }) => message), ...emg.notes],
    },
    legs: { left: legOf(emg.legs.left, angles.left, null), right: legOf(emg.legs.right, angles.right, null) },
    events: sourceEvents(file, mapping),
    forcePlates: forcePlates(file, vertical.axis),
    markers: markerSignals(file, mapping, vertical.axis),
    intervals: [],
  };
  // which stances a plate measured can only be told where the stances are known
  const { events } = findEvents(withoutMoments);
  const moments = momentSignals(file, mapping, { events, spoiltContacts: spoiltContacts(withoutMoments), massKg });
  const { provenance } = withoutMoments;
  return {
    ...withoutMoments,
    provenance: {
      ...provenance,
      decisions: [...provenance.decisions, ...moments.decisions],
      notes: [...provenance.notes, ...moments.notes],
    },
    legs: {
      left: legOf(emg.legs.left, angles.left, moments.legs.left),
      right: legOf(emg.legs.right, angles.right, moments.legs.right),
    },
  };
}

/** When a plate carried both feet, or a foot stood half beside it. */
function spoiltContacts(recording: ContinuousRecording): TimeSpan[] {
  return plateContacts(recording)
    .filter(({ problem }) => problem === 'shared' || problem === 'partial')
    .map(({ startS, endS }) => ({
      startS: Number.isNaN(startS) ? -Infinity : startS,
      endS: Number.isNaN(endS) ? Infinity : endS,
    }));
}

/** The signals of one leg; null where there are none. */
function legOf(
  ...[emg, angles, moments]: [LegSignals['emg'], LegSignals['angles'], LegSignals['moments']]
): LegSignals | null {
  return emg === null && angles === null && moments === null ? null : { emg, angles, moments };
}
