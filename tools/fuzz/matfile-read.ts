import { isMatError, openMat } from '@emgfm/matfile';

/** Far more than any seed holds, and little enough that a reader which ignores it is noticed. */
const MAX_BYTES = 2 ** 27;

/** Reads everything a mutated file offers, in every way; anything but a typed error is passed on. */
export async function readEverything(source: Uint8Array | string): Promise<'read' | 'refused'> {
  let refused = false;
  const attempt = async (read: () => Promise<unknown>, counts = true): Promise<void> => {
    try {
      await read();
    } catch (error) {
      if (!isMatError(error)) throw error;
      refused ||= counts;
    }
  };
  await attempt(async () => {
    const mat = await openMat(source, { maxBytes: MAX_BYTES });
    try {
      for (const { name } of mat.variables) {
        await attempt(() => mat.read([name]));
        await attempt(() => mat.read([name, 'Walk', 'Trial01', 'EMG']), false);
        await attempt(async () => {
          for await (const block of mat.stream([name])) void block;
        }, false);
      }
    } finally {
      await mat.close();
    }
  });
  return refused ? 'refused' : 'read';
}
