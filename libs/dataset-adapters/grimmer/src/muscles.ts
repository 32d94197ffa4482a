import { decideEmgKind } from '@emgfm/adapter-kit';
import { type Decision, type EmgKind, type Side, SIDES } from '@emgfm/schema';
import { EMG_FIELDS, LEGS, MUSCLE_WINDOWS } from './channels';
import type { EvenFields } from './motion-trials';
import { mean } from './statistics';
import type { SampleSpan } from './stride-windows';

/** What the EMG of a person says of itself. */
export interface MuscleDecisions {
  readonly emgKind: EmgKind;
  readonly decisions: readonly Decision[];
}

/** A stride in samples of EMG. */
export interface EmgPiece extends SampleSpan {
  readonly side: Side;
}

/** Collects what the EMG of the trials of a person says, one trial at a time. */
export class MuscleEvidence {
  private kind: MuscleDecisions | null = null;
  private readonly ratios = new Map<string, number[]>();

  /** Adds the EMG of a trial with its strides. */
  add(emg: EvenFields, emgRateHz: number, pieces: readonly EmgPiece[]): void {
    this.kind ??= kindOf(emg, emgRateHz);
    for (const { channel, busy, quiet } of MUSCLE_WINDOWS) {
      for (const { side, letter } of LEGS) {
        const column = EMG_FIELDS.find((row) => row.channel === channel)?.column;
        const samples = emg.vector(`${column}_${letter}`);
        if (samples === null) continue;
        const ratios = this.ratios.get(`${channel} ${side}`) ?? [];
        this.ratios.set(`${channel} ${side}`, ratios);
        const offset = this.kind?.emgKind === 'raw' ? mean(samples) : 0;
        for (const piece of pieces) {
          if (piece.side !== side) continue;
          ratios.push(meanSize(samples, piece, busy, offset) / meanSize(samples, piece, quiet, offset));
        }
      }
    }
  }

  /** The kind of the EMG, and whether muscles fire when they do; null without EMG. */
  decide(): MuscleDecisions | null {
    if (this.kind === null) return null;
    const told = MUSCLE_WINDOWS.flatMap(({ channel, busy, quiet }) =>
      SIDES.flatMap((side) => {
        const ratios = (this.ratios.get(`${channel} ${side}`) ?? []).filter((ratio) => ratio > 0);
        if (ratios.length === 0) return [];
        const ratio = Math.exp(mean(ratios.map(Math.log)));
        const name = `${side} ${channel}`;
        return {
          name,
          fits: ratio > 1,
          evidence: `${name} ${ratio.toFixed(2)} (${busy.join('-')} by ${quiet.join('-')} %)`,
        };
      }),
    );
    if (told.length === 0) return this.kind;
    const against = told.filter(({ fits }) => !fits).map(({ name }) => name);
    const decision: Decision = {
      fact: 'muscles fire in their phase',
      decided: against.length === 0 ? 'yes' : `not ${against.join(', ')}: may be another muscle, or of the other leg`,
      evidence: `mean magnitude in one part of the stride by that in another: ${told.map(({ evidence }) => evidence).join(', ')}`,
    };
    return { ...this.kind, decisions: [...this.kind.decisions, decision] };
  }
}

function kindOf(emg: EvenFields, emgRateHz: number): MuscleDecisions | null {
  const columns = EMG_FIELDS.flatMap(({ channel, column }) =>
    LEGS.flatMap(({ letter }) => {
      const samples = emg.vector(`${column}_${letter}`);
      return samples === null ? [] : [{ channel, samples }];
    }),
  );
  if (columns.length === 0) return null;
  const { emgKind, decision } = decideEmgKind(columns, emgRateHz, { emgUnit: 'arbitrary' });
  return { emgKind, decisions: decision === null ? [] : [decision] };
}

function meanSize(
  samples: Float64Array,
  { first, last }: SampleSpan,
  window: readonly [number, number],
  offset: number,
): number {
  const [from, to] = window.map((percent) => Math.round(first + (percent / 100) * (last - first))) as [number, number];
  return mean(samples.subarray(Math.max(0, from), Math.max(0, to + 1)).map((value) => Math.abs(value - offset)));
}
