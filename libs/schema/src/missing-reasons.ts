/** Why a channel of a stride is missing; the numbers are those of `/reasons/*` in the store. */
export const MISSING_REASONS = {
  present: { code: 0, meaning: 'present' },
  notInDataset: { code: 1, meaning: 'not recorded in this dataset' },
  notOnThisLeg: { code: 2, meaning: 'not recorded for this leg' },
  notInTrial: { code: 3, meaning: 'not recorded in this subject or trial' },
  sensorQuality: { code: 4, meaning: 'sensor failed quality' },
  notMeasurable: { code: 5, meaning: 'not measurable here (no plate contact, for kinetics)' },
  gap: { code: 6, meaning: 'gap in the source' },
  failedCheck: { code: 7, meaning: 'rejected by a check' },
  unresolvedConvention: { code: 8, meaning: 'convention unresolved' },
} as const;

/** Name of a reason. */
export type MissingReason = keyof typeof MISSING_REASONS;

/** Code of a reason, 0-8. */
export type MissingReasonCode = (typeof MISSING_REASONS)[MissingReason]['code'];

/** Code of a reason by its name. */
export function missingReasonCode(reason: MissingReason): MissingReasonCode {
  return MISSING_REASONS[reason].code;
}

/** Name of a reason by its code; `undefined` for a number outside 0-8. */
export function missingReasonOfCode(code: number): MissingReason | undefined {
  return (Object.keys(MISSING_REASONS) as MissingReason[]).find((name) => MISSING_REASONS[name].code === code);
}
