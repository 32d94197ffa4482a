import type { Contact } from './course-plan';
import { sagittalPose, type SagittalPose } from './sagittal-chain';
import type { Skeleton } from './skeleton';
import {
  ANKLE_FLEXION,
  HIP_FLEXION,
  KNEE_FLEXION,
  RESTING_ENVELOPE,
  styleAngleDeg,
  styleEnvelope,
  styleMomentNmPerKg,
  type StrideStyle,
} from './stride-style';

/** Where a leg is in its cycle at one moment. */
export interface LegState {
  /** The latest contact: the present one in stance, the last one in swing. */
  readonly contact: Contact;
  /** The contact that follows; the same one where there is none. */
  readonly next: Contact;
  /** Style of the present stance, or of the stance before the present swing. */
  readonly style: StrideStyle;
  /** 0 (strike) to 1 (foot off) in stance; NaN in swing. */
  readonly stanceFraction: number;
  /** 0 (foot off) to 1 (strike) in swing; NaN in stance. */
  readonly swingFraction: number;
  /** 0 in stance, growing to 1 over swing: how far the style of the next stride has taken over. */
  readonly handover: number;
  /** 1 while standing still, 0 while walking. */
  readonly standing: number;
}

/** Joint angles (degree) of standing, in store order, and the pelvic tilt that goes with them. */
const STANDING_DEG: readonly number[] = [0, 0, 8, 0, 0, 4, 0, -5, 2];
const STANDING_TILT_DEG = 6;
/** Stance fraction at which a standing leg rests. */
const REST_FRACTION = 0.5;
/** A stance rests when it lasts this many times its natural duration. */
const REST_FROM = 1.6;

/** Share of the standing posture that is left when the first step begins: the body is still above that foot. */
const FIRST_STEP_STANDING = 0.6;

/** Envelopes of standing: the calf holds the body. */
const STANDING_CALF = 0.08;
const SOLEUS = 8;

/** State of a leg at a time. @param contacts contacts of the leg in time order, the first beginning before `timeS` */
export function legState(contacts: readonly Contact[], timeS: number): LegState {
  let low = 0;
  let high = contacts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (contacts[middle].strikeS <= timeS) low = middle;
    else high = middle - 1;
  }
  const contact = contacts[low];
  const next = contacts[Math.min(low + 1, contacts.length - 1)];
  const rests = contact.offS - contact.strikeS >= REST_FROM * naturalStanceS(contact.style);
  if (timeS < contact.offS || next === contact) {
    const progress = rests ? restingProgress(contact, next, timeS) : walkingProgress(contact, timeS);
    return { contact, next, swingFraction: NaN, handover: 0, ...progress };
  }
  const swingFraction = (timeS - contact.offS) / (next.strikeS - contact.offS);
  return {
    contact,
    next,
    style: rests ? next.style : contact.style,
    stanceFraction: NaN,
    swingFraction,
    handover: smoothStep(swingFraction),
    standing: contact.leavesStand ? FIRST_STEP_STANDING * (1 - smoothStep(swingFraction)) : 0,
  };
}

type StanceProgress = Pick<LegState, 'style' | 'stanceFraction' | 'standing'>;

function walkingProgress({ style, strikeS, offS }: Contact, timeS: number): StanceProgress {
  return { style, stanceFraction: (timeS - strikeS) / (offS - strikeS), standing: 0 };
}

/**
 * A stance that lasts much longer than the stride's own runs to mid-stance at its natural pace, rests there, and runs on in time for foot
 * off in the style of the next stride: that is how standing still, gait initiation and termination come about.
 */
function restingProgress(contact: Contact, next: Contact, timeS: number): StanceProgress {
  const arriving = (timeS - contact.strikeS) / naturalStanceS(contact.style);
  const leaving = 1 - (contact.offS - timeS) / naturalStanceS(next.style);
  const arrived = smoothStep((arriving - 0.15) / (REST_FRACTION - 0.15));
  const left = (contact.leavesStand ? 1 - FIRST_STEP_STANDING : 1) * smoothStep((leaving - REST_FRACTION) / 0.35);
  return {
    style: arriving < REST_FRACTION ? contact.style : next.style,
    stanceFraction: Math.min(arriving, Math.max(REST_FRACTION, leaving)),
    standing: Math.min(arrived, 1 - left),
  };
}

function naturalStanceS(style: StrideStyle): number {
  return style.strideTimeS * style.stanceShare;
}

/** Phase of the leg on the cycle of a style's mean curves: their foot off is the foot off of the leg. */
export function phaseOn(style: StrideStyle, { stanceFraction, swingFraction }: LegState): number {
  const { stanceShare } = style.shapes;
  return Number.isNaN(swingFraction) ? stanceFraction * stanceShare : stanceShare + swingFraction * (1 - stanceShare);
}

/** Angle (degree) of one joint motion, without the person's zero shift. */
export function stateAngleDeg(state: LegState, jointMotion: number): number {
  const value = blend(state, (style) => styleAngleDeg(style, jointMotion, phaseOn(style, state)));
  return value + state.standing * (STANDING_DEG[jointMotion] - value);
}

/** Forward tilt of the pelvis (degree) that goes with the angles. */
export function stateTiltDeg(state: LegState): number {
  const value = blend(state, (style) => style.pelvicTiltDeg);
  return value + state.standing * (STANDING_TILT_DEG - value);
}

/** The leg in the sagittal plane of the body. */
export function statePose(state: LegState, skeleton: Skeleton): SagittalPose {
  return sagittalPose(
    stateAngleDeg(state, HIP_FLEXION) - stateTiltDeg(state),
    stateAngleDeg(state, KNEE_FLEXION),
    stateAngleDeg(state, ANKLE_FLEXION),
    skeleton,
  );
}

/** Internal moment (N·m/kg) of one joint motion. */
export function stateMomentNmPerKg(state: LegState, jointMotion: number): number {
  return (1 - state.standing) * blend(state, (style) => styleMomentNmPerKg(style, jointMotion, phaseOn(style, state)));
}

/** EMG envelope of one channel (share of the burst maximum at the reference speed). */
export function stateEnvelope(state: LegState, channel: number): number {
  const value = blend(state, (style) => styleEnvelope(style, channel, phaseOn(style, state)));
  const rest = channel === SOLEUS ? STANDING_CALF : RESTING_ENVELOPE;
  return value + state.standing * (rest - value);
}

function blend(state: LegState, valueOf: (style: StrideStyle) => number): number {
  const value = valueOf(state.style);
  return state.handover === 0 ? value : value + state.handover * (valueOf(state.next.style) - value);
}

/** 0 up to 0, 1 from 1 on, with a continuous slope between. */
export function smoothStep(x: number): number {
  const s = Math.max(0, Math.min(1, x));
  return s * s * (3 - 2 * s);
}
