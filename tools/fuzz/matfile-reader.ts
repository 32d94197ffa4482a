import { readEverything } from './matfile-read';

/** A process of its own that reads one file per message, so that a hang or a crash costs a reader and not the run. */
process.on('message', (source: Uint8Array | string) => {
  const answer = (message: object): void => {
    process.send?.({ ...message, residentBytes: process.memoryUsage.rss() });
  };
  readEverything(source).then(
    (outcome) => answer({ outcome }),
    (error: Error) => answer({ outcome: 'untyped', message: error.stack ?? String(error) }),
  );
});
