import {
  calibrated,
  channelQuantities,
  plateFrame,
  wrenchOfType1,
  wrenchOfType2,
  wrenchOfType3,
} from './plate-mechanics';
import type { AxisSeries, PlateFrame, PlateWrench } from './plate-mechanics';
import type { C3dForcePlate, C3dRecording, C3dVector, C3dWarning } from './recording';
import { analogAt } from './series';
import { metresPerUnit, newtonMetresPerUnit, newtonsPerUnit } from './units';
import { WarningList } from './warning-list';

/** How to compute force plates. */
export interface ForcePlateOptions {
  /**
   * `on-subject` (default): the reaction force that acts on the person, so that load points out of the plate's surface; plates that store the
   * force on the plate are recognised by their load and turned. `as-stored`: the file's own sign.
   */
  readonly direction?: 'on-subject' | 'as-stored';
  /** Subtract the mean of the FORCE_PLATFORM:ZERO frames from each channel; default true. */
  readonly subtractBaseline?: boolean;
  /** Normal force in N at or below which centre of pressure and free moment are NaN; default 0 N. */
  readonly minimumNormalForceN?: number;
}

/** Kinetics of one plate, in laboratory axes, one value per analog sample. */
export interface ForcePlateSeries {
  /** Index into `forcePlates` of the recording. */
  readonly index: number;
  /** x, y, z in N. */
  readonly forceN: AxisSeries;
  /** Moment of that force about the centre of the plate's surface, x, y, z in N·m. */
  readonly momentNm: AxisSeries;
  /** x, y, z in m, on the plate's surface; NaN without normal force. */
  readonly centreOfPressureM: AxisSeries;
  /** Free moment at the centre of pressure about the normal out of the surface, in N·m; NaN where that centre is. */
  readonly freeMomentNm: Float64Array;
  readonly samplingRateHz: number;
  /** Centre of the surface in m. */
  readonly surfaceCentreM: C3dVector;
  /** Whether the stored force was the one on the plate and was turned. */
  readonly turned: boolean;
}

/** A plate whose kinetics are not computed: its channels as they are. */
export interface RawForcePlate {
  readonly index: number;
  readonly type: number;
  /** Channels in the order of FORCE_PLATFORM:CHANNEL, in their own units; views into the recording. */
  readonly channels: readonly Float64Array[];
  readonly reason: string;
}

/** All plates of a recording. */
export interface ForcePlateResult {
  readonly plates: readonly ForcePlateSeries[];
  readonly rawPlates: readonly RawForcePlate[];
  readonly warnings: readonly C3dWarning[];
}

/** Load in N from which a plate's own samples tell the sign of its vertical force. */
const CLEAR_LOAD_N = 100;

/**
 * Forces, moments and centres of pressure of the force plates of types 1 to 4, in the laboratory frame that FORCE_PLATFORM:CORNERS spans, at
 * the analog rate, in N, N·m and m. Units are converted from ANALOG:UNITS; where a channel names no unit of its kind, newtons and
 * POINT:UNITS are taken with a warning. Plates of other types, or without corners or channels, come back raw with a reason.
 *
 * @param recording - a whole recording: baseline and sign are taken from all its samples
 * @param options - direction, baseline, least normal force in N
 * @returns computed plates, raw plates, and warnings
 * @see C3D file format user guide, Motion Lab Systems, 2008: FORCE_PLATFORM
 * @example
 * const [plate] = computeForcePlates(recording).plates;
 * const verticalN = plate.forceN[2];
 */
export function computeForcePlates(recording: C3dRecording, options: ForcePlateOptions = {}): ForcePlateResult {
  const warnings = new WarningList();
  const rawPlates: RawForcePlate[] = [];
  const local = recording.forcePlates.flatMap((plate) => {
    const result = localKinetics(recording, plate, options.subtractBaseline ?? true, warnings);
    if (typeof result !== 'string') return [result];
    warnings.add('force-plates', `plate ${plate.index + 1}: ${result}`);
    rawPlates.push({ index: plate.index, type: plate.type, channels: rawChannels(recording, plate), reason: result });
    return [];
  });
  const turned = options.direction === 'as-stored' ? local.map(() => false) : whichToTurn(local);
  const plates = local.map((plate, i) => toLaboratory(plate, turned[i], recording, options.minimumNormalForceN ?? 0));
  return { plates, rawPlates, warnings: warnings.warnings };
}

interface LocalKinetics {
  readonly index: number;
  readonly wrench: PlateWrench;
  readonly frame: PlateFrame;
  readonly metresPerPointUnit: number;
}

/** Kinetics in plate axes, or why there are none. */
function localKinetics(
  recording: C3dRecording,
  plate: C3dForcePlate,
  subtractBaseline: boolean,
  warnings: WarningList,
): LocalKinetics | string {
  const quantities = channelQuantities[plate.type];
  if (!quantities) return `type ${plate.type} is not computed`;
  const indexes = plate.channelIndexes.slice(0, quantities.length);
  if (indexes.length < quantities.length || indexes.includes(-1))
    return `type ${plate.type} needs ${quantities.length} existing channels`;
  const frame = plate.corners && plateFrame(plate.corners);
  if (!frame) return 'its corners span no plane';
  if (plate.type === 4 && plate.calibrationMatrix?.length !== 36) return 'type 4 needs a 6 x 6 calibration matrix';
  const metres = metresPerUnit(recording.pointUnit);
  if (metres === null)
    warnings.add(
      'force-plates',
      `plate ${plate.index + 1}: POINT:UNITS "${recording.pointUnit}" is no length; mm are taken`,
    );
  const metresPerPointUnit = metres ?? 1e-3;
  const factor = { force: 1, moment: metresPerPointUnit, length: metresPerPointUnit };
  const stored = indexes.map((index, i) => {
    // A baseline belongs to what a transducer measures, not to a position derived from it.
    const samples = analogAt(recording, index).slice();
    if (subtractBaseline && quantities[i] !== 'length') removeBaseline(samples, recording, plate);
    return samples;
  });
  let channels: readonly Float64Array[] = stored;
  if (plate.type === 4 && !scalesHoldCalibration(recording, plate)) {
    // What leaves the calibration matrix is N and N x point unit, whatever unit the raw channels are labelled with.
    channels = calibrated(stored, plate.calibrationMatrix!).map((samples, i) => scaled(samples, factor[quantities[i]]));
  } else {
    if (plate.type === 4)
      warnings.add(
        'force-plates',
        `plate ${plate.index + 1}: ANALOG:SCALE already holds the matrix diagonal; the matrix is not applied again`,
      );
    const unknown = new Set<string>();
    channels = stored.map((samples, i) => {
      const { unit } = recording.analogChannels[indexes[i]];
      const known = { force: newtonsPerUnit, moment: newtonMetresPerUnit, length: metresPerUnit }[quantities[i]](unit);
      if (known === null) unknown.add(`${quantities[i]} in "${unit}"`);
      return scaled(samples, known ?? factor[quantities[i]]);
    });
    if (unknown.size > 0)
      warnings.add(
        'force-plates',
        `plate ${plate.index + 1}: ${[...unknown].join(', ')}; N and ${recording.pointUnit || 'mm'} are taken`,
      );
  }
  const [x, y, z] = plate.origin.map((value) => value * metresPerPointUnit);
  if (plate.type === 3 && !(x !== 0 && y !== 0))
    warnings.add(
      'force-plates',
      `plate ${plate.index + 1}: ORIGIN lacks the sensor distances, so moments and centre of pressure are unknown`,
    );
  if (plate.type !== 1 && z > 0)
    warnings.add(
      'force-plates',
      `plate ${plate.index + 1}: ORIGIN points from the surface to the sensors; it is taken the other way round`,
    );
  const wrench =
    plate.type === 1
      ? wrenchOfType1(channels)
      : plate.type === 3
        ? wrenchOfType3(channels, [x, y, z])
        : wrenchOfType2(channels, [x, y, z]);
  return { index: plate.index, wrench, frame, metresPerPointUnit };
}

/**
 * Some files of type 4 store channels whose scales already are one common factor times the matrix diagonal; a second calibration would be wrong by
 * the plate's sensitivity. Channels that are not calibrated have scales of their own making, mostly one for all.
 */
function scalesHoldCalibration(recording: C3dRecording, plate: C3dForcePlate): boolean {
  const scales = [0, 1, 2].map((i) => recording.analogChannels[plate.channelIndexes[i]].scale);
  const factors = scales.map((scale, i) => scale / plate.calibrationMatrix![i * 7]);
  const spread = (values: number[]): number => Math.max(...values) / Math.min(...values) - 1;
  return Math.abs(spread(factors)) < 0.005 && Math.abs(spread(scales)) > 0.1;
}

function rawChannels(recording: C3dRecording, plate: C3dForcePlate): Float64Array[] {
  return plate.channelIndexes.map((index) => (index < 0 ? new Float64Array(0) : analogAt(recording, index)));
}

function scaled(samples: Float64Array, factor: number): Float64Array {
  return factor === 1 ? samples : samples.map((value) => value * factor);
}

/** In place: minus the mean over the baseline frames, which count from the first stored frame. */
function removeBaseline(samples: Float64Array, recording: C3dRecording, plate: C3dForcePlate): void {
  if (!plate.zeroFrames) return;
  const [first, last] = plate.zeroFrames;
  const window = samples.subarray(
    (first - 1) * recording.analogSamplesPerFrame,
    last * recording.analogSamplesPerFrame,
  );
  if (window.length === 0) return;
  const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
  for (let i = 0; i < samples.length; i++) samples[i] -= mean;
}

/**
 * Load can only press on a plate, so the reaction's z (into the ground) must be negative under load. A clearly loaded plate decides for
 * itself; the others follow the majority of those.
 */
function whichToTurn(plates: readonly LocalKinetics[]): boolean[] {
  const verdicts = plates.map(({ wrench }) => {
    const normal = wrench.force[2];
    let squares = 0;
    let signedSquares = 0;
    let largest = 0;
    for (const value of normal) {
      if (Number.isNaN(value)) continue;
      const magnitude = Math.abs(value);
      squares += value * value;
      signedSquares += value * magnitude;
      if (magnitude > largest) largest = magnitude;
    }
    return largest < CLEAR_LOAD_N || Math.abs(signedSquares) < squares / 2 ? null : signedSquares > 0;
  });
  const turns = verdicts.filter((verdict) => verdict === true).length;
  const keeps = verdicts.filter((verdict) => verdict === false).length;
  return verdicts.map((verdict) => verdict ?? turns > keeps);
}

function toLaboratory(
  plate: LocalKinetics,
  turned: boolean,
  recording: C3dRecording,
  minimumNormalForceN: number,
): ForcePlateSeries {
  const { frame, wrench, metresPerPointUnit } = plate;
  const sign = turned ? -1 : 1;
  const [fx, fy, fz] = wrench.force;
  const [mx, my, mz] = wrench.moment;
  const length = fz.length;
  const centreX = new Float64Array(length).fill(NaN);
  const centreY = new Float64Array(length).fill(NaN);
  const freeMomentNm = new Float64Array(length).fill(NaN);
  for (let i = 0; i < length; i++) {
    if (!(Math.abs(fz[i]) > minimumNormalForceN)) continue;
    const px = wrench.reportedCentre ? wrench.reportedCentre[0][i] : -my[i] / fz[i];
    const py = wrench.reportedCentre ? wrench.reportedCentre[1][i] : mx[i] / fz[i];
    centreX[i] = px;
    centreY[i] = py;
    // The plate's z leads into the ground, the normal out of it.
    freeMomentNm[i] = -sign * (mz[i] - px * fy[i] + py * fx[i]);
  }
  const surfaceCentre = frame.centre.map((value) => value * metresPerPointUnit);
  const rotated = (
    [x, y, z]: readonly (Float64Array | null)[],
    factor: number,
    shift: readonly number[],
  ): AxisSeries => {
    const axis = (i: 0 | 1 | 2): Float64Array => {
      const result = new Float64Array(length);
      for (let k = 0; k < length; k++)
        result[k] = shift[i] + factor * (frame.x[i] * x![k] + frame.y[i] * y![k] + (z ? frame.z[i] * z[k] : 0));
      return result;
    };
    return [axis(0), axis(1), axis(2)];
  };
  return {
    index: plate.index,
    forceN: rotated([fx, fy, fz], sign, [0, 0, 0]),
    momentNm: rotated([mx, my, mz], sign, [0, 0, 0]),
    centreOfPressureM: rotated([centreX, centreY, null], 1, surfaceCentre),
    freeMomentNm,
    samplingRateHz: recording.analogRateHz,
    surfaceCentreM: [surfaceCentre[0], surfaceCentre[1], surfaceCentre[2]],
    turned,
  };
}
