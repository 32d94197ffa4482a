import { matCell, matStruct, matTable } from '@emgfm/matfile';
import { expect, test } from 'vitest';
import { personDetails } from './person';
import { emgUnitOf, statedUnits } from './units';

const unknown = { ageY: NaN, sex: '', massKg: NaN, heightM: NaN };

test.each([
  ['numbers', matStruct({ Age: 24, Sex: 'M', Weight: 71.5, Height: 1.78 }), [24, 'male', 71.5, 1.78]],
  [
    'texts with units',
    matStruct({ age: '24', gender: 'Female', mass_kg: '60.2 kg', height_cm: '165 cm' }),
    [24, 'female', 60.2, 1.65],
  ],
  ['a table', matTable({ age: 31, sex: matCell(['F']), bodyMass: 55, stature: 1620 }), [31, 'female', 55, 1.62]],
  ['newtons and unknown names', matStruct({ weight: 700, shoe: 42, stage: 2 }), [NaN, '', NaN, NaN]],
])('a person told in %s', (_, value, [ageY, sex, massKg, heightM]) => {
  expect(personDetails(value)).toEqual({ ageY, sex, massKg, heightM });
});

test('a person of whom nothing is told', () => {
  expect(personDetails(null)).toEqual(unknown);
  expect(personDetails(matStruct({ mass: Float64Array.of(1, 2) }))).toEqual(unknown);
});

test('units are found by what the names of their fields contain', () => {
  const value = matStruct({ EMG: 'mV', jointAngles: matCell(['deg']), jointMoments: 'Nm/kg ', gaitEvents: 's' });
  expect(statedUnits(value)).toEqual({ emg: 'mV', angles: 'deg', moments: 'Nm/kg', events: 's' });
  expect(statedUnits(null)).toEqual({ emg: '', angles: '', moments: '', events: '' });
  expect(['V', 'mV', 'µV', 'uV', '', '%MVC'].map(emgUnitOf)).toEqual(['V', 'mV', 'uV', 'uV', 'arbitrary', 'arbitrary']);
});
