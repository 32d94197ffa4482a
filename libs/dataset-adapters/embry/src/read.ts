import { join } from 'node:path';
import { personDetails, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import {
  compareNaturally,
  type CutRecording,
  type Decision,
  type Drop,
  GASTROCNEMIUS_UNSPECIFIED,
  type Recording,
  SIDES,
  type SubjectInfo,
  type SubjectRef,
  type TrialContext,
} from '@emgfm/schema';
import { DETAILS_FIELD, POOR_TRIALS, STRIDES_STRUCT } from './channels';
import { packageName, packageVersion } from './dataset';
import { decideFaultySensors, decideStrideEmg } from './emg-facts';
import { InclineFile } from './incline-file';
import { decideFileMomentSign } from './moment-facts';
import { embryOptions, type EmbryOptions } from './options';
import { personsOf } from './persons';
import { readSourceLeg, type SourceLeg } from './source-leg';
import { firstFrameOf, strideTimes } from './stride-clock';
import { type PersonFacts, sourceStride, type StrideLeg, strideProblem } from './stride-recording';
import { findInclineFile } from './survey';
import { parseTrialName, type TrialName, trialProblem } from './trial-name';
import { readWholeTrial, strikesOf, type WholeTrial, wholeTrialSignals } from './whole-trial';

/**
 * The trials of one person, strides of both legs in each. What is decided once for the file or the person stands in the provenance of the
 * first trial.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readEmbrySubject(
  root: string,
  { sourceId }: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<Recording> {
  const own = embryOptions(options);
  const { main } = await findInclineFile(root, options.signal);
  if (main === null) throw new UnknownSubjectError(root, sourceId, []);
  const drop = (what: string, rest: Pick<Drop, 'level' | 'reason' | 'detail'>): void =>
    options.onDrop?.({ what: `${main.path}${what}`, ...rest });
  let file: InclineFile;
  try {
    file = await InclineFile.open(join(root, main.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    drop('', { level: 'file', reason: 'unreadable-file', detail: error.message });
    return;
  }
  try {
    const persons = await personsOf(file);
    const trials = persons.get(sourceId);
    if (trials === undefined) throw new UnknownSubjectError(root, sourceId, [...persons.keys()]);
    const { subject, notes } = await subjectOf(file, sourceId);
    const { facts, decisions } = await decideFacts(file, { persons, sourceId, trials }, own);
    let once: { decisions: readonly Decision[]; notes: readonly string[] } = { decisions, notes };
    for (const trial of [...trials].sort(compareNaturally)) {
      options.signal?.throwIfAborted();
      const what = ` ${sourceId} ${trial}`;
      const name = parseTrialName(trial);
      const problem = trialProblem(sourceId, trial);
      if (name === null || problem !== null) {
        drop(what, { level: 'trial', reason: 'bad-metadata', detail: problem ?? '' });
        continue;
      }
      const context: Context = { file, path: main.path, subject, trial, name, facts, options: own, drop };
      const recording = await recordingOf(context).catch((error: unknown) => {
        if (!isMatError(error)) throw error;
        drop(what, { level: 'trial', reason: 'unreadable-file', detail: error.message });
        return null;
      });
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
  } finally {
    await file.close();
  }
}

async function subjectOf(file: InclineFile, sourceId: string): Promise<{ subject: SubjectInfo; notes: string[] }> {
  const rows = await file.labelledValues([STRIDES_STRUCT, sourceId, DETAILS_FIELD]);
  const lengths = rows.filter(({ label }) => /leg.*length/i.test(label));
  return {
    subject: {
      datasetId: 'embry',
      sourceId,
      ...personDetails(rows),
      population: 'able-bodied',
      impairedSide: '',
    },
    notes: [
      `GC is filed as GM: ${GASTROCNEMIUS_UNSPECIFIED}`,
      ...(rows.length === 0 ? [`${DETAILS_FIELD} holds no labels and values, so mass, age and sex are not known`] : []),
      ...lengths.map(({ label, value }) => `${label}: ${value}`),
    ],
  };
}

async function decideFacts(
  file: InclineFile,
  person: {
    readonly persons: ReadonlyMap<string, readonly string[]>;
    readonly sourceId: string;
    readonly trials: readonly string[];
  },
  options: EmbryOptions,
): Promise<{ facts: PersonFacts; decisions: Decision[] }> {
  const moments = await decideFileMomentSign(file, person.persons, options);
  const emg = await decideStrideEmg(file, person.sourceId, person.trials);
  const sensors = await decideFaultySensors(file, person.sourceId, person.trials);
  return {
    facts: { momentSign: moments.value, strideEmg: emg.value, faulty: sensors.value },
    decisions: [...moments.decisions, ...emg.decisions, ...sensors.decisions],
  };
}

interface Context {
  readonly file: InclineFile;
  readonly path: string;
  readonly subject: SubjectInfo;
  readonly trial: string;
  readonly name: TrialName;
  readonly facts: PersonFacts;
  readonly options: EmbryOptions;
  readonly drop: (what: string, rest: Pick<Drop, 'level' | 'reason' | 'detail'>) => void;
}

/** One trial: whole where there is EMG in time, else its strides on points; null where nothing can be used. */
async function recordingOf(context: Context): Promise<Recording | null> {
  const { file, subject, trial, options, facts, drop } = context;
  const what = ` ${subject.sourceId} ${trial}`;
  const sources: SourceLeg[] = [];
  for (const side of SIDES) sources.push(await readSourceLeg(file, { sourceId: subject.sourceId, trial, side }));
  const found = await readWholeTrial(file, subject.sourceId, trial, sources);
  const [whole, refusal] = typeof found === 'string' ? [null, found] : [found, ''];
  const legs = sources.map((source): StrideLeg => {
    const times = strideTimes(source, firstFrame(source, whole));
    const strides = Array.from({ length: source.strideCount }, (_, i) => sourceStride(source, i, times, facts));
    return {
      ...times,
      side: source.side,
      strides,
      problems: strides.map((own, i) => strideProblem(source, i, own, options)),
    };
  });
  const isWhole = whole !== null && legs.every(isTimed);
  const notes = [
    ...(await notesOf(context)),
    ...sources.flatMap((source) => source.notes),
    ...(refusal !== '' ? [`the EMG in Continuous is not used: ${refusal}`] : []),
    ...(whole !== null && !isWhole ? ['the EMG in Continuous is not used: some strides have no time'] : []),
  ];
  for (const { side, startS, durationS, problems } of legs) {
    for (const [i, problem] of problems.entries()) {
      // within a whole trial the cutting drops what has a time, and says so
      const isCutLater = isWhole && Number.isFinite((startS[i] as number) + (durationS[i] as number));
      if (problem !== null && !isCutLater) drop(`${what} ${side} stride ${i + 1}`, { level: 'stride', ...problem });
    }
  }
  const strides = legs.flatMap((leg) => leg.strides.filter((own, i) => own !== null && leg.problems[i] === null));
  if (strides.length === 0) {
    drop(what, { level: 'trial', reason: 'no-leg-signals', detail: 'no stride of either leg has a sample' });
    return null;
  }
  if (isWhole) return wholeRecording(context, whole, legs, notes);
  return {
    ...trialContext(context),
    kind: 'cut',
    provenance: provenanceOf(context, [], notes),
    strides: strides.filter((own) => own !== null).sort((a, b) => a.startS - b.startS),
  };
}

/** Is the time of every stride known that is to be kept? */
function isTimed({ problems, startS, durationS }: StrideLeg): boolean {
  return problems.every(
    (problem, i) => problem !== null || Number.isFinite((startS[i] as number) + (durationS[i] as number)),
  );
}

function firstFrame(leg: SourceLeg, whole: WholeTrial | null): 0 | 1 {
  const knee = whole?.angles[leg.side].get('knee.x');
  return knee === undefined ? 1 : firstFrameOf(leg, 'knee.x', knee);
}

function wholeRecording(
  context: Context,
  whole: WholeTrial,
  strideLegs: readonly StrideLeg[],
  notes: readonly string[],
): Recording {
  const { legs, decision } = wholeTrialSignals(whole, context.facts);
  const { events, excluded } = strikesOf(strideLegs);
  const evidence = `${whole.clock.numSamples} frames at ${whole.clock.samplingRateHz} Hz beside EMG at ${whole.emgRateHz.toFixed(0)} Hz`;
  const used = { fact: 'source of the signals', decided: 'Continuous, cut at the heel strikes of Gaitcycle', evidence };
  const decisions = [used, ...(decision === null ? [] : [decision])];
  return {
    ...trialContext(context),
    kind: 'continuous',
    provenance: provenanceOf(context, decisions, notes),
    legs,
    events,
    excluded,
    forcePlates: [],
    markers: null,
    intervals: [],
  };
}

function trialContext({ subject, trial, name }: Context): TrialContext {
  return {
    subject,
    trial,
    subtrial: '',
    condition: '',
    activity: name.activity,
    surface: 'treadmill',
    speedMps: name.speedMps,
    inclineDeg: name.inclineDeg,
    stepHeightM: NaN,
  };
}

function provenanceOf(
  { path }: Context,
  decisions: readonly Decision[],
  notes: readonly string[],
): CutRecording['provenance'] {
  return { files: [path], adapter: packageName, adapterVersion: packageVersion, decisions, notes };
}

/** What contradicts the name of a trial, and what others say of it. */
async function notesOf({ file, subject: { sourceId }, trial, name }: Context): Promise<string[]> {
  const described = (await file.labelledValues([STRIDES_STRUCT, sourceId, trial, 'description'])).map(({ value }) =>
    typeof value === 'string' ? parseFloat(value) : value,
  );
  const [speedMps = NaN, inclineDeg = NaN] = described;
  const differs =
    Math.abs(speedMps - name.speedMps) > 1e-3 || Math.abs(Math.abs(inclineDeg) - Math.abs(name.inclineDeg)) > 1e-3;
  const isPoor = POOR_TRIALS.some((poor) => poor.sourceId === sourceId && poor.trials.test(trial.toLowerCase()));
  return [
    ...(differs
      ? [`${trial}: its description says ${speedMps} m/s and ${inclineDeg} degree; its name is believed`]
      : []),
    ...(isPoor ? [`${trial}: a user of this dataset calls the trials of ${sourceId} at this speed poor`] : []),
  ];
}
