import { signalBlock, type ContinuousRecording, type ImuLocation, type ImuSignals } from '@emgfm/schema';
import { emptyRecording } from './walker-fixture';

/** What a sensor measures at a time (s), in axes of its segment; what is left out is 0, the vertical specific force 9.81 m/s². */
export interface SensorModel {
  readonly forward?: (timeS: number) => number;
  readonly left?: (timeS: number) => number;
  readonly up?: (timeS: number) => number;
  /** Angular velocity about the left axis (rad/s); null for a sensor without gyroscope. */
  readonly pitch?: ((timeS: number) => number) | null;
}

/** A sensor of 20 s. */
export function sensorOf(
  location: ImuLocation,
  model: SensorModel,
  timing = { samplingRateHz: 200, startS: 0 },
): ImuSignals {
  const { forward = () => 0, left = () => 0, up = () => 9.81, pitch = () => 0 } = model;
  const row = (signal: (timeS: number) => number): Float64Array =>
    Float64Array.from({ length: Math.round(20 * timing.samplingRateHz) }, (_, i) =>
      signal(timing.startS + i / timing.samplingRateHz),
    );
  const none = (): number => 0;
  return {
    ...signalBlock([row(forward), row(left), row(up)], timing),
    location,
    angularVelocityRadps: pitch && signalBlock([row(none), row(pitch), row(none)], timing).samples,
  };
}

/** A recording with nothing but sensors. */
export function sensorRecording(...imu: ImuSignals[]): ContinuousRecording {
  return { ...emptyRecording(), imu };
}

/** A bell of height 1 and the given width (s) around 0. */
export function bell(timeS: number, widthS: number): number {
  return Math.exp(-((timeS / widthS) ** 2));
}

/** Time (s) since the last of events at `firstS + k periodS`, and to the next: the smaller one, with its sign. */
export function around(timeS: number, firstS: number, periodS: number): number {
  const cycles = (timeS - firstS) / periodS;
  return (cycles - Math.round(cycles)) * periodS;
}
