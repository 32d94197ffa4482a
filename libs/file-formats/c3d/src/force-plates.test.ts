import { describe, expect, it } from 'vitest';
import type { C3dContent, C3dForcePlateContent, C3dWriteOptions } from './content';
import { computeForcePlates } from './force-plates';
import type { ForcePlateOptions, ForcePlateResult } from './force-plates';
import { readC3d } from './read';
import { writeC3d } from './write';

/** A plate of 400 x 600 mm, its centre at (1000, 2000, 0) mm; plate x is laboratory -x, plate y laboratory y, plate z down. */
const corners: C3dForcePlateContent['corners'] = [
  [800, 2300, 0],
  [1200, 2300, 0],
  [1200, 1700, 0],
  [800, 1700, 0],
];
/** Force of the ground on a foot, in plate axes: 700 N up, 30 N and 50 N along. */
const force = [30, 50, -700];
/** Where it acts, from the surface's centre, in plate axes (m), and its free moment about the plate's z. */
const [px, py, freeNm] = [0.05, -0.12, 4];
/** The same about the centre of the surface: r x F + free moment. */
const surfaceNm = [py * force[2], -px * force[2], px * force[1] - py * force[0] + freeNm];

interface Setup {
  readonly type: number;
  readonly rows: readonly number[];
  readonly units: readonly string[];
  readonly origin?: readonly [number, number, number];
  readonly calibrationMatrix?: readonly number[];
  readonly content?: Partial<C3dContent>;
  readonly options?: ForcePlateOptions;
  readonly write?: C3dWriteOptions;
}

/** One plate whose channels hold the same values in all of three frames. */
function compute({
  type,
  rows,
  units,
  origin = [0, 0, 0],
  calibrationMatrix,
  content,
  options,
}: Setup): ForcePlateResult {
  const analog = rows.map((value, i) => ({ label: `F${i}`, unit: units[i] ?? '', samples: [value, value, value] }));
  const channelIndexes = rows.map((_, i) => i);
  const forcePlates = [{ type, channelIndexes, corners, origin, calibrationMatrix }];
  return computeForcePlates(
    readC3d(writeC3d({ pointRateHz: 100, frameCount: 3, analog, forcePlates, ...content })),
    options,
  );
}

const newtons = (count: number): string[] => new Array<string>(count).fill('N');
const type2Units = ['N', 'N', 'N', 'Nmm', 'Nmm', 'Nmm'];
/** Moments about a transducer 40 mm below the surface: M + d x F with d from transducer to surface, in N·mm. */
const depthMm = 40;
const transducerNmm = [
  surfaceNm[0] * 1000 + depthMm * force[1],
  surfaceNm[1] * 1000 - depthMm * force[0],
  surfaceNm[2] * 1000,
];

function expectTheForce({ plates, warnings }: ForcePlateResult, expectedWarnings = 0): void {
  const [plate] = plates;
  const at = (axes: readonly Float64Array[]): number[] => axes.map((axis) => axis[1]);
  expect(warnings).toHaveLength(expectedWarnings);
  expect(at(plate.forceN)).toEqual([-30, 50, 700].map((value) => expect.closeTo(value, 3)));
  expect(at(plate.centreOfPressureM)).toEqual([1 - px, 2 + py, 0].map((value) => expect.closeTo(value, 6)));
  expect(at(plate.momentNm)).toEqual(
    [-surfaceNm[0], surfaceNm[1], -surfaceNm[2]].map((value) => expect.closeTo(value, 3)),
  );
  expect(plate.freeMomentNm[1]).toBeCloseTo(-freeNm, 3);
  expect(plate.surfaceCentreM).toEqual([1, 2, 0].map((value) => expect.closeTo(value, 6)));
  expect(plate.samplingRateHz).toBe(100);
}

/** What four sensors at (±a, ±b) and 50 mm depth measure of that force: vertical parts by balance of moments, shear shared. */
function kistlerRows(a: number, b: number, depthM: number): number[] {
  const [fx, fy, fz] = force;
  const mx = surfaceNm[0] + depthM * fy;
  const my = surfaceNm[1] - depthM * fx;
  const fz1 = fz / 4 + mx / (4 * b) - my / (4 * a);
  const fz2 = fz / 4 + mx / (4 * b) + my / (4 * a);
  const fz3 = fz / 4 - mx / (4 * b) + my / (4 * a);
  const fz4 = fz / 4 - mx / (4 * b) - my / (4 * a);
  const shift = surfaceNm[2] / (2 * b);
  return [fx / 2 - shift, fx / 2 + shift, fy / 2, fy / 2, fz1, fz2, fz3, fz4];
}

describe('one force, as each type of plate stores it', () => {
  it('type 1: force, centre of pressure, free moment', () => {
    const rows = [...force, px * 1000, py * 1000, freeNm * 1000];
    expectTheForce(compute({ type: 1, rows, units: ['N', 'N', 'N', 'mm', 'mm', 'Nmm'] }));
  });

  it('type 2: about a transducer under the surface, whichever way ORIGIN points', () => {
    const rows = [...force, ...transducerNmm];
    expectTheForce(compute({ type: 2, rows, units: type2Units, origin: [0, 0, -depthMm] }));
    expectTheForce(compute({ type: 2, rows, units: type2Units, origin: [0, 0, depthMm] }), 1);
  });

  it('type 2: a transducer beside the centre', () => {
    const [ox, oy] = [10, -20];
    const rows = [
      ...force,
      surfaceNm[0] * 1000 + oy * force[2],
      surfaceNm[1] * 1000 - ox * force[2],
      surfaceNm[2] * 1000 + ox * force[1] - oy * force[0],
    ];
    expectTheForce(compute({ type: 2, rows, units: type2Units, origin: [ox, oy, 0] }));
  });

  it('type 3: four sensors', () => {
    expectTheForce(
      compute({ type: 3, rows: kistlerRows(0.12, 0.2, 0.05), units: newtons(8), origin: [120, 200, -50] }),
    );
  });

  it('type 4: a calibration matrix', () => {
    const gain = [2, 2, 4, 500, 500, 250];
    const coupling = 0.1;
    const calibrationMatrix = Array.from({ length: 36 }, (_, i) =>
      i % 7 === 0 ? gain[i / 7] : i === 2 ? coupling : 0,
    );
    const wanted = [...force, ...transducerNmm];
    const rows = wanted.map((value, i) => value / gain[i]);
    rows[0] -= (coupling * rows[2]) / gain[0];
    expectTheForce(
      compute({ type: 4, rows, units: new Array<string>(6).fill('V'), origin: [0, 0, -depthMm], calibrationMatrix }),
    );
  });

  it('other units of force, moment and length', () => {
    const metric = ['kN', 'kN', 'kN', 'N.m', 'N*m', 'Nm'];
    const rows = [...force.map((value) => value / 1000), ...transducerNmm.map((value) => value / 1000)];
    expectTheForce(compute({ type: 2, rows, units: metric, origin: [0, 0, -depthMm] }));
    const inMetres = corners.map((corner) => corner.map((value) => value / 1000)) as unknown as typeof corners;
    const forcePlates = [
      { type: 2, channelIndexes: [0, 1, 2, 3, 4, 5], corners: inMetres, origin: [0, 0, -depthMm / 1000] as const },
    ];
    expectTheForce(
      compute({
        type: 2,
        rows: [...force, ...rows.slice(3)],
        units: [...newtons(3), '', '', ''],
        content: { pointUnit: 'm', forcePlates },
      }),
      1,
    );
  });
});

describe('sign', () => {
  const rows = [...force, ...transducerNmm];
  const onPlate = rows.map((value) => -value);

  it('a plate that stores the force on the plate is turned', () => {
    const result = compute({ type: 2, rows: onPlate, units: type2Units, origin: [0, 0, -depthMm] });
    expect(result.plates[0].turned).toBe(true);
    expectTheForce(result);
    expect(compute({ type: 2, rows, units: type2Units }).plates[0].turned).toBe(false);
  });

  it('or left as it is on request', () => {
    const result = compute({ type: 2, rows: onPlate, units: type2Units, options: { direction: 'as-stored' } });
    expect([result.plates[0].turned, result.plates[0].forceN[2][0]]).toEqual([false, -700]);
  });

  it('an unloaded plate follows its neighbours', () => {
    const analog = [...onPlate, ...rows.map(() => 3)].map((value, i) => ({
      label: `F${i}`,
      unit: type2Units[i % 6],
      samples: [value],
    }));
    const plate = { type: 2, corners, origin: [0, 0, 0] as const };
    const forcePlates = [
      { ...plate, channelIndexes: [0, 1, 2, 3, 4, 5] },
      { ...plate, channelIndexes: [6, 7, 8, 9, 10, 11] },
    ];
    const both = computeForcePlates(readC3d(writeC3d({ pointRateHz: 1, frameCount: 1, analog, forcePlates })));
    expect(both.plates.map(({ turned, forceN }) => [turned, forceN[2][0]])).toEqual([
      [true, 700],
      [true, 3],
    ]);
  });
});

describe('baseline and least force', () => {
  const analog = [0, 1, 2, 3, 4, 5].map((i) => ({
    label: `F${i}`,
    unit: type2Units[i],
    samples: [5, 7, 6, i === 2 ? -694 : 6],
  }));
  const content = (zeroFrames: readonly [number, number]): Partial<C3dContent> => ({
    analog,
    zeroFrames,
    frameCount: 2,
    analogSamplesPerFrame: 2,
  });
  const vertical = (zeroFrames: readonly [number, number], options?: ForcePlateOptions): number =>
    compute({ type: 2, rows: [0, 0, 0, 0, 0, 0], units: type2Units, content: content(zeroFrames), options }).plates[0]
      .forceN[2][3];

  it('the mean of the ZERO frames is subtracted; 0 or a reversed range means none', () => {
    expect(vertical([1, 1])).toBeCloseTo(700, 6);
    for (const none of [
      [1, 0],
      [0, 0],
      [0, 10],
    ] as const)
      expect(vertical(none)).toBeCloseTo(694, 6);
    expect(vertical([1, 1], { subtractBaseline: false })).toBeCloseTo(694, 6);
    expect(vertical([50, 60])).toBeCloseTo(694, 6);
  });

  it('positions of type 1 have no baseline', () => {
    const rows = [0, 0, -700, 50, 60, 0];
    const forces = rows.map((value, i) => ({
      label: `F${i}`,
      unit: ['N', 'N', 'N', 'mm', 'mm', 'Nmm'][i],
      samples: [i === 2 ? 0 : value, value],
    }));
    const { plates } = compute({
      type: 1,
      rows,
      units: [],
      content: { analog: forces, zeroFrames: [1, 1], frameCount: 2 },
    });
    expect([plates[0].centreOfPressureM[0][1], plates[0].centreOfPressureM[1][1]]).toEqual([
      expect.closeTo(0.95, 6),
      expect.closeTo(2.06, 6),
    ]);
    expect(plates[0].centreOfPressureM[0][0]).toBeNaN();
  });

  it('below the least force there is no centre of pressure and no free moment', () => {
    const { plates } = compute({
      type: 2,
      rows: [1, 1, -20, 5, 5, 5],
      units: type2Units,
      options: { minimumNormalForceN: 20 },
    });
    expect([plates[0].centreOfPressureM[2][0], plates[0].freeMomentNm[0], plates[0].forceN[2][0]]).toEqual([
      NaN,
      NaN,
      20,
    ]);
  });
});

describe('plates that cannot be computed come back raw, with a reason', () => {
  it.each([5, 6, 7, 11, 12, 21])('type %i', (type) => {
    const { plates, rawPlates, warnings } = compute({ type, rows: [1, 2, 3, 4, 5, 6, 7, 8], units: [] });
    expect([plates.length, warnings.length]).toEqual([0, 1]);
    expect(rawPlates[0]).toMatchObject({ index: 0, type, reason: `type ${type} is not computed` });
    expect(rawPlates[0].channels.map((channel) => channel[0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('too few channels, corners in a line, no matrix', () => {
    const reason = (setup: Partial<Setup>): string =>
      compute({ type: 2, rows: [1, 2, 3, 4, 5, 6], units: type2Units, ...setup }).rawPlates[0].reason;
    expect(reason({ rows: [1, 2, 3] })).toContain('6 existing channels');
    expect(reason({ type: 4 })).toContain('calibration matrix');
    const line = [corners[0], corners[1], corners[0], corners[1]] as const;
    expect(
      reason({
        content: { forcePlates: [{ type: 2, channelIndexes: [0, 1, 2, 3, 4, 5], corners: line, origin: [0, 0, 0] }] },
      }),
    ).toContain('no plane');
  });

  it('type 3 without sensor distances has forces, but no moments', () => {
    const { plates, warnings } = compute({ type: 3, rows: [1, 1, 2, 2, -50, -50, -50, -50], units: newtons(8) });
    expect([
      plates[0].forceN[2][0],
      plates[0].momentNm[0][0],
      plates[0].centreOfPressureM[0][0],
      warnings.length,
    ]).toEqual([200, NaN, NaN, 1]);
  });

  it('units that are none are told, and a calibration is not applied twice', () => {
    const unknown = compute({
      type: 2,
      rows: [...force, ...transducerNmm],
      units: ['V', 'V', 'V', 'V', 'V', 'V'],
      origin: [0, 0, -depthMm],
    });
    expectTheForce(unknown, 1);
    const gain = [2, 2, 4, 500, 500, 250];
    const wanted = [...force, ...transducerNmm];
    const analog = wanted.map((value, i) => ({
      label: `F${i}`,
      unit: type2Units[i],
      scale: gain[i] * 0.03,
      samples: [value, value, value],
    }));
    const calibrationMatrix = Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? gain[i / 7] : 0));
    expectTheForce(
      compute({ type: 4, rows: wanted, units: [], origin: [0, 0, -depthMm], calibrationMatrix, content: { analog } }),
      1,
    );
  });
});

it('a recording without frames has plates without samples', () => {
  const { plates } = compute({
    type: 2,
    rows: [0, 0, 0, 0, 0, 0],
    units: type2Units,
    content: { frameCount: 0, analog: type2Units.map((unit, i) => ({ label: `F${i}`, unit, samples: [] })) },
  });
  expect(plates[0].forceN.map(({ length }) => length)).toEqual([0, 0, 0]);
});
