import type { ReadOptions } from '@emgfm/adapter-kit';
import { type Decision, GASTROCNEMIUS_UNSPECIFIED, SIDES, subjectKey } from '@emgfm/schema';
import { FILE_KINDS, MUSCLE_NOTES, PASSES } from './channels';
import { type Conventions, decideConventions, type PlacedPiece } from './conventions';
import { trialsWithEmg, type TrialWithEmg } from './emg-trials';
import { FILE_ROLES, type PersonFiles } from './folder';
import type { MotionTrial } from './motion-trials';
import { MuscleEvidence, type MuscleDecisions } from './muscles';
import type { GrimmerOptions } from './options';
import { decideRates, type SampleCounts, type TrialRates } from './rates';
import { decideTouchdowns, listEvidence, piecesOf, type TouchdownDecisions } from './touchdowns';

/** What is decided once for a person. */
export interface PersonDecisions {
  readonly ratesOf: (counts: SampleCounts) => TrialRates;
  readonly touchdowns: TouchdownDecisions;
  readonly conventions: Conventions;
  readonly muscles: MuscleDecisions | null;
  readonly massKg: number;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Sample counts of a trial. */
export const countsOf = ({ trial, emg }: TrialWithEmg): SampleCounts => ({
  motion: trial.numSamples,
  emg: emg?.numSamples ?? 0,
});

/** Decides rates, feet, units, signs and muscles from all trials of a person. Files of EMG that can't be read go to `onDrop`. */
export async function decidePerson(
  root: string,
  person: PersonFiles,
  trials: readonly MotionTrial[],
  ownOptions: GrimmerOptions,
  options: ReadOptions,
): Promise<PersonDecisions> {
  const counts = new Map<MotionTrial, SampleCounts>();
  for await (const own of trialsWithEmg(root, person, trials, options)) counts.set(own.trial, countsOf(own));
  const known = [...counts.values()].filter(({ motion }) => motion > 0);
  const lists = listEvidence(trials);
  const ratesOf = decideRates({ counts: known, lists }, ownOptions);
  const trialRates = (trial: MotionTrial): TrialRates => ratesOf(counts.get(trial) ?? { motion: 0, emg: 0 });
  const touchdowns = decideTouchdowns(trials, lists, (trial) => trialRates(trial).motionRateHz);
  const strides = trials.flatMap((trial) =>
    PASSES.flatMap(({ pass }) =>
      SIDES.flatMap((side) =>
        piecesOf(touchdowns.listOf(trial, pass, side), side).map((piece): PlacedPiece => ({ ...piece, trial })),
      ),
    ),
  );
  const trusted = strides.filter(({ side }) => touchdowns.ownFoot[side] === 'confirmed');
  const massKg = options.subjectMassKg?.[subjectKey({ datasetId: 'grimmer', sourceId: person.sourceId })] ?? NaN;
  const conventions = decideConventions(trusted, { ...ownOptions, massKg });
  const evidence = new MuscleEvidence();
  for await (const { trial, emg } of trialsWithEmg(root, person, trials, { signal: options.signal })) {
    const { motionRateHz, emgRateHz } = trialRates(trial);
    if (emg === null || Number.isNaN(emgRateHz)) continue;
    const perSample = emgRateHz / motionRateHz;
    const own = trusted
      .filter((piece) => piece.trial === trial)
      .map(({ side, first, last }) => ({ side, first: first * perSample, last: last * perSample }));
    evidence.add(emg, emgRateHz, own);
  }
  const muscles = evidence.decide();
  return {
    ratesOf,
    touchdowns,
    conventions,
    muscles,
    massKg,
    decisions: [...touchdowns.decisions, ...conventions.decisions, ...(muscles?.decisions ?? [])],
    notes: [
      ...FILE_ROLES.filter((role) => person.files[role] === undefined).map(
        (role) => `person ${person.sourceId} has no file in ${FILE_KINDS[role].parent}/${FILE_KINDS[role].folder}`,
      ),
      ...touchdowns.notes,
      `'gas' goes to GM: ${GASTROCNEMIUS_UNSPECIFIED}`,
      ...MUSCLE_NOTES,
    ],
  };
}
