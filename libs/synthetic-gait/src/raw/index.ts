export { SOURCE_FAULTS, type SourceFault } from './faults';
export type { RawTrial } from './raw-trial';
