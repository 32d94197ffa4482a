import { join } from 'node:path';
import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import type { ContinuousRecording, Decision, DropReason, EmgUnit, SubjectInfo, SubjectRef } from '@emgfm/schema';
import { type MotionTable, readAngles, readMotion } from './angles';
import { EMG_RATE_HZ, TASKS, type EmgLayer, type Task } from './channels';
import { type Decided, decideEmgRate, decideEmgUnit, decideKneeFactor, decideStart } from './decisions';
import { EmgFile, type RawTrial } from './emg-file';
import { type Gait120Person, numberedName, readGait120Folder, type StepFiles, trialNameOf } from './folder';
import { readPersons, UNKNOWN_PERSON } from './persons';
import { hasUsablePlates, platesOf } from './plates';
import { stepRecording, type StepEmg } from './step-recording';
import { emgLayerOf } from './survey';

/**
 * The steps of one person, one recording each, in order of task, trial and step. A recording is on the clock of its trial; EMG of the layer
 * `raw` reaches one second beyond the step on both sides.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readGait120Subject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording> {
  const { emg: layer } = emgLayerOf(options);
  const { persons, workbooks } = await readGait120Folder(root, options.signal);
  const person = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  const { details, notes } = await readPersons(root, workbooks);
  const known = details.get(person.sourceId) ?? UNKNOWN_PERSON;
  const subjectInfo: SubjectInfo = { ...subject, ...known, population: 'able-bodied', impairedSide: '' };
  const raw = await openOrDrop(root, person.rawEmg, options);
  const processed = layer.file === 'RawData.mat' ? null : await openOrDrop(root, person.processedEmg, options);
  try {
    yield* new PersonReader(root, person, subjectInfo, layer, { raw, processed }, notes, options).recordings();
  } finally {
    await raw?.close();
    await processed?.close();
  }
}

async function openOrDrop(root: string, file: Gait120Person['rawEmg'], options: ReadOptions): Promise<EmgFile | null> {
  if (file === null) return null;
  try {
    return await EmgFile.open(join(root, file.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    options.onDrop?.({ what: file.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

interface EmgFiles {
  readonly raw: EmgFile | null;
  readonly processed: EmgFile | null;
}

/** A step with the angles that were read of it. */
interface AngledStep extends StepFiles {
  readonly table: MotionTable | null;
}

class PersonReader {
  private unit: Decided<EmgUnit> | null = null;
  private statedRateHz = NaN;

  constructor(
    private readonly root: string,
    private readonly person: Gait120Person,
    private readonly subject: SubjectInfo,
    private readonly layer: EmgLayer,
    private readonly emgFiles: EmgFiles,
    private readonly notes: readonly string[],
    private readonly options: ReadOptions,
  ) {}

  async *recordings(): AsyncGenerator<ContinuousRecording> {
    this.statedRateHz = (await this.attempt('EMG', (raw) => raw.statedRateHz())) ?? NaN;
    const steps = await this.readAngles();
    const tablesOf = (own: readonly AngledStep[]): MotionTable[] => own.flatMap(({ table }) => table ?? []);
    const knee = decideKneeFactor(tablesOf(steps));
    for (const task of TASKS) {
      const own = steps.filter((step) => step.task === task);
      const start = task.isCyclic ? decideStart(task, tablesOf(own), knee.value) : null;
      const listed = (await this.attempt(task.name, (raw) => raw.availableTrials(task.name))) ?? [];
      const trials = [...new Set([...listed, ...own.map(({ trial }) => trial)])].sort((a, b) => a - b);
      for (const trial of trials) {
        this.options.signal?.throwIfAborted();
        const decisions = [knee.decision, ...(start === null ? [] : [start.decision])];
        const ofTrial = own.filter((step) => step.trial === trial);
        yield* this.trialRecordings(task, trial, ofTrial, knee.value, start?.value ?? true, decisions);
      }
    }
  }

  private async readAngles(): Promise<AngledStep[]> {
    const read: AngledStep[] = [];
    for (const step of this.person.steps) {
      this.options.signal?.throwIfAborted();
      const table = step.angles === null ? null : await readAngles(this.root, step.angles, this.options);
      read.push({ ...step, table });
    }
    return read;
  }

  private async *trialRecordings(
    task: Task,
    trial: number,
    angled: readonly AngledStep[],
    kneeFactor: 1 | -1 | null,
    startsAtStrike: boolean,
    decisions: readonly Decision[],
  ): AsyncGenerator<ContinuousRecording> {
    const name = trialNameOf({ task, trial, step: 1 });
    const raw = await this.attempt(name, (file) => file.rawTrial(task.name, trial));
    const announced = Array.from({ length: Math.min(raw?.stepCount ?? 0, 99) }, (_, i) => i + 1);
    const numbers = new Set([...announced, ...(raw?.frames.keys() ?? []), ...angled.map(({ step }) => step)]);
    if (raw !== null && raw.emg === null && this.layer.emgKind === 'raw') {
      this.drop(name, 'no-leg-signals', `${this.layer.table} is missing, or no table`);
    }
    if (numbers.size === 0) this.drop(name, 'no-leg-signals', 'neither the EMG file nor a file of angles knows a step');
    const rate = raw?.emg == null ? null : decideEmgRate(this.statedRateHz, raw.emg.rowCount, raw.totalFrames);
    for (const step of [...numbers].sort((a, b) => a - b)) {
      const files = angled.find((own) => own.step === step) ?? {
        task,
        trial,
        step,
        angles: null,
        forces: null,
        table: null,
      };
      const emg = await this.stepEmg(files, raw, rate?.value ?? (this.statedRateHz || EMG_RATE_HZ));
      const recording = stepRecording({
        subject: this.subject,
        key: files,
        layer: this.layer,
        frames: raw?.frames.get(step) ?? null,
        angles: files.table,
        emg,
        unit: this.unit?.value ?? 'arbitrary',
        kneeFactor,
        startsAtStrike,
        drop: (reason, detail) => this.drop(`${name}/${numberedName('Step', step)}`, reason, detail),
        decisions: [
          ...decisions,
          ...(emg !== null && this.layer.emgKind === 'raw' && rate !== null ? [rate.decision] : []),
          ...(emg !== null && this.unit !== null ? [this.unit.decision] : []),
        ],
        notes: this.notes,
        files: this.filesOf(files, raw !== null, emg !== null),
      });
      if (recording !== null) yield await this.withPlates(recording, files);
    }
  }

  /** EMG of the layer for one step: of the trial as a whole, or of the step alone. */
  private async stepEmg(
    { task, trial, step }: StepFiles,
    raw: RawTrial | null,
    rateHz: number,
  ): Promise<StepEmg | null> {
    const isRaw = this.layer.emgKind === 'raw';
    const name = trialNameOf({ task, trial, step });
    const table = isRaw
      ? (raw?.emg ?? null)
      : await this.attempt(name, (file) => file.stepTable(task.name, trial, step, this.layer.table), 'processed');
    if (table === null) return null;
    if (table.rowCount === 0) {
      if (step === 1 || !isRaw) this.drop(name, 'no-leg-signals', `${this.layer.table} has no row`);
      return null;
    }
    this.unit ??= decideEmgUnit(this.layer, table);
    return { table, samplingRateHz: rateHz, isWholeTrial: isRaw };
  }

  private async withPlates(recording: ContinuousRecording, { forces }: StepFiles): Promise<ContinuousRecording> {
    const { provenance } = recording;
    if (forces === null) return recording;
    if (!hasUsablePlates(this.person.sourceId)) {
      const note = 'force plates left out: up to S010 they are in other coordinates than the markers';
      return { ...recording, provenance: { ...provenance, notes: [...provenance.notes, note] } };
    }
    const table = await readMotion(this.root, forces, this.options);
    const [start, end] = recording.events;
    if (table === null || start === undefined || end === undefined) return recording;
    const lastsS = (table.rowCount - 1) / table.samplingRateHz;
    if (Math.abs(lastsS - (end.timeS - start.timeS)) > 0.02) {
      const detail = `expected forces over ${(end.timeS - start.timeS).toFixed(2)} s, found ${lastsS.toFixed(2)} s`;
      this.options.onDrop?.({ what: forces.path, level: 'file', reason: 'bad-metadata', detail });
      return recording;
    }
    const files = [...provenance.files, forces.path];
    return { ...recording, forcePlates: platesOf(table, start.timeS), provenance: { ...provenance, files } };
  }

  private filesOf({ angles, table }: AngledStep, fromRaw: boolean, hasEmg: boolean): string[] {
    const { rawEmg, processedEmg } = this.person;
    return [
      ...(fromRaw ? [rawEmg] : []),
      ...(hasEmg && this.layer.emgKind !== 'raw' ? [processedEmg] : []),
      ...(table === null ? [] : [angles]),
    ].flatMap((file) => file?.path ?? []);
  }

  /** Reads from an EMG file; damage there goes to `onDrop` and gives null. */
  private async attempt<T>(
    what: string,
    read: (file: EmgFile) => Promise<T>,
    from: keyof EmgFiles = 'raw',
  ): Promise<T | null> {
    const file = this.emgFiles[from];
    if (file === null) return null;
    try {
      return await read(file);
    } catch (error) {
      if (!isMatError(error)) throw error;
      this.drop(what, 'unreadable-file', error.message);
      return null;
    }
  }

  private drop(what: string, reason: DropReason, detail: string): void {
    this.options.onDrop?.({ what: `${this.person.sourceId}/${what}`, level: 'trial', reason, detail });
  }
}
