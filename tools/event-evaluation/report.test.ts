import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { CALIBRATED_LAG_S } from '@emgfm/gait-segment';
import { SHARED_DATA_HINT, sharedData } from '../shared-data';
import { reportOf, reportSections } from './report';
import type { ReportSection } from './tables';

const c3d = sharedData('c3d');
const imu = sharedData('imu');

describe.skipIf(c3d === null || imu === null)(
  `event detectors on the shared sample recordings (${SHARED_DATA_HINT})`,
  () => {
    let sections: readonly ReportSection[];

    beforeAll(() => {
      sections = reportSections(c3d!, imu!);
    });

    /** Figures of the rows of a table that begin with the given cells. */
    function figures(title: string, ...start: string[]): Record<string, number>[] {
      const { columns, rows } = sections.find((section) => section.title.startsWith(title))!;
      const own = rows.filter((row) => start.every((cell, i) => row[i] === cell));
      expect(own.length).toBeGreaterThan(0);
      return own.map((row) => Object.fromEntries(columns.map((column, i) => [column, Number(row[i])])));
    }

    it('auto agrees with the labels', () => {
      const [strike] = figures('Methods against', 'auto', 'strike');
      const [off] = figures('Methods against', 'auto', 'foot-off');
      expect(Math.min(strike.recall, strike.precision)).toBeGreaterThanOrEqual(0.97);
      expect(Math.abs(strike['mean (ms)'])).toBeLessThanOrEqual(5);
      expect(strike['SD (ms)']).toBeLessThanOrEqual(18);
      expect(Math.min(off.recall, off.precision)).toBeGreaterThanOrEqual(0.95);
      expect(Math.abs(off['mean (ms)'])).toBeLessThanOrEqual(10);
      expect(off['SD (ms)']).toBeLessThanOrEqual(20);
    });

    it.each(Object.entries(CALIBRATED_LAG_S))('the calibrated lag of %s is the one measured', (method, lagS) => {
      for (const [kind, event] of [
        ['foot_strike', 'strike'],
        ['foot_off', 'foot-off'],
      ] as const) {
        const [measured] = figures('Methods against', method, event);
        expect(Math.abs(1000 * lagS[kind]! - measured['mean (ms)'])).toBeLessThan(2);
      }
    });

    it('markers alone agree with clean plate contacts', () => {
      const [strike] = figures('Markers alone', 'markers', 'strike');
      expect(strike.recall).toBe(1);
      expect(Math.abs(strike['mean (ms)'])).toBeLessThanOrEqual(5);
      expect(strike['SD (ms)']).toBeLessThanOrEqual(15);
    });

    it.each(['biomechzoo', 'btk-pig'])('the force-plate method lies within a frame of the labels of %s', (set) => {
      for (const event of figures('Labels against', set, 'force-plate')) {
        expect(Math.abs(event['median (ms)'])).toBeLessThanOrEqual(10);
        expect(Math.abs(event['mean (ms)'])).toBeLessThanOrEqual(10);
      }
    });

    it('recovers every label of the treadmill with belt crossings, and flags crossings', () => {
      const section = sections.find(({ title }) => title.startsWith('Split-belt'))!;
      for (const method of ['markers', 'auto']) expect(section.rows.find(([id]) => id === method)![1]).toBe('43 of 43');
      expect(section.text).toMatch(/of 22 belt contacts [1-9]/i);
    });

    it('finds contacts in spite of drift', () => {
      const [belt] = figures('Contacts in spite of drift', 'treadmill-grf');
      expect(belt.contacts).toBe(47);
      expect(belt['longest stride (s)'] / belt['shortest stride (s)']).toBeLessThan(1.2);
      for (const trial of ['walking2.c3d', 'test_walking.c3d']) {
        expect(figures('Contacts in spite of drift', trial).map(({ contacts }) => contacts)).toEqual([1, 1]);
      }
    });

    it('finds the contacts of a foot sensor and none else', () => {
      const [strike] = figures('Foot sensors, level', 'imu-foot', 'strike');
      expect([strike.recall, strike.precision]).toEqual([1, 1]);
      expect(strike['largest (ms)']).toBeLessThanOrEqual(30);
      for (const bounded of figures('Foot sensors on stairs', 'strides cut at contacts')) {
        expect(bounded['largest (ms)']).toBeLessThanOrEqual(30);
      }
    });

    it('a lower-back sensor beats the published detectors where time counts', () => {
      const { rows } = sections.find(({ title }) => title.startsWith('Lower-back'))!;
      for (const system of ['INDIP', 'Stereophoto']) {
        const [own, ...published] = rows.filter((row) => row[1] === system && row[2] === '0.1');
        for (const other of published) {
          expect(Number(own[4])).toBeGreaterThan(Number(other[4]));
          expect(Number(own[5])).toBeGreaterThan(Number(other[5]));
        }
      }
    });

    it('bounds simulated strides within 5 ms on clean level walking, and misses none in harder walking', () => {
      for (const trial of ['level, clean', 'level on a treadmill', 'level on a treadmill with belts']) {
        const [strike] = figures('Simulated trials with known truth', trial, 'strike');
        expect(strike['largest (ms)']).toBeLessThanOrEqual(5);
      }
      const { rows } = sections.find(({ title }) => title === 'Simulated trials with known truth')!;
      for (const [trial, event, , recall, precision] of rows) {
        if (event === 'strike') expect([trial, recall, precision]).toEqual([trial, '1.000', '1.000']);
      }
    });

    it('invents no event and gives a reason', () => {
      const { rows } = sections.find(({ title }) => title === 'Nothing is invented')!;
      for (const [trial, left, right, invented, , reasons] of rows) {
        expect([trial, invented]).toEqual([trial, '0']);
        if (Number(left) + Number(right) === 0) expect(reasons).toMatch(/left: .*right: /);
      }
    });

    it('docs/gait-events.md holds every table', () => {
      const written = readFileSync(new URL('../../docs/gait-events.md', import.meta.url), 'utf8');
      const titles = (report: string): string[] => report.split('\n').filter((line) => line.startsWith('#'));
      expect(titles(written)).toEqual(titles(reportOf(sections)));
    });
  },
);
