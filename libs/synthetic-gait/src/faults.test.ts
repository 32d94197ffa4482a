import { channelSamples } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { injectFaults, type TrialFault } from './faults';
import { simulateTrial } from './simulate-trial';

const trial = simulateTrial({
  seed: 8,
  bouts: [{ gait: 'walk', durationS: 4 }],
  markerSamplingRateHz: 100,
  emg: { samplingRateHz: 500 },
  forcePlates: { layout: 'walkway', samplingRateHz: 500 },
});
const inject = (...faults: TrialFault[]) => injectFaults(trial, faults, 1);
const nanShare = (values: Float64Array): number => values.filter(Number.isNaN).length / values.length;

describe('injectFaults', () => {
  it('leaves trial and truth as they were', () => {
    const before = JSON.stringify(trial);
    const faulty = inject({ kind: 'dropped_frames', share: 0.5 }, { kind: 'swapped_legs' });
    expect(JSON.stringify(trial)).toBe(before);
    expect(faulty.strides).toEqual(trial.strides);
  });

  it('repeats itself', () => {
    const faults: TrialFault[] = [
      { kind: 'marker_noise', shareOfRange: 0.05 },
      { kind: 'missing_events', share: 0.3 },
    ];
    expect(injectFaults(trial, faults, 3)).toEqual(injectFaults(trial, faults, 3));
  });

  it('takes markers away, for good or for a while', () => {
    expect(inject({ kind: 'missing_markers', markers: ['left_heel'] }).markers.positionsM).not.toHaveProperty(
      'left_heel',
    );
    const gap = inject({ kind: 'marker_gap', markers: ['left_toe'], startS: 1, endS: 1.5 }).markers.positionsM;
    expect(gap.left_toe!.data.findIndex(Number.isNaN)).toBe(100);
    expect(nanShare(gap.left_toe!.data)).toBeCloseTo(50 / 400, 9);
    expect(nanShare(gap.right_toe!.data)).toBe(0);
  });

  it('adds noise in proportion to the movement against the sacrum', () => {
    const noisy = inject({ kind: 'marker_noise', shareOfRange: 0.05 }).markers.positionsM.left_heel!.data;
    const clean = trial.markers.positionsM.left_heel!.data;
    const error = noisy.subarray(0, 400).map((value, i) => value - clean[i]);
    const sd = Math.sqrt(error.reduce((sum, value) => sum + value * value, 0) / 400);
    // A heel swings about 0.8 m back and forth under the body.
    expect(sd).toBeGreaterThan(0.02);
    expect(sd).toBeLessThan(0.06);
  });

  it('drops frames in markers, angles and moments together', () => {
    const dropped = inject({ kind: 'dropped_frames', share: 0.1 });
    const angles = channelSamples(dropped.legs.left.angles, 0);
    expect(nanShare(angles)).toBeGreaterThan(0.05);
    expect(nanShare(angles)).toBeLessThan(0.15);
    const marker = dropped.markers.positionsM.sacrum!.data;
    angles.forEach((value, frame) => expect(Number.isNaN(value)).toBe(Number.isNaN(marker[frame])));
    expect(() => inject({ kind: 'dropped_frames', share: 2 })).toThrow('dropped_frames.share');
  });

  it('loses and swaps muscles', () => {
    const lost = inject({ kind: 'missing_emg', side: 'left', channels: ['SOL'] });
    expect(nanShare(channelSamples(lost.legs.left.emg!.signal, 8))).toBe(1);
    expect(nanShare(channelSamples(lost.legs.right.emg!.signal, 8))).toBe(0);
    const swapped = inject({ kind: 'swapped_muscles', channels: ['VL', 'GM'] }).legs.left.emg!.signal;
    expect(channelSamples(swapped, 0)).toEqual(channelSamples(trial.legs.left.emg!.signal, 6));
    expect(channelSamples(swapped, 6)).toEqual(channelSamples(trial.legs.left.emg!.signal, 0));
    expect(channelSamples(swapped, 1)).toEqual(channelSamples(trial.legs.left.emg!.signal, 1));
  });

  it('mixes up axes, signs, units and legs', () => {
    const { left, right } = trial.legs;
    const planes = inject({ kind: 'swapped_motions', motions: ['flexion', 'adduction'] }).legs.left;
    expect(channelSamples(planes.angles, 3)).toEqual(channelSamples(left.angles, 5));
    expect(channelSamples(planes.moments, 8)).toEqual(channelSamples(left.moments, 6));
    const flipped = inject({ kind: 'flipped_sign', quantity: 'angles', joint: 'knee', motion: 'flexion' }).legs.left;
    expect(channelSamples(flipped.angles, 5)[7]).toBe(-channelSamples(left.angles, 5)[7]);
    expect(flipped.moments).toEqual(left.moments);
    const moments = inject({ kind: 'moments_in_newton_metres' }).legs.left.moments;
    expect(channelSamples(moments, 8)[7]).toBeCloseTo(channelSamples(left.moments, 8)[7] * trial.subject.massKg, 9);
    const radians = inject({ kind: 'angles_in_radians' }).legs.left.angles;
    expect(channelSamples(radians, 5)[7]).toBeCloseTo((channelSamples(left.angles, 5)[7] * Math.PI) / 180, 12);
    const legs = inject({ kind: 'swapped_legs' }).legs;
    expect(legs.left.angles).toEqual(right.angles);
    expect(legs.left.groundForce).toEqual(left.groundForce);
  });

  it('delays signals', () => {
    const late = inject({ kind: 'delayed_signals', byS: 0.5 }).legs.left;
    expect(channelSamples(late.angles, 5)[150]).toBe(channelSamples(trial.legs.left.angles, 5)[100]);
    expect(channelSamples(late.emg!.signal, 0)[1000]).toBe(channelSamples(trial.legs.left.emg!.signal, 0)[750]);
  });

  it('silences a plate and forgets events', () => {
    const dead = inject({ kind: 'dead_plate', plate: 1 }).forcePlates;
    expect(dead[1].forceN.data.every((value) => value === 0)).toBe(true);
    expect(dead[0]).toBe(trial.forcePlates[0]);
    expect(() => inject({ kind: 'dead_plate', plate: 7 })).toThrow('dead_plate.plate');
    expect(inject({ kind: 'missing_events', share: 1 }).events).toEqual([]);
    expect(inject({ kind: 'missing_events', share: 0 }).events).toEqual(trial.events);
  });
});
