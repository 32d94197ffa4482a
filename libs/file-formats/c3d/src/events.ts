import { countParameter, parameterNumbers, parameterStrings } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { C3dEvent, C3dHeader } from './recording';
import type { WarningList } from './warning-list';

/**
 * Events of group EVENT; where it has none, those of the header. Stored times count from frame 1 of the capture, so the first stored frame
 * lies at (first frame - 1) / rate; frame numbers that start at 0 have no such lead.
 */
export function describeEvents(
  tree: C3dGroupTree,
  header: C3dHeader,
  firstFrame: number,
  pointRateHz: number,
  warnings: WarningList,
): C3dEvent[] {
  const leadS = firstFrame > 1 ? (firstFrame - 1) / pointRateHz : 0;
  const grouped = groupEvents(tree, leadS, warnings);
  if (grouped.length > 0) return grouped;
  return header.events.map(({ label, captureTimeS }) => ({
    label,
    context: '',
    captureTimeS,
    fileTimeS: captureTimeS - leadS,
    subject: '',
    description: '',
    iconId: null,
    genericFlag: null,
    origin: 'header',
  }));
}

function groupEvents(tree: C3dGroupTree, leadS: number, warnings: WarningList): C3dEvent[] {
  const stored = parameterNumbers(tree, 'EVENT', 'TIMES') ?? [];
  const timeCount = Math.floor(stored.length / 2);
  const used = countParameter(tree, 'EVENT', 'USED') ?? timeCount;
  if (used > timeCount)
    warnings.add('events', `EVENT:USED says ${used} events, EVENT:TIMES holds ${timeCount}; the others are lost`);
  if (used < timeCount)
    warnings.add('events', `EVENT:USED says ${used} events, EVENT:TIMES holds ${timeCount}; the rest is left out`);
  const texts = (name: string): readonly string[] => parameterStrings(tree, 'EVENT', name) ?? [];
  const numbers = (name: string): readonly number[] => parameterNumbers(tree, 'EVENT', name) ?? [];
  const [labels, contexts, subjects, descriptions] = ['LABELS', 'CONTEXTS', 'SUBJECTS', 'DESCRIPTIONS'].map(texts);
  const [iconIds, genericFlags] = ['ICON_IDS', 'GENERIC_FLAGS'].map(numbers);
  return Array.from({ length: Math.min(used, timeCount) }, (_, i) => {
    const captureTimeS = stored[2 * i] * 60 + stored[2 * i + 1];
    return {
      label: labels[i]?.trim() ?? '',
      context: contexts[i]?.trim() ?? '',
      captureTimeS,
      fileTimeS: captureTimeS - leadS,
      subject: subjects[i]?.trim() ?? '',
      description: descriptions[i]?.trim() ?? '',
      iconId: iconIds[i] ?? null,
      genericFlag: genericFlags[i] ?? null,
      origin: 'group',
    };
  });
}
