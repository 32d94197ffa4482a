import type { ReadOptions } from '@emgfm/adapter-kit';
import {
  type ContinuousRecording,
  type CutRecording,
  type ExcludedStretch,
  type GaitEvent,
  type LegSignals,
  type Recording,
  type Side,
  SIDES,
  SOURCE_EVENTS,
  type SourceStride,
  type TrialContext,
} from '@emgfm/schema';
import { type Pass, STAIR_SEQUENCE, STRIDE_LIMITS_S } from './channels';
import { packageName, packageVersion } from './dataset';
import type { TrialWithEmg } from './emg-trials';
import { FILE_ROLES, type PersonFiles } from './folder';
import { levelIntervals } from './level-strides';
import type { GrimmerOptions } from './options';
import { countsOf, type PersonDecisions } from './person-decisions';
import type { TrialRates } from './rates';
import { legSignals, type LegSource, untimedSignals } from './signals';
import { piecesOf, type StridePiece, type TouchdownList } from './touchdowns';

/** One pass of a trial, and what was decided for its person. */
export interface PassContext extends TrialWithEmg {
  readonly person: PersonFiles;
  readonly pass: Pass;
  readonly decided: PersonDecisions;
  readonly ownOptions: GrimmerOptions;
  readonly onDrop: ReadOptions['onDrop'];
}

/** A pass with its rates and the touchdowns of both feet. */
interface PreparedPass extends PassContext {
  readonly what: string;
  readonly rates: TrialRates;
  readonly lists: readonly { readonly side: Side; readonly list: TouchdownList }[];
  readonly strides: readonly PassStride[];
  readonly sourceOf: (side: Side) => LegSource;
}

/** A stride of a pass, and why it is none. */
interface PassStride {
  readonly piece: StridePiece;
  readonly problem: Pick<ExcludedStretch, 'reason' | 'detail'> | null;
}

/** What is known of a recording beside its signals. */
type About = TrialContext & Pick<Recording, 'provenance'>;

/** The recording of a pass; null, with a reason to `onDrop`, where it gives no stride. */
export function recordingOfPass(context: PassContext): Recording | null {
  const { trial, pass, emg, decided, onDrop } = context;
  const what = `${trial.name}/${pass}`;
  const rates = decided.ratesOf(countsOf(context));
  const lists = SIDES.map((side) => ({ side, list: decided.touchdowns.listOf(trial, pass, side) }));
  for (const { side, list } of lists) {
    if (list.samples.length >= 2) continue;
    const detail = list.problem ?? `expected two touchdowns or more, found ${list.samples.length}`;
    const reason = list.problem === null ? 'too-few-events' : 'event-order';
    onDrop?.({ what: `${what} ${side}`, level: 'trial', reason, detail });
  }
  const strides = lists.flatMap(({ side, list }) =>
    piecesOf(list, side).map((piece) => ({ piece, problem: problemOf(piece, context, rates) })),
  );
  if (strides.length === 0) return null;
  const sourceOf = (side: Side): LegSource => ({
    trial,
    emg,
    rates,
    emgKind: decided.muscles?.emgKind ?? 'raw',
    tables: decided.conventions.tables[side],
  });
  const prepared = { ...context, what, rates, lists, strides, sourceOf };
  return Number.isNaN(rates.motionRateHz) ? untimedRecording(prepared) : timedRecording(prepared);
}

function problemOf(
  { side, first, last }: StridePiece,
  { trial, pass, decided: { touchdowns } }: PassContext,
  { motionRateHz }: TrialRates,
): PassStride['problem'] {
  if (touchdowns.ownFoot[side] === 'refuted') {
    const detail = `the ${side} knee swings half a cycle beside where it does after a touchdown of its own foot`;
    return { reason: 'event-order', detail };
  }
  const ascent = pass === 'descent' ? piecesOf(touchdowns.listOf(trial, 'ascent', side), side) : [];
  if (ascent.some((piece) => piece.first < last && piece.last > first)) {
    return { reason: 'duplicate-trial', detail: 'the ascent lists touchdowns in the same time' };
  }
  const durationS = (last - first) / motionRateHz;
  const [least, greatest] = STRIDE_LIMITS_S;
  const detail = `expected ${least}-${greatest} s, found ${durationS.toFixed(2)} s`;
  if (durationS < least) return { reason: 'stride-too-short', detail };
  return durationS > greatest ? { reason: 'stride-too-long', detail } : null;
}

function aboutPass({ person, trial, pass, emg, decided, rates, lists }: PreparedPass): About {
  const oddFields = [...trial.oddFields, ...(emg?.oddFields ?? [])];
  return {
    subject: {
      datasetId: 'grimmer',
      sourceId: person.sourceId,
      ageY: NaN,
      sex: '',
      massKg: decided.massKg,
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
        ...oddFields.map((field) => `${trial.name}: ${field} has another length than the other fields and is not used`),
      ],
    },
  };
}

/** The signals around the touchdowns on the clock of the trial. */
function timedRecording(pass: PreparedPass): ContinuousRecording | null {
  const { trial, decided, ownOptions, what, rates, lists, strides, sourceOf, onDrop } = pass;
  const timeS = (sample: number): number => sample / rates.motionRateHz;
  const stretch = {
    first: Math.min(...strides.map(({ piece }) => piece.first)),
    last: Math.max(...strides.map(({ piece }) => piece.last)),
  };
  const walked = lists.filter(({ list }) => list.samples.length >= 2);
  const legs: Record<Side, LegSignals | null> = { left: null, right: null };
  for (const { side } of walked) {
    legs[side] = legSignals(sourceOf(side), side, stretch);
    if (legs[side] !== null) continue;
    const detail = 'no field of angles, moments or EMG has samples';
    onDrop?.({ what: `${what} ${side}`, level: 'trial', reason: 'no-leg-signals', detail });
  }
  if (legs.left === null && legs.right === null) return null;
  const sound = strides.filter(({ problem }) => problem === null).map(({ piece }) => piece);
  return {
    ...aboutPass(pass),
    kind: 'continuous',
    legs,
    events: walked.flatMap(({ side, list }) => list.samples.map((sample) => touchdown(side, timeS(sample)))),
    excluded: strides.flatMap(({ piece: { side, first, last }, problem }) =>
      problem === null ? [] : [{ startS: timeS(first), endS: timeS(last), side, ...problem }],
    ),
    intervals:
      ownOptions.levelWalking === 'by-angles'
        ? levelIntervals(trial, sound, decided.conventions.tables, rates.motionRateHz)
        : [],
    forcePlates: [],
    markers: null,
  };
}

function touchdown(side: Side, timeS: number): GaitEvent {
  return { timeS, side, kind: 'foot_strike', source: SOURCE_EVENTS, confidence: 1 };
}

/** Strides without a time: angles and moments from touchdown to touchdown. */
function untimedRecording(pass: PreparedPass): CutRecording | null {
  const { what, strides, sourceOf, onDrop } = pass;
  const kept: SourceStride[] = [];
  const signalsOf = {
    left: untimedSignals(sourceOf('left'), 'left'),
    right: untimedSignals(sourceOf('right'), 'right'),
  };
  for (const { piece, problem } of strides) {
    const { side, first, last } = piece;
    if (problem === null) {
      const signals = signalsOf[side](piece);
      kept.push({ side, startS: NaN, durationS: NaN, signals, interval: {}, quality: 0 });
    } else onDrop?.({ what: `${what} ${side} samples ${first + 1} to ${last + 1}`, level: 'stride', ...problem });
  }
  return kept.length === 0 ? null : { ...aboutPass(pass), kind: 'cut', strides: kept };
}
