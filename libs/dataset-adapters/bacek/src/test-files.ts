import { isMatError, MatPathError, openMat, type MatFile, type MatValue } from '@emgfm/matfile';
import { compareNaturally, type Side } from '@emgfm/schema';
import { ANGLE_POINTS, EMG_POINTS, SIDE_NAMES, STRIKE_FIELDS, TEST_NAME } from './channels';
import { type CycleMatrix, cycleMatrix, fieldOf, mean, numbersOf } from './cycle-matrix';

/** Indices of the strikes of one foot, counted from 1; null where the file has none. */
export interface StrikeIndices {
  readonly fine: Float64Array | null;
  readonly coarse: Float64Array | null;
}

/** What `segMechanics` holds of one test. */
export interface TestMechanics {
  /** Cycles of an angle of `ANGLES`; null where there is none. */
  angle(column: string, side: Side): CycleMatrix | null;
  /** Cycles of a force of `FORCES`; null where there is none. */
  force(column: string, side: Side): CycleMatrix | null;
  readonly strikes: Readonly<Record<Side, StrikeIndices>>;
}

/** What `segEnergetics` holds of one test. */
export interface TestEmg {
  /** Cycles of a muscle of `MUSCLES`; null where there is none. */
  muscle(column: string, side: Side): CycleMatrix | null;
  /** Signal-to-noise ratio as the source states it, the mean of several; NaN where it does not. */
  signalToNoise(column: string, side: Side): number;
}

/** One of the two files of a person. */
export interface TestFile {
  readonly mat: MatFile;
  readonly variable: string;
  /** Names of its tests, in order of number. */
  readonly tests: readonly string[];
}

/** Opens one of the two files. @throws MatError when it can't be read or has no such variable */
export async function openTestFile(path: string, wanted: string): Promise<TestFile> {
  const mat = await openMat(path);
  try {
    const variable = mat.variables.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.name;
    if (variable === undefined) {
      const found = mat.variables.map(({ name }) => name).join(', ') || 'none';
      throw new MatPathError(`expected a variable ${wanted}, found ${found}`, wanted, { file: path });
    }
    const tests = (await mat.fieldNames(variable)).filter((name) => TEST_NAME.test(name)).sort(compareNaturally);
    return { mat, variable, tests };
  } catch (error) {
    await mat.close();
    throw error;
  }
}

/** Angles, forces and strikes of one test. @throws MatError */
export async function readMechanics({ mat, variable }: TestFile, test: string): Promise<TestMechanics> {
  // one read, since each inflates a compressed file from its beginning
  const value = await mat.read([variable, test]);
  const [angles, forces, indices] = ['Angles', 'GRF', 'GaitIndex'].map((name) => fieldOf(value, name));
  const strikes = (side: Side): StrikeIndices => ({
    fine: numbersOf(fieldOf(indices, `${STRIKE_FIELDS[side]}_1kHz`)),
    coarse: numbersOf(fieldOf(indices, STRIKE_FIELDS[side])),
  });
  return {
    angle: (column, side) => cycleMatrix(fieldOf(angles, `${column}_${SIDE_NAMES[side]}`), ANGLE_POINTS),
    force: (column, side) => cycleMatrix(fieldOf(forces, `${column}_${SIDE_NAMES[side]}`), ANGLE_POINTS),
    strikes: { left: strikes('left'), right: strikes('right') },
  };
}

/** EMG of one test; none where the test has no field `EMG`. @throws MatError */
export async function readEmg({ mat, variable }: TestFile, test: string): Promise<TestEmg> {
  const hasEmg = (await mat.fieldNames([variable, test])).includes('EMG');
  const emg = hasEmg ? await mat.read([variable, test, 'EMG']) : undefined;
  const [activity, ratios] = ['Activity', 'SNR'].map((name) => fieldOf(emg, name));
  const fieldName = (column: string, side: Side): string => `${SIDE_NAMES[side]}_${column}`;
  return {
    muscle: (column, side) => cycleMatrix(fieldOf(activity, fieldName(column, side)), EMG_POINTS),
    signalToNoise: (column, side) => mean(numbersOf(fieldOf(ratios, fieldName(column, side))) ?? []),
  };
}

/** A field of the file beside its tests; undefined where there is none, or it can't be read. */
export async function readBeside({ mat, variable }: TestFile, field: string): Promise<MatValue | undefined> {
  try {
    return await mat.read([variable, field]);
  } catch (error) {
    if (isMatError(error)) return undefined;
    throw error;
  }
}
