/**
 * Cosine and sine of 2 pi k / n with the angle folded into the first octant, so that symmetric roots are equal to the last bit.
 * @returns [cos, sin]
 */
export function unitRoot(k: number, n: number): [number, number] {
  const eighths = 8 * (((k % n) + n) % n);
  const octant = Math.floor(eighths / n);
  const isOdd = octant % 2 === 1;
  const rest = eighths - octant * n;
  const angle = (Math.PI / 4) * ((isOdd ? n - rest : rest) / n);
  const near = Math.cos(angle);
  const far = Math.sin(angle);
  const [x, y] = isOdd ? [far, near] : [near, far];
  return QUARTER_TURNS[octant >> 1](x, y);
}

const QUARTER_TURNS: readonly ((x: number, y: number) => [number, number])[] = [
  (x, y) => [x, y],
  (x, y) => [-y, x],
  (x, y) => [-x, -y],
  (x, y) => [y, -x],
];
