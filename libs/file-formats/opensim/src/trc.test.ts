import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../../tools/shared-data';
import { isOpenSimError } from './errors';
import { markersInMetres, parseTrc, writeTrc } from './trc';

const HEADER = [
  'PathFileType\t4\t(X/Y/Z)\twalk.trc',
  'DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames',
  '100.0\t\t100.0\t\t2\t\t2\t mm\t100.0\t1\t2',
  'Frame#\tTime\tR.Heel\t\t\tLeft toe\t\t',
  '\t\tX1\tY1\tZ1\tX2\tY2\tZ2',
];
const parse = (...lines: string[]) => parseTrc(new TextEncoder().encode(lines.join('\r\n')));
const message = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (isOpenSimError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe('parseTrc', () => {
  it('reads markers with missing coordinates as blanks and NaN, with and without a blank line', () => {
    const rows = ['7\t0.06\t1\t2\t3\t\t\t', '8\t0.07\tNaN\tNaN\tNaN\t4\t5\t6'];
    for (const table of [
      parse(...HEADER, '', ...rows),
      parse(...HEADER, ...rows, ''),
      parse(...HEADER, '\t\t\t', ...rows),
    ]) {
      expect(table).toMatchObject({ name: 'walk.trc', units: 'mm', dataRateHz: 100, warnings: [] });
      expect([...table.frameNumbers]).toEqual([7, 8]);
      expect(table.markers.map(({ label }) => label)).toEqual(['R.Heel', 'Left toe']);
      expect(table.markers.map(({ xyz }) => xyz.map((axis) => [...axis]))).toEqual([
        [
          [1, NaN],
          [2, NaN],
          [3, NaN],
        ],
        [
          [NaN, 4],
          [NaN, 5],
          [NaN, 6],
        ],
      ]);
    }
  });

  it('fills up a row that ends behind a whole marker and says so', () => {
    const table = parse(...HEADER, '1\t0\t1\t2\t3', '2\t0.01\t1\t2\t3\t4\t5\t6\t\t');
    expect(table.warnings).toEqual(['line 6 has 5 of 8 cells; the others are read as missing']);
    expect(message(() => parse(...HEADER, '1\t0\t1\t2'))).toContain(
      'RowLengthError: line 6: expected 8 cells, found 4',
    );
    expect(message(() => parse(...HEADER, '1\t0\t1\t2\t3\t4\t5\t6\t7'))).toContain('RowLengthError');
  });

  it('reports what is wrong and where', () => {
    expect(message(() => parse('Coordinates', 'endheader'))).toContain('HeaderError: line 1: expected PathFileType');
    expect(message(() => parse(...HEADER.slice(0, 3)))).toContain('HeaderError: line 4: expected the marker names');
    expect(message(() => parse(...HEADER.slice(0, 4), '1\t0\t1\t2\t3\t4\t5\t6'))).toContain('expected the axis names');
    expect(message(() => parse(...HEADER, '1\t0\t1\tx\t3\t4\t5\t6'))).toContain('NumberError: line 6, column R.Heel Y');
    expect(message(() => parse(...HEADER, '2\t1\t1\t2\t3', '1\t0\t1\t2\t3'))).toContain('TimeOrderError: row 2');
    expect(message(() => parse(...HEADER, '1\t\t1\t2\t3'))).toContain('NumberError: line 6, column Time');
    expect(parse(...HEADER, '1\t0\t1\t2\t3\t4\t5\t6').warnings).toEqual([
      'the header announces NumFrames 2, the file has 1',
    ]);
  });

  it('converts units', () => {
    const table = parse(...HEADER, '1\t0\t1000\t2\t3\t4\t5\t6', '2\t0.01\t1000\t2\t3\t4\t5\t6');
    const metres = markersInMetres(table);
    expect(metres.units).toBe('m');
    expect(metres.markers[0].xyz[0][0]).toBe(1);
    expect(markersInMetres(metres)).toBe(metres);
    expect(message(() => markersInMetres({ ...table, units: 'furlong' }))).toContain('UnitError');
  });

  it('reads back what writeTrc wrote', () => {
    const coordinate = fc.double({ noDefaultInfinity: true });
    const size = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 4 }));
    const paths = size.chain(([frames, markers]) =>
      fc.tuple(
        fc.constant(frames),
        fc.array(fc.array(coordinate, { minLength: 3 * frames, maxLength: 3 * frames }), {
          minLength: markers,
          maxLength: markers,
        }),
      ),
    );
    fc.assert(
      fc.property(paths, ([frames, values]) => {
        const table = {
          units: 'm',
          dataRateHz: 8,
          timeS: Float64Array.from({ length: frames }, (_, i) => i / 8),
          markers: values.map((v, m) => ({
            label: `M ${m}`,
            xyz: [0, 1, 2].map((axis) => Float64Array.from(v.slice(axis * frames, (axis + 1) * frames))) as [
              Float64Array,
              Float64Array,
              Float64Array,
            ],
          })),
        };
        const read = parseTrc(new TextEncoder().encode(writeTrc(table)));
        expect(read.markers).toEqual(table.markers);
        expect(read.timeS).toEqual(table.timeS);
        expect(read.warnings).toEqual([]);
      }),
    );
    expect(
      message(() =>
        writeTrc({
          units: 'm',
          dataRateHz: 1,
          timeS: new Float64Array(1),
          markers: [],
          frameNumbers: new Float64Array(2),
        }),
      ),
    ).toContain('TableShapeError');
  });

  it('ends with a typed error, or a table, on any damage', () => {
    const whole = new TextEncoder().encode(
      [...HEADER, '', '1\t0\t1\t2\t3\t4\t5\t6', '2\t0.01\t1\t2\t3\t\t\t', ''].join('\n'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(whole.length),
        (changes, length) => {
          const damaged = whole.slice(0, length);
          for (const [offset, byte] of changes) if (offset < length) damaged[offset] = byte;
          message(() => parseTrc(damaged));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const walking = sharedData('opensim');
describe.skipIf(walking === null)(`sample recordings (${SHARED_DATA_HINT})`, () => {
  it.each([
    ['opensim/rajagopal-3dwalking/markers_walk.trc', 238, 41, 'R.Shoulder', [-652.63, 1529.542, -94.52]],
    ['opensim/walk_free/walk_free_01.trc', 73, 41, 'R.ASIS', null],
    ['opensim/walk_free/walk_free_02.trc', 75, 41, 'R.ASIS', null],
    ['opensim/walk_free/walk_free_03.trc', 73, 41, 'R.ASIS', null],
    ['c3d/opensim-core/expected/std_walking2_markers.trc', 126, 44, 'RTH1', [NaN, NaN, NaN]],
  ])('reads %s', (path, frames, markers, label, first) => {
    const table = parseTrc(readFileSync(sharedData(...path.split('/'))!));
    expect(table.timeS).toHaveLength(frames);
    expect(table.markers).toHaveLength(markers);
    expect(table.markers[0].label).toBe(label);
    if (first !== null) expect(table.markers[0].xyz.map(([x]) => x)).toEqual(first);
    const again = parseTrc(new TextEncoder().encode(writeTrc({ ...table, dataRateHz: table.dataRateHz ?? 100 })));
    expect(again.markers).toEqual(table.markers);
    expect(again.frameNumbers).toEqual(table.frameNumbers);
  });
});
