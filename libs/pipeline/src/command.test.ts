import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunReport, runReportSchema } from '@emgfm/schema';
import { openStore } from '@emgfm/stride-store';
import { type SimulatedC3dOptions, simulatedC3d, simulateTrial, writeSimulatedC3dDataset } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emgfm, failedOutcome, runInThisThread, type SubjectRunner } from './index';

let folder = '';
let recordings = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-command-'));
  recordings = join(folder, 'recordings');
  await writeSimulatedC3dDataset(recordings, {
    subjects: 2,
    trialsPerSubject: 1,
    seed: 3,
    durationS: 6,
    markerSamplingRateHz: 100,
    analogSamplingRateHz: 1000,
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command and keeps what it says. */
const call = (...args: string[]): Promise<Answer> => callWith(runInThisThread, ...args);

async function callWith(runSubject: SubjectRunner, ...args: string[]): Promise<Answer> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await emgfm(args, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    progress: null,
    runSubject,
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

/** A folder with one person and one simulated file, parts left out as asked. */
async function oneFile(
  name: string,
  options: SimulatedC3dOptions,
  change?: (path: string) => Promise<void>,
): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, 'P1'), { recursive: true });
  const trial = simulateTrial({
    seed: 11,
    bouts: [{ gait: 'walk', durationS: 5 }],
    markerSamplingRateHz: 100,
    emg: { samplingRateHz: 1000 },
    forcePlates: { samplingRateHz: 1000, layout: 'walkway' },
  });
  const path = join(root, 'P1', 'walk.c3d');
  await writeFile(path, simulatedC3d(trial, options));
  await change?.(path);
  return root;
}

describe('inspect', () => {
  test('shows persons, trials and expected strides', async () => {
    const { exitCode, out } = await call('inspect', `c3d=${recordings}`);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/2 subject\(s\), 2 trial\(s\)/);
    expect(out).toMatch(/S01 +1 /);
    expect(out).toMatch(/truth\.json/);
  });

  test('an empty folder is exit code 2 and says what to do', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty, { recursive: true });
    const { exitCode, out } = await call('inspect', `c3d=${empty}`);
    expect(exitCode).toBe(2);
    expect(out).toMatch(/no \.c3d file below this folder/);
  });

  test.each([
    [['inspect'], /no dataset named/],
    [['inspect', 'nonsense'], /'nonsense' is not <dataset>=<folder>/],
    [['inspect', 'nolab=.'], /dataset 'nolab' is not known/],
    [['inspect', 'c3d=/no/such/folder'], /there is no such folder/],
    [['inspect', 'c3d=.', '--config', '/no/such/file'], /configuration file/],
    [['run', 'c3d=.'], /--out/],
    [['run', 'c3d=.', '--out', 'x', '--workers', '0'], /whole number of at least 1/],
    [['frobnicate'], /unknown command/],
  ])('%j is wrong usage', async (args, message) => {
    const { exitCode, err } = await call(...args);
    expect(exitCode).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('run', () => {
  test('writes a store that verifies, its counts, and a report that is what it says', async () => {
    const out = join(folder, 'out');
    const ran = await call('run', `c3d=${recordings}`, '--out', out);
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toMatch(/Level-walking signature of c3d: pass/);
    const report = runReportSchema.parse(JSON.parse(await readFile(join(out, 'run.json'), 'utf8')));
    const truth = JSON.parse(await readFile(join(recordings, 'truth.json'), 'utf8')) as {
      trials: { strides: unknown[] }[];
    };
    const trueStrides = truth.trials.reduce((sum, trial) => sum + trial.strides.length, 0);
    expect(report.totals.stridesKept).toBe(trueStrides);
    expect(report.subjects.map(({ inputs }) => inputs[0]?.sha256.length)).toEqual([64, 64]);
    expect((await call('verify', join(out, 'store.h5'))).out).toMatch(/sound/);
    const counts = JSON.parse((await call('counts', join(out, 'store.h5'), '--json')).out) as { strides: number }[];
    expect(counts[0]?.strides).toBe(trueStrides);
  });

  test('a full disk ends the run with "try again", and what was finished is taken over', async () => {
    const out = join(folder, 'full');
    let isFull = true;
    const runSubject: SubjectRunner = async (task, signal) =>
      isFull && task.job.subject.sourceId === 'S02'
        ? failedOutcome(task, Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
        : runInThisThread(task, signal);
    const args = ['run', `c3d=${recordings}`, '--workers', '1', '--out', out];
    const full = await callWith(runSubject, ...args);
    expect(full.exitCode).toBe(75);
    expect(full.err).toMatch(/c3d\/S02: no space left on device[^]*--resume/);
    isFull = false;
    const resumed = await callWith(runSubject, ...args, '--resume', '--json');
    expect(resumed.exitCode).toBe(0);
    const { subjects } = JSON.parse(resumed.out) as RunReport;
    expect(subjects.map(({ status }) => status)).toEqual(['resumed', 'done']);
  });

  test('an output path below a file is refused before anything is read', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { exitCode, err } = await call('run', `c3d=${recordings}`, '--out', join(file, 'store.h5'));
    expect(exitCode).toBe(2);
    expect(err).toMatch(/nothing can be written to/);
  });

  test('the bytes do not depend on the number of workers or on resuming', async () => {
    const read = async (path: string): Promise<unknown> => {
      const store = await openStore(path);
      const all = [...store.strides()].map(({ emg, kinematics, kinetics, ...rest }) => ({
        ...rest,
        hash: [emg, kinematics, kinetics].map(({ data, offset, shape }) =>
          Buffer.from(data.slice(offset, offset + shape.reduce((a, b) => a * b, 1)).buffer).toString('base64'),
        ),
      }));
      store.close();
      return all;
    };
    const one = join(folder, 'one.h5');
    const two = join(folder, 'two', 'store.h5');
    expect((await call('run', `c3d=${recordings}`, '--out', one, '--keep-shards')).exitCode).toBe(0);
    expect((await call('run', `c3d=${recordings}`, '--out', two, '--workers', '2')).exitCode).toBe(0);
    const before = await read(one);
    expect(await read(two)).toEqual(before);
    const resumed = await call('run', `c3d=${recordings}`, '--out', one, '--resume', '--json');
    const report = runReportSchema.parse(JSON.parse(resumed.out));
    expect(report.subjects.map(({ status }) => status)).toEqual(['resumed', 'resumed']);
    expect(await read(one)).toEqual(before);
  });

  test('a dry run writes nothing', async () => {
    const out = join(folder, 'dry');
    expect((await call('run', `c3d=${recordings}`, '--out', out, '--dry-run')).exitCode).toBe(0);
    await expect(readFile(join(out, 'run.json'))).rejects.toThrow();
  });

  test('only the chosen subjects', async () => {
    const ran = await call('run', `c3d=${recordings}`, '--out', join(folder, 'chosen'), '--subjects', 'S02', '--json');
    expect(runReportSchema.parse(JSON.parse(ran.out)).subjects.map(({ key }) => key)).toEqual(['c3d/S02']);
    const stranger = await call('run', `c3d=${recordings}`, '--out', join(folder, 'chosen'), '--subjects', 'S99');
    expect([stranger.exitCode, stranger.err]).toEqual([
      2,
      expect.stringMatching(/no such subject: S99; there are c3d\/S01/),
    ]);
  });
});

describe('bad input is named, and the rest of the run is kept', () => {
  test('a text file named .c3d and a truncated file beside sound ones', async () => {
    const root = join(folder, 'mixed');
    await mkdir(join(root, 'S01'), { recursive: true });
    await copyFile(join(recordings, 'S01', 'walk01.c3d'), join(root, 'S01', 'walk01.c3d'));
    await writeFile(join(root, 'S01', 'notes.c3d'), 'this is no motion capture file, just words'.repeat(40));
    const whole = await readFile(join(recordings, 'S01', 'walk01.c3d'));
    await writeFile(join(root, 'S01', 'cut.c3d'), whole.subarray(0, 700));
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'mixed-out'));
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toMatch(/notes\.c3d \(unreadable-file\): .*not a C3D file/);
    expect(ran.out).toMatch(/cut\.c3d \(unreadable-file\)/);
    expect(ran.out).toMatch(/Wrote \d+ strides of 1 subject/);
  });

  test('a file that ends within its frames gives the strides that are there', async () => {
    const root = await oneFile('short', {}, (path) =>
      readFile(path).then((bytes) => truncate(path, bytes.length - 40_000)),
    );
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'short-out'), '--json');
    const report = runReportSchema.parse(JSON.parse(ran.out));
    expect(report.totals.stridesKept).toBeGreaterThan(0);
    expect(report.subjects[0]?.notes.join()).toMatch(/frames/);
  });

  test('only files that are no C3D: nothing usable, exit code 2', async () => {
    const root = join(folder, 'textual');
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'a.c3d'), 'words');
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'textual-out'));
    expect([ran.exitCode, ran.err]).toEqual([2, expect.stringMatching(/a\.c3d: .*not a C3D file/)]);
  });

  test('no EMG: angles and moments are stored, EMG is missing with a reason', async () => {
    const root = await oneFile('no-emg', { omit: ['emg'] });
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'no-emg-out'), '--json');
    expect(runReportSchema.parse(JSON.parse(ran.out)).totals.stridesKept).toBeGreaterThan(0);
    const store = await openStore(join(folder, 'no-emg-out', 'store.h5'));
    const stride = store.stride(0);
    expect([...stride.masks.emg]).toEqual(new Array(13).fill(0));
    expect([...stride.reasons.emg]).toEqual(new Array(13).fill(3));
    store.close();
  });

  test('no events: the detectors find the strides', async () => {
    const root = await oneFile('no-events', { omit: ['events'] });
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'no-events-out'), '--json');
    const [subject] = runReportSchema.parse(JSON.parse(ran.out)).subjects;
    expect(subject?.stridesKept).toBeGreaterThan(2);
    expect(subject?.decisions.find(({ fact }) => fact.endsWith('gait events'))?.decided).not.toMatch(/source/);
  });

  test('no events, plates, markers or angles: no stride, a reason, exit code 1, no store', async () => {
    const root = await oneFile('blind', { omit: ['events', 'forcePlates', 'markers', 'angles'] });
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'blind-out'));
    expect(ran.exitCode).toBe(1);
    expect(ran.out).toMatch(/No stride was found/);
    expect(ran.out).toMatch(/walk \(no-events\)/);
  });

  test('unknown channel names are listed', async () => {
    const root = await oneFile('unknown-names', {
      emgLabel: (side, channel) => `Pin ${side.length * 20 + channel.charCodeAt(0)}`,
    });
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'unknown-out'), '--json');
    expect(runReportSchema.parse(JSON.parse(ran.out)).subjects[0]?.notes.join('\n')).toMatch(
      /unknown names.*Pin \d+.*mapping file/,
    );
  });

  test('a missing mass leaves the mass unknown and moments per kilogram as they are', async () => {
    const root = await oneFile('no-mass', { omit: ['bodyMass'] });
    const ran = await call('run', `c3d=${root}`, '--out', join(folder, 'no-mass-out'), '--json');
    expect(ran.exitCode).toBe(0);
    const store = await openStore(join(folder, 'no-mass-out', 'store.h5'));
    expect(store.patients()[0]?.subject.massKg).toBeNaN();
    store.close();
  });
});

test('datasets says licence and confidence', async () => {
  const { exitCode, out } = await call('datasets');
  expect(exitCode).toBe(0);
  expect(out).toMatch(/c3d .*as the recordings are licensed/);
});

test('verify of a file that is no store is exit code 1, of a missing one a clear message', async () => {
  const text = join(folder, 'text.h5');
  await writeFile(text, 'no store');
  expect((await call('verify', text)).exitCode).toBe(1);
  const missing = await call('verify', join(folder, 'none.h5'));
  expect([missing.exitCode, missing.err]).toEqual([2, expect.stringMatching(/none\.h5/)]);
});

test('merge of two stores is a store of both', async () => {
  const parts = ['S01', 'S02'].map((name) => join(folder, `part-${name}`));
  for (const [i, part] of parts.entries())
    await call('run', `c3d=${recordings}`, '--out', part, '--subjects', `S0${i + 1}`);
  const merged = join(folder, 'merged.h5');
  const { exitCode, out } = await call('merge', ...parts, '--out', merged);
  expect([exitCode, out]).toEqual([0, expect.stringMatching(/2 patient\(s\)/)]);
  expect((await call('verify', merged)).exitCode).toBe(0);
});
