/** SI factors of units as files spell them: lower case, without blanks, dots, stars and hyphens; four-letter fields cut words short. */
const newtons: Readonly<Record<string, number>> = {
  n: 1,
  nt: 1,
  newt: 1,
  newton: 1,
  newtons: 1,
  kn: 1000,
  lb: 4.4482216152605,
  lbf: 4.4482216152605,
  lbs: 4.4482216152605,
  kgf: 9.80665,
};

const metres: Readonly<Record<string, number>> = {
  mm: 1e-3,
  mill: 1e-3,
  millimeter: 1e-3,
  millimeters: 1e-3,
  millimetre: 1e-3,
  millimetres: 1e-3,
  cm: 1e-2,
  cent: 1e-2,
  centimeters: 1e-2,
  centimetres: 1e-2,
  m: 1,
  mete: 1,
  metr: 1,
  meter: 1,
  meters: 1,
  metre: 1,
  metres: 1,
  in: 0.0254,
  inch: 0.0254,
  inches: 0.0254,
  ft: 0.3048,
  feet: 0.3048,
};

function spelling(unit: string): string {
  return unit.toLowerCase().replace(/[\s.*·⋅-]/g, '');
}

/** Newtons per stated unit; null for a unit that is none of force. */
export function newtonsPerUnit(unit: string): number | null {
  return newtons[spelling(unit)] ?? null;
}

/** Metres per stated unit; null for a unit that is none of length. */
export function metresPerUnit(unit: string): number | null {
  return metres[spelling(unit)] ?? null;
}

/** Newton metres per stated unit, a force unit followed by a length unit; null for a unit that is none of moment. */
export function newtonMetresPerUnit(unit: string): number | null {
  const spelled = spelling(unit);
  for (const [force, factor] of Object.entries(newtons)) {
    const length = spelled.startsWith(force) ? metres[spelled.slice(force.length)] : undefined;
    if (length !== undefined) return factor * length;
  }
  return null;
}
