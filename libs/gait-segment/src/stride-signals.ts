import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  STORED_EMG_KINDS,
  finiteMask,
  missingReasonCode,
  type Absence,
  type EmgSignals,
  type MissingReasonCode,
  type PerChannel,
  type Stride,
  type StoredEmgKind,
} from '@emgfm/schema';
import { EmgNotReadyError } from './errors';

/** The signals of one stride before masks and reasons. */
export interface CutSignals {
  /** [row, 13]. */
  readonly emg: Float32Array;
  /** [K, 9]. */
  readonly kinematics: Float32Array;
  /** [K, 9]. */
  readonly kinetics: Float32Array;
}

/** Where each modality comes from; null where it was not recorded for this leg. */
export interface CutSources {
  readonly emg: Absence | null;
  readonly kinematics: Absence | null;
  readonly kinetics: Absence | null;
}

type Modality = keyof PerChannel;

const channelsOf: Readonly<Record<Modality, number>> = {
  emg: EMG_CHANNEL_COUNT,
  kinematics: JOINT_MOTION_COUNT,
  kinetics: JOINT_MOTION_COUNT,
};

/**
 * Masks and reasons of a stride. A channel that its source declares missing becomes NaN even where numbers exist; the mask is then
 * computed from the numbers, and a missing channel takes the reason of the source: of the whole channel, else of its gaps.
 * @param signals numbers of the stride; not changed
 * @param sources declared reasons per modality
 * @param absent reason of a modality that was not recorded for this leg
 */
export function maskedSignals(
  signals: CutSignals,
  sources: CutSources,
  absent: (modality: Modality) => MissingReasonCode,
): Pick<Stride, 'emg' | 'kinematics' | 'kinetics' | 'masks' | 'reasons'> {
  const mask = (modality: Modality) => {
    const channels = channelsOf[modality];
    const declared = sources[modality]?.channelReasons;
    const samples = declared ? withoutChannels(signals[modality], declared) : signals[modality];
    const present = finiteMask(samples, channels);
    const reasons = present.map((isPresent, channel) => {
      if (isPresent === 1) return missingReasonCode('present');
      const source = sources[modality];
      return source ? source.channelReasons[channel] || source.gapReason : absent(modality);
    });
    return { samples, present, reasons };
  };
  const [emg, kinematics, kinetics] = [mask('emg'), mask('kinematics'), mask('kinetics')];
  return {
    emg: emg.samples,
    kinematics: kinematics.samples,
    kinetics: kinetics.samples,
    masks: { emg: emg.present, kinematics: kinematics.present, kinetics: kinetics.present },
    reasons: { emg: emg.reasons, kinematics: kinematics.reasons, kinetics: kinetics.reasons },
  };
}

/** The samples with NaN in the channels that have a reason; a copy where that changes anything. */
function withoutChannels(samples: Float32Array, reasons: readonly MissingReasonCode[]): Float32Array {
  let kept = samples;
  reasons.forEach((reason, channel) => {
    if (reason === 0) return;
    for (let i = channel; i < kept.length; i += reasons.length) {
      if (Number.isNaN(kept[i])) continue;
      if (kept === samples) kept = samples.slice();
      kept[i] = NaN;
    }
  });
  return kept;
}

/** The kind of EMG as a store may hold it. @throws EmgNotReady for raw EMG, which the chain must process first */
export function storedKind(emg: EmgSignals, trial: string): StoredEmgKind {
  const kind = STORED_EMG_KINDS.find((stored) => stored === emg.emgKind);
  if (kind === undefined) {
    throw new EmgNotReadyError(trial, `processed EMG (${STORED_EMG_KINDS.join(', ')})`, `kind '${emg.emgKind}'`);
  }
  return kind;
}
