import { describe, expect, it } from 'vitest';
import { SimulationOptionError } from './errors';
import { toLaboratory, type LaboratoryAxis } from './laboratory-axes';

const AXES: readonly LaboratoryAxis[] = ['+x', '-x', '+y', '-y', '+z', '-z'];

describe('toLaboratory', () => {
  it('turns forward, left and up', () => {
    expect(toLaboratory({ forward: '-y', up: '+z' })([1, 2, 3])).toEqual([2, -1, 3]);
    expect(toLaboratory({ forward: '+x', up: '+y' })([1, 2, 3])).toEqual([1, 3, -2]);
  });

  it('is a rotation for every pair of axes', () => {
    for (const forward of AXES) {
      for (const up of AXES.filter((axis) => axis[1] !== forward[1])) {
        const turn = toLaboratory({ forward, up });
        const [f, l, u] = [turn([1, 0, 0]), turn([0, 1, 0]), turn([0, 0, 1])];
        const cross = [f[1] * l[2] - f[2] * l[1], f[2] * l[0] - f[0] * l[2], f[0] * l[1] - f[1] * l[0]];
        expect(cross.map((value) => value || 0)).toEqual(u);
      }
    }
  });

  it('refuses forward and up on one axis', () => {
    expect(() => toLaboratory({ forward: '+z', up: '-z' })).toThrow(SimulationOptionError);
  });
});
