import type { ReadOptions } from '@emgfm/adapter-kit';
import { isMatError, type MatFile } from '@emgfm/matfile';
import { EMG_FIELDS, FILE_KINDS } from './channels';
import type { PersonFiles } from './folder';
import { type EvenFields, evenFields, type MotionTrial, openOrDrop } from './motion-trials';
import { settingCount, type TrialFields, trialsOfSetting } from './nested-trials';

/** A trial with its EMG; null where it has none. */
export interface TrialWithEmg {
  readonly trial: MotionTrial;
  readonly emg: EvenFields | null;
}

const EMG_VARIABLE = FILE_KINDS.emg.variables[0];

/** The trials of a person with their EMG, which is read setting by setting. What can't be read goes to `onDrop`. */
export async function* trialsWithEmg(
  root: string,
  person: PersonFiles,
  trials: readonly MotionTrial[],
  options: Pick<ReadOptions, 'onDrop' | 'signal'>,
): AsyncGenerator<TrialWithEmg> {
  const mat = await openOrDrop(root, person, 'emg', options);
  const path = person.files.emg?.path ?? '';
  const stems = EMG_FIELDS.map(({ column }) => column);
  try {
    const settings = mat === null ? 0 : await readOrDrop(() => settingCount(mat, EMG_VARIABLE), 0, path, options);
    for (const setting of new Set(trials.map((trial) => trial.setting))) {
      options.signal?.throwIfAborted();
      const what = `${path} setting ${setting}`;
      const own = await readOrDrop(() => emgOfSetting(setting <= settings ? mat : null, setting), [], what, options);
      const motion = trials.filter((trial) => trial.setting === setting);
      for (const trial of motion) {
        const fields = own[trial.repetition - 1];
        const emg = fields === undefined ? null : evenFields(fields, stems);
        yield { trial, emg: emg !== null && emg.numSamples > 0 ? emg : null };
      }
      if (own.length > motion.length) {
        const detail = `${own.length} trials of EMG beside ${motion.length} of motion; those beyond have no touchdowns`;
        options.onDrop?.({ what, level: 'trial', reason: 'no-events', detail });
      }
    }
  } finally {
    await mat?.close();
  }
}

async function emgOfSetting(mat: MatFile | null, setting: number): Promise<TrialFields[]> {
  return mat === null ? [] : trialsOfSetting(mat, EMG_VARIABLE, setting);
}

async function readOrDrop<T>(
  read: () => T | Promise<T>,
  otherwise: T,
  what: string,
  { onDrop }: Pick<ReadOptions, 'onDrop'>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isMatError(error)) throw error;
    onDrop?.({ what, level: 'file', reason: 'unreadable-file', detail: error.message });
    return otherwise;
  }
}
