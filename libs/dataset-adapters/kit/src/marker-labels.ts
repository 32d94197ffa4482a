import { MARKER_NAMES, type MarkerName } from '@emgfm/schema';
import { plainLabel } from './emg-labels';

/** Marker labels by anatomical name, first match wins. */
export const MARKER_LABELS: Readonly<Record<MarkerName, readonly string[]>> = {
  left_heel: ['lhee', 'lheel', 'lcal', 'lcalc', 'lheelback', 'leftheel', 'heell', 'lca', 'lfcc', 'lca1'],
  right_heel: ['rhee', 'rheel', 'rcal', 'rcalc', 'rheelback', 'rightheel', 'heelr', 'rca', 'rfcc', 'rca1'],
  left_toe: [
    'ltoe',
    'ltoetip',
    'lmt2',
    'lmet2',
    'l2nd',
    'lfm2',
    'lsmh',
    'lefttoe',
    'toel',
    'ltoefront',
    'lmt23',
    'lmt1',
    'lfmh',
    'lmt5',
    'lvmh',
  ],
  right_toe: [
    'rtoe',
    'rtoetip',
    'rmt2',
    'rmet2',
    'r2nd',
    'rfm2',
    'rsmh',
    'righttoe',
    'toer',
    'rtoefront',
    'rmt23',
    'rmt1',
    'rfmh',
    'rmt5',
    'rvmh',
  ],
  left_ankle: ['lank', 'lankle', 'llm', 'lmalleolus', 'leftankle', 'llatankle', 'lfal'],
  right_ankle: ['rank', 'rankle', 'rlm', 'rmalleolus', 'rightankle', 'rlatankle', 'rfal'],
  sacrum: ['sacr', 'sac', 'sacrum', 'vsacral', 'vsac'],
  left_asis: ['lasi', 'lasis', 'lias', 'leftasis'],
  right_asis: ['rasi', 'rasis', 'rias', 'rightasis'],
  left_psis: ['lpsi', 'lpsis', 'lips', 'leftpsis'],
  right_psis: ['rpsi', 'rpsis', 'rips', 'rightpsis'],
};

/**
 * The labels of a recording that stand for anatomical markers.
 * @param labels marker labels as the file writes them, without a prefix for the person
 * @param own labels that a laboratory uses, which win over the table
 * @returns index into `labels` of each marker that is there
 */
export function anatomicalMarkers(
  labels: readonly string[],
  own: { readonly [name in MarkerName]?: string } = {},
): { [name in MarkerName]?: number } {
  const plain = labels.map(plainLabel);
  const found: { [name in MarkerName]?: number } = {};
  for (const name of MARKER_NAMES) {
    const wanted = [...(own[name] === undefined ? [] : [plainLabel(own[name])]), ...MARKER_LABELS[name]];
    const label = wanted.find((candidate) => plain.includes(candidate));
    if (label !== undefined) found[name] = plain.indexOf(label);
  }
  return found;
}
