import type { MatTable } from '@emgfm/matfile';
import { type Drop, type ExcludedStretch, type GaitEvent, type Side, SOURCE_EVENTS } from '@emgfm/schema';
import type { StridePiece } from './conditions';
import { numericColumn, readTable, SensorTableProblem, tableClock, withMat } from './sensor-table';

/** The gait cycle of one foot. */
export interface GaitCycle {
  readonly events: readonly GaitEvent[];
  /** Times (s) of the heel strikes, ascending. */
  readonly strikesS: readonly number[];
  /** Where the ramps leave open whether a strike happened. */
  readonly unclear: readonly ExcludedStretch[];
  /** Pieces of ramp before the first and after the last strike (s): filled by the source, no strides. */
  readonly edges: readonly { readonly startS: number; readonly endS: number }[];
}

/** A ramp ends where it falls by more than this from one sample to the next (%). */
const RESET_PERCENT = 50;
/** A smaller fall than a reset, beyond rounding, is no ramp (%). */
const ROUNDING_PERCENT = 1;

/** The gait cycle in a `gcRight` or `gcLeft` file. @throws MatError, SensorTableProblem */
export async function readGaitCycle(path: string, side: Side): Promise<GaitCycle> {
  return gaitCycle(await withMat(path, (mat) => readTable(mat, 'data')), side);
}

/**
 * Heel strikes and foot-offs from the ramps of a gait cycle table: an event is the first sample of a new ramp. The first and the last
 * piece of ramp are bounded by the file, not by strikes.
 * @throws SensorTableProblem without `Header` or `HeelStrike`
 */
export function gaitCycle(table: MatTable, side: Side): GaitCycle {
  const { timesS: times, clock } = tableClock(table);
  const longestStepS = 1.5 / clock.samplingRateHz;
  const heelStrike = numericColumn(table, 'heelstrike');
  if (heelStrike === null) throw new SensorTableProblem("no numeric column 'HeelStrike'");
  const strikes = ramps(times, heelStrike, longestStepS);
  const footOff = numericColumn(table, 'toeoff');
  const footOffs = footOff === null ? { startsS: [], unclear: [] } : ramps(times, footOff, longestStepS);
  const event = (timeS: number, kind: GaitEvent['kind']): GaitEvent => ({
    timeS,
    side,
    kind,
    source: SOURCE_EVENTS,
    confidence: 1,
  });
  const [firstS, lastS] = [times[0], times[times.length - 1]];
  const { startsS } = strikes;
  return {
    events: [
      ...startsS.map((timeS) => event(timeS, 'foot_strike')),
      ...footOffs.startsS.map((timeS) => event(timeS, 'foot_off')),
    ],
    strikesS: startsS,
    unclear: strikes.unclear.map((stretch) => ({ ...stretch, side, reason: 'not-a-stride' })),
    edges:
      startsS.length === 0
        ? [{ startS: firstS, endS: lastS }]
        : [
            { startS: firstS, endS: startsS[0] },
            { startS: startsS[startsS.length - 1], endS: lastS },
          ],
  };
}

/** The pieces between neighbouring strikes of one foot. */
export function strideSpans({ strikesS }: GaitCycle, side: Side): StridePiece[] {
  return strikesS.slice(1).map((endS, i) => ({ side, startS: strikesS[i], endS }));
}

/** The pieces of ramp that the source filled in, as drops. */
export function edgeDrops({ edges }: GaitCycle, side: Side, trial: string): Drop[] {
  return edges.map(({ startS, endS }) => ({
    what: `${trial} ${side} ${startS.toFixed(3)} s to ${endS.toFixed(3)} s`,
    level: 'stride',
    reason: 'not-a-stride',
    detail: 'the ramp is bounded by the file, not by a strike',
  }));
}

interface Ramps {
  readonly startsS: readonly number[];
  readonly unclear: readonly { readonly startS: number; readonly endS: number; readonly detail: string }[];
}

function ramps(times: Float64Array, percent: Float64Array, longestStepS: number): Ramps {
  const startsS: number[] = [];
  const unclear: Ramps['unclear'][number][] = [];
  let known = -1;
  for (let row = 0; row < times.length; row += 1) {
    if (!Number.isFinite(percent[row])) continue;
    if (known >= 0) {
      const fall = percent[known] - percent[row];
      const between = { startS: times[known], endS: times[row] };
      const missed = row - known > 1 || times[row] - times[known] > longestStepS;
      if (missed) unclear.push({ ...between, detail: 'the gait cycle has a gap' });
      else if (fall > RESET_PERCENT) startsS.push(times[row]);
      else if (fall > ROUNDING_PERCENT) {
        unclear.push({ ...between, detail: `the gait cycle falls from ${percent[known]} to ${percent[row]} %` });
      }
    }
    known = row;
  }
  return { startsS, unclear };
}
