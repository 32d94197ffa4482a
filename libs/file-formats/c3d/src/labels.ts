import { parameterStrings } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { WarningList } from './warning-list';

/** One item's label in its three forms. */
export interface ItemLabel {
  readonly label: string;
  readonly name: string;
  readonly strippedLabel: string;
}

/** LABELS, LABELS2, ... of a group, one for each of `count` items: names are invented where labels lack and made unique. */
export function itemLabels(
  tree: C3dGroupTree,
  group: 'POINT' | 'ANALOG',
  count: number,
  warnings: WarningList,
): ItemLabel[] {
  const stored = parameterStrings(tree, group, 'LABELS') ?? [];
  const kind = group.toLowerCase();
  if (stored.length < count)
    warnings.add('labels', `${group}:LABELS names ${stored.length} of ${count} ${kind} items; names are invented`);
  if (stored.length > count)
    warnings.add(
      'labels',
      `${group}:LABELS has ${stored.length} entries for ${count} ${kind} items; the rest is left out`,
    );
  const prefixes = new Set(
    (parameterStrings(tree, 'SUBJECTS', 'LABEL_PREFIXES') ?? []).map((prefix) => prefix.trim()).filter(Boolean),
  );
  const labels = Array.from({ length: count }, (_, i) => (stored[i] ?? '').trim());
  const names = uniqueNames(labels.map((label, i) => label || `${kind} ${i + 1}`));
  const repeated = labels.filter((label, i) => label !== '' && names[i] !== label).length;
  if (repeated > 0) warnings.add('labels', `${repeated} ${kind} labels are repeated; their names carry a number`);
  return labels.map((label, i) => ({ label, name: names[i], strippedLabel: stripPrefix(label, prefixes) }));
}

/** Repeated names get `#2`, `#3`, ...; a name that already looks so keeps its place. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Map<string, number>();
  return names.map((name) => {
    let repeat = (seen.get(name) ?? 0) + 1;
    if (repeat === 1) {
      seen.set(name, 1);
      return name;
    }
    while (taken.has(`${name}#${repeat}`)) repeat++;
    seen.set(name, repeat);
    taken.add(`${name}#${repeat}`);
    return `${name}#${repeat}`;
  });
}

/** The label without the longest prefix that SUBJECTS:LABEL_PREFIXES names, else without what stands before its last colon. */
export function stripPrefix(label: string, prefixes: ReadonlySet<string> = new Set()): string {
  for (let length = label.length - 1; length > 0 && prefixes.size > 0; length--) {
    if (prefixes.has(label.slice(0, length))) return label.slice(length).replace(/^:/, '').trim() || label;
  }
  return label.slice(label.lastIndexOf(':') + 1).trim() || label;
}

/** What a label lookup looks at. */
type Labelled = ItemLabel & { readonly index: number };

/**
 * Finds an item by its unique name, else by its label, else by its label without prefix, else by any of these in any case.
 *
 * @param items - `points` or `analogChannels` of a description
 * @param label - what to look for
 * @returns the first match; null where none matches
 * @example
 * const heel = findByLabel(recording.points, 'LHEE');
 */
export function findByLabel<T extends Labelled>(items: readonly T[], label: string): T | null {
  const wanted = label.trim();
  const upper = wanted.toUpperCase();
  return (
    items.find(({ name }) => name === wanted) ??
    items.find((item) => item.label === wanted) ??
    items.find(({ strippedLabel }) => strippedLabel === wanted) ??
    items.find((item) => item.name.toUpperCase() === upper || item.strippedLabel.toUpperCase() === upper) ??
    null
  );
}
