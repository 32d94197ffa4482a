import { EMG_CHANNEL_COUNT, JOINT_MOTION_COUNT, SIDES, type Activity, type Side } from '@emgfm/schema';
import { boutActivity, boutSpeedMps } from './bout';
import type { CoursePlan } from './course-plan';
import type { SimulatedForcePlate } from './force-plates';
import { legState, stateAngleDeg, stateEnvelope, stateMomentNmPerKg } from './leg-cycle';
import type { SimulatedSubject } from './subject';

/** Points of the curves of a {@link StrideTruth}: first = heel strike, last = next heel strike. */
export const TRUTH_POINTS = 200;

/** One stride as it truly was. */
export interface StrideTruth {
  readonly side: Side;
  readonly startS: number;
  readonly footOffS: number;
  readonly endS: number;
  /** Activity of the bout; `transition` where start and end belong to different bouts. */
  readonly activity: Activity;
  readonly speedMps: number;
  readonly inclineDeg: number;
  readonly stepHeightM: number;
  /** Index of the plate on which this foot landed alone and as a whole; null where there is none. */
  readonly plate: number | null;
  /** Curves on {@link TRUTH_POINTS} points, equal steps of time: nine angles (degree), nine internal moments (N·m/kg). */
  readonly anglesDeg: readonly Float64Array[];
  readonly momentsNmPerKg: readonly Float64Array[];
  /** Thirteen EMG envelopes (share of the burst maximum at the reference speed). */
  readonly emgEnvelopes: readonly Float64Array[];
}

/** Every stride of both legs between two strikes within the trial, in time order. */
export function strideTruths(
  plan: CoursePlan,
  subject: SimulatedSubject,
  plates: readonly SimulatedForcePlate[],
): StrideTruth[] {
  const truths = SIDES.flatMap((side) => {
    const contacts = plan.contacts[side];
    return contacts.slice(0, -1).flatMap((contact, index): StrideTruth[] => {
      const next = contacts[index + 1];
      const { strikeS: startS, bout } = contact;
      const endS = next.strikeS;
      if (startS < 0 || endS > plan.durationS) return [];
      const states = Array.from({ length: TRUTH_POINTS }, (_, point) =>
        // The last point is the end of this stride, a hair before the next one begins.
        legState(contacts, Math.min(startS + (point / (TRUTH_POINTS - 1)) * (endS - startS), endS - 1e-9)),
      );
      const curve = (valueOf: (state: (typeof states)[number]) => number): Float64Array =>
        Float64Array.from(states, valueOf);
      const plate = plates.findIndex(({ cleanStrikes }) =>
        cleanStrikes.some((strike) => strike.side === side && strike.timeS === startS),
      );
      return [
        {
          side,
          startS,
          footOffS: contact.offS,
          endS,
          activity: bout === next.bout ? boutActivity(bout) : 'transition',
          speedMps: boutSpeedMps(bout, (startS + endS) / 2),
          inclineDeg: bout.inclineDeg,
          stepHeightM: bout.stepHeightM,
          plate: plate < 0 ? null : plate,
          anglesDeg: Array.from({ length: JOINT_MOTION_COUNT }, (_, j) =>
            curve((state) => stateAngleDeg(state, j) + subject.angleOffsetsDeg[side][j]),
          ),
          momentsNmPerKg: Array.from({ length: JOINT_MOTION_COUNT }, (_, j) =>
            curve((state) => stateMomentNmPerKg(state, j)),
          ),
          emgEnvelopes: Array.from({ length: EMG_CHANNEL_COUNT }, (_, channel) =>
            curve((state) => stateEnvelope(state, channel)),
          ),
        },
      ];
    });
  });
  return truths.sort((a, b) => a.startS - b.startS);
}
