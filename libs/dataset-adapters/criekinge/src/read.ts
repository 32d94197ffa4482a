import { join } from 'node:path';
import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { type MatFile, openMat } from '@emgfm/matfile';
import {
  compareNaturally,
  type CutRecording,
  type Decision,
  oppositeSide,
  type Side,
  type SourceStride,
  type SubjectRef,
  subjectKey,
} from '@emgfm/schema';
import { type Leg, PUSH_OFF_COLUMN, STRIDES_FOR_SIGN } from './channels';
import { type Characteristics, readCharacteristics } from './characteristics';
import {
  checkMomentUnit,
  type Decided,
  decideEmgUnit,
  decideMomentFactor,
  describeHipAxes,
  type LegStrides,
  pushOffs,
  READ_COLUMNS,
} from './checks';
import { packageName, packageVersion } from './dataset';
import { type CriekingeFile, readCriekingeFolder, sourceIdOf } from './folder';
import { readLegBlock } from './leg-block';
import { type SignalFacts, sourceStride } from './leg-strides';
import { criekingeOptions } from './options';
import { personFields, type PersonFields, unlessDamaged } from './person-fields';
import { readLegEvents, strideTable } from './stride-table';

/** A leg that was read, with the side of the body that it is. */
interface SidedLeg extends LegStrides {
  readonly leg: Leg;
  readonly side: Side;
}

/**
 * The strides of one person, one recording per trial with the strides of both legs. What is decided once stands in the provenance of the
 * first recording. Of the file only the variables of this person that are needed are read, and the push-off of a few others.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readCriekingeSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  const ownOptions = criekingeOptions(options);
  const { persons } = await readCriekingeFolder(root, options.signal);
  const place = placeOf(persons, subject.sourceId);
  if (place === null) {
    const known = persons.flatMap(({ population, personCount }) =>
      Array.from({ length: personCount }, (_, i) => sourceIdOf(population, i + 1)),
    );
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const { file, index } = place;
  const mat = await openMat(join(root, file.path));
  try {
    const unreadable = dropUnreadable(options, `${file.path} ${subject.sourceId}`);
    const opened = await unlessDamaged(openPerson(mat, file, index), unreadable);
    if (opened === null) return;
    const { person, known } = opened;
    const notes = [...file.notes, ...known.notes];
    const legs = await readLegs(person, file, known, subject.sourceId, notes, options);
    if (legs.length === 0) return;
    const momentFactor = legs.some(({ block }) => block.strideCounts.has(PUSH_OFF_COLUMN))
      ? await momentFactorOf(mat, file, options.signal)
      : null;
    const emgUnit = decideEmgUnit(legs);
    const facts: SignalFacts = {
      momentFactor: momentFactor?.value ?? 1,
      emgUnit: emgUnit.value,
      kineticsChecked: file.population.kineticsChecked,
      options: ownOptions,
    };
    const decisions = [
      describeHipAxes(legs, ownOptions),
      ...(momentFactor === null ? [] : [momentFactor.decision, checkMomentUnit(legs)]),
      ...(legs.some(({ block }) => hasEmg(block.strideCounts)) ? [emgUnit.decision] : []),
    ];
    yield* trialRecordings(subject, file, known, legs, facts, { decisions, notes }, options);
  } finally {
    await mat.close();
  }
}

interface OpenedPerson {
  readonly person: PersonFields;
  readonly known: Characteristics;
}

async function openPerson(mat: MatFile, file: CriekingeFile, index: number): Promise<OpenedPerson> {
  const person = await personFields(mat, file.variable, index);
  return { person, known: await readCharacteristics(person, file.population) };
}

/** Drops what a damaged file does not give. */
function dropUnreadable({ onDrop }: ReadOptions, what: string): (detail: string) => null {
  return (detail) => {
    onDrop?.({ what, level: 'trial', reason: 'unreadable-file', detail });
    return null;
  };
}

function hasEmg(strideCounts: ReadonlyMap<string, number>): boolean {
  return [...strideCounts.keys()].some((name) => name.endsWith('.n'));
}

/** File and place of a person, from 1. */
function placeOf(files: readonly CriekingeFile[], sourceId: string): { file: CriekingeFile; index: number } | null {
  for (const file of files) {
    const index = Number(/\d+$/.exec(sourceId)?.[0] ?? NaN);
    if (index >= 1 && index <= file.personCount && sourceIdOf(file.population, index) === sourceId) {
      return { file, index };
    }
  }
  return null;
}

/** The legs of a person that have strides and a known side; the others are dropped with a reason. */
async function readLegs(
  person: PersonFields,
  { population }: CriekingeFile,
  { pareticSide, videoRateHz }: Characteristics,
  sourceId: string,
  notes: string[],
  options: ReadOptions,
): Promise<SidedLeg[]> {
  const legs: SidedLeg[] = [];
  for (const leg of population.legs) {
    options.signal?.throwIfAborted();
    const what = `${sourceId} ${leg.condition || sideOf(leg, null)}`;
    const side = sideOf(leg, pareticSide);
    if (side === null) {
      const detail = 'expected LesionLeft 0 or 1: without it nobody knows which leg this is';
      options.onDrop?.({ what, level: 'trial', reason: 'bad-metadata', detail });
      continue;
    }
    const reading = readLeg(person, leg, what, videoRateHz, options);
    const read = await unlessDamaged(reading, dropUnreadable(options, what));
    if (read === null) continue;
    notes.push(...read.notes);
    if (read.rows.length > 0) legs.push({ leg, side, ...read });
  }
  return legs;
}

/** The strides of one leg and their signals; null, with a drop, where it has none. */
async function readLeg(
  person: PersonFields,
  leg: Leg,
  what: string,
  videoRateHz: number,
  { onDrop }: ReadOptions,
): Promise<(LegStrides & { readonly notes: readonly string[] }) | null> {
  const block = await readLegBlock(person, leg, READ_COLUMNS);
  if (block === null || block.strideCounts.size === 0) {
    const detail = `expected a block such as ${leg.letter}sideSegm_${leg.letter}sideData with angles, moments or EMG`;
    onDrop?.({ what, level: 'trial', reason: 'no-leg-signals', detail });
    return null;
  }
  const events = await readLegEvents(person, leg);
  const { rows, drops, notes } = strideTable(events, block.strideCounts, videoRateHz, what);
  for (const drop of drops) onDrop?.(drop);
  return {
    rows,
    block,
    notes: [
      ...notes,
      ...(events.landing === null ? [`${what}: no field says how the foot landed, so moments are masked`] : []),
      ...(events.trial === null ? [`${what}: no field says which trial a stride is of`] : []),
    ],
  };
}

function sideOf({ letter }: Leg, pareticSide: Side | null): Side | null {
  if (letter === 'L') return 'left';
  if (letter === 'R') return 'right';
  return pareticSide === null || letter === 'P' ? pareticSide : oppositeSide(pareticSide);
}

/** Decides the sign of the moments for the whole file, from the first persons with good landings. */
async function momentFactorOf(mat: MatFile, file: CriekingeFile, signal?: AbortSignal): Promise<Decided<1 | -1>> {
  const curves: Float64Array[] = [];
  for (let index = 1; index <= file.personCount && curves.length < STRIDES_FOR_SIGN; index += 1) {
    signal?.throwIfAborted();
    curves.push(...(await unlessDamaged(pushOffsOfPerson(mat, file, index), () => [])));
  }
  return decideMomentFactor(curves.slice(0, STRIDES_FOR_SIGN));
}

async function pushOffsOfPerson(mat: MatFile, file: CriekingeFile, index: number): Promise<Float64Array[]> {
  const person = await personFields(mat, file.variable, index);
  const curves: Float64Array[] = [];
  for (const leg of file.population.legs) {
    const events = await readLegEvents(person, leg);
    const block = events.landing?.includes(1) ? await readLegBlock(person, leg, [PUSH_OFF_COLUMN]) : null;
    if (block !== null) curves.push(...pushOffs([{ block, ...strideTable(events, block.strideCounts, NaN, '') }]));
  }
  return curves;
}

function* trialRecordings(
  subject: SubjectRef,
  { path }: CriekingeFile,
  { info }: Characteristics,
  legs: readonly SidedLeg[],
  facts: SignalFacts,
  once: { readonly decisions: readonly Decision[]; readonly notes: readonly string[] },
  { subjectMassKg, signal }: ReadOptions,
): Generator<CutRecording> {
  const massKg = Number.isNaN(info.massKg) ? (subjectMassKg?.[subjectKey(subject)] ?? NaN) : info.massKg;
  const trials = [...new Set(legs.flatMap(({ rows }) => rows.map(({ trial }) => trial)))].sort(compareNaturally);
  for (const [position, trial] of trials.entries()) {
    signal?.throwIfAborted();
    const strides = legs.flatMap((own): SourceStride[] =>
      own.rows.filter((row) => row.trial === trial).map((row) => sourceStride(row, own, own.leg, own.side, facts)),
    );
    yield {
      kind: 'cut',
      subject: { ...subject, ...info, massKg },
      trial,
      subtrial: '',
      condition: '',
      activity: 'walk',
      surface: 'overground',
      speedMps: NaN,
      inclineDeg: 0,
      stepHeightM: 0,
      provenance: {
        files: [path],
        adapter: packageName,
        adapterVersion: packageVersion,
        ...(position === 0 ? once : { decisions: [], notes: [] }),
      },
      strides,
    };
  }
}
