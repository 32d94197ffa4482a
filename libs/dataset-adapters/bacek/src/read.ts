import { join } from 'node:path';
import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import {
  compareNaturally,
  type CutRecording,
  type Decision,
  type DropReason,
  SIDES,
  type SubjectInfo,
  type SubjectRef,
  subjectKey,
} from '@emgfm/schema';
import { MUSCLES, SIDE_NAMES, testCondition } from './channels';
import { fieldOf, numbersOf } from './cycle-matrix';
import { packageName, packageVersion } from './dataset';
import { decideAnkleSign, decideForceSigns, decideIndexRate } from './decisions';
import { gatherEvidence } from './evidence';
import { legStrides, type PersonFacts } from './leg-strides';
import { type BacekOptions, bacekOptions } from './options';
import { decideRightLeg } from './right-leg';
import { readMassKg } from './subject-table';
import { type BacekFolder, type BacekPerson, PERSON_FILES, type PersonFile, readBacekFolder } from './survey';
import { openTestFile, readBeside, readEmg, readMechanics, type TestFile } from './test-files';

/**
 * The strides of one person, test by test: those that both files hold. What is decided once for the files stands in the provenance
 * of the first test.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readBacekSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  const ownOptions = bacekOptions(options);
  const folder = await readBacekFolder(root, options.signal);
  const person = folder.persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = folder.persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const files: Partial<Record<PersonFile, TestFile>> = {};
  try {
    for (const kind of PERSON_FILES) {
      const file = await openOrDrop(root, person, kind, options);
      if (file !== null) files[kind] = file;
    }
    if (files.Mechanics === undefined || files.Energetics === undefined) return;
    const pair = { mechanics: files.Mechanics, energetics: files.Energetics };
    yield* personRecordings(root, folder, person, pair, ownOptions, options);
  } finally {
    for (const file of Object.values(files)) await file.mat.close();
  }
}

interface FilePair {
  readonly mechanics: TestFile;
  readonly energetics: TestFile;
}

async function openOrDrop(
  root: string,
  { sourceId, files }: BacekPerson,
  kind: PersonFile,
  { onDrop }: ReadOptions,
): Promise<TestFile | null> {
  const file = files[kind];
  const drop = (what: string, reason: DropReason, detail: string): null => {
    onDrop?.({ what, level: 'file', reason, detail });
    return null;
  };
  if (file === null) {
    return drop(`${sourceId}_seg${kind}.mat`, 'no-leg-signals', 'the file is not there, and a stride needs both files');
  }
  try {
    return await openTestFile(join(root, file.path), `seg${kind}`);
  } catch (error) {
    if (!isMatError(error)) throw error;
    return drop(file.path, 'unreadable-file', error.message);
  }
}

async function* personRecordings(
  root: string,
  folder: BacekFolder,
  person: BacekPerson,
  pair: FilePair,
  ownOptions: BacekOptions,
  options: ReadOptions,
): AsyncGenerator<CutRecording> {
  const { sourceId } = person;
  const tests = testsOfBoth(sourceId, pair, options);
  if (tests.length === 0) return;
  const { facts, decisions } = await decideFacts(pair, tests, ownOptions, options.signal);
  const { subject, notes } = await describePerson(root, folder, sourceId, options);
  let ofPerson = { decisions, notes: [...notes, ...(await divisorNotes(pair.energetics))] };
  const paths = PERSON_FILES.flatMap((kind) => person.files[kind]?.path ?? []);
  for (const test of tests) {
    options.signal?.throwIfAborted();
    const recording = await testRecording(subject, test, pair, paths, facts, options);
    if (recording === null) continue;
    const { provenance } = recording;
    yield {
      ...recording,
      provenance: { ...provenance, decisions: ofPerson.decisions, notes: [...ofPerson.notes, ...provenance.notes] },
    };
    ofPerson = { decisions: [], notes: [] };
  }
}

/** Tests that both files hold, in order; the others are dropped. */
function testsOfBoth(sourceId: string, { mechanics, energetics }: FilePair, { onDrop }: ReadOptions): string[] {
  const all = [...new Set([...mechanics.tests, ...energetics.tests])].sort(compareNaturally);
  return all.filter((test) => {
    const missing = [mechanics, energetics].find(({ tests }) => !tests.includes(test));
    if (missing === undefined) return true;
    const detail = `not in ${missing.variable}, and a stride needs both files`;
    onDrop?.({ what: `${sourceId} ${test}`, level: 'trial', reason: 'no-leg-signals', detail });
    return false;
  });
}

async function decideFacts(
  { mechanics, energetics }: FilePair,
  tests: readonly string[],
  { rightLegStart, leastSignalToNoise }: BacekOptions,
  signal: AbortSignal | undefined,
): Promise<{ facts: PersonFacts; decisions: Decision[] }> {
  const evidence = await gatherEvidence(mechanics, energetics, tests, signal);
  const rightLeg = decideRightLeg(evidence, rightLegStart);
  const rate = decideIndexRate(evidence);
  const ankle = decideAnkleSign(evidence);
  const forces = decideForceSigns(evidence);
  return {
    facts: {
      indexRateHz: rate.value,
      ankleFactor: ankle.value,
      forceFactors: forces.value,
      rightForceStart: rightLeg.forces,
      rightAngleStart: rightLeg.angles,
      rightEmgStart: rightLeg.emg,
      leastSignalToNoise,
    },
    decisions: [...rightLeg.decisions, rate.decision, ankle.decision, forces.decision],
  };
}

async function describePerson(
  root: string,
  { subjectTable }: BacekFolder,
  sourceId: string,
  { subjectMassKg }: ReadOptions,
): Promise<{ subject: SubjectInfo; notes: string[] }> {
  const ref: SubjectRef = { datasetId: 'bacek', sourceId };
  const table = subjectTable === null ? null : await readMassKg(join(root, subjectTable.path), sourceId);
  const stated = table?.massKg ?? NaN;
  const massKg = Number.isNaN(stated) ? (subjectMassKg?.[subjectKey(ref)] ?? NaN) : stated;
  return {
    subject: { ...ref, ageY: NaN, sex: '', massKg, heightM: NaN, population: 'able-bodied', impairedSide: '' },
    notes: table?.problem ? [`${subjectTable?.path}: ${table.problem}, so no body mass is taken from it`] : [],
  };
}

/** What the source divided the EMG by, session by session. */
async function divisorNotes(energetics: TestFile): Promise<string[]> {
  const factors = await readBeside(energetics, 'NormFactors');
  const sessions = factors?.kind === 'struct' ? [...factors.fields.keys()] : [];
  return sessions.flatMap((session) => {
    const divisors = SIDES.flatMap((side) =>
      MUSCLES.flatMap(({ column }) => {
        const name = `${SIDE_NAMES[side]}_${column}`;
        const divisor = numbersOf(fieldOf(fieldOf(factors, session), name))?.[0];
        return divisor === undefined ? [] : `${name} ${divisor.toPrecision(4)}`;
      }),
    );
    return divisors.length === 0 ? [] : [`the source divided the EMG of ${session} by ${divisors.join(', ')}`];
  });
}

async function testRecording(
  subject: SubjectInfo,
  test: string,
  { mechanics, energetics }: FilePair,
  paths: readonly string[],
  facts: PersonFacts,
  { onDrop }: ReadOptions,
): Promise<CutRecording | null> {
  const { speedMps, hasOrthosis, cadence } = testCondition(test);
  const notes: string[] = [];
  const what = `${subject.sourceId} ${test}`;
  const drop = (of: string, level: 'trial' | 'stride', reason: DropReason, detail: string): void =>
    onDrop?.({ what: `${what} ${of}`.trim(), level, reason, detail });
  const read = async (): Promise<CutRecording['strides']> => {
    const signals = {
      mechanics: await readMechanics(mechanics, test),
      emg: await readEmg(energetics, test),
    };
    const report = { drop, note: (note: string) => void notes.push(note) };
    return SIDES.flatMap((side) => legStrides(side, { ...signals, ...report }, facts));
  };
  const strides = await read().catch((error: unknown) => {
    if (!isMatError(error)) throw error;
    drop('', 'trial', 'unreadable-file', error.message);
    return [];
  });
  if (strides.length === 0) return null;
  return {
    kind: 'cut',
    subject,
    trial: test,
    subtrial: '',
    condition: `${hasOrthosis ? 'orthosis on the left knee' : 'no orthosis'}, cadence ${cadence}`,
    activity: 'walk',
    surface: 'treadmill',
    speedMps,
    inclineDeg: 0,
    stepHeightM: NaN,
    provenance: { files: paths, adapter: packageName, adapterVersion: packageVersion, decisions: [], notes },
    strides,
  };
}
