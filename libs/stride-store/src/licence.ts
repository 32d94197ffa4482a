/** What a licence asks of those who pass data on. */
interface LicenceTerms {
  readonly text: string;
  readonly conditions: ReadonlySet<string>;
}

/** Conditions by the words that stand for them; a text without any of the known names counts as asking for everything. */
const conditionPatterns: readonly (readonly [string, RegExp])[] = [
  ['attribution', /\bCC[ -]?BY\b|\bODC-By\b|\bODbL\b|\bMIT\b|\bBSD\b|\bApache\b|attribution/i],
  ['share-alike', /\bBY(-NC)?-SA\b|\bODbL\b|share-?alike/i],
  ['non-commercial', /\bBY-NC\b|non-?commercial/i],
  ['no-derivatives', /\bBY(-NC)?-ND\b|no-?deriv/i],
];
const publicDomain = /\bCC-?0\b|\bPDDL\b|public domain/i;

function termsOf(text: string): LicenceTerms {
  const found = conditionPatterns.filter(([, pattern]) => pattern.test(text)).map(([condition]) => condition);
  const known = found.length > 0 || publicDomain.test(text);
  return {
    text,
    conditions: new Set(known ? found : [...conditionPatterns.map(([condition]) => condition), 'permission']),
  };
}

/**
 * The licence that governs data from several sources: the one that asks for everything the others ask for. Where none does
 * (share-alike beside non-commercial), all that are not covered by another hold together, joined by " AND ". A text that names no
 * known licence is taken as the strictest: ask before passing on.
 * @param licences licences as the sources state them, such as `CC BY-NC-SA 4.0`.
 * @returns '' for no licences.
 */
export function strictestLicence(licences: readonly string[]): string {
  const terms = [...new Set(licences)].sort().map(termsOf);
  const covered = (a: LicenceTerms, b: LicenceTerms) =>
    a.conditions.size < b.conditions.size && [...a.conditions].every((condition) => b.conditions.has(condition));
  return terms
    .filter((one) => !terms.some((other) => covered(one, other)))
    .map(({ text }) => text)
    .join(' AND ');
}
