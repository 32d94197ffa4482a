import { z } from 'zod';
import { SIDES } from './activities';

/** Initial contact (foot strike, heel strike) and end of contact (foot off, toe-off) of one foot. */
export const GAIT_EVENT_KINDS = ['foot_strike', 'foot_off'] as const;

/** Kind of a gait event. */
export type GaitEventKind = (typeof GAIT_EVENT_KINDS)[number];

/** Schema of {@link GaitEvent}. */
export const gaitEventSchema = z.object({
  /** Seconds on the clock of the trial. */
  timeS: z.number(),
  side: z.enum(SIDES),
  kind: z.enum(GAIT_EVENT_KINDS),
  /** `source` for events that the dataset itself gives, else the id of the detector. */
  source: z.string().min(1),
  /** 0 (a guess) to 1 (certain). */
  confidence: z.number().min(0).max(1),
});

/** A foot strike or foot off: when, which foot, found by whom, how sure. */
export type GaitEvent = z.infer<typeof gaitEventSchema>;

/** Value of `GaitEvent.source` for events that come with the dataset. */
export const SOURCE_EVENTS = 'source';
