import { median } from '@emgfm/emg-dsp';
import {
  SIDES,
  channelSamples,
  sampleCount,
  signalBlock,
  type ContinuousRecording,
  type GaitEvent,
  type GaitEventKind,
  type ImuLocation,
  type ImuSignals,
  type Side,
} from '@emgfm/schema';
import { sortedByTime, type DetectionIssue, type EventDetector } from './event-detector';

/** The three rows of a sensor, in axes of its segment. */
export interface SensorRows {
  readonly forward: Float64Array;
  readonly left: Float64Array;
  readonly up: Float64Array;
}

/** Specific force of a sensor by row (m/s²). */
export function specificForce(sensor: ImuSignals): SensorRows {
  const [forward, left, up] = [0, 1, 2].map((row) => Float64Array.from(channelSamples(sensor, row)));
  return { forward, left, up };
}

/** Angular velocity of a sensor by row (rad/s); null without a gyroscope. */
export function angularVelocity(sensor: ImuSignals): SensorRows | null {
  const { angularVelocityRadps } = sensor;
  if (!angularVelocityRadps) return null;
  const numSamples = sampleCount(sensor);
  const [forward, left, up] = [0, 1, 2].map((row) =>
    Float64Array.from(angularVelocityRadps.data.subarray(row * numSamples, (row + 1) * numSamples)),
  );
  return { forward, left, up };
}

/** The sensor at a place; null where there is none. */
export function sensorAt(recording: ContinuousRecording, location: ImuLocation): ImuSignals | null {
  return recording.imu?.find((sensor) => sensor.location === location) ?? null;
}

/** Candidates of one foot by kind, in samples of its sensor. */
export type SensorCandidates = { readonly [kind in GaitEventKind]: readonly number[] };

/**
 * A detector that works on one sensor per leg: finds the sensors, turns samples into times, and gives a reason for a leg without
 * sensor or without strikes.
 * @param id id of the detector
 * @param place `foot`, `shank`, ...: `left_` and `right_` are put before it
 * @param confidence of its events
 * @param find candidates of one sensor, or in words what it lacks for the method
 */
export function legSensorDetector(
  id: string,
  place: 'foot' | 'shank' | 'thigh',
  confidence: number,
  find: (sensor: ImuSignals) => SensorCandidates | string,
): EventDetector {
  const sensorOf = (recording: ContinuousRecording, side: Side) => sensorAt(recording, `${side}_${place}`);
  return {
    id,
    applies: (recording) => SIDES.some((side) => sensorOf(recording, side) !== null),
    detect(recording) {
      const events: GaitEvent[] = [];
      const issues: DetectionIssue[] = [];
      for (const side of SIDES) {
        const sensor = sensorOf(recording, side);
        const found = sensor && find(sensor);
        if (found === null || typeof found === 'string') {
          const detail = found === null ? `no sensor on the ${side} ${place}` : `the ${side} ${place} sensor ${found}`;
          issues.push({ side, reason: 'no-events', detail });
          continue;
        }
        for (const kind of ['foot_strike', 'foot_off'] as const) {
          for (const sample of found[kind]) {
            const timeS = sensor!.startS + sample / sensor!.samplingRateHz;
            events.push({ timeS, side, kind, source: id, confidence });
          }
        }
        if (found.foot_strike.length === 0) {
          issues.push({ side, reason: 'no-strikes-found', detail: `${id} found no strike of the ${side} foot` });
        }
      }
      return { events: sortedByTime(events), issues };
    },
  };
}

/** Gyroscope below this is rest (rad/s). */
const REST_RADPS = 0.35;
/** Samples at rest below which nothing is known about gravity. */
const LEAST_REST_SAMPLES = 10;

/**
 * Turns a sensor so that its third row points up: by the shortest rotation that brings the median specific force at rest to +z. Forward
 * and left rows must be right beforehand but for that tilt.
 * @returns a new sensor; the same one where it never rests, has no gyroscope, or is upside down, which no tilt explains
 */
export function levelledSensor(sensor: ImuSignals): ImuSignals {
  const force = specificForce(sensor);
  const turn = angularVelocity(sensor);
  if (!turn) return sensor;
  const rest = [...force.up.keys()].filter((i) => Math.hypot(turn.forward[i], turn.left[i], turn.up[i]) < REST_RADPS);
  if (rest.length < LEAST_REST_SAMPLES) return sensor;
  const gravity = [force.forward, force.left, force.up].map((row) => median(rest.map((i) => row[i])));
  const length = Math.hypot(...gravity);
  const [gx, gy, gz] = gravity.map((value) => value / length);
  // Rodrigues' rotation about (gy, -gx, 0), which takes (gx, gy, gz) to (0, 0, 1); upside down it has no axis.
  if (!(gz > -0.999)) return sensor;
  const scale = 1 / (1 + gz);
  const rotation = [
    [1 - scale * gx * gx, -scale * gx * gy, -gx],
    [-scale * gx * gy, 1 - scale * gy * gy, -gy],
    [gx, gy, gz],
  ];
  const rotated = ({ forward, left, up }: SensorRows) =>
    rotation.map(([a, b, c]) => forward.map((x, i) => a * x + b * left[i] + c * up[i]));
  const { samplingRateHz, startS } = sensor;
  return {
    ...sensor,
    ...signalBlock(rotated(force), { samplingRateHz, startS }),
    angularVelocityRadps: signalBlock(rotated(turn), { samplingRateHz, startS }).samples,
  };
}
