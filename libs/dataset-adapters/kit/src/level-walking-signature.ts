import {
  emgChannelIndex,
  type EmgChannel,
  type Joint,
  JOINTS,
  jointMotionIndex,
  type Motion,
  type SignatureFinding,
  type SignatureVerdict,
} from '@emgfm/schema';
import { type Curve, REFERENCE_CURVES } from './reference-curves';
import { SIGNATURE_POINTS, type SignatureSums } from './signature-sums';

/** Phase windows (percent of the stride) in which a muscle is busy in level walking, and where it is quiet. */
const MUSCLE_WINDOWS: readonly { channel: EmgChannel; busy: readonly [number, number]; text: string }[] = [
  { channel: 'VL', busy: [0, 20], text: 'peak at 0-20 %' },
  { channel: 'RF', busy: [0, 20], text: 'peak at 0-20 %' },
  { channel: 'VM', busy: [0, 20], text: 'peak at 0-20 %' },
  { channel: 'GM', busy: [35, 55], text: 'peak at 35-55 %' },
  { channel: 'SOL', busy: [35, 55], text: 'peak at 35-55 %' },
];

/** Hard physiological limits of the sagittal angles, in degree, for any task. */
export const HARD_ANGLE_LIMITS_DEG: Readonly<Record<Joint, readonly [number, number]>> = {
  hip: [-52, 132],
  knee: [-20, 160],
  ankle: [-63, 52],
};

/**
 * Judges mean curves against the level-walking signature: does hip, knee and ankle move, load and fire as people do who walk
 * on level ground? A `fail` means that a unit, sign, axis or leg is almost surely wrong; a `flag` is unusual and may have a
 * reason (clinical, slow or constrained walking). The `hint` of a finding names the usual cause.
 * @returns verdict `none` when no level-walking stride was added
 */
export function judgeSignature(datasetId: string, sums: SignatureSums): SignatureVerdict {
  const findings = [
    ...impossibleValues(sums),
    ...hardLimits(sums),
    ...(sums.strides > 0
      ? [hipFindings, kneeFindings, ankleFindings, momentFindings, timingFindings, emgFindings].flatMap((judge) =>
          judge(sums),
        )
      : []),
  ];
  const has = (verdict: SignatureFinding['verdict']): boolean =>
    findings.some((finding) => finding.verdict === verdict);
  const judged = findings.some(({ verdict }) => verdict !== 'not-applicable');
  const verdict = has('fail') ? 'fail' : sums.strides === 0 || !judged ? 'none' : has('flag') ? 'flag' : 'pass';
  return { datasetId, verdict, strides: sums.strides, findings };
}

function finding(
  check: string,
  expected: string,
  found: string,
  fits: boolean,
  otherwise: 'flag' | 'fail' = 'flag',
  hint = '',
): SignatureFinding {
  return { check, expected, found, verdict: fits ? 'pass' : otherwise, hint: fits ? '' : hint };
}

function notApplicable(check: string, expected: string): SignatureFinding {
  return { check, expected, found: 'no such signal', verdict: 'not-applicable', hint: '' };
}

function meanCurve(sums: number[], counts: number[], joint: Joint, motion: Motion): number[] | null {
  const channel = jointMotionIndex(joint, motion);
  const count = counts[channel] as number;
  if (count === 0) return null;
  return sums.slice(channel * SIGNATURE_POINTS, (channel + 1) * SIGNATURE_POINTS).map((sum) => sum / count);
}

const meanAngle = (sums: SignatureSums, joint: Joint, motion: Motion): number[] | null =>
  meanCurve(sums.angleSums, sums.angleCounts, joint, motion);

const meanMoment = (sums: SignatureSums, joint: Joint, motion: Motion): number[] | null =>
  meanCurve(sums.momentSums, sums.momentCounts, joint, motion);

const rangeOf = (curve: Curve): number => Math.max(...curve) - Math.min(...curve);
const percentOfMinimum = (curve: Curve): number => curve.indexOf(Math.min(...curve));
const percentOfMaximum = (curve: Curve): number => curve.indexOf(Math.max(...curve));
const inside = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
const degrees = (value: number): string => `${value.toFixed(1)} deg`;

/** Pearson correlation of a curve [101] with a reference on the 5 % grid, the curve read `lagPercent` later. */
function correlation(curve: Curve, reference: Curve, lagPercent = 0): number {
  const x = reference.slice(0, 20).map((_, i) => curve[(i * 5 + lagPercent) % 100] as number);
  const y = reference.slice(0, 20);
  const mean = (values: Curve): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let xy = 0;
  let xx = 0;
  let yy = 0;
  x.forEach((value, i) => {
    xy += (value - mx) * ((y[i] as number) - my);
    xx += (value - mx) ** 2;
    yy += ((y[i] as number) - my) ** 2;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** What a wrong curve most resembles: the reference upside down, half a cycle late, or neither. */
function likelyCause(curve: Curve, reference: Curve, what: string): string {
  const now = correlation(curve, reference);
  if (now > 0.7) return '';
  const half = correlation(curve, reference, 50);
  if (-now > 0.7) return `the sign of ${what} is reversed`;
  if (half > 0.7) return 'strides start about half a cycle off: the wrong leg, or the strike of the other foot';
  if (-half > 0.7) return `the sign of ${what} is reversed and strides start half a cycle off`;
  return `the curve of ${what} is not that of level walking: wrong column, axis or events`;
}

/** More strides than this share dropped for impossible values is a mistake in the dataset, not in a few trials. */
const IMPOSSIBLE_SHARE = 0.1;

function impossibleValues({ impossibleStrides, firstImpossible, strides }: SignatureSums): SignatureFinding[] {
  if (impossibleStrides === 0) return [];
  const share = impossibleStrides / (impossibleStrides + strides);
  return [
    finding(
      'possible values',
      `at most ${100 * IMPOSSIBLE_SHARE} % of strides dropped for values that no person has`,
      `${impossibleStrides} dropped beside ${strides} of level walking, the first for ${firstImpossible}`,
      share <= IMPOSSIBLE_SHARE,
      'fail',
      /moment/.test(firstImpossible)
        ? 'the moment looks like N.m (divide by the body mass) or N.mm/kg (divide by 1000)'
        : 'angles wrap or are not in degree',
    ),
  ];
}

function hardLimits(sums: SignatureSums): SignatureFinding[] {
  return JOINTS.flatMap((joint, index) => {
    const least = sums.leastAngleDeg[index] as number;
    const greatest = sums.greatestAngleDeg[index] as number;
    if (least > greatest) return [];
    const limits = HARD_ANGLE_LIMITS_DEG[joint];
    const fits = least >= limits[0] && greatest <= limits[1];
    const hint =
      greatest - least > 360
        ? 'angles wrap or are not in degree'
        : 'beyond what a joint can do: wrong unit, sign or zero, or a marker was swapped';
    return finding(
      `${joint} flexion limits`,
      `${limits[0]} to ${limits[1]} deg`,
      `${degrees(least)} to ${degrees(greatest)}`,
      fits,
      'flag',
      hint,
    );
  });
}

function hipFindings(sums: SignatureSums): SignatureFinding[] {
  const curve = meanAngle(sums, 'hip', 'flexion');
  if (curve === null) return [notApplicable('hip flexion', 'minimum at 45-60 %, range 30-60 deg')];
  const cause = likelyCause(curve, REFERENCE_CURVES.hip, 'hip flexion');
  const minimumAt = percentOfMinimum(curve);
  return [
    finding(
      'hip flexion at 0 %',
      'positive',
      degrees(curve[0] as number),
      (curve[0] as number) > 0,
      cause ? 'fail' : 'flag',
      cause,
    ),
    finding(
      'hip flexion minimum',
      'at 45-60 %',
      `at ${minimumAt} %`,
      inside(minimumAt, [45, 60]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    rangeFinding('hip', curve, [30, 60]),
    ...planeFinding(sums, 'hip', curve),
  ];
}

function rangeFinding(joint: Joint, curve: Curve, limits: readonly [number, number]): SignatureFinding {
  const range = rangeOf(curve);
  const radians = range < 3 && range > 0.3;
  return finding(
    `${joint} flexion range`,
    `${limits[0]}-${limits[1]} deg`,
    degrees(range),
    inside(range, limits),
    radians ? 'fail' : 'flag',
    radians ? 'the angle looks like radians' : 'slow, constrained or clinical walking, or another axis',
  );
}

function planeFinding(sums: SignatureSums, joint: Joint, sagittal: Curve): SignatureFinding[] {
  const range = rangeOf(sagittal);
  return (['adduction', 'rotation'] as const).flatMap((motion) => {
    const curve = meanAngle(sums, joint, motion);
    if (curve === null) return [];
    const other = rangeOf(curve);
    return finding(
      `${joint} planes`,
      `flexion moves more than ${motion}`,
      `${degrees(range)} against ${degrees(other)}`,
      range > other,
      'fail',
      `flexion and ${motion} of the ${joint} are swapped`,
    );
  });
}

function kneeFindings(sums: SignatureSums): SignatureFinding[] {
  const curve = meanAngle(sums, 'knee', 'flexion');
  if (curve === null) return [notApplicable('knee flexion', 'swing maximum 50-75 deg at 62-82 %')];
  const cause = likelyCause(curve, REFERENCE_CURVES.knee, 'knee flexion');
  const maximum = Math.max(...curve);
  const maximumAt = percentOfMaximum(curve);
  return [
    finding(
      'knee flexion swing maximum',
      '50-75 deg',
      degrees(maximum),
      inside(maximum, [50, 75]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    finding(
      'knee flexion maximum',
      'at 62-82 %',
      `at ${maximumAt} %`,
      inside(maximumAt, [62, 82]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    rangeFinding('knee', curve, [45, 80]),
    ...planeFinding(sums, 'knee', curve),
  ];
}

function ankleFindings(sums: SignatureSums): SignatureFinding[] {
  const curve = meanAngle(sums, 'ankle', 'flexion');
  if (curve === null) return [notApplicable('ankle dorsiflexion', 'minimum at 58-72 %, range 17-50 deg')];
  const cause = likelyCause(curve, REFERENCE_CURVES.ankle, 'ankle dorsiflexion');
  const minimumAt = percentOfMinimum(curve);
  return [
    finding(
      'ankle dorsiflexion minimum',
      'at 58-72 %',
      `at ${minimumAt} %`,
      inside(minimumAt, [58, 72]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    rangeFinding('ankle', curve, [17, 50]),
  ];
}

/** What the size of the largest ankle moment says of its unit. */
function momentUnitHint(size: number): string {
  if (size >= 600) return 'the moment looks like N.mm/kg: divide by 1000';
  if (size >= 40) return 'the moment looks like N.m: divide by the body mass';
  if (size >= 5) return 'this looks like a force in N/kg, not a moment';
  return '';
}

function momentFindings(sums: SignatureSums): SignatureFinding[] {
  const curve = meanMoment(sums, 'ankle', 'flexion');
  if (curve === null) return [notApplicable('ankle moment', 'minimum -0.8 to -2.2 N.m/kg at 40-58 %')];
  const minimum = Math.min(...curve);
  const minimumAt = percentOfMinimum(curve);
  const size = Math.max(...curve.map(Math.abs));
  const unit = momentUnitHint(size);
  const cause =
    unit || likelyCause(curve, REFERENCE_CURVES.ankleMoment, 'the ankle moment (internal, push-off negative)');
  const swing = curve.slice(70, 96);
  const swingMean = swing.reduce((sum, value) => sum + value, 0) / swing.length;
  const found = `${minimum.toFixed(2)} N.m/kg`;
  return [
    finding(
      'ankle moment minimum',
      '-0.8 to -2.2 N.m/kg',
      found,
      inside(minimum, [-2.2, -0.8]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    finding(
      'ankle moment minimum',
      'at 40-58 %',
      `at ${minimumAt} %`,
      inside(minimumAt, [40, 58]),
      cause ? 'fail' : 'flag',
      cause,
    ),
    finding(
      'ankle moment in swing',
      'mean within 0.1 N.m/kg',
      `${swingMean.toFixed(3)} N.m/kg`,
      Math.abs(swingMean) < 0.1,
    ),
  ];
}

function timingFindings(sums: SignatureSums): SignatureFinding[] {
  const findings: SignatureFinding[] = [];
  if (sums.closureStrides > 0) {
    const share = sums.closedStrides / sums.closureStrides;
    findings.push(
      finding(
        'cycle closure',
        'at least 80 % of strides end within 15 % of the range of where they began',
        `${(100 * share).toFixed(0)} % of ${sums.closureStrides}`,
        share >= 0.8,
        'flag',
        'strides are cut at wrong events, or walking was not steady',
      ),
    );
  }
  if (sums.durationStrides > 0) {
    const outside = sums.durationOutside / sums.durationStrides;
    const mean = sums.durationSumS / sums.durationStrides;
    findings.push(
      finding(
        'stride time',
        '0.7-2.0 s',
        `mean ${mean.toFixed(2)} s, ${(100 * outside).toFixed(0)} % outside`,
        outside <= 0.1,
        mean < 0.5 || mean > 3 ? 'fail' : 'flag',
        'steps taken for strides, strides skipped, or a wrong sampling rate',
      ),
    );
  }
  return findings;
}

function emgFindings(sums: SignatureSums): SignatureFinding[] {
  if (sums.emgSamples === 0) return [notApplicable('EMG', 'muscles fire in their phase')];
  const zeros = sums.emgZeros / sums.emgSamples;
  const findings = [
    finding(
      'EMG exact zeros',
      'below 1 %',
      `${(100 * zeros).toFixed(2)} %`,
      zeros < 0.01,
      'flag',
      'a denoising step or a dead channel set samples to zero',
    ),
  ];
  const envelope = (channel: EmgChannel): number[] | null => {
    const index = emgChannelIndex(channel);
    const count = sums.emgCounts[index] as number;
    return count === 0
      ? null
      : smoothCircular(sums.emgSums.slice(index * 100, (index + 1) * 100).map((sum) => sum / count));
  };
  for (const { channel, busy, text } of MUSCLE_WINDOWS) {
    const curve = envelope(channel);
    if (curve === null) continue;
    const peakAt = percentOfMaximum(curve);
    findings.push(
      finding(
        `${channel} activity`,
        text,
        `peak at ${peakAt} %`,
        inside(peakAt, [busy[0] - 5, busy[1] + 5]) || (busy[0] === 0 && peakAt >= 95),
        'flag',
        `${channel} may be another muscle, or of the other leg`,
      ),
    );
  }
  const tibialis = envelope('TA');
  if (tibialis !== null) {
    const mean = (from: number, to: number): number =>
      tibialis.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
    const swing = Math.max(mean(62, 80), mean(0, 10));
    findings.push(
      finding(
        'TA activity',
        'more in swing and loading than at 25-45 %',
        `${swing.toFixed(2)} against ${mean(25, 45).toFixed(2)} of its mean`,
        swing > mean(25, 45),
        'flag',
        'TA may be another muscle, or of the other leg',
      ),
    );
  }
  return findings;
}

/** Moving mean over 9 % of the cycle; the cycle has no ends. */
function smoothCircular(curve: Curve): number[] {
  return curve.map((_, i) => {
    let sum = 0;
    for (let k = -4; k <= 4; k += 1) sum += curve[(i + k + curve.length) % curve.length] as number;
    return sum / 9;
  });
}
