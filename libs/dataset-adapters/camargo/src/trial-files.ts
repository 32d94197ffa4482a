import { join } from 'node:path';
import type { ReadOptions } from '@emgfm/adapter-kit';
import type { DropReason } from '@emgfm/schema';
import type { Sensor } from './channels';
import { type CamargoTrial, expectedPath, MISSING_MEANS } from './folder';
import { isUnusableFile } from './sensor-table';

/** The files of one trial as they are read: which were used, and what there is to say of the others. */
export interface TrialFiles {
  readonly trial: CamargoTrial;
  /** Paths, relative to the root, of the files that were read. */
  readonly used: readonly string[];
  readonly notes: readonly string[];
  /**
   * What `use` makes of the file of a sensor; null where it is missing (a note) or damaged (a drop). Several may be read at once;
   * what is said of them stands in the order in which they were asked for.
   */
  read<T>(sensor: Sensor, use: (path: string) => Promise<T>): Promise<T | null>;
  /** Counts the trial as one that gives nothing. */
  drop(reason: DropReason, detail: string): null;
}

/** Name of a trial in drops. */
export function trialPlace({ session, trial }: CamargoTrial): string {
  return `${session}/${trial}`;
}

/** The files of a trial below a root. */
export function trialFiles(root: string, trial: CamargoTrial, { onDrop, signal }: ReadOptions): TrialFiles {
  const asked: { used?: string; note?: string }[] = [];
  return {
    trial,
    get used() {
      return asked.flatMap(({ used }) => used ?? []);
    },
    get notes() {
      return asked.flatMap(({ note }) => note ?? []);
    },
    async read(sensor, use) {
      signal?.throwIfAborted();
      const file: (typeof asked)[number] = {};
      asked.push(file);
      const means = MISSING_MEANS[sensor];
      const path = trial.files.get(sensor)?.path;
      if (path === undefined) {
        if (means !== undefined) file.note = `no ${expectedPath(trial, sensor)}: ${means}`;
        return null;
      }
      try {
        const found = await use(join(root, path));
        file.used = path;
        return found;
      } catch (error) {
        if (!isUnusableFile(error)) throw error;
        onDrop?.({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
        if (means !== undefined) file.note = `${path} can't be used: ${means}`;
        return null;
      }
    },
    drop(reason, detail) {
      onDrop?.({ what: trialPlace(trial), level: 'trial', reason, detail });
      return null;
    },
  };
}
