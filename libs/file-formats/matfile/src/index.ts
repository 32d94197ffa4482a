export {
  isMatError,
  MatAccessError,
  MatCorruptError,
  MatError,
  MatFormatError,
  MatLimitError,
  MatPathError,
  MatUnsupportedError,
  MatValueError,
  type MatPlace,
} from './errors';
export { type MatBlock, type MatVariable, type MatVersion } from './container';
export { MatFile, openMat, readMat } from './mat-file';
export { type MatOptions, type MatWarning } from './options';
export { type MatPath, valueAt } from './path';
export { type StreamOptions } from './stream';
export { charRows } from './text';
export { categoricalNames, texts } from './mcos/texts';
export * from './values';
export {
  matCategorical,
  matCell,
  matChar,
  matDatetime,
  matDuration,
  type MatInput,
  matLogical,
  matNumeric,
  matString,
  matStruct,
  matStructArray,
  matTable,
  toMatValue,
} from './write/construct';
export { encodeMat, writeMat, type WriteMatOptions } from './write/write-mat';
