export { cutRecordingStrides, type SourceStrideOptions } from './cut-source-strides';
export { cutStride, cutStrides, type CutOptions, type CutResult, type StoreGrid } from './cut-strides';
export { DURATION_LIMITS, type DurationLimits } from './duration-limits';
export {
  EmgNotReadyError,
  GaitSegmentError,
  InvalidOptionError,
  UnknownDetectorError,
  isGaitSegmentError,
} from './errors';
export {
  evaluateEvents,
  matchTimes,
  poolAgreements,
  type EventAgreement,
  type EventEvaluation,
  type MatchedTimes,
  type SideAgreement,
} from './evaluate-events';
export type { DetectionIssue, DetectionResult, EventDetector } from './event-detector';
export { segmentRecording, type SegmentOptions, type SegmentedStride, type Segmentation } from './segment-recording';
export type { StridePhases } from './stride-phases';
export { FLEXION_LIMITS_DEG } from './stride-values';
export type { StrideContext } from './trial-context';
