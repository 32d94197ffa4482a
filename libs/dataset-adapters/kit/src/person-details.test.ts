import { describe, expect, test } from 'vitest';
import { personDetails } from './person-details';

describe('details of a person by their labels', () => {
  test('numbers and texts, in any order, with units in label or value', () => {
    const rows = [
      { label: 'Left leg length (mm)', value: 920 },
      { label: 'Gender', value: 'Female' },
      { label: 'body mass index', value: 21.8 },
      { label: 'Body Mass (kg)', value: 61.5 },
      { label: 'Height', value: '168 cm' },
      { label: 'Age (years)', value: '27' },
    ];
    expect(personDetails(rows)).toEqual({ ageY: 27, sex: 'female', massKg: 61.5, heightM: 1.68 });
  });

  test.each([
    [1.75, 1.75],
    [175, 1.75],
    [1750, 1.75],
  ])('a height of %d', (value, heightM) => {
    expect(personDetails([{ label: 'height', value }]).heightM).toBeCloseTo(heightM, 9);
  });

  test('pounds become kg', () => {
    expect(personDetails([{ label: 'weight (lb)', value: 150 }]).massKg).toBeCloseTo(68.04, 2);
  });

  test('what no person has, and what is not said, is unknown', () => {
    expect(personDetails([{ label: 'weight', value: 700 }])).toEqual({ ageY: NaN, sex: '', massKg: NaN, heightM: NaN });
    expect(personDetails([{ label: 'stage', value: 3 }]).ageY).toBeNaN();
    expect(personDetails([{ label: 'sex', value: '' }]).sex).toBe('');
  });
});
