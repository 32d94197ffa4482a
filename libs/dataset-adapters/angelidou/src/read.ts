import { join } from 'node:path';
import { UnknownSubjectError, type ReadOptions } from '@emgfm/adapter-kit';
import { isMatError, openMat, type MatFile } from '@emgfm/matfile';
import { subjectKey, type CutRecording, type SubjectInfo, type SubjectRef } from '@emgfm/schema';
import { COMPLIANT_SIDE } from './channels';
import { packageName, packageVersion } from './dataset';
import { decideFacts, type PersonFacts } from './facts';
import { readAngelidouFolder, type PersonFile } from './folder';
import { sourceEvents } from './gait-events';
import { annotationOf, conditionsOf, readCondition, variableOf, type Condition } from './participant-file';
import { personDetails } from './person';
import { conditionStrides } from './source-strides';
import { checkNoOptions } from './survey';

/**
 * The strides of one person, one recording for each speed and stiffness in the order of the file. What is decided once for the
 * person stands in the provenance of the first recording.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readAngelidouSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  checkNoOptions(options);
  const { persons } = await readAngelidouFolder(root, options.signal);
  const person = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const opened = await openOrDrop(root, person, options);
  if (opened === null) return;
  const { mat, conditions } = opened;
  try {
    const info = await subjectInfo(mat, conditions, subject, options);
    const facts = await decideFacts(mat, conditions, info.massKg, options.signal);
    let fileLevel = { decisions: facts.decisions, notes: facts.notes };
    for (const condition of conditions) {
      options.signal?.throwIfAborted();
      const recording = await recordingOf(mat, condition, { person, info, facts, onDrop: options.onDrop });
      if (recording === null) continue;
      const { provenance } = recording;
      yield {
        ...recording,
        provenance: { ...provenance, decisions: fileLevel.decisions, notes: [...fileLevel.notes, ...provenance.notes] },
      };
      fileLevel = { decisions: [], notes: [] };
    }
  } finally {
    await mat.close();
  }
}

async function openOrDrop(
  root: string,
  { path, sourceId }: PersonFile,
  { onDrop }: ReadOptions,
): Promise<{ mat: MatFile; conditions: readonly Condition[] } | null> {
  const drop = (detail: string): null => {
    onDrop?.({ what: path, level: 'file', reason: 'unreadable-file', detail });
    return null;
  };
  let mat: MatFile | null = null;
  try {
    mat = await openMat(join(root, path));
    const variable = variableOf(mat, sourceId);
    const conditions = variable === null ? [] : await conditionsOf(mat, variable);
    if (conditions.length > 0) return { mat, conditions };
    await mat.close();
    return drop(
      `expected a struct ${sourceId} with gait cycles, found ${mat.variables.map(({ name }) => name).join(', ')}`,
    );
  } catch (error) {
    await mat?.close();
    if (!isMatError(error)) throw error;
    return drop(error.message);
  }
}

async function subjectInfo(
  mat: MatFile,
  conditions: readonly Condition[],
  subject: SubjectRef,
  { subjectMassKg }: ReadOptions,
): Promise<SubjectInfo> {
  const [first] = conditions;
  const details = personDetails(first === undefined ? null : await annotationOf(mat, first, 'person'));
  const massKg = Number.isNaN(details.massKg) ? (subjectMassKg?.[subjectKey(subject)] ?? NaN) : details.massKg;
  return { ...subject, ...details, massKg, population: '', impairedSide: '' };
}

interface Context {
  readonly person: PersonFile;
  readonly info: SubjectInfo;
  readonly facts: PersonFacts;
  readonly onDrop: ReadOptions['onDrop'];
}

async function recordingOf(
  mat: MatFile,
  condition: Condition,
  { person, info, facts, onDrop }: Context,
): Promise<CutRecording | null> {
  const trial = condition.names.join('/') || person.sourceId;
  const what = `${person.path} ${trial}`;
  const notes = new Set<string>();
  try {
    const cycles = await readCondition(mat, condition, (problem) => notes.add(problem));
    const { strikes } = sourceEvents(await annotationOf(mat, condition, 'events'));
    const { strides, drops } = conditionStrides(cycles, strikes, facts, (note) => notes.add(`${trial}: ${note}`));
    for (const { leg, reason, detail } of drops) onDrop?.({ what: `${what} ${leg}`, level: 'stride', reason, detail });
    if (strides.length === 0 && drops.length === 0) {
      const detail = 'no array of EMG, jointAngles or jointMoments with a known name holds a cycle';
      onDrop?.({ what, level: 'trial', reason: 'no-leg-signals', detail });
    }
    const [speed = '', stiffness = ''] = condition.names;
    return {
      kind: 'cut',
      subject: info,
      trial,
      subtrial: '',
      condition: stiffness === '' ? '' : `surface_stiffness=${stiffness} (${COMPLIANT_SIDE} belt)`,
      activity: 'walk',
      surface: 'treadmill',
      speedMps: speedOf(speed),
      inclineDeg: NaN,
      stepHeightM: NaN,
      provenance: {
        files: [person.path],
        adapter: packageName,
        adapterVersion: packageVersion,
        decisions: [],
        notes: [...notes],
      },
      strides,
    };
  } catch (error) {
    if (!isMatError(error)) throw error;
    onDrop?.({ what, level: 'trial', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

/** Belt speeds (m/s) that a name can mean. */
const SPEEDS_MPS = [0.1, 4] as const;

/** Speed (m/s) in the name of a field, only where the name gives its unit: `speed_1_2mps`, `v0p8_ms`; else NaN. */
function speedOf(name: string): number {
  const match = /(\d+)(?:[_p](\d+))?_?(?:mps|m_?s)$/i.exec(name);
  const speedMps = match === null ? NaN : Number(`${match[1]}.${match[2] ?? 0}`);
  return speedMps >= SPEEDS_MPS[0] && speedMps <= SPEEDS_MPS[1] ? speedMps : NaN;
}
