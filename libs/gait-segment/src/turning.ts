import type { ContinuousRecording } from '@emgfm/schema';
import { walkerPaths } from './marker-paths';
import { headingChangeDeg, progressionOf } from './progression';

/** How far the person turns between two times (degree), from the markers; NaN where that is not known. */
export function turningOf(recording: ContinuousRecording): (startS: number, endS: number) => number {
  const paths = walkerPaths(recording);
  if (!paths) return () => NaN;
  const progression = progressionOf(paths);
  return (startS, endS) => headingChangeDeg(paths, progression, startS, endS);
}
