import { decideEmgKind, decideMomentSign, type StrideColumns, withoutZeroRuns } from '@emgfm/adapter-kit';
import type { MatFile } from '@emgfm/matfile';
import { type Decision, type EmgChannel, type EmgKind, type EmgUnit, SIDES } from '@emgfm/schema';
import {
  EMG_COLUMNS,
  MOMENT_FACTOR,
  MOMENT_PATH,
  SIGN_COLUMN,
  SIGN_TASK,
  USUAL_ANKLE_MOMENT,
  USUAL_STRIDE_S,
} from './channels';
import { columnsIn, readLegs } from './leg-columns';
import { openTrial, type TrialPlace, unlessDamaged } from './source-file';
import { strideTimes } from './stride-times';

/** What is decided once for the file of a person. */
export interface FileFacts {
  /** Factor that makes the moments internal; null where the strides do not tell it. */
  readonly momentSign: 1 | -1 | null;
  /** null where the columns contradict each other. */
  readonly emgKind: EmgKind | null;
  readonly emgUnit: EmgUnit;
  readonly decisions: readonly Decision[];
}

/** Tests what is not documented against the strides of a person. @throws MatError */
export async function decideFacts(
  mat: MatFile,
  trials: readonly TrialPlace[],
  signal?: AbortSignal,
): Promise<FileFacts> {
  const curves = await signCurves(mat, trials, signal);
  const sign = decideMomentSign('ankle', curves);
  const emg = await decideEmg(mat, trials, signal);
  return {
    momentSign: sign.factor,
    ...emg,
    decisions: [
      {
        fact: 'sign of the moments',
        decided:
          sign.factor === null ? 'not decided, all moments are masked' : `${sign.decision.decided}, all joints alike`,
        evidence: `ankle flexion moment in ${SIGN_TASK} trials: ${curves.length === 0 ? 'there is none' : sign.decision.evidence}`,
      },
      ...(curves.length === 0 ? [] : [unitOfMoments(curves)]),
      ...emg.decisions,
    ],
  };
}

/** Ankle moments (as if N·mm/kg became N·m/kg) of the strides that tell the sign. */
async function signCurves(mat: MatFile, trials: readonly TrialPlace[], signal?: AbortSignal): Promise<Float64Array[]> {
  const curves: Float64Array[] = [];
  for (const place of trials.filter(({ task, isOther }) => task.name === SIGN_TASK && !isOther)) {
    signal?.throwIfAborted();
    curves.push(...(await unlessDamaged(() => ankleMoments(mat, place), [])));
  }
  return curves;
}

async function ankleMoments(mat: MatFile, place: TrialPlace): Promise<Float64Array[]> {
  const trial = await openTrial(mat, place);
  const curves: Float64Array[] = [];
  for (const side of SIDES) {
    for (const column of columnsIn(await trial.read([...MOMENT_PATH(side), ...SIGN_COLUMN.split('.')])) ?? []) {
      if (column !== null) curves.push(withoutZeroRuns(column).map((moment) => moment * MOMENT_FACTOR));
    }
  }
  return curves;
}

function unitOfMoments(curves: readonly Float64Array[]): Decision {
  const peaks = curves.map((curve) =>
    curve.reduce((size, value) => (Math.abs(value) > size ? Math.abs(value) : size), 0),
  );
  const typical = median(peaks) / MOMENT_FACTOR;
  const [least, greatest] = USUAL_ANKLE_MOMENT;
  return {
    fact: 'unit of the moments',
    decided:
      typical >= least && typical <= greatest ? 'N·mm/kg, as documented' : 'in doubt, taken for N·mm/kg as documented',
    evidence: `the ankle moment peaks at ${typical.toPrecision(3)} (median of ${curves.length} strides); N·mm/kg lets expect ${least} to ${greatest}`,
  };
}

/** EMG of one channel and leg, stride after stride. */
interface ChannelSamples {
  readonly channel: EmgChannel;
  readonly samples: Float64Array;
}

/** Looks at the first trial of each task: bipolar, rectified or envelope, and how dense the grid of points is in time. */
async function decideEmg(
  mat: MatFile,
  trials: readonly TrialPlace[],
  signal?: AbortSignal,
): Promise<Pick<FileFacts, 'emgKind' | 'emgUnit' | 'decisions'>> {
  const columns: ChannelSamples[] = [];
  const pointsOf: number[] = [];
  const timesS: number[] = [];
  for (const place of firstOfTasks(trials)) {
    signal?.throwIfAborted();
    for (const leg of await unlessDamaged(async () => readLegs(await openTrial(mat, place)), [])) {
      timesS.push(...strideTimes(leg).durationS.filter(Number.isFinite));
      if (leg.emg.points > 0) pointsOf.push(leg.emg.points);
      for (const { channel, column } of EMG_COLUMNS) {
        const samples = joined(leg.emg.matrices.get(column) ?? []);
        if (samples.length > 0) columns.push({ channel, samples });
      }
    }
  }
  if (columns.length === 0) return { emgKind: null, emgUnit: 'arbitrary', decisions: [] };
  const points = median(pointsOf);
  const gridRateHz = (points - 1) / (Number.isNaN(median(timesS)) ? USUAL_STRIDE_S : median(timesS));
  const { emgKind, unit, decision } = decideEmgKind(columns, gridRateHz, { emgUnit: 'arbitrary' });
  const contradicting =
    emgKind === 'raw'
      ? columns.filter((column) => decideEmgKind([column], gridRateHz, { emgUnit: 'arbitrary' }).emgKind !== 'raw')
      : [];
  const isDecided = contradicting.length === 0;
  return {
    emgKind: isDecided ? emgKind : null,
    emgUnit: unit,
    decisions: [
      {
        fact: 'EMG kind',
        decided: isDecided ? emgKind : 'not decided, EMG is masked',
        evidence: isDecided
          ? (decision?.evidence as string)
          : `${contradicting.length} of ${columns.length} channels never go below zero, the others do`,
      },
      {
        fact: 'EMG rate',
        decided: `not known: a stride has ${points} points, whatever its time`,
        evidence: `they stand for ${gridRateHz.toFixed(0)} Hz in a stride of ${median(timesS).toFixed(2)} s (medians); the rate of the amplifier is not in the file`,
      },
    ],
  };
}

/** Stride after stride, without those that have no sample. */
function joined(strides: StrideColumns): Float64Array {
  const filled = strides.filter((column) => column !== null);
  const samples = new Float64Array(filled.reduce((length, column) => length + column.length, 0));
  let start = 0;
  for (const column of filled) {
    samples.set(column, start);
    start += column.length;
  }
  return samples;
}

function firstOfTasks(trials: readonly TrialPlace[]): TrialPlace[] {
  return trials.filter(
    (place) => !place.isOther && trials.find(({ task, isOther }) => task === place.task && !isOther) === place,
  );
}

/** The middle of the values; NaN where there is none. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
