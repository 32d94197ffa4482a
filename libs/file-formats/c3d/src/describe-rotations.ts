import { C3dDataSectionError } from './errors';
import { blockOffset } from './header';
import type { ResolvedLayout } from './layout';
import { countParameter, numberParameter, parameterStrings } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { C3dHeader, C3dRotationDescription } from './recording';
import type { WarningList } from './warning-list';

/** Floats per rotation and frame: a 4 x 4 matrix and its reliability. */
export const ROTATION_VALUES = 17;

/** The rotation section that group ROTATION describes; null where there is none. */
export function describeRotations(
  tree: C3dGroupTree,
  header: C3dHeader,
  layout: ResolvedLayout,
  fileBytes: number,
  source: string,
  warnings: WarningList,
): C3dRotationDescription | null {
  const used = countParameter(tree, 'ROTATION', 'USED') ?? 0;
  const block = countParameter(tree, 'ROTATION', 'DATA_START');
  if (used === 0) return null;
  if (block === null || block < 2) {
    warnings.add('rotations', `${used} rotations are stated, but ROTATION:DATA_START names no block`);
    return null;
  }
  const byteOffset = blockOffset(header.leadingBytes, block);
  if (byteOffset > fileBytes)
    throw new C3dDataSectionError(
      source,
      byteOffset,
      `the rotations start beyond the end of the file at byte ${fileBytes}`,
    );
  const ratio = numberParameter(tree, 'ROTATION', 'RATIO');
  const statedRateHz = numberParameter(tree, 'ROTATION', 'RATE');
  const framesPerPointFrame = Math.max(
    1,
    Math.round(ratio ?? (statedRateHz ?? layout.pointRateHz) / layout.pointRateHz) || 1,
  );
  const samplingRateHz = layout.pointRateHz * framesPerPointFrame;
  if (statedRateHz !== null && Math.abs(statedRateHz - samplingRateHz) > 1e-4 * samplingRateHz)
    warnings.add('rotations', `ROTATION:RATE says ${statedRateHz} Hz, RATIO and POINT:RATE give ${samplingRateHz} Hz`);
  const statedFrames = layout.frameCount * framesPerPointFrame;
  const wholeFrames = Math.floor((fileBytes - byteOffset) / (used * ROTATION_VALUES * 4));
  if (wholeFrames < statedFrames)
    warnings.add('rotations', `${statedFrames} rotation frames are stated, the file holds ${wholeFrames}`, byteOffset);
  const labels = parameterStrings(tree, 'ROTATION', 'LABELS') ?? [];
  return {
    labels: Array.from({ length: used }, (_, i) => labels[i]?.trim() || `rotation ${i + 1}`),
    samplingRateHz,
    frameCount: Math.min(wholeFrames, statedFrames),
    byteOffset,
  };
}
