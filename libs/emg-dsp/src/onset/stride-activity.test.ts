import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { strideActivity } from './stride-activity';

describe('strideActivity', () => {
  const strides = [
    { startSample: 0, endSample: 200 },
    { startSample: 200, endSample: 300 },
  ];

  it('gives bursts in % of each stride and how often each phase is active', () => {
    const bursts = [
      { startSample: 20, endSample: 60 },
      { startSample: 180, endSample: 220 },
      { startSample: 250, endSample: 252 },
    ];
    const activity = strideActivity(bursts, strides, { numPoints: 10 });
    expect(activity.strides).toEqual([
      [
        { startPercent: 10, endPercent: 30 },
        { startPercent: 90, endPercent: 100 },
      ],
      [{ startPercent: 0, endPercent: 20 }],
    ]);
    expect([...activity.occurrence]).toEqual([0.5, 1, 0.5, 0, 0, 0, 0, 0, 0, 0.5]);
  });

  it('has no occurrence without strides and refuses empty ones', () => {
    expect(strideActivity([], []).occurrence[0]).toBeNaN();
    expect([...strideActivity([], strides, { numPoints: 1 }).occurrence]).toEqual([0]);
    expect(() => strideActivity([], [{ startSample: 5, endSample: 5 }])).toThrow(InvalidArgumentError);
    expect(() => strideActivity([], strides, { numPoints: 0 })).toThrow(InvalidArgumentError);
    expect(() => strideActivity([], strides, { leastPercent: -1 })).toThrow(InvalidArgumentError);
  });
});
