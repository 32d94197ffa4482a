import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PYTHON_HINT, scientificPython } from '../../../../tools/python';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { readMat } from './mat-file';
import { elementCount, type MatDims, type MatNumbers, type MatSparse, type MatValue } from './values';

/** Prints as JSON what scipy.io.loadmat makes of each file; null for a file or a value that it doesn't read. */
const LOADMAT = `
import json, sys, warnings
import numpy, scipy.io, scipy.sparse
from scipy.io.matlab import MatlabFunction, MatlabOpaque
warnings.simplefilter("ignore")
def number(x):
    x = x.item()
    if isinstance(x, bool): return int(x)
    return x if isinstance(x, int) and abs(x) < 2**53 else repr(x) if isinstance(x, int) or x - x != 0 else x
def plain(v):
    if scipy.sparse.issparse(v):
        return {"shape": list(v.shape), **plain(numpy.asarray(v.todense()))}
    if not isinstance(v, numpy.ndarray) or isinstance(v, (MatlabFunction, MatlabOpaque)): return None
    # An element of no bytes is [] of 0 x 0, where SciPy says 1 x 0.
    flat, form = v.ravel(order="F"), {"shape": [0, 0] if v.dtype == float and v.size == 0 else list(v.shape)}
    if v.dtype.names: return {**form, "fields": {n: [plain(x[n]) for x in flat] for n in v.dtype.names}}
    # What has neither cells nor fields looks the same.
    if v.dtype == object and v.size == 0: return None
    if v.dtype == object and all(x is None for x in flat): return {**form, "fields": {}}
    if v.dtype == object: return {**form, "cells": [plain(x) for x in flat]}
    if v.dtype.kind == "U": return {**form, "text": "".join(x or " " for x in flat)}
    if v.dtype.kind == "c": return {**form, "real": [number(x) for x in flat.real], "imaginary": [number(x) for x in flat.imag]}
    return {**form, "real": [number(x) for x in flat]} if v.dtype.kind in "iufb" else None
result = {}
for path in sys.argv[1:]:
    try:
        loaded = scipy.io.loadmat(path, chars_as_strings=False)
        result[path] = {n: plain(v) for n, v in loaded.items() if not n.startswith("__")}
    except Exception:
        result[path] = None
print(json.dumps(result))
`;

const corpus = sharedData('mat');
const python = scientificPython('scipy', 'numpy');
const paths = (corpus === null ? [] : readdirSync(corpus, { recursive: true, encoding: 'utf8' }))
  .filter((name) => name.endsWith('.mat'))
  .map((name) => join(corpus!, name));

type Json = unknown;

function plainNumbers(values: MatNumbers): Json[] {
  return Array.from<number | bigint>(values as Float64Array).map((value) => {
    if (typeof value === 'bigint') return value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : String(value);
    return Number.isFinite(value) ? value : String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
  });
}

function withImaginary(dims: MatDims, real: MatNumbers, imaginary: MatNumbers | null): Json {
  const parts = imaginary === null ? {} : { imaginary: plainNumbers(imaginary) };
  const isEmpty = real instanceof Float64Array && real.length === 0;
  return { shape: isEmpty ? [0, 0] : dims, real: plainNumbers(real), ...parts };
}

function dense({ dims, rowIndices, columnPointers, values, imaginary }: MatSparse): Json {
  const fill = (stored: Float64Array): Float64Array => {
    const full = new Float64Array(elementCount(dims));
    for (let column = 0; column < dims[1]; column++) {
      for (let i = columnPointers[column]; i < columnPointers[column + 1]; i++)
        full[rowIndices[i] + column * dims[0]] += stored[i];
    }
    return full;
  };
  return withImaginary(dims, fill(values), imaginary && fill(imaginary));
}

/** A value in the form that the Python program prints; null for what SciPy has no form for. */
function plain(value: MatValue): Json {
  switch (value.kind) {
    case 'numeric':
      return withImaginary(value.dims, value.values, value.imaginary);
    case 'logical':
      return withImaginary(value.dims, value.values, null);
    case 'sparse':
      return dense(value);
    case 'char':
      // numpy takes NUL for no character.
      return { shape: value.dims, text: value.text.replaceAll('\0', ' ') };
    case 'cell':
      return { shape: value.dims, cells: value.cells.map(plain) };
    case 'struct':
      return {
        shape: value.dims,
        fields: Object.fromEntries([...value.fields].map(([name, values]) => [name, values.map(plain)])),
      };
    case 'object': {
      const names = [...(value.elements[0]?.keys() ?? [])];
      const valuesOf = (name: string): Json[] => value.elements.map((element) => plain(element!.get(name)!));
      return { shape: value.dims, fields: Object.fromEntries(names.map((name) => [name, valuesOf(name)])) };
    }
    default:
      return null;
  }
}

/** Ours where SciPy has a value, null where it has none. */
function wherever(theirs: Json, ours: Json): Json {
  if (theirs === null || typeof theirs !== 'object') return theirs === null ? null : ours;
  if (Array.isArray(theirs))
    return Array.isArray(ours) ? ours.map((item, i) => wherever(theirs[i] as Json, item)) : ours;
  if (ours === null || typeof ours !== 'object' || Array.isArray(ours)) return ours;
  return Object.fromEntries(
    Object.entries(ours).map(([name, item]) => [name, wherever((theirs as Record<string, Json>)[name], item)]),
  );
}

describe.skipIf(corpus === null || python === null)(
  `equal to scipy.io.loadmat (${SHARED_DATA_HINT}; ${PYTHON_HINT})`,
  () => {
    it('every variable of the corpus that SciPy reads', async () => {
      const { stdout, stderr } = spawnSync(python!, ['-c', LOADMAT, ...paths], {
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      expect(stderr).toBe('');
      const loaded = JSON.parse(stdout) as Record<string, Record<string, Json> | null>;
      let compared = 0;
      for (const [path, theirs] of Object.entries(loaded)) {
        if (theirs === null) continue;
        const { variables } = await readMat(path);
        for (const [name, expected] of Object.entries(theirs)) {
          const value = variables.get(name);
          if (value === undefined || expected === null) continue;
          compared += 1;
          expect.soft(wherever(expected, plain(value)), `${path.slice(corpus!.length)} ${name}`).toEqual(expected);
        }
      }
      expect(compared).toBeGreaterThan(250);
    });
  },
);
