export {
  anglesInDegrees,
  coordinateOf,
  isRotation,
  NOT_ROTATIONAL,
  PATH_QUANTITIES,
  type CoordinateLabel,
} from './coordinates';
export {
  HeaderError,
  isOpenSimError,
  LabelError,
  NumberError,
  OpenSimError,
  RowLengthError,
  TableShapeError,
  TimeOrderError,
  UnitError,
} from './errors';
export { parseStorage } from './parse-storage';
export { CELL_COMPONENTS, storageColumn, type StorageColumn, type StorageTable } from './storage-table';
export { timingOf, type Timing } from './timing';
export {
  markersInMetres,
  METRES_PER_UNIT,
  parseTrc,
  writeTrc,
  type TrcMarker,
  type TrcTable,
  type WritableTrc,
} from './trc';
export { writeStorage, type WritableStorage } from './write-storage';
