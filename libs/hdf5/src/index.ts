export {
  Hdf5ArgumentError,
  Hdf5ClosedError,
  Hdf5CorruptError,
  Hdf5DiskFullError,
  Hdf5Error,
  Hdf5FormatError,
  Hdf5MissingFilterError,
  Hdf5NotFoundError,
  Hdf5PoisonedError,
  Hdf5TypeError,
  Hdf5WriteError,
  isHdf5Error,
} from './errors';
export type { Hdf5ErrorContext } from './errors';
export { hdf5EngineState } from './engine';
export type { Hdf5EngineState } from './engine';
export type { Hdf5Member, Hdf5Type } from './datatype';
export type { Hdf5Columns, Hdf5Numbers, Hdf5Reference, Hdf5Values } from './decode';
export { expectNumbers, expectReferences, expectStrings } from './hdf5-array';
export type { Hdf5Array } from './hdf5-array';
export { Hdf5File, openHdf5File } from './read-file';
export type { Hdf5DatasetHeader, Hdf5Filter, Hdf5Link, Hdf5ObjectKind } from './read-file';
export type { Hdf5Block } from './selection';
export { datasetChecksum } from './checksum';
export { arrayConstructors } from './number-type';
export type { Hdf5ArrayOf, Hdf5NumberType } from './number-type';
export type { RowAppender } from './row-appender';
export { writeAtomically } from './write-atomically';
export type { WriteAtomicallyOptions } from './write-atomically';
export type { Hdf5AttributeValue, Hdf5DatasetOptions, Hdf5GrowingOptions, Hdf5Writer } from './write-file';
