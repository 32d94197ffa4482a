export * from './errors';
export type { C3dByteOrder } from './byte-order';
export type * from './recording';
export type * from './content';
export { writeC3d, writeC3dChunks } from './write';
