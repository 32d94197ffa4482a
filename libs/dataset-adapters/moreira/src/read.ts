import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { type CutRecording, type Decision, type SubjectInfo, type SubjectRef, subjectKey } from '@emgfm/schema';
import { EMG_LAYERS, LEGS, SPEEDS_KMH, STRIDE_TIME_LIMITS_S, type Leg, type Signal } from './channels';
import type { TrialTable } from './columns';
import { checkTorqueUnit, decideEmgUnit, decideTorqueSign, type TorqueTable } from './decisions';
import { packageName, packageVersion } from './dataset';
import { readMoreiraFolder } from './folder';
import type { LegTables, PersonTables } from './leg-tables';
import { matTables } from './mat-tables';
import { readPerson } from './person';
import { sourceStride, type PersonFacts, type StrideTables } from './source-stride';
import { layerOf, type MoreiraLayer } from './survey';
import { textTables } from './text-tables';

/** A leg with its tables at one speed. */
interface SpeedLeg {
  readonly leg: Leg;
  readonly tables: LegTables;
}

/**
 * The strides of one person: for each speed and trial one recording of the first strides of both legs (`St1`) and one of the second stride of
 * the right leg (`St2`). Text files are read where there are any, else the MAT file.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readMoreiraSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  const layer = layerOf(options);
  const { persons } = await readMoreiraFolder(root, options.signal);
  const person = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const details = await readPerson(root, person.metadata);
  const massKg = Number.isNaN(details.massKg) ? (options.subjectMassKg?.[subjectKey(subject)] ?? NaN) : details.massKg;
  const info: SubjectInfo = { ...subject, ...details, massKg, population: 'able-bodied', impairedSide: '' };
  const tables =
    person.text.size > 0 || person.mat === null
      ? textTables(root, person, options)
      : await matTables(root, person.mat, options);
  if (tables === null) return;
  try {
    // looking at the tables for decisions reports no drops, reading them does
    const quiet = person.text.size > 0 ? textTables(root, person, { signal: options.signal }) : tables;
    const facts = await decideFacts(quiet, layer, massKg, options);
    for (const speed of tables.speeds) {
      const legs = await speedLegs(tables, speed);
      for (const trial of new Set(legs.flatMap(({ tables: own }) => own.trials))) {
        options.signal?.throwIfAborted();
        yield* trialRecordings(info, speed, trial, legs, facts, layer, options);
      }
    }
  } finally {
    await tables.close();
  }
}

async function speedLegs(tables: PersonTables, speed: string): Promise<SpeedLeg[]> {
  const legs: SpeedLeg[] = [];
  for (const leg of LEGS) {
    const own = await tables.leg(speed, leg);
    if (own !== null) legs.push({ leg, tables: own });
  }
  return legs;
}

/** Decides sign and unit of torques and the unit of EMG from the first trial of each leg at each speed. */
async function decideFacts(
  tables: PersonTables,
  { emgSignal, emgKind }: MoreiraLayer,
  massKg: number,
  { signal }: ReadOptions,
): Promise<PersonFacts> {
  const torques: TorqueTable[] = [];
  const emg: TrialTable[] = [];
  for (const speed of tables.speeds) {
    for (const { tables: own } of await speedLegs(tables, speed)) {
      signal?.throwIfAborted();
      const [first] = own.trials;
      if (first === undefined) continue;
      const torque = await torqueTable(own, first, massKg);
      const amplitudes = await own.table(emgSignal, first);
      if (torque !== null && torque.divisor > 0) torques.push(torque);
      if (amplitudes !== null) emg.push(amplitudes);
    }
  }
  const sign = decideTorqueSign(torques);
  const unit = decideEmgUnit(emg);
  const decisions: Decision[] = [
    ...(torques.length > 0 ? [sign.decision, checkTorqueUnit(torques).decision] : []),
    ...(emg.length > 0 ? [unit.decision] : []),
  ];
  return { emgKind, emgUnit: unit.value, torqueSign: sign.value, decisions };
}

/** Torques by body mass where the trial has them, else torques with the mass to divide by, NaN where it is unknown. */
async function torqueTable(tables: LegTables, trial: string, massKg: number): Promise<TorqueTable | null> {
  const normalised = await tables.table('torquesNorm', trial);
  if (normalised !== null) return { table: normalised, divisor: 1 };
  const table = await tables.table('torques', trial);
  return table === null ? null : { table, divisor: massKg };
}

async function* trialRecordings(
  subject: SubjectInfo,
  speed: string,
  trial: string,
  legs: readonly SpeedLeg[],
  facts: PersonFacts,
  { emgSignal }: MoreiraLayer,
  options: ReadOptions,
): AsyncGenerator<CutRecording> {
  const name = `${speed}/${trial}`;
  const speedMps = (SPEEDS_KMH[speed] as number) / 3.6;
  const read: (StrideTables & { leg: Leg; tables: LegTables })[] = [];
  for (const { leg, tables } of legs.filter((own) => own.tables.trials.includes(trial))) {
    read.push({
      leg,
      tables,
      angles: await tables.table('angles', trial),
      torques: await torqueTable(tables, trial, subject.massKg),
      emg: await tables.table(emgSignal, trial),
    });
  }
  for (const number of [1, 2] as const) {
    const notes = new Set<string>();
    const strides = [];
    for (const own of read.filter(({ leg }) => leg.strides.includes(number))) {
      const { side } = own.leg;
      if (!own.tables.has(emgSignal)) notes.add(missingLayer(side, own.tables, emgSignal));
      const durationS = believedTimeS(await own.tables.strideTimeS(number, trial), side, notes);
      const stride = sourceStride(own, { side, number, durationS, speedMps }, facts, notes);
      if (stride !== null) strides.push(stride);
      else {
        const detail = `no table has a column of St${number} with a known name and a sample`;
        const what = `${subject.sourceId}/${name} ${side} St${number}`;
        options.onDrop?.({ what, level: 'stride', reason: 'no-signal', detail });
      }
    }
    if (strides.length === 0) continue;
    const signals: readonly Signal[] = ['angles', 'torquesNorm', 'torques', emgSignal];
    yield {
      kind: 'cut',
      subject,
      trial: name,
      subtrial: `St${number}`,
      condition: '',
      activity: 'walk',
      surface: 'overground',
      speedMps,
      inclineDeg: 0,
      stepHeightM: 0,
      provenance: {
        files: [...new Set(read.flatMap(({ tables }) => tables.files(signals, trial)))],
        adapter: packageName,
        adapterVersion: packageVersion,
        decisions: facts.decisions,
        notes: [...notes],
      },
      strides,
    };
  }
}

function missingLayer(side: string, tables: LegTables, emgSignal: Signal): string {
  const other = Object.entries(EMG_LAYERS).find(([, { signal }]) => signal !== emgSignal && tables.has(signal))?.[0];
  const hint = other === undefined ? '' : `; the layer '${other}' is there`;
  return `${side} leg: no EMG of the layer '${emgSignal}' with a known name${hint}`;
}

function believedTimeS(durationS: number, side: string, notes: Set<string>): number {
  const [shortest, longest] = STRIDE_TIME_LIMITS_S;
  if (Number.isNaN(durationS) || (durationS >= shortest && durationS <= longest)) return durationS;
  notes.add(`${side} stride time ${durationS} is not that of a stride in seconds: taken for unknown`);
  return NaN;
}
