import { encodeMat, matCell, type MatInput, matTable, openMat } from '@emgfm/matfile';
import { describe, expect, test } from 'vitest';
import type { Mode } from './channels';
import { type Conditions, meaningOf, readConditions, type StridePiece } from './conditions';

async function conditionsOf(
  mode: Mode,
  variables: Record<string, MatInput>,
  pieces: readonly StridePiece[] = [],
): Promise<Conditions> {
  return readConditions(await openMat(await encodeMat(variables)), mode, pieces);
}

/** A table `labels` of one second per label at 1000 Hz. */
function labels(...names: readonly string[]): MatInput {
  const all = names.flatMap((name) => new Array<string>(1000).fill(name));
  return matTable({ Header: Float64Array.from(all, (_, row) => row / 1000), Label: matCell(all) });
}

function belt(speeds: Float64Array): MatInput {
  return matTable({ Header: speeds.map((_, row) => row / 1000), Speed: speeds });
}

const piece = (startS: number, endS: number): StridePiece => ({ side: 'right', startS, endS });

describe('labels', () => {
  test('each stretch has its activity, incline and condition', async () => {
    const { intervals, condition } = await conditionsOf('ramp', {
      labels: labels('idle', 'walk-rampascent', 'rampascent', 'rampascent-walk', 'Walk-RampDescent', 'rampdescent'),
      rampIncline: 7.8,
    });
    expect(condition).toBe('');
    expect(intervals.map((interval) => [interval.activity, interval.inclineDeg, interval.condition])).toEqual([
      ['other', 0, 'idle'],
      ['transition', 7.8, 'walk-rampascent'],
      ['ramp_up', 7.8, ''],
      ['transition', 7.8, 'rampascent-walk'],
      ['transition', -7.8, 'walk-rampdescent'],
      ['ramp_down', -7.8, ''],
    ]);
    expect(intervals.map(({ startS, endS }) => [startS, Math.round(1000 * endS) / 1000])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
  });

  test.each(['turn1', 'turn2', 'turning', 'left-turn'])('%s is a turn', (label) => {
    expect(meaningOf(label)?.activity).toBe('turn');
  });

  test('names of object members are no labels', () => {
    expect(meaningOf('constructor')).toBeNull();
  });

  test('a label that is not known becomes other, and is noted', async () => {
    const { intervals, notes } = await conditionsOf('levelground', { labels: labels('walk', 'hop') });
    expect(intervals.map(({ activity }) => activity)).toEqual(['walk', 'other']);
    expect(notes.join()).toContain('unknown labels');
    expect(notes.join()).toContain('hop');
  });

  test('over level ground speed and turn are words', async () => {
    const { condition } = await conditionsOf('levelground', { labels: labels('walk'), speed: 'fast', turn: 'ccw' });
    expect(condition).toBe('ccw fast');
  });

  test('standing is no stride; a step out of it is', async () => {
    const pieces = [piece(0.1, 0.9), piece(0.9, 1.9)];
    const { excluded } = await conditionsOf('levelground', { labels: labels('idle', 'walk') }, pieces);
    expect(excluded.map(({ startS, reason }) => [startS, reason])).toEqual([[0.1, 'not-a-stride']]);
  });
});

describe('settings', () => {
  test('stairs are given in inches', async () => {
    const { intervals } = await conditionsOf('stair', { labels: labels('stairascent', 'walk'), stairHeight: 6 });
    expect(intervals[0].stepHeightM).toBeCloseTo(0.1524, 9);
    expect(intervals[1].stepHeightM).toBe(0);
  });

  test.each([
    ['ramp', { rampIncline: 124 }, /'rampincline' from 0 to 30 degree, found 124/],
    ['ramp', {}, /'rampincline' from 0 to 30 degree, found none/],
    ['stair', { stairHeight: 152 }, /'stairheight' from 2 to 12 inches, found 152/],
  ] as const)('%s %o: an impossible setting is not known', async (mode, variables, note) => {
    const { intervals, notes } = await conditionsOf(mode, { labels: labels(`${mode}ascent`), ...variables });
    expect(mode === 'ramp' ? intervals[0].inclineDeg : intervals[0].stepHeightM).toBeNaN();
    expect(notes.join()).toMatch(note);
  });
});

describe('the belt', () => {
  const steps = (...speeds: readonly number[]): MatInput =>
    belt(Float64Array.from({ length: 1000 * speeds.length }, (_, row) => speeds[Math.floor(row / 1000)]));

  test('its speed belongs to each stride', async () => {
    const { intervals, excluded } = await conditionsOf('treadmill', { speed: steps(0.5, 0.5, 1.85) }, [
      piece(0.2, 1.3),
      piece(2, 3),
    ]);
    expect(intervals.map(({ speedMps }) => speedMps)).toEqual([0.5, 1.85]);
    expect(excluded).toEqual([]);
  });

  test('a stride during which it changes, or stands, is left out', async () => {
    const { excluded } = await conditionsOf('treadmill', { speed: steps(0, 1.2, 1.3) }, [
      piece(0.1, 0.9),
      piece(1.5, 2.5),
    ]);
    expect(excluded.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['not-a-stride', 'the belt stands'],
      ['unsteady-speed', 'the belt changes between 1.2 and 1.3 m/s'],
    ]);
  });

  test('two neighbouring speeds are rounding, three are a change', async () => {
    const { excluded } = await conditionsOf('treadmill', { speed: steps(1.2, 1.21, 1.22) }, [
      piece(0.5, 1.5),
      piece(0.5, 2.5),
    ]);
    expect(excluded.map(({ endS }) => endS)).toEqual([2.5]);
  });

  test('a speed that is not known in a stride is NaN', async () => {
    const { intervals, notes } = await conditionsOf('treadmill', { speed: steps(1.2, NaN) }, [piece(0.5, 1.5)]);
    expect(intervals[0].speedMps).toBeNaN();
    expect(notes).toHaveLength(1);
  });
});

test('a file without the table of its mode says what was found', async () => {
  await expect(conditionsOf('ramp', { speed: belt(Float64Array.of(1, 1)) })).rejects.toThrow(
    "expected a table 'labels', found speed",
  );
  await expect(conditionsOf('treadmill', { speed: 'fast' })).rejects.toThrow("expected 'speed' to be a table");
});
