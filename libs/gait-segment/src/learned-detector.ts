import { interpolateAt, median } from '@emgfm/emg-dsp';
import { SIDES, type ContinuousRecording, type GaitEvent } from '@emgfm/schema';
import { ModelOutputError, requirePositive } from './errors';
import { sortedByTime, type DetectionResult, type EventDetector } from './event-detector';
import { findPeaks } from './extrema';
import { walkerMotion, type WalkerMotion } from './foot-motion';

/** What a learned model sees at every frame, in this order, all in metres and all with its median taken off. */
export const LEARNED_FEATURES = SIDES.flatMap((side) =>
  (['heelAheadM', 'toeAheadM', 'heelHeightM', 'toeHeightM'] as const).map((signal) => ({ side, signal })),
);

/** What a learned model gives at every frame, in this order: the probability of each event. */
export const LEARNED_OUTPUTS = SIDES.flatMap((side) =>
  (['foot_strike', 'foot_off'] as const).map((kind) => ({ side, kind })),
);

/** A model that turns foot motion into probabilities of events; it may run anywhere. */
export interface LearnedEventModel {
  readonly id: string;
  /** Frames per second that the model was trained at (Hz). */
  readonly samplingRateHz: number;
  /**
   * @param features [frame, 8], {@link LEARNED_FEATURES}; 0 where a marker was hidden
   * @param numFrames number of frames
   * @returns [frame, 4], {@link LEARNED_OUTPUTS}
   */
  run(features: Float32Array, numFrames: number): Promise<ArrayLike<number>>;
}

/** Least probability of an event, least time between two of one kind and foot (s). */
const LEAST_PROBABILITY = 0.5;
const SPACING_S = 0.35;

/**
 * Runs a model on one trial and returns its events as a detector for `findEvents`; inference is asynchronous, detectors are not. The
 * probability of an event is its confidence.
 * @param recording trial with markers
 * @param model a learned model
 * @returns a detector that answers for this recording only
 * @throws InvalidOption when the rate of the model is not positive; ModelOutput when it gives another number of probabilities than asked for
 */
export async function learnedDetector(
  recording: ContinuousRecording,
  model: LearnedEventModel,
): Promise<EventDetector> {
  requirePositive('samplingRateHz', model.samplingRateHz);
  const motion = walkerMotion(recording);
  const result = motion ? await detectWith(motion, model) : withoutMarkers;
  return { id: model.id, applies: (other) => other === recording && motion !== null, detect: () => result };
}

const withoutMarkers: DetectionResult = {
  events: [],
  issues: SIDES.map((side) => ({ side, reason: 'no-events', detail: 'no foot markers for the learned model' })),
};

async function detectWith(motion: WalkerMotion, model: LearnedEventModel): Promise<DetectionResult> {
  const { numSamples, samplingRateHz, startS } = motion;
  const numFrames = Math.floor(((numSamples - 1) / samplingRateHz) * model.samplingRateHz + 1e-6) + 1;
  const positions = Float64Array.from({ length: numSamples }, (_, i) => i / samplingRateHz);
  const frames = Float64Array.from({ length: numFrames }, (_, i) => i / model.samplingRateHz);
  const features = new Float32Array(numFrames * LEARNED_FEATURES.length);
  LEARNED_FEATURES.forEach(({ side, signal }, column) => {
    const samples = motion.feet[side]?.[signal];
    if (!samples) return;
    const centre = median(samples);
    interpolateAt(positions, samples, frames, 'linear').forEach((value, frame) => {
      features[frame * LEARNED_FEATURES.length + column] = Number.isFinite(value) ? value - centre : 0;
    });
  });
  const probabilities = await model.run(features, numFrames);
  if (probabilities.length !== numFrames * LEARNED_OUTPUTS.length) {
    throw new ModelOutputError(model.id, [numFrames, LEARNED_OUTPUTS.length], probabilities.length);
  }
  const events = LEARNED_OUTPUTS.flatMap(({ side, kind }, column): GaitEvent[] => {
    const own = Float64Array.from(frames, (_, frame) => probabilities[frame * LEARNED_OUTPUTS.length + column]);
    const options = { minProminence: LEAST_PROBABILITY / 2, minDistance: SPACING_S * model.samplingRateHz };
    return findPeaks(own, options)
      .filter(({ height }) => height >= LEAST_PROBABILITY)
      .map(({ position, height }) => ({
        timeS: startS + position / model.samplingRateHz,
        side,
        kind,
        source: model.id,
        confidence: Math.min(1, height),
      }));
  });
  const missing = SIDES.filter((side) => !events.some((event) => event.side === side));
  return {
    events: sortedByTime(events),
    issues: missing.map((side) => ({ side, reason: 'no-strikes-found', detail: `${model.id} found none` })),
  };
}
