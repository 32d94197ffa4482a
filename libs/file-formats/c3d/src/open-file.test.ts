import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { C3dFileError, C3dOptionError, C3dSignatureError } from './errors';
import { openC3d, readC3dFile } from './open-file';
import type { C3dFrameOptions } from './open-file';
import { readC3d } from './read';
import type { C3dFrames } from './recording';
import { analogAt, trajectoryAt } from './series';
import { sampleContent } from './testing/sample-content';
import { writeC3d } from './write';

let folder: string;
let path: string;
const content = sampleContent({ frameCount: 103 });
const recording = readC3d(writeC3d(content));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'c3d-'));
  path = join(folder, 'walk.c3d');
  writeFileSync(path, writeC3d(content));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function blocksOf(options: C3dFrameOptions): Promise<C3dFrames[]> {
  const blocks: C3dFrames[] = [];
  for await (const block of (await openC3d(path)).frames(options)) blocks.push(block);
  return blocks;
}

describe('a file on disk', () => {
  it('gives the same description and frames as its bytes', async () => {
    const whole = await readC3dFile(path);
    expect(whole).toEqual({ ...recording, source: path });
    expect(await (await openC3d(path)).readRotations()).toEqual(recording.rotations);
  });

  it.each([1, 10, 103, 1000, undefined])('streams in blocks of %s frames', async (blockFrames) => {
    const blocks = await blocksOf({ blockFrames });
    expect(blocks.map(({ startFrameIndex }) => startFrameIndex)).toEqual(
      blocks.map((_, i) => i * (blockFrames ?? 103)),
    );
    expect(blocks.flatMap((block) => [...trajectoryAt(block, 0).x])).toEqual([...trajectoryAt(recording, 0).x]);
    expect(blocks.flatMap((block) => [...analogAt(block, 25)])).toEqual([...analogAt(recording, 25)]);
    expect(new Set(blocks.map(({ coordinates }) => coordinates.buffer)).size).toBe(blocks.length);
  });

  it('streams a range', async () => {
    const blocks = await blocksOf({ startFrameIndex: 20, endFrameIndex: 45, blockFrames: 20 });
    expect(blocks.map(({ startFrameIndex, frameCount }) => [startFrameIndex, frameCount])).toEqual([
      [20, 20],
      [40, 5],
    ]);
    expect(await blocksOf({ startFrameIndex: 103 })).toEqual([]);
    await expect(blocksOf({ startFrameIndex: 104 })).rejects.toThrow(C3dOptionError);
    await expect(blocksOf({ blockFrames: 0 })).rejects.toThrow('blockFrames');
    await expect(blocksOf({ endFrameIndex: 2.5 })).rejects.toThrow('endFrameIndex');
  });

  it('stops at a signal, with its reason', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const block of (await openC3d(path)).frames({ blockFrames: 10, signal: controller.signal })) {
        seen.push(block.startFrameIndex);
        controller.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(seen).toEqual([0]);
    await expect(readC3dFile(path, { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow('early');
  });

  it('closes the file when the caller leaves early', async () => {
    for await (const block of (await openC3d(path)).frames({ blockFrames: 1 })) if (block.startFrameIndex === 3) break;
    expect((await blocksOf({})).length).toBe(1);
  });
});

describe('a path that cannot be read', () => {
  it('names the path', async () => {
    const missing = join(folder, 'missing.c3d');
    await expect(openC3d(missing)).rejects.toThrow(C3dFileError);
    await expect(openC3d(missing)).rejects.toThrow(missing);
    await expect(openC3d(folder)).rejects.toThrow(C3dFileError);
  });

  it('or is no C3D file, names it too', async () => {
    const text = join(folder, 'text.c3d');
    writeFileSync(text, 'time,knee\n');
    await expect(readC3dFile(text)).rejects.toThrow(C3dSignatureError);
    await expect(readC3dFile(text)).rejects.toThrow(text);
  });

  it('or shrinks between opening and reading', async () => {
    const shrinking = join(folder, 'shrinking.c3d');
    writeFileSync(shrinking, writeC3d(content));
    const file = await openC3d(shrinking);
    truncateSync(shrinking, file.layout.dataOffset + 100);
    await expect(file.readAll()).rejects.toThrow('shrunk');
  });
});
