import { describe, expect, it } from 'vitest';
import { evaluateEvents } from './evaluate-events';
import { findEvents } from './find-events';
import { LEARNED_FEATURES, LEARNED_OUTPUTS, learnedDetector, type LearnedEventModel } from './learned-detector';
import { loadOnnxModel, type OnnxRuntime } from './onnx-model';
import { walkerRecording } from './walker-fixture';

/** A model that knows one thing: strikes are where the heel is far ahead, foot-offs where the toe is far behind. */
function probabilities(features: Float32Array, numFrames: number): Float32Array {
  const width = LEARNED_FEATURES.length;
  return Float32Array.from({ length: numFrames * LEARNED_OUTPUTS.length }, (_, i) => {
    const { side, kind } = LEARNED_OUTPUTS[i % LEARNED_OUTPUTS.length];
    const signal = kind === 'foot_strike' ? 'heelAheadM' : 'toeAheadM';
    const column = LEARNED_FEATURES.findIndex((feature) => feature.side === side && feature.signal === signal);
    const ahead = features[Math.floor(i / LEARNED_OUTPUTS.length) * width + column];
    return 1 / (1 + Math.exp(5 - 20 * (kind === 'foot_strike' ? ahead : -ahead)));
  });
}

const model: LearnedEventModel = {
  id: 'toy',
  samplingRateHz: 60,
  run: async (features, numFrames) => probabilities(features, numFrames),
};

describe('learned models', () => {
  const recording = walkerRecording({ startS: 5 });

  it('turn into a detector for findEvents, at a rate of their own', async () => {
    const detector = await learnedDetector(recording, model);
    const { events } = findEvents({ ...recording, events: [] }, { detector });
    expect(new Set(events.map(({ source }) => source))).toEqual(new Set(['toy']));
    expect(events.every(({ confidence }) => confidence >= 0.5 && confidence <= 1)).toBe(true);
    const { perKind } = evaluateEvents(events, recording.events, { toleranceS: 0.25, withinS: [5.3, 12.7] });
    expect([perKind.foot_strike.recall, perKind.foot_strike.precision]).toEqual([1, 1]);
    expect([perKind.foot_off.recall, perKind.foot_off.precision]).toEqual([1, 1]);
    expect([detector.applies(recording), detector.applies(walkerRecording())]).toEqual([true, false]);
  });

  it('give a reason where markers are missing or nothing is found', async () => {
    const bare = walkerRecording({ markers: [] });
    expect((await learnedDetector(bare, model)).detect(bare)).toMatchObject({
      events: [],
      issues: [{ reason: 'no-events' }, { reason: 'no-events' }],
    });
    const blind = { ...model, run: async (_: Float32Array, numFrames: number) => new Float32Array(4 * numFrames) };
    expect((await learnedDetector(recording, blind)).detect(recording).issues).toHaveLength(2);
  });

  it('are refused where their output or rate makes no sense', async () => {
    const short = { ...model, run: async () => new Float32Array(3) };
    await expect(learnedDetector(recording, short)).rejects.toMatchObject({ tag: 'ModelOutput', found: 3 });
    await expect(learnedDetector(recording, { ...model, samplingRateHz: 0 })).rejects.toMatchObject({
      tag: 'InvalidOption',
    });
  });

  it('may come from an ONNX file, run by the runtime that is passed in', async () => {
    class Tensor {
      constructor(
        readonly type: 'float32',
        readonly samples: Float32Array,
        readonly shape: readonly number[],
      ) {}
    }
    const files: Uint8Array[] = [];
    const runtime: OnnxRuntime<Tensor> = {
      Tensor,
      InferenceSession: {
        async create(file) {
          files.push(file);
          return {
            inputNames: ['motion'],
            outputNames: ['events'],
            run: async ({ motion }) => {
              expect(motion.shape).toEqual([
                1,
                motion.samples.length / LEARNED_FEATURES.length,
                LEARNED_FEATURES.length,
              ]);
              return { events: { data: probabilities(motion.samples, motion.shape[1]) } };
            },
          };
        },
      },
    };
    const bytes = new Uint8Array([8, 7]);
    const onnx = await loadOnnxModel(runtime, bytes, { id: 'toy', samplingRateHz: 60 });
    expect(files).toEqual([bytes]);
    const direct = (await learnedDetector(recording, model)).detect(recording);
    expect((await learnedDetector(recording, onnx)).detect(recording)).toEqual(direct);
  });
});
