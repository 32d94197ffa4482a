import { median } from '@emgfm/emg-dsp';
import {
  SIDES,
  oppositeSide,
  sampleCount,
  type ContinuousRecording,
  type ForcePlateSignals,
  type Side,
} from '@emgfm/schema';
import { distanceToFoot, standsBeside, standsOn, type FloorPoint } from './foot-placement';
import { walkerPaths, type WalkerPaths } from './marker-paths';
import { loadedStretches, zeroedForce } from './vertical-force';

/** What keeps a contact from being the clean step of one foot. */
export type ContactProblem =
  /** Both feet were on the plate or belt. */
  | 'shared'
  /** Part of the foot stood beside the plates. */
  | 'partial'
  /** No marker tells which foot it was. */
  | 'foot-unknown';

/** A stretch during which one foot loaded a plate, or several that it stood on at once. */
export interface PlateContact {
  /** Names of the plates. */
  readonly plates: readonly string[];
  /** The foot; null where it is not known. */
  readonly side: Side | null;
  /** Force rises above the threshold (s, between samples); NaN where the plate was loaded when the recording began. */
  readonly startS: number;
  /** Force falls below the threshold (s); NaN where the plate was still loaded when the recording ended. */
  readonly endS: number;
  /** The plate is a belt: it was stepped on again and again. */
  readonly isBelt: boolean;
  readonly problem: ContactProblem | null;
  /** Why, in words; '' for a clean contact. */
  readonly detail: string;
}

/** Options of {@link plateContacts}. */
export interface ContactOptions {
  /** Vertical force that counts as contact (N), default 20; raised on noisy plates to 5 % of body weight or 6 SD of the unloaded plate. */
  readonly thresholdN?: number;
  /** Shortest contact (s), default 0.1. */
  readonly minContactS?: number;
  /** Shortest pause between two contacts (s), default 0.05. */
  readonly minPauseS?: number;
  /**
   * Furthest that the start of a contact with a floor plate is carried back along the line through 20-80 N to zero force (s), default
   * 0: it stays at the threshold. Belts vibrate, so theirs always do; the end always does, since a foot unloads slowly.
   */
  readonly onsetReachS?: number;
}

/** Furthest distance of the centre of pressure from the foot that stands there (m). */
const FOOT_REACH_M = 0.2;
/** Time for which the other foot must stand on a plate to count (s). */
const SHARED_S = 0.04;
/** Contacts of one foot on two plates closer than this are one step (s). */
const SAME_STEP_S = 0.05;
/** A contact this many times longer than the median of its belt is not one step, */
const OVERLONG = 1.4;
/** nor is one that lasts for more than this share of the time to the next contact with the belt. */
const LONGEST_STANCE_SHARE = 0.8;
/** Contacts that make a belt. */
const BELT_CONTACTS = 4;

interface RawContact {
  readonly plates: readonly ForcePlateSignals[];
  readonly side: Side | null;
  readonly startS: number;
  readonly endS: number;
  /** First and last sample under load (s), also where the recording begins or ends under load. */
  readonly fromS: number;
  readonly toS: number;
  readonly isBelt: boolean;
  readonly isOverlong: boolean;
  readonly detail: string;
}

/**
 * Contacts of feet with the force plates or belts of a trial: each plate zeroed and thresholded with hysteresis at its own rate, assigned
 * to the foot whose heel-toe line lies nearest to the centre of pressure at mid contact; plates that one foot stands on at
 * once are taken together.
 * @returns contacts in order of start; those that are not the clean step of one foot say why
 */
export function plateContacts(recording: ContinuousRecording, options: ContactOptions = {}): PlateContact[] {
  const paths = walkerPaths(recording);
  const raw = recording.forcePlates.flatMap((plate) => contactsOfPlate(plate, recording, paths, options));
  return mergedSteps(raw).map((contact) => {
    const names = contact.plates.map(({ name }) => name);
    const { side, startS, endS, isBelt } = contact;
    return { plates: names, side, startS, endS, isBelt, ...problemOf(contact, paths) };
  });
}

/** Contacts during which both feet were on one plate or belt, with finite or infinite borders. */
export function sharedContacts(recording: ContinuousRecording): { startS: number; endS: number }[] {
  return plateContacts(recording)
    .filter(({ problem }) => problem === 'shared')
    .map(({ startS, endS }) => ({
      startS: Number.isNaN(startS) ? -Infinity : startS,
      endS: Number.isNaN(endS) ? Infinity : endS,
    }));
}

function contactsOfPlate(
  plate: ForcePlateSignals,
  recording: ContinuousRecording,
  paths: WalkerPaths | null,
  options: ContactOptions,
): RawContact[] {
  const { thresholdN = 20, minContactS = 0.1, minPauseS = 0.05, onsetReachS = 0 } = options;
  const { samplingRateHz, startS } = plate;
  const zeroed = zeroedForce(plate, thresholdN, recording.subject.massKg);
  if (!zeroed) return [];
  const stretches = loadedStretches(zeroed.verticalN, zeroed.thresholdN, {
    minContact: minContactS * samplingRateHz,
    minPause: minPauseS * samplingRateHz,
  });
  const lengths = stretches.map(({ firstSample, lastSample }) => lastSample - firstSample);
  const isBelt = lengths.length >= BELT_CONTACTS;
  const usual = median(lengths);
  return stretches.map((stretch, i) => {
    const fromS = startS + stretch.firstSample / samplingRateHz;
    const toS = startS + stretch.lastSample / samplingRateHz;
    const lag = stretch.start - stretch.onset;
    const hasOnset = !isBelt && lag >= 0 && lag <= onsetReachS * samplingRateHz;
    return {
      plates: [plate],
      startS: startS + (hasOnset ? stretch.onset : stretch.start) / samplingRateHz,
      endS: startS + stretch.end / samplingRateHz,
      fromS,
      toS,
      isBelt,
      isOverlong:
        isBelt &&
        (lengths[i] > OVERLONG * usual ||
          lengths[i] > LONGEST_STANCE_SHARE * ((stretches[i + 1]?.firstSample ?? Infinity) - stretch.firstSample)),
      ...footOf(plate, paths, (fromS + toS) / 2),
    };
  });
}

/** The foot that a contact belongs to: known from the plate, else the one nearest to the centre of pressure. */
function footOf(
  plate: ForcePlateSignals,
  paths: WalkerPaths | null,
  timeS: number,
): { side: Side | null; detail: string } {
  if (plate.side) return { side: plate.side, detail: '' };
  if (!paths) return { side: null, detail: 'no markers and no known foot of the plate' };
  const centre = centreOfPressureAt(plate, timeS);
  for (const side of SIDES) {
    const distanceM = distanceToFoot(paths, side, timeS, centre);
    const isNearest = !(distanceToFoot(paths, oppositeSide(side), timeS, centre) < distanceM);
    if (isNearest && distanceM <= FOOT_REACH_M) return { side, detail: '' };
  }
  return {
    side: null,
    detail: `no foot within ${FOOT_REACH_M} m of the centre of pressure at ${timeS.toFixed(3)} s`,
  };
}

function centreOfPressureAt(plate: ForcePlateSignals, timeS: number): FloorPoint {
  const numSamples = sampleCount(plate);
  const middle = Math.round((timeS - plate.startS) * plate.samplingRateHz);
  const around = Math.max(1, Math.round(0.02 * plate.samplingRateHz));
  const from = Math.max(0, middle - around);
  const to = Math.min(numSamples, middle + around + 1);
  const { data } = plate.centreOfPressureM;
  return [median(data.subarray(from, to)), median(data.subarray(numSamples + from, numSamples + to))];
}

/** Contacts of one foot on several plates at once, or one right after the other, as one step. */
function mergedSteps(contacts: readonly RawContact[]): RawContact[] {
  const steps: RawContact[] = [];
  for (const contact of [...contacts].sort((a, b) => a.fromS - b.fromS)) {
    const index = steps.findIndex(
      (step) =>
        step.side !== null &&
        step.side === contact.side &&
        !step.plates.includes(contact.plates[0]) &&
        contact.fromS <= step.toS + SAME_STEP_S,
    );
    if (index < 0) {
      steps.push(contact);
      continue;
    }
    const step = steps[index];
    const last = contact.toS > step.toS ? contact : step;
    steps[index] = {
      ...step,
      plates: [...step.plates, ...contact.plates],
      endS: last.endS,
      toS: last.toS,
      isOverlong: step.isOverlong || contact.isOverlong,
    };
  }
  return steps;
}

function problemOf(contact: RawContact, paths: WalkerPaths | null): Pick<PlateContact, 'problem' | 'detail'> {
  const { side, plates, fromS, toS } = contact;
  if (side === null) return { problem: 'foot-unknown', detail: contact.detail };
  if (contact.isOverlong) {
    return {
      problem: 'shared',
      detail: `${(toS - fromS).toFixed(2)} s is too long for one step on this belt`,
    };
  }
  if (!paths) return { problem: null, detail: '' };
  const other = oppositeSide(side);
  for (const plate of plates) {
    const sharedS = plate.cornersM ? standsOn(plate.cornersM, paths, other, fromS, toS) : 0;
    if (sharedS >= SHARED_S) {
      return { problem: 'shared', detail: `the ${other} foot stood on ${plate.name} too, for ${sharedS.toFixed(2)} s` };
    }
  }
  const areas = plates.map(({ cornersM }) => cornersM).filter((corners) => corners !== null);
  const middleS = (fromS + toS) / 2;
  if (areas.length === plates.length && standsBeside(areas, paths, side, middleS)) {
    return { problem: 'partial', detail: `the ${side} foot reached over the edge at ${middleS.toFixed(3)} s` };
  }
  return { problem: null, detail: '' };
}
