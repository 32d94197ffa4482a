import type { MatValue } from '@emgfm/matfile';
import type { Side } from '@emgfm/schema';
import { CONDITIONS, PERTURBATION_FIELD } from './channels';
import type { TrialFields } from './source-file';

/** Condition of a stride, counted from 0. */
export type ConditionOf = (side: Side, stride: number) => string;

/** What a trial says of its perturbed strides. */
export interface Perturbations {
  readonly conditionOf: ConditionOf;
  readonly notes: readonly string[];
}

/**
 * Which strides were perturbed, from a field that says so by its name: for each leg, or for both alike, either a flag for every stride or
 * the numbers of the perturbed ones. Without such a field, or where it can't be understood, the condition is unknown.
 * @param strides of a leg
 * @throws MatError
 */
export async function perturbationsOf(
  trial: TrialFields,
  strides: Readonly<Partial<Record<Side, number>>>,
): Promise<Perturbations> {
  const name = trial.names.find((field) => PERTURBATION_FIELD.test(field));
  if (name === undefined) return { conditionOf: () => CONDITIONS.unknown, notes: [] };
  const value = await trial.read([name]);
  const flags = new Map<string, readonly boolean[] | null>();
  for (const [side, count] of Object.entries(strides)) {
    flags.set(side, flagsOf(value?.kind === 'struct' ? value.fields.get(side)?.[0] : value, count));
  }
  const unclear = [...flags].filter(([, own]) => own === null).map(([side]) => side);
  return {
    conditionOf: (side, stride) => {
      const own = flags.get(side) ?? null;
      return own === null ? CONDITIONS.unknown : own[stride] ? CONDITIONS.perturbed : CONDITIONS.unperturbed;
    },
    notes: unclear.map(
      (side) => `'${name}' is neither a flag for each stride of the ${side} leg nor the numbers of some of them`,
    ),
  };
}

function flagsOf(value: MatValue | null | undefined, strides: number): boolean[] | null {
  if (value?.kind !== 'numeric' && value?.kind !== 'logical') return null;
  const values = Array.from(value.values as ArrayLike<number | bigint>, Number);
  if (values.length === strides && values.every((flag) => flag === 0 || flag === 1))
    return values.map((flag) => flag === 1);
  const areNumbers = values.every((number, i) => Number.isInteger(number) && number > (values[i - 1] ?? 0));
  if (value.kind === 'logical' || !areNumbers || (values.at(-1) ?? 0) > strides) return null;
  return Array.from({ length: strides }, (_, stride) => values.includes(stride + 1));
}
