import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  emgChannelIndex,
  EMG_CHANNELS,
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  MISSING_REASONS,
  qualityBitNames,
  sampleCount,
  SIDES,
  type ContinuousRecording,
  type Drop,
} from '@emgfm/schema';
import { type RawMoghadamOptions, type RawMoghadamTrial, writeRawMoghadam } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectedOf, matchTruth, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-moghadam-defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

interface Tree {
  readonly truth: readonly RawMoghadamTrial[];
  readonly recordings: readonly ContinuousRecording[];
  readonly drops: readonly Drop[];
}

async function readPerson(sourceId: string, adapterOptions = {}): Promise<Omit<Tree, 'truth'>> {
  const recordings: ContinuousRecording[] = [];
  const drops: Drop[] = [];
  const options = {
    adapterOptions,
    subjectMassKg: { 'moghadam/P1': 70 },
    onDrop: (drop: Drop) => void drops.push(drop),
  };
  for await (const recording of adapter.read(root, { datasetId: 'moghadam', sourceId }, options)) {
    recordings.push(recording as ContinuousRecording);
  }
  return { recordings, drops };
}

/** Writes a small tree and reads its first person, whose mass is given as 70 kg. */
async function tree(options: Partial<RawMoghadamOptions> = {}): Promise<Tree> {
  const truth = await writeRawMoghadam(root, { subjects: 1, seed: 4, trials: 1, ...options });
  return { truth, ...(await readPerson(truth[0]?.sourceId ?? '')) };
}

const fileOf = (path: string): string => join(root, 'Gait_Time_Series', 'P1Data', path);
const KNEE = jointMotionIndex('knee', 'flexion');
const ANKLE = jointMotionIndex('ankle', 'flexion');

describe('defects of the earlier pipeline', () => {
  test.each(['none', 'in-order', 'any-order'] as const)(
    'muscles are not permuted in files whose columns are named: %s',
    async (naming) => {
      const { truth, recordings } = await tree({ naming });
      const { simulated } = truth[0]!;
      for (const side of SIDES) {
        const emg = recordings[0]!.legs[side]!.emg!;
        const first = Math.round(emg.startS * emg.samplingRateHz);
        for (const channel of ['VL', 'RF', 'TA', 'BF', 'STSM', 'GM', 'SOL', 'GMAX'] as const) {
          const index = emgChannelIndex(channel);
          const recorded = channelSamples(emg, index);
          const simulatedSignal = channelSamples(simulated.legs[side].emg!.signal, index);
          for (const row of [0, 100, 1000]) expect(recorded[row]).toBeCloseTo(simulatedSignal[first + row]!, 7);
        }
      }
    },
  );

  test.each([1000, 500, 2000])('the EMG rate is measured from the time column: %s Hz', async (emgRateHz) => {
    const { recordings } = await tree({ emgRateHz });
    expect(recordings[0]?.legs.right?.emg?.samplingRateHz).toBeCloseTo(emgRateHz, 2);
  });

  test('strides last as long as people walk, not 7 to 25 s', async () => {
    await tree({ trials: 3 });
    for (const { durationS } of (await runAdapter(adapter, root)).strides) {
      expect(durationS).toBeGreaterThan(0.9);
      expect(durationS).toBeLessThan(1.6);
    }
  });

  test('trials that others left out are read, with a note', async () => {
    const { recordings, drops } = await tree({ subjects: [6] });
    expect(recordings[0]?.provenance.notes).toContain('users of this dataset left this trial out without a reason');
    expect(drops).toEqual([]);
    const { recordings: usual } = await tree({ subjects: [1] });
    expect(usual[0]?.provenance.notes).toEqual([]);
  });

  test('files are joined by their number: a missing or damaged one stops nothing else', async () => {
    const { recordings, drops } = await tree({
      trials: 7,
      defects: {
        1: 'missing-emg',
        2: 'missing-kinematics',
        3: 'missing-kinetics',
        4: 'empty-emg',
        5: 'zero-length-emg',
        6: 'damaged-kinetics',
      },
    });
    const layers = Object.fromEntries(
      recordings.map(({ trial, legs }) => [
        trial,
        (['emg', 'angles', 'moments'] as const).filter((layer) => legs.left?.[layer] != null),
      ]),
    );
    expect(layers).toEqual({
      1: ['angles', 'moments'],
      2: ['emg', 'moments'],
      3: ['emg', 'angles'],
      4: ['angles', 'moments'],
      5: ['angles', 'moments'],
      6: ['emg', 'angles'],
      7: ['emg', 'angles', 'moments'],
    });
    expect(drops.map(({ what, reason }) => [what.replace(/^.*P1Data\//, ''), reason])).toEqual([
      ['EMG/4.csv', 'unreadable-file'],
      ['EMG/5.csv', 'unreadable-file'],
      ['Joints_Kinetics/6.sto', 'unreadable-file'],
    ]);
  });

  test('time axes begin at different times and not at zero; strides are cut by time on both legs', async () => {
    const { truth, recordings } = await tree();
    const { legs } = recordings[0]!;
    for (const side of SIDES) {
      expect(legs[side]!.angles!.startS).toBeGreaterThan(1);
      expect(legs[side]!.emg!.startS).toBeLessThan(legs[side]!.angles!.startS - 0.1);
    }
    const { strides } = await runAdapter(adapter, root);
    const match = matchTruth(strides, expectedOf(truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(match.pairs.map(({ found }) => found.side).sort()).toEqual(['left', 'right']);
    for (const { masks } of strides) expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toHaveLength(8);
  });

  test('subtalar and metatarsal joints are no ankle adduction; knee adduction and rotation are not recorded', async () => {
    const { recordings } = await tree();
    const { notInDataset } = MISSING_REASONS;
    const reasons = recordings[0]!.legs.left!.angles!.channelReasons;
    expect(reasons).toEqual([
      0,
      0,
      0,
      notInDataset.code,
      notInDataset.code,
      0,
      notInDataset.code,
      notInDataset.code,
      0,
    ]);
  });

  test('knee flexion is positive, push-off of the ankle negative', async () => {
    const { recordings } = await tree();
    for (const side of SIDES) {
      const { angles, moments } = recordings[0]!.legs[side]!;
      expect(Math.max(...channelSamples(angles!, KNEE))).toBeGreaterThan(50);
      const ankle = channelSamples(moments!, ANKLE);
      expect(-Math.min(...ankle)).toBeGreaterThan(5 * Math.max(...ankle));
    }
  });

  test('missing samples stay missing, they do not become zeros', async () => {
    const { truth } = await tree({ naming: 'in-order' });
    const path = fileOf('EMG/1.csv');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const row =
      1 + Math.round((truth[0]!.strides[0]!.startS + 0.3) * 1000) - Math.round(Number(lines[1]!.split(',')[0]) * 1000);
    const cells = lines[row]!.split(',');
    cells[2] = '';
    lines[row] = cells.join(',');
    await writeFile(path, lines.join('\n'));
    const { recordings } = await readPerson('P1');
    const soleus = channelSamples(recordings[0]!.legs.right!.emg!, emgChannelIndex('SOL'));
    expect(soleus.filter(Number.isNaN)).toHaveLength(1);
    expect(soleus.filter((value) => value === 0)).toHaveLength(0);
  });
});

describe('what the source leaves open', () => {
  test('without a body mass moments are masked as unresolved, with it they are N·m/kg', async () => {
    const { truth, recordings } = await tree({ subjects: 2 });
    const unknown = (await readPerson('P2')).recordings[0]!;
    const { unresolvedConvention, notInDataset } = MISSING_REASONS;
    expect(new Set(unknown.legs.left!.moments!.channelReasons)).toEqual(
      new Set([unresolvedConvention.code, notInDataset.code]),
    );
    expect(sampleCount(unknown.legs.left!.moments!)).toBeGreaterThan(100);
    // strikes need no mass
    expect(unknown.events.filter(({ kind }) => kind === 'foot_strike').length).toBeGreaterThanOrEqual(4);
    const { subject, simulated } = truth[0]!;
    const ankle = channelSamples(recordings[0]!.legs.left!.moments!, ANKLE);
    const least = Math.min(...channelSamples(simulated.legs.left.moments, ANKLE));
    expect(Math.min(...ankle)).toBeCloseTo((least * subject.massKg) / 70, 1);
  });

  test('external moments are recognised by the ankle and negated', async () => {
    const internal = await tree();
    const external = await tree({ momentFactor: -1 });
    const moments = ({ recordings }: Tree) => recordings[0]!.legs.right!.moments!.samples.data;
    moments(external).forEach((value, i) => expect(value).toEqual(moments(internal)[i]));
    const decision = external.recordings[0]!.provenance.decisions.find(({ fact }) => fact === 'sign of the moments');
    expect(decision?.decided).toMatch(/^external/);
  });

  test('a step beside the plates has no moments, and its strikes come from joint angles', async () => {
    const { truth, recordings } = await tree({ defects: { 1: 'missed-plate' } });
    expect(recordings[0]?.provenance.notes).toEqual([expect.stringMatching(/no right ankle moment .* masked$/)]);
    const subjectMassKg = { 'moghadam/P1': truth[0]!.subject.massKg };
    const { strides } = await runAdapter(adapter, root, { subjectMassKg });
    const right = strides.find(({ side }) => side === 'right')!;
    expect([...right.masks.kinetics]).toEqual(new Array(JOINT_MOTION_COUNT).fill(0));
    expect(right.reasons.kinetics[ANKLE]).toBe(MISSING_REASONS.notMeasurable.code);
    expect(right.masks.kinematics[KNEE]).toBe(1);
    expect(qualityBitNames(right.quality)).toContain('low_event_confidence');
    const left = strides.find(({ side }) => side === 'left')!;
    expect(left.masks.kinetics[ANKLE]).toBe(1);
    expect(qualityBitNames(left.quality)).not.toContain('low_event_confidence');
  });

  test('without angles a step beside the plates is dropped rather than counted into the next stride', async () => {
    await tree({ defects: { 1: 'missed-plate' } });
    await rm(fileOf('Joints_Kinematics/1.mot'));
    const { recordings } = await readPerson('P1');
    expect(recordings[0]?.excluded).toMatchObject([{ side: 'right', reason: 'event-order' }]);
  });

  test('EMG without negative samples is taken as rectified', async () => {
    await tree({ naming: 'in-order' });
    const path = fileOf('EMG/1.csv');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(',-', ','));
    const { recordings } = await readPerson('P1');
    expect(recordings[0]!.legs.left!.emg!.emgKind).toBe('rectified');
  });

  test('the foot sensors serve as a cross-check on request, and change nothing', async () => {
    const { recordings } = await tree({ trials: 3 });
    const checked = await readPerson('P1', { crossCheck: 'imu' });
    for (const [i, { events, provenance }] of checked.recordings.entries()) {
      expect(events).toEqual(recordings[i]?.events);
      const note = provenance.notes.find((text) => text.startsWith('IMU check'));
      const offsets =
        /lies (.*) ms from/
          .exec(note ?? '')?.[1]
          ?.split(', ')
          .map(Number) ?? [];
      expect(offsets.length).toBeGreaterThanOrEqual(4);
      for (const offset of offsets) expect(Math.abs(offset)).toBeLessThan(30);
    }
  });
});
