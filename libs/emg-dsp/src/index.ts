export * from './errors';
export {
  applyAmplitudeReference,
  computeAmplitudeReference,
  removeAmplitudeReference,
  requireOneReference,
  type AmplitudeIdentity,
  type AmplitudeReference,
  type AmplitudeSignal,
  type ReferenceMethod,
  type ReferenceTrial,
} from './amplitude/amplitude-reference';
export { applyToChannels, channelsOf, matrixOf, type ChannelArray, type ChannelMatrix } from './array/channel-matrix';
export { AmplitudeSketch } from './amplitude/amplitude-sketch';
export type { EmgBlock, EmgKind, EmgStep, EmgStepContext, EmgStepReport } from './chain/emg-block';
export {
  createEmgChain,
  type EmgChain,
  type EmgChainOptions,
  type EmgChainResult,
  type EmgRepresentation,
} from './chain/emg-chain';
export {
  bandPassStep,
  denoisingStep,
  envelopeStep,
  mainsStep,
  meanRemovalStep,
  rectificationStep,
  resamplingStep,
  type EmgBlockHead,
  type EmgStepPlan,
  type StagedEmgStep,
} from './chain/emg-steps';
export { envelopeLowPass, type EnvelopeLowPassOptions } from './envelope/envelope-low-pass';
export { movingAverage, movingRms, type MovingWindowOptions } from './envelope/moving-window';
export { removeMean } from './envelope/mean-removal';
export { floorAtZero, rectifyFullWave } from './envelope/rectification';
export { tkeo } from './envelope/tkeo';
export type { ComplexArray } from './fft/butterflies';
export { createFft, type Fft } from './fft/fft';
export { designButterworth, type ButterworthOptions } from './filter/butterworth';
export { createCausalFilter, type CausalFilter, type CausalFilterOptions } from './filter/causal-filter';
export { frequencyResponse, type FrequencyResponse } from './filter/frequency-response';
export type { BandOptions, BandType } from './filter/corner-frequencies';
export {
  designKaiserFir,
  designKaiserLowPass,
  kaiserWindow,
  type FirFilter,
  type KaiserFirOptions,
  type KaiserLowPassOptions,
} from './filter/kaiser-fir';
export { filterLinearPhase } from './filter/linear-phase';
export { designNotch, type NotchOptions } from './filter/notch';
export {
  steadyStateOf,
  zeroPhasePadLength,
  type FilterProvenance,
  type SecondOrderSections,
  type SectionCoefficients,
} from './filter/second-order-sections';
export { filterZeroPhase, type ZeroPhaseOptions } from './filter/zero-phase';
export { finiteRuns, type FiniteRun } from './finite-runs';
export { interpolateAt } from './interpolate/interpolate-at';
export { interpolateToPoints, type InterpolateToPointsOptions } from './interpolate/interpolate-to-points';
export type { InterpolationMethod } from './interpolate/knot-slopes';
export { fftResampleStage } from './pipeline/fft-resample-stage';
export {
  floorStage,
  movingAverageStage,
  movingRmsStage,
  rectifyStage,
  removeMeanStage,
  tkeoStage,
} from './pipeline/pointwise-stages';
export { interpolationStage, type InterpolationStageOptions } from './pipeline/interpolation-stage';
export { polyphaseStage } from './pipeline/polyphase-stage';
export type { Arena } from './kernel/arena';
export type { Address, Precision, SimdKernels } from './kernel/simd-kernels';
export { createPipeline, type Pipeline, type PipelineOptions } from './pipeline/resident-pipeline';
export type { GroupKernel, RowDemand, Stage } from './pipeline/stage';
export {
  legacySoftThresholdStage,
  universalDenoisingStage,
  type UniversalDenoisingOptions,
} from './pipeline/wavelet-stages';
export { welchStage, type WelchStageOptions } from './pipeline/welch-stage';
export { zeroPhaseStage, type ZeroPhaseStageOptions } from './pipeline/zero-phase-stage';
export type { EdgeExtension } from './resample/edge-extension';
export { resampleFft } from './resample/fft-resample';
export { resamplePolyphase, resampledLength, type PolyphaseOptions } from './resample/polyphase';
export {
  rationalRatio,
  resampleToRate,
  type RateChange,
  type RationalRatio,
  type ResampledSignal,
} from './resample/rational-rate';
export type { Signal } from './signal-types';
export { median, medianAbsolute, quantile } from './statistics/quantile';
export { dwt, dwtLength, inverseDwt, type WaveletBands, type WaveletEdgeMode } from './wavelet/dwt';
export {
  maximumWaveletLevel,
  waveletDecomposition,
  waveletReconstruction,
  type WaveletDecomposition,
} from './wavelet/wavelet-decomposition';
export {
  orthogonalWavelet,
  WAVELET_NAMES,
  waveletFilters,
  type Wavelet,
  type WaveletFilters,
  type WaveletName,
} from './wavelet/wavelet-filters';
export {
  inverseWaveletPacket,
  waveletPacket,
  type WaveletPacket,
  type WaveletPacketOrder,
} from './wavelet/wavelet-packet';
export { legacySoftThreshold } from './denoise/legacy-soft-threshold';
export { softThreshold, type Shrinkage } from './denoise/shrinkage';
export { minimaxThreshold, sureThreshold, universalThreshold } from './denoise/threshold-rules';
export {
  denoiseWavelet,
  type DenoisedBand,
  type DenoisedSignal,
  type NoiseSource,
  type ThresholdRule,
  type WaveletDenoisingOptions,
} from './denoise/wavelet-denoising';
export { quietestWindows, type QuietWindowOptions, type QuietWindows } from './statistics/quiet-windows';
export { detectBurstsAglr, type AglrOptions } from './onset/aglr';
export {
  detectBurstsAbbink,
  detectBurstsHodgesBui,
  detectBurstsLidierth,
  detectBurstsTkeo,
  type AmplitudeDetectorOptions,
} from './onset/amplitude-detectors';
export { detectBurstsBonato, type BonatoOptions } from './onset/bonato';
export { burstsFromActivity, type Burst, type BurstDetection, type BurstRules } from './onset/burst';
export { BURST_DETECTORS, detectBursts, type BurstDetectorName } from './onset/burst-detectors';
export { detectBurstsMixture, type MixtureOptions } from './onset/mixture';
export type { RestOptions } from './onset/rest-level';
export { detectBurstsSmoothedMaximum, type SmoothedMaximumOptions } from './onset/smoothed-maximum';
export {
  differenceAbsoluteSd,
  hjorthParameters,
  integratedEmg,
  kurtosis,
  logDetector,
  lScore,
  maximumFractalLength,
  meanAbsoluteDifference,
  meanAbsoluteValue,
  meanAbsoluteValueSlopes,
  meanSquaredRoot,
  rootMeanSquare,
  sampleVariance,
  skewness,
  temporalMoment,
  waveformLength,
  type HjorthParameters,
} from './features/amplitude-features';
export { autoregressiveCoefficients, cepstralCoefficients } from './features/autoregression';
export {
  slopeSignChanges,
  willisonAmplitude,
  zeroCrossings,
  type CountingConvention,
  type CountingOptions,
} from './features/counting-features';
export { fuzzyEntropy, sampleEntropy, type EntropyConvention, type EntropyOptions } from './features/entropy';
export { slidingFeature, windowStarts, type FeatureWindowOptions } from './features/feature-windows';
export { LIBEMG_FEATURE_NAMES, libEmgFeature, type LibEmgFeatureName } from './features/libemg-features';
export { periodogram, welchSpectrum, type PowerSpectrum, type WelchOptions } from './spectrum/power-spectrum';
export {
  bandPower,
  bandRatio,
  fatigueSlopeHzPerS,
  meanFrequencyHz,
  medianFrequencyHz,
  peakFrequencyHz,
  spectralMoment,
} from './spectrum/spectral-features';
export { detectDropouts, type Dropout, type DropoutOptions } from './artifact/dropouts';
export {
  detectHeartBeats,
  removeEcgHighPass,
  removeEcgTemplate,
  type EcgRemoval,
  type EcgTemplateOptions,
} from './artifact/ecg-removal';
export { blankFlagged, blankIntervals } from './artifact/blanking';
export { detectSpikes, type SpikeOptions } from './artifact/spikes';
export {
  createMainsDetector,
  detectMains,
  type MainsDetection,
  type MainsHarmonic,
  type MainsOptions,
} from './mains/mains-detection';
export { removeMains, type MainsRemoval, type MainsRemovalOptions } from './mains/mains-removal';
export { activityRatioDb, clippedShare, repeatedShare } from './quality/amplitude-indices';
export {
  assessEmgQuality,
  QUALITY_LIMITS,
  type EmgQuality,
  type QualityIndex,
  type QualityIndexName,
  type QualityLimit,
  type QualityOptions,
} from './quality/assess-quality';
export {
  cycleConsistency,
  findDuplicateChannels,
  type CycleConsistency,
  type DuplicateChannels,
} from './quality/channel-comparison';
export { heartIndex } from './quality/heart-index';
export {
  baselineWanderShare,
  inBandShare,
  powerDensityDropDb,
  signalToHighFrequencyNoiseDb,
  signalToMotionDb,
  spectralDeformation,
} from './quality/spectral-indices';
export { strideActivity, type StrideActivity, type StrideBurst, type StrideSpan } from './onset/stride-activity';
