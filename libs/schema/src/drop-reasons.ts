/** Why a stride, a trial or a file gives nothing; each drop is counted and listed under one of these. */
export const DROP_REASONS = {
  // strides
  'stride-too-short': 'stride shorter than the limit',
  'stride-too-long': 'stride longer than the limit',
  'event-order': 'events out of order within the stride',
  'shared-plate': 'both feet on one plate or belt, so the strike of one foot is not known',
  'outside-recording': 'the recording does not cover the whole stride',
  'no-signal': 'no EMG, angle or moment sample exists in the stride',
  'implausible-values': 'a value lies beyond the hard limits',
  'unsteady-speed': 'belt speed changes within the stride',
  'not-a-stride': 'the source marks the piece as something else',
  // trials and files
  'no-events': 'no events stored, and no plates, markers or angles to find them from',
  'no-strikes-found': 'the event detectors found no two strikes of one foot',
  'too-few-events': 'fewer than two strikes of the same foot',
  'not-walking': 'the person stands or moves without steps',
  'no-leg-signals': 'no EMG, angles or moments with a known name',
  'unreadable-file': 'the file cannot be read',
  'unsupported-file': 'the file is legal but of a kind that is not supported',
  'bad-metadata': 'subject or trial data contradict each other',
  'duplicate-trial': 'the same trial was read already',
} as const;

/** Why something was dropped. */
export type DropReason = keyof typeof DROP_REASONS;

/** Is this string a drop reason? */
export function isDropReason(value: unknown): value is DropReason {
  return typeof value === 'string' && Object.hasOwn(DROP_REASONS, value);
}
