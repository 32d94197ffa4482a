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
import { type PersonFacts, signedMoments, type StrideLeg } from './stride-recording';

/** Samples by side and by the names of the mapping tables. */
type NamedRows = Readonly<Record<Side, ReadonlyMap<string, Float64Array>>>;

/** What `Continuous` holds of a trial. */
export interface WholeTrial {
  readonly clock: EvenClock;
  readonly emg: NamedRows;
  /** True rate (Hz) of the EMG. */
  readonly emgRateHz: number;
  readonly angles: NamedRows;
  readonly moments: NamedRows;
}

/**
 * Reads the whole trial where it has EMG at a rate that serves better than points per stride.
 * @param strides what the trial has on points per stride, of either leg
 * @returns null where it has none; a text where it has EMG that can't be used
 * @throws MatError
 */
export async function readWholeTrial(
  file: InclineFile,
  sourceId: string,
  trial: string,
  strides: readonly SourceLeg[],
): Promise<WholeTrial | string | null> {
  const root: NamePath = [TRIALS_STRUCT, sourceId, trial];
  const emg = await ofBothLegs((side) => emgOf(file, root, side));
  const lengths = new Set(SIDES.flatMap((side) => [...emg[side].values()].map(({ length }) => length)));
  const [numSamples] = lengths;
  if (numSamples === undefined) return null;
  if (lengths.size > 1) return `its muscles differ in length: ${[...lengths].join(', ')}`;
  const timesS = await file.numbers([...root, 'time']);
  let clock: EvenClock;
  try {
    clock = evenClock(timesS);
  } catch (error) {
    if (!isAdapterError(error)) throw error;
    return error.message;
  }
  if (clock.lostRows > 0) return `${clock.lostRows} frames are lost beside it`;
  const emgRateHz = (numSamples * clock.samplingRateHz) / clock.numSamples;
  const [least, greatest] = CONTINUOUS_EMG_RATES_HZ;
  if (!(emgRateHz >= least && emgRateHz <= greatest)) return `its rate is ${emgRateHz.toFixed(0)} Hz`;
  const jointsOf = (branch: NamePath): Promise<NamedRows> =>
    ofBothLegs((side) => jointRows(file, [...root, ...branch, side], clock.numSamples));
  const whole = {
    clock,
    emg,
    emgRateHz,
    angles: await jointsOf(['kinematics', 'jointangles']),
    moments: await jointsOf(['kinetics', 'jointmoment']),
  };
  const lacking = strides.flatMap((leg) =>
    (['emg', 'angles', 'moments'] as const).flatMap((quantity) =>
      [...leg[quantity].keys()]
        .filter((name) => !whole[quantity][leg.side].has(name))
        .map((name) => `${leg.side} ${name}`),
    ),
  );
  return lacking.length > 0 ? `the whole trial lacks ${lacking.join(', ')}` : whole;
}

async function ofBothLegs<T>(read: (side: Side) => Promise<T>): Promise<Record<Side, T>> {
  return { left: await read('left'), right: await read('right') };
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
  numSamples: number,
): Promise<ReadonlyMap<string, Float64Array>> {
  const rows = new Map<string, Float64Array>();
  for (const joint of new Set(ANGLE_FIELDS.map((row) => row.joint))) {
    const columns = (await file.columns([...path, joint])) ?? [];
    for (const [i, component] of COMPONENTS.entries()) {
      const samples = columns[i];
      if (samples?.length === numSamples) rows.set(`${joint}.${component}`, withoutZeroRuns(samples));
    }
  }
  return rows;
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
      // two equal samples stand for a sensor that shows nothing
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
export function strikesOf(legs: readonly StrideLeg[]): { events: GaitEvent[]; excluded: ExcludedStretch[] } {
  const events: GaitEvent[] = [];
  const excluded: ExcludedStretch[] = [];
  for (const leg of legs) {
    const { side } = leg;
    let endS = NaN;
    const strike = (timeS: number): void =>
      void events.push({ timeS, side, kind: 'foot_strike', source: SOURCE_EVENTS, confidence: 1 });
    for (const [i, problem] of leg.problems.entries()) {
      const [startS, durationS] = [leg.startS[i] as number, leg.durationS[i] as number];
      if (!Number.isFinite(startS + durationS)) continue;
      // where a stride was left out, the time between its neighbours is none
      if (startS - endS > SAME_STRIKE_S) {
        strike(endS);
        const detail = 'the source has no stride here';
        excluded.push({ startS: endS, endS: startS, side, reason: 'not-a-stride', detail });
      }
      strike(startS);
      endS = startS + durationS;
      if (problem !== null) excluded.push({ startS, endS, side, ...problem });
    }
    if (Number.isFinite(endS)) strike(endS);
  }
  return { events: events.sort((a, b) => a.timeS - b.timeS), excluded };
}
