import { describe, expect, it } from 'vitest';
import type { C3dContent } from './content';
import { findByLabel, stripPrefix } from './labels';
import { readC3d } from './read';
import type { C3dPoint, C3dRecording } from './recording';
import { writeC3d } from './write';

function withLabels(labels: string[], overrides: Partial<C3dContent> = {}): C3dRecording {
  const points = labels.map((label, i) => ({ label, x: [i], y: [i], z: [i] }));
  return readC3d(writeC3d({ pointRateHz: 100, frameCount: 1, points, ...overrides }));
}

const names = ({ points }: { points: readonly C3dPoint[] }): string[] => points.map(({ name }) => name);

describe('names', () => {
  it('are unique where labels are repeated, empty or already numbered; labels stay as stored', () => {
    const read = withLabels(['A', 'A', '', 'A#2', 'A', '']);
    expect(names(read)).toEqual(['A', 'A#3', 'point 3', 'A#2', 'A#4', 'point 6']);
    expect(read.points.map(({ label }) => label)).toEqual(['A', 'A', '', 'A#2', 'A', '']);
    expect(read.warnings.map(({ code }) => code)).toEqual(['labels']);
  });

  it('are invented where LABELS is short, cut where it is long', () => {
    const labels = (values: string[]): Partial<C3dContent> => ({
      parameters: [{ group: 'POINT', name: 'LABELS', type: 'char', values }],
    });
    const short = withLabels(['A', 'B'], labels(['A']));
    expect([names(short), short.warnings.map(({ code }) => code)]).toEqual([['A', 'point 2'], ['labels']]);
    const long = withLabels(['A'], labels(['A', 'B']));
    expect([names(long), long.warnings.map(({ code }) => code)]).toEqual([['A'], ['labels']]);
  });
});

it('prefixes are stripped: a named one, else what stands before the last colon', () => {
  expect(['Sub:LASI', 'a:b:c', 'LASI', ':x', 'x:'].map((label) => stripPrefix(label))).toEqual([
    'LASI',
    'c',
    'LASI',
    'x',
    'x:',
  ]);
  expect(stripPrefix('Bob_LASI', new Set(['Bob_']))).toBe('LASI');
  expect(stripPrefix('Bob', new Set(['Bob']))).toBe('Bob');
  const read = withLabels(['BobLASI', 'Bob:RASI'], { subjects: [{ name: 'Bob', labelPrefix: 'Bob' }] });
  expect(read.points.map(({ strippedLabel }) => strippedLabel)).toEqual(['LASI', 'RASI']);
});

it('lookup goes from exact to tolerant', () => {
  const { points } = withLabels(['S1:HEEL', 'HEEL', 'S2:TOE', 'HEEL', 'toe']);
  const index = (label: string): number | undefined => findByLabel(points, label)?.index;
  expect(['HEEL', 'HEEL#2', 'S1:HEEL', 'TOE', 's2:toe', 'Toe', ' toe '].map(index)).toEqual([1, 3, 0, 2, 2, 2, 4]);
  expect(findByLabel(points, 'KNEE')).toBeNull();
});

it('model output lists find their points with and without prefix, beyond 255 entries too', () => {
  const outputs = Array.from({ length: 300 }, (_, i) => `angle ${i}`);
  const read = withLabels(['S:LKneeMoment', 'LKNE', ...outputs], {
    parameters: [
      { group: 'POINT', name: 'MOMENTS', type: 'char', values: ['LKneeMoment'] },
      { group: 'POINT', name: 'MOMENT_UNITS', type: 'char', values: ['Nmm'] },
      { group: 'POINT', name: 'ANGLES', type: 'char', values: outputs.slice(0, 255) },
      { group: 'POINT', name: 'ANGLES2', type: 'char', values: outputs.slice(255) },
    ],
  });
  expect(read.points.slice(0, 2).map(({ kind, unit }) => [kind, unit])).toEqual([
    ['moment', 'Nmm'],
    ['marker', 'mm'],
  ]);
  expect(read.points.slice(2).every(({ kind, unit }) => kind === 'angle' && unit === '')).toBe(true);
});
