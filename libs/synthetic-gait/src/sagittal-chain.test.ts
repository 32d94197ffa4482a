import { describe, expect, it } from 'vitest';
import { footOriginM, sagittalPose } from './sagittal-chain';
import { skeletonOf } from './skeleton';

const skeleton = skeletonOf(1.75);

describe('sagittalPose', () => {
  it('hangs straight down at zero angles', () => {
    const pose = sagittalPose(0, 0, 0, skeleton);
    expect(pose.ankleForwardM).toBe(0);
    expect(pose.ankleUpM).toBeCloseTo(-(skeleton.thighM + skeleton.shankM), 12);
    expect(pose.footPitchRad).toBe(0);
  });

  it('carries the ankle forward with hip flexion and back with knee flexion', () => {
    expect(sagittalPose(90, 0, 0, skeleton).ankleForwardM).toBeCloseTo(skeleton.thighM + skeleton.shankM, 12);
    const bent = sagittalPose(0, 90, 0, skeleton);
    expect(bent.ankleForwardM).toBeCloseTo(-skeleton.shankM, 12);
    expect(bent.footPitchRad).toBeCloseTo(-Math.PI / 2, 12);
  });

  it('lifts the toes with dorsiflexion', () => {
    expect(sagittalPose(0, 0, 15, skeleton).footPitchRad).toBeCloseTo((15 * Math.PI) / 180, 12);
  });
});

describe('footOriginM', () => {
  it('is the same on both sides of the flat foot', () => {
    const flat = footOriginM(sagittalPose(10, 10, 0, skeleton), skeleton);
    const tilted = footOriginM(sagittalPose(10, 10, -0.001, skeleton), skeleton);
    expect(tilted).toBeCloseTo(flat, 5);
  });
});
