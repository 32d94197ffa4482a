import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { configurationSha256, loadConfiguration } from './configuration-file';
import { UsageError } from './errors';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function configurationFile(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emgfm-configuration-'));
  folders.push(folder);
  const path = join(folder, 'emgfm.json');
  await writeFile(path, content);
  return path;
}

describe('the command line over a configuration file', () => {
  test('a layer and options of one dataset', async () => {
    const { sources } = await loadConfiguration({
      sources: ['k2muse=./k2muse', 'c3d=./recordings'],
      layers: ['k2muse=source'],
      adapterOptions: ['c3d.mapping=./mapping.json', 'c3d.note=a=b'],
    });
    expect(sources).toEqual([
      { dataset: 'k2muse', root: './k2muse', layer: 'source', options: {} },
      { dataset: 'c3d', root: './recordings', options: { mapping: './mapping.json', note: 'a=b' } },
    ]);
  });

  test('a layer of the file gives way to that of the command line', async () => {
    const configFile = await configurationFile(
      JSON.stringify({ sources: [{ dataset: 'gait120', root: './g', layer: 'raw' }], workers: 3 }),
    );
    expect((await loadConfiguration({ configFile })).sources[0]?.layer).toBe('raw');
    const { sources, workers } = await loadConfiguration({ configFile, layers: ['gait120=envelope'], workers: 1 });
    expect([sources[0]?.layer, workers]).toEqual(['envelope', 1]);
  });

  test('another layer makes another store', async () => {
    const [one, other] = await Promise.all(
      ['raw', 'envelope'].map((layer) =>
        loadConfiguration({ sources: ['gait120=./g'], layers: [`gait120=${layer}`] }).then(configurationSha256),
      ),
    );
    expect(one).not.toBe(other);
  });

  test.each([
    [{ sources: ['c3d'] }, /'c3d' is not <dataset>=<folder>/],
    [{ sources: [] }, /no dataset named/],
    [{ sources: ['c3d=./r'], layers: ['source'] }, /layer 'source' is not <dataset>=<layer>/],
    [{ sources: ['c3d=./r'], layers: ['c3d='] }, /layer 'c3d=' is not <dataset>=<layer>/],
    [{ sources: ['c3d=./r'], layers: ['hu=processed'] }, /dataset 'hu' is not part of this run/],
    [{ sources: ['c3d=./r'], adapterOptions: ['mapping=./m'] }, /is not <dataset>\.<option>=<value>/],
    [{ sources: ['c3d=./r'], adapterOptions: ['hu.a=1'] }, /dataset 'hu' is not part of this run/],
    [{ configFile: './there-is-none.json' }, /configuration file '.*there-is-none\.json'/],
  ])('%j is refused', async (choices, message) => {
    const refused = loadConfiguration(choices);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
  });

  test('a file that is not JSON', async () => {
    await expect(loadConfiguration({ configFile: await configurationFile('{ sources:') })).rejects.toThrow(
      /is not JSON/,
    );
  });
});
