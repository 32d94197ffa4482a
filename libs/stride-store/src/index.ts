export {
  DuplicatePatientError,
  isStoreError,
  NotAStoreError,
  StoreDamagedError,
  StoreEmptyError,
  StoreError,
  StoreHeaderError,
  StoreMismatchError,
  StoreRangeError,
  StrideRejectedError,
} from './errors';
export { readEnsemble } from './ensemble';
export type { Ensemble } from './ensemble';
export { MODALITIES, STORE_FORMAT, STORE_FORMAT_VERSION } from './layout';
export type { Modality } from './layout';
export { strictestLicence } from './licence';
export { mergeShards } from './merge-shards';
export type { MergeOptions } from './merge-shards';
export { openStore, Store } from './open-store';
export type { StoredDataset, StoredPatient, StrideColumn } from './open-store';
export type { FurtherReader, StoredFrames } from './read-frames';
export type { StoredStride, StrideReadOptions } from './read-strides';
export type { StrideFilter } from './select-strides';
export type { DatasetAttributes, StoreOrigin, StoreTotals, StoreWriteOptions } from './store-writer';
export { writeShard } from './write-shard';
export type { ShardHeader } from './write-shard';
export { countStore } from './count-store';
export type { Spread, StoreCount } from './count-store';
export type { StoreFinding } from './findings';
export { verifyStore } from './verify-store';
export type { VerifyReport } from './verify-store';
