import { isModalityWanted, type ReadOptions, toZUp } from '@emgfm/adapter-kit';
import { type Decision, type FurtherModality, type FurtherSignals, missingReasonCode } from '@emgfm/schema';
import { MARKER_MODALITY, MARKERS, REDUCED_JOINTS, REDUCED_MODALITY } from './channels';
import { type Geometry, type MarkerRows, meanPath } from './coordinates';
import { type FrameClock, nearestSamples } from './frame-clock';
import { imputeGaps } from './imputation';
import type { MocapMapping } from './mapping';

/** The further modalities of a trial, and what was decided on the way. */
export interface JointFrames {
  readonly further: readonly FurtherSignals[];
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Markers that the evidence of an imputation names. */
const NAMED_MARKERS = 5;

type Path = readonly Float64Array[];

/** Which sample of the markers each frame shows, -1 for none, on an even clock. */
interface TakenFrames {
  readonly samples: Int32Array;
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly decision: Decision;
}

/**
 * Positions of the 42 markers and of the 25 joints on the frames of the camera, or on the markers' own clock where there are none. Gaps
 * are imputed at the markers' own rate, before frames are taken.
 * @param geometry null where unit or vertical axis can't be told: all is missing then, reason "convention unresolved"
 * @param options which modalities are wanted
 */
export function jointFrames(
  rows: MarkerRows,
  geometry: Geometry | null,
  camera: FrameClock | null,
  mapping: MocapMapping,
  options: ReadOptions,
): JointFrames {
  const wanted = [MARKER_MODALITY, REDUCED_MODALITY].filter(({ name }) => isModalityWanted(name, options));
  if (wanted.length === 0) return { further: [], decisions: [], notes: [] };
  const taken = takenFrames(rows, camera);
  if (geometry === null) {
    return {
      further: wanted.map((modality) => unresolved(modality, taken)),
      decisions: [taken.decision],
      notes: [
        'length unit or vertical axis of the markers not told: set lengthUnit and verticalAxis in a mapping file',
      ],
    };
  }
  const { paths, decision } = imputedPaths(rows, mapping);
  const pathsOf = (modality: FurtherModality): readonly (Path | null)[] =>
    modality === MARKER_MODALITY
      ? MARKERS.map((marker) => paths.get(marker) ?? null)
      : REDUCED_JOINTS.map(({ markers }) => {
          const own = markers.flatMap((marker) => [paths.get(marker) ?? null]).filter((path) => path !== null);
          return own.length === markers.length ? meanPath(own) : null;
        });
  const placed = (path: Path | null): Float64Array | null =>
    path && toZUp(path, geometry.vertical, geometry.metresPerUnit).data;
  return {
    further: wanted.map((modality) => framesOf(modality, pathsOf(modality).map(placed), taken)),
    decisions: [taken.decision, decision],
    notes: [],
  };
}

function takenFrames(rows: MarkerRows, camera: FrameClock | null): TakenFrames {
  const own = (evidence: string): TakenFrames => ({
    samples: Int32Array.from({ length: rows.numSamples }, (_, sample) => sample),
    samplingRateHz: rows.samplingRateHz,
    startS: rows.startS,
    decision: { fact: 'clock of the joint coordinates', decided: 'that of the markers', evidence },
  });
  if (camera === null) return own('the trial has no frame times');
  const { samplingRateHz, startS } = camera.clock;
  const nearest = nearestSamples(camera, rows);
  const shown = nearest.filter((sample) => sample >= 0).length;
  if (shown === 0) {
    return own(`no frame lies within the trial: frames begin at ${startS} s, markers at ${rows.startS} s`);
  }
  const first = nearest.findIndex((sample) => sample >= 0);
  const last = nearest.findLastIndex((sample) => sample >= 0);
  const evidence = [
    `${shown} of ${nearest.length} frames have a sample of the markers within half a frame interval`,
    `${camera.clock.lostRows} frames are lost, ${camera.repeated} repeated stamps were left out`,
  ].join('; ');
  return {
    samples: nearest.subarray(first, last + 1),
    samplingRateHz,
    startS: startS + first / samplingRateHz,
    decision: {
      fact: 'clock of the joint coordinates',
      decided: `video frames, ${samplingRateHz} Hz`,
      evidence,
    },
  };
}

/** Paths of the markers that were seen, their gaps imputed, and how much was. */
function imputedPaths(
  { xyz, samplingRateHz }: MarkerRows,
  { imputation: { method, longestGapS } }: MocapMapping,
): { paths: ReadonlyMap<string, Path>; decision: Decision } {
  const longestGap = Math.floor(longestGapS * samplingRateHz + 1e-9);
  const paths = new Map<string, Path>();
  const counts: { marker: string; imputed: number }[] = [];
  let missing = 0;
  for (const [marker, path] of xyz) {
    if (!path.some((row) => row.some(Number.isFinite))) continue;
    const filled = path.map((row) => imputeGaps(row, method, longestGap));
    const imputed = filled.reduce((sum, row) => sum + row.imputed, 0);
    if (imputed > 0) counts.push({ marker, imputed });
    const samples = filled.map((row) => row.samples);
    missing += samples.reduce((sum, row) => sum + row.filter(Number.isNaN).length, 0);
    paths.set(marker, samples);
  }
  const decided = method === 'none' ? 'none' : `${method}, gaps of up to ${longestGapS} s between recorded samples`;
  counts.sort((a, b) => b.imputed - a.imputed);
  const total = counts.reduce((sum, { imputed }) => sum + imputed, 0);
  const most = counts.slice(0, NAMED_MARKERS).map(({ marker, imputed }) => `${marker} ${imputed}`);
  const named = counts.length === 0 ? '' : `, most of ${most.join(', ')}`;
  const evidence = `${total} coordinates of ${counts.length} markers were imputed${named}; ${missing} stay missing`;
  return { paths, decision: { fact: 'imputation of joint coordinates', decided, evidence } };
}

/** @param placed planar x, y, z of each channel; null where it is not in the trial */
function framesOf(
  modality: FurtherModality,
  placed: readonly (Float64Array | null)[],
  { samples, samplingRateHz, startS }: TakenFrames,
): FurtherSignals {
  const frames = new Float32Array(samples.length * placed.length * 3).fill(NaN);
  const channelReasons = placed.map((path, channel) => {
    if (path === null) return missingReasonCode('notInTrial');
    const numSamples = path.length / 3;
    let seen = false;
    samples.forEach((sample, frame) => {
      if (sample < 0) return;
      for (let axis = 0; axis < 3; axis += 1) {
        const value = path[axis * numSamples + sample] as number;
        frames[(frame * placed.length + channel) * 3 + axis] = value;
        seen ||= Number.isFinite(value);
      }
    });
    return missingReasonCode(seen ? 'present' : 'gap');
  });
  return { modality, frames, samplingRateHz, startS, channelReasons, gapReason: missingReasonCode('gap') };
}

function unresolved(modality: FurtherModality, { samples, samplingRateHz, startS }: TakenFrames): FurtherSignals {
  const reason = missingReasonCode('unresolvedConvention');
  return {
    modality,
    frames: new Float32Array(samples.length * modality.channels.length * 3).fill(NaN),
    samplingRateHz,
    startS,
    channelReasons: modality.channels.map(() => reason),
    gapReason: reason,
  };
}
