import type { Activity } from '@emgfm/schema';
import { CONDITIONS, TERRAINS } from './channels';

/** What the names of a trial say. Both layers give the same trial the same name. */
export interface TrialName {
  /** Condition as this adapter spells it. */
  readonly condition: string;
  /** `LG_0`. */
  readonly mode: string;
  readonly activity: Activity;
  readonly inclineDeg: number;
  /** `S_1`. */
  readonly speed: string;
  readonly speedMps: number;
  /** From 1. */
  readonly number: number;
}

/** Names of the parts of a trial, as a file or a field has them. */
export interface TrialWords {
  readonly condition: string;
  readonly mode: string;
  readonly speed: string;
  readonly number: string;
}

/** The trial that names stand for; a text that says what is not understood. */
export function readTrialName({ condition, mode, speed, number }: TrialWords): TrialName | string {
  const [, terrainWord = '', angle = ''] = /^([a-z]+)[_\-+ ]?(\d+)$/i.exec(mode) ?? [];
  const terrain = TERRAINS[terrainWord.toUpperCase()];
  if (terrain === undefined) return `expected a mode such as LG_0, AS_5 or DS_10, found '${mode}'`;
  const [, metres = '', tenths = ''] = /^(?:S_?)?(\d)(?:[x.](\d))?$/i.exec(speed) ?? [];
  const speedMps = Number(`${metres}.${tenths || '0'}`);
  if (!(speedMps > 0)) return `expected a speed such as S_0x5, S_1 or 1.5, found '${speed}'`;
  const digits = /^(?:Trial_?)?(\d+)$/i.exec(number)?.[1];
  if (digits === undefined) return `expected a trial such as Trial_1, found '${number}'`;
  return {
    condition: conditionLabel(condition),
    mode: `${terrainWord.toUpperCase()}_${Number(angle)}`,
    activity: terrain.activity,
    // 0 * slope would be -0 on descents of 0 degree
    inclineDeg: terrain.slope === 0 ? 0 : terrain.slope * Number(angle),
    speed: `S_${String(speedMps).replace('.', 'x')}`,
    speedMps,
    number: Number(digits),
  };
}

/** Name of all trials of a kind: `Ideal LG_0 S_1`. */
export function trialLabel({ condition, mode, speed }: TrialName): string {
  return `${condition} ${mode} ${speed}`;
}

/** What tells one trial of a participant from all others. */
export function trialKey(name: TrialName): string {
  return `${plain(name.condition)} ${name.mode} ${name.speed} ${name.number}`;
}

/** A known condition however it is spelled (`Inter-day`, `shift_upward`); any other as it is written. */
function conditionLabel(condition: string): string {
  return CONDITIONS.find((known) => plain(known) === plain(condition)) ?? condition;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Level walking first, since it tells most about signs and units. */
export function levelFirst<T extends { readonly name: TrialName }>(trials: readonly T[]): T[] {
  return [...trials].sort((a, b) => Math.abs(a.name.inclineDeg) - Math.abs(b.name.inclineDeg));
}
