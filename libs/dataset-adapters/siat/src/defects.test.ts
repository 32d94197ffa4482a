import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { channelSamples, emgChannelIndex, jointMotionIndex, type ContinuousRecording, type Drop } from '@emgfm/schema';
import { type RawSiatOptions, type RawSiatTrial, writeRawSiat } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  expectedOf,
  largestErrors,
  matchTruth,
  runAdapter,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { cyclesOf } from './cycles';
import { MOVEMENTS } from './channels';
import { adapter } from './index';
import { readData } from './named-columns';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Simulated {
  readonly root: string;
  readonly truth: readonly RawSiatTrial[];
}

async function simulated(options: Partial<RawSiatOptions>): Promise<Simulated> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-siat-defects-'));
  roots.push(root);
  return { root, truth: await writeRawSiat(root, { subjects: 1, seed: 6, cyclesPerLeg: 2, ...options }) };
}

interface Read extends Simulated {
  readonly run: AdapterRun;
}

async function read(options: Partial<RawSiatOptions>): Promise<Read> {
  const tree = await simulated(options);
  return { ...tree, run: await runAdapter(adapter, tree.root) };
}

function matchOf({ run, truth }: Read): TruthMatch {
  return matchTruth(run.strides, expectedOf(truth));
}

/** Five cycles of each leg with a stride among them that is not labelled, and a turn between the legs. */
let usual: Read;
/** Everything written otherwise that may be. */
let otherwise: Read;
/** A defect in each movement. */
let flawed: Read;
const STATUS_FREE = { WAK: [], UPS: [1], DNS: [1, 2] } as const;

beforeAll(async () => {
  usual = await read({ movements: ['WAK'], cyclesPerLeg: 5 });
  otherwise = await read({
    movements: ['WAK'],
    kneeSign: -1,
    heightUnit: 'm',
    reordered: true,
    decimalLabels: true,
    timeDigits: 5,
    doubled: false,
  });
  flawed = await read({
    defects: {
      WAK: [
        { kind: 'missing_column', column: 'sEMG: soleus' },
        { kind: 'gap', column: 'Kinetic: left ankle flexion torque', startS: 0, endS: 1000 },
        { kind: 'shifted_label_clock', byS: 3.2 },
      ],
      UPS: [{ kind: 'missing_status', group: 1, status: 2 }],
      DNS: STATUS_FREE.DNS.map((group) => ({ kind: 'missing_status', group, status: 1 })),
    },
  });
}, 60_000);

test('a stride is one group, not the way from one group to the next', () => {
  const { pairs, missing, extra } = matchOf(usual);
  expect([missing, extra]).toEqual([[], []]);
  // the last cycle of each leg is there, and no stride holds the one that nobody labelled
  expect(pairs).toHaveLength(10);
  const between = usual.run.drops.filter(({ detail }) => detail === 'between two labelled cycles');
  expect(between.map(({ reason }) => reason)).toEqual(['not-a-stride', 'not-a-stride']);
});

test('the rate is 1920 Hz as the times say, not 1926', () => {
  for (const { emgSourceRateHz } of usual.run.strides.filter(({ side }) => side === 'left')) {
    expect(Math.abs(emgSourceRateHz - 1920)).toBeLessThan(0.01);
  }
});

test('rounded times do not change the rate', () => {
  // with five digits single steps are 0.52 or 0.53 ms; their median would give 1923 Hz
  const { emgSourceRateHz } = otherwise.run.strides.find(({ side }) => side === 'left')!;
  expect(Math.abs(emgSourceRateHz - 1920)).toBeLessThan(0.1);
});

test('no step sets quiet EMG to zero', () => {
  for (const { side, emg, masks } of usual.run.strides) {
    if (side === 'right') continue;
    const present = emg.filter((_, i) => masks.emg[i % 13] === 1);
    expect(present.filter((value) => value === 0).length / present.length).toBeLessThan(0.01);
  }
});

test('whole recordings are handed on, so that filters run before strides are cut', async () => {
  const recording = await firstRecording(usual.root);
  const { samples, startS, samplingRateHz } = recording.legs.left!.emg!;
  expect(startS).toBe(0);
  expect(samples.shape[1]! / samplingRateHz).toBeCloseTo(usual.truth[0]!.simulated.durationS, 2);
  expect(Math.min(...recording.events.map(({ timeS }) => timeS))).toBeGreaterThan(1);
});

test('torques are divided by body mass', () => {
  expect(largestErrors(matchOf(usual)).momentNmPerKg).toBeLessThan(0.02);
  expect(usual.run.decisions).toContainEqual(expect.objectContaining({ fact: 'unit of the torques', decided: 'N·m' }));
});

test('a cycle that begins in the first row is seen without looking at the last', () => {
  const statuses = ['1', '2', '3', '4', '5', '', '1', '2', '3', '4', '5'];
  const groups = statuses.map((status, row) => (status === '' ? '' : row < 5 ? '1' : '2'));
  const { cycles } = cyclesOf({ statuses, groups }, MOVEMENTS[0]!);
  expect(cycles.map(({ group, startRow }) => [group, startRow])).toEqual([
    [1, 0],
    [2, 6],
  ]);
});

test('status as number or as text gives the same strides', () => {
  expect(matchOf(otherwise)).toMatchObject({ missing: [], extra: [] });
});

test('the right leg is not thrown away', () => {
  const right = usual.run.strides.filter(({ side }) => side === 'right');
  expect(right).toHaveLength(5);
  for (const { masks, reasons } of right) {
    expect(masks.kinetics[jointMotionIndex('ankle', 'flexion')]).toBe(1);
    expect(reasons.emg.every((reason) => reason === 2)).toBe(true);
  }
});

test('one person is one id for both legs and all movements', () => {
  expect(new Set(flawed.run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['Sub01']));
  expect(new Set(flawed.run.strides.map(({ trial }) => trial))).toEqual(new Set(['WAK', 'UPS', 'DNS']));
});

test('only the columns that the tables name are kept', async () => {
  const table = await readData(join(usual.root, usual.truth[0]!.dataFile));
  expect(table.column('sEMG: soleus')).not.toBeNull();
  expect(table.column('sEMG: tensor fascia lata')).toBeNull();
});

describe('missing is not zero', () => {
  test('a column that is missing, and one without a sample, are masked with their reasons', () => {
    const ankle = jointMotionIndex('ankle', 'flexion');
    const left = flawed.run.strides.filter(({ side, trial }) => side === 'left' && trial === 'WAK');
    expect(left).toHaveLength(2);
    for (const { reasons, kinetics } of left) {
      expect(reasons.emg[emgChannelIndex('SOL')]).toBe(3);
      expect(reasons.kinetics[ankle]).toBe(6);
      expect(kinetics[ankle]).toBeNaN();
    }
  });

  test('rows that were lost leave a gap in the stride they belong to, and the others as they were', async () => {
    const [first] = usual.truth[0]!.strides;
    const lost = { kind: 'lost_rows', startS: first!.startS + 0.2, endS: first!.startS + 0.3 } as const;
    const found = await read({ movements: ['WAK'], cyclesPerLeg: 5, defects: { WAK: [lost] } });
    const match = matchOf(found);
    expect([match.extra, match.missing]).toEqual([[], []]);
    expect(largestErrors(match).durationS).toBeLessThan(0.01);
    const knee = jointMotionIndex('knee', 'flexion');
    expect(found.run.strides.filter(({ masks }) => masks.kinematics[knee] === 0)).toHaveLength(1);
    expect(found.run.notes.join()).toMatch(/clock jumps over 19\d rows/);
  });

  test('without a body mass moments are masked as unresolved, unless the configuration gives one', async () => {
    const { root, truth } = otherwise;
    await rm(join(root, 'SIAT_LLMD20230404/SubjectInformation.xlsx'));
    const ankle = jointMotionIndex('ankle', 'flexion');
    const without = await runAdapter(adapter, root);
    expect(without.strides.every(({ reasons }) => reasons.kinetics[ankle] === 8)).toBe(true);
    expect(without.notes.join()).toMatch(/body mass is not known/);
    const subjectMassKg = { 'siat/Sub01': truth[0]!.subject.massKg };
    const given = await runAdapter(adapter, root, { subjectMassKg });
    expect(largestErrors(matchOf({ root, truth, run: given })).momentNmPerKg).toBeLessThan(0.02);
  });
});

describe('what is not known is taken from the data', () => {
  test('knee flexion negative, columns in another order and other capitals, height in metres', () => {
    const { angleDeg, momentNmPerKg } = largestErrors(matchOf(otherwise));
    expect(angleDeg).toBeLessThan(0.5);
    expect(momentNmPerKg).toBeLessThan(0.02);
    const knee = jointMotionIndex('knee', 'flexion');
    expect(otherwise.run.strides.every(({ masks }) => masks.kinematics[knee] === 1)).toBe(true);
    expect(otherwise.run.decisions).toContainEqual(expect.objectContaining({ decided: 'flexion is negative' }));
    expect(otherwise.run.recordings[0]!.subject.heightM).toBeCloseTo(otherwise.truth[0]!.subject.heightM, 2);
  });

  test('left cycles first', async () => {
    const found = await read({ movements: ['WAK'], leftFirst: true });
    expect(matchOf(found)).toMatchObject({ missing: [], extra: [] });
    expect(found.run.decisions).toContainEqual(expect.objectContaining({ decided: 'exchanged: 1-5 left, 6-10 right' }));
  });

  test('two sensors on the tibialis anterior: their mean magnitude, or the upper one where EMG stays bipolar', async () => {
    const { furtherSites, ...emg } = (await firstRecording(usual.root)).legs.left!.emg!;
    expect(furtherSites?.map(({ channel }) => channel)).toEqual(['TA']);
    expect(furtherSites?.[0]?.samples).not.toEqual(channelSamples(emg, emgChannelIndex('TA')));
    expect(usual.run.notes.join()).toMatch(/TA: the mean of its sites/);
    const configuration = { emg: { representation: 'filtered' as const } };
    const { notes } = await runAdapter(adapter, otherwise.root, { configuration });
    expect(notes.join()).toMatch(/TA: the first of its sites/);
  });
});

describe('labels that do not fit', () => {
  test('a clock of their own: joined by row, and that is said', () => {
    const { missing, extra } = matchOf(flawed);
    expect([...missing, ...extra].filter(({ trial }) => trial === 'WAK')).toEqual([]);
    expect(flawed.run.decisions).toContainEqual(expect.objectContaining({ decided: 'by row: the clocks differ' }));
  });

  test('a cycle without one of its statuses is dropped alone', () => {
    const { missing } = matchOf(flawed);
    expect(missing.filter(({ trial }) => trial === 'UPS')).toHaveLength(STATUS_FREE.UPS.length);
    const broken = flawed.run.drops.filter(({ what, reason }) => reason === 'event-order' && what.includes('UPS'));
    expect(broken.map(({ what }) => what)).toEqual(new Array(2).fill(expect.stringContaining('UPS group 1')));
  });

  test('a leg without a labelled cycle has no strides, whatever its angles show', () => {
    const down = flawed.run.strides.filter(({ trial }) => trial === 'DNS');
    expect(down).toHaveLength(2);
    expect(down.every(({ side, quality }) => side === 'left' && (quality & 1) === 0)).toBe(true);
  });

  test('labels that end before the data keep the cycles that they hold as a whole', async () => {
    const { root, truth } = usual;
    const path = join(root, truth[0]!.labelFile);
    const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const kept = Math.round((truth[0]!.strides.at(-1)!.endS - 0.2) * 1920);
    await writeFile(path, [header, ...rows.slice(0, kept)].join('\n'));
    const { strides, drops } = await runAdapter(adapter, root);
    expect(strides).toHaveLength(truth[0]!.strides.length - 1);
    expect(drops.filter(({ reason }) => reason === 'outside-recording')).toHaveLength(1);
  });
});

test('files that are missing or damaged cost nobody else a stride', async () => {
  const { root, truth } = await simulated({ movements: ['WAK'], doubled: false });
  const { dataFile, labelFile } = truth[0]!;
  const [data, label] = await Promise.all([dataFile, labelFile].map((file) => readFile(join(root, file), 'utf8')));
  const [header, ...rows] = data!.trimEnd().split('\n');
  const labelHeader = label!.split('\n')[0]!;
  const noTable = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256);
  const cases: [reason: string, data: string | Uint8Array | null, label: string | null][] = [
    ['no-events', data!, null],
    ['no-leg-signals', null, label!],
    ['no-events', data!, labelHeader],
    ['bad-metadata', header!, label!],
    ['bad-metadata', data!.replace('Time', 'Clock'), label!],
    ['bad-metadata', [header, ...rows.slice(100), ...rows.slice(0, 100)].join('\n'), label!],
    ['bad-metadata', data!, label!.replace('Status', 'State')],
    ['unreadable-file', data!.slice(0, data!.length / 2), label!],
    ['unreadable-file', noTable, label!],
  ];
  for (const [i, [, badData, badLabel]] of cases.entries()) {
    const id = `Sub1${i}`;
    for (const [file, content] of [
      [dataFile, badData],
      [labelFile, badLabel],
    ] as const) {
      const path = join(root, file.replaceAll('Sub01', id));
      await mkdir(dirname(path), { recursive: true });
      if (content !== null) await writeFile(path, content);
    }
  }
  const drops: Drop[] = [];
  for (const sourceId of ['Sub01', ...cases.map((_, i) => `Sub1${i}`)]) {
    const subject = { datasetId: 'siat', sourceId };
    const found: string[] = [];
    for await (const { trial } of adapter.read(root, subject, { onDrop: (drop) => void drops.push(drop) })) {
      found.push(trial);
    }
    expect([sourceId, found]).toEqual([sourceId, sourceId === 'Sub01' ? ['WAK'] : []]);
  }
  expect(drops.map(({ reason }) => reason)).toEqual(cases.map(([reason]) => reason));
});

async function firstRecording(root: string): Promise<ContinuousRecording> {
  const { subjects } = await adapter.survey(root);
  for await (const recording of adapter.read(root, subjects[0]!.subject)) {
    if (recording.kind === 'continuous') return recording;
  }
  throw new Error('no recording');
}
