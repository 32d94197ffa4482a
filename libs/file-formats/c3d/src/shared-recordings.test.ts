import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../../tools/shared-data';
import { C3dParameterError, C3dSignatureError } from './errors';
import { computeForcePlates } from './force-plates';
import type { ForcePlateSeries } from './force-plates';
import { openC3d } from './open-file';
import { readC3d } from './read';
import type { C3dRecording } from './recording';

const folder = sharedData('c3d');
const read = (...parts: string[]): C3dRecording =>
  readC3d(readFileSync(join(folder!, ...parts)), { source: parts.join('/') });
const files = folder
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /\.c3d$/i.test(path) && !path.startsWith('malformed'),
    )
  : [];

describe.skipIf(!folder)(
  `the shared sample recordings (${folder ? `${files.length} files` : SHARED_DATA_HINT})`,
  () => {
    it.each(files)('%s: decodes, and streams the same', async (path) => {
      const recording = read(path);
      expect(recording.frameCount).toBeGreaterThan(0);
      expect(recording.pointRateHz).toBeGreaterThan(0);
      expect(recording.warnings.map(({ code }) => code)).not.toContain('data-section');
      const file = await openC3d(join(folder!, path));
      let differences = 0;
      for await (const { startFrameIndex, frameCount, coordinates, analog, analogSamplesPerFrame } of file.frames({
        blockFrames: 97,
      })) {
        for (let series = 0; series < recording.points.length * 3; series++) {
          const block = coordinates.subarray(series * frameCount, (series + 1) * frameCount);
          const whole = recording.coordinates.subarray(series * recording.frameCount + startFrameIndex);
          block.forEach((value, i) => (differences += Object.is(value, whole[i]) ? 0 : 1));
        }
        const count = frameCount * analogSamplesPerFrame;
        for (let channel = 0; channel < recording.analogChannels.length; channel++) {
          const whole = recording.analog.subarray(
            (channel * recording.frameCount + startFrameIndex) * analogSamplesPerFrame,
          );
          analog
            .subarray(channel * count, (channel + 1) * count)
            .forEach((value, i) => (differences += value === whole[i] ? 0 : 1));
        }
      }
      expect(differences).toBe(0);
      for (const { forceN } of computeForcePlates(recording).plates)
        expect(forceN[0]).toHaveLength(recording.analog.length / recording.analogChannels.length);
    });

    /** Largest difference of coordinates and of analog samples; a point that is a gap in one file only counts as infinite. */
    function differences(one: C3dRecording, other: C3dRecording): { mm: number; analog: number } {
      expect(other.points.map(({ label }) => label)).toEqual(one.points.map(({ label }) => label));
      expect([other.coordinates.length, other.analog.length]).toEqual([one.coordinates.length, one.analog.length]);
      const largest = (a: Float32Array | Float64Array, b: Float32Array | Float64Array): number => {
        let worst = 0;
        for (let i = 0; i < a.length; i++) {
          const difference = Number.isNaN(a[i]) && Number.isNaN(b[i]) ? 0 : Math.abs(a[i] - b[i]);
          worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
        }
        return worst;
      };
      return { mm: largest(one.coordinates, other.coordinates), analog: largest(one.analog, other.analog) };
    }

    it.each(['pr', 'vi', 'vr', 'si', 'sr'])('sample01: Eb015%s is the trial of Eb015pi', (variant) => {
      const [pi, other] = [read('c3dorg-sample01', 'Eb015pi.c3d'), read('c3dorg-sample01', `Eb015${variant}.c3d`)];
      const { mm, analog } = differences(pi, other);
      // Half a unit in the last place of a float32 coordinate near 2 m is 0.00006 mm.
      expect(mm).toBeLessThanOrEqual(0.00013);
      expect(analog).toBe(0);
      expect(other.events).toEqual(pi.events);
    });

    it('sample02: six variants of one trial, within their own rounding', () => {
      const real = ['pc_real.c3d', 'Dec_real.c3d', 'sgi_real.c3d'].map((name) => read('c3dorg-sample02', name));
      const [dec, pc, sgi] = ['DEC_INT.C3D', 'pc_int.c3d', 'sgi_int.c3d'].map((name) => read('c3dorg-sample02', name));
      for (const other of real.slice(1))
        expect(differences(real[0], other)).toEqual({ mm: expect.closeTo(0, 4), analog: 0 });
      for (const other of [pc, sgi]) expect(differences(dec, other).mm).toBeLessThan(0.29);
      expect(differences(dec, real[0]).mm).toBeLessThan(0.29);
      expect([pc, sgi].map((other) => differences(dec, other).analog)).toEqual([0, 0]);
      expect([dec, pc, sgi, ...real].map(({ events }) => events.length)).toEqual([8, 9, 9, 9, 9, 9]);
    });

    it('sample08: moved parameter blocks change nothing', () => {
      const [first, ...others] = ['A', 'B', 'C', 'D'].map((letter) => read('c3dorg-sample08', `TEST${letter}PI.c3d`));
      for (const other of others) expect(differences(first, other)).toEqual({ mm: 0, analog: 0 });
    });

    it('malformed files are refused by name and byte', () => {
      expect(() => read('malformed', 'Empty.c3d')).toThrow(C3dSignatureError);
      expect(() => read('malformed', 'badParameterOffset.c3d')).toThrow(C3dParameterError);
      expect(() => read('malformed', 'badParameterOffset.c3d')).toThrow('UNITS at byte 1281');
    });

    it('header and group events land inside the file', () => {
      for (const [path, count, firstS] of [
        ['biomechzoo/HC002D06.c3d', 12, 1.04],
        ['gaitalytics/treadmill_events.c3d', 43, 0.21],
        ['c3dorg-sample01/Eb015pi.c3d', 3, 2.72],
      ] as const) {
        const { events, frameCount, pointRateHz } = read(path);
        expect([events.length, events[0].fileTimeS]).toEqual([count, expect.closeTo(firstS, 5)]);
        for (const { fileTimeS } of events) expect(fileTimeS >= 0 && fileTimeS <= frameCount / pointRateHz).toBe(true);
      }
    });

    describe('force plates', () => {
      /** Rows of a .sto table: time, then per plate force (N), position (mm), moment (N·mm). */
      function stoRows(name: string): number[][] {
        const lines = readFileSync(join(folder!, 'opensim-core', 'expected', name), 'utf8').split('\n');
        const start = lines.findIndex((line) => line.startsWith('endheader')) + 2;
        return lines.slice(start).flatMap((line) => (line.trim() ? [line.trim().split(/\s+/).map(Number)] : []));
      }

      it.each([
        [
          'std_walking2_grfs.sto',
          (plate: ForcePlateSeries, i: number) => [...plate.surfaceCentreM, ...plate.momentNm.map((axis) => axis[i])],
        ],
        [
          'std_cop_walking2_grfs.sto',
          (plate: ForcePlateSeries, i: number) => [
            ...plate.centreOfPressureM.map((axis) => axis[i]),
            0,
            0,
            plate.freeMomentNm[i],
          ],
        ],
      ] as const)('equal the expected %s', (name, positionAndMoment) => {
        const recording = read('opensim-core', 'walking2.c3d');
        const { plates } = computeForcePlates(recording);
        const rows = stoRows(name);
        expect(rows.length).toBeGreaterThan(90);
        for (const [timeS, ...expected] of rows) {
          const i = Math.round(timeS * recording.analogRateHz);
          const computed = plates.flatMap((plate) => [
            ...plate.forceN.map((axis) => axis[i]),
            ...positionAndMoment(plate, i).map((value) => value * 1000),
          ]);
          computed.forEach((value, column) =>
            expect(Math.abs(value - expected[column])).toBeLessThanOrEqual(1e-6 * Math.abs(expected[column]) + 1e-6),
          );
        }
      });

      /** Force and centre of pressure where the force is largest. */
      function peak({ forceN, centreOfPressureM }: ForcePlateSeries): { forceN: number[]; centreM: number[] } {
        const magnitude = (i: number): number => Math.hypot(forceN[0][i], forceN[1][i], forceN[2][i]);
        let at = 0;
        for (let i = 0; i < forceN[0].length; i++) if (magnitude(i) > magnitude(at)) at = i;
        return { forceN: forceN.map((axis) => axis[at]), centreM: centreOfPressureM.map((axis) => axis[at]) };
      }

      it('type 4 with the whole matrix is close to type 2 with its diagonal', () => {
        const [two, four] = ['type-2a.c3d', 'type-4a.c3d'].map(
          (name) => computeForcePlates(read('c3dorg-sample10', name)).plates,
        );
        two.forEach((plate, i) => {
          const [a, b] = [peak(plate), peak(four[i])];
          a.forceN.forEach((value, axis) => expect(Math.abs(value - b.forceN[axis])).toBeLessThan(3));
          a.centreM.forEach((value, axis) => expect(Math.abs(value - b.centreM[axis])).toBeLessThan(0.003));
          expect(b.forceN[2]).toBeGreaterThan(400);
        });
      });

      it.each([
        ['c3dorg-sample28', 'type1.C3D', 1],
        ['c3dorg-sample01', 'Eb015pr.c3d', 2],
        ['c3dorg-sample10', 'TYPE-2.C3D', 2],
        ['c3dorg-sample10', 'TYPE-4.C3D', 2],
        ['btk-others', 'ADemo1_rewrite_c3d_pc_float.c3d', 2],
        ['btk-others', 'Gait.c3d', 2],
        ['btk-others', 'shd01.c3d', 2],
        ['biomechzoo', 'HC002D06.c3d', 2],
        ['gaitalytics', 'treadmill_events.c3d', 2],
      ] as const)('%s/%s: under load the ground pushes up, inside the plate', (sample, name, up) => {
        const recording = read(sample, name);
        const upAxis = up === 1 ? 1 : 2;
        for (const plate of computeForcePlates(recording).plates) {
          const { forceN, centreM } = peak(plate);
          expect(forceN[upAxis]).toBeGreaterThan(200);
          expect(forceN[upAxis]).toBeLessThan(1500);
          const unitM = recording.pointUnit === 'm' ? 1 : 1e-3;
          const corners = recording.forcePlates[plate.index].corners!;
          for (const axis of [0, 1, 2]) {
            const values = corners.map((corner) => corner[axis] * unitM);
            expect(centreM[axis]).toBeGreaterThan(Math.min(...values) - 0.01);
            expect(centreM[axis]).toBeLessThan(Math.max(...values) + 0.01);
          }
        }
      });

      it('sample15 lacks the sensor distances: forces up, no centre of pressure', () => {
        for (const name of ['FP1.C3D', 'FP2.C3D']) {
          const { plates, warnings } = computeForcePlates(read('c3dorg-sample15', name));
          expect([plates[0].turned, peak(plates[0]).forceN[2] > 200, peak(plates[0]).centreM]).toEqual([
            true,
            true,
            [NaN, NaN, NaN],
          ]);
          expect(warnings.some(({ message }) => message.includes('sensor distances'))).toBe(true);
        }
      });
    });
  },
);
