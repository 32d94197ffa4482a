import { emgSignals, jointSignals } from '@emgfm/adapter-kit';
import type { Decision, EmgSignals, EmgUnit, JointSignals, LegSignals, MissingReason, Side } from '@emgfm/schema';
import { EMG_COLUMNS, JOINT_COLUMNS, type Mode, SIDE_LETTER, SUBTALAR } from './channels';
import { decideEmgUnit, decideSubtalar, type SubtalarUse } from './checks';
import type { StridePiece } from './conditions';
import type { SensorTable } from './sensor-table';

/** The tables of one trial; null where a file is missing. */
export interface TrialTables {
  readonly emg: SensorTable | null;
  readonly angles: SensorTable | null;
  readonly moments: SensorTable | null;
}

/** What the signals of a trial depend on beside its tables. */
export interface SignalContext {
  readonly mode: Mode;
  readonly sides: readonly Side[];
  /** NaN where it is not known: moments are then masked. */
  readonly massKg: number;
  /** Strides of level walking of the right foot, to test the sign of the subtalar angle on. */
  readonly level: readonly StridePiece[];
}

/** Signals of both legs in canonical channels, units and signs; null for a leg without any. */
export interface TrialSignals {
  readonly legs: Readonly<Record<Side, LegSignals | null>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** The signals of a trial. */
export function trialSignals(tables: TrialTables, { mode, sides, massKg, level }: SignalContext): TrialSignals {
  const emgUnit = tables.emg && decideEmgUnit(tables.emg);
  const subtalar = tables.angles && decideSubtalar(tables.angles, level);
  const joints = (table: SensorTable | null, side: Side, source: JointSource): JointSignals | null =>
    table && jointsOf(table, side, subtalar?.use ?? 'as documented', source);
  const leg = (side: Side): LegSignals | null => {
    if (!sides.includes(side)) return null;
    const emg = side === 'right' && tables.emg && emgUnit ? emgOf(tables.emg, emgUnit.unit) : null;
    const angles = joints(tables.angles, side, { suffix: '', divisor: 1, gap: 'gap' });
    // off the treadmill a moment is not a number wherever the foot stands beside the plates
    const gap = mode === 'treadmill' ? 'gap' : 'notMeasurable';
    const moments = joints(tables.moments, side, { suffix: '_moment', divisor: massKg, gap });
    const signals = { emg, angles, moments };
    return Object.values(signals).every((block) => block === null) ? null : signals;
  };
  const noMass = Number.isNaN(massKg) && tables.moments !== null;
  return {
    legs: { left: leg('left'), right: leg('right') },
    decisions: [emgUnit?.decision, subtalar?.decision].filter((decision) => !!decision),
    notes: noMass ? ['moments are masked: the body mass that divides them is not known'] : [],
  };
}

function emgOf(table: SensorTable, unit: EmgUnit): EmgSignals | null {
  const { samplingRateHz, startS } = table;
  return emgSignals(EMG_COLUMNS, table.column, { samplingRateHz, startS, emgKind: 'filtered', unit });
}

interface JointSource {
  /** What stands behind the name of a coordinate. */
  readonly suffix: string;
  readonly divisor: number;
  readonly gap: MissingReason;
}

function jointsOf(
  table: SensorTable,
  side: Side,
  subtalar: SubtalarUse,
  { suffix, divisor, gap }: JointSource,
): JointSignals | null {
  const isSubtalar = (column: string): boolean => column.startsWith(SUBTALAR.column);
  const columns = JOINT_COLUMNS.map((row) => ({
    ...row,
    column: `${row.column}_${SIDE_LETTER[side]}${suffix}`,
    factor: isSubtalar(row.column) && subtalar === 'undecided' ? NaN : row.factor / divisor,
  }));
  const column = (name: string): Float64Array | null =>
    isSubtalar(name) && subtalar === 'fixed' ? null : table.column(name);
  const { samplingRateHz, startS } = table;
  return jointSignals(columns, column, { samplingRateHz, startS }, { gap });
}
