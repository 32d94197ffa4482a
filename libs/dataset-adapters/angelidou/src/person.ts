import { charRows, texts, type MatValue } from '@emgfm/matfile';
import type { Sex, SubjectInfo } from '@emgfm/schema';
import { namedValues } from './participant-file';

/** What `participantInfo` says of a person. */
export type PersonDetails = Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM'>;

/** The sizes (kg, m) that an adult or child has; a number beyond them has another unit, and is not used. */
const MASS_KG = [15, 250] as const;
const HEIGHT_M = [0.8, 2.4] as const;
const AGE_Y = [2, 110] as const;

/** Age, sex, mass and height by what the names of the fields begin with or contain; NaN and '' where they are not told. */
export function personDetails(value: MatValue | null): PersonDetails {
  const find = (name: RegExp): MatValue | null =>
    (value === null ? [] : namedValues(value)).find(([own]) => name.test(own.trim()))?.[1] ?? null;
  const height = numberOf(find(/height|stature/i));
  const heights = [height, height / 100, height / 1000];
  return {
    ageY: believed(numberOf(find(/^age/i)), AGE_Y),
    sex: sexOf(textOf(find(/sex|gender/i))),
    massKg: believed(numberOf(find(/mass|weight/i)), MASS_KG),
    heightM: heights.map((metres) => believed(metres, HEIGHT_M)).find(Number.isFinite) ?? NaN,
  };
}

function believed(value: number, [least, greatest]: readonly [number, number]): number {
  return value >= least && value <= greatest ? value : NaN;
}

function numberOf(value: MatValue | null): number {
  if (value?.kind === 'numeric') return value.values.length === 1 ? Number(value.values[0]) : NaN;
  const text = /^\d+(?:\.\d+)?/.exec(textOf(value))?.[0];
  return text === undefined ? NaN : Number(text);
}

function textOf(value: MatValue | null): string {
  if (value === null) return '';
  const list =
    value.kind === 'char' ? charRows(value) : value.kind === 'cell' || value.kind === 'string' ? texts(value) : [];
  return (list[0] ?? '').trim();
}

function sexOf(text: string): Sex {
  return /^(f|w)/i.test(text) ? 'female' : /^m/i.test(text) ? 'male' : '';
}
