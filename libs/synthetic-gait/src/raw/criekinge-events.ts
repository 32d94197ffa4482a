import { matNumeric, type MatInput } from '@emgfm/matfile';
import { oppositeSide } from '@emgfm/schema';
import { CRIEKINGE_POINTS, CRIEKINGE_VIDEO_RATE_HZ, type CriekingeCut } from './criekinge-blocks';

/** Spelling of names that the files and the dictionary of the authors have differently. */
export type CriekingeNaming = 'file' | 'dictionary';

const NAMES: Readonly<Record<CriekingeNaming, { readonly trial: string; readonly landing: string }>> = {
  file: { trial: 'Trial', landing: 'GoodForcePlateLanding' },
  dictionary: { trial: 'Trials', landing: 'GoodLanding' },
};

/** The events of one leg, one value per stride; frames count from 1, as MATLAB counts. */
export function eventFields(
  prefix: string,
  cuts: readonly CriekingeCut[],
  naming: CriekingeNaming,
): Record<string, number[]> {
  const { trial, landing } = NAMES[naming];
  const within = (cut: CriekingeCut, kind: 'foot_strike' | 'foot_off'): number => {
    const event = cut.recorded.events.find(
      ({ timeS, side, kind: own }) =>
        own === kind &&
        side === oppositeSide(cut.side) &&
        timeS * CRIEKINGE_VIDEO_RATE_HZ > cut.startFrame &&
        timeS * CRIEKINGE_VIDEO_RATE_HZ < cut.endFrame,
    );
    return event === undefined ? NaN : Math.round(event.timeS * CRIEKINGE_VIDEO_RATE_HZ) + 1;
  };
  const norm = (cut: CriekingeCut, frame: number): number =>
    Math.round(((frame - 1 - cut.startFrame) / (cut.endFrame - cut.startFrame)) * (CRIEKINGE_POINTS - 1)) + 1;
  const fields: Record<string, (cut: CriekingeCut) => number> = {
    ICstart: ({ startFrame }) => startFrame + 1,
    ICstop: ({ endFrame }) => endFrame + 1,
    TO: ({ footOffFrame }) => footOffFrame + 1,
    TOnorm: (cut) => norm(cut, cut.footOffFrame + 1),
    IC_cnt: (cut) => within(cut, 'foot_strike'),
    TO_cnt: (cut) => within(cut, 'foot_off'),
    IC_cntnorm: (cut) => norm(cut, within(cut, 'foot_strike')),
    TO_cntnorm: (cut) => norm(cut, within(cut, 'foot_off')),
    [trial]: (cut) => cut.trial,
    [landing]: ({ goodLanding }) => Number(goodLanding),
  };
  return Object.fromEntries(Object.entries(fields).map(([name, valueOf]) => [`${prefix}_${name}`, cuts.map(valueOf)]));
}

/** Values in one row. */
export function rowOf(values: readonly number[]): MatInput {
  return matNumeric(values, [1, values.length]);
}
