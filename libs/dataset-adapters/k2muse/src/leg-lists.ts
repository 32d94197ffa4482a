import type { MatValue } from '@emgfm/matfile';
import type { Side } from '@emgfm/schema';
import { EMG_RATE_HZ, MOTION_RATE_HZ, STRIDE_TIME_TOLERANCE_S, ULTRASOUND_LEG } from './channels';
import { gaitDataOfLeg } from './gait-data';
import { cellsOf, fieldOf, matrixColumns } from './mat-values';
import { pairByDuration } from './pairing';
import type { StrideFrames } from './stride-frames';

/** EMG that was cut by the same frames differs from them in its duration (s) by a sample at most. */
const SAME_CUT_S = 0.001;

/** What the lists of one leg hold, paired stride by stride. */
export interface LegLists {
  /** Strides that can be paired. */
  readonly count: number;
  /** Strides of the longest list; those beyond `count` have no partner. */
  readonly most: number;
  readonly frames: readonly StrideFrames[] | null;
  readonly ultrasound: readonly MatValue[];
  /** EMG of each stride; null where it has none. */
  readonly emg: readonly (MatValue | null)[];
  /** Does the EMG of each stride last as long as its frames say? */
  readonly isTrusted: readonly boolean[];
  readonly notes: readonly string[];
}

/** The parts of a trial of `NormalizedData`. */
export interface TrialLists {
  readonly angles: MatValue | null;
  readonly moments: MatValue | null;
  readonly emg: MatValue | null;
  readonly ultrasound: readonly MatValue[];
}

/**
 * Pairs the lists of one leg. Angles, moments and frames belong together by their order. EMG tells by its durations which strides it belongs
 * to where its list is shorter; where they do not tell it, the strides that all lists have are kept, in their order.
 */
export function pairedLists(side: Side, trial: TrialLists, frames: readonly StrideFrames[] | null): LegLists {
  const emg = cellsOf(fieldOf(trial.emg, side === 'left' ? 'Left' : 'Right'));
  const outputs = [...gaitDataOfLeg(trial.angles, 'Angles', side), ...gaitDataOfLeg(trial.moments, 'Moment', side)];
  const others = [...outputs.map(({ strides }) => strides), ...(frames ? [frames.length] : [])];
  const ultrasound = side === ULTRASOUND_LEG ? trial.ultrasound : [];
  const shared = { frames, ultrasound };
  const most = Math.max(0, emg.length, ...others);
  if (emg.length === 0 || frames === null) {
    const hasSignals = outputs.length > 0 || emg.length > 0;
    const count = hasSignals ? Math.min(...others, ...(emg.length > 0 ? [emg.length] : [])) : 0;
    const own = Array.from({ length: count }, (_, stride) => emg[stride] ?? null);
    return { ...shared, count, most: hasSignals ? most : 0, emg: own, isTrusted: own.map(() => true), notes: [] };
  }
  const paired = pairEmg(frames, emg);
  const count = Math.min(...others, ...(paired.limitsStrides ? [emg.length] : []));
  return {
    ...shared,
    count,
    most,
    emg: paired.entries.slice(0, count).map((entry) => (entry === null ? null : (emg[entry] ?? null))),
    isTrusted: paired.isTrusted.slice(0, count),
    notes: paired.note === '' ? [] : [`${side} EMG: ${paired.note}`],
  };
}

function pairEmg(frames: readonly StrideFrames[], emg: readonly MatValue[]) {
  const strideS = frames.map(({ start, end }) => (end - start) / MOTION_RATE_HZ);
  const emgS = emg.map((value) => (matrixColumns(value)?.[0]?.length ?? 0) / EMG_RATE_HZ);
  const inOrder = frames.map((_, stride) => (stride < emg.length ? stride : null));
  const fits = inOrder.map((entry, stride) => {
    const seconds = entry === null ? 0 : (emgS[entry] as number);
    return seconds === 0 || Math.abs(seconds - (strideS[stride] as number)) <= STRIDE_TIME_TOLERANCE_S;
  });
  const ordered = { entries: inOrder, isTrusted: fits, limitsStrides: false, note: '' };
  const refuted = { ...ordered, isTrusted: fits.map(() => false), note: 'no order fits the frames; not used' };
  if (emg.length === frames.length) {
    const wrong = fits.filter((isFit) => !isFit).length;
    const note = wrong === 0 ? '' : `${wrong} stride(s) last another time than their frames; missing there`;
    return { ...ordered, note };
  }
  const difference = `${emg.length} pieces for ${frames.length} strides`;
  if (emg.length > frames.length)
    return fits.every(Boolean)
      ? { ...ordered, note: difference }
      : { ...refuted, note: `${difference}; ${refuted.note}` };
  const exact = pairByDuration(strideS, emgS, SAME_CUT_S);
  const pairing = exact === 'impossible' ? pairByDuration(strideS, emgS, STRIDE_TIME_TOLERANCE_S) : exact;
  if (typeof pairing !== 'string') {
    const note = `${difference}, paired by their durations`;
    return { entries: pairing, isTrusted: pairing.map(() => true), limitsStrides: false, note };
  }
  return fits.every(Boolean)
    ? { ...ordered, limitsStrides: true, note: `${difference}, paired by their order` }
    : { ...refuted, note: `${difference}; ${refuted.note}` };
}
