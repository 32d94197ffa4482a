import { itemLabels, stripPrefix } from './labels';
import type { ResolvedLayout } from './layout';
import {
  findParameter,
  numberParameter,
  parameterNumbers,
  parameterStrings,
  unsignedNumbers,
} from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import { modelOutputLists } from './point-kinds';
import type { C3dAnalogChannel, C3dPoint } from './recording';
import type { WarningList } from './warning-list';

/** Descriptions of all points. */
export function describePoints(tree: C3dGroupTree, count: number, warnings: WarningList): C3dPoint[] {
  const descriptions = parameterStrings(tree, 'POINT', 'DESCRIPTIONS') ?? [];
  const outputOf = modelOutputs(tree);
  const markerUnit = parameterStrings(tree, 'POINT', 'UNITS')?.[0] ?? '';
  if (count > 0 && markerUnit === '') warnings.add('missing-parameter', 'POINT:UNITS is missing or empty');
  return itemLabels(tree, 'POINT', count, warnings).map((item, index) => {
    const output = outputOf.get(item.label) ?? outputOf.get(item.strippedLabel);
    return {
      index,
      ...item,
      description: descriptions[index] ?? '',
      kind: output?.kind ?? 'marker',
      unit: output ? output.unit : markerUnit,
    };
  });
}

/** Which labels the model output lists name, with and without prefix. */
function modelOutputs(tree: C3dGroupTree): Map<string, Pick<C3dPoint, 'kind' | 'unit'>> {
  const outputs = new Map<string, Pick<C3dPoint, 'kind' | 'unit'>>();
  for (const { kind, list, unit } of modelOutputLists) {
    const unitName = (unit !== null && parameterStrings(tree, 'POINT', unit)?.[0]) || '';
    for (const entry of parameterStrings(tree, 'POINT', list) ?? []) {
      const label = entry.trim();
      if (label === '') continue;
      for (const key of [label, stripPrefix(label)]) if (!outputs.has(key)) outputs.set(key, { kind, unit: unitName });
    }
  }
  return outputs;
}

/** Descriptions of all analog channels, their scaling settled. */
export function describeAnalogChannels(
  tree: C3dGroupTree,
  layout: ResolvedLayout,
  warnings: WarningList,
): C3dAnalogChannel[] {
  const count = layout.channelCount;
  if (count === 0) return [];
  const generalScale = numberParameter(tree, 'ANALOG', 'GEN_SCALE');
  if (generalScale === null) warnings.add('missing-parameter', 'ANALOG:GEN_SCALE is missing; 1 is taken');
  const scales = parameterNumbers(tree, 'ANALOG', 'SCALE') ?? [];
  const offsets = (layout.unsignedAnalog ? unsignedNumbers : parameterNumbers)(tree, 'ANALOG', 'OFFSET') ?? [];
  if (scales.length < count)
    warnings.add('missing-parameter', `ANALOG:SCALE has ${scales.length} of ${count} values; 1 is taken`);
  if (offsets.length < count)
    warnings.add('missing-parameter', `ANALOG:OFFSET has ${offsets.length} of ${count} values; 0 is taken`);
  const descriptions = parameterStrings(tree, 'ANALOG', 'DESCRIPTIONS') ?? [];
  const units = parameterStrings(tree, 'ANALOG', 'UNITS') ?? [];
  // Some writers store one unit, as a plain string, for all channels.
  const isCommonUnit = findParameter(tree, 'ANALOG', 'UNITS')?.dimensions.length === 1;
  return itemLabels(tree, 'ANALOG', count, warnings).map((item, index) => ({
    index,
    ...item,
    description: descriptions[index] ?? '',
    unit: (isCommonUnit ? units[0] : units[index])?.trim() ?? '',
    scale: (scales[index] ?? 1) * (generalScale ?? 1),
    offset: offsets[index] ?? 0,
  }));
}
