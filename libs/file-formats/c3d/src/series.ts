import { C3dOptionError } from './errors';
import type { C3dFrames } from './recording';

/** The series of one point; views into the frames, not copies. */
export interface C3dTrajectory {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly residual: Float32Array;
  readonly cameraMask: Uint8Array;
}

/**
 * The series of one point.
 *
 * @param frames - a recording or a block of frames
 * @param pointIndex - index of the point, from 0
 * @returns views [frame] of its coordinates (point units, NaN where invalid), residual and camera mask
 * @throws {@link C3dOptionError} `option` where there is no such point
 */
export function trajectoryAt(frames: C3dFrames, pointIndex: number): C3dTrajectory {
  const count = frames.frameCount;
  checkIndex('pointIndex', pointIndex, frames.coordinates.length / 3 / count);
  const axis = (index: number): Float32Array =>
    frames.coordinates.subarray((pointIndex * 3 + index) * count, (pointIndex * 3 + index + 1) * count);
  const one = pointIndex * count;
  return {
    x: axis(0),
    y: axis(1),
    z: axis(2),
    residual: frames.residuals.subarray(one, one + count),
    cameraMask: frames.cameraMasks.subarray(one, one + count),
  };
}

/**
 * The samples of one analog channel.
 *
 * @param frames - a recording or a block of frames
 * @param channelIndex - index of the channel, from 0
 * @returns a view [sample], `analogSamplesPerFrame` for each frame, in the channel's unit
 * @throws {@link C3dOptionError} `option` where there is no such channel
 */
export function analogAt(frames: C3dFrames, channelIndex: number): Float64Array {
  const count = frames.frameCount * frames.analogSamplesPerFrame;
  checkIndex('channelIndex', channelIndex, frames.analog.length / count);
  return frames.analog.subarray(channelIndex * count, (channelIndex + 1) * count);
}

/** Without frames the number of items is unknown (NaN), and every series is empty. */
function checkIndex(option: string, index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count)
    throw new C3dOptionError('C3D frames', option, `an index from 0 to ${count - 1}`, index);
}
