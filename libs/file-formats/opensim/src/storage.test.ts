import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../../tools/shared-data';
import { anglesInDegrees, coordinateOf, isRotation } from './coordinates';
import { isOpenSimError, LabelError, UnitError } from './errors';
import { parseStorage } from './parse-storage';
import { storageColumn } from './storage-table';
import { writeStorage } from './write-storage';

const parse = (...lines: string[]) => parseStorage(new TextEncoder().encode(lines.join('\n')));
const tag = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (isOpenSimError(error)) return `${error.tag}: ${error.message}`;
    throw error;
  }
  return 'no error';
};

describe('parseStorage', () => {
  it('reads a version 1 file with tabs, keys and notes', () => {
    const table = parse(
      'Coordinates',
      'version=1',
      'nRows=2',
      'nColumns=3',
      'inDegrees=yes',
      '',
      'Units are S.I. units',
      'endheader',
      'time\tknee_angle_r\tpelvis_tx',
      '0.00\t-5.5\t1.25',
      '0.01\t-6e0\tNaN',
      '',
    );
    expect(table).toMatchObject({ name: 'Coordinates', version: 1, inDegrees: true, dataType: 'double', warnings: [] });
    expect(table.notes).toEqual(['Units are S.I. units']);
    expect(table.header).toEqual({ version: '1', nRows: '2', nColumns: '3', inDegrees: 'yes' });
    expect([...table.timeS]).toEqual([0, 0.01]);
    expect([...storageColumn(table, 'knee_angle_r')]).toEqual([-5.5, -6]);
    expect([...storageColumn(table, 'pelvis_tx')]).toEqual([1.25, NaN]);
    expect(table.timing.samplingRateHz).toBeCloseTo(100, 10);
  });

  it('reads a SIMM header without version, blanks between cells, and a blank line before the labels', () => {
    const table = parse(
      'name walk.mot',
      'datacolumns 2',
      'datarows 2',
      'range 0.0 0.5',
      'endheader',
      '',
      '  time   hip_flexion_r ',
      '  0.0  1.5',
      '  0.5  2.5',
    );
    expect(table).toMatchObject({ name: 'walk.mot', version: null, inDegrees: null, warnings: [] });
    expect(table.header['range']).toBe('0.0 0.5');
    expect([...storageColumn(table, 'hip_flexion_r')]).toEqual([1.5, 2.5]);
  });

  it.each([['\r\n'], ['\r'], ['\n']])(
    'reads line ends %j, a byte order mark and trailing tabs in the header',
    (lineEnd) => {
      const text = [
        '\uFEFFCoordinates\t\t',
        'version=2\t\t',
        'inDegrees=no',
        'endheader\t',
        'time\ta',
        '0\t1',
        '1\t2',
      ].join(lineEnd);
      const table = parseStorage(new TextEncoder().encode(text));
      expect(table).toMatchObject({ name: 'Coordinates', version: 2, inDegrees: false });
      expect([...storageColumn(table, 'a')]).toEqual([1, 2]);
    },
  );

  it('reads vectors of a version 3 file, named or not', () => {
    const header = (type: string) => [
      'inDegrees=no',
      'nColumns=3',
      'nRows=1',
      `DataType=${type}`,
      'version=3',
      'OpenSimVersion=4.5',
      'endheader',
      'time\ta\tb',
    ];
    const vec3 = parse(...header('Vec3'), '0\t1,2,3\t4,NaN,6');
    expect(vec3.columns.map(({ components }) => components.map(([x]) => x))).toEqual([
      [1, 2, 3],
      [4, NaN, 6],
    ]);
    const quaternion = parse(...header('Quaternion'), '0\t1,0,0,0\t~[0.5,0.5,0.5,0.5]');
    expect(quaternion.columns[1].components).toHaveLength(4);
    expect(parse(...header('Vec9'), '0\t1,2\t3,4').columns[0].components).toHaveLength(2);
    expect(tag(() => parse(...header('Vec3'), '0\t1,2,3\t4,5'))).toContain('NumberError: line 9, column b');
    expect(() => storageColumn(vec3, 'a')).toThrow(LabelError);
  });

  it('takes an empty cell between tabs for a missing value', () => {
    const table = parse('x', 'endheader', 'time\ta\tb\tc', '0\t\t2\t3', '1\t1\t2\t', '2\t\t\t');
    expect(table.columns.map(({ components: [values] }) => [...values])).toEqual([
      [NaN, 1, NaN],
      [2, 2, NaN],
      [3, NaN, NaN],
    ]);
  });

  it('says where header and rows disagree, and reads the angles note of old headers', () => {
    const table = parse('x', 'nRows=5', 'nColumns=9', 'Angles are in radians.', 'endheader', 'time\ta', '0\t1');
    expect(table.warnings).toEqual([
      'the header announces 9 columns, the file has 2 labels',
      'the header announces 5 rows, the file has 1',
    ]);
    expect(table.inDegrees).toBe(false);
    expect(table.timing.samplingRateHz).toBeNull();
  });

  it('reports what is wrong and where', () => {
    expect(tag(() => parse('time\ta', '0\t1'))).toContain('HeaderError: line 2: expected a line endheader');
    expect(tag(() => parse('x', 'endheader'))).toContain('HeaderError: line 3: expected the labels');
    expect(tag(() => parse('x', 'endheader', 'frame\ta'))).toContain('expected the label time, found frame');
    expect(tag(() => parse('x', 'endheader', 'time\t\tb'))).toContain('a label in column 2');
    expect(tag(() => parse('x', 'endheader', 'time a b', '0 1'))).toContain(
      'RowLengthError: line 4: expected 3 cells, found 2',
    );
    expect(tag(() => parse('x', 'endheader', 'time\ta', '0\t1\t2'))).toContain('RowLengthError');
    expect(tag(() => parse('x', 'endheader', 'time\ta', '0\t1', '1\t1.2.3'))).toContain(
      'NumberError: line 5, column a: expected a number, found "1.2.3"',
    );
    expect(tag(() => parse('x', 'endheader', 'time\ta', '1\t1', '0\t1'))).toContain(
      'TimeOrderError: row 2: expected a time of at least 1 s',
    );
    expect(tag(() => parse('x', 'endheader', 'time\ta', 'nan\t1'))).toContain('TimeOrderError');
  });

  it('reads back what writeStorage wrote', () => {
    const number = fc.double();
    const rows = fc.integer({ min: 0, max: 6 });
    const table = fc
      .tuple(rows, fc.integer({ min: 1, max: 4 }), fc.constantFrom(null, true, false), fc.constantFrom(1, 2, 3))
      .chain(([n, c, inDegrees, version]) =>
        fc
          .array(fc.array(number, { minLength: n, maxLength: n }), { minLength: c, maxLength: c })
          .map((values) => ({ n, inDegrees, version, values })),
      );
    fc.assert(
      fc.property(table, ({ n, inDegrees, version, values }) => {
        const written = {
          name: 'a table',
          version,
          inDegrees,
          notes: ['a note'],
          header: { Units: 'm' },
          timeS: Float64Array.from({ length: n }, (_, i) => i / 7),
          columns: values.map((column, c) => ({ label: `column ${c}`, components: [Float64Array.from(column)] })),
        };
        const read = parseStorage(new TextEncoder().encode(writeStorage(written)));
        expect(read).toMatchObject({ ...written, columns: written.columns.map(({ label }) => ({ label })) });
        read.columns.forEach(({ components }, c) => expect(components).toEqual(written.columns[c].components));
        expect(read.warnings).toEqual([]);
      }),
    );
    const vectors = {
      timeS: Float64Array.of(0),
      dataType: 'Vec3',
      version: 3,
      columns: [{ label: 'v', components: [1, 2, -0].map((x) => Float64Array.of(x)) }],
    };
    expect(parseStorage(new TextEncoder().encode(writeStorage(vectors))).columns).toEqual(vectors.columns);
    expect(
      tag(() =>
        writeStorage({ timeS: Float64Array.of(0), columns: [{ label: 'a', components: [new Float64Array(2)] }] }),
      ),
    ).toContain('TableShapeError: a: expected 1 rows, found 2');
  });

  it('ends with a typed error, or a table, on any damage', () => {
    const whole = new TextEncoder().encode(
      'Coordinates\nversion=1\nnRows=3\nnColumns=3\ninDegrees=no\nendheader\ntime\ta\tb\n0\t1.5\t2\n1\t-3e-4\t4\n2\t5\tNaN\n',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(whole.length),
        (changes, length) => {
          const damaged = whole.slice(0, length);
          for (const [offset, byte] of changes) if (offset < length) damaged[offset] = byte;
          tag(() => parseStorage(damaged));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('coordinates', () => {
  it('takes paths and plain labels apart', () => {
    expect(coordinateOf('/jointset/hip_r/hip_flexion_r/value')).toEqual({
      coordinate: 'hip_flexion_r',
      quantity: 'value',
    });
    expect(coordinateOf('/jointset/hip_r/hip_flexion_r/speed')).toEqual({
      coordinate: 'hip_flexion_r',
      quantity: 'speed',
    });
    expect(coordinateOf('hip_flexion_r')).toEqual({ coordinate: 'hip_flexion_r', quantity: 'value' });
    expect(coordinateOf('/forceset/soleus_r')).toEqual({ coordinate: 'soleus_r', quantity: 'value' });
  });

  it.each([
    ['knee_angle_r', true],
    ['/jointset/ground_pelvis/pelvis_tilt/value', true],
    ['/jointset/hip_r/hip_flexion_r/speed', true],
    ['pelvis_tx', false],
    ['/jointset/ground_pelvis/pelvis_ty/value', false],
    ['/jointset/ground_pelvis/pelvis_ty/speed', false],
    ['knee_angle_r_beta', false],
    ['hip_flexion_r_moment', false],
    ['pelvis_tx_force', false],
    ['ground_force_r_vx', false],
    ['ground_force_vy', false],
    ['1_ground_torque_z', false],
    ['/forceset/soleus_r/activation', false],
    ['arm_rot_l', true],
    ['pro_sup_r', true],
  ])('%s is a rotation: %s', (label, expected) => {
    expect(isRotation(label)).toBe(expected);
  });

  it('turns only rotations into degrees, and only when the unit is known', () => {
    const table = parse(
      'x',
      'inDegrees=no',
      'endheader',
      'time\tknee_angle_r\tpelvis_tx\tknee_angle_r_beta',
      `0\t${Math.PI}\t1\t2`,
    );
    const inDegrees = anglesInDegrees(table);
    expect(inDegrees.inDegrees).toBe(true);
    expect(inDegrees.columns.map(({ components: [[x]] }) => x)).toEqual([180, 1, 2]);
    expect(anglesInDegrees(inDegrees)).toBe(inDegrees);
    expect(storageColumn(table, 'knee_angle_r')[0]).toBe(Math.PI);
    const unknown = parse('x', 'endheader', 'time\ta', `0\t${Math.PI}`);
    expect(() => anglesInDegrees(unknown)).toThrow(UnitError);
    expect(anglesInDegrees(unknown, 'radians').columns[0].components[0][0]).toBe(180);
    expect(anglesInDegrees(unknown, 'degrees').columns[0].components[0][0]).toBe(Math.PI);
  });
});

const folder = sharedData('opensim');
describe.skipIf(folder === null)(`sample recordings (${SHARED_DATA_HINT})`, () => {
  const read = (...parts: string[]) => parseStorage(readFileSync(sharedData(...parts)!), parts.at(-1));

  it('finds coordinates by short name in a version 3 file, in radians', () => {
    const table = read('opensim', 'rajagopal-3dwalking', 'coordinates.sto');
    expect(table).toMatchObject({ version: 3, inDegrees: false, name: 'Coordinates' });
    const hipDeg = storageColumn(anglesInDegrees(table), 'hip_flexion_r');
    expect(hipDeg[0]).toBeCloseTo((0.3965801380677928 * 180) / Math.PI, 12);
    expect(storageColumn(anglesInDegrees(table), 'pelvis_ty')[0]).toBe(0.96796985);
    expect(table.timing.samplingRateHz).toBeCloseTo(1000, 6);
  });

  it.each([
    ['rajagopal-3dwalking/electromyography.sto', 4780, 10, 2000],
    ['rajagopal-3dwalking/grf_walk.mot', 4778, 18, 2000],
    ['rajagopal-3dwalking/id_walk.sto', 1350, 31, 1000],
    ['edge-cases/gait10dof18musc_ik_CRLF_line_ending.mot', 15, 10, 60],
    ['tutorial4/crouch_gait.mot', 119, 17, 118],
    ['tutorial4/normal_gait.mot', 51, 17, 50],
  ])('reads %s', (path, rows, columns, rateHz) => {
    const table = read('opensim', ...path.split('/'));
    expect(table.timeS).toHaveLength(rows);
    expect(table.columns).toHaveLength(columns);
    expect(table.timing.samplingRateHz).toBeCloseTo(rateHz, 3);
    expect(parseStorage(new TextEncoder().encode(writeStorage(table))).columns).toEqual(table.columns);
  });
});
