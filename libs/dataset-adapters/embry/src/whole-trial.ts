import {
  decideEmgKind,
  emgSignals,
  evenClock,
  type EvenClock,
  isAdapterError,
  jointSignals,
  withoutZeroRuns,
} from '@emgfm/adapter-kit';
import {
  type Decision,
  type ExcludedStretch,
  type GaitEvent,
  type LegSignals,
  type Side,
  SIDES,
  SOURCE_EVENTS,
} from '@emgfm/schema';
import { ANGLE_FIELDS, COMPONENTS, CONTINUOUS_EMG_RATES_HZ, EMG_FIELDS, TRIALS_STRUCT } from './channels';
import type { InclineFile, NamePath } from './incline-file';
import type { SourceLeg } from './source-leg';
import { type PersonFacts, signedMoments } from './stride-recording';
import type { StrideTimes } from './stride-clock';

/** What `Continuous` holds of a trial. */
export interface WholeTrial {
  readonly clock: EvenClock;
  readonly emg: Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;
  /** True rate (Hz) of the EMG. */
  readonly emgRateHz: number;
  /** By side and by the name of the table. */
  readonly angles: Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;
  readonly moments: Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;
}

/**
 * Reads the whole trial where it has EMG at a rate that serves better than points per stride.
 * @returns null where it has none; a text where it has EMG that can't be used
 * @throws MatError
 */
export async function readWholeTrial(
  file: InclineFile,
  sourceId: string,
  trial: string,
): Promise<WholeTrial | string | null> {
  const root: NamePath = [TRIALS_STRUCT, sourceId, trial];
  const emg = { left: await emgOf(file, root, 'left'), right: await emgOf(file, root, 'right') };
  const lengths = new Set(SIDES.flatMap((side) => [...emg[side].values()].map(({ length }) => length)));
  if (lengths.size === 0) return null;
  const [numSamples] = lengths;
  if (lengths.size > 1 || numSamples === undefined) return `its muscles differ in length: ${[...lengths].join(', ')}`;
  const timesS = await file.numbers([...root, 'time']);
  let clock: EvenClock;
  try {
    clock = evenClock(timesS);
  } catch (error) {
    if (!isAdapterError(error)) throw error;
    return error.message;
  }
  const emgRateHz = (numSamples * clock.samplingRateHz) / clock.numSamples;
  const [least, greatest] = CONTINUOUS_EMG_RATES_HZ;
  if (!(emgRateHz >= least && emgRateHz <= greatest)) return `its rate is ${emgRateHz.toFixed(0)} Hz`;
  const both = async (branch: NamePath): Promise<WholeTrial['angles']> => ({
    left: await jointRows(file, [...root, ...branch, 'left'], clock),
    right: await jointRows(file, [...root, ...branch, 'right'], clock),
  });
  const [angles, moments] = [await both(['kinematics', 'jointangles']), await both(['kinetics', 'jointmoment'])];
  if (SIDES.some((side) => angles[side].size === 0)) return 'there are no joint angles beside it';
  return { clock, emg, emgRateHz, angles, moments };
}

async function emgOf(file: InclineFile, root: NamePath, side: Side): Promise<ReadonlyMap<string, Float64Array>> {
  const columns = new Map<string, Float64Array>();
  for (const { column } of EMG_FIELDS) {
    const samples = await file.numbers([...root, 'emgdata', 'emg', side, column]);
    if (samples.length > 0) columns.set(column, samples);
  }
  return columns;
}

/** Rows by the names of the tables from arrays with a column per component. */
async function jointRows(
  file: InclineFile,
  path: NamePath,
  clock: EvenClock,
): Promise<ReadonlyMap<string, Float64Array>> {
  const rows = new Map<string, Float64Array>();
  for (const joint of new Set(ANGLE_FIELDS.map((row) => row.joint))) {
    const columns = (await file.columns([...path, joint])) ?? [];
    columns.slice(0, COMPONENTS.length).forEach((samples, i) => {
      const fits = samples.length === clock.numSamples - clock.lostRows;
      if (fits) rows.set(`${joint}.${COMPONENTS[i]}`, clock.spread(withoutZeroRuns(samples)));
    });
  }
  return rows;
}

/** A leg and its strides. */
export interface TimedLeg {
  readonly leg: SourceLeg;
  readonly times: StrideTimes;
  /** Why a stride is to be dropped; null where it is not. */
  readonly problemOf: (stride: number) => Pick<ExcludedStretch, 'reason' | 'detail'> | null;
}

/** The signals of both legs, and the decision what the EMG is. */
export function wholeTrialSignals(
  { clock, emg, emgRateHz, angles, moments }: WholeTrial,
  facts: PersonFacts,
): { legs: Readonly<Record<Side, LegSignals>>; decision: Decision | null } {
  const muscles = SIDES.flatMap((side) =>
    EMG_FIELDS.flatMap(({ channel, column }) => {
      const samples = emg[side].get(column);
      return samples === undefined ? [] : [{ channel, samples }];
    }),
  );
  const { emgKind, unit, decision } = decideEmgKind(muscles, emgRateHz, { emgUnit: 'arbitrary' });
  const legOf = (side: Side): LegSignals => ({
    emg: emgSignals(
      EMG_FIELDS,
      (name) =>
        facts.faulty.some((sensor) => sensor.side === side && sensor.column === name)
          ? new Float64Array(2)
          : (emg[side].get(name) ?? null),
      { samplingRateHz: emgRateHz, startS: clock.startS, emgKind, unit },
    ),
    angles: jointSignals(ANGLE_FIELDS, (name) => angles[side].get(name) ?? null, clock),
    moments: jointSignals(signedMoments(facts), (name) => moments[side].get(name) ?? null, clock),
  });
  return { legs: { left: legOf('left'), right: legOf('right') }, decision };
}

/** Strikes closer than this (s) are the end of one stride and the start of the next. */
const SAME_STRIKE_S = 0.05;

/** The strikes that bound the strides of both legs, and the stretches between and within them that are no strides. */
export function strikesOf(legs: readonly TimedLeg[]): { events: GaitEvent[]; excluded: ExcludedStretch[] } {
  const events: GaitEvent[] = [];
  const excluded: ExcludedStretch[] = [];
  for (const { leg, times, problemOf } of legs) {
    const { side } = leg;
    let endS = NaN;
    const strike = (timeS: number): number =>
      events.push({ timeS, side, kind: 'foot_strike', source: SOURCE_EVENTS, confidence: 1 });
    for (let stride = 0; stride < leg.strideCount; stride += 1) {
      const [startS, durationS] = [times.startS[stride] as number, times.durationS[stride] as number];
      if (!Number.isFinite(startS + durationS)) continue;
      // where a stride was left out, the time between its neighbours is none
      if (startS - endS > SAME_STRIKE_S) {
        strike(endS);
        excluded.push({
          startS: endS,
          endS: startS,
          side,
          reason: 'not-a-stride',
          detail: 'the source has no stride here',
        });
      }
      strike(startS);
      endS = startS + durationS;
      const problem = problemOf(stride);
      if (problem !== null) excluded.push({ startS, endS, side, ...problem });
    }
    if (Number.isFinite(endS)) strike(endS);
  }
  return { events: events.sort((a, b) => a.timeS - b.timeS), excluded };
}
