import type { ReadContext } from './options';

/** Names of variables or fields with every repetition suffixed, so that no value is lost. */
export function uniqueNames(names: readonly string[], onDuplicate: (name: string, kept: string) => void): string[] {
  const seen = new Set<string>(names);
  if (seen.size === names.length) return [...names];
  const taken = new Set<string>();
  return names.map((name) => {
    let kept = name;
    for (let suffix = 2; taken.has(kept) || (kept !== name && seen.has(kept)); suffix++) kept = `${name}_${suffix}`;
    taken.add(kept);
    if (kept !== name) onDuplicate(name, kept);
    return kept;
  });
}

/** Variables under names that occur once, with a warning for each one renamed. */
export function withUniqueNames<T extends { readonly name: string }>(
  variables: readonly T[],
  context: ReadContext,
): T[] {
  const names = uniqueNames(
    variables.map(({ name }) => name),
    (name, kept) => context.warn(`variable ${name} occurs twice; the later one is kept as ${kept}`, { variable: kept }),
  );
  return variables.map((variable, i) => ({ ...variable, name: names[i] }));
}
