/** Lengths (m) that place the markers and joint centres of one person. */
export interface Skeleton {
  readonly thighM: number;
  readonly shankM: number;
  readonly footM: number;
  /** Ankle centre in the standing foot: in front of the heel, above the floor. */
  readonly ankleForwardM: number;
  readonly ankleHeightM: number;
  /** Forefoot pivot (metatarsal heads) in front of the heel. */
  readonly forefootM: number;
  readonly hipHalfWidthM: number;
  /** Hip centre to sole when standing straight. */
  readonly legM: number;
}

/**
 * Segment lengths from body height.
 *
 * Shares of height: thigh 0.245, shank 0.246, foot 0.152, ankle height 0.039 (Drillis & Contini 1966, as given by Winter,
 * Biomechanics and Motor Control of Human Movement); hip centres 0.1 of height apart.
 * @param heightM body height (m)
 */
export function skeletonOf(heightM: number): Skeleton {
  const footM = 0.152 * heightM;
  return {
    thighM: 0.245 * heightM,
    shankM: 0.246 * heightM,
    footM,
    ankleForwardM: 0.22 * footM,
    ankleHeightM: 0.039 * heightM,
    forefootM: 0.72 * footM,
    hipHalfWidthM: 0.05 * heightM,
    legM: 0.53 * heightM,
  };
}
