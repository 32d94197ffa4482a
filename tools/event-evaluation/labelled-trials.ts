import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { c3dMappingSchema, toRecording } from '@emgfm/adapter-c3d';
import { isC3dError, readC3d } from '@emgfm/c3d';
import {
  evaluateEvents,
  plateContacts,
  poolAgreements,
  type EventAgreement,
  type PlateContact,
} from '@emgfm/gait-segment';
import { SIDES, type ContinuousRecording, type GaitEvent, type GaitEventKind } from '@emgfm/schema';

/** Largest distance of a detected event from its reference (s), and the part of a trial's ends that is not judged (s). */
export const TOLERANCE_S = 0.15;
const TRIAL_END_S = 0.15;

/** A recording with events that somebody labelled; the recording itself carries none. */
export interface LabelledTrial {
  readonly set: string;
  readonly name: string;
  readonly recording: ContinuousRecording;
  readonly labels: readonly GaitEvent[];
  readonly contacts: readonly PlateContact[];
}

/** One C3D file as a recording without events, and its labels. */
export function readTrial(root: string, set: string, name: string): LabelledTrial {
  const path = join(root, set, name);
  const recording = toRecording(
    readC3d(new Uint8Array(readFileSync(path))),
    { path: `${set}/${name}`, sourceId: set, trial: name },
    c3dMappingSchema.parse({}),
  );
  return {
    set,
    name,
    recording: { ...recording, events: [] },
    labels: recording.events,
    contacts: plateContacts(recording),
  };
}

/** The labelled files of a folder of sets: those with a heel or toe marker, and those without. */
export interface LabelledTrials {
  readonly trials: readonly LabelledTrial[];
  readonly withoutFeet: readonly LabelledTrial[];
}

/** Every C3D file that names a strike; files that are no C3D are passed over. */
export function labelledTrials(root: string): LabelledTrials {
  const found = readdirSync(root)
    .flatMap((set) =>
      readdirSync(join(root, set))
        .filter((name) => name.toLowerCase().endsWith('.c3d'))
        .map((name) => [set, name] as const),
    )
    .sort((a, b) => a.join('/').localeCompare(b.join('/')))
    .flatMap(([set, name]) => {
      try {
        const trial = readTrial(root, set, name);
        return trial.labels.some(({ kind }) => kind === 'foot_strike') ? [trial] : [];
      } catch (error) {
        if (isC3dError(error)) return [];
        throw error;
      }
    });
  const showsFeet = ({ recording }: LabelledTrial): boolean =>
    Object.keys(recording.markers?.positionsM ?? {}).some((marker) => /heel|toe/.test(marker));
  return { trials: found.filter(showsFeet), withoutFeet: found.filter((trial) => !showsFeet(trial)) };
}

function labelsOf(labels: readonly GaitEvent[], kind: GaitEventKind, side: string): GaitEvent[] {
  return labels.filter((event) => event.kind === kind && event.side === side);
}

/**
 * Agreement with reference events. Labels cover a part of a trial only, so each foot and kind is judged from its first to its last
 * reference event, and never within 0.15 s of the ends of the trial.
 */
export function agreementWithin(
  detected: readonly GaitEvent[],
  reference: readonly GaitEvent[],
  kind: GaitEventKind,
  recording: ContinuousRecording,
): EventAgreement {
  const { startS, numSamples, samplingRateHz } = recording.markers!;
  const endS = startS + numSamples / samplingRateHz;
  const parts = SIDES.map((side) => {
    const own = labelsOf(reference, kind, side);
    const timesS = own.map(({ timeS }) => timeS);
    const withinS = [
      Math.max(startS + TRIAL_END_S, Math.min(...timesS) - TOLERANCE_S),
      Math.min(endS - TRIAL_END_S, Math.max(...timesS) + TOLERANCE_S),
    ] as const;
    const found = labelsOf(detected, kind, side);
    return evaluateEvents(found, own, { toleranceS: TOLERANCE_S, withinS }).perKind[kind];
  });
  return poolAgreements(parts);
}

/** Strikes and foot-offs of the clean contacts of a trial. */
export function cleanContactEvents(contacts: readonly PlateContact[]): GaitEvent[] {
  return contacts.flatMap(({ side, startS, endS, problem }) => {
    if (side === null || problem !== null) return [];
    const edge = (timeS: number, kind: GaitEventKind): GaitEvent[] =>
      Number.isFinite(timeS) ? [{ timeS, side, kind, source: 'plate', confidence: 1 }] : [];
    return [...edge(startS, 'foot_strike'), ...edge(endS, 'foot_off')];
  });
}
