import { type EmgDescription, emgSignals, jointSignals } from '@emgfm/adapter-kit';
import type { EmgKind, EmgSignals, LegSignals, Side } from '@emgfm/schema';
import { EMG_FIELDS, EMG_RATE_HZ, LEGS, PASS_MARGIN_S } from './channels';
import { type LegTables, sharesClock } from './conventions';
import type { EvenFields, MotionTrial } from './motion-trials';
import type { TrialRates } from './rates';
import type { SampleSpan } from './stride-windows';

/** What the signals of a leg are made of. */
export interface LegSource {
  readonly trial: MotionTrial;
  /** null where the trial has none. */
  readonly emg: EvenFields | null;
  readonly emgKind: EmgKind;
  readonly rates: TrialRates;
  readonly tables: LegTables;
}

/**
 * Signals of one leg in one pass, on the clock of the trial; null where there are none.
 * @param stretch from the first to the last touchdown of the pass, in samples of motion
 */
export function legSignals(source: LegSource, side: Side, stretch: SampleSpan): LegSignals | null {
  const { trial, emg, rates, tables } = source;
  const { motionRateHz } = rates;
  const window = [stretch.first / motionRateHz - PASS_MARGIN_S, stretch.last / motionRateHz + PASS_MARGIN_S] as const;
  const motion = stretchOf(window, motionRateHz);
  const signals: LegSignals = {
    emg: emg === null ? null : emgOf(source, emg, side, window),
    angles: jointSignals(tables.angles, motion.of(trial.angle), motion),
    moments: jointSignals(momentTable(source), motion.of(trial.moment), motion),
  };
  return Object.values(signals).every((block) => block === null) ? null : signals;
}

/** A stretch of time (s). */
type Window = readonly [startS: number, endS: number];

/** The samples of a clock that begins at 0 s within a stretch of time. */
function stretchOf([fromS, toS]: Window, samplingRateHz: number) {
  const first = Math.max(0, Math.floor(fromS * samplingRateHz));
  const end = Math.max(first, Math.ceil(toS * samplingRateHz) + 1);
  return {
    samplingRateHz,
    startS: first / samplingRateHz,
    of:
      (vector: MotionTrial['angle']) =>
      (name: string): Float64Array | null =>
        vector(name)?.subarray(first, end) ?? null,
  };
}

/**
 * The strides of one leg as points from touchdown to touchdown, for trials whose rates nobody knows: they have no time, and their EMG
 * can't be told apart from that of other strides.
 */
export function untimedSignals(source: LegSource, side: Side): (piece: SampleSpan) => LegSignals {
  const { trial, emg, emgKind, tables } = source;
  const timing = { samplingRateHz: NaN, startS: 0 };
  // a stride without a number of EMG holds no raw EMG
  const storedKind = emgKind === 'raw' ? 'filtered' : emgKind;
  const masked = emg && undecidedEmg(emg, side, { ...timing, emgKind: storedKind });
  return ({ first, last }) => {
    const cut =
      (vector: MotionTrial['angle']) =>
      (name: string): Float64Array | null =>
        vector(name)?.subarray(Math.round(first), Math.round(last) + 1) ?? null;
    return {
      emg: masked,
      angles: jointSignals(tables.angles, cut(trial.angle), timing),
      moments: jointSignals(momentTable(source), cut(trial.moment), timing),
    };
  };
}

/** Moments that are on another clock than the touchdowns can't be cut by them. */
function momentTable({ trial, tables }: LegSource): LegTables['moments'] {
  return sharesClock(trial) ? tables.moments : tables.moments.map((row) => ({ ...row, factor: NaN }));
}

function emgOf({ rates, emgKind }: LegSource, emg: EvenFields, side: Side, window: Window): EmgSignals | null {
  const decided = !Number.isNaN(rates.emgRateHz);
  if (!decided) return undecidedEmg(emg, side, { samplingRateHz: EMG_RATE_HZ, startS: 0, emgKind });
  const { of, ...timing } = stretchOf(window, rates.emgRateHz);
  const column = of(emg.vector);
  return emgSignals(EMG_FIELDS, (name) => column(fieldOf(name, side)), { ...timing, emgKind, unit: 'arbitrary' });
}

/** EMG whose clock could not be decided: the muscles that were recorded are missing for that reason. */
function undecidedEmg(emg: EvenFields, side: Side, description: Omit<EmgDescription, 'unit'>): EmgSignals | null {
  const table = EMG_FIELDS.map((row) => ({ ...row, factor: NaN }));
  return emgSignals(table, (name) => emg.vector(fieldOf(name, side)), { ...description, unit: 'arbitrary' });
}

function fieldOf(stem: string, side: Side): string {
  return `${stem}_${LEGS.find((leg) => leg.side === side)?.letter}`;
}
