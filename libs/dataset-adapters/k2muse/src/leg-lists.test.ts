import { matCell, matNumeric, matStruct, type MatValue } from '@emgfm/matfile';
import { describe, expect, test } from 'vitest';
import { pairedLists } from './leg-lists';

/** Pieces of EMG of given durations (s); the first sample tells which piece it is. */
const pieces = (...durationS: number[]): MatValue =>
  matStruct({
    Right: matCell(
      durationS.map((seconds, piece) =>
        matNumeric(new Float64Array(9 * Math.round(2000 * seconds)).fill(piece), [Math.round(2000 * seconds), 9]),
      ),
    ),
  });

const framesOf = (...durationS: number[]) => {
  let end = 1;
  return durationS.map((seconds) => ({ start: end, end: (end += Math.round(100 * seconds)) }));
};

function pair(emg: MatValue, frames: ReturnType<typeof framesOf> | null) {
  const lists = pairedLists('right', { angles: null, moments: null, emg, ultrasound: [] }, frames);
  const piece = (value: MatValue | null) => (value?.kind === 'numeric' ? Number(value.values[0]) : null);
  return { ...lists, pieces: lists.emg.map(piece) };
}

describe('the lists of a leg', () => {
  test('of one length belong together by their order', () => {
    const { count, most, pieces: order, isTrusted, notes } = pair(pieces(1.2, 1.1, 1.3), framesOf(1.2, 1.1, 1.3));
    expect([count, most, order, isTrusted, notes]).toEqual([3, 3, [0, 1, 2], [true, true, true], []]);
  });

  test('EMG that lasts another time than its frames is not trusted, the others are', () => {
    const { pieces: order, isTrusted, notes } = pair(pieces(1.2, 1.15, 1.31), framesOf(1.2, 1.1, 1.3));
    expect([order, isTrusted]).toEqual([
      [0, 1, 2],
      [true, false, true],
    ]);
    expect(notes.join()).toMatch(/1 stride\(s\) last another time/);
  });

  test('a shorter list is paired by durations where they tell it', () => {
    const { count, pieces: order } = pair(pieces(1.2, 1.3), framesOf(1.2, 1.1, 1.3));
    expect([count, order]).toEqual([3, [0, null, 1]]);
  });

  test('where several pairings fit, strides that all lists have are kept in their order', () => {
    const { count, most, pieces: order, isTrusted } = pair(pieces(1.2, 1.2), framesOf(1.2, 1.2, 1.2));
    expect([count, most, order, isTrusted]).toEqual([2, 3, [0, 1], [true, true]]);
  });

  test('where none fits, EMG is not trusted and strides stay', () => {
    const { count, isTrusted, notes } = pair(pieces(0.9, 0.8), framesOf(1.2, 1.1, 1.3));
    expect([count, isTrusted]).toEqual([3, [false, false, false]]);
    expect(notes.join()).toMatch(/no order fits the frames/);
  });

  test('a longer list fits from its beginning, or is not trusted', () => {
    expect(pair(pieces(1.2, 1.1, 1.3), framesOf(1.2, 1.1)).isTrusted).toEqual([true, true]);
    expect(pair(pieces(0.9, 1.2, 1.1), framesOf(1.2, 1.1)).isTrusted).toEqual([false, false]);
  });

  test('without frames the order counts; without anything there is no stride', () => {
    expect(pair(pieces(1.2, 1.1), null).pieces).toEqual([0, 1]);
    expect(pair(matStruct({ Left: matCell([]) }), framesOf(1.2)).count).toBe(0);
  });
});
