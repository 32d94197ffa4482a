import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  matLogical,
  matNumeric,
  matStruct,
  matStructArray,
  writeMat,
  type MatInput,
  type MatStruct,
} from '@emgfm/matfile';
import { channelSamples, type CutRecording, type Drop, jointMotionIndex } from '@emgfm/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

/** The first able-bodied person of the source, as a public listing of the file prints it. */
const EXAMPLE = {
  sub_char: { Weight: 63.6, Age: 86, Height: 1580, Male: 1, LegLength: 850 },
  L_ICstart: [22, 131, 242, 95, 201, 50, 154],
  L_ICstop: [131, 242, 355, 201, 306, 155, 260],
  L_GoodForcePlateLanding: [0, 0, 0, 1, 0, 0, 1],
} as const;
const L_TRIAL = [2, 2, 2, 10, 10, 11, 11];
const KNEE = jointMotionIndex('knee', 'flexion');

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-example-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const row = (values: readonly number[]): MatInput => matNumeric(values, [1, values.length]);

/** Every stride is a constant of its own: 10, 20, ... */
const constants = (strides: number, points = 1001): Float64Array =>
  Float64Array.from({ length: points * strides }, (_, i) => 10 * (Math.floor(i / points) + 1));

interface Changes {
  readonly events?: Record<string, MatInput>;
  readonly meas?: Record<string, MatInput>;
  readonly knee?: MatInput;
  readonly block?: Record<string, MatInput>;
}

function person({ events = {}, meas = {}, knee, block = {} }: Changes = {}): Record<string, MatInput> {
  return {
    sub_char: matStruct(EXAMPLE.sub_char),
    meas_char: matStruct({ AnalogFrameRate: 1000, VideoFrameRate: 100, ...meas }),
    events: matStruct({
      L_ICstart: row(EXAMPLE.L_ICstart),
      L_ICstop: row(EXAMPLE.L_ICstop),
      L_Trial: row(L_TRIAL),
      L_GoodForcePlateLanding: row(EXAMPLE.L_GoodForcePlateLanding),
      ...events,
    }),
    LsideSegm_LsideData: matStruct({
      KneeAngles: matStruct({ x: knee ?? matNumeric(constants(7), [1001, 7]) }),
      ...block,
    }),
  };
}

interface Read {
  readonly recordings: readonly CutRecording[];
  readonly drops: readonly Drop[];
}

async function readFile(Sub: MatStruct, sourceId = 'able-001', name = 'AbleBodiedAdults'): Promise<Read> {
  await writeMat(join(root, `MAT_normalizedData_${name}_v06-03-23.mat`), { Sub }, { version: 'v7.3' });
  const recordings: CutRecording[] = [];
  const drops: Drop[] = [];
  const subject = { datasetId: 'criekinge', sourceId };
  for await (const recording of adapter.read(root, subject, { onDrop: (drop) => void drops.push(drop) })) {
    recordings.push(recording as CutRecording);
  }
  return { recordings, drops };
}

const readPerson = (changes?: Changes): Promise<Read> => readFile(matStructArray([person(changes), person()], [1, 2]));
const stridesOf = ({ recordings }: Read) => recordings.flatMap(({ strides }) => strides);
const kneeOf = (read: Read): number[] =>
  stridesOf(read).map(({ signals }) => channelSamples(signals.angles!, KNEE)[500] as number);
const dropsOf = ({ drops }: Read, leg = 'left') => drops.filter(({ what }) => what.includes(leg));

describe('the example of the source', () => {
  test('person, trials, times and order of the strides', async () => {
    const read = await readPerson();
    expect(read.recordings[0]?.subject).toMatchObject({ massKg: 63.6, ageY: 86, heightM: 1.58, sex: 'male' });
    expect(read.recordings[0]?.provenance.notes).toContain('leg length 850 mm');
    expect(read.recordings.map(({ trial, strides }) => [trial, strides.length])).toEqual([
      ['2', 3],
      ['10', 2],
      ['11', 2],
    ]);
    expect(kneeOf(read)).toEqual([10, 20, 30, 40, 50, 60, 70]);
    expect(stridesOf(read).map(({ startS }) => startS)).toEqual([0.21, 1.3, 2.41, 0.94, 2, 0.49, 1.53]);
    const durations = stridesOf(read).map(({ durationS }) => Number(durationS.toFixed(9)));
    expect(durations).toEqual([1.09, 1.11, 1.13, 1.06, 1.05, 1.05, 1.06]);
    expect(dropsOf(read)).toEqual([]);
  });

  test('a leg that is not in the file is a drop, the other one is read', async () => {
    const read = await readPerson();
    expect(read.drops).toMatchObject([{ what: 'able-001 right', reason: 'no-leg-signals' }]);
    expect(new Set(stridesOf(read).map(({ side }) => side))).toEqual(new Set(['left']));
  });

  test('a file of one person', async () => {
    expect(kneeOf(await readFile(matStruct(person())))).toHaveLength(7);
  });
});

describe('what files may have otherwise', () => {
  test('the frame rate is read: at 50 Hz strides last twice as long, without it nobody knows', async () => {
    const slow = stridesOf(await readPerson({ meas: { VideoFrameRate: 50 } }));
    expect(slow[0]?.durationS).toBeCloseTo(2.18, 9);
    const unknown = await readPerson({ meas: { VideoFrameRate: NaN } });
    expect(stridesOf(unknown).map(({ durationS }) => durationS)).toEqual(new Array(7).fill(NaN));
    expect(unknown.recordings[0]?.provenance.notes.join()).toMatch(/no VideoFrameRate/);
  });

  test('matrices of strides by points', async () => {
    const turned = Float64Array.from({ length: 7007 }, (_, i) => 10 * ((i % 7) + 1));
    expect(kneeOf(await readPerson({ knee: matNumeric(turned, [7, 1001]) }))).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  test('single precision, columns for rows, and flags as logicals', async () => {
    const single = matNumeric(Float32Array.from(constants(7)), [1001, 7]);
    const flags = matLogical(EXAMPLE.L_GoodForcePlateLanding.map((flag) => flag === 1));
    const moment = matStruct({ x: matNumeric(constants(7), [1001, 7]) });
    const read = await readPerson({
      knee: single,
      events: { L_GoodForcePlateLanding: flags, L_ICstop: matNumeric(EXAMPLE.L_ICstop, [7, 1]) },
      block: { KneeMoment: moment },
    });
    expect(kneeOf(read)).toEqual([10, 20, 30, 40, 50, 60, 70]);
    const moments = stridesOf(read).map(({ signals }) => signals.moments?.channelReasons[KNEE]);
    expect(moments).toEqual([5, 5, 5, 0, 5, 5, 0]);
  });

  test('muscles without EMG as NaN of another size take no stride away', async () => {
    const nothing = matStruct({ n: matNumeric([NaN]) });
    const read = await readPerson({ block: { VLnorm: nothing, RFnorm: matStruct({ n: new Float64Array(0) }) } });
    expect(stridesOf(read)).toHaveLength(7);
    expect(stridesOf(read).every(({ signals }) => signals.emg === null)).toBe(true);
  });

  test('averages beside the events of many strides are not taken for a stride', async () => {
    const read = await readPerson({ knee: matNumeric(constants(1), [1001, 1]) });
    expect(read.recordings).toEqual([]);
    expect(dropsOf(read)).toMatchObject([{ reason: 'not-a-stride', detail: expect.stringMatching(/averages/) }]);
  });

  test('without trial numbers strides stand in one recording, without events there are none', async () => {
    const sub = person();
    const events = matStruct({ L_ICstart: row(EXAMPLE.L_ICstart), L_ICstop: row(EXAMPLE.L_ICstop) });
    const read = await readFile(matStructArray([{ ...sub, events }]));
    expect(read.recordings.map(({ trial, strides }) => [trial, strides.length])).toEqual([['', 7]]);
    expect(read.recordings[0]?.provenance.notes.join()).toMatch(/which trial/);
    const startOnly = matStruct({ L_ICstart: row(EXAMPLE.L_ICstart) });
    expect(dropsOf(await readFile(matStructArray([{ ...sub, events: startOnly }])))).toMatchObject([
      { reason: 'no-events', detail: expect.stringMatching(/no ICstop/) },
    ]);
  });
});

test('the last of fifty persons after stroke is there', async () => {
  const stroke = {
    sub_char: matStruct({ ...EXAMPLE.sub_char, LesionLeft: 1 }),
    meas_char: matStruct({ VideoFrameRate: 100 }),
    events: matStruct({ P_ICstart: row([10, 120]), P_ICstop: row([120, 230]) }),
    PsideSegm_PsideData: matStruct({ KneeAngles: matStruct({ x: matNumeric(constants(2), [1001, 2]) }) }),
  };
  const all = matStructArray(Array<Record<string, MatInput>>(50).fill(stroke), [1, 50]);
  const read = await readFile(all, 'stroke-50', 'PostStrokeAdults');
  expect(stridesOf(read)).toHaveLength(2);
  const { subjects } = await adapter.survey(root);
  expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(
    Array.from({ length: 50 }, (_, i) => `stroke-${String(i + 1).padStart(2, '0')}`),
  );
});
