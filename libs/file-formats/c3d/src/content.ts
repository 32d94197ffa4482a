import type { C3dByteOrder } from './byte-order';
import type { C3dPointKind, C3dStorage, C3dVector } from './recording';

/** Numbers by sample or frame, in any numeric array. */
export type C3dNumbers = ArrayLike<number>;

/** One trajectory or model output to be written; all series have one value per frame. */
export interface C3dPointContent {
  /** At most 127 bytes of UTF-8. */
  readonly label: string;
  readonly description?: string;
  /** Default `marker`; every other kind is also listed under POINT:ANGLES, POINT:FORCES, ... */
  readonly kind?: C3dPointKind;
  /** Unit of a model output (POINT:ANGLE_UNITS, ...: one per kind, the first point of the kind decides). */
  readonly unit?: string;
  /** Values in `pointUnit` (markers) or in the model output's unit; a frame where x is NaN is stored as invalid. */
  readonly x: C3dNumbers;
  readonly y: C3dNumbers;
  readonly z: C3dNumbers;
  /** Residual in `pointUnit`, stored in steps of the point scale; default 0. */
  readonly residual?: C3dNumbers;
  /** Bits 0-6: cameras 1-7; default 0. */
  readonly cameraMask?: C3dNumbers;
}

/** One analog channel to be written, with `analogSamplesPerFrame` samples for each frame. */
export interface C3dAnalogContent {
  readonly label: string;
  readonly description?: string;
  /** Unit of the samples as ANALOG:UNITS tells it (`V`, `N`, `Nmm`, ...); default empty. */
  readonly unit?: string;
  readonly samples: C3dNumbers;
  /** ANALOG:SCALE: unit per stored step; default 1 in float files, peak / 32000 in integer files. */
  readonly scale?: number;
  /** ANALOG:OFFSET: stored value that means 0; default 0, or 32768 for unsigned integers. */
  readonly offset?: number;
}

/** One event of group EVENT to be written. */
export interface C3dEventContent {
  readonly label: string;
  /** `Left`, `Right`, `General`, ...; default empty. */
  readonly context?: string;
  /** Seconds since frame 1 of the capture, which is `(firstFrame - 1) / pointRateHz` before the first stored frame. */
  readonly captureTimeS: number;
  readonly subject?: string;
  readonly description?: string;
  readonly iconId?: number;
  readonly genericFlag?: number;
}

/** One force plate to be written. */
export interface C3dForcePlateContent {
  readonly type: number;
  /** Indexes into `analog`, from 0, in the order that the type asks for. */
  readonly channelIndexes: readonly number[];
  /** The four corners in laboratory axes and `pointUnit`: (+x, +y), (-x, +y), (-x, -y), (+x, -y) of the plate's own axes, whose z points down. */
  readonly corners: readonly [C3dVector, C3dVector, C3dVector, C3dVector];
  /** FORCE_PLATFORM:ORIGIN in plate axes and `pointUnit`. */
  readonly origin: C3dVector;
  /** FORCE_PLATFORM:CAL_MATRIX, row by row (type 4: 36 values). */
  readonly calibrationMatrix?: readonly number[];
}

/** One parameter to be written as it is, beside those that the writer makes itself. */
export interface C3dParameterContent {
  readonly group: string;
  readonly name: string;
  readonly type: 'char' | 'byte' | 'int16' | 'float32';
  /** Default one dimension over the values (text: [longest, count]). */
  readonly dimensions?: readonly number[];
  readonly values: readonly string[] | readonly number[];
  readonly description?: string;
  readonly locked?: boolean;
}

/** Rigid-body orientations (group ROTATION) to be written. */
export interface C3dRotationContent {
  readonly labels: readonly string[];
  /** Rotation frames per point frame; a whole number of at least 1. */
  readonly framesPerPointFrame: number;
  /** [rotation][frame][16], each 4 x 4 matrix column by column. */
  readonly matrices: C3dNumbers;
  /** [rotation][frame]; NaN is stored as invalid (-1). */
  readonly reliability: C3dNumbers;
}

/** One subject of group SUBJECTS. */
export interface C3dSubjectContent {
  readonly name: string;
  readonly labelPrefix?: string;
  readonly markerSet?: string;
}

/** Everything that {@link writeC3d} stores. */
export interface C3dContent {
  readonly pointRateHz: number;
  /** Number of the first stored frame in the capture, from 1; default 1. */
  readonly firstFrame?: number;
  readonly frameCount: number;
  /** Unit of marker coordinates, plate corners and origins; default `mm`. */
  readonly pointUnit?: string;
  readonly points?: readonly C3dPointContent[];
  readonly analogSamplesPerFrame?: number;
  readonly analog?: readonly C3dAnalogContent[];
  readonly events?: readonly C3dEventContent[];
  /** At most 18 events for the header, labels of at most 4 bytes. */
  readonly headerEvents?: readonly { readonly label: string; readonly captureTimeS: number }[];
  readonly subjects?: readonly C3dSubjectContent[];
  readonly forcePlates?: readonly C3dForcePlateContent[];
  /** FORCE_PLATFORM:ZERO, first and last frame (from 1) of the unloaded baseline; default [1, 0], none. */
  readonly zeroFrames?: readonly [number, number];
  readonly rotations?: C3dRotationContent;
  /** Further parameters, for example PROCESSING:BODYMASS; one of the same group and name replaces the writer's own. */
  readonly parameters?: readonly C3dParameterContent[];
}

/** How the content is stored. */
export interface C3dWriteOptions {
  /** Default `intel`. */
  readonly byteOrder?: C3dByteOrder;
  /** Default `float32`. */
  readonly storage?: C3dStorage;
  /** Stores integer analog samples as unsigned numbers (ANALOG:FORMAT UNSIGNED); default false. */
  readonly unsignedAnalog?: boolean;
  /** Step of integer coordinates and of residuals, in `pointUnit`; default largest coordinate / 32000. */
  readonly pointScale?: number;
}
