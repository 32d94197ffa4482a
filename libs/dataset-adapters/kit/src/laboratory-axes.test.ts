import { expect, test } from 'vitest';
import { pointToZUp, toZUp, type VerticalAxis } from './laboratory-axes';

const axes: VerticalAxis[] = ['+x', '-x', '+y', '-y', '+z', '-z'];

test.each(axes)('%s becomes +z, and the frame stays right-handed', (vertical) => {
  const unit = [0, 0, 0];
  unit['xyz'.indexOf(vertical[1] as string)] = vertical[0] === '-' ? -1 : 1;
  expect(pointToZUp(unit, vertical).map((value) => value + 0)).toEqual([0, 0, 1]);
  const [x, y, z] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map((axis) => pointToZUp(axis, vertical)) as number[][];
  const cross = [
    x![1]! * y![2]! - x![2]! * y![1]!,
    x![2]! * y![0]! - x![0]! * y![2]!,
    x![0]! * y![1]! - x![1]! * y![0]!,
  ];
  expect(cross.map((value) => value + 0)).toEqual(z!.map((value) => value + 0));
});

test('rows are scaled and NaN stays NaN', () => {
  expect([
    ...toZUp(
      [
        [1000, NaN],
        [2000, 0],
        [3000, 0],
      ],
      '+z',
      1e-3,
    ).data,
  ]).toEqual([1, NaN, 2, 0, 3, 0]);
});
