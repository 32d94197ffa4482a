import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { hdf5EngineState } from './engine';
import { openHdf5File } from './read-file';
import { writeAtomically } from './write-atomically';

const root = mkdtempSync(join(tmpdir(), 'hdf5-atomic-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
let target: string;
let tests = 0;
beforeEach(() => {
  folder = join(root, String((tests += 1)));
  mkdirSync(folder);
  target = join(folder, 'x.h5');
});

const writeOne = () => writeAtomically(target, (file) => file.dataset('/x', Float64Array.of(1, 2)));

/** A program that writes without end, run in a process of its own. */
const endlessWriter = (path: string) => `
  import { writeAtomically } from ${JSON.stringify(fileURLToPath(new URL('index.ts', import.meta.url)))};
  try {
    await writeAtomically(${JSON.stringify(path)}, (file) => {
      const rows = file.growingDataset('/x', { type: 'float64', rowShape: [1024], chunkRows: 64 });
      for (let written = 0; written < 2 ** 33; written += 2 ** 23) {
        rows.append(new Float64Array(2 ** 20).fill(1));
        console.log(written);
      }
    });
  } catch (error) {
    const again = await writeAtomically(${JSON.stringify(path)}, () => {}).catch((later) => later.tag);
    console.log(error.tag, again);
  }`;
const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));
const nodeArguments = (program: string) => ['--import', 'tsx', '--input-type=module', '-e', program];

describe('writeAtomically', () => {
  test('nothing but the complete file is left', async () => {
    await writeOne();
    expect(readdirSync(folder)).toEqual(['x.h5']);
    const file = await openHdf5File(target);
    expect(file.read('/x').values).toEqual(Float64Array.of(1, 2));
    file.close();
  });

  test('passes on what the callback returns, synchronous or not', async () => {
    await expect(writeAtomically(target, async () => Promise.resolve(7))).resolves.toBe(7);
  });

  test('the target appears only at the end, and an old one stays until then', async () => {
    await writeOne();
    const old = readFileSync(target);
    await writeAtomically(target, (file) => {
      file.dataset('/y', Float64Array.of(3));
      expect(readFileSync(target)).toEqual(old);
    });
    expect(readFileSync(target)).not.toEqual(old);
  });

  test('a callback that throws leaves the old file, no temporary one, and a usable engine', async () => {
    await writeOne();
    const old = readFileSync(target);
    const failure = new Error('no more strides');
    const writing = writeAtomically(target, (file) => {
      file.dataset('/y', Float64Array.of(3));
      throw failure;
    });
    await expect(writing).rejects.toBe(failure);
    expect(readFileSync(target)).toEqual(old);
    expect(readdirSync(folder)).toEqual(['x.h5']);
    expect(await hdf5EngineState()).toMatchObject({ poisonedBy: null });
  });

  test('a leftover of a killed writer is replaced', async () => {
    writeFileSync(`${target}.tmp`, 'half a file');
    await writeOne();
    expect(readdirSync(folder)).toEqual(['x.h5']);
  });

  test('a second writer of the same path is noticed, and its file not touched', async () => {
    const writing = writeAtomically(target, () => {
      writeFileSync(join(folder, 'other'), 'the other writer');
      renameSync(join(folder, 'other'), `${target}.tmp`);
    });
    await expect(writing).rejects.toMatchObject({ tag: expect.stringMatching(/^hdf5-(write|format)$/) });
    expect(readFileSync(`${target}.tmp`, 'utf8')).toBe('the other writer');
    expect(existsSync(target)).toBe(false);
  });

  test('too little free space, a missing folder and a folder in the way are told apart, before HDF5 starts', async () => {
    await expect(
      writeAtomically(target, () => {}, { minimumFreeBytes: Number.MAX_SAFE_INTEGER }),
    ).rejects.toMatchObject({ tag: 'hdf5-disk-full' });
    await expect(writeAtomically(join(folder, 'none', 'x.h5'), () => {})).rejects.toMatchObject({
      tag: 'hdf5-not-found',
    });
    mkdirSync(`${join(folder, 'y.h5')}.tmp`);
    await expect(writeAtomically(join(folder, 'y.h5'), () => {})).rejects.toMatchObject({ tag: 'hdf5-write' });
    expect(await hdf5EngineState()).toMatchObject({ poisonedBy: null });
    expect(existsSync(target)).toBe(false);
  });

  test('a handle kept beyond the end refuses', async () => {
    const writer = await writeAtomically(target, (file) => file);
    expect(() => writer.group('/late')).toThrow(expect.objectContaining({ tag: 'hdf5-closed' }));
  });
});

describe('writers in processes of their own', () => {
  test('killed in the middle: no half file under the final name', async () => {
    const child = spawn(process.execPath, nodeArguments(endlessWriter(target)), { cwd: repositoryRoot });
    await new Promise((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => text.toString().includes('8388608') && resolve(null));
      child.on('exit', () => reject(new Error('the writer ended by itself')));
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual(['x.h5.tmp']);
    await writeOne();
    expect(readdirSync(folder)).toEqual(['x.h5']);
  });

  // A file size limit stands for the full disk: the system call fails in the same place.
  test.skipIf(process.platform === 'win32')('a full disk is an error, leaves nothing, and poisons the engine', () => {
    const limited = spawnSync(
      'sh',
      [
        '-c',
        `trap '' XFSZ; ulimit -f 40000; exec "$0" "$@"`,
        process.execPath,
        ...nodeArguments(endlessWriter(target)),
      ],
      {
        cwd: repositoryRoot,
        encoding: 'utf8',
      },
    );
    expect(limited.stdout.trim().split('\n').at(-1)).toBe('hdf5-disk-full hdf5-poisoned');
    expect(readdirSync(folder)).toEqual([]);
  });
});
