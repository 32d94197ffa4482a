import type { C3dByteOrder } from './byte-order';

/** x, y, z. */
export type C3dVector = readonly [number, number, number];

/** How the data section stores numbers. */
export type C3dStorage = 'int16' | 'float32';

/** What a point is: a marker, or a model output that POINT:ANGLES, FORCES, MOMENTS, POWERS, SCALARS, ... lists. */
export type C3dPointKind =
  | 'marker'
  | 'angle'
  | 'force'
  | 'moment'
  | 'power'
  | 'scalar'
  | 'modeled-marker'
  | 'reaction'
  | 'bone'
  | 'virtual-marker';

/** A text parameter; one entry per string, without trailing blanks and NULs. */
export interface C3dTextParameter {
  readonly name: string;
  readonly description: string;
  readonly locked: boolean;
  readonly type: 'char';
  readonly dimensions: readonly number[];
  readonly values: readonly string[];
}

/** A numeric parameter; the values lie in the file's order, first dimension fastest. */
export interface C3dNumericParameter {
  readonly name: string;
  readonly description: string;
  readonly locked: boolean;
  readonly type: 'byte' | 'int16' | 'float32';
  readonly dimensions: readonly number[];
  readonly values: readonly number[];
}

/** One parameter of a group. */
export type C3dParameter = C3dTextParameter | C3dNumericParameter;

/** A parameter group; both the groups and their parameters are keyed by upper-case name. */
export interface C3dGroup {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly locked: boolean;
  readonly parameters: ReadonlyMap<string, C3dParameter>;
}

/** An event of the header section. */
export interface C3dHeaderEvent {
  readonly label: string;
  /** Seconds since frame 1 of the capture. */
  readonly captureTimeS: number;
  /** Display flag as stored. */
  readonly displayFlag: number;
}

/** The header section as stored; where parameters disagree with it, they win and a warning says so. */
export interface C3dHeader {
  /** Bytes that lie before the header; all block numbers count from there. */
  readonly leadingBytes: number;
  readonly parameterBlock: number;
  readonly pointCount: number;
  /** All channels times samples per frame. */
  readonly analogValuesPerFrame: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly maxInterpolationGapFrames: number;
  /** Negative for float data. */
  readonly scale: number;
  readonly dataBlock: number;
  readonly analogSamplesPerFrame: number;
  readonly pointRateHz: number;
  /** Block of the label and range section; null where the header names none. */
  readonly labelRangeBlock: number | null;
  readonly events: readonly C3dHeaderEvent[];
}

/** What is known about one point (marker or model output). */
export interface C3dPoint {
  readonly index: number;
  /** Label as stored; may be empty, repeated, or carry a `Subject:` prefix. */
  readonly label: string;
  /** The label made unique: `#2`, `#3`, ... follow a repeated label, `point 7` replaces an empty one. */
  readonly name: string;
  /** The label without its `Subject:` prefix. */
  readonly strippedLabel: string;
  readonly description: string;
  readonly kind: C3dPointKind;
  /** POINT:UNITS for markers, POINT:ANGLE_UNITS and so on for model outputs; empty where the file does not say. */
  readonly unit: string;
}

/** What is known about one analog channel. */
export interface C3dAnalogChannel {
  readonly index: number;
  readonly label: string;
  /** The label made unique, as for points (`analog 7` for an empty one). */
  readonly name: string;
  readonly strippedLabel: string;
  readonly description: string;
  /** ANALOG:UNITS of the channel; values are never converted. */
  readonly unit: string;
  /** Value = (stored - offset) x scale; GEN_SCALE is included. */
  readonly scale: number;
  readonly offset: number;
}

/** An event of the trial. */
export interface C3dEvent {
  readonly label: string;
  /** `Left`, `Right`, `General`; empty for header events. */
  readonly context: string;
  /** Seconds since frame 1 of the capture, as stored. */
  readonly captureTimeS: number;
  /** Seconds since the first stored frame: what indexes the series of this file. */
  readonly fileTimeS: number;
  readonly subject: string;
  readonly description: string;
  readonly iconId: number | null;
  readonly genericFlag: number | null;
  readonly origin: 'header' | 'group';
}

/** A subject of group SUBJECTS. */
export interface C3dSubject {
  readonly name: string;
  readonly labelPrefix: string;
  readonly markerSet: string;
}

/** A force plate as group FORCE_PLATFORM describes it. */
export interface C3dForcePlate {
  readonly index: number;
  readonly type: number;
  /** Indexes into the analog channels, from 0; -1 where the file names a channel that does not exist. */
  readonly channelIndexes: readonly number[];
  /** Four corners, laboratory axes, in `pointUnit`; null where the file has none. */
  readonly corners: readonly [C3dVector, C3dVector, C3dVector, C3dVector] | null;
  /** ORIGIN as stored, plate axes, in `pointUnit`. */
  readonly origin: C3dVector;
  /** CAL_MATRIX row by row; null where the file has none. */
  readonly calibrationMatrix: readonly number[] | null;
  /** First and last stored frame (from 1, inclusive) whose mean is the unloaded baseline; null for none. */
  readonly zeroFrames: readonly [number, number] | null;
}

/** Where rigid-body orientations (group ROTATION) lie and what they are. */
export interface C3dRotationDescription {
  readonly labels: readonly string[];
  readonly samplingRateHz: number;
  readonly frameCount: number;
  readonly byteOffset: number;
}

/** What a reader repaired, or two places of a file that disagree. */
export interface C3dWarning {
  readonly code: C3dWarningCode;
  readonly message: string;
  /** Where in the file, if it is one place. */
  readonly byteOffset?: number;
}

/** Kinds of {@link C3dWarning}. */
export type C3dWarningCode =
  | 'leading-bytes'
  | 'processor'
  | 'parameter-section'
  | 'parameter-type'
  | 'duplicate-parameter'
  | 'undefined-group'
  | 'header-disagrees'
  | 'missing-parameter'
  | 'frame-count'
  | 'first-frame'
  | 'sampling-rate'
  | 'labels'
  | 'data-section'
  | 'events'
  | 'force-plates'
  | 'rotations';

/** How the data section is stored. */
export interface C3dFrameLayout {
  readonly byteOrder: C3dByteOrder;
  readonly storage: C3dStorage;
  /** File offset of the first stored frame. */
  readonly dataOffset: number;
  readonly frameBytes: number;
  /** Positive step of integer coordinates and of all residuals, in `pointUnit`. */
  readonly pointScale: number;
  /** ANALOG:FORMAT is UNSIGNED. */
  readonly unsignedAnalog: boolean;
}

/** Everything a C3D file tells, save the frames themselves. */
export interface C3dDescription {
  /** Path, or "C3D bytes". */
  readonly source: string;
  readonly fileBytes: number;
  readonly layout: C3dFrameLayout;
  readonly header: C3dHeader;
  /** The whole group tree, by upper-case name. */
  readonly groups: ReadonlyMap<string, C3dGroup>;
  /** Number of the first stored frame in the capture (normally from 1). */
  readonly firstFrame: number;
  readonly frameCount: number;
  /** NaN, with a warning, where neither parameters nor header tell. */
  readonly pointRateHz: number;
  readonly analogRateHz: number;
  readonly analogSamplesPerFrame: number;
  /** POINT:UNITS; empty where the file does not say. */
  readonly pointUnit: string;
  readonly points: readonly C3dPoint[];
  readonly analogChannels: readonly C3dAnalogChannel[];
  /** Events of group EVENT; where it has none, those of the header. In the order of the file. */
  readonly events: readonly C3dEvent[];
  readonly subjects: readonly C3dSubject[];
  readonly forcePlates: readonly C3dForcePlate[];
  readonly rotation: C3dRotationDescription | null;
  readonly warnings: readonly C3dWarning[];
}

/**
 * Decoded consecutive frames, planar: every series is contiguous.
 *
 * - `coordinates` [point][x, y, z][frame], NaN where the point is invalid;
 * - `residuals` [point][frame] in point units, NaN where the point is invalid;
 * - `cameraMasks` [point][frame], bits 0-6 for cameras 1-7;
 * - `analog` [channel][sample], scaled, in each channel's own unit, with `analogSamplesPerFrame` samples per frame.
 */
export interface C3dFrames {
  /** Index of the first frame of these arrays among the stored frames, from 0. */
  readonly startFrameIndex: number;
  readonly frameCount: number;
  readonly coordinates: Float32Array;
  readonly residuals: Float32Array;
  readonly cameraMasks: Uint8Array;
  readonly analog: Float64Array;
  readonly analogSamplesPerFrame: number;
}

/** Rigid-body orientations. */
export interface C3dRotations {
  readonly labels: readonly string[];
  readonly samplingRateHz: number;
  readonly frameCount: number;
  /** [rotation][frame][16]: 4 x 4 matrices column by column, NaN where invalid. */
  readonly matrices: Float32Array;
  /** [rotation][frame]; NaN where invalid. */
  readonly reliability: Float32Array;
}

/** A whole file: its description and all its frames. */
export interface C3dRecording extends C3dDescription, C3dFrames {
  readonly rotations: C3dRotations | null;
}
