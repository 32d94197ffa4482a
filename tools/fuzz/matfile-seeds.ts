import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import {
  encodeMat,
  matCategorical,
  matCell,
  matDatetime,
  matNumeric,
  matString,
  matStruct,
  matStructArray,
  matTable,
  writeMat,
} from '@emgfm/matfile';
import { sharedData } from '../shared-data';

/** An undamaged file to be mutated. */
export interface Seed {
  readonly name: string;
  /** No Buffer: its slices share memory, and one mutation would carry over to the next. */
  readonly bytes: Uint8Array;
}

/** Seeds by container. */
export type Seeds = Readonly<Record<'v4' | 'v5' | 'v7' | 'v7.3', Seed[]>>;

const MAX_SEED_BYTES = 2 ** 17;

/** Files written here, and small ones of the shared sample recordings where they are at hand. */
export async function fuzzSeeds(): Promise<Seeds> {
  const seeds: Seeds = { v4: [v4Seed()], v5: [], v7: [], 'v7.3': [] };
  const plain = {
    emg: matNumeric(
      Float64Array.from({ length: 300 }, (_, i) => Math.sin(i)),
      [100, 3],
    ),
    text: 'vastus lateralis \u03bc\u0056',
    trials: matStructArray([
      { speed: 0.8, steps: matCell([1, 'a']) },
      { speed: 1.2, steps: matCell([]) },
    ]),
    session: matStruct({ Walk: matStruct({ Trial01: matStruct({ EMG: Int16Array.of(1, 2, 3), ok: true }) }) }),
  };
  const table = matTable({
    Header: matNumeric([0, 0.001, 0.002]),
    Label: matString(['a', null, 'ccc']),
    Taken: matDatetime([0, 1, 2]),
    Side: matCategorical(['left', 'right', null]),
    Nested: matTable({ x: matNumeric([1, 2, 3]) }),
  });
  for (const version of ['v5', 'v7'] as const) {
    seeds[version].push({ name: 'plain', bytes: Uint8Array.from(await encodeMat(plain, { version })) });
    seeds[version].push({ name: 'objects', bytes: Uint8Array.from(await encodeMat({ table, ...plain }, { version })) });
  }
  const folder = await mkdtemp(join(tmpdir(), 'matfile-seeds-'));
  await writeMat(join(folder, 'plain.mat'), plain, { version: 'v7.3' });
  seeds['v7.3'].push({ name: 'plain', bytes: Uint8Array.from(readFileSync(join(folder, 'plain.mat'))) });
  await rm(folder, { recursive: true });
  for (const seed of corpusSeeds()) seeds[containerOf(seed.bytes)].push(seed);
  return seeds;
}

function corpusSeeds(): Seed[] {
  const corpus = sharedData('mat');
  if (corpus === null) return [];
  const paths = readdirSync(corpus)
    .filter((folder) => folder !== 'expected')
    .flatMap((folder) => readdirSync(join(corpus, folder)).map((name) => join(corpus, folder, name)))
    .filter((path) => !path.endsWith('.json') && statSync(path).size <= MAX_SEED_BYTES);
  return paths.map((path) => ({ name: path.slice(corpus.length + 1), bytes: Uint8Array.from(readFileSync(path)) }));
}

function containerOf(bytes: Uint8Array): keyof Seeds {
  if (bytes.subarray(0, 4).includes(0)) return 'v4';
  if (bytes[125] === 2 || bytes[124] === 2) return 'v7.3';
  return bytes[128] === 15 || bytes[131] === 15 ? 'v7' : 'v5';
}

/** A complex matrix, a text and a sparse matrix in MAT v4. */
function v4Seed(): Seed {
  const record = (
    type: number,
    rows: number,
    columns: number,
    imaginary: number,
    name: string,
    values: number[],
  ): Uint8Array =>
    Buffer.concat([
      new Uint8Array(Int32Array.of(type, rows, columns, imaginary, name.length + 1).buffer),
      Buffer.from(`${name}\0`),
      new Uint8Array(Float64Array.from(values).buffer),
    ]);
  const bytes = Buffer.concat([
    record(0, 2, 2, 1, 'z', [1, 2, 3, 4, 5, 6, 7, 8]),
    record(1, 1, 3, 0, 'text', [97, 98, 99]),
    record(2, 4, 3, 0, 'sparse', [1, 2, 3, 3, 1, 2, 3, 3, 1, 2, 3, 0]),
  ]);
  return { name: 'v4', bytes: Uint8Array.from(bytes) };
}

/** A mutated v7 element is mostly caught by zlib's checksum; packing it again after the mutation reaches the parser. */
export function repacked(mutatedV5: Uint8Array): Uint8Array {
  const view = new DataView(mutatedV5.buffer, mutatedV5.byteOffset, mutatedV5.byteLength);
  const parts: Uint8Array[] = [mutatedV5.subarray(0, 128)];
  for (let at = 128; at + 8 <= mutatedV5.length;) {
    const end = Math.min(mutatedV5.length, at + 8 + view.getUint32(at + 4, true));
    const packed = deflateSync(mutatedV5.subarray(at, end));
    parts.push(new Uint8Array(Uint32Array.of(15, packed.length).buffer), packed);
    at = end;
  }
  return Buffer.concat(parts);
}
