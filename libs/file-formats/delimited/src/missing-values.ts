/** Texts that stand for a missing number, in lower case; an empty cell is missing too. */
export const MISSING_VALUE_TEXTS: readonly string[] = [
  'nan',
  '+nan',
  '-nan',
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'null',
  'none',
  'nat',
  '1.#qnan',
  '-1.#qnan',
  '1.#ind',
  '-1.#ind',
];

/** Texts that stand for an infinite number, in lower case. */
export const INFINITE_VALUE_TEXTS: Readonly<Record<string, number>> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
  '1.#inf': Infinity,
  '-1.#inf': -Infinity,
};
