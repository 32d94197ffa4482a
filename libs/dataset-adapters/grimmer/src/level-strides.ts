import type { TrialInterval } from '@emgfm/schema';
import { LEVEL_STRIDE } from './channels';
import type { LegTables } from './conventions';
import type { MotionTrial } from './motion-trials';
import { extremes } from './stride-windows';
import type { StridePiece } from './touchdowns';

/** Stretches of a pass whose strides of either foot move as in level walking, as intervals of the trial. */
export function levelIntervals(
  trial: MotionTrial,
  pieces: readonly StridePiece[],
  tables: Readonly<Record<StridePiece['side'], LegTables>>,
  motionRateHz: number,
): TrialInterval[] {
  return pieces
    .filter((piece) => isLevel(trial, piece, tables[piece.side]))
    .sort((a, b) => a.first - b.first)
    .map(({ first, last }) => ({
      startS: first / motionRateHz,
      endS: last / motionRateHz,
      activity: 'walk',
      condition: 'level, by its angles',
    }));
}

function isLevel(trial: MotionTrial, piece: StridePiece, { angles }: LegTables): boolean {
  const strikes = [piece.first, piece.last].map(Math.round) as [number, number];
  return angles
    .filter(({ motion }) => motion === 'flexion')
    .every(({ joint, column, factor }) => {
      const samples = trial.angle(column);
      if (samples === null) return false;
      const [start, end] = strikes.map((sample) => factor * (samples[sample] as number)) as [number, number];
      const { least, greatest } = extremes(samples, piece);
      const isClosed = Math.abs(end - start) <= LEVEL_STRIDE.closureShare * Math.abs(factor) * (greatest - least);
      if (joint !== 'knee') return isClosed;
      const isStraight = Math.max(start, end) < LEVEL_STRIDE.touchdownKneeDeg;
      return isClosed && isStraight && Math.max(factor * least, factor * greatest) < LEVEL_STRIDE.swingKneeDeg;
    });
}
