import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileHead, isAdapterError, listFiles, NotADatasetError, packedArchiveAdvice } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-tree-'));
  for (const folder of ['P10', 'P2/deep', '.hidden']) await mkdir(join(root, folder), { recursive: true });
  for (const file of [
    'P10/a.c3d',
    'P2/b10.c3d',
    'P2/b9.c3d',
    'P2/deep/c.c3d',
    '.hidden/x.c3d',
    '.DS_Store',
    'all.ZIP',
  ]) {
    await writeFile(join(root, file), 'x'.repeat(file.length));
  }
  await symlink(root, join(root, 'P2', 'again'));
  await symlink(join(root, 'nowhere'), join(root, 'dangling'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test('files stand in natural order, hidden ones and broken links are left out, and a loop of links ends', async () => {
  const files = await listFiles(root);
  expect(files.map(({ path }) => path)).toEqual(['P2/b9.c3d', 'P2/b10.c3d', 'P2/deep/c.c3d', 'P10/a.c3d', 'all.ZIP']);
  expect(files[0]?.sizeBytes).toBe('P2/b9.c3d'.length);
});

test('archives that are still packed are named', async () => {
  expect(packedArchiveAdvice(await listFiles(root)).join()).toMatch(/unpack them first: all\.ZIP/);
  expect(packedArchiveAdvice([])).toEqual([]);
});

test('a missing folder and a file in place of a folder are told apart', async () => {
  await expect(listFiles(join(root, 'none'))).rejects.toThrow(/there is no such folder/);
  await expect(listFiles(join(root, 'all.ZIP'))).rejects.toThrow(/is a file/);
  const error = await listFiles(join(root, 'none')).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NotADatasetError);
  expect(isAdapterError(error)).toBe(true);
});

test('listing stops when asked to', async () => {
  await expect(listFiles(root, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test('the head of a file is as long as asked for, or as the file', async () => {
  const path = join(root, 'P10/a.c3d');
  const whole = await fileHead(path);
  expect(whole.every((byte) => byte === 'x'.charCodeAt(0))).toBe(true);
  expect([...(await fileHead(path, 1))]).toEqual([...whole.subarray(0, 1)]);
});
