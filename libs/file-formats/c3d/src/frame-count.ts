import { countParameter, findParameter, numberParameter, unsignedNumbers } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { C3dHeader } from './recording';
import type { WarningList } from './warning-list';

/** Largest count that a 16-bit field can say; it stands for "this or more". */
const FIELD_FULL = 65535;

/**
 * How many frames the file states, in the order that the format gives: POINT:FRAMES unless it is full, the TRIAL fields, POINT:LONG_FRAMES,
 * the header. A POINT:FRAMES that only holds the low 16 bits of a longer TRIAL or LONG_FRAMES count is recognised by `fits`.
 */
export function statedFrameCount(
  tree: C3dGroupTree,
  header: C3dHeader,
  fits: (frameCount: number) => boolean,
  warnings: WarningList,
): number {
  const frames = countParameter(tree, 'POINT', 'FRAMES');
  const start = trialField(tree, 'ACTUAL_START_FIELD');
  const end = trialField(tree, 'ACTUAL_END_FIELD');
  const trialFrames = start !== null && end !== null && end >= start ? end - start + 1 : null;
  const longFrames = countParameter(tree, 'POINT', 'LONG_FRAMES') || null;
  const headerFrames =
    header.lastFrame >= header.firstFrame && header.lastFrame > 0 ? header.lastFrame - header.firstFrame + 1 : 0;
  if (frames === null) warnings.add('missing-parameter', 'POINT:FRAMES is missing');
  if (frames !== null && frames > 0 && frames !== FIELD_FULL) {
    const whole = [trialFrames, longFrames].find(
      (count) => count !== null && count > FIELD_FULL && count % 65536 === frames && fits(count),
    );
    if (whole) {
      warnings.add('frame-count', `POINT:FRAMES (${frames}) holds only the low 16 bits of ${whole} frames`);
      return whole;
    }
    if (trialFrames !== null && trialFrames !== frames)
      warnings.add('frame-count', `POINT:FRAMES says ${frames}, the TRIAL fields say ${trialFrames}`);
    if (frames < FIELD_FULL && headerFrames !== frames)
      warnings.add('header-disagrees', `POINT:FRAMES says ${frames}, the header ${headerFrames} frames`);
    return frames;
  }
  return trialFrames ?? longFrames ?? headerFrames;
}

/**
 * Number of the first stored frame. The TRIAL fields can count beyond 65,535; otherwise they and the header must agree, and the
 * parameters win.
 */
export function statedFirstFrame(tree: C3dGroupTree, header: C3dHeader, warnings: WarningList): number {
  const start = trialField(tree, 'ACTUAL_START_FIELD');
  const firstFrame = start ?? header.firstFrame;
  if (start !== null && start !== header.firstFrame && start < FIELD_FULL)
    warnings.add(
      'header-disagrees',
      `TRIAL:ACTUAL_START_FIELD says first frame ${start}, the header ${header.firstFrame}`,
    );
  if (firstFrame === 0)
    warnings.add('first-frame', 'the first frame is numbered 0 instead of 1; times are counted from it');
  return firstFrame;
}

/** A frame number kept as two unsigned 16-bit words, low word first. */
function trialField(tree: C3dGroupTree, name: string): number | null {
  if (findParameter(tree, 'TRIAL', name)?.type === 'float32') return numberParameter(tree, 'TRIAL', name);
  const words = unsignedNumbers(tree, 'TRIAL', name);
  return words && words.length > 0 ? words[0] + (words[1] ?? 0) * 65536 : null;
}
