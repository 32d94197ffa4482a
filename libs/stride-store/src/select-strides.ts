import type { StrideMetadata } from '@emgfm/schema';
import type { Store } from './open-store';

type OneOrMany<T> = T | readonly T[];

/** What strides must have: any field of the stride table, with one value or several that will do; all conditions hold together. */
export type StrideFilter = { readonly [F in keyof StrideMetadata]?: OneOrMany<StrideMetadata[F]> } & {
  readonly datasetId?: OneOrMany<string>;
  readonly patientId?: OneOrMany<number>;
  /** `<dataset>/<source id>`. */
  readonly patientKey?: OneOrMany<string>;
};

/** Numbers of the strides that fit a filter, in store order. */
export function selectStrides(store: Store, filter: StrideFilter): number[] {
  const tests = Object.entries(filter).flatMap(([field, wanted]): ((index: number) => boolean)[] => {
    if (wanted === undefined) return [];
    const values = new Set<unknown>(Array.isArray(wanted) ? wanted : [wanted]);
    const cells = cellsOf(store, field as keyof StrideFilter);
    return [(index) => values.has(cells(index))];
  });
  const selected: number[] = [];
  for (let index = 0; index < store.strideCount; index += 1)
    if (tests.every((fits) => fits(index))) selected.push(index);
  return selected;
}

function cellsOf(store: Store, field: keyof StrideFilter): (index: number) => unknown {
  if (field === 'patientKey') {
    const patients = store.patients();
    return (index) => patients[store.patientIds[index]]?.key;
  }
  const column: ArrayLike<unknown> =
    field === 'datasetId' ? store.datasetIds : field === 'patientId' ? store.patientIds : store.column(field);
  return (index) => column[index];
}
