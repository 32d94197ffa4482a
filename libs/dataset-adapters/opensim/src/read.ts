import {
  anatomicalMarkers,
  decideEmgLeg,
  emgOfTrial,
  emgPushOffs,
  evenClock,
  type JointColumn,
  jointSignals,
  mappedPerson,
  type ReadOptions,
  toZUp,
  trialRuleOf,
  UnknownSubjectError,
  type VerticalAxis,
  verticalAxisOfMarkers,
} from '@emgfm/adapter-kit';
import { findEvents } from '@emgfm/gait-segment';
import { type StorageTable, storageColumn, type TrcTable } from '@emgfm/opensim';
import {
  type ContinuousRecording,
  type Decision,
  type JointSignals,
  type LegSignals,
  type MarkerName,
  type MarkerSignals,
  type NdArray,
  type Side,
  type SubjectRef,
} from '@emgfm/schema';
import { packageName, packageVersion } from './dataset';
import { type OpensimTrial, readOpensimFolder } from './folder';
import { forcePlatesOf, massFromForces, verticalAxisOfForces } from './forces';
import { loadMapping, type OpensimMapping } from './mapping';
import { decideMomentUnit, momentSignals, withoutUnmeasuredStances } from './moments';
import { jointColumnOf } from './roles';
import { readTrialTables, type TrialTables } from './trial-tables';

/** The recordings of one person, trial by trial in natural order. @throws UnknownSubjectError, AdapterOptionsError */
export async function* readOpensimSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const mapping = await loadMapping(options.adapterOptions);
  const folder = await readOpensimFolder(root, mapping, options.signal);
  const own = folder.trials.filter(({ sourceId }) => sourceId === subject.sourceId);
  if (own.length === 0) {
    throw new UnknownSubjectError(root, subject.sourceId, [...new Set(folder.trials.map(({ sourceId }) => sourceId))]);
  }
  for (const trial of own) {
    options.signal?.throwIfAborted();
    const files = await readTrialTables(root, trial, mapping, options);
    if (files.angles === undefined && files.emg === undefined) continue;
    yield toRecording(trial, files, mapping, options);
  }
}

/** One trial in canonical channels, units and signs, on the clock of its files. */
function toRecording(
  trial: OpensimTrial,
  tables: TrialTables,
  mapping: OpensimMapping,
  options: ReadOptions,
): ContinuousRecording {
  const { sourceId } = trial;
  const decisions: Decision[] = [];
  const notes = Object.entries(tables).flatMap(([role, table]) =>
    'warnings' in table ? table.warnings.map((text: string) => `${role}: ${text}`) : [],
  );
  const knee = kneeFactor(tables.angles, mapping);
  if (knee.decision !== null) decisions.push(knee.decision);
  const angles = legsOf((side) =>
    tables.angles === undefined ? null : angleSignals(tables.angles, side, knee.factor),
  );
  const vertical = verticalAxis(tables, mapping, decisions);
  const files = Object.values(trial.files).map(({ path }) => path);
  const rule = files.map((path) => trialRuleOf(mapping.trials, path)).find((found) => found !== undefined);
  const subject = mappedPerson({ datasetId: 'opensim', sourceId }, mapping.subjects, options);
  const moving: ContinuousRecording = {
    kind: 'continuous',
    subject,
    trial: trial.trial,
    subtrial: '',
    condition: rule?.condition ?? '',
    activity: rule?.activity ?? 'walk',
    surface: rule?.surface ?? '',
    speedMps: rule?.speedMps ?? NaN,
    inclineDeg: rule?.inclineDeg ?? NaN,
    stepHeightM: rule?.stepHeightM ?? NaN,
    provenance: { files, adapter: packageName, adapterVersion: packageVersion, decisions, notes },
    legs: legsOf((side) => angles[side] && { emg: null, angles: angles[side], moments: null }),
    events: [],
    forcePlates: tables.forces === undefined ? [] : forcePlatesOf(tables.forces, vertical),
    markers: tables.markers === undefined ? null : markerSignals(tables.markers, vertical, mapping),
    intervals: [],
  };
  // the leg of the EMG, the mass and the measured stances follow from when the feet stand
  const { events } = findEvents(moving);
  if (Number.isNaN(subject.massKg)) {
    const { massKg, decision } = massFromForces(moving);
    subject.massKg = massKg;
    if (decision !== null) decisions.push(decision);
  }
  const moments = legMoments(tables.moments, moving, events, knee.factor, mapping, decisions, notes);
  const emg =
    tables.emg === undefined
      ? null
      : emgOfTrial(tables.emg, mapping, decideEmgLeg(mapping, [emgPushOffs(tables.emg, mapping, events)]));
  decisions.push(...(emg?.decisions ?? []));
  notes.push(...(emg?.notes ?? []));
  const leg = (side: Side): LegSignals | null => {
    const own = { emg: emg?.legs[side] ?? null, angles: angles[side], moments: moments[side] };
    return own.emg === null && own.angles === null && own.moments === null ? null : own;
  };
  return { ...moving, legs: legsOf(leg) };
}

function legsOf<T>(of: (side: Side) => T): { left: T; right: T } {
  return { left: of('left'), right: of('right') };
}

/** The knee bends to one side only: whether its numbers grow or fall with flexion follows from their larger extreme. */
function kneeFactor(
  table: StorageTable | undefined,
  mapping: OpensimMapping,
): { factor: number; decision: Decision | null } {
  if (mapping.kneeFlexion !== undefined) return { factor: mapping.kneeFlexion === 'positive' ? 1 : -1, decision: null };
  let [least, greatest] = [0, 0];
  for (const { label, components } of table?.columns ?? []) {
    if (jointColumnOf(label, '')?.coordinate.name !== 'knee_angle') continue;
    for (const angleDeg of components[0] as Float64Array) {
      least = Math.min(least, Number.isNaN(angleDeg) ? 0 : angleDeg);
      greatest = Math.max(greatest, Number.isNaN(angleDeg) ? 0 : angleDeg);
    }
  }
  // a knee that hardly bends, or as far both ways, does not tell
  if (!(Math.abs(greatest + least) > 10)) return { factor: NaN, decision: null };
  const factor = greatest > -least ? 1 : -1;
  const evidence = `knee_angle runs from ${least.toFixed(0)} to ${greatest.toFixed(0)} degrees`;
  return {
    factor,
    decision: { fact: 'sign of knee flexion', decided: factor > 0 ? 'positive' : 'negative, turned', evidence },
  };
}

function angleSignals(table: StorageTable, side: Side, knee: number): JointSignals | null {
  const clock = evenClock(table.timeS);
  const rows = table.columns.flatMap(({ label }): JointColumn[] => {
    const found = jointColumnOf(label, '');
    if (found === null || found.side !== side) return [];
    const { joint, motion, name, factor } = found.coordinate;
    return [{ joint, motion, column: label, factor: name === 'knee_angle' ? knee : factor }];
  });
  return jointSignals(rows, (label) => clock.spread(storageColumn(table, label)), clock, { absent: 'notInTrial' });
}

function legMoments(
  table: StorageTable | undefined,
  recording: ContinuousRecording,
  events: ContinuousRecording['events'],
  knee: number,
  mapping: OpensimMapping,
  decisions: Decision[],
  notes: string[],
): { left: JointSignals | null; right: JointSignals | null } {
  if (table === undefined) return { left: null, right: null };
  const { factor, decision } = decideMomentUnit(table, recording.subject.massKg, mapping);
  if (decision !== null) decisions.push(decision);
  if (Number.isNaN(factor))
    notes.push('moments in N.m and no body mass: missing; name subjects.<person>.massKg in a mapping file');
  return legsOf((side) => {
    const all = momentSignals(table, side, factor, knee);
    if (all === null) return null;
    const { moments, unmeasured } = withoutUnmeasuredStances(recording, events, side, all);
    if (unmeasured > 0)
      notes.push(`${unmeasured} ${side} stance(s) without a measured force of their own: moments missing there`);
    return moments;
  });
}

/** The vertical axis of markers and forces: OpenSim's +y, unless both say otherwise. */
function verticalAxis(tables: TrialTables, mapping: OpensimMapping, decisions: Decision[]): VerticalAxis {
  const labels = tables.markers?.markers.map(({ label }) => label) ?? [];
  const found = anatomicalMarkers(labels, mapping.markers);
  const rowsOf = (name: MarkerName): readonly Float64Array[] | null =>
    found[name] === undefined ? null : (tables.markers?.markers[found[name]]?.xyz ?? null);
  const seen =
    verticalAxisOfMarkers(rowsOf, 1) ?? (tables.forces === undefined ? null : verticalAxisOfForces(tables.forces));
  if (seen !== null && seen !== '+y')
    decisions.push({
      fact: 'vertical axis',
      decided: seen,
      evidence: 'markers of the pelvis above those of the feet, or the force of the ground; OpenSim has +y',
    });
  return seen ?? '+y';
}

function markerSignals(table: TrcTable, vertical: VerticalAxis, mapping: OpensimMapping): MarkerSignals | null {
  const found = anatomicalMarkers(
    table.markers.map(({ label }) => label),
    mapping.markers,
  );
  const names = Object.keys(found) as MarkerName[];
  if (names.length === 0) return null;
  const clock = evenClock(table.timeS);
  const positionsM: { [name in MarkerName]?: NdArray } = {};
  for (const name of names)
    positionsM[name] = toZUp((table.markers[found[name] as number]?.xyz ?? []).map(clock.spread), vertical);
  return { samplingRateHz: clock.samplingRateHz, startS: clock.startS, numSamples: clock.numSamples, positionsM };
}
