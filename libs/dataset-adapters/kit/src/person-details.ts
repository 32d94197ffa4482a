import type { Sex } from '@emgfm/schema';

/** One row of a list of details: what it is called, and its value. */
export interface LabelledValue {
  readonly label: string;
  readonly value: string | number;
}

/** What a list of details says of a person; NaN and '' where it does not. */
export interface PersonDetails {
  readonly ageY: number;
  readonly sex: Sex;
  readonly massKg: number;
  readonly heightM: number;
}

const KG_PER_POUND = 0.45359237;
/** What a person can weigh (kg), measure (m) and be old (years). */
const MASS_KG = [10, 300] as const;
const HEIGHT_M = [0.6, 2.6] as const;
const AGE_Y = [1, 120] as const;

/**
 * Age, sex, mass and height from rows that are found by their labels. A mass is in kg unless its label or value says pounds; the
 * unit of a height follows from its size: m, cm or mm. Values that no person has are left out.
 * @example personDetails([{ label: 'Body mass (kg)', value: 71 }, { label: 'Height', value: '178 cm' }]).heightM; // 1.78
 */
export function personDetails(rows: readonly LabelledValue[]): PersonDetails {
  const row = (pattern: RegExp): LabelledValue | undefined => rows.find(({ label }) => pattern.test(label));
  const mass = row(/\b(mass|weight)\b(?!.*index)/i);
  const massKg = numberOf(mass) * (/\b(lbs?|pounds?)\b/i.test(`${mass?.label} ${mass?.value}`) ? KG_PER_POUND : 1);
  const height = numberOf(row(/\b(height|stature)\b/i));
  return {
    ageY: within(numberOf(row(/\bage\b/i)), AGE_Y),
    sex: sexOf(row(/\b(sex|gender)\b/i)?.value),
    massKg: within(massKg, MASS_KG),
    // nobody is 3 m tall, and nobody who walks measures less than 30 cm
    heightM: within(height < 3 ? height : height < 300 ? height / 100 : height / 1000, HEIGHT_M),
  };
}

function numberOf(row: LabelledValue | undefined): number {
  return typeof row?.value === 'string' ? parseFloat(row.value) : (row?.value ?? NaN);
}

function within(value: number, [least, greatest]: readonly [number, number]): number {
  return value >= least && value <= greatest ? value : NaN;
}

function sexOf(value: string | number | undefined): Sex {
  return /^\s*(f|w)/i.test(String(value ?? '')) ? 'female' : /^\s*m/i.test(String(value ?? '')) ? 'male' : '';
}
