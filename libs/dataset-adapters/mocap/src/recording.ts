import { mappedPerson, type ReadOptions, trialRuleOf } from '@emgfm/adapter-kit';
import { type ContinuousRecording, type Decision, type LegSignals, type Side } from '@emgfm/schema';
import type { TableColumns } from './columns';
import { decideGeometry, eventMarkers } from './coordinates';
import { packageName, packageVersion } from './dataset';
import { emgOfRows } from './emg';
import type { MocapTrial } from './folder';
import type { FrameClock } from './frame-clock';
import { type JointFrames, jointFrames } from './joint-frames';
import type { MocapMapping } from './mapping';
import type { PersonFacts } from './person';
import { legAngles, type TrialSignals } from './signals';

/** What was read of one trial. */
export interface TrialContent {
  readonly trial: MocapTrial;
  /** What its table calls it; '' where the table holds this trial only. */
  readonly name: string;
  readonly signals: TrialSignals;
  /** Units that the header of the table states. */
  readonly stated: Pick<TableColumns, 'lengthUnit' | 'emgUnit'>;
  readonly camera: FrameClock | null;
  readonly notes: readonly string[];
}

const NO_FRAMES: JointFrames = { further: [], decisions: [], notes: [] };

/** One trial in canonical channels, units and signs, on the clock of its table. */
export function recordingOf(
  { trial, name, signals, stated, camera, notes }: TrialContent,
  facts: PersonFacts,
  mapping: MocapMapping,
  options: ReadOptions,
): ContinuousRecording {
  const { markers } = signals;
  const { geometry, decisions } =
    markers === null ? { geometry: null, decisions: [] } : decideGeometry(markers, stated.lengthUnit, mapping);
  const joints = markers === null ? NO_FRAMES : jointFrames(markers, geometry, camera, mapping, options);
  const emg = signals.emg && facts.emgLeg && emgOfRows(signals.emg, withStatedUnit(mapping, stated), facts.emgLeg);
  const leg = (side: Side): LegSignals | null => {
    const own = { emg: emg?.legs[side] ?? null, angles: legAngles(signals, side, facts), moments: null };
    if (own.emg === null && own.angles === null && joints.further.length === 0) return null;
    return joints.further.length === 0 ? own : { ...own, further: joints.further };
  };
  const rule = trialRuleOf(mapping.trials, trial.table.path);
  const rates: Decision[] = signals.emg
    ? [
        {
          fact: 'EMG rate',
          decided: `${signals.emg.samplingRateHz} Hz`,
          evidence: 'rows with EMG by the time they take',
        },
      ]
    : [];
  return {
    kind: 'continuous',
    subject: mappedPerson({ datasetId: 'mocap', sourceId: trial.sourceId }, mapping.subjects, options),
    trial: name === '' ? trial.trial : `${trial.trial}_${name}`,
    subtrial: '',
    condition: rule?.condition ?? trial.action,
    activity: trial.activity,
    surface: rule?.surface ?? '',
    speedMps: rule?.speedMps ?? NaN,
    inclineDeg: rule?.inclineDeg ?? NaN,
    stepHeightM: rule?.stepHeightM ?? NaN,
    provenance: {
      files: [trial.table, ...(trial.frames === null ? [] : [trial.frames])].map(({ path }) => path),
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [...facts.decisions, ...decisions, ...rates, ...(emg?.decisions ?? []), ...joints.decisions],
      notes: [...notes, ...(emg?.notes ?? []), ...joints.notes],
    },
    legs: { left: leg('left'), right: leg('right') },
    events: [],
    forcePlates: [],
    markers: markers && geometry && eventMarkers(markers, geometry),
    intervals: [],
  };
}

/** The unit of a header counts where the mapping file leaves it open. */
function withStatedUnit(mapping: MocapMapping, { emgUnit }: TrialContent['stated']): MocapMapping {
  return mapping.emgUnit === 'arbitrary' && emgUnit !== null ? { ...mapping, emgUnit } : mapping;
}
