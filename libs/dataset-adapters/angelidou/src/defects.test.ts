import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matCell, matStruct, writeMat } from '@emgfm/matfile';
import {
  channelSamples,
  emgChannelIndex,
  jointMotionIndex,
  MISSING_REASONS,
  type CutRecording,
  type Drop,
} from '@emgfm/schema';
import { writeRawAngelidou, type RawAngelidouCondition, type RawAngelidouOptions } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-angelidou-defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const { present, notInTrial, gap, unresolvedConvention } = MISSING_REASONS;
const KNEE = jointMotionIndex('knee', 'flexion');

interface Tree {
  readonly truth: readonly RawAngelidouCondition[];
  readonly recordings: readonly CutRecording[];
  readonly drops: readonly Drop[];
}

/** Writes a small tree, EMG on a grid unless asked for otherwise, and reads one person. */
async function tree(options: Partial<RawAngelidouOptions> = {}, sourceId = 'SUB01'): Promise<Tree> {
  const truth = await writeRawAngelidou(root, {
    subjects: 1,
    seed: 4,
    conditionS: 5,
    speeds: { slow: 1.1 },
    stiffnesses: ['rigid'],
    cameraRateHz: 100,
    emgSamplingRateHz: options.emg === undefined ? 200 : 2000,
    emg: { signal: 'envelope', points: 300 },
    ...options,
  });
  return { truth, ...(await readPerson(sourceId)) };
}

async function readPerson(sourceId: string): Promise<Omit<Tree, 'truth'>> {
  const recordings: CutRecording[] = [];
  const drops: Drop[] = [];
  const subject = { datasetId: 'angelidou', sourceId };
  for await (const recording of adapter.read(root, subject, { onDrop: (drop) => void drops.push(drop) }))
    recordings.push(recording as CutRecording);
  return { recordings, drops };
}

const stridesOf = ({ recordings }: Pick<Tree, 'recordings'>) => recordings.flatMap(({ strides }) => strides);
const decided = ({ recordings }: Pick<Tree, 'recordings'>, fact: string): string =>
  recordings[0]?.provenance.decisions.find((decision) => decision.fact === fact)?.decided ?? '';

describe('defects of the earlier pipeline', () => {
  test('files after the ninth are read', async () => {
    await tree({ subjects: 11, conditionS: 4, cameraRateHz: 50 });
    const { subjects } = await adapter.survey(root);
    expect(subjects).toHaveLength(11);
    for (const sourceId of ['SUB10', 'SUB11']) {
      expect(stridesOf(await readPerson(sourceId)).length).toBeGreaterThan(2);
    }
  }, 60_000);

  test('names of any length are read: the name of the file counts, not its five characters', async () => {
    const { recordings } = await tree();
    expect(recordings).not.toEqual([]);
    const file = join(root, 'data', 'Participant_12.mat');
    const cells = (points: number) => matCell(Array.from({ length: 3 }, () => new Float64Array(points)));
    await writeMat(file, {
      Participant_12: matStruct({ s1: matStruct({ k1: matStruct({ EMG: matStruct({ RVL: cells(300) }) }) }) }),
    });
    const { subjects } = await adapter.survey(root);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['Participant_12', 'SUB01']);
  });

  test('a missing muscle is masked, and every other channel stays what it is', async () => {
    const whole = await tree();
    const lacking = await tree({ missingArrays: ['EMG.RVL', 'EMG.LTA'] });
    expect(stridesOf(lacking)).toHaveLength(stridesOf(whole).length);
    for (const [i, { side, signals }] of stridesOf(lacking).entries()) {
      const gone = emgChannelIndex(side === 'right' ? 'VL' : 'TA');
      const before = stridesOf(whole)[i]?.signals.emg;
      signals.emg?.channelReasons.forEach((reason, channel) => {
        expect(reason).toBe(channel === gone ? notInTrial.code : before?.channelReasons[channel]);
        if (reason === present.code)
          expect(channelSamples(signals.emg!, channel)).toEqual(channelSamples(before!, channel));
      });
    }
  });

  test('cycles that do not follow each other are never joined', async () => {
    const { truth, recordings, drops } = await tree({ conditionS: 8, removedCycles: [3], eventForm: 'pairs' });
    const left = stridesOf({ recordings }).filter(({ side }) => side === 'left');
    const expected = truth[0]!.strides.filter(({ side }) => side === 'left');
    expect(left.map(({ startS }) => startS)).toEqual(expected.map(({ startS }) => expect.closeTo(startS, 3)));
    expect(drops.map(({ level, reason }) => [level, reason])).toEqual(drops.map(() => ['stride', 'outside-recording']));
    expect(drops).toHaveLength(2);
  });

  test('the order of speeds and stiffnesses does not matter, and is that of the file, not of the alphabet', async () => {
    const { recordings } = await tree({ speeds: { walk: 1.2, amble: 0.9 }, stiffnesses: ['rigid', 'k200', 'k60'] });
    expect(recordings.map(({ trial }) => trial)).toEqual(
      ['walk', 'amble'].flatMap((speed) => ['rigid', 'k200', 'k60'].map((stiffness) => `${speed}/${stiffness}`)),
    );
  }, 60_000);

  test('names with blanks at their ends are read like those without', async () => {
    const plain = await tree();
    const padded = await tree({ paddedNames: true });
    expect(padded.recordings.map(({ trial }) => trial)).toEqual(['slow/rigid']);
    expect(stridesOf(padded)).toEqual(stridesOf(plain));
  });

  test('participantInfo, gaitEvents and unit are no speed and no stiffness at any level', async () => {
    for (const eventLevel of ['participant', 'speed', 'stiffness'] as const) {
      const { recordings } = await tree({ eventLevel });
      expect(recordings.map(({ trial }) => trial)).toEqual(['slow/rigid']);
      expect(stridesOf({ recordings }).every(({ startS }) => startS > 0)).toBe(true);
    }
  });

  test('speed and stiffness are kept with every stride', async () => {
    const { recordings } = await tree({ speeds: { speed_0_8mps: 0.8 }, stiffnesses: ['rigid', 'k60'] });
    expect(recordings.map(({ trial, condition, speedMps }) => [trial, condition, speedMps])).toEqual([
      ['speed_0_8mps/rigid', 'surface_stiffness=rigid (left belt)', 0.8],
      ['speed_0_8mps/k60', 'surface_stiffness=k60 (left belt)', 0.8],
    ]);
  });

  test('EMG keeps the scale of the source: neither clipped nor normalised', async () => {
    const plain = await tree();
    const larger = await tree({
      changed: { 'EMG.RVL': (cycles) => cycles.map((samples) => samples.map((v) => 1000 * v)) },
    });
    const peak = (own: Tree): number => {
      const { emg } = stridesOf(own).find(({ side }) => side === 'right')!.signals;
      return Math.max(...channelSamples(emg!, emgChannelIndex('VL')));
    };
    expect(peak(larger) / peak(plain)).toBeCloseTo(1000, 6);
  });

  test('left and right strides of one person have one id', async () => {
    const { recordings } = await tree({ stiffnesses: ['rigid', 'k60'] });
    expect(new Set(stridesOf({ recordings }).map(({ side }) => side))).toEqual(new Set(['left', 'right']));
    expect(new Set(recordings.map(({ subject }) => subject.sourceId))).toEqual(new Set(['SUB01']));
  });

  test('missing values stay missing under a mask of their stride, they do not become zeros', async () => {
    const hole = (cycles: readonly Float64Array[]) =>
      cycles.map((samples, t) => (t === 1 ? samples.map((v, i) => (i > 40 && i < 50 ? NaN : v)) : samples));
    await tree({ changed: { 'jointMoments.RKnee': hole } });
    const { strides } = await runAdapter(adapter, root);
    const masks = strides
      .filter(({ side }) => side === 'right')
      .map(({ masks, reasons }) => [masks.kinetics[KNEE], reasons.kinetics[KNEE]]);
    expect(masks.filter(([mask]) => mask === 0)).toEqual([[0, gap.code]]);
  });
});

describe('cells that are missing or odd', () => {
  test('an empty cell masks its channel in its cycle only', async () => {
    const { recordings } = await tree({
      changed: { 'EMG.RBF': (cycles) => cycles.map((samples, t) => (t === 1 ? new Float64Array(0) : samples)) },
    });
    const reasons = stridesOf({ recordings })
      .filter(({ side }) => side === 'right')
      .map(({ signals }) => signals.emg?.channelReasons[emgChannelIndex('BF')]);
    expect(reasons.filter((reason) => reason === notInTrial.code)).toHaveLength(1);
    expect(reasons[1]).toBe(notInTrial.code);
  });

  test('an array with fewer cells than the others gives what it has', async () => {
    const { recordings } = await tree({ changed: { 'EMG.RVL': (cycles) => cycles.slice(0, 1) } });
    const right = stridesOf({ recordings }).filter(({ side }) => side === 'right');
    expect(right.map(({ signals }) => signals.emg?.channelReasons[emgChannelIndex('VL')])).toEqual(
      right.map((_, t) => (t === 0 ? present.code : notInTrial.code)),
    );
  });

  test('a channel of another length than the others is left out and noted', async () => {
    const { recordings } = await tree({
      changed: { 'EMG.RTA': (cycles) => cycles.map((samples) => samples.subarray(1)) },
    });
    const right = stridesOf({ recordings }).find(({ side }) => side === 'right');
    expect(right?.signals.emg?.channelReasons[emgChannelIndex('TA')]).toBe(notInTrial.code);
    expect(recordings[0]?.provenance.notes.join('\n')).toMatch(
      /cycle 1: RTA has 299 samples, the others have 300; not used/,
    );
  });

  test('a condition without a known array is dropped, the others stay', async () => {
    const data = join(root, 'data');
    await mkdir(data, { recursive: true });
    const cells = matCell([new Float64Array(300), new Float64Array(300)]);
    const condition = (array: string) => matStruct({ EMG: matStruct({ [array]: cells }) });
    await writeMat(join(data, 'odd.mat'), {
      odd: matStruct({ s1: matStruct({ k1: condition('XYZ'), k2: condition('RVL') }) }),
    });
    const { drops } = await readPerson('odd');
    expect(drops.filter(({ level }) => level === 'trial')).toMatchObject([
      { what: 'data/odd.mat s1/k1', reason: 'no-leg-signals' },
    ]);
  });
});

describe('what the source leaves open', () => {
  test('a leg that starts at the other foot is dropped and counted where gaitEvents tells nothing', async () => {
    const { truth, recordings, drops } = await tree({ eventLevel: null });
    expect(new Set(stridesOf({ recordings }).map(({ side }) => side))).toEqual(new Set(['right']));
    expect(drops).toHaveLength(truth[0]!.cycles);
    expect(new Set(drops.map(({ reason }) => reason))).toEqual(new Set(['no-events']));
  });

  test.each(['left', 'right'] as const)(
    'the leg whose strikes cut the cycles is found, here the %s one',
    async (cutBy) => {
      const read = await tree({ cutBy, eventLevel: null });
      for (const side of ['left', 'right']) {
        expect(decided(read, `strike that starts the cycles of the ${side} leg`)).toBe(`that of the ${cutBy} foot`);
      }
    },
  );

  test('without angles the number of strikes tells it', async () => {
    const missingArrays = ['R', 'L'].flatMap((leg) =>
      ['Hip', 'Knee', 'Ankle'].map((joint) => `jointAngles.${leg}${joint}`),
    );
    const read = await tree({ missingArrays });
    expect(decided(read, 'strike that starts the cycles of the left leg')).toBe('that of the right foot');
    expect(new Set(stridesOf(read).map(({ side }) => side))).toEqual(new Set(['left', 'right']));
    const blind = await tree({ missingArrays, eventLevel: null });
    expect(stridesOf(blind)).toEqual([]);
    expect(decided(blind, 'strike that starts the cycles of the left leg')).toBe('not decided');
  });

  test('the EMG rate is the stated one only where it gives stride times', async () => {
    const atStated = await tree({ emg: { signal: 'raw', points: null }, eventLevel: null });
    expect(decided(atStated, 'EMG rate')).toBe('2000 Hz, as stated');
    const [first] = stridesOf(atStated);
    const { startS, endS } = atStated.truth[0]!.strides.find(({ side }) => side === 'right')!;
    expect(first?.durationS).toBeCloseTo(endS - startS, 2);
    const onPoints = await tree({ eventLevel: null });
    expect(decided(onPoints, 'EMG rate')).toMatch(/^none/);
    for (const { durationS, signals } of stridesOf(onPoints))
      expect([durationS, signals.emg?.samplingRateHz]).toEqual([NaN, NaN]);
  });

  test('as many points in every cycle are no rate, though they would make a stride time', async () => {
    const read = await tree({ emg: { signal: 'envelope', points: 2001 }, eventLevel: null });
    expect(decided(read, 'EMG rate')).toMatch(/^none/);
  });

  test.each([
    ['raw', null, 'raw'],
    ['raw', 300, 'filtered'],
    ['envelope', null, 'envelope'],
    ['envelope', 300, 'envelope'],
  ] as const)('the kind of the EMG follows from its numbers: %s on %s points is %s', async (signal, points, kind) => {
    const read = await tree({ emg: { signal, points } });
    expect(new Set(stridesOf(read).map(({ signals }) => signals.emg?.emgKind))).toEqual(new Set([kind]));
  });

  test('rectified EMG is told from an envelope', async () => {
    const rectified = (cycles: readonly Float64Array[]) => cycles.map((samples) => samples.map(Math.abs));
    const muscles = ['R', 'L'].flatMap((leg) => ['TA', 'GA', 'VL', 'RF', 'BF'].map((name) => `EMG.${leg}${name}`));
    const changed = Object.fromEntries(muscles.map((name) => [name, rectified]));
    const read = await tree({ emg: { signal: 'raw', points: null }, changed });
    expect(decided(read, 'EMG kind')).toBe('rectified');
  });

  test('a unit that contradicts the numbers masks them, and says so', async () => {
    const changed = Object.fromEntries(
      ['RHip', 'RKnee', 'RAnkle', 'LHip', 'LKnee', 'LAnkle'].map((name) => [
        `jointAngles.${name}`,
        (cycles: readonly Float64Array[]) => cycles.map((samples) => samples.map((value) => value / 57.3)),
      ]),
    );
    const read = await tree({ changed });
    expect(decided(read, 'unit of the angles')).toBe('not decided: masked');
    for (const { signals } of stridesOf(read))
      expect(signals.angles?.channelReasons[KNEE]).toBe(unresolvedConvention.code);
  });

  test('moments in N·m without a body mass are masked, unless the mass is given', async () => {
    const options = { momentUnit: 'Nm', hasParticipantInfo: false } as const;
    const { recordings } = await tree(options);
    for (const { signals } of stridesOf({ recordings }))
      expect(signals.moments?.channelReasons[KNEE]).toBe(unresolvedConvention.code);
    expect(recordings[0]?.provenance.notes.join()).toMatch(/no body mass is known/);
    const { strides } = await runAdapter(adapter, root, { subjectMassKg: { 'angelidou/SUB01': 70 } });
    for (const { masks } of strides) expect(masks.kinetics[KNEE]).toBe(1);
  });

  test('without knee and ankle of a leg the units are those of the other one, or those that are stated', async () => {
    const hip = jointMotionIndex('hip', 'flexion');
    const ofLeft = ['jointAngles.LKnee', 'jointMoments.LAnkle'];
    const present = (own: Tree) =>
      stridesOf(own).map(({ signals }) => [signals.angles?.channelReasons[hip], signals.moments?.channelReasons[hip]]);
    const oneLeg = await tree({ missingArrays: ofLeft, statesUnits: false });
    expect(decided(oneLeg, 'unit of the angles')).toBe('deg');
    for (const reasons of present(oneLeg)) expect(reasons).toEqual([0, 0]);
    const missingArrays = [...ofLeft, 'jointAngles.RKnee', 'jointMoments.RAnkle'];
    for (const reasons of present(await tree({ missingArrays }))) expect(reasons).toEqual([0, 0]);
    for (const reasons of present(await tree({ missingArrays, statesUnits: false }))) {
      expect(reasons).toEqual([unresolvedConvention.code, unresolvedConvention.code]);
    }
  });

  test('moments too small to tell their unit are masked', async () => {
    const read = await tree({
      changed: Object.fromEntries(
        ['RAnkle', 'LAnkle'].map((name) => [
          `jointMoments.${name}`,
          (cycles: readonly Float64Array[]) => cycles.map((samples) => samples.map((value) => value / 50)),
        ]),
      ),
    });
    expect(decided(read, 'unit of the moments')).toBe('not decided: masked');
  });

  test('a cycle before a pause has no duration where its EMG tells none', async () => {
    // one strike after the other over a cycle that was left out
    const read = await tree({ conditionS: 8, removedCycles: [3] });
    const right = stridesOf(read).filter(({ side }) => side === 'right');
    expect(right.map(({ durationS }) => Number.isNaN(durationS))).toEqual(right.map((_, t) => t === 1));
    expect(read.drops.map(({ reason }) => reason)).toEqual(read.drops.map(() => 'outside-recording'));
    expect(read.drops.length).toBeGreaterThan(0);
  });

  test('a cycle before a pause takes its duration from its EMG', async () => {
    const read = await tree({ conditionS: 8, removedCycles: [3], emg: { signal: 'raw', points: null } });
    const durations = stridesOf(read).map(({ side, startS, durationS }) => [side, startS, durationS]);
    const expected = read.truth[0]!.strides.map(({ side, startS, endS }) => [
      side,
      expect.closeTo(startS, 3),
      expect.closeTo(endS - startS, 2),
    ]);
    expect(durations).toHaveLength(expected.length);
    expect(durations).toEqual(expect.arrayContaining(expected));
  });

  test('events that do not fit the cycles are not used', async () => {
    const cropped = (cycles: readonly Float64Array[]) =>
      cycles.map((samples, t) => samples.subarray(0, 1900 - 300 * t));
    const changed = Object.fromEntries(
      ['R', 'L'].flatMap((leg) => ['TA', 'GA', 'VL', 'RF', 'BF'].map((name) => [`EMG.${leg}${name}`, cropped])),
    );
    const read = await tree({ emg: { signal: 'raw', points: null }, changed });
    expect(decided(read, 'EMG rate')).toBe('2000 Hz, as stated');
    expect(stridesOf(read).map(({ side, startS }) => [side, startS])).toEqual(
      stridesOf(read).map(() => ['right', NaN]),
    );
    expect(new Set(read.drops.map(({ reason }) => reason))).toEqual(new Set(['no-events']));
  });
});
