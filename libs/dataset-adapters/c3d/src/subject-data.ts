import type { C3dDescription } from '@emgfm/c3d';
import type { Sex } from '@emgfm/schema';
import { AGE_PARAMETERS, HEIGHT_PARAMETERS, MASS_PARAMETERS, SEX_PARAMETERS } from './channels';

type ParameterTable = readonly (readonly [group: string, name: string])[];

function firstNumber(file: C3dDescription, table: ParameterTable, accept: (value: number) => number): number {
  for (const [group, name] of table) {
    const parameter = file.groups.get(group)?.parameters.get(name);
    const value = parameter?.values[0];
    const number = typeof value === 'string' ? Number.parseFloat(value) : value;
    if (number !== undefined && Number.isFinite(accept(number))) return accept(number);
  }
  return NaN;
}

/** Body mass (kg) of the file; NaN where it has none or none that a person can have (2-350 kg). */
export function massKgOf(file: C3dDescription): number {
  return firstNumber(file, MASS_PARAMETERS, (value) => (value >= 2 && value <= 350 ? value : NaN));
}

/** Body height (m) of the file, given in mm, cm or m; NaN where it has none or none that a person can have. */
export function heightMOf(file: C3dDescription): number {
  return firstNumber(file, HEIGHT_PARAMETERS, (value) => {
    const metres = value > 300 ? value / 1000 : value > 3 ? value / 100 : value;
    return metres >= 0.4 && metres <= 2.6 ? metres : NaN;
  });
}

/** Age (years) of the file; NaN where it has none. */
export function ageYOf(file: C3dDescription): number {
  return firstNumber(file, AGE_PARAMETERS, (value) => (value > 0 && value <= 120 ? value : NaN));
}

/** Sex that the file states; '' where it does not. */
export function sexOf(file: C3dDescription): Sex {
  for (const [group, name] of SEX_PARAMETERS) {
    const value = String(file.groups.get(group)?.parameters.get(name)?.values[0] ?? '')
      .trim()
      .toLowerCase();
    if (/^(f|female|woman|w)$/.test(value)) return 'female';
    if (/^(m|male|man)$/.test(value)) return 'male';
  }
  return '';
}

/** The one subject name of a file (SUBJECTS:NAMES); '' where it has none or several. */
export function subjectNameOf(file: C3dDescription): string {
  const names = [...new Set(file.subjects.map(({ name }) => name.trim()).filter((name) => name !== ''))];
  return names.length === 1 ? (names[0] as string) : '';
}
