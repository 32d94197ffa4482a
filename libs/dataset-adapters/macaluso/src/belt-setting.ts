import type { LabelledValue } from '@emgfm/adapter-kit';
import { GREATEST_INCLINE_DEG, GREATEST_SPEED_MPS, INCLINE_LABEL, SPEED_LABEL } from './channels';
import type { TrialPlace } from './source-file';

/** Speed (m/s) and slope (degree, up positive) of a trial; NaN where nothing tells them. */
export interface BeltSetting {
  readonly speedMps: number;
  readonly inclineDeg: number;
}

/** `s1x2i5`, as the dataset names trials that the laboratory published before: speed and slope, `x` for the decimal point. */
const SPEED_IN_NAME = /(?<![a-z])s(\d+(?:x\d+)?)/i;
const INCLINE_IN_NAME = /(?<![a-z])[id](\d+(?:x\d+)?)/i;

/** What the description of a trial says of belt and slope, else its name; a level trial has no slope. */
export function beltSetting({ name, task }: TrialPlace, description: readonly LabelledValue[]): BeltSetting {
  const own = name.slice(name.indexOf('/') + 1);
  const speedMps = described(description, SPEED_LABEL) ?? inName(own, SPEED_IN_NAME);
  const steepness = inDegree(description) ?? inName(own, INCLINE_IN_NAME);
  const isSpeed = speedMps > 0 && speedMps <= GREATEST_SPEED_MPS;
  const isSlope = Math.abs(steepness) <= GREATEST_INCLINE_DEG;
  return {
    speedMps: isSpeed ? speedMps : NaN,
    inclineDeg: task.slope === 0 ? 0 : isSlope ? task.slope * Math.abs(steepness) : NaN,
  };
}

function inDegree(description: readonly LabelledValue[]): number | undefined {
  const steepness = described(description, INCLINE_LABEL);
  const isPercent = description.some(
    ({ label, value }) => INCLINE_LABEL.test(label) && /%|percent/i.test(`${label} ${value}`),
  );
  return steepness === undefined || !isPercent ? steepness : (Math.atan(steepness / 100) * 180) / Math.PI;
}

function described(description: readonly LabelledValue[], pattern: RegExp): number | undefined {
  const value = description.find(({ label }) => pattern.test(label))?.value;
  const number = typeof value === 'string' ? parseFloat(value) : value;
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

function inName(name: string, pattern: RegExp): number {
  return Number(pattern.exec(name)?.[1]?.replace('x', '.') ?? NaN);
}
