import { pointToZUp, toZUp, type VerticalAxis, verticalAxisOfMarkers } from '@emgfm/adapter-kit';
import { type C3dDescription, type C3dRecording, computeForcePlates } from '@emgfm/c3d';
import type { Decision, ForcePlateSignals, MarkerName, MarkerSignals, NdArray } from '@emgfm/schema';
import type { C3dMapping } from './mapping';
import { markerPoints } from './signals';

const METRES: Readonly<Record<string, number>> = { mm: 1e-3, cm: 1e-2, m: 1, in: 0.0254 };

/** The vertical axis that POINT:Y_SCREEN names (the axis that points up on the screen); null where it names none. */
function verticalAxisOfFile(file: C3dDescription): VerticalAxis | null {
  const screen = file.groups.get('POINT')?.parameters.get('Y_SCREEN');
  const text = screen?.type === 'char' ? (screen.values[0] ?? '').trim().toLowerCase() : '';
  const match = /^([+-]?)([xyz])$/.exec(text);
  return match === null ? null : (`${match[1] === '-' ? '-' : '+'}${match[2]}` as VerticalAxis);
}

/** Metres per unit of the points of a file; millimetres where it does not say. */
export function metresPerUnit(file: C3dRecording): number {
  return METRES[file.pointUnit.trim().toLowerCase()] ?? 1e-3;
}

function markerRows(file: C3dRecording, index: number): Float32Array[] {
  const { frameCount, coordinates } = file;
  return [0, 1, 2].map((axis) =>
    coordinates.subarray((index * 3 + axis) * frameCount, (index * 3 + axis + 1) * frameCount),
  );
}

/**
 * Which way is up: the mapping file says, else the markers (the pelvis is above the feet), else POINT:Y_SCREEN, else +z.
 * A decision is reported where the markers overrule the file.
 */
export function verticalAxis(
  file: C3dRecording,
  mapping: C3dMapping,
): { axis: VerticalAxis; decision: Decision | null } {
  if (mapping.verticalAxis !== undefined) return { axis: mapping.verticalAxis, decision: null };
  const stated = verticalAxisOfFile(file);
  const seen = pelvisAboveFeet(file, mapping);
  if (seen === null || seen === stated) return { axis: stated ?? '+z', decision: null };
  const decision = {
    fact: 'vertical axis',
    decided: seen,
    evidence: `the pelvis markers lie above the foot markers along ${seen}; the file says ${stated ?? 'nothing'}`,
  };
  return { axis: seen, decision: stated === null && seen === '+z' ? null : decision };
}

function pelvisAboveFeet(file: C3dRecording, mapping: C3dMapping): VerticalAxis | null {
  const points = markerPoints(file, mapping);
  const rowsOf = (name: MarkerName): Float32Array[] | null =>
    points[name] === undefined ? null : markerRows(file, points[name].index);
  return verticalAxisOfMarkers(rowsOf, metresPerUnit(file));
}

/** The anatomical markers that event detection can use; null where the file has none of them. */
export function markerSignals(file: C3dRecording, mapping: C3dMapping, vertical: VerticalAxis): MarkerSignals | null {
  const points = markerPoints(file, mapping);
  const names = Object.keys(points) as MarkerName[];
  if (names.length === 0 || !(file.pointRateHz > 0)) return null;
  const positionsM: { [name in MarkerName]?: NdArray } = {};
  for (const name of names) {
    const point = points[name];
    if (point !== undefined) positionsM[name] = toZUp(markerRows(file, point.index), vertical, metresPerUnit(file));
  }
  return { samplingRateHz: file.pointRateHz, startS: 0, numSamples: file.frameCount, positionsM };
}

/** The force plates: force on the person (N) and centre of pressure (m) in the z-up frame. */
export function forcePlates(file: C3dRecording, vertical: VerticalAxis): ForcePlateSignals[] {
  if (!(file.analogRateHz > 0)) return [];
  return computeForcePlates(file).plates.map((plate) => ({
    name: `plate ${plate.index + 1}`,
    samples: toZUp(plate.forceN, vertical),
    centreOfPressureM: toZUp(plate.centreOfPressureM, vertical),
    samplingRateHz: file.analogRateHz,
    startS: 0,
    cornersM:
      file.forcePlates[plate.index]?.corners?.map((corner) => pointToZUp(corner, vertical, metresPerUnit(file))) ??
      null,
    side: null,
  }));
}
