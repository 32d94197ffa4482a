import { isMatError, openMat, type MatFile, type MatStruct, type MatTable, type MatValue } from '@emgfm/matfile';
import { emgColumnKey } from './channels';
import { numberedName } from './folder';

/** First and last frame of a step, counted from 1, both included. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

/** EMG columns by name, blanks and case aside. */
export interface EmgTable {
  readonly rowCount: number;
  readonly column: (name: string) => Float64Array | null;
}

/** One trial of `RawData.mat`. */
export interface RawTrial {
  readonly emg: EmgTable | null;
  /** NaN where the file does not say. */
  readonly totalFrames: number;
  /** 0 where the file does not say. */
  readonly stepCount: number;
  readonly frames: ReadonlyMap<number, FrameRange>;
}

/** An EMG file of one person, open for reading. */
export class EmgFile {
  private constructor(private readonly mat: MatFile) {}

  /** @throws the errors of `@emgfm/matfile` */
  static async open(path: string): Promise<EmgFile> {
    return new EmgFile(await openMat(path));
  }

  close(): Promise<void> {
    return this.mat.close();
  }

  /** Samples per second as the file states them; NaN where it does not. */
  async statedRateHz(): Promise<number> {
    return firstNumber(await this.find(['EMGs_info', 'fs']));
  }

  /** Numbers of the trials of a task: `AvailableTrialIdx`, else 1 up to `nTrials`. */
  async availableTrials(task: string): Promise<number[]> {
    const listed = await this.find([task, 'AvailableTrialIdx']);
    const numbers = numbersOf(listed);
    const isMask = listed?.kind === 'logical' || numbers.includes(0);
    if (isMask) return numbers.flatMap((isThere, i) => (isThere ? [i + 1] : []));
    if (numbers.length > 0) return numbers;
    const count = firstNumber(await this.find([task, 'nTrials']));
    return Array.from({ length: count || 0 }, (_, i) => i + 1);
  }

  /** One trial of `RawData.mat`; null where the file has none of this number. */
  async rawTrial(task: string, trial: number): Promise<RawTrial | null> {
    const found = await this.find([task, numberedName('Trial', trial)]);
    if (found?.kind !== 'struct') return null;
    const frames = new Map<number, FrameRange>();
    for (const name of found.fields.keys()) {
      const step = /^step0*(\d+)$/i.exec(name)?.[1];
      const value = field(found, name);
      const [first = NaN, last = NaN] = value?.kind === 'struct' ? numbersOf(field(value, 'TargetFrame')) : [];
      const isRange = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last > first;
      if (step !== undefined && isRange) frames.set(Number(step), { first, last });
    }
    const emg = field(found, 'EMGs_raw');
    return {
      emg: emg?.kind === 'table' ? emgTable(emg) : null,
      totalFrames: firstNumber(field(found, 'TotalFrame')),
      stepCount: firstNumber(field(found, 'nSteps')) || 0,
      frames,
    };
  }

  /** A table of one step of `ProcessedData.mat`; null where the file has none. */
  async stepTable(task: string, trial: number, step: number, table: string): Promise<EmgTable | null> {
    const found = await this.find([task, numberedName('Trial', trial), numberedName('Step', step), table]);
    return found?.kind === 'table' ? emgTable(found) : null;
  }

  /** The value at a path; null where there is none. */
  private async find(path: readonly string[]): Promise<MatValue | null> {
    try {
      return await this.mat.read(path);
    } catch (error) {
      if (isMatError(error) && error.tag === 'mat-path') return null;
      throw error;
    }
  }
}

function field(struct: MatStruct, name: string): MatValue | null {
  return struct.fields.get(name)?.[0] ?? null;
}

function numbersOf(value: MatValue | null): number[] {
  return value?.kind === 'numeric' || value?.kind === 'logical' ? Array.from(value.values, Number) : [];
}

function firstNumber(value: MatValue | null): number {
  return numbersOf(value)[0] ?? NaN;
}

function emgTable({ dims, variableNames, columns }: MatTable): EmgTable {
  const byName = new Map(variableNames.map((name, i) => [emgColumnKey(name), columns[i]]));
  return {
    rowCount: dims[0] ?? 0,
    column: (name) => {
      const found = byName.get(emgColumnKey(name));
      if (found?.kind !== 'numeric') return null;
      return found.values instanceof Float64Array ? found.values : Float64Array.from(found.values, Number);
    },
  };
}
