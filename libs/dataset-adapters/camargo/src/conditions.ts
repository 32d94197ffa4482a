import { texts, type MatFile, type MatTable } from '@emgfm/matfile';
import type { ExcludedStretch, Side, TrialInterval } from '@emgfm/schema';
import {
  BELT_STANDS_MPS,
  BELT_TOLERANCE_MPS,
  LABELS,
  METRES_PER_INCH,
  RAMP_LIMITS_DEG,
  STAIR_LIMITS_INCHES,
  type LabelMeaning,
  type Mode,
} from './channels';
import { numericColumn, readTable, SensorTableProblem, tableClock, textColumn } from './sensor-table';

/** One piece of a trial between neighbouring strikes of one foot. */
export interface StridePiece {
  readonly side: Side;
  readonly startS: number;
  readonly endS: number;
}

/** What `conditions` says of a trial. */
export interface Conditions {
  /** Direction and speed over level ground, e.g. `cw slow`; the number of the setting elsewhere has no meaning of its own. */
  readonly condition: string;
  readonly intervals: readonly TrialInterval[];
  /** Pieces that are no strides, or none of steady walking. */
  readonly excluded: readonly ExcludedStretch[];
  readonly notes: readonly string[];
}

/** Without a `conditions` file only what the mode says is known. */
export const NO_CONDITIONS: Conditions = { condition: '', intervals: [], excluded: [], notes: [] };

/** What a `conditions` file says. @throws MatError, SensorTableProblem */
export async function readConditions(mat: MatFile, mode: Mode, pieces: readonly StridePiece[]): Promise<Conditions> {
  if (mode === 'treadmill') return beltConditions(await readTable(mat, 'speed'), pieces);
  const condition = mode === 'levelground' ? [await textOf(mat, 'turn'), await textOf(mat, 'speed')] : [];
  const notes: string[] = [];
  const inclineDeg = mode === 'ramp' ? await numberWithin(mat, 'rampincline', RAMP_LIMITS_DEG, 'degree', notes) : 0;
  const stairInches =
    mode === 'stair' ? await numberWithin(mat, 'stairheight', STAIR_LIMITS_INCHES, 'inches', notes) : NaN;
  const runs = labelRuns(await readTable(mat, 'labels'));
  const unknown = new Set(runs.filter(({ label }) => meaningOf(label) === null).map(({ label }) => label));
  if (unknown.size > 0) notes.push(`unknown labels, their strides are 'other': ${[...unknown].join(', ')}`);
  const trialCondition = condition.filter((part) => part !== '').join(' ');
  return {
    condition: trialCondition,
    intervals: runs.map(({ label, startS, endS }) => {
      const meaning = meaningOf(label) ?? UNKNOWN_LABEL;
      const steady = meaning.activity !== 'transition' && meaning.activity !== 'other' && meaning.activity !== 'turn';
      return {
        startS,
        endS,
        activity: meaning.activity,
        condition: steady ? trialCondition : [trialCondition, label].filter((part) => part !== '').join(' '),
        inclineDeg: meaning.slope === 0 ? 0 : meaning.slope * inclineDeg,
        stepHeightM: meaning.onStairs ? stairInches * METRES_PER_INCH : 0,
      };
    }),
    excluded: standingPieces(pieces, runs),
    notes,
  };
}

const UNKNOWN_LABEL: LabelMeaning = { activity: 'other', slope: 0 };

/** What a label means; null for one that is not known. */
export function meaningOf(label: string): LabelMeaning | null {
  return Object.hasOwn(LABELS, label) ? LABELS[label] : label.includes('turn') ? LABELS.turn : null;
}

interface LabelRun {
  readonly label: string;
  readonly startS: number;
  readonly endS: number;
}

/** Stretches of one label each; a gap in the times belongs to none. */
function labelRuns(table: MatTable): LabelRun[] {
  const { timesS: times, clock } = tableClock(table);
  const labels = textColumn(table, 'label');
  if (labels === null) throw new SensorTableProblem("no column 'Label' of texts in 'labels'");
  const stepS = 1 / clock.samplingRateHz;
  const runs: LabelRun[] = [];
  let first = 0;
  for (let row = 1; row <= times.length; row += 1) {
    const gap = row < times.length && times[row] - times[row - 1] > 1.5 * stepS;
    if (row < times.length && labels[row] === labels[first] && !gap) continue;
    const endS = row < times.length && !gap ? times[row] : times[row - 1] + stepS;
    runs.push({ label: (labels[first] ?? '').trim().toLowerCase(), startS: times[first], endS });
    first = row;
  }
  return runs;
}

/** Pieces during which the person only stands. */
function standingPieces(pieces: readonly StridePiece[], runs: readonly LabelRun[]): ExcludedStretch[] {
  return pieces.flatMap((piece): ExcludedStretch[] => {
    const met = runs.filter(({ startS, endS }) => startS < piece.endS - 1e-6 && endS > piece.startS + 1e-6);
    if (met.length === 0 || !met.every(({ label }) => meaningOf(label)?.standing)) return [];
    const labels = [...new Set(met.map(({ label }) => label))].join(', ');
    return [{ ...piece, reason: 'not-a-stride', detail: `the person stands (label ${labels})` }];
  });
}

/** Belt speed piece by piece. */
function beltConditions(table: MatTable, pieces: readonly StridePiece[]): Conditions {
  const { timesS: times } = tableClock(table);
  const speeds = numericColumn(table, 'speed');
  if (speeds === null) throw new SensorTableProblem("no numeric column 'Speed' in 'speed'");
  const judged = pieces.map((piece) => ({ piece, belt: beltDuring(piece, times, speeds) }));
  return {
    condition: '',
    intervals: judged.map(({ piece: { startS, endS }, belt }) => ({ startS, endS, speedMps: belt.speedMps })),
    excluded: judged.flatMap(({ piece, belt }): ExcludedStretch[] => {
      if (belt.change !== '') return [{ ...piece, reason: 'unsteady-speed', detail: belt.change }];
      if (belt.speedMps < BELT_STANDS_MPS) return [{ ...piece, reason: 'not-a-stride', detail: 'the belt stands' }];
      return [];
    }),
    notes: judged.some(({ belt }) => Number.isNaN(belt.speedMps)) ? ['belt speed is not known in every stride'] : [],
  };
}

/** Speed (m/s) of the belt during a piece, NaN where it is not known throughout, and how it changes. */
function beltDuring(
  { startS, endS }: StridePiece,
  times: Float64Array,
  speeds: Float64Array,
): { speedMps: number; change: string } {
  const during = speeds.slice(firstAtOrAfter(times, startS - 1e-6), firstAtOrAfter(times, endS - 1e-6));
  if (during.length === 0 || !during.every(Number.isFinite)) return { speedMps: NaN, change: '' };
  const millimetres = new Set(during.map((speed) => Math.round(speed * 1000)));
  const [least, greatest] = [Math.min(...millimetres) / 1000, Math.max(...millimetres) / 1000];
  const changes = millimetres.size > 2 || greatest - least > BELT_TOLERANCE_MPS;
  return {
    speedMps: during.sort()[during.length >> 1],
    change: changes ? `the belt changes between ${least} and ${greatest} m/s` : '',
  };
}

/** Index of the first of growing times at or after a time; their number where all are earlier. */
function firstAtOrAfter(times: Float64Array, timeS: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function textOf(mat: MatFile, name: string): Promise<string> {
  const found = mat.variables.find((variable) => variable.name.toLowerCase() === name);
  if (found === undefined) return '';
  const value = await mat.read([found.name]);
  if (value.kind !== 'char' && value.kind !== 'string' && value.kind !== 'cell') return '';
  return (texts(value)[0] ?? '').trim().toLowerCase();
}

async function numberWithin(
  mat: MatFile,
  name: string,
  [least, greatest]: readonly [number, number],
  unit: string,
  notes: string[],
): Promise<number> {
  const found = mat.variables.find((variable) => variable.name.toLowerCase() === name);
  const value = found === undefined ? undefined : await mat.read([found.name]);
  const size = value?.kind === 'numeric' ? Number(value.values[0]) : NaN;
  if (size >= least && size <= greatest) return size;
  notes.push(`expected '${name}' from ${least} to ${greatest} ${unit}, found ${value === undefined ? 'none' : size}`);
  return NaN;
}
