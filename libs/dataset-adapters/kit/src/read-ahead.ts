/**
 * What `read` gives for each item, in order. The next item is read while the one before is in use: files are inflated in threads of
 * their own, so a reader that waits for them only when it needs them loses half its time. Two results are in memory at most.
 * @throws what `read` throws, when the turn of its item has come
 * @example
 * for await (const trial of readAhead(paths, readTrial)) process(trial);
 */
export async function* readAhead<T, R>(items: readonly T[], read: (item: T) => Promise<R>): AsyncGenerator<R> {
  let next = items.length > 0 ? read(items[0] as T) : null;
  for (let i = 1; next !== null; i += 1) {
    const current: R = await next;
    next = i < items.length ? read(items[i] as T) : null;
    // who stops early never asks for it
    next?.catch(() => undefined);
    yield current;
  }
}
