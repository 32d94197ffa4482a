/**
 * Quality bits of a stride (`/stride_metadata/quality`). A set bit never hides a stride: it lets the user choose.
 * The position in this list is the number of the bit.
 */
export const QUALITY_BITS = [
  { name: 'events_detected', meaning: 'the events come from a detector, not from the source' },
  { name: 'low_event_confidence', meaning: 'a bounding event has a confidence below 0.5' },
  { name: 'bout_edge', meaning: 'one of the first or last two strides of this leg in a bout of walking' },
  { name: 'turning', meaning: 'the direction of progression turns by more than 20 degrees within the stride' },
  { name: 'duration_outlier', meaning: 'the duration is far from the median of the trial (3 scaled MAD and 15 %)' },
  { name: 'no_foot_off', meaning: 'no foot-off of this leg is known within the stride' },
  { name: 'contralateral_events_missing', meaning: 'the strike or foot-off of the other leg is not known' },
  { name: 'stance_share_unusual', meaning: 'stance takes less than 40 % or more than 80 % of the stride' },
  { name: 'shared_force_plate', meaning: 'both feet load one plate or belt during the stride' },
  { name: 'duration_unknown', meaning: 'the source gives no stride time; duration_s is NaN' },
  { name: 'emg_time_normalised', meaning: 'the source gives EMG on a grid of points per stride, not in time' },
  { name: 'mains_removed', meaning: 'mains interference was found in the EMG and removed' },
  { name: 'implausible_angle', meaning: 'an angle lies outside the hard physiological limits' },
  { name: 'recut', meaning: 'the source cut this stride elsewhere; it was cut again' },
  { name: 'kinetics_unchecked', meaning: 'moments exist, but the source did not check the plate contacts behind them' },
  {
    name: 'weak_joint_planes',
    meaning: 'adduction and rotation of knee and ankle are told only roughly by the markers',
  },
  { name: 'emg_undersampled', meaning: 'the source gives bipolar EMG on too few points for its band' },
] as const;

/** Name of a quality bit. */
export type QualityBit = (typeof QUALITY_BITS)[number]['name'];

/** The uint32 with the named bits set. */
export function qualityFlags(...bits: QualityBit[]): number {
  return bits.reduce((flags, bit) => flags | (1 << QUALITY_BITS.findIndex(({ name }) => name === bit)), 0) >>> 0;
}

/** The names of the bits set in a uint32, in order. */
export function qualityBitNames(flags: number): QualityBit[] {
  return QUALITY_BITS.filter((_, bit) => ((flags >>> bit) & 1) === 1).map(({ name }) => name);
}
