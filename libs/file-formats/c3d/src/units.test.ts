import { expect, it } from 'vitest';
import { metresPerUnit, newtonMetresPerUnit, newtonsPerUnit } from './units';

it('units are known in the spellings of real files', () => {
  expect(['N', 'Newtons', 'nt', 'kN', 'lbs', 'V', ''].map(newtonsPerUnit)).toEqual([
    1,
    1,
    1,
    1000,
    4.4482216152605,
    null,
    null,
  ]);
  expect(['mm', 'm', 'mete', 'Meters', 'cm', 'in', 'deg', ''].map(metresPerUnit)).toEqual([
    1e-3,
    1,
    1,
    1,
    1e-2,
    0.0254,
    null,
    null,
  ]);
  expect(['Nmm', 'N.mm', 'N*mm', 'N·m', 'Nm', 'ntmm', 'Ncm', 'N', 'V', ''].map(newtonMetresPerUnit)).toEqual([
    1e-3,
    1e-3,
    1e-3,
    1,
    1,
    1e-3,
    1e-2,
    null,
    null,
    null,
  ]);
});
