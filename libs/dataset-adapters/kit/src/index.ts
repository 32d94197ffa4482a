export * from './adapter';
export * from './contract';
export * from './emg-mapping';
export * from './errors';
export * from './file-tree';
export * from './joint-mapping';
export * from './level-walking-signature';
export { REFERENCE_CURVES } from './reference-curves';
export * from './signature-sums';
