import type { MacalusoColumns } from './macaluso-stride';

/** What can be wrong with one stride. */
export type MacalusoStrideDefect =
  /** Every sample is zero, times too. */
  | 'zero-stride'
  /** Every angle and moment is zero; times and EMG are right. */
  | 'zero-joints'
  /** Some knee angles are zero in place of missing. */
  | 'zero-run'
  /** Some knee moments are NaN. */
  | 'nan-moments'
  /** The times say that it lasted three times as long, */
  | 'too-long'
  /** or a third. */
  | 'too-short';

/** What can be wrong with one leg in one trial. */
export type MacalusoLegDefect =
  /** EMG lacks the first stride, so it has a column less than the times. */
  | 'emg-column-missing'
  /** EMG has one more column, all zero. */
  | 'emg-column-padded'
  /** Tibialis anterior has fewer points than the other muscles. */
  | 'emg-points-differ'
  /** Parts that are not there. */
  | 'no-emg'
  | 'no-tibialis'
  | 'no-moments'
  | 'no-times'
  /** The tibialis anterior gives zeros. */
  | 'dead-tibialis'
  /** The tibialis anterior is rectified, whatever the others are. */
  | 'rectified-tibialis';

/** Does this defect leave no stride that can be used? */
export function isLost(defect: MacalusoStrideDefect | undefined): boolean {
  return defect === 'zero-stride' || defect === 'too-long' || defect === 'too-short';
}

/** Makes a stride wrong, in place. @param index of the stride among the columns, from 0 */
export function spoilStride(columns: MacalusoColumns, index: number, defect: MacalusoStrideDefect): void {
  const fill = (pattern: RegExp, value: number, from = 0, to = 1): void => {
    for (const [path, strides] of columns) {
      const { length } = strides[index];
      if (pattern.test(path)) strides[index].fill(value, Math.round(from * length), Math.round(to * length));
    }
  };
  const stretch = (factor: number): void => {
    for (const [path, strides] of columns)
      if (path.endsWith('.time'))
        strides[index] = strides[index].map((timeS, _, all) => all[0] + factor * (timeS - all[0]));
  };
  switch (defect) {
    case 'zero-stride':
      return fill(/./, 0);
    case 'zero-joints':
      return fill(/^kine/, 0);
    case 'zero-run':
      return fill(/jointangles.*knee\.x/, 0, 0.4, 0.5);
    case 'nan-moments':
      return fill(/jointmoment.*knee\.x/, NaN, 0.4, 0.5);
    case 'too-long':
      return stretch(3);
    case 'too-short':
      return stretch(1 / 3);
  }
}

/** Makes a leg wrong, in place. */
export function spoilLeg(columns: MacalusoColumns, defect: MacalusoLegDefect): void {
  const change = (pattern: RegExp, by: (strides: Float64Array[]) => Float64Array[] | null): void => {
    for (const [path, strides] of [...columns]) {
      if (!pattern.test(path)) continue;
      const changed = by(strides);
      if (changed === null) columns.delete(path);
      else columns.set(path, changed);
    }
  };
  const none = (): null => null;
  switch (defect) {
    case 'emg-column-missing':
      return change(/^emg/, (strides) => strides.slice(1));
    case 'emg-column-padded':
      return change(/^emg/, (strides) => [...strides, new Float64Array(strides[0].length)]);
    case 'emg-points-differ':
      return change(/TA_norm$/, (strides) => strides.map((samples) => samples.slice(0, -7)));
    case 'no-emg':
      return change(/^emg/, none);
    case 'no-tibialis':
      return change(/TA_norm$/, none);
    case 'no-moments':
      return change(/^kinetics/, none);
    case 'no-times':
      return change(/time$/, none);
    case 'dead-tibialis':
      return change(/TA_norm$/, (strides) => strides.map((samples) => samples.map(() => 0)));
    case 'rectified-tibialis':
      return change(/TA_norm$/, (strides) => strides.map((samples) => samples.map(Math.abs)));
  }
}
