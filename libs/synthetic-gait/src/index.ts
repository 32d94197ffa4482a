export * from './errors';
export { BOUT_GAITS, type Bout, type BoutGait } from './bout';
export type { EmgOptions, SimulatedEmg } from './emg';
export { ENVELOPE_RATE_HZ } from './emg';
export type { EmgContamination } from './emg-contamination';
export type { SimulatedForcePlate } from './force-plates';
export type { PlateCorners, PlateOptions } from './plate-layout';
export type { SimulatedMarkerName, SimulatedMarkers } from './markers';
export { simulateTrial, type SimulatedLeg, type SimulatedTrial, type SimulationOptions } from './simulate-trial';
export { TRUTH_POINTS, type StrideTruth } from './stride-truth';
export { simulatedSubject, type PerSide, type SimulatedSubject } from './subject';
export {
  FORWARD_X_UP_Z,
  toLaboratory,
  type LaboratoryAxes,
  type LaboratoryAxis,
  type ToLaboratory,
} from './laboratory-axes';
export {
  C3D_PARTS,
  PLUG_IN_GAIT_MARKERS,
  simulatedC3d,
  simulatedC3dContent,
  type C3dPart,
  type SimulatedC3dOptions,
} from './simulated-c3d';
export {
  writeSimulatedC3dDataset,
  type SimulatedC3dDatasetOptions,
  type SimulatedC3dDatasetTruth,
} from './c3d-dataset';
export { injectFaults, type TrialFault } from './faults';
export type { Vector } from './vector';
export * from './raw';
