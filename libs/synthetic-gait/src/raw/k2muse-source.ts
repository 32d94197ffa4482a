import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeC3d, type C3dPointContent } from '@emgfm/c3d';
import { matNumeric, matStruct, matStructArray, writeMat, type MatInput } from '@emgfm/matfile';
import type { EmgChannel, Side } from '@emgfm/schema';
import { simulatedC3dContent } from '../simulated-c3d';
import { K2MUSE_EMG, letter } from './k2muse-processed';
import {
  EMG_RATE_HZ,
  frameOf,
  K2MUSE_MODES,
  secondsOf,
  ULTRASOUND_CHANNELS,
  ULTRASOUND_SAMPLES,
  type K2museMode,
  type K2museTrial,
  type K2museTrialPlan,
} from './k2muse-trial';
import { emgColumn } from './raw-trial';

/** What can be wrong with one trial of the source layer. */
export type K2museSourceDefect =
  | 'no-vicon'
  | 'no-noraxon'
  | 'no-elonxi'
  /** The text file of the third ultrasound channel is missing. */
  | 'one-ultrasound-channel-missing'
  /** The last line of the first ultrasound channel was cut short. */
  | 'ultrasound-cut-short';

/** How the source layer is written. */
export interface K2museSourceOptions {
  /** Names of conditions and speeds as the figure or as the text of the site has them. Default `figure`. */
  readonly spelling?: 'figure' | 'text';
  /** Number of the first frame of the C3D files. Default 1. */
  readonly firstFrame?: number;
  /** EMG signals named by muscle, or by number only. Default `muscles`. */
  readonly signalNames?: 'muscles' | 'numbers';
  /** All signals of one device, or one device for each leg. Default 1. */
  readonly emgDevices?: 1 | 2;
  /** Factor on the EMG rate that is stated. Default 1: it is right. */
  readonly statedEmgRateFactor?: number;
  /** Rows of the ultrasound text are frames or samples. Default `frames`. */
  readonly ultrasoundRows?: 'frames' | 'samples';
  /** Factor from internal moments (N·m/kg). Default -1000: external, N·mm/kg, as Plug-in Gait writes. */
  readonly momentFactor?: number;
}

const MUSCLE_LABELS: Readonly<Partial<Record<EmgChannel, string>>> = {
  TA: 'TIB.ANT.',
  GM: 'MED. GASTRO',
  GL: 'LAT. GASTRO',
  SOL: 'SOLEUS',
  RF: 'RECTUS FEM.',
  VL: 'VLO',
  VM: 'VMO',
  BF: 'BICEPS FEM.',
  STSM: 'SEMITEND.',
};

/** Writes the files of the three devices for one trial. */
export async function writeSourceTrial(
  directory: string,
  sourceId: string,
  trial: K2museTrial,
  options: K2museSourceOptions,
  defect: K2museSourceDefect | null,
): Promise<void> {
  const { plan } = trial;
  const asText = options.spelling === 'text';
  const condition = asText
    ? plan.condition.replace(/(?<=[a-z])(?=[A-Z])/g, '-').replace(/-([A-Z])/g, (all) => all.toLowerCase())
    : plan.condition;
  const [terrain, angle] = plan.mode.split('_') as [string, string];
  const speed = asText ? plan.speedMps.toFixed(1) : speedWord(plan.speedMps);
  const write = async (path: string, bytes: Uint8Array | string): Promise<void> => {
    const target = join(directory, 'SourceData', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  };
  if (defect !== 'no-vicon') {
    const name = [sourceId, plan.condition, terrain, angle, speed, plan.number].join('+');
    await write(`Vicon/${sourceId}/${condition}/${name}.c3d`, c3dOf(trial, options));
  }
  if (defect !== 'no-noraxon') {
    const name = [condition, terrain, angle, speed, plan.number].join('-');
    const path = join(directory, 'SourceData', 'Noraxon', sourceId, `${name}.mat`);
    await mkdir(dirname(path), { recursive: true });
    await writeMat(
      path,
      { [`record_2024_03_11_10_20_${name.replace(/\W/g, '_')}`]: noraxonRecord(trial, options, name) },
      { version: 'v5' },
    );
  }
  if (defect === 'no-elonxi' || trial.ultrasound.length === 0) return;
  for (let channel = 0; channel < ULTRASOUND_CHANNELS; channel += 1) {
    if (defect === 'one-ultrasound-channel-missing' && channel === 2) continue;
    const text = ultrasoundText(trial.ultrasound, channel, options.ultrasoundRows ?? 'frames');
    const whole = defect === 'ultrasound-cut-short' && channel === 0 ? text.slice(0, -1200) : text;
    const prefix = asText ? 'US_CH' : 'US_Ch';
    await write(
      `ELONXI/${sourceId}/${condition}/${plan.mode}/${prefix}${channel + 1}_S_${speedWord(plan.speedMps)}_Trial_${plan.number}.txt`,
      whole,
    );
  }
}

/** `0x5`, `1`, `1x5`. */
export function speedWord(speedMps: K2museTrialPlan['speedMps']): string {
  return String(speedMps).replace('.', 'x');
}

/** Slope (degree) of a mode, up positive. */
export function inclineOf(mode: K2museMode): number {
  return K2MUSE_MODES[mode];
}

function c3dOf({ recorded }: K2museTrial, { firstFrame = 1, momentFactor = -1000 }: K2museSourceOptions): Uint8Array {
  const content = simulatedC3dContent(recorded, { omit: ['emg', 'forcePlates'], firstFrame });
  // the simulator writes external N·mm/kg
  const scale = momentFactor / -1000;
  const scaled = (values: C3dPointContent['x']): Float64Array => Float64Array.from(values, (value) => value * scale);
  return writeC3d({
    ...content,
    points: content.points?.map((point) =>
      point.kind === 'moment' ? { ...point, x: scaled(point.x), y: scaled(point.y), z: scaled(point.z) } : point,
    ),
    events: content.events?.map((event) => ({ ...event, captureTimeS: secondsOf(frameOf(event.captureTimeS)) })),
  });
}

function noraxonRecord(
  { recorded }: K2museTrial,
  { signalNames = 'muscles', emgDevices = 1, statedEmgRateFactor = 1 }: K2museSourceOptions,
  name: string,
): MatInput {
  const signal = (side: Side, channel: EmgChannel, index: number): MatInput => {
    const samples = emgColumn(recorded, side, channel);
    const label = signalNames === 'numbers' ? `EMG ${index + 1}` : `${MUSCLE_LABELS[channel]} ${letter(side)}T`;
    return matStruct({
      type: 'signal',
      name: `Ultium EMG-${label}`,
      time_units: 's',
      begin_time: 0,
      frequency: EMG_RATE_HZ * statedEmgRateFactor,
      count: matNumeric(Int32Array.of(samples.length), [1, 1]),
      units: recorded.legs[side].emg?.unit ?? 'uV',
      data: matNumeric(Float64Array.from(samples), [samples.length, 1]),
    });
  };
  const sides = ['right', 'left'] as const;
  const all = sides.flatMap((side) => K2MUSE_EMG[side].map((channel) => ({ side, channel })));
  const device = (members: typeof all): Record<string, MatInput> => ({
    name: 'Ultium EMG',
    signals: matStruct(
      Object.fromEntries(members.map(({ side, channel }, i) => [`signal_${i + 1}`, signal(side, channel, i)])),
    ),
  });
  const devices = emgDevices === 1 ? [all] : sides.map((own) => all.filter(({ side }) => side === own));
  return matStruct({
    info: matStruct({
      type: 'record',
      created_with_version: 'Noraxon MR3 3.16.26',
      sex: recorded.subject.sex,
      measurement_date: '2024-03-11T02:20:11.000Z',
      record_name: `"${name}"`,
    }),
    movements: matStruct({
      type: 'Activity',
      name: 'Activity',
      time_begin: 0,
      time_end: recorded.durationS,
      sources: matStructArray(devices.map(device), [1, devices.length]),
    }),
  });
}

function ultrasoundText(ultrasound: Float32Array, channel: number, rowsAre: 'frames' | 'samples'): string {
  const frameLength = ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES;
  const numFrames = ultrasound.length / frameLength;
  const value = (frame: number, sample: number): number =>
    ultrasound[frame * frameLength + channel * ULTRASOUND_SAMPLES + sample];
  const [rows, columns] = rowsAre === 'frames' ? [numFrames, ULTRASOUND_SAMPLES] : [ULTRASOUND_SAMPLES, numFrames];
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) =>
      rowsAre === 'frames' ? value(row, column) : value(column, row),
    ).join('\t'),
  );
  return `${lines.join('\r\n')}\r\n`;
}
