import { hdf5EngineState } from '@emgfm/hdf5';
import { readEverything } from './matfile-read';

/** A process of its own that reads one file per message, so that a hang or a crash costs a reader and not the run. */
process.on('message', (source: Uint8Array | string) => {
  const answer = async (message: object): Promise<void> => {
    const isPoisoned = (await hdf5EngineState()).poisonedBy !== null;
    process.send?.({ ...message, residentBytes: process.memoryUsage.rss(), isPoisoned });
  };
  readEverything(source).then(
    (outcome) => answer({ outcome }),
    (error: Error) => answer({ outcome: 'untyped', message: error.stack ?? String(error) }),
  );
});
