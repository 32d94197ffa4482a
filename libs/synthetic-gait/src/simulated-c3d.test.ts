import {
  analogAt,
  computeForcePlates,
  findByLabel,
  findParameter,
  parameterNumbers,
  readC3d,
  trajectoryAt,
} from '@emgfm/c3d';
import { channelSamples, jointMotionIndex } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { isSyntheticGaitError } from './errors';
import { C3D_PARTS, simulatedC3d, type SimulatedC3dOptions } from './simulated-c3d';
import { simulateTrial } from './simulate-trial';

const trial = simulateTrial({
  seed: 3,
  bouts: [{ gait: 'walk', durationS: 4 }],
  markerSamplingRateHz: 100,
  emg: { samplingRateHz: 1000 },
  forcePlates: { layout: 'walkway', samplingRateHz: 1000, noiseSdN: 0 },
});
const write = (options?: SimulatedC3dOptions) => readC3d(simulatedC3d(trial, options));

describe('simulatedC3d', () => {
  const file = write();
  const point = (label: string) => trajectoryAt(file, findByLabel(file.points, label)!.index);

  it('is read without a warning', () => {
    expect(file.warnings).toEqual([]);
    expect(file.frameCount).toBe(400);
    expect([file.pointRateHz, file.analogRateHz]).toEqual([100, 1000]);
  });

  it('holds the markers in millimetres', () => {
    const heel = trial.markers.positionsM.left_heel!.data;
    const stored = point('LHEE');
    for (const frame of [0, 123, 399]) {
      expect(stored.x[frame]).toBeCloseTo(heel[frame] * 1000, 1);
      expect(stored.z[frame]).toBeCloseTo(heel[800 + frame] * 1000, 1);
    }
  });

  it('holds Plug-in Gait angles: x flexion, y adduction, z rotation, on both legs alike', () => {
    for (const [label, side] of [
      ['LKneeAngles', 'left'],
      ['RKneeAngles', 'right'],
    ] as const) {
      const { angles } = trial.legs[side];
      const stored = point(label);
      expect(stored.x[100]).toBeCloseTo(channelSamples(angles, jointMotionIndex('knee', 'flexion'))[100], 3);
      expect(stored.y[100]).toBeCloseTo(channelSamples(angles, jointMotionIndex('knee', 'adduction'))[100], 3);
      expect(stored.z[100]).toBeCloseTo(channelSamples(angles, jointMotionIndex('knee', 'rotation'))[100], 3);
    }
  });

  it('holds external moments in N·mm/kg, and only where a plate measured them', () => {
    const stride = trial.strides.find(({ plate }) => plate !== null)!;
    const label = `${stride.side === 'left' ? 'L' : 'R'}AnkleMoment`;
    const stored = point(label).x;
    const internal = channelSamples(trial.legs[stride.side].moments, jointMotionIndex('ankle', 'flexion'));
    const pushOff = Math.round((stride.startS + 0.45 * (stride.endS - stride.startS)) * 100);
    expect(stored[pushOff]).toBeCloseTo(-1000 * internal[pushOff], 1);
    expect(stored[pushOff]).toBeGreaterThan(800);
    expect(stored.some(Number.isNaN)).toBe(true);
    const everywhere = write({ momentsOnPlatesOnly: false });
    const all = trajectoryAt(everywhere, findByLabel(everywhere.points, label)!.index).x;
    expect(all.some(Number.isNaN)).toBe(false);
    expect(file.points.find((p) => p.label === label)).toMatchObject({ kind: 'moment', unit: 'Nmm/kg' });
  });

  it('holds the EMG in volt under names of side and muscle', () => {
    const channel = file.analogChannels.find(({ label }) => label === 'R_TA')!;
    expect(channel.unit).toBe('V');
    const stored = analogAt(file, channel.index);
    const truth = channelSamples(trial.legs.right.emg!.signal, 3);
    expect(stored[1234]).toBeCloseTo(truth[1234], 9);
    const renamed = write({ emgLabel: (side, name) => (name === 'VL' ? `EMG ${side}` : null) });
    expect(renamed.analogChannels.map(({ label }) => label).filter((label) => label.startsWith('EMG'))).toEqual([
      'EMG left',
      'EMG right',
    ]);
  });

  it('holds plates from which the true force and centre of pressure come back', () => {
    const { plates, warnings } = computeForcePlates(file);
    expect(warnings).toEqual([]);
    plates.forEach((plate, index) => {
      const truth = trial.forcePlates[index];
      const sample = Math.round((truth.cleanStrikes[0].timeS + 0.25) * 1000);
      for (let axis = 0; axis < 3; axis += 1) {
        expect(plate.forceN[axis][sample]).toBeCloseTo(truth.forceN.data[axis * truth.numSamples + sample], 3);
        expect(plate.centreOfPressureM[axis][sample]).toBeCloseTo(
          truth.centreOfPressureM.data[axis * truth.numSamples + sample],
          4,
        );
      }
    });
    const vertical = analogAt(file, file.analogChannels.find(({ label }) => label === 'Force.Fz1')!.index);
    expect(Math.min(...vertical)).toBeLessThan(-0.9 * 9.8 * trial.subject.massKg);
    expect(Math.max(...vertical)).toBeLessThan(1);
  });

  it('marks the true events, whatever the first frame', () => {
    for (const firstFrame of [1, 57]) {
      const { events } = write({ firstFrame });
      expect(events).toHaveLength(trial.events.length);
      events.forEach((event, index) => {
        const { timeS, side, kind } = trial.events[index];
        expect(event.fileTimeS).toBeCloseTo(timeS, 5);
        expect(event.context.toLowerCase()).toBe(side);
        expect(event.label).toBe(kind === 'foot_strike' ? 'Foot Strike' : 'Foot Off');
      });
    }
  });

  it('tells mass and height of the person', () => {
    const number = (name: string): number => parameterNumbers(file, 'PROCESSING', name)![0];
    expect(number('BODYMASS')).toBeCloseTo(trial.subject.massKg, 3);
    expect(number('HEIGHT')).toBeCloseTo(trial.subject.heightM * 1000, 1);
    expect(file.subjects[0].name).toBe(trial.subject.sourceId);
  });

  it('keeps the same movement in other laboratory axes', () => {
    const turned = write({ axes: { forward: '-y', up: '+z' } });
    const heel = trajectoryAt(turned, findByLabel(turned.points, 'LHEE')!.index);
    const original = point('LHEE');
    expect(heel.y[200]).toBeCloseTo(-original.x[200], 1);
    expect(heel.x[200]).toBeCloseTo(original.y[200], 1);
    const { plates } = computeForcePlates(turned);
    const sample = Math.round((trial.forcePlates[0].cleanStrikes[0].timeS + 0.3) * 1000);
    expect(plates[0].forceN[2][sample]).toBeGreaterThan(100);
    const upright = write({ axes: { forward: '+x', up: '+y' } });
    expect(computeForcePlates(upright).plates[0].forceN[1][sample]).toBeGreaterThan(100);
  });

  it('is the same in every byte order and number format, within its rounding', () => {
    const reference = point('RANK').x[150];
    for (const byteOrder of ['intel', 'dec', 'sgi'] as const) {
      const other = write({ format: { byteOrder, storage: 'int16' } });
      expect(trajectoryAt(other, findByLabel(other.points, 'RANK')!.index).x[150]).toBeCloseTo(reference, -0.5);
    }
  });

  it('carries a prefix on every point label', () => {
    expect(write({ labelPrefix: 'S03:' }).points.every(({ label }) => label.startsWith('S03:'))).toBe(true);
  });

  it('leaves out any part', () => {
    const markers = /^[LR]?(ASI|PSI|KNE|ANK|HEE|TOE|SACR)$/;
    const present = (options: SimulatedC3dOptions): Record<string, boolean> => {
      const other = write(options);
      return {
        markers: other.points.some(({ label }) => markers.test(label)),
        angles: other.points.some(({ kind }) => kind === 'angle'),
        moments: other.points.some(({ kind }) => kind === 'moment'),
        emg: other.analogChannels.some(({ label }) => label === 'L_VL'),
        forcePlates: other.forcePlates.length > 0,
        events: other.events.length > 0,
        bodyMass: findParameter(other, 'PROCESSING', 'BODYMASS') !== null,
        bodyHeight: findParameter(other, 'PROCESSING', 'HEIGHT') !== null,
      };
    };
    for (const part of C3D_PARTS) {
      const expected = Object.fromEntries(C3D_PARTS.map((other) => [other, other !== part]));
      expect(present({ omit: [part] })).toEqual(expected);
    }
    expect(Object.values(present({ omit: C3D_PARTS })).includes(true)).toBe(false);
  });

  it('refuses rates that no C3D file can hold together', () => {
    const odd = simulateTrial({
      seed: 3,
      bouts: [{ gait: 'walk', durationS: 1 }],
      markerSamplingRateHz: 100,
      emg: { samplingRateHz: 1111.11 },
    });
    let caught: unknown;
    try {
      simulatedC3d(odd);
    } catch (error) {
      caught = error;
    }
    expect(isSyntheticGaitError(caught)).toBe(true);
    expect(caught).toMatchObject({ tag: 'Layout', layout: 'C3D' });
    expect(readC3d(simulatedC3d(odd, { omit: ['emg'] })).analogChannels).toEqual([]);
  });
});
