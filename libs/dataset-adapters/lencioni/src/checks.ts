import type { Decision, Joint } from '@emgfm/schema';
import {
  ANGLE_ROWS,
  CADENCE_TOLERANCE,
  LEAST_MOMENT_DIFFERENCE,
  MOMENT_ROWS,
  MOMENT_SIGN_TESTS,
  nameKey,
  RATE_TOLERANCE,
  USUAL_ANKLE_AT_STRIKE_DEG,
} from './channels';
import type { StrideElement, SubjectFile } from './subject-file';

/** What is decided once for the file of a person. */
export interface SubjectDecisions {
  /** Duration (s) of a stride; NaN where nothing trustworthy tells it. */
  readonly durationS: (element: StrideElement) => number;
  readonly emgRateTrusted: boolean;
  /** Factor on top of the table for the flexion moment of each joint; null where its sign can't be told. */
  readonly momentSigns: Readonly<Record<Joint, 1 | -1 | null>>;
  /** Median ankle angle (degree) at heel strike in walking; NaN without walking strides. */
  readonly ankleAtStrikeDeg: number;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** Tests what is not documented, or contradicted at times, against the strides of one person. */
export function decideSubject(file: SubjectFile): SubjectDecisions {
  const walking = file.elements.filter(({ task }) => nameKey(task) === 'walking');
  const times = decideStrideTimes(file);
  const moments = decideMomentSigns(walking);
  const ankleAtStrikeDeg = median(walking.map(({ angles }) => angles.row('AnkleFlx')?.[0] ?? NaN));
  const shifted = Math.abs(ankleAtStrikeDeg) > USUAL_ANKLE_AT_STRIKE_DEG;
  return {
    ...times,
    momentSigns: moments.signs,
    ankleAtStrikeDeg,
    decisions: [
      times.decision,
      ...moments.decisions,
      {
        fact: 'ankleOffsetSuspected',
        decided: String(shifted),
        evidence: `the ankle angle at heel strike has a median of ${ankleAtStrikeDeg.toFixed(1)} degree over ${walking.length} walking strides; about 0 is usual`,
      },
      {
        fact: 'signs of adduction and rotation',
        decided: 'as tabulated; they are not documented, and walking does not tell them',
        evidence: `source values at 0, 20, 40, 60, 80 % of walking: ${meanCurves(walking)}`,
      },
    ],
    notes: times.notes,
  };
}

interface StrideTimes {
  readonly durationS: (element: StrideElement) => number;
  readonly emgRateTrusted: boolean;
  readonly decision: Decision;
  readonly notes: readonly string[];
}

/** Three witnesses tell how long a stride took: EMG samples, camera frames, cadence. EMG counts unless both others speak against it. */
function decideStrideTimes({ elements, emgRateHz, cameraRateHz }: SubjectFile): StrideTimes {
  const byEmg = ({ emg }: StrideElement): number => seconds(emg.numSamples, emgRateHz);
  const byCamera = ({ markerFrames }: StrideElement): number => seconds(markerFrames, cameraRateHz);
  const byCadence = ({ cadencePerMin }: StrideElement): number => 120 / cadencePerMin;
  const ratio = (a: typeof byEmg, b: typeof byEmg): number =>
    median(elements.map((element) => a(element) / b(element)));
  const disagree = (value: number): boolean => Math.abs(value - 1) > RATE_TOLERANCE;
  const [toCamera, toCadence] = [ratio(byEmg, byCamera), ratio(byEmg, byCadence)];
  const others = [toCamera, toCadence].filter(Number.isFinite);
  const known = elements.some((element) => Number.isFinite(byEmg(element)));
  const emgRateTrusted = known && !(others.length > 0 && others.every(disagree));
  const cameraTrusted = !disagree(ratio(byCamera, byCadence));
  const durationS = (element: StrideElement): number => {
    const witnesses = [...(emgRateTrusted ? [byEmg] : []), ...(cameraTrusted ? [byCamera] : [])];
    return witnesses.map((witness) => witness(element)).find(Number.isFinite) ?? NaN;
  };
  const wrongCadence = elements.filter(
    (element) => Math.abs(byCadence(element) / durationS(element) - 1) > CADENCE_TOLERANCE,
  );
  const evidence = `EMG samples at ${emgRateHz} Hz last ${toCamera.toFixed(3)} times as long as camera frames at ${cameraRateHz} Hz and ${toCadence.toFixed(3)} times the stride time of the cadence (medians)`;
  return {
    durationS,
    emgRateTrusted,
    decision: {
      fact: 'EMG rate',
      decided: emgRateTrusted ? `${emgRateHz} Hz, as stated` : 'not known, EMG is masked',
      evidence: known ? evidence : 'no EMG sample, or no rate in the file',
    },
    notes:
      wrongCadence.length === 0
        ? []
        : [
            `the cadence contradicts the stride time and is not used: ${wrongCadence.map(({ index }) => `Data(${index})`).join(', ')}`,
          ],
  };
}

/** Time (s) from the first to the last of some samples; NaN below two. */
function seconds(numSamples: number, samplingRateHz: number): number {
  return numSamples < 2 ? NaN : (numSamples - 1) / samplingRateHz;
}

function decideMomentSigns(walking: readonly StrideElement[]): {
  signs: Record<Joint, 1 | -1 | null>;
  decisions: Decision[];
} {
  const signs: Record<Joint, 1 | -1 | null> = { hip: 1, knee: 1, ankle: 1 };
  const decisions = MOMENT_SIGN_TESTS.map(({ joint, greater, less, why }): Decision => {
    const row = MOMENT_ROWS.find((candidate) => candidate.joint === joint && candidate.motion === 'flexion');
    const { column, factor } = row as (typeof MOMENT_ROWS)[number];
    const differences = walking
      .map(({ moments }) => moments.row(column))
      .map((curve) => (curve === null ? NaN : factor * (windowMean(curve, greater) - windowMean(curve, less))))
      .filter(Number.isFinite);
    const difference = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const fact = `sign of the ${joint} flexion moment`;
    if (differences.length === 0) return { fact, decided: 'as tabulated, untested', evidence: 'no walking stride' };
    const clear = Math.abs(difference) >= LEAST_MOMENT_DIFFERENCE;
    signs[joint] = clear ? (Math.sign(difference) as 1 | -1) : null;
    const decided = !clear ? 'not known, masked' : difference > 0 ? 'as tabulated' : 'opposite to the table';
    const evidence = `with the factor ${factor} its mean at ${greater.join('-')} % lies ${difference.toFixed(2)} N·m/kg above that at ${less.join('-')} % (${differences.length} walking strides); expected above: ${why}`;
    return { fact, decided, evidence };
  });
  return { signs, decisions };
}

/** Mean of a curve over a window of percent. */
function windowMean(curve: Float64Array, [from, to]: readonly [number, number]): number {
  const at = (percent: number): number => Math.round((percent / 100) * (curve.length - 1));
  const window = curve.subarray(at(from), at(to) + 1);
  return window.reduce((sum, value) => sum + value, 0) / window.length;
}

/** Mean curves of all rows without a sagittal meaning, as short texts. */
function meanCurves(walking: readonly StrideElement[]): string {
  const rows = [
    ...ANGLE_ROWS.map(({ column, motion }) => ({ column, motion, of: 'angles' as const })),
    ...MOMENT_ROWS.map(({ column, motion }) => ({ column, motion, of: 'moments' as const })),
  ];
  return rows
    .filter(({ motion }) => motion !== 'flexion')
    .map(({ column, of }) => {
      const values = [0, 20, 40, 60, 80].map((percent) => {
        const samples = walking
          .map((element) => element[of].row(column))
          .map((curve) => (curve === null ? NaN : windowMean(curve, [percent, percent])))
          .filter(Number.isFinite);
        return (samples.reduce((sum, value) => sum + value, 0) / samples.length).toPrecision(2);
      });
      return `${column} ${values.join(' ')}`;
    })
    .join(', ');
}

/** The middle of the finite values; NaN where there is none. */
function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}
