import { countParameter, findParameter, parameterNumbers, unsignedNumbers } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { C3dForcePlate, C3dVector } from './recording';
import type { WarningList } from './warning-list';

const GROUP = 'FORCE_PLATFORM';

/** The force plates that group FORCE_PLATFORM describes. */
export function describeForcePlates(tree: C3dGroupTree, channelCount: number, warnings: WarningList): C3dForcePlate[] {
  const used = countParameter(tree, GROUP, 'USED') ?? 0;
  const types = parameterNumbers(tree, GROUP, 'TYPE') ?? [];
  const channels = unsignedNumbers(tree, GROUP, 'CHANNEL') ?? [];
  const rows = findParameter(tree, GROUP, 'CHANNEL')?.dimensions[0] ?? 0;
  const corners = parameterNumbers(tree, GROUP, 'CORNERS') ?? [];
  const origins = parameterNumbers(tree, GROUP, 'ORIGIN') ?? [];
  const calibration = parameterNumbers(tree, GROUP, 'CAL_MATRIX') ?? [];
  const [matrixRows = 0, matrixColumns = 0] = findParameter(tree, GROUP, 'CAL_MATRIX')?.dimensions ?? [];
  const zeroFrames = baselineFrames(parameterNumbers(tree, GROUP, 'ZERO'));
  const count = Math.min(used, types.length);
  if (count < used) warnings.add('force-plates', `${GROUP}:USED says ${used} plates, TYPE holds ${types.length}`);
  return Array.from({ length: count }, (_, index) => {
    const stored = channels.slice(index * rows, (index + 1) * rows);
    const unused = stored.length - [...stored].reverse().findIndex((channel) => channel !== 0);
    const channelIndexes = stored
      .slice(0, stored.some((channel) => channel !== 0) ? unused : 0)
      .map((channel) => (channel <= channelCount ? channel - 1 : -1));
    if (channelIndexes.includes(-1))
      warnings.add('force-plates', `plate ${index + 1} names analog channels that do not exist`);
    const [x = 0, y = 0, z = 0] = origins.slice(index * 3, index * 3 + 3);
    return {
      index,
      type: types[index],
      channelIndexes,
      corners: cornersOf(corners.slice(index * 12, index * 12 + 12)),
      origin: [x, y, z],
      calibrationMatrix: rowByRow(calibration, index, matrixRows, matrixColumns),
      zeroFrames,
    };
  });
}

function cornersOf(values: readonly number[]): C3dForcePlate['corners'] {
  if (values.length < 12) return null;
  const corner = (i: number): C3dVector => [values[i * 3], values[i * 3 + 1], values[i * 3 + 2]];
  return [corner(0), corner(1), corner(2), corner(3)];
}

/** ZERO [first, last]: frames of an unloaded baseline; a 0 or a reversed range means none. */
function baselineFrames(zero: readonly number[] | null): readonly [number, number] | null {
  const [first = 0, last = 0] = zero ?? [];
  return first >= 1 && last >= first ? [first, last] : null;
}

/** Stored column by column, one matrix per plate. */
function rowByRow(values: readonly number[], plate: number, rows: number, columns: number): readonly number[] | null {
  const size = rows * columns;
  const matrix = values.slice(plate * size, (plate + 1) * size);
  if (size === 0 || matrix.length < size) return null;
  return matrix.map((_, i) => matrix[(i % columns) * rows + Math.floor(i / columns)]);
}
