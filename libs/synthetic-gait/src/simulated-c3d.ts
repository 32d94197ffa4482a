import {
  writeC3d,
  type C3dAnalogContent,
  type C3dContent,
  type C3dEventContent,
  type C3dForcePlateContent,
  type C3dParameterContent,
  type C3dPointContent,
  type C3dWriteOptions,
} from '@emgfm/c3d';
import {
  EMG_CHANNELS,
  JOINTS,
  SIDES,
  channelSamples,
  jointMotionIndex,
  sampleCount,
  type EmgChannel,
  type NdArray,
  type Side,
} from '@emgfm/schema';
import { LayoutError } from './errors';
import type { SimulatedForcePlate } from './force-plates';
import { FORWARD_X_UP_Z, toLaboratory, type LaboratoryAxes, type ToLaboratory } from './laboratory-axes';
import type { SimulatedMarkerName } from './markers';
import { plateChannels } from './plate-channels';
import type { SimulatedTrial } from './simulate-trial';

/** Parts of a C3D file that can be left out. */
export const C3D_PARTS = [
  'markers',
  'angles',
  'moments',
  'emg',
  'forcePlates',
  'events',
  'bodyMass',
  'bodyHeight',
] as const;

/** A part of a C3D file that can be left out. */
export type C3dPart = (typeof C3D_PARTS)[number];

/** How the trial becomes a C3D file. */
export interface SimulatedC3dOptions {
  /** Parts to leave out. Default none. */
  readonly omit?: readonly C3dPart[];
  /** Default forward +x, up +z. */
  readonly axes?: LaboratoryAxes;
  /** Name of an EMG channel; default `L_VL`, ... Null leaves the channel out. */
  readonly emgLabel?: (side: Side, channel: EmgChannel) => string | null;
  /** Number of the first frame; event times count from frame 1. Default 1. */
  readonly firstFrame?: number;
  /** Moments only for strides with a clean hit of a plate, invalid elsewhere, as a laboratory has them. Default true where the trial has plates. */
  readonly momentsOnPlatesOnly?: boolean;
  /** Prefix of all point labels, such as `S01:`. Default none. */
  readonly labelPrefix?: string;
  /** Byte order and number format. Default Intel, 32-bit floats. */
  readonly format?: C3dWriteOptions;
}

/** Plug-in Gait names of the markers. */
export const PLUG_IN_GAIT_MARKERS: Readonly<Record<SimulatedMarkerName, string>> = {
  left_asis: 'LASI',
  right_asis: 'RASI',
  left_psis: 'LPSI',
  right_psis: 'RPSI',
  sacrum: 'SACR',
  left_knee: 'LKNE',
  right_knee: 'RKNE',
  left_ankle: 'LANK',
  right_ankle: 'RANK',
  left_heel: 'LHEE',
  right_heel: 'RHEE',
  left_toe: 'LTOE',
  right_toe: 'RTOE',
};

const JOINT_LABELS = { hip: 'Hip', knee: 'Knee', ankle: 'Ankle' } as const;
const EVENT_LABELS = { foot_strike: 'Foot Strike', foot_off: 'Foot Off' } as const;
/** Vicon's icon numbers of the two events. */
const EVENT_ICONS = { foot_strike: 1, foot_off: 2 } as const;
/** Plug-in Gait writes external moments in N·mm/kg; internal N·m/kg times this. */
const PLUG_IN_GAIT_MOMENT = -1000;
const MM_PER_M = 1000;

/**
 * A trial as a C3D file in the style of a clinical laboratory with Plug-in Gait.
 *
 * Model outputs: `LHipAngles`, `RKneeMoment`, ...: x flexion, y adduction, z rotation with the same meaning on both legs; degree, and
 * external moments in N·mm/kg. EMG and plates are analog channels; plates are of type 2, Fz negative under load.
 * @throws Layout when EMG, plate and marker rates do not fit one C3D file
 * @example
 * const bytes = simulatedC3d(simulateTrial(options), { omit: ['events'] });
 */
export function simulatedC3d(trial: SimulatedTrial, options: SimulatedC3dOptions = {}): Uint8Array {
  return writeC3d(simulatedC3dContent(trial, options), options.format);
}

/** What {@link simulatedC3d} writes, before it becomes bytes: for tests that want to change one detail. @throws Layout */
export function simulatedC3dContent(trial: SimulatedTrial, options: SimulatedC3dOptions = {}): C3dContent {
  const has = (part: C3dPart): boolean => !(options.omit ?? []).includes(part);
  const convert = toLaboratory(options.axes ?? FORWARD_X_UP_Z);
  const plates = has('forcePlates') ? trial.forcePlates : [];
  const emgLabel = options.emgLabel ?? ((side, channel) => `${side === 'left' ? 'L' : 'R'}_${channel}`);
  const { samplesPerFrame, frameCount } = frameLayout(trial, has('emg'), plates);
  const prefix = options.labelPrefix ?? '';
  const points: C3dPointContent[] = [
    ...(has('markers') ? markerPoints(trial, convert) : []),
    ...(has('angles') ? jointPoints(trial, 'angles') : []),
    ...(has('moments')
      ? jointPoints(trial, 'moments', options.momentsOnPlatesOnly ?? trial.forcePlates.length > 0)
      : []),
  ].map((point) => ({ ...cut(point, frameCount), label: prefix + point.label }));
  const plateAnalog = plates.map((plate, index) => plateChannels(plate, index, convert));
  const emg = has('emg') ? emgChannels(trial, emgLabel) : [];
  const analog = [...plateAnalog.flatMap(({ channels }) => channels), ...emg].map((channel): C3dAnalogContent => ({
    ...channel,
    samples: (channel.samples as Float64Array).subarray(0, frameCount * samplesPerFrame),
  }));
  const forcePlates = plateAnalog.map(({ corners, origin }, index): C3dForcePlateContent => ({
    type: 2,
    channelIndexes: [0, 1, 2, 3, 4, 5].map((channel) => 6 * index + channel),
    corners,
    origin,
  }));
  const firstFrame = options.firstFrame ?? 1;
  return {
    pointRateHz: trial.markers.samplingRateHz,
    firstFrame,
    frameCount,
    points,
    analogSamplesPerFrame: samplesPerFrame,
    analog,
    events: has('events') ? eventContent(trial, (firstFrame - 1) / trial.markers.samplingRateHz) : [],
    subjects: [{ name: trial.subject.sourceId, labelPrefix: prefix }],
    forcePlates,
    parameters: [
      ...(has('bodyMass') ? [processing('Bodymass', trial.subject.massKg)] : []),
      ...(has('bodyHeight') ? [processing('Height', trial.subject.heightM * MM_PER_M)] : []),
    ],
  };
}

function frameLayout(
  trial: SimulatedTrial,
  withEmg: boolean,
  plates: readonly SimulatedForcePlate[],
): { samplesPerFrame: number; frameCount: number } {
  const emg = withEmg ? trial.legs.left.emg : null;
  const analogRates = [
    ...(emg === null ? [] : [emg.signal.samplingRateHz]),
    ...plates.map(({ samplingRateHz }) => samplingRateHz),
  ];
  const { samplingRateHz: pointRateHz, numSamples } = trial.markers;
  if (analogRates.length === 0) return { samplesPerFrame: 1, frameCount: numSamples };
  const perFrame = analogRates[0] / pointRateHz;
  if (analogRates.some((analogRateHz) => analogRateHz !== analogRates[0]) || !Number.isInteger(perFrame)) {
    throw new LayoutError(
      'C3D',
      `one analog rate that is a whole multiple of the marker rate ${pointRateHz} Hz`,
      `${analogRates.join(', ')} Hz`,
    );
  }
  const analogSamples = emg === null ? plates[0].numSamples : sampleCount(emg.signal);
  return { samplesPerFrame: perFrame, frameCount: Math.min(numSamples, Math.floor(analogSamples / perFrame)) };
}

function markerPoints(trial: SimulatedTrial, convert: ToLaboratory): C3dPointContent[] {
  return (Object.entries(trial.markers.positionsM) as [SimulatedMarkerName, NdArray<Float64Array>][]).map(
    ([name, { data, shape }]) => {
      const numSamples = shape[1];
      const [x, y, z] = [0, 1, 2].map(() => new Float64Array(numSamples));
      for (let i = 0; i < numSamples; i += 1) {
        const position = convert([data[i], data[numSamples + i], data[2 * numSamples + i]]);
        [x[i], y[i], z[i]] = position.map((value) => value * MM_PER_M);
      }
      return { label: PLUG_IN_GAIT_MARKERS[name], kind: 'marker', x, y, z };
    },
  );
}

function jointPoints(trial: SimulatedTrial, quantity: 'angles' | 'moments', onPlatesOnly = false): C3dPointContent[] {
  const isAngle = quantity === 'angles';
  return SIDES.flatMap((side) => {
    const block = trial.legs[side][quantity];
    const measured = onPlatesOnly ? strideMask(trial, side) : null;
    return JOINTS.map((joint): C3dPointContent => {
      const component = (motion: 'flexion' | 'adduction' | 'rotation'): Float64Array =>
        channelSamples(block, jointMotionIndex(joint, motion)).map((value, sample) =>
          measured !== null && measured[sample] === 0 ? NaN : value * (isAngle ? 1 : PLUG_IN_GAIT_MOMENT),
        );
      return {
        label: `${side === 'left' ? 'L' : 'R'}${JOINT_LABELS[joint]}${isAngle ? 'Angles' : 'Moment'}`,
        kind: isAngle ? 'angle' : 'moment',
        unit: isAngle ? 'deg' : 'Nmm/kg',
        x: component('flexion'),
        y: component('adduction'),
        z: component('rotation'),
      };
    });
  });
}

/** 1 in frames of strides that began with a clean hit of a plate. */
function strideMask(trial: SimulatedTrial, side: Side): Uint8Array {
  const { samplingRateHz, numSamples } = trial.markers;
  const mask = new Uint8Array(numSamples);
  for (const stride of trial.strides) {
    if (stride.side !== side || stride.plate === null) continue;
    mask.fill(1, Math.floor(stride.startS * samplingRateHz), Math.ceil(stride.endS * samplingRateHz) + 1);
  }
  return mask;
}

function emgChannels(
  trial: SimulatedTrial,
  labelOf: (side: Side, channel: EmgChannel) => string | null,
): C3dAnalogContent[] {
  return SIDES.flatMap((side) => {
    const { emg } = trial.legs[side];
    if (emg === null) return [];
    return EMG_CHANNELS.flatMap((channel, index): C3dAnalogContent[] => {
      const label = labelOf(side, channel);
      return label === null ? [] : [{ label, unit: emg.unit, samples: channelSamples(emg.signal, index) }];
    });
  });
}

function eventContent(trial: SimulatedTrial, captureOffsetS: number): C3dEventContent[] {
  return trial.events.map(({ timeS, side, kind }) => ({
    label: EVENT_LABELS[kind],
    context: side === 'left' ? 'Left' : 'Right',
    captureTimeS: timeS + captureOffsetS,
    subject: trial.subject.sourceId,
    iconId: EVENT_ICONS[kind],
  }));
}

function processing(name: string, value: number): C3dParameterContent {
  return { group: 'PROCESSING', name, type: 'float32', values: [value] };
}

function cut(point: C3dPointContent, frameCount: number): C3dPointContent {
  const part = (values: C3dPointContent['x']): Float64Array => (values as Float64Array).subarray(0, frameCount);
  return { ...point, x: part(point.x), y: part(point.y), z: part(point.z) };
}
