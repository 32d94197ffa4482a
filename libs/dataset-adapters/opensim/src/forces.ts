import { evenClock, toZUp, type VerticalAxis } from '@emgfm/adapter-kit';
import { plateContacts } from '@emgfm/gait-segment';
import { type StorageTable } from '@emgfm/opensim';
import {
  channelSamples,
  type ContinuousRecording,
  type Decision,
  type ForcePlateSignals,
  type Side,
} from '@emgfm/schema';
import { FORCE_COLUMN } from './channels';

/** Below this force (N) the point of application that a file writes means nothing. */
const POINT_FROM_N = 10;

/** The plates of a table of ground forces: force on the person (N), centre of pressure (m), in a z-up frame. */
export function forcePlatesOf(table: StorageTable, vertical: VerticalAxis): ForcePlateSignals[] {
  const clock = evenClock(table.timeS);
  const { samplingRateHz, startS } = clock;
  const column = (label: string): Float64Array | undefined =>
    table.columns.find((own) => own.label.toLowerCase() === label.toLowerCase())?.components[0];
  return plateNames(table).flatMap((name): ForcePlateSignals[] => {
    const force = ['x', 'y', 'z'].map((axis) => column(`${name}v${axis}`));
    if (force.includes(undefined)) return [];
    const samples = toZUp(
      force.map((row) => clock.spread(row as Float64Array)),
      vertical,
    );
    const points = ['x', 'y', 'z'].map(
      (axis) => column(`${name}p${axis}`) ?? new Float64Array(table.timeS.length).fill(NaN),
    );
    const centreOfPressureM = toZUp(points.map(clock.spread), vertical);
    const block = { samples, samplingRateHz, startS };
    const numSamples = samples.shape[1] as number;
    channelSamples(block, 2).forEach((upN, sample) => {
      if (!(Math.abs(upN) >= POINT_FROM_N))
        for (let row = 0; row < 3; row += 1) centreOfPressureM.data[row * numSamples + sample] = NaN;
    });
    return [{ ...block, name: name.replace(/_+$/, ''), centreOfPressureM, cornersM: null, side: sideOfName(name) }];
  });
}

/** Which way is up as the forces show it: the axis along which the ground pushes hardest; null for unloaded plates. */
export function verticalAxisOfForces(table: StorageTable): VerticalAxis | null {
  const sums = [0, 0, 0];
  for (const { label, components } of table.columns) {
    const axis = FORCE_COLUMN.exec(label)?.[2];
    if (axis === undefined) continue;
    for (const value of components[0] as Float64Array)
      if (Number.isFinite(value)) sums['xyz'.indexOf(axis.toLowerCase())]! += value;
  }
  const axis = sums.reduce((best, sum, i) => (Math.abs(sum) > Math.abs(sums[best] as number) ? i : best), 0);
  const sum = sums[axis] as number;
  return sum === 0 ? null : (`${sum > 0 ? '+' : '-'}${'xyz'[axis]}` as VerticalAxis);
}

function plateNames(table: StorageTable): string[] {
  return [...new Set(table.columns.flatMap(({ label }) => FORCE_COLUMN.exec(label)?.[1] ?? []))];
}

/** The foot that a plate's name gives it to, as in `ground_force_r_`; null where it only counts plates. */
function sideOfName(name: string): Side | null {
  const words = name.toLowerCase().split('_');
  if (words.includes('r') || words.includes('right')) return 'right';
  return words.includes('l') || words.includes('left') ? 'left' : null;
}

const STANDARD_GRAVITY_MPS2 = 9.80665;
/** Half cycles that disagree by more than this share of their median do not measure a body. */
const GREATEST_SPREAD = 0.1;

/**
 * Body mass from the ground force: from one foot-off to that of the other foot the forces of both feet, measured all the time, hold
 * the body up, so their mean is its weight.
 * @returns NaN where no such half cycle is measured, or several disagree
 */
export function massFromForces(recording: ContinuousRecording): { massKg: number; decision: Decision | null } {
  const unknown = { massKg: NaN, decision: null };
  const contacts = plateContacts(recording).filter(({ side, problem }) => side !== null && problem === null);
  const masses = contacts.flatMap((contact) => {
    const next = contacts.find(
      (other) => other.side !== contact.side && other.startS < contact.endS && other.endS > contact.endS,
    );
    if (next === undefined) return [];
    const massKg = meanVerticalN(recording.forcePlates, contact.endS, next.endS) / STANDARD_GRAVITY_MPS2;
    // both feet again before the second foot leaves: its partner has to be on a plate too
    const follower = contacts.some(
      ({ side, startS }) => side === contact.side && startS > contact.endS && startS < next.endS,
    );
    return follower && massKg > 0 ? [massKg] : [];
  });
  if (masses.length === 0) return unknown;
  masses.sort((a, b) => a - b);
  const massKg = masses[masses.length >> 1] as number;
  const spread = (masses[masses.length - 1] as number) - (masses[0] as number);
  if (spread > GREATEST_SPREAD * massKg) return unknown;
  const decided = `${massKg.toFixed(1)} kg`;
  const evidence = `mean vertical force over ${masses.length} half gait cycle(s) with all contacts on plates; they lie ${spread.toFixed(1)} kg apart`;
  return { massKg, decision: { fact: 'body mass', decided, evidence } };
}

function meanVerticalN(plates: readonly ForcePlateSignals[], fromS: number, toS: number): number {
  return plates.reduce((sum, plate) => {
    const first = Math.ceil((fromS - plate.startS) * plate.samplingRateHz);
    const last = Math.floor((toS - plate.startS) * plate.samplingRateHz);
    const upN = channelSamples(plate, 2).subarray(Math.max(first, 0), last);
    return sum + upN.reduce((total, value) => total + value, 0) / upN.length;
  }, 0);
}
