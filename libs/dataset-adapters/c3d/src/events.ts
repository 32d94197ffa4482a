import type { C3dDescription } from '@emgfm/c3d';
import { type GaitEvent, SOURCE_EVENTS } from '@emgfm/schema';
import { readEventLabel } from './labels';
import type { C3dMapping } from './mapping';

/**
 * The foot events that a file stores, in seconds from its first stored frame, in order of time, each once.
 * Events that lie outside the stored frames are left out: no signal belongs to them.
 */
export function sourceEvents(file: C3dDescription, mapping: C3dMapping): GaitEvent[] {
  const endS = (file.frameCount - 1) / file.pointRateHz;
  const halfFrameS = 0.5 / file.pointRateHz;
  const events = file.events.flatMap(({ label, context, fileTimeS }): GaitEvent[] => {
    const foot = readEventLabel(label, context, mapping);
    if (foot === null || !(fileTimeS >= -halfFrameS && fileTimeS <= endS + halfFrameS)) return [];
    return [{ timeS: fileTimeS, side: foot.side, kind: foot.kind, source: SOURCE_EVENTS, confidence: 1 }];
  });
  events.sort((a, b) => a.timeS - b.timeS);
  return events.filter(
    (event, i) =>
      !events
        .slice(0, i)
        .some(
          (earlier) =>
            earlier.side === event.side && earlier.kind === event.kind && event.timeS - earlier.timeS < halfFrameS,
        ),
  );
}
