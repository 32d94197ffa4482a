import { describe, expect, it } from 'vitest';
import { simulatedSubject } from './subject';

describe('simulatedSubject', () => {
  it('is the same person for the same seed', () => {
    expect(simulatedSubject(4)).toEqual(simulatedSubject(4));
    expect(simulatedSubject(5)).not.toEqual(simulatedSubject(4));
  });

  it('is an adult, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { massKg, heightM, ageY } = simulatedSubject(seed);
      expect(heightM).toBeGreaterThan(1.5);
      expect(heightM).toBeLessThan(1.95);
      expect(massKg / heightM ** 2).toBeGreaterThan(18);
      expect(massKg / heightM ** 2).toBeLessThan(28);
      expect(ageY).toBeGreaterThanOrEqual(20);
    }
  });

  it('takes what is given and refuses what cannot be', () => {
    expect(simulatedSubject(1, { sourceId: 'AB06', massKg: 80 })).toMatchObject({ sourceId: 'AB06', massKg: 80 });
    expect(() => simulatedSubject(1, { heightM: 170 })).toThrow('heightM');
    expect(() => simulatedSubject(1, { emgGains: { left: [1], right: [1] } })).toThrow('emgGains.left');
    expect(() => simulatedSubject(1, { angleGains: { left: [], right: [] } })).toThrow('angleGains.left');
  });
});
