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
