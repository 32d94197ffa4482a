import { charRows, texts, type MatValue } from '@emgfm/matfile';
import { decideMomentSign } from '@emgfm/adapter-kit';
import { JOINTS, SIDES, type Decision, type EmgKind, type EmgUnit, type Joint, type Side } from '@emgfm/schema';
import { ANKLE_PEAKS, KNEE_RANGES } from './channels';
import { decideAngleSign, halfCycleLater, meanCurve, type BoundingSides, type LegCurves } from './cycle-start';
import { namedValues } from './participant-file';

/** Factors to canonical unit and sign, by leg and joint; NaN where unit or sign is not known. */
export type JointFactors = Readonly<Record<Side, Readonly<Record<Joint, number>>>>;

/** Units as the field `unit` states them; '' where it does not. */
export interface StatedUnits {
  readonly emg: string;
  readonly angles: string;
  readonly moments: string;
  readonly events: string;
}

/** What `unit` says of each quantity: a struct of texts, found by what the names of its fields contain. */
export function statedUnits(value: MatValue | null): StatedUnits {
  const stated = (what: RegExp): string => {
    const found = (value === null ? [] : namedValues(value)).find(([name]) => what.test(name))?.[1];
    if (found === undefined) return '';
    const list =
      found.kind === 'char' ? charRows(found) : found.kind === 'string' || found.kind === 'cell' ? texts(found) : [];
    return (list[0] ?? '').trim();
  };
  return {
    emg: stated(/emg/i),
    angles: stated(/angle/i),
    moments: stated(/moment|torque/i),
    events: stated(/event|time/i),
  };
}

/** The unit of the EMG as stated; the dataset is silent on any other. */
export function emgUnitOf(stated: string): EmgUnit {
  if (/^v(olts?)?$/i.test(stated)) return 'V';
  if (/^m(illi)?v(olts?)?$/i.test(stated)) return 'mV';
  return /^([uµμ]|micro)v(olts?)?$/i.test(stated) ? 'uV' : 'arbitrary';
}

/** What the numbers of the EMG look like. */
export interface EmgLook {
  readonly samples: number;
  readonly negative: number;
  /** Sums over all samples: of squared changes within 0.5 % of a cycle, and of squares about the mean of the cycle. */
  readonly squaredSteps: number;
  readonly squares: number;
}

/** A few negative samples are the undershoot of a filter, not a signal about zero. */
const UNDERSHOOT_SHARE = 0.02;
/** An envelope changes little within 0.5 % of a cycle: mean squared change over twice its variance. */
const ENVELOPE_ROUGHNESS = 0.2;

/** What the EMG is, from its sign and its smoothness; bipolar EMG without a clock can't be filtered and counts as filtered. */
export function decideEmgKind(look: EmgLook, hasClock: boolean): { emgKind: EmgKind; decision: Decision } {
  const negative = look.negative / look.samples;
  const roughness = look.squaredSteps / (2 * look.squares);
  const bipolar = hasClock ? 'raw' : 'filtered';
  const magnitude = roughness < ENVELOPE_ROUGHNESS ? 'envelope' : 'rectified';
  const emgKind = negative > UNDERSHOOT_SHARE ? bipolar : magnitude;
  const evidence = `${(100 * negative).toFixed(1)} % of the samples are negative, within 0.5 % of a cycle they change by ${roughness.toFixed(3)} of what unrelated samples would`;
  return { emgKind, decision: { fact: 'EMG kind', decided: emgKind, evidence } };
}

/** Unit and sign of the angles: the range of the knee tells the unit, the mean curve of each joint its sign. */
export function decideAngles(
  angles: Readonly<Record<Side, LegCurves>>,
  boundedBy: BoundingSides,
  stated: string,
): { factors: JointFactors; decisions: Decision[] } {
  const ranges = SIDES.map((side) => rangeOf(meanCurve(angles[side].knee))).filter(Number.isFinite);
  const range = ranges.length === 0 ? NaN : Math.max(...ranges);
  const isStated = (unit: string): boolean => stated.toLowerCase().startsWith(unit);
  const unit = KNEE_RANGES.find(({ unit: own, range: [from, to] }) =>
    Number.isNaN(range) ? isStated(own) : range >= from && range <= to,
  );
  const contradicted = unit !== undefined && /^(deg|rad)/i.test(stated) && !isStated(unit.unit);
  const unitFactor = contradicted ? NaN : (unit?.factor ?? NaN);
  const factors = perJoint(() => NaN);
  const decisions: Decision[] = [
    {
      fact: 'unit of the angles',
      decided: Number.isNaN(unitFactor) ? 'not decided: masked' : (unit?.unit ?? ''),
      evidence: `${Number.isNaN(range) ? 'there is no knee angle' : `the mean knee angle has a range of ${range.toPrecision(3)}`}${sayStated(stated)}`,
    },
  ];
  for (const joint of JOINTS) {
    const signs = SIDES.map((side) => {
      const { sign, evidence } = decideAngleSign(joint, angles[side][joint], boundedBy[side] !== side);
      factors[side][joint] = boundedBy[side] === null ? NaN : sign * unitFactor;
      const known = boundedBy[side] !== null && !Number.isNaN(sign);
      const decided = !known ? 'not decided: masked' : sign > 0 ? 'as it is' : 'negated';
      return { decided: `${side} ${decided}`, evidence: `${side} ${evidence}` };
    });
    decisions.push({
      fact: `sign of the ${joint} angle`,
      decided: signs.map(({ decided }) => decided).join(', '),
      evidence: signs.map(({ evidence }) => evidence).join(', '),
    });
  }
  return { factors, decisions };
}

/**
 * Unit and sign of the moments: the largest ankle moment tells the unit, that of each joint in its phases the sign. Where hip or
 * knee do not tell theirs it is that of the ankle, since a source has one convention.
 */
export function decideMoments(
  moments: Readonly<Record<Side, LegCurves>>,
  boundedBy: BoundingSides,
  stated: string,
  massKg: number,
): { factors: JointFactors; decisions: Decision[]; notes: string[] } {
  const curves = (joint: Joint): Float64Array[] =>
    SIDES.flatMap((side) =>
      boundedBy[side] === null
        ? []
        : moments[side][joint].map((curve) => (boundedBy[side] === side ? curve : halfCycleLater(curve))),
    );
  const peaks = curves('ankle').map((curve) => curve.reduce((far, value) => Math.max(far, Math.abs(value)), 0));
  const finite = peaks.filter(Number.isFinite).sort((a, b) => a - b);
  const typical = finite[finite.length >> 1] ?? NaN;
  const unit = ANKLE_PEAKS.find(({ unit: own, peak: [from, to] }) =>
    Number.isNaN(typical) ? own === momentUnitOf(stated) : typical >= from && typical <= to,
  );
  const contradicted = unit !== undefined && momentUnitOf(stated) !== '' && momentUnitOf(stated) !== unit.unit;
  const toNmPerKg = { 'N.m/kg': 1, 'N.mm/kg': 1e-3, 'N.m': 1 / massKg };
  const unitFactor = unit === undefined || contradicted ? NaN : toNmPerKg[unit.unit];
  const notes =
    unit?.unit === 'N.m' && !contradicted && Number.isNaN(massKg)
      ? ['moments are in N.m and no body mass is known, so they are masked; give it in subjectMassKg']
      : [];
  const signs = JOINTS.map((joint) => {
    const scaled = curves(joint).map((curve) => curve.map((value) => value * unitFactor));
    return { joint, ...decideMomentSign(joint, scaled) };
  });
  const ofAnkle = signs.find(({ joint }) => joint === 'ankle')?.factor ?? NaN;
  const factors = perJoint((side, joint) => {
    const own = signs.find((sign) => sign.joint === joint)?.factor ?? ofAnkle;
    return boundedBy[side] === null ? NaN : own * unitFactor;
  });
  return {
    factors,
    notes,
    decisions: [
      {
        fact: 'unit of the moments',
        decided: unit === undefined || contradicted ? 'not decided: masked' : unit.unit,
        evidence: `${Number.isNaN(typical) ? 'there is no ankle moment' : `the largest ankle moment of a stride is ${typical.toPrecision(3)} (median)`}${sayStated(stated)}`,
      },
      ...signs.map(({ decision, factor }) =>
        factor === null
          ? { ...decision, decided: Number.isNaN(ofAnkle) ? 'not decided: masked' : 'not told, as that of the ankle' }
          : decision,
      ),
    ],
  };
}

function momentUnitOf(stated: string): string {
  const letters = stated.toLowerCase().replace(/[^a-z]/g, '');
  return { nmkg: 'N.m/kg', nmmkg: 'N.mm/kg', nm: 'N.m' }[letters] ?? '';
}

const sayStated = (stated: string): string => (stated === '' ? '' : `; stated: ${stated}`);

function perJoint(factorOf: (side: Side, joint: Joint) => number): Record<Side, Record<Joint, number>> {
  const leg = (side: Side) =>
    Object.fromEntries(JOINTS.map((joint) => [joint, factorOf(side, joint)])) as Record<Joint, number>;
  return { left: leg('left'), right: leg('right') };
}

function rangeOf(curve: Float64Array | null): number {
  return curve === null ? NaN : Math.max(...curve) - Math.min(...curve);
}
