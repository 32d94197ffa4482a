import { join } from 'node:path';
import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { type C3dRecording, isC3dError, readC3dFile } from '@emgfm/c3d';
import {
  type ContinuousRecording,
  type Decision,
  type LegSignals,
  type Side,
  SIDES,
  type SubjectInfo,
  type SubjectRef,
  subjectKey,
} from '@emgfm/schema';
import { packageName, packageVersion } from './dataset';
import { emgSignals } from './emg-signals';
import { sourceEvents } from './events';
import { angleSignals, momentSignals } from './joint-signals';
import { type C3dMapping, compilePattern, loadMapping } from './mapping';
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
  const decisions: Decision[] = [];
  const notes: string[] = file.warnings.map(({ message }) => message);
  const vertical = verticalAxis(file, mapping);
  if (vertical.decision !== null) decisions.push(vertical.decision);
  const events = sourceEvents(file, mapping);
  const emg = emgSignals(file, mapping);
  const angles = angleSignals(file, mapping);
  const moments = momentSignals(file, mapping, { events, massKg });
  decisions.push(...emg.decisions, ...moments.decisions);
  notes.push(...emg.notes, ...moments.notes);
  const leg = (side: Side): LegSignals | null => {
    const signals = { emg: emg.legs[side], angles: angles[side], moments: moments.legs[side] };
    return Object.values(signals).some((block) => block !== null) ? signals : null;
  };
  const [left, right] = SIDES.map(leg) as [LegSignals | null, LegSignals | null];
  const trial = mapping.trials.find(({ pattern }) => compilePattern(pattern).test(trialFile.path));
  const subject: SubjectInfo = {
    ...subjectRef,
    ageY: ageYOf(file),
    sex: sexOf(file),
    massKg,
    heightM: heightMOf(file),
    population: '',
    impairedSide: '',
  };
  return {
    kind: 'continuous',
    subject,
    trial: trialFile.trial,
    subtrial: '',
    condition: trial?.condition ?? '',
    activity: trial?.activity ?? 'walk',
    surface: trial?.surface ?? '',
    speedMps: trial?.speedMps ?? NaN,
    inclineDeg: trial?.inclineDeg ?? NaN,
    stepHeightM: trial?.stepHeightM ?? NaN,
    provenance: { files: [trialFile.path], adapter: packageName, adapterVersion: packageVersion, decisions, notes },
    legs: { left, right },
    events,
    forcePlates: forcePlates(file, vertical.axis),
    markers: markerSignals(file, mapping, vertical.axis),
    intervals: [],
  };
}
