import type { Decision } from '@emgfm/schema';
import { DEFAULT_MOTION_RATE_HZ, EMG_RATE_HZ, MOTION_RATES_HZ, RATE_TOLERANCE, USUAL_STRIDE_S } from './channels';
import type { GrimmerOptions } from './options';
import { alternatesFeet, type ListEvidence } from './touchdowns';

/** Sample counts of one trial. */
export interface SampleCounts {
  readonly motion: number;
  /** 0 where the trial has no EMG. */
  readonly emg: number;
}

/** The rates of one trial. */
export interface TrialRates {
  /** Hz; NaN where nothing tells it. */
  readonly motionRateHz: number;
  /** Hz; NaN where nothing tells it, or without EMG. */
  readonly emgRateHz: number;
  readonly decision: Decision;
}

/** What the rates of all trials of a person depend on. */
export interface RateEvidence {
  readonly counts: readonly SampleCounts[];
  /** What the touchdowns tell. */
  readonly lists: ListEvidence;
}

type RateOptions = Pick<GrimmerOptions, 'motionRateHz' | 'emgRateHz'>;

/**
 * Decides the rates of the trials of one person. A file says nothing of them but how many EMG samples there are per sample of
 * motion: about 5.56 or 2.22 means motion at 200 or 500 Hz beside EMG at 1111.1 Hz, about 1 means that the EMG was resampled. Then,
 * and where there is no EMG, the rate of motion is the one that the options give, else 200 Hz if strides then last as long as
 * strides do. Any other ratio masks the EMG, and the rate of motion is that of the other trials.
 * @returns the rates of a trial from its sample counts
 */
export function decideRates(
  { counts, lists }: RateEvidence,
  options: RateOptions,
): (counts: SampleCounts) => TrialRates {
  const told = counts.map((own) => motionRateOf(own, options)).filter(Number.isFinite);
  const common = told.length > 0 && told.every((rateHz) => rateHz === told[0]) ? (told[0] as number) : NaN;
  const explained = counts.some((own) => isNear(ratioOf(own), 1)) || counts.every(({ emg }) => emg === 0);
  const fallback = fallbackRate(lists, options, told.length === 0 && explained);
  return (own) => {
    const ownRateHz = motionRateOf(own, options);
    const [motionRateHz, why] = Number.isFinite(ownRateHz)
      ? [ownRateHz, '']
      : Number.isFinite(common)
        ? [common, `; ${told.length} other trials tell the rate of motion`]
        : told.length > 0
          ? [NaN, '; other trials contradict each other']
          : [fallback.motionRateHz, `; ${fallback.why}`];
    return ratesWith(own, motionRateHz, why, options);
  };
}

/** EMG samples per sample of motion. */
function ratioOf({ motion, emg }: SampleCounts): number {
  return emg / motion;
}

function isNear(value: number, expected: number): boolean {
  return Math.abs(value / expected - 1) <= RATE_TOLERANCE;
}

/** The rate of motion (Hz) that the ratio tells; NaN where it tells none. */
function motionRateOf(counts: SampleCounts, options: RateOptions): number {
  const { emgRateHz = EMG_RATE_HZ } = options;
  return candidatesOf(options).find((candidate) => isNear(ratioOf(counts), emgRateHz / candidate)) ?? NaN;
}

/** Rates of motion (Hz) that a ratio may tell. */
function candidatesOf({ motionRateHz }: RateOptions): readonly number[] {
  return motionRateHz === undefined ? MOTION_RATES_HZ : [motionRateHz];
}

/** The rate of motion where no ratio tells it. */
function fallbackRate(
  lists: ListEvidence,
  { motionRateHz }: RateOptions,
  explained: boolean,
): { motionRateHz: number; why: string } {
  if (motionRateHz !== undefined) return { motionRateHz, why: 'the options give the rate of motion' };
  if (!explained) return { motionRateHz: NaN, why: 'so the rate of motion is not known either: set motionRateHz' };
  const intervalS = lists.interval / DEFAULT_MOTION_RATE_HZ;
  const strideS = alternatesFeet(lists, intervalS) ? 2 * intervalS : intervalS;
  const [least, greatest] = USUAL_STRIDE_S;
  const usual = strideS >= least && strideS <= greatest;
  const why = `at ${DEFAULT_MOTION_RATE_HZ} Hz the median stride lasts ${strideS.toFixed(2)} s, ${least}-${greatest} s is usual`;
  return usual ? { motionRateHz: DEFAULT_MOTION_RATE_HZ, why } : { motionRateHz: NaN, why: `${why}: set motionRateHz` };
}

function ratesWith(counts: SampleCounts, motionRateHz: number, why: string, options: RateOptions): TrialRates {
  const { emgRateHz: nominalRateHz = EMG_RATE_HZ } = options;
  const ratio = ratioOf(counts);
  const emgRateHz = [nominalRateHz, motionRateHz].find((rateHz) => isNear(ratio, rateHz / motionRateHz)) ?? NaN;
  const motion = Number.isFinite(motionRateHz)
    ? `motion ${motionRateHz} Hz`
    : 'rate of motion not known, no stride has a time';
  const emg =
    counts.emg === 0
      ? 'no EMG'
      : Number.isNaN(emgRateHz)
        ? 'rate of EMG not known, EMG masked'
        : `EMG ${Number(emgRateHz.toFixed(1))} Hz${emgRateHz === motionRateHz ? ', resampled by the source: low-rate EMG' : ''}`;
  const evidence =
    counts.emg === 0
      ? `${counts.motion} samples of motion, no EMG${why}`
      : `${counts.emg} samples of EMG and ${counts.motion} of motion: ratio ${ratio.toFixed(3)}; understood are ${[1, ...candidatesOf(options).map((rateHz) => nominalRateHz / rateHz)].map((value) => value.toFixed(2)).join(', ')}${why}`;
  return { motionRateHz, emgRateHz, decision: { fact: 'sampling rates', decided: `${motion}; ${emg}`, evidence } };
}
