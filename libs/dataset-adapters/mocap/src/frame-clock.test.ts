import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evenClock } from '@emgfm/adapter-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FrameClock, nearestSamples, readFrameClock } from './frame-clock';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-frames-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function clockOf(text: string): Promise<FrameClock> {
  const path = join(root, 'frames.csv');
  await writeFile(path, text);
  return readFrameClock(path, 'frames.csv');
}

describe('the times of video frames', () => {
  test('milliseconds, whatever stands beside them', async () => {
    const { clock, frameTimesS } = await clockOf('Image,TimeStamp\na.png,100\nb.png,133\nc.png,167\nd.png,200\n');
    expect(clock.samplingRateHz).toBeCloseTo(30, 5);
    expect([...frameTimesS]).toEqual([0.1, 0.133, 0.167, 0.2]);
  });

  test('a frame that is stamped twice counts once; a lost one leaves a gap', async () => {
    const { frameTimesS, repeated, clock } = await clockOf('TimeStamp\n0\n40\n40\n80\n160\n200\n');
    expect([...frameTimesS]).toEqual([0, 0.04, 0.08, NaN, 0.16, 0.2]);
    expect([repeated, clock.lostRows]).toEqual([1, 1]);
  });

  test('times that go back are the frames of several trials: refused', async () => {
    await expect(clockOf('TimeStamp\n0\n40\n80\n0\n40\n80\n')).rejects.toMatchObject({ tag: 'UnevenClockError' });
  });

  test('stamps in seconds are not read as milliseconds', async () => {
    await expect(clockOf('TimeStamp\n0\n0.04\n0.08\n')).rejects.toThrow(/frames per second, found 25000.*another unit/);
    expect((await clockOf('TimeStamp (s)\n0\n0.04\n0.08\n')).clock.samplingRateHz).toBe(25);
  });

  test('a table without times is refused', async () => {
    await expect(clockOf('Frame,x\n1,2\n2,3\n')).rejects.toThrow(/TimeStamp/);
  });
});

describe('the sample nearest to a frame', () => {
  const camera = (...timesS: number[]): FrameClock => {
    const times = Float64Array.from(timesS);
    const clock = evenClock(times);
    return { clock, frameTimesS: clock.spread(times), repeated: 0 };
  };

  test('is rounded, not truncated', () => {
    const samples = { samplingRateHz: 100, startS: 0, numSamples: 100 };
    expect([...nearestSamples(camera(0.009, 0.049, 0.089), samples)]).toEqual([1, 5, 9]);
  });

  test('is none where the nearest lies more than half a frame interval away, or the frame was lost', () => {
    const samples = { samplingRateHz: 100, startS: 0.095, numSamples: 6 };
    const frames = camera(0, 0.04, 0.08, 0.122, 0.2);
    expect([...nearestSamples(frames, samples)]).toEqual([-1, -1, 0, 3, -1, -1]);
  });
});
