import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import {
  type CutRecording,
  type Decision,
  type ExcludedStretch,
  type GaitEvent,
  GASTROCNEMIUS_UNSPECIFIED,
  type Recording,
  type RecordingProvenance,
  type Side,
  SIDES,
  SOURCE_EVENTS,
  type SourceStride,
  subjectKey,
  type SubjectRef,
  type TrialContext,
} from '@emgfm/schema';
import { EMG_FIELDS, FILE_KINDS, MUSCLE_NOTES, type Pass, PASSES, STAIR_SEQUENCE, STRIDE_LIMITS_S } from './channels';
import { type Conventions, decideConventions, type PlacedPiece } from './conventions';
import { packageName, packageVersion } from './dataset';
import { FILE_ROLES, type PersonFiles, readGrimmerFolder } from './folder';
import { levelIntervals } from './level-strides';
import { type EvenFields, evenFields, type MotionTrial, openOrDrop, readMotionTrials } from './motion-trials';
import { MuscleEvidence, type MuscleDecisions } from './muscles';
import { settingCount, trialsOfSetting } from './nested-trials';
import { grimmerOptions, type GrimmerOptions } from './options';
import { decideRates, type SampleCounts, type TrialRates } from './rates';
import { legSignals, type LegSource, untimedSignals } from './signals';
import { decideTouchdowns, piecesOf, type StridePiece, type TouchdownDecisions, listEvidence } from './touchdowns';

/**
 * The passes of one person over the stairs, each a recording with the touchdowns of that pass. What nothing states is decided once,
 * from all trials of the person; those decisions stand in the provenance of the first recording.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readGrimmerSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<Recording> {
  const ownOptions = grimmerOptions(options);
  const { persons } = await readGrimmerFolder(root, options.signal);
  const person = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  if (person.files.touchdowns === undefined) {
    const detail = 'the file with its touchdowns is missing, and nothing else tells its strides';
    options.onDrop?.({ what: `person ${person.sourceId}`, level: 'file', reason: 'no-events', detail });
    return;
  }
  const trials = await readMotionTrials(root, person, options);
  const decided = await decidePerson(root, person, trials, ownOptions, options);
  let once: Pick<RecordingProvenance, 'decisions' | 'notes'> = decided;
  // what could not be read was dropped when the facts were decided
  for await (const { trial, emg } of withEmg(root, person, trials, { signal: options.signal })) {
    for (const { pass } of PASSES) {
      const context = { person, trial, pass, emg, decided, ownOptions, onDrop: options.onDrop };
      const recording = recordingOf(context);
      if (recording === null) continue;
      const { provenance } = recording;
      yield {
        ...recording,
        provenance: {
          ...provenance,
          decisions: [...once.decisions, ...provenance.decisions],
          notes: [...once.notes, ...provenance.notes],
        },
      };
      once = { decisions: [], notes: [] };
    }
  }
}

/** A trial with its EMG; null where it has none. */
interface TrialWithEmg {
  readonly trial: MotionTrial;
  readonly emg: EvenFields | null;
}

/** The trials of a person with their EMG, which is read setting by setting. */
async function* withEmg(
  root: string,
  person: PersonFiles,
  trials: readonly MotionTrial[],
  options: ReadOptions,
): AsyncGenerator<TrialWithEmg> {
  const mat = await openOrDrop(root, person, 'emg', options);
  const variable = FILE_KINDS.emg.variables[0];
  const stems = EMG_FIELDS.map(({ column }) => column);
  const settingOf = async (setting: number) => {
    if (mat === null) return [];
    try {
      return setting <= settingCount(mat, variable) ? await trialsOfSetting(mat, variable, setting) : [];
    } catch (error) {
      if (!isMatError(error)) throw error;
      const what = `${person.files.emg?.path} setting ${setting}`;
      options.onDrop?.({ what, level: 'file', reason: 'unreadable-file', detail: error.message });
      return [];
    }
  };
  try {
    for (const setting of new Set(trials.map((trial) => trial.setting))) {
      options.signal?.throwIfAborted();
      const own = await settingOf(setting);
      for (const trial of trials) {
        if (trial.setting !== setting) continue;
        const fields = own[trial.repetition - 1];
        const emg = fields === undefined ? null : evenFields(fields, stems);
        yield { trial, emg: emg !== null && emg.numSamples > 0 ? emg : null };
      }
    }
  } finally {
    await mat?.close();
  }
}

/** What is decided once for a person. */
interface PersonDecisions {
  readonly ratesOf: (counts: SampleCounts) => TrialRates;
  readonly touchdowns: TouchdownDecisions;
  readonly conventions: Conventions;
  readonly muscles: MuscleDecisions | null;
  readonly massKg: number;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

const countsOf = ({ trial, emg }: TrialWithEmg): SampleCounts => ({
  motion: trial.numSamples,
  emg: emg?.numSamples ?? 0,
});

async function decidePerson(
  root: string,
  person: PersonFiles,
  trials: readonly MotionTrial[],
  ownOptions: GrimmerOptions,
  options: ReadOptions,
): Promise<PersonDecisions> {
  const counts = new Map<MotionTrial, SampleCounts>();
  for await (const own of withEmg(root, person, trials, options)) counts.set(own.trial, countsOf(own));
  const known = [...counts.values()].filter(({ motion }) => motion > 0);
  const lists = listEvidence(trials);
  const ratesOf = decideRates({ counts: known, lists }, ownOptions);
  const trialRates = (trial: MotionTrial): TrialRates => ratesOf(counts.get(trial) ?? { motion: 0, emg: 0 });
  const touchdowns = decideTouchdowns(trials, lists, (trial) => trialRates(trial).motionRateHz);
  const strides = trials.flatMap((trial) =>
    PASSES.flatMap(({ pass }) =>
      SIDES.flatMap((side) =>
        piecesOf(touchdowns.listOf(trial, pass, side), side).map((piece): PlacedPiece => ({ ...piece, trial })),
      ),
    ),
  );
  const trusted = strides.filter(({ side }) => touchdowns.ownFoot[side] === 'confirmed');
  const massKg = options.subjectMassKg?.[subjectKey({ datasetId: 'grimmer', sourceId: person.sourceId })] ?? NaN;
  const conventions = decideConventions(trusted, { ...ownOptions, massKg });
  const evidence = new MuscleEvidence();
  for await (const { trial, emg } of withEmg(root, person, trials, { signal: options.signal })) {
    const { motionRateHz, emgRateHz } = trialRates(trial);
    if (emg === null || Number.isNaN(emgRateHz)) continue;
    const perSample = emgRateHz / motionRateHz;
    const own = trusted
      .filter((piece) => piece.trial === trial)
      .map(({ side, first, last }) => ({ side, first: first * perSample, last: last * perSample }));
    evidence.add(emg, emgRateHz, own);
  }
  const muscles = evidence.decide();
  return {
    ratesOf,
    touchdowns,
    conventions,
    muscles,
    massKg,
    decisions: [...touchdowns.decisions, ...conventions.decisions, ...(muscles?.decisions ?? [])],
    notes: [
      ...FILE_ROLES.filter((role) => person.files[role] === undefined).map(
        (role) => `person ${person.sourceId} has no file in ${FILE_KINDS[role].parent}/${FILE_KINDS[role].folder}`,
      ),
      ...touchdowns.notes,
      `'gas' goes to GM: ${GASTROCNEMIUS_UNSPECIFIED}`,
      ...MUSCLE_NOTES,
    ],
  };
}

interface Context extends TrialWithEmg {
  readonly person: PersonFiles;
  readonly pass: Pass;
  readonly decided: PersonDecisions;
  readonly ownOptions: GrimmerOptions;
  readonly onDrop: ReadOptions['onDrop'];
}

/** A stride of a pass, and why it is none. */
interface PassStride {
  readonly piece: StridePiece;
  readonly problem: Pick<ExcludedStretch, 'reason' | 'detail'> | null;
}

function recordingOf(context: Context): Recording | null {
  const { person, trial, pass, emg, decided, ownOptions, onDrop } = context;
  const { touchdowns, conventions, muscles, massKg } = decided;
  const what = `${trial.name}/${pass}`;
  const rates = decided.ratesOf(countsOf(context));
  const source = (side: Side): LegSource => ({
    trial,
    emg,
    rates,
    emgKind: muscles?.emgKind ?? 'raw',
    tables: conventions.tables[side],
  });
  const lists = SIDES.map((side) => ({ side, list: touchdowns.listOf(trial, pass, side) }));
  const walked = lists.filter(({ list }) => list.samples.length >= 2);
  for (const { side, list } of lists) {
    if (list.samples.length >= 2) continue;
    const detail = list.problem ?? `expected two touchdowns or more, found ${list.samples.length}`;
    const reason = list.problem === null ? 'too-few-events' : 'event-order';
    onDrop?.({ what: `${what} ${side}`, level: 'trial', reason, detail });
  }
  if (walked.length === 0) return null;
  const strides = walked.flatMap(({ side, list }) =>
    piecesOf(list, side).map((piece) => ({
      piece,
      problem: problemOf(piece, touchdowns, rates),
    })),
  );
  const about: TrialContext & { provenance: RecordingProvenance } = {
    subject: {
      datasetId: 'grimmer',
      sourceId: person.sourceId,
      ageY: NaN,
      sex: '',
      massKg,
      heightM: NaN,
      population: 'able-bodied',
      impairedSide: '',
    },
    trial: trial.name,
    subtrial: pass,
    condition: STAIR_SEQUENCE,
    activity: 'other',
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: 0,
    stepHeightM: NaN,
    provenance: {
      files: FILE_ROLES.flatMap((role) => person.files[role]?.path ?? []),
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [rates.decision],
      notes: [
        ...lists.flatMap(({ list }) => list.notes),
        ...[...trial.oddFields, ...(emg?.oddFields ?? [])].map(
          (field) => `${trial.name}: ${field} has another length than the other fields and is not used`,
        ),
      ],
    },
  };
  if (Number.isNaN(rates.motionRateHz)) return untimedRecording(about, strides, source, what, onDrop);
  const touched = walked.flatMap(({ list }) => list.samples);
  const stretch = { first: Math.min(...touched), last: Math.max(...touched) };
  const legs = Object.fromEntries(
    SIDES.map((side) => [
      side,
      walked.some((own) => own.side === side) ? legSignals(source(side), side, stretch) : null,
    ]),
  ) as Record<Side, ReturnType<typeof legSignals>>;
  if (legs.left === null && legs.right === null) {
    onDrop?.({
      what,
      level: 'trial',
      reason: 'no-leg-signals',
      detail: 'no field of angles, moments or EMG has samples',
    });
    return null;
  }
  return {
    ...about,
    kind: 'continuous',
    legs,
    events: walked.flatMap(({ side, list }) =>
      list.samples.map((sample) => touchdown(side, sample / rates.motionRateHz)),
    ),
    excluded: strides.flatMap(({ piece: { side, first, last }, problem }) =>
      problem === null
        ? []
        : [{ startS: first / rates.motionRateHz, endS: last / rates.motionRateHz, side, ...problem }],
    ),
    intervals:
      ownOptions.levelWalking === 'by-angles'
        ? levelIntervals(
            trial,
            strides.filter(({ problem }) => problem === null).map(({ piece }) => piece),
            conventions.tables,
            rates.motionRateHz,
          )
        : [],
    forcePlates: [],
    markers: null,
  };
}

function touchdown(side: Side, timeS: number): GaitEvent {
  return { timeS, side, kind: 'foot_strike', source: SOURCE_EVENTS, confidence: 1 };
}

function problemOf(
  { side, first, last }: StridePiece,
  { ownFoot }: TouchdownDecisions,
  { motionRateHz }: TrialRates,
): PassStride['problem'] {
  if (ownFoot[side] === 'refuted') {
    const detail = `the ${side} knee swings half a cycle beside where it does after a touchdown of its own foot`;
    return { reason: 'event-order', detail };
  }
  const durationS = (last - first) / motionRateHz;
  const [least, greatest] = STRIDE_LIMITS_S;
  const detail = `expected ${least}-${greatest} s, found ${durationS.toFixed(2)} s`;
  if (durationS < least) return { reason: 'stride-too-short', detail };
  return durationS > greatest ? { reason: 'stride-too-long', detail } : null;
}

/** Strides without a time: angles and moments from touchdown to touchdown. */
function untimedRecording(
  about: Omit<CutRecording, 'kind' | 'strides'>,
  strides: readonly PassStride[],
  source: (side: Side) => LegSource,
  what: string,
  onDrop: ReadOptions['onDrop'],
): CutRecording | null {
  const kept: SourceStride[] = [];
  const signalsOf = { left: untimedSignals(source('left'), 'left'), right: untimedSignals(source('right'), 'right') };
  for (const { piece, problem } of strides) {
    const { side, first, last } = piece;
    if (problem === null) {
      const signals = signalsOf[side](piece);
      kept.push({ side, startS: NaN, durationS: NaN, signals, interval: {}, quality: 0 });
    } else onDrop?.({ what: `${what} ${side} samples ${first + 1} to ${last + 1}`, level: 'stride', ...problem });
  }
  return kept.length === 0 ? null : { ...about, kind: 'cut', strides: kept };
}
