import { decideEmgLeg, type EmgLeg, emgPushOffs, type PushOffs } from '@emgfm/adapter-kit';
import { findEvents } from '@emgfm/gait-segment';
import type { Decision } from '@emgfm/schema';
import { emgMappingOf } from './emg';
import type { MocapMapping } from './mapping';
import { recordingOf, type TrialContent } from './recording';
import { type AngleExtremes, angleExtremes } from './signals';

/** Unit of the angles and sign of the knee. */
export interface AngleFacts {
  /** Factor that makes knee flexion positive; NaN where it can't be told. */
  readonly kneeFactor: number;
  readonly degreesPerUnit: number;
  readonly decisions: readonly Decision[];
}

/** What holds for all trials of a person. */
export interface PersonFacts extends AngleFacts {
  /** null where EMG is not asked for. */
  readonly emgLeg: EmgLeg | null;
}

/** Angles of the legs of a person who steps stay within so many radians; in degrees they reach far more. */
const GREATEST_RADIANS = Math.PI;
/** A knee whose extremes are this alike (degree) does not tell which way it bends. */
const LEAST_KNEE_DIFFERENCE_DEG = 10;

/** Decides from all trials of a person what holds for each of them. */
export async function decidePerson(trials: AsyncIterable<TrialContent>, mapping: MocapMapping): Promise<PersonFacts> {
  const extremes: AngleExtremes[] = [];
  const pushOffs: (PushOffs | null)[] = [];
  for await (const content of trials) {
    const own = angleExtremes(content.signals);
    extremes.push(own);
    const { emg } = content.signals;
    // the calf pushes off in walking; in lunges and steps to the side it may do anything
    if (emg === null || content.trial.activity !== 'walk' || mapping.emgSide !== undefined) continue;
    const alone = { ...decideAngles([own], mapping), emgLeg: null };
    const { events } = findEvents(recordingOf(content, alone, mapping, { furtherModalities: [] }));
    pushOffs.push(emgPushOffs(emg, emgMappingOf(mapping), events));
  }
  return { ...decideAngles(extremes, mapping), emgLeg: decideEmgLeg(mapping, pushOffs) };
}

/** The knee bends to one side only: whether its numbers grow or fall with flexion follows from their larger extreme. */
function decideAngles(
  trials: readonly AngleExtremes[],
  { angleUnit, kneeFlexion }: Pick<MocapMapping, 'angleUnit' | 'kneeFlexion'>,
): AngleFacts {
  const decisions: Decision[] = [];
  const largest = Math.max(...trials.map((trial) => trial.largest));
  const isRadian = largest > 0 && largest <= GREATEST_RADIANS;
  const unit = angleUnit ?? (isRadian ? 'radians' : 'degrees');
  const degreesPerUnit = unit === 'radians' ? 180 / Math.PI : 1;
  if (angleUnit === undefined && isRadian) {
    const evidence = `no angle of a leg exceeds ${largest.toFixed(2)}; the source has degrees`;
    decisions.push({ fact: 'unit of the angles', decided: unit, evidence });
  }
  if (kneeFlexion !== undefined) {
    return { kneeFactor: kneeFlexion === 'positive' ? 1 : -1, degreesPerUnit, decisions };
  }
  const leastDeg = degreesPerUnit * Math.min(...trials.map(({ leastKnee }) => leastKnee));
  const greatestDeg = degreesPerUnit * Math.max(...trials.map(({ greatestKnee }) => greatestKnee));
  const difference = greatestDeg + leastDeg;
  const kneeFactor = Math.abs(difference) > LEAST_KNEE_DIFFERENCE_DEG ? Math.sign(difference) : NaN;
  if (greatestDeg > leastDeg) {
    const decided = Number.isNaN(kneeFactor) ? 'not decided' : kneeFactor > 0 ? 'positive' : 'negative, turned';
    const evidence = `knee_angle runs from ${leastDeg.toFixed(0)} to ${greatestDeg.toFixed(0)} degrees`;
    decisions.push({ fact: 'sign of knee flexion', decided, evidence });
  }
  return { kneeFactor, degreesPerUnit, decisions };
}
