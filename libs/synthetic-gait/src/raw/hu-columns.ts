import type { EmgChannel, GaitEventKind, Side } from '@emgfm/schema';
import { randomStream } from '../random-stream';
import type { SimulatedTrial } from '../simulate-trial';
import type { CsvColumn } from './csv-text';
import { triggerCode, type HuEvent } from './hu-events';
import { emgColumn, jointColumn } from './raw-trial';

/** Rows per second of every file. */
export const HU_RATE_HZ = 1000;

const SIDES_IN_ORDER = [
  ['Right', 'right'],
  ['Left', 'left'],
] as const satisfies readonly (readonly [string, Side])[];

const SENSORS = ['Right_Shank', 'Right_Thigh', 'Left_Shank', 'Left_Thigh', 'Waist'];
const SENSOR_AXES = ['Ax', 'Ay', 'Az', 'Gy', 'Gz', 'Gx'];

/** Muscles in the order of the columns; the source calls semitendinosus ST and the medial gastrocnemius MG. */
const MUSCLES: readonly (readonly [string, EmgChannel])[] = [
  ['TA', 'TA'],
  ['MG', 'GM'],
  ['SOL', 'SOL'],
  ['BF', 'BF'],
  ['ST', 'STSM'],
  ['VL', 'VL'],
  ['RF', 'RF'],
];

const EVENT_COLUMNS: readonly (readonly [string, GaitEventKind])[] = [
  ['Heel_Contact', 'foot_strike'],
  ['Toe_Off', 'foot_off'],
];

/** The 61 columns of a processed file: sensors, EMG, goniometers with flexion negative, velocities, mode, lists of events. */
export function huColumns(trial: SimulatedTrial, events: readonly HuEvent[], modeLagRows = 150): CsvColumn[] {
  const joints = goniometers(trial);
  return [
    ...inertialColumns(trial),
    ...emgColumns(trial),
    ...joints,
    ...joints.map(({ name, values }) => ({ name: `${name}_Velocity`, values: derivative(values), digits: 3 })),
    { name: 'Mode', values: modes(joints[0].values.length, events, modeLagRows) },
    ...eventColumns(events),
  ];
}

/** The 49 columns of a raw file: goniometers in volt, no velocities and no events. */
export function huRawColumns(trial: SimulatedTrial): CsvColumn[] {
  const volts = goniometers(trial).map(({ name, values }) => ({
    name,
    values: values.map((deg) => (name === 'Right_Knee' ? -deg : deg) / 90 + 2),
    digits: 5,
  }));
  const numSamples = volts[0].values.length;
  return [
    ...inertialColumns(trial),
    ...emgColumns(trial),
    ...volts,
    { name: 'Mode', values: modes(numSamples, [], 0) },
  ];
}

function inertialColumns(trial: SimulatedTrial): CsvColumn[] {
  const numSamples = Math.round(trial.durationS * HU_RATE_HZ);
  return SENSORS.flatMap((sensor) =>
    SENSOR_AXES.map((axis) => {
      const noise = randomStream(trial.seed, `inertial/${sensor}/${axis}`);
      const [mean, sd] = axis.startsWith('G') ? [0, 20] : [axis === 'Ax' ? 1 : 0, 0.05];
      return {
        name: `${sensor}_${axis}`,
        values: Float64Array.from({ length: numSamples }, () => mean + sd * noise.normal()),
        digits: 3,
      };
    }),
  );
}

function emgColumns(trial: SimulatedTrial): CsvColumn[] {
  return SIDES_IN_ORDER.flatMap(([prefix, side]) =>
    MUSCLES.map(([name, channel]) => ({
      name: `${prefix}_${name}`,
      values: emgColumn(trial, side, channel),
      digits: 6,
    })),
  );
}

interface NumericColumn extends CsvColumn {
  readonly values: Float64Array;
}

function goniometers(trial: SimulatedTrial): NumericColumn[] {
  return SIDES_IN_ORDER.flatMap(([prefix, side]) =>
    (['ankle', 'knee'] as const).map((joint) => ({
      name: `${prefix}_${joint === 'ankle' ? 'Ankle' : 'Knee'}`,
      values: jointColumn(trial, side, 'angles', joint, 'flexion').map((deg) => -deg),
      digits: 4,
    })),
  );
}

function derivative(degrees: Float64Array): Float64Array {
  return degrees.map((deg, i) => (deg - degrees[Math.max(0, i - 1)]) * HU_RATE_HZ);
}

function modes(numSamples: number, events: readonly HuEvent[], lagRows: number): Float64Array {
  const values = new Float64Array(numSamples).fill(events[0]?.previousMode ?? 1);
  for (const { kind, timeS, mode } of events) if (kind === 'foot_strike') values.fill(mode, rowOf(timeS) - 1 + lagRows);
  return values;
}

/** Row of a time, counted from 1. */
function rowOf(timeS: number): number {
  return Math.round(timeS * HU_RATE_HZ) + 1;
}

/** Lists at the top of their columns, missing below. */
function eventColumns(events: readonly HuEvent[]): CsvColumn[] {
  return SIDES_IN_ORDER.flatMap(([prefix, side]) =>
    EVENT_COLUMNS.flatMap(([name, kind]) => {
      const own = events.filter((event) => event.side === side && event.kind === kind);
      return [
        { name: `${prefix}_${name}`, values: own.map(({ timeS }) => rowOf(timeS)) },
        { name: `${prefix}_${name}_Trigger`, values: own.map(triggerCode) },
      ];
    }),
  );
}
