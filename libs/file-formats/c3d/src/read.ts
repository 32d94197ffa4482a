import { decodeFrames, emptyFrames } from './decode-frames';
import { decodeRotations } from './decode-rotations';
import { describeC3d } from './describe';
import type { C3dDescription, C3dRecording } from './recording';

/** What to call bytes in messages. */
export interface C3dReadOptions {
  /** Named in errors and as `source`; default "C3D bytes". */
  readonly source?: string;
}

/**
 * Everything but the frames of a C3D file in memory.
 *
 * @param bytes - the whole file; never changed
 * @param options - a name for messages
 * @returns header, group tree, points, channels, events, force plates, and warnings about what was repaired
 * @throws {@link C3dSignatureError} `signature`, {@link C3dTruncatedError} `truncated`, {@link C3dParameterError} `parameters`,
 *   {@link C3dDataSectionError} `data-section`
 */
export function describeC3dBytes(bytes: Uint8Array, options: C3dReadOptions = {}): C3dDescription {
  const requests = describeC3d(options.source ?? 'C3D bytes', bytes.length);
  let step = requests.next();
  while (!step.done) step = requests.next(bytes.subarray(step.value.offset, step.value.offset + step.value.length));
  return step.value;
}

/**
 * Reads a whole C3D file from memory (works in browsers too).
 *
 * Points are in the file's own unit and axes, analog samples in each channel's own unit; invalid points are NaN. A file that ends early
 * gives its whole frames and a warning.
 *
 * @param bytes - the whole file; never changed
 * @param options - a name for messages
 * @returns the description and, planar, all frames (see {@link C3dFrames} for the layout)
 * @throws {@link C3dSignatureError} `signature`, {@link C3dTruncatedError} `truncated`, {@link C3dParameterError} `parameters`,
 *   {@link C3dDataSectionError} `data-section`, {@link C3dMemoryError} `memory`
 * @see C3D file format user guide, Motion Lab Systems, 2008
 * @example
 * const recording = readC3d(bytes);
 * const heel = findByLabel(recording.points, 'LHEE');
 * if (heel) console.log(trajectoryAt(recording, heel.index).z);
 */
export function readC3d(bytes: Uint8Array, options: C3dReadOptions = {}): C3dRecording {
  const description = describeC3dBytes(bytes, options);
  const { rotation, layout, frameCount } = description;
  const frames = emptyFrames(description, 0, frameCount);
  if (frameCount > 0) decodeFrames(description, bytes, layout.dataOffset, frameCount, frames, 0);
  const rotations = rotation && decodeRotations(rotation, bytes, rotation.byteOffset, layout.byteOrder);
  return { ...description, ...frames, rotations };
}
