export { cutRecordingStrides, type SourceStrideOptions } from './cut-source-strides';
export { cutStride, cutStrides, type CutOptions, type CutResult, type StoreGrid } from './cut-strides';
export { DURATION_LIMITS, type DurationLimits } from './duration-limits';
export {
  EmgNotReadyError,
  GaitSegmentError,
  InvalidOptionError,
  ModelOutputError,
  UnknownDetectorError,
  isGaitSegmentError,
} from './errors';
export {
  evaluateEvents,
  matchTimes,
  poolAgreements,
  type EvaluationOptions,
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
export { combinedDetector } from './event-combination';
export { EVENT_DETECTORS, eventDetector, findEvents, type FindEventsOptions, type FoundEvents } from './find-events';
export { createForcePlateDetector, forcePlateDetector } from './force-plate';
export { markerDetectorCombined } from './marker-combination';
export { oConnorDetector } from './o-connor';
export { plateContacts, type ContactOptions, type ContactProblem, type PlateContact } from './plate-contacts';
export { zeniDetector } from './zeni';
export { desaillyDetector } from './desailly';
export { ghoussayniDetector } from './ghoussayni';
export { hreljacMarshallDetector } from './hreljac-marshall';
export { footImuDetector } from './imu-foot';
export { lowerBackDetector } from './imu-lower-back';
export { levelledSensor } from './imu-sensor';
export { shankImuDetector } from './imu-shank';
export { jointAngleDetector } from './joint-angles';
export { LEARNED_FEATURES, LEARNED_OUTPUTS, learnedDetector, type LearnedEventModel } from './learned-detector';
export { loadOnnxModel, type OnnxRuntime, type OnnxSession } from './onnx-model';
export { singleBeltDetector } from './single-belt';
export { splitBeltDetector } from './split-belt';
export { verticalPeakDetector } from './vertical-peaks';
export { zeniVelocityDetector } from './zeni-velocity';
export { CALIBRATED_LAG_S } from './calibration';
