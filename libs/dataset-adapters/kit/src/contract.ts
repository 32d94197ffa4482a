import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  assertRecording,
  channelCount,
  channelSamples,
  compareNaturally,
  datasetInfoSchema,
  type LegSignals,
  type Recording,
  type SubjectRef,
  subjectKey,
  surveySchema,
} from '@emgfm/schema';
import type { DatasetAdapter, ReadOptions } from './adapter';
import { NotADatasetError, UnknownSubjectError } from './errors';

/** One promise of the adapter contract, ready to be run by any test runner. */
export interface ContractCheck {
  readonly name: string;
  /** Rejects with an explanation when the promise is broken. */
  readonly run: () => Promise<void>;
}

/** What the contract suite needs: the adapter and a folder that it can read (real or simulated). */
export interface ContractSubject {
  readonly adapter: DatasetAdapter;
  /** Path of a dataset folder with at least one subject, made before the first check runs. */
  readonly root: () => string;
  readonly readOptions?: ReadOptions;
}

/**
 * The promises that every adapter keeps, to be run over a folder it can read.
 * @example
 * for (const check of contractChecks({ adapter, root: () => folder })) test(check.name, check.run);
 */
export function contractChecks({ adapter, root, readOptions = {} }: ContractSubject): ContractCheck[] {
  const firstSubject = async (): Promise<SubjectRef> => {
    const survey = await adapter.survey(root(), readOptions);
    const subject = survey.subjects[0]?.subject;
    demand(subject !== undefined, 'the survey finds no subject');
    return subject as SubjectRef;
  };
  return [
    {
      name: 'describes its dataset completely',
      run: async () => {
        datasetInfoSchema.parse(adapter.info);
        demand(adapter.packageName.length > 0, 'packageName is empty');
        demand(/^\d+\.\d+\.\d+/.test(adapter.packageVersion), `packageVersion '${adapter.packageVersion}'`);
      },
    },
    {
      name: 'surveys a folder the same way twice, subjects in natural order',
      run: async () => {
        const [first, second] = [await adapter.survey(root(), readOptions), await adapter.survey(root(), readOptions)];
        surveySchema.parse(first);
        demand(JSON.stringify(first) === JSON.stringify(second), 'two surveys of one folder differ');
        const names = first.subjects.map(({ subject }) => subject.sourceId);
        demand(names.length > 0, 'no subject found');
        demand(new Set(names).size === names.length, 'a subject is listed twice');
        const sorted = [...names].sort(compareNaturally);
        demand(names.join('\n') === sorted.join('\n'), `subjects are not in natural order: ${names.join(', ')}`);
        for (const { subject } of first.subjects) {
          demand(subject.datasetId === adapter.info.id, `subject of dataset '${subject.datasetId}'`);
        }
      },
    },
    {
      name: 'says clearly that a folder is missing',
      run: async () => {
        const missing = join(root(), 'no-such-folder-here');
        await demandRejection(adapter.survey(missing, readOptions), NotADatasetError);
      },
    },
    {
      name: 'advises on a folder that holds nothing of the dataset',
      run: async () => {
        const empty = await mkdtemp(join(tmpdir(), 'emgfm-contract-'));
        try {
          await writeFile(join(empty, 'notes.txt'), 'no data here');
          const survey = await adapter.survey(empty, readOptions);
          demand(survey.subjects.length === 0, 'subjects found in a folder without data');
          demand(survey.advice.length > 0, 'no advice on what to do');
        } finally {
          await rm(empty, { recursive: true, force: true });
        }
      },
    },
    {
      name: 'refuses an unknown subject',
      run: async () => {
        const stranger = { datasetId: adapter.info.id, sourceId: 'nobody-of-this-name' };
        await demandRejection(collect(adapter.read(root(), stranger, readOptions)), UnknownSubjectError);
      },
    },
    {
      name: 'reads recordings in canonical form, the same twice',
      run: async () => {
        const subject = await firstSubject();
        const first = await collect(adapter.read(root(), subject, readOptions));
        const second = await collect(adapter.read(root(), subject, readOptions));
        demand(first.length > 0, `no recording of ${subjectKey(subject)}`);
        for (const recording of first) await demandSound(recording, adapter, subject, root());
        demand(
          first.every((recording, i) => sameSamples(recording, second[i])),
          'two reads of one subject differ',
        );
      },
    },
    {
      name: 'stops when asked to',
      run: async () => {
        const stopped = AbortSignal.abort();
        const reading = collect(adapter.read(root(), await firstSubject(), { ...readOptions, signal: stopped }));
        await demandRejection(reading, DOMException);
      },
    },
  ];
}

function demand(fits: boolean, problem: string): asserts fits {
  if (!fits) throw new Error(`adapter contract: ${problem}`);
}

async function demandRejection(promise: Promise<unknown>, kind: new (...args: never[]) => Error): Promise<void> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  demand(outcome instanceof kind, `expected ${kind.name}, got ${outcome === null ? 'success' : String(outcome)}`);
}

async function collect(recordings: AsyncIterable<Recording>): Promise<Recording[]> {
  const all: Recording[] = [];
  for await (const recording of recordings) all.push(recording);
  return all;
}

/** Every leg of a recording with its place, whether the recording is continuous or cut. */
function legsOf(recording: Recording): [string, LegSignals][] {
  if (recording.kind === 'cut')
    return recording.strides.map(({ side, signals }, i) => [`stride ${i} ${side}`, signals]);
  const { left, right } = recording.legs;
  return [
    ...(left ? [['left', left] as [string, LegSignals]] : []),
    ...(right ? [['right', right] as [string, LegSignals]] : []),
  ];
}

async function demandSound(
  recording: Recording,
  adapter: DatasetAdapter,
  subject: SubjectRef,
  root: string,
): Promise<void> {
  assertRecording(recording);
  demand(subjectKey(recording.subject) === subjectKey(subject), `recording of ${subjectKey(recording.subject)}`);
  demand(recording.provenance.adapter === adapter.packageName, `provenance names '${recording.provenance.adapter}'`);
  demand(recording.provenance.files.length > 0, 'provenance names no file');
  for (const file of recording.provenance.files) {
    demand(
      await stat(join(root, file)).then(
        () => true,
        () => false,
      ),
      `file '${file}' is not below the root`,
    );
  }
  for (const [place, leg] of legsOf(recording)) {
    for (const modality of ['emg', 'angles', 'moments'] as const) {
      const block = leg[modality];
      if (block === null) continue;
      for (let channel = 0; channel < channelCount(block); channel += 1) {
        const anyFinite = channelSamples(block, channel).some(Number.isFinite);
        const recorded = block.channelReasons[channel] === 0;
        demand(
          recorded === anyFinite,
          `${recording.trial} ${place} ${modality} channel ${channel}: reason ${block.channelReasons[channel]} with ${anyFinite ? '' : 'no '}samples`,
        );
      }
    }
  }
}

function sameSamples(a: Recording, b: Recording | undefined): boolean {
  const text = (recording: Recording): string =>
    JSON.stringify(recording, (_, value: unknown) =>
      ArrayBuffer.isView(value)
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
        : Object.is(value, NaN)
          ? 'NaN'
          : value,
    );
  return b !== undefined && text(a) === text(b);
}
