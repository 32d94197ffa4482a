import { describe, expect, it } from 'vitest';
import { footpath } from './footpath';

describe('footpath', () => {
  it('runs straight along +x, before its start too', () => {
    const path = footpath(0, 0.1);
    expect(path.at(3)).toEqual({ x: 3, y: 0, headingRad: 0, groundM: expect.closeTo(0.3, 12) });
    expect(path.at(-2).x).toBe(-2);
  });

  it('turns a quarter circle to the left and goes on from there', () => {
    const path = footpath(0, 0);
    const radius = 2;
    path.begin(1, 1 / radius, 0);
    path.begin(1 + (Math.PI / 2) * radius, 0, 0);
    const end = path.at(1 + (Math.PI / 2) * radius + 3);
    expect(end.x).toBeCloseTo(1 + radius, 12);
    expect(end.y).toBeCloseTo(radius + 3, 12);
    expect(end.headingRad).toBeCloseTo(Math.PI / 2, 12);
  });

  it('is continuous and moves one metre per metre', () => {
    const path = footpath(0.3, 0);
    path.begin(2, -1, 0.05);
    for (let d = -1; d < 5; d += 0.01) {
      const [a, b] = [path.at(d), path.at(d + 0.01)];
      expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeCloseTo(0.01, 6);
    }
  });
});
