import {
  frameLength,
  frameMask,
  missingReasonCode,
  type FurtherSignals,
  type LegSignals,
  type StrideFrames,
} from '@emgfm/schema';

/** Rounding of a time on the clock of the frames, in frames. */
const CLOCK_ROUNDING = 1e-6;

/**
 * Frames of further modalities in one stride, at their native rate: from the frame in progress at the strike up to, not including,
 * the frame in progress at the next strike, so that consecutive strides share no frame and lose none. Frames that the stride
 * should have and the recording has not are NaN; where it has none of them the stride has no frames.
 * @param leg signals of the leg, on the clock of the trial
 * @param startS strike (s)
 * @param endS next strike of the same foot (s)
 */
export function cutFrames(leg: LegSignals, startS: number, endS: number): StrideFrames[] {
  return (leg.further ?? []).map((signals) => {
    const { frames, modality, samplingRateHz } = signals;
    const length = frameLength(modality);
    const frameAt = (timeS: number): number => Math.floor((timeS - signals.startS) * samplingRateHz + CLOCK_ROUNDING);
    const [first, end] = [frameAt(startS), frameAt(endS)];
    const [from, to] = [Math.max(first, 0), Math.min(end, frames.length / length)];
    if (!(from < to)) return maskedFrames(signals, new Float32Array(0), NaN);
    const cut = new Float32Array((end - first) * length).fill(NaN);
    cut.set(frames.subarray(from * length, to * length), (from - first) * length);
    return maskedFrames(signals, cut, signals.startS + first / samplingRateHz);
  });
}

/** Frames of further modalities in a stride that the source itself cut: as they are. */
export function sourceFrames(leg: LegSignals): StrideFrames[] {
  return (leg.further ?? []).map((signals) =>
    maskedFrames(signals, signals.frames.slice(), signals.frames.length > 0 ? signals.startS : NaN),
  );
}

/** Mask and reasons of frames; a channel that its source declares missing becomes NaN. */
function maskedFrames(signals: FurtherSignals, frames: Float32Array, firstFrameS: number): StrideFrames {
  const { modality, samplingRateHz, channelReasons, gapReason } = signals;
  const { valuesPerChannel } = modality;
  const length = frameLength(modality);
  channelReasons.forEach((reason, channel) => {
    if (reason === 0) return;
    for (let i = channel * valuesPerChannel; i < frames.length; i += length) frames.fill(NaN, i, i + valuesPerChannel);
  });
  const mask = frameMask(frames, modality);
  const reasons = mask.map((present, channel) =>
    present === 1 ? missingReasonCode('present') : channelReasons[channel] || gapReason,
  );
  return { modality, frames, samplingRateHz, firstFrameS, mask, reasons };
}
