import type { EmgChannel, Joint, Motion, Side } from '@emgfm/schema';
import { randomStream } from '../random-stream';
import type { SimulatedTrial } from '../simulate-trial';
import type { CsvColumn } from './csv-text';
import { emgColumn, jointColumn, sampleTimesS } from './raw-trial';

/** Rows per second of every file (Hz). */
export const SIAT_RATE_HZ = 1920;

/** Rate of the motion capture (Hz); what follows from it is brought to the rate of the EMG. */
export const SIAT_MOTION_RATE_HZ = 240;

const MOTIONS: readonly (readonly [Joint, Motion])[] = [
  ['hip', 'adduction'],
  ['hip', 'flexion'],
  ['knee', 'flexion'],
  ['ankle', 'flexion'],
];

/** Sensors in the order of the columns, all on the left leg. The tensor fasciae latae works as the gluteus medius does. */
const SENSORS: readonly (readonly [string, EmgChannel])[] = [
  ['tensor fascia lata', 'GMED'],
  ['rectus femoris', 'RF'],
  ['vastus medialis', 'VM'],
  ['semimembranosus', 'STSM'],
  ['upper tibialis anterior', 'TA'],
  ['lower tibialis anterior', 'TA'],
  ['lateral gastrocnemius', 'GL'],
  ['medial gastrocnemius', 'GM'],
  ['soleus', 'SOL'],
];

/** Volt of the converter in one step. */
const CONVERTER_STEP = 10 / 32768;
const AMPLIFIER_GAIN = 2500;
/** The lower site of the tibialis anterior: smaller, and later by the way along the fibres. */
const LOWER_SITE = { gain: 0.7, delayS: 0.008 } as const;

/** How the columns of a data file differ from the usual. */
export interface SiatColumnOptions {
  /** Sign of knee flexion in angle and torque; -1 is that of the Gait2392 model. */
  readonly kneeSign: 1 | -1;
  /** Digits of the time behind the decimal point. */
  readonly timeDigits: number;
}

/** The 26 columns of a data file: time, angles (degree), torques (N·m), EMG (volt behind an amplifier). */
export function siatColumns(trial: SimulatedTrial, { kneeSign, timeDigits }: SiatColumnOptions): CsvColumn[] {
  const numRows = Math.floor(trial.durationS * SIAT_RATE_HZ);
  const motionColumns = (
    quantity: 'angles' | 'moments',
    name: (side: Side, joint: Joint, motion: Motion) => string,
    factor: number,
  ): CsvColumn[] =>
    (['left', 'right'] as const).flatMap((side) =>
      MOTIONS.map(([joint, motion]) => ({
        name: name(side, joint, motion),
        values: upsampled(
          jointColumn(trial, side, quantity, joint, motion),
          numRows,
          factor * (joint === 'knee' ? kneeSign : 1),
        ),
        digits: 4,
      })),
    );
  return [
    { name: 'Time', values: sampleTimesS(numRows, SIAT_RATE_HZ), digits: timeDigits },
    ...motionColumns('angles', (side, joint, motion) => `Kinematic: ${side} ${joint} ${motion} angle`, 1),
    ...motionColumns(
      'moments',
      (side, joint, motion) => `Kinetic: ${side} ${joint} ${motion} torque`,
      trial.subject.massKg,
    ),
    ...SENSORS.map(([name, channel], sensor) => ({
      name: `sEMG: ${name}`,
      values: sensorVolts(trial, name, channel, sensor, numRows),
      digits: 6,
    })),
  ];
}

/** Linear between the frames of the motion capture; the last value to the end. */
function upsampled(frames: Float64Array, numRows: number, factor: number): Float64Array {
  const perFrame = SIAT_RATE_HZ / SIAT_MOTION_RATE_HZ;
  return Float64Array.from({ length: numRows }, (_, row) => {
    const before = Math.min(Math.floor(row / perFrame), frames.length - 1);
    const after = Math.min(before + 1, frames.length - 1);
    return factor * (frames[before] + (row / perFrame - before) * (frames[after] - frames[before]));
  });
}

function sensorVolts(
  trial: SimulatedTrial,
  name: string,
  channel: EmgChannel,
  sensor: number,
  numRows: number,
): Float64Array {
  const source = emgColumn(trial, 'left', channel);
  const lower = name.startsWith('lower');
  const [gain, delay] = lower ? [LOWER_SITE.gain, Math.round(LOWER_SITE.delayS * SIAT_RATE_HZ)] : [1, 0];
  const stream = randomStream(trial.seed, `siat/${sensor}`);
  const offset = 0.03 * (2 * stream.uniform() - 1);
  return Float64Array.from({ length: numRows }, (_, row) => {
    const volts = offset + gain * AMPLIFIER_GAIN * source[Math.max(0, row - delay)];
    return CONVERTER_STEP * Math.round(volts / CONVERTER_STEP + 0.2 * stream.normal());
  });
}
