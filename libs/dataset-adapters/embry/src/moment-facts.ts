import { decideMomentSign } from '@emgfm/adapter-kit';
import { type Decision, SIDES } from '@emgfm/schema';
import { MOMENT_FIELDS, PUSH_OFF_FIELD, STRIDES_STRUCT, USUAL_ANKLE_PEAK_NM_PER_KG } from './channels';
import type { InclineFile } from './incline-file';
import type { EmbryOptions } from './options';
import { jointArrays } from './source-leg';
import { parseTrialName, type TrialName } from './trial-name';

/** A fact decided from the data. */
export interface Decided<T> {
  readonly value: T;
  readonly decisions: readonly Decision[];
}

/**
 * Factor that makes the moments of the file internal; null where push-off does not tell. The level trials of all persons tell it, where
 * there is none the sloped ones do.
 * @throws MatError
 */
export async function decideFileMomentSign(
  file: InclineFile,
  persons: ReadonlyMap<string, readonly string[]>,
  { momentSign }: EmbryOptions,
): Promise<Decided<1 | -1 | null>> {
  const fact = 'sign of the moments';
  if (momentSign !== 'from-data') {
    const decision = { fact, decided: momentSign, evidence: 'the option momentSign' };
    return { value: momentSign === 'internal' ? 1 : -1, decisions: [decision] };
  }
  const level = await pushOffs(file, persons, ({ inclineDeg }) => inclineDeg === 0);
  const curves = level.length > 0 ? level : await pushOffs(file, persons, () => true);
  const { factor, decision } = decideMomentSign('ankle', curves);
  const decided =
    factor === null
      ? 'not decided, all moments are masked; the option momentSign gives it'
      : `${decision.decided}, all nine`;
  const from =
    level.length > 0
      ? 'level walking of all persons'
      : 'sloped walking of all persons, since there is no level walking';
  return {
    value: factor,
    decisions: [{ fact, decided, evidence: `${from}, ankle flexion: ${decision.evidence}` }, unitDecision(curves)],
  };
}

/** Ankle flexion moments (N·m/kg) of every stride of the trials that are wanted. */
async function pushOffs(
  file: InclineFile,
  persons: ReadonlyMap<string, readonly string[]>,
  wanted: (trial: TrialName) => boolean,
): Promise<Float64Array[]> {
  const table = MOMENT_FIELDS.filter(({ column }) => column === PUSH_OFF_FIELD);
  const curves: Float64Array[] = [];
  for (const [sourceId, trials] of persons) {
    for (const trial of trials) {
      const name = parseTrialName(trial);
      if (name === null || !wanted(name)) continue;
      for (const side of SIDES) {
        const path = [STRIDES_STRUCT, sourceId, trial, 'kinetics', 'jointmoment', side];
        const strides = (await jointArrays(file, path, table)).get(PUSH_OFF_FIELD) ?? [];
        for (const column of strides) {
          if (column !== null) curves.push(column.map((moment) => moment * (table[0]?.factor ?? NaN)));
        }
      }
    }
  }
  return curves;
}

/** Is the unit that of the table? It is kept in doubt too: the level-walking signature then names the likely one. */
function unitDecision(curves: readonly Float64Array[]): Decision {
  const peaks = curves
    .map((curve) => curve.reduce((peak, value) => (Math.abs(value) > peak ? Math.abs(value) : peak), 0))
    .sort((a, b) => a - b);
  const typical = peaks[peaks.length >> 1] ?? NaN;
  const [least, greatest] = USUAL_ANKLE_PEAK_NM_PER_KG;
  const fits = typical >= least && typical <= greatest;
  return {
    fact: 'unit of the moments',
    decided: fits ? 'N·mm/kg, as documented' : 'in doubt: N·mm/kg is documented',
    evidence: `the ankle moment peaks at ${(1000 * typical).toPrecision(3)} (median of ${peaks.length} strides); N·mm/kg lets expect ${1000 * least} to ${1000 * greatest}`,
  };
}
