import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bout } from './bout';
import { assertWithin } from './errors';
import { simulatedC3d, type SimulatedC3dOptions } from './simulated-c3d';
import { simulateTrial, type SimulatedTrial, type SimulationOptions } from './simulate-trial';
import { simulatedSubject } from './subject';

/** What is written. */
export interface SimulatedC3dDatasetOptions {
  /** Number of persons. */
  readonly subjects: number;
  readonly trialsPerSubject: number;
  readonly seed: number;
  /** Marker rate (Hz). */
  readonly markerSamplingRateHz: number;
  /** Rate of EMG and plates (Hz), a whole multiple of the marker rate. */
  readonly analogSamplingRateHz: number;
  /** Length of a trial (s). Default 6. */
  readonly durationS?: number;
  /** What is done in a trial. Default: level walking, each trial of a person at another speed from 1.0 to 1.4 m/s. */
  readonly boutsOf?: (subject: number, trial: number) => readonly Bout[];
  /** Further options of the simulation and of the files. */
  readonly simulation?: Partial<Omit<SimulationOptions, 'seed' | 'subject' | 'bouts' | 'markerSamplingRateHz'>>;
  readonly c3d?: SimulatedC3dOptions;
}

/** The truth beside the files: `truth.json`. */
export interface SimulatedC3dDatasetTruth {
  readonly seed: number;
  readonly trials: readonly {
    /** Path below the folder, with `/`. */
    readonly file: string;
    readonly subject: string;
    readonly massKg: number;
    readonly heightM: number;
    readonly activity: string;
    readonly durationS: number;
    readonly events: readonly { readonly timeS: number; readonly side: string; readonly kind: string }[];
    readonly strides: readonly {
      readonly side: string;
      readonly startS: number;
      readonly footOffS: number;
      readonly endS: number;
      readonly activity: string;
      readonly speedMps: number;
      /** Did this foot land alone and as a whole on a plate? Then moments are in the file. */
      readonly onPlate: boolean;
    }[];
  }[];
}

/**
 * Writes a folder of simulated C3D files, `<subject>/<trial>.c3d`, with `truth.json` beside them. The same options write the same bytes.
 * @param directory folder; made where it is missing
 * @returns what stands in `truth.json`
 * @throws SimulationOption, Layout
 */
export async function writeSimulatedC3dDataset(
  directory: string,
  options: SimulatedC3dDatasetOptions,
): Promise<SimulatedC3dDatasetTruth> {
  const { subjects, trialsPerSubject, seed, markerSamplingRateHz, analogSamplingRateHz, durationS = 6 } = options;
  assertWithin('subjects', subjects, 1, 999);
  assertWithin('trialsPerSubject', trialsPerSubject, 1, 999);
  const trials: SimulatedC3dDatasetTruth['trials'][number][] = [];
  for (let subjectIndex = 0; subjectIndex < subjects; subjectIndex += 1) {
    const sourceId = `S${String(subjectIndex + 1).padStart(2, '0')}`;
    const subject = simulatedSubject(seed * 1000 + subjectIndex, { sourceId });
    await mkdir(join(directory, sourceId), { recursive: true });
    for (let trialIndex = 0; trialIndex < trialsPerSubject; trialIndex += 1) {
      const speedMps = 1 + (0.4 * (trialIndex + 0.5)) / trialsPerSubject;
      const trial = simulateTrial({
        emg: { samplingRateHz: analogSamplingRateHz },
        forcePlates: { layout: 'walkway', samplingRateHz: analogSamplingRateHz },
        ...options.simulation,
        seed: (seed * 1000 + subjectIndex) * 1000 + trialIndex,
        subject,
        bouts: options.boutsOf?.(subjectIndex, trialIndex) ?? [{ gait: 'walk', durationS, speedMps }],
        markerSamplingRateHz,
      });
      const file = `${sourceId}/walk${String(trialIndex + 1).padStart(2, '0')}.c3d`;
      await writeFile(join(directory, file), simulatedC3d(trial, options.c3d));
      trials.push(trialTruth(file, trial));
    }
  }
  const truth: SimulatedC3dDatasetTruth = { seed, trials };
  await writeFile(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
  return truth;
}

function trialTruth(file: string, trial: SimulatedTrial): SimulatedC3dDatasetTruth['trials'][number] {
  const { subject, activity, durationS, events, strides } = trial;
  return {
    file,
    subject: subject.sourceId,
    massKg: subject.massKg,
    heightM: subject.heightM,
    activity,
    durationS,
    events: events.map(({ timeS, side, kind }) => ({ timeS, side, kind })),
    strides: strides.map(({ side, startS, footOffS, endS, activity: what, speedMps, plate }) => ({
      side,
      startS,
      footOffS,
      endS,
      activity: what,
      speedMps,
      onPlate: plate !== null,
    })),
  };
}
