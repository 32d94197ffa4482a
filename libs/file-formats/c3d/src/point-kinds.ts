import type { C3dPointKind } from './recording';

/** Which parameters of group POINT list the model outputs stored among the points, and which one names their unit. */
export const modelOutputLists: readonly {
  readonly kind: C3dPointKind;
  readonly list: string;
  readonly unit: string | null;
}[] = [
  { kind: 'angle', list: 'ANGLES', unit: 'ANGLE_UNITS' },
  { kind: 'force', list: 'FORCES', unit: 'FORCE_UNITS' },
  { kind: 'moment', list: 'MOMENTS', unit: 'MOMENT_UNITS' },
  { kind: 'power', list: 'POWERS', unit: 'POWER_UNITS' },
  { kind: 'scalar', list: 'SCALARS', unit: 'SCALAR_UNITS' },
  { kind: 'reaction', list: 'REACTIONS', unit: null },
  { kind: 'modeled-marker', list: 'MODELED_MARKERS', unit: 'MODELED_MARKER_UNITS' },
  { kind: 'bone', list: 'BONES', unit: null },
  { kind: 'virtual-marker', list: 'VIRTUAL_MARKERS', unit: null },
];
