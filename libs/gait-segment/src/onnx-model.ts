import { LEARNED_FEATURES, type LearnedEventModel } from './learned-detector';

/** The part of ONNX Runtime that is used here; `onnxruntime-node` and `onnxruntime-web` both have it. */
export interface OnnxRuntime<Tensor> {
  readonly InferenceSession: { create(file: Uint8Array): Promise<OnnxSession<Tensor>> };
  readonly Tensor: new (type: 'float32', samples: Float32Array, shape: readonly number[]) => Tensor;
}

/** A model that ONNX Runtime has loaded. */
export interface OnnxSession<Tensor> {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, { readonly data: unknown }>>;
}

/**
 * Loads an ONNX file as a model for `learnedDetector`. The runtime is an optional peer of this library: install the one that fits the
 * platform and pass its module.
 * @param runtime the module `onnxruntime-node` or `onnxruntime-web`
 * @param file bytes of the file; one input [1, frame, 8], first output [1, frame, 4], both float32
 * @param options id of the detector, and the frames per second that the model was trained at (Hz)
 * @returns the model; what the runtime throws for a broken file is passed on
 * @example
 * // `ort` is the module of the runtime
 * const model = await loadOnnxModel(ort, await readFile('events.onnx'), { id: 'my-model', samplingRateHz: 100 });
 * const { events } = findEvents(recording, { detector: await learnedDetector(recording, model) });
 */
export async function loadOnnxModel<Tensor>(
  runtime: OnnxRuntime<Tensor>,
  file: Uint8Array,
  options: { readonly id: string; readonly samplingRateHz: number },
): Promise<LearnedEventModel> {
  const session = await runtime.InferenceSession.create(file);
  return {
    ...options,
    async run(features, numFrames) {
      const input = new runtime.Tensor('float32', features, [1, numFrames, LEARNED_FEATURES.length]);
      const outputs = await session.run({ [session.inputNames[0]]: input });
      return outputs[session.outputNames[0]].data as ArrayLike<number>;
    },
  };
}
