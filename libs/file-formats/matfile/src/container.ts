import type { MatDims, MatNumbers, MatNumericClass, MatValue } from './values';
import type { PathStep } from './path';

/** Versions of MAT files: v5 stands for v5, v6 and v7, which share one container. */
export type MatVersion = 'v4' | 'v5' | 'v7.3';

/** What a listing tells about a variable without reading it. */
export interface MatVariable {
  readonly name: string;
  /** MATLAB's class: `double`, `struct`, `table`, a user class, ... */
  readonly className: string;
  /** Null where they stand elsewhere in the file: of objects of the MCOS system, and of sparse matrices in v4. */
  readonly dims: readonly number[] | null;
  readonly isComplex: boolean;
  readonly isSparse: boolean;
  readonly isGlobal: boolean;
  /** Bytes the variable takes in the file; 0 where that isn't known (v7.3). */
  readonly storedBytes: number;
}

/** A block of an array that is read piece by piece: consecutive elements in column-major order. */
export interface MatBlock {
  /** Name of the table variable, or empty for a plain array. */
  readonly column: string;
  readonly className: MatNumericClass | 'logical' | 'datetime' | 'duration';
  /** Dimensions of the whole array. */
  readonly dims: readonly number[];
  readonly part: 'real' | 'imaginary';
  /** Index of the block's first element in the whole array, column-major from 0. */
  readonly offset: number;
  readonly values: MatNumbers;
}

/** A stretch of a deferred array. */
export interface DeferredBlock {
  readonly part: 'real' | 'imaginary';
  readonly offset: number;
  readonly values: MatNumbers;
}

/** Large arrays left in the file: in a value they stand as numeric arrays of the right dimensions without elements. */
export interface DeferredArrays {
  has(placeholder: MatNumbers): boolean;
  /** The wanted arrays block by block, in the order in which the file has them. */
  blocks(
    placeholders: readonly MatNumbers[],
    blockElements: number,
  ): AsyncGenerator<{ placeholder: MatNumbers; block: DeferredBlock }>;
}

/** One version's way to get at the variables. */
export interface Container {
  readonly version: MatVersion;
  /** The header's text; empty where there is none. */
  readonly headerText: string;
  readonly variables: readonly MatVariable[];
  /** The value that the steps lead to, reading as little else as the format allows. */
  read(variable: string, steps: readonly PathStep[], path: string): Promise<MatValue>;
  /** The same with every large array of floats left in the file. */
  readDeferred(
    variable: string,
    steps: readonly PathStep[],
    path: string,
  ): Promise<{ value: MatValue; deferred: DeferredArrays }>;
  /** Dimensions of what the steps lead to where headers tell them, else null; absent where they never do. */
  dimensions?(variable: string, steps: readonly PathStep[], path: string): Promise<MatDims | null>;
  /** Fields of the struct that the steps lead to where headers tell them, none for another plain value, else null; absent where they never do. */
  fieldNames?(variable: string, steps: readonly PathStep[], path: string): Promise<readonly string[] | null>;
  close(): Promise<void>;
}
