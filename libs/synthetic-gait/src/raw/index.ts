export { SOURCE_FAULTS, type SourceFault } from './faults';
export type { RawTrial } from './raw-trial';
export { HU_SUBJECTS, huCircuit, writeRawHu, type RawHuCircuit, type RawHuOptions } from './hu';
export {
  CAMARGO_SUBJECTS,
  writeRawCamargo,
  type RawCamargoOptions,
  type RawCamargoStride,
  type RawCamargoTrial,
} from './camargo';
export type { CamargoDefect, CamargoSensor } from './camargo-defects';
export type { CamargoMode } from './camargo-plans';
export {
  LENCIONI_TASKS,
  writeRawLencioni,
  type LencioniDefect,
  type LencioniTask,
  type RawLencioniElement,
  type RawLencioniOptions,
} from './lencioni';
export type { LencioniRates } from './lencioni-stride';
export { writeRawGait120, type RawGait120Options, type RawGait120Trial } from './gait120';
export { GAIT120_TASKS, type Gait120Task } from './gait120-tasks';
export { writeRawSiat, type RawSiatOptions, type RawSiatTrial, type SiatDefect } from './siat';
export { SIAT_MOVEMENTS, type SiatCycle, type SiatMovement } from './siat-labels';
export { writeRawMoghadam, type MoghadamDefect, type RawMoghadamOptions, type RawMoghadamTrial } from './moghadam';
export type { MoghadamNaming } from './moghadam-tables';
export {
  MOREIRA_SPEEDS_KMH,
  writeRawMoreira,
  type MoreiraSpeed,
  type RawMoreiraOptions,
  type RawMoreiraStride,
} from './moreira';
export type { MoreiraSignal } from './moreira-tables';
export { writeRawOpensim, type RawOpensimOptions, type RawOpensimTrial } from './opensim';
export {
  MOCAP_MARKER_GAPS,
  MOCAP_MISSING_MARKER,
  writeRawMocap,
  type MocapAction,
  type MocapDefect,
  type RawMocapOptions,
  type RawMocapTrial,
} from './mocap';
export { MOCAP_MARKERS, type MocapPath } from './mocap-markers';
export type { MocapTableOptions } from './mocap-tables';
export {
  writeRawCriekinge,
  type CriekingeDefect,
  type CriekingePopulation,
  type RawCriekingeOptions,
  type RawCriekingeStride,
} from './criekinge';
export type { CriekingeNaming } from './criekinge-events';
export {
  writeRawBacek,
  type BacekDefect,
  type BacekRightStart,
  type RawBacekOptions,
  type RawBacekTest,
} from './bacek';
export type { BacekCondition } from './bacek-plan';
export type { CycleGap } from './bacek-cycles';
export {
  MACALUSO_TASKS,
  writeRawMacaluso,
  type MacalusoTask,
  type RawMacalusoOptions,
  type RawMacalusoTrial,
} from './macaluso';
export type { MacalusoLegDefect, MacalusoStrideDefect } from './macaluso-defects';
export type { MacalusoEmgKind } from './macaluso-stride';
export { EMBRY_TRIALS, writeRawEmbry, type RawEmbryOptions, type RawEmbryTrial } from './embry';
export type { EmbryDefect } from './embry-trial';
export { writeRawAngelidou, type RawAngelidouCondition, type RawAngelidouOptions } from './angelidou';
export { K2MUSE_PARTICIPANTS, writeRawK2muse, type RawK2museOptions, type RawK2museTrial } from './k2muse';
export type { K2museProcessedDefect } from './k2muse-processed';
export type { K2museSourceDefect, K2museSourceOptions } from './k2muse-source';
export {
  K2MUSE_MODES,
  type K2museMode,
  type K2museTrial,
  type K2museTrialPlan,
  type StrideFrames,
} from './k2muse-trial';
export { writeRawGrimmer, type GrimmerDefect, type RawGrimmerOptions, type RawGrimmerPass } from './grimmer';
