import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runInThisThread } from '@emgfm/pipeline';
import { parseConfiguration } from '@emgfm/schema';
import { openStore, verifyStore } from '@emgfm/stride-store';
import { type RawK2museTrial, writeRawK2muse } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, expect, test } from 'vitest';

let root = '';
let trial: RawK2museTrial;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-k2muse-store-'));
  const written = await writeRawK2muse(join(root, 'K2MUSE'), { subjects: 1, seed: 6, trialS: 4, ultrasoundS: 2 });
  trial = written[0] as RawK2museTrial;
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function storeOf(layer: string, store: object = {}): Promise<string> {
  const storePath = join(root, `${layer}${Object.keys(store).length}.h5`);
  const sources = [{ dataset: 'k2muse', root: join(root, 'K2MUSE'), layer }];
  await run(parseConfiguration({ sources, store }), { storePath, runSubject: runInThisThread });
  return storePath;
}

test.each(['processed', 'source'])(
  'ultrasound lies beside the EMG of a store, and is read when asked for (%s layer)',
  async (layer) => {
    const path = await storeOf(layer);
    expect((await verifyStore(path)).findings).toEqual([]);
    const store = await openStore(path);
    expect(store.licence).toBe('CC BY-NC-SA 4.0');
    expect(store.furtherModalities().map(({ name }) => name)).toEqual(['ultrasound']);
    const left = store.select({ side: 'left' });
    expect(left).toHaveLength(trial.strides.left.length);
    const counts = [...store.strides(left, { further: ['ultrasound'] })].map(({ emg, durationS, further }) => {
      expect(emg.shape[0]).toBe(Math.round(durationS * 1000));
      return further?.[0]?.frames.shape[0];
    });
    const recorded = trial.ultrasound.length / 4000;
    expect(counts).toEqual(
      trial.strides.left.map(({ startS, endS }) => {
        const [first, end] = [startS, endS].map((timeS) => Math.floor(timeS * 20 + 1e-6)) as [number, number];
        return first < recorded ? end - first : 0;
      }),
    );
    expect(store.stride(left[0] as number).further).toBeUndefined();
    for (const stride of store.strides(store.select({ side: 'right' }), { further: ['ultrasound'] }))
      expect(stride.further?.[0]?.frames.shape).toEqual([0, 4, 1000]);
    store.close();
  },
  30_000,
);

test('a configuration leaves it out', async () => {
  const store = await openStore(await storeOf('processed', { furtherModalities: [] }));
  expect(store.furtherModalities()).toEqual([]);
  expect(store.strideCount).toBe(trial.strides.left.length + trial.strides.right.length);
  store.close();
}, 30_000);
