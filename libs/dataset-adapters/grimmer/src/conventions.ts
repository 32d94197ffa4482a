import type { JointColumn } from '@emgfm/adapter-kit';
import { type Decision, type Side, SIDES } from '@emgfm/schema';
import {
  ANGLE_FIELDS,
  ANGLE_SIGN_TESTS,
  ANGLE_UNITS,
  LEAST_ANGLE_DIFFERENCE_DEG,
  LEAST_MOMENT_DIFFERENCE,
  LEGS,
  MOMENT_FIELDS,
  MOMENT_SIGN_TESTS,
  MOMENT_UNITS,
  RATE_TOLERANCE,
  type SignTest,
} from './channels';
import type { MotionTrial } from './motion-trials';
import type { GrimmerOptions } from './options';
import { mean, median } from './statistics';
import { extremes, windowMean } from './stride-windows';
import type { StridePiece } from './touchdowns';

/** A stride of a trial. */
export interface PlacedPiece extends StridePiece {
  readonly trial: MotionTrial;
}

/** The mapping tables of a leg, with every factor that was decided and NaN where none was. */
export interface LegTables {
  readonly angles: readonly JointColumn[];
  readonly moments: readonly JointColumn[];
}

/** Units and signs, decided once for the files of a person. */
export interface Conventions {
  readonly tables: Readonly<Record<Side, LegTables>>;
  readonly decisions: readonly Decision[];
}

/** What conventions depend on beside the strides. */
export interface ConventionOptions extends Pick<GrimmerOptions, 'hipRotationPositive'> {
  /** NaN where the configuration gives none. */
  readonly massKg: number;
}

/** A sign is decided where at least this share of the strides tells the same. */
const AGREEING_SHARE = 2 / 3;

/**
 * Decides units and signs of angles and moments from the strides of a person.
 * @param pieces strides whose touchdowns are known to be of their own foot; a leg without any is not decided
 */
export function decideConventions(pieces: readonly PlacedPiece[], options: ConventionOptions): Conventions {
  const angleUnit = decideAngleUnit(pieces);
  const momentUnit = decideMomentUnit(pieces, options.massKg);
  const planes = decideHipPlanes(pieces);
  const angles = decideSigns(pieces, 'angle', angleUnit.factor);
  const moments = decideSigns(pieces, 'moment', momentUnit.factor);
  const rotation = decideRotation(options);
  const tableOf = (fields: readonly JointColumn[], signs: Signs, unitFactor: number, side: Side): JointColumn[] =>
    fields.map((row) => {
      const sign = row.motion === 'rotation' ? rotation.factor : (signs.get(`${side} ${row.column}`) ?? NaN);
      const swapped = row.joint === 'hip' && planes.swapped[side];
      return { ...row, column: columnOf(row, side), factor: swapped ? NaN : row.factor * unitFactor * sign };
    });
  const tablesOf = (side: Side): LegTables => ({
    angles: tableOf(ANGLE_FIELDS, angles.signs, angleUnit.factor, side),
    moments: tableOf(MOMENT_FIELDS, moments.signs, momentUnit.factor, side),
  });
  return {
    tables: { left: tablesOf('left'), right: tablesOf('right') },
    decisions: [
      angleUnit.decision,
      planes.decision,
      ...angles.decisions,
      rotation.decision,
      momentUnit.decision,
      ...moments.decisions,
    ],
  };
}

/** Field of a leg. */
function columnOf({ column }: JointColumn, side: Side): string {
  return `${column}_${LEGS.find((leg) => leg.side === side)?.letter}`;
}

/** Samples of a field in the trial of a stride; null where it is missing, and for moments on another clock than the touchdowns. */
function samplesOf({ trial, side }: PlacedPiece, row: JointColumn): Float64Array | null {
  const name = columnOf(row, side);
  return row.column.includes('_angle_') ? trial.angle(name) : sharesClock(trial) ? trial.moment(name) : null;
}

/** Have the moments of a trial as many samples as its angles, by which touchdowns count? */
export function sharesClock({ numSamples, momentSamples }: MotionTrial): boolean {
  return Math.abs(momentSamples / numSamples - 1) <= RATE_TOLERANCE;
}

function rowOf(fields: readonly JointColumn[], joint: string, motion: string): JointColumn {
  return fields.find((row) => row.joint === joint && row.motion === motion) as JointColumn;
}

/** Median over strides of the greatest absolute value. */
function typicalPeak(pieces: readonly PlacedPiece[], row: JointColumn): number {
  return median(
    pieces.map((piece) => {
      const samples = samplesOf(piece, row);
      if (samples === null) return NaN;
      const { least, greatest } = extremes(samples, piece);
      return Math.max(greatest, -least);
    }),
  );
}

const expectations = (units: readonly { unit: string; least: number; greatest: number }[]): string =>
  units.map(({ unit, least, greatest }) => `${unit} ${least}-${greatest}`).join(', ');

function decideAngleUnit(pieces: readonly PlacedPiece[]): { factor: number; decision: Decision } {
  const peak = typicalPeak(pieces, rowOf(ANGLE_FIELDS, 'knee', 'flexion'));
  const found = ANGLE_UNITS.find(({ least, greatest }) => peak >= least && peak <= greatest);
  const evidence = `greatest knee angle of a stride: median ${peak.toPrecision(3)}; expected ${expectations(ANGLE_UNITS)}`;
  const decided = found?.unit ?? 'not decided: angles masked; the knee field is of another unit or axis';
  return { factor: found?.factor ?? NaN, decision: { fact: 'unit of the angles', decided, evidence } };
}

function decideMomentUnit(pieces: readonly PlacedPiece[], massKg: number): { factor: number; decision: Decision } {
  const peak = typicalPeak(pieces, rowOf(MOMENT_FIELDS, 'ankle', 'flexion'));
  const found = MOMENT_UNITS.find(({ least, greatest }) => peak >= least && peak <= greatest);
  const factor = found === undefined ? NaN : found.perMass ? found.factor / massKg : found.factor;
  const decided =
    found === undefined
      ? 'not decided: moments masked'
      : !found.perMass
        ? `${found.unit}${Number.isNaN(factor) ? ': masked' : ''}`
        : Number.isNaN(factor)
          ? `${found.unit}, masked: the source has no body mass, and the configuration gives none (subjectMassKg)`
          : `${found.unit}, divided by ${massKg} kg`;
  const evidence = `greatest ankle moment of a stride: median ${peak.toPrecision(3)}; expected ${expectations(MOMENT_UNITS)}`;
  return { factor, decision: { fact: 'unit of the moments', decided, evidence } };
}

/** The hip moves most in the sagittal plane; where it does not, its fields are swapped. */
function decideHipPlanes(pieces: readonly PlacedPiece[]): { swapped: Record<Side, boolean>; decision: Decision } {
  const rangeDeg = (side: Side, motion: string): number =>
    median(
      pieces
        .filter((piece) => piece.side === side)
        .map((piece) => {
          const samples = samplesOf(piece, rowOf(ANGLE_FIELDS, 'hip', motion));
          if (samples === null) return NaN;
          const { least, greatest } = extremes(samples, piece);
          return greatest - least;
        }),
    );
  const ranges = SIDES.map((side) => ['flexion', 'adduction', 'rotation'].map((motion) => rangeDeg(side, motion)));
  const [left, right] = ranges.map(([flexion = NaN, ...others]) => others.some((other) => other >= flexion)) as [
    boolean,
    boolean,
  ];
  return {
    swapped: { left, right },
    decision: {
      fact: 'planes of the hip',
      decided: left || right ? 'flexion looks swapped with another motion: hip masked' : 'as named',
      evidence: SIDES.map(
        (side, i) =>
          `${side} flexion, adduction and rotation move by ${ranges[i]?.map((range) => range.toPrecision(3)).join(', ')}`,
      ).join('; '),
    },
  };
}

/** Factors 1 or -1 by side and field; without an entry where nothing was decided. */
type Signs = ReadonlyMap<string, 1 | -1>;

function decideSigns(
  pieces: readonly PlacedPiece[],
  quantity: 'angle' | 'moment',
  unitFactor: number,
): { signs: Signs; decisions: Decision[] } {
  const [fields, tests, least, unit] =
    quantity === 'angle'
      ? ([ANGLE_FIELDS, ANGLE_SIGN_TESTS, LEAST_ANGLE_DIFFERENCE_DEG, 'degree'] as const)
      : ([MOMENT_FIELDS, MOMENT_SIGN_TESTS, LEAST_MOMENT_DIFFERENCE, 'N·m/kg'] as const);
  const signs = new Map<string, 1 | -1>();
  const decisions = tests.map((test): Decision => {
    const row = rowOf(fields, test.joint, test.motion);
    const told = SIDES.map((side) => {
      const own = pieces.filter((piece) => piece.side === side);
      const vote = voteOf(own, row, test, unitFactor);
      const sign = Math.abs(vote.difference) >= least && vote.agreeing >= AGREEING_SHARE ? vote.sign : null;
      if (sign !== null) signs.set(`${side} ${row.column}`, sign);
      const decided = sign === null ? 'not decided: masked' : sign === 1 ? 'as named' : 'negated';
      const found =
        vote.strides === 0 ? 'no stride' : `${vote.difference.toFixed(2)} ${unit} over ${vote.strides} strides`;
      return {
        decided: `${side} ${decided}`,
        evidence: `${side} ${found}`,
      };
    });
    return {
      fact: `sign of the ${test.joint} ${test.motion} ${quantity}`,
      decided: told.map(({ decided }) => decided).join(', '),
      evidence: `mean at ${test.greater.join('-')} % above that at ${test.less.join('-')} %: ${told.map(({ evidence }) => evidence).join(', ')}; expected above: ${test.why}`,
    };
  });
  return { signs, decisions };
}

function voteOf(
  pieces: readonly PlacedPiece[],
  row: JointColumn,
  { greater, less }: SignTest,
  unitFactor: number,
): { difference: number; sign: 1 | -1; agreeing: number; strides: number } {
  const differences = pieces
    .map((piece) => {
      const samples = samplesOf(piece, row);
      return samples === null
        ? NaN
        : row.factor * unitFactor * (windowMean(samples, piece, greater) - windowMean(samples, piece, less));
    })
    .filter(Number.isFinite);
  const difference = mean(differences);
  const sign = difference < 0 ? -1 : 1;
  const agreeing = differences.filter((value) => value * sign > 0).length / differences.length;
  return { difference, sign, agreeing, strides: differences.length };
}

/** Hip rotation is too small and too different between persons to tell its sign. */
function decideRotation({ hipRotationPositive }: ConventionOptions): { factor: number; decision: Decision } {
  const fact = 'sign of hip rotation';
  if (hipRotationPositive === undefined) {
    const evidence = 'no part of a stride tells it; state it as hipRotationPositive';
    return { factor: NaN, decision: { fact, decided: 'not decided: masked', evidence } };
  }
  const decided = `${hipRotationPositive} rotation positive`;
  const factor = hipRotationPositive === 'internal' ? 1 : -1;
  return { factor, decision: { fact, decided, evidence: 'the option hipRotationPositive' } };
}
