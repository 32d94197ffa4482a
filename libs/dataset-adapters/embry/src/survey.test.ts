import { cp, mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matStruct, writeMat } from '@emgfm/matfile';
import { EMBRY_TRIALS, type RawEmbryTrial, writeRawEmbry } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';
import { parseTrialName, TRIAL_NAMES } from './trial-name';

const FILE = 'InclineExperiment.mat';
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-embry-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const small = { subjects: 1, seed: 2, trials: ['s1i0'], trialS: 5 } as const;
const stridesOf = (trials: readonly RawEmbryTrial[]): number => trials.flatMap(({ strides }) => strides).length;

describe('the names of trials', () => {
  test.each([
    ['s0x8i0', 'walk', 0.8, 0],
    ['s1i2x5', 'ramp_up', 1, 2.5],
    ['s1x2d10', 'ramp_down', 1.2, -10],
    ['S1D7X5', 'ramp_down', 1, -7.5],
  ] as const)('%s', (name, activity, speedMps, inclineDeg) => {
    expect(parseTrialName(name)).toEqual({ activity, speedMps, inclineDeg });
  });

  test.each(['s1', 's2i0', 's1i3', 's1d0', 'i10', 's1i10b', '', 'subjectdetails'])('%s is none', (name) => {
    expect(parseTrialName(name)).toBeNull();
  });

  test('there are 27', () => {
    expect(new Set(TRIAL_NAMES)).toEqual(new Set(EMBRY_TRIALS));
    expect(TRIAL_NAMES).toHaveLength(27);
  });
});

describe('the survey', () => {
  test('counts persons, trials and strides, and lists what is missing', async () => {
    const truth = await writeRawEmbry(root, { ...small, subjects: [10, 9], trials: ['s1i0', 's1i10', 's0x8i2x5'] });
    const { subjects, missing, unusable, unknown, advice } = await adapter.survey(root);
    expect(subjects.map(({ subject }) => subject.sourceId)).toEqual(['AB09', 'AB10']);
    expect(subjects.map(({ trials }) => trials.map(({ name }) => name))).toEqual([
      ['s1i0', 's1i10'],
      ['s0x8i2x5', 's1i0', 's1i10'],
    ]);
    const known = truth.filter(({ sourceId, trial }) => !(sourceId === 'AB09' && trial === 's0x8i2x5'));
    for (const { subject, expectedStrides, trials } of subjects) {
      expect(expectedStrides).toBe(stridesOf(known.filter(({ sourceId }) => sourceId === subject.sourceId)));
      expect(trials[0]).toEqual({
        name: expect.any(String),
        files: [{ path: FILE, sizeBytes: expect.any(Number) }],
        contents: expect.stringMatching(/^\d+ left and \d+ right strides$/),
      });
    }
    expect(unusable.map(({ what, reason }) => [what, reason])).toEqual([[`${FILE} AB09 s0x8i2x5`, 'bad-metadata']]);
    expect(missing.map(({ path }) => path)).toEqual(
      ['AB09', 'AB10', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `AB0${n}`)].map((person) => `${FILE} ${person}`),
    );
    expect(missing[0]?.detail).toMatch(/^24 of 27 trials: /);
    expect([unknown, advice]).toEqual([[], []]);
  });

  test('a copy, other files, and the folder one level too high', async () => {
    await writeRawEmbry(join(root, 'dataport'), small);
    await mkdir(join(root, 'other'));
    await cp(join(root, 'dataport', FILE), join(root, 'other', FILE));
    await writeFile(join(root, 'readme.pdf'), 'PDF');
    const { subjects, unknown, unusable } = await adapter.survey(root);
    expect(subjects).toHaveLength(1);
    expect(unknown.map(({ path }) => path)).toEqual(['readme.pdf']);
    expect(unusable).toMatchObject([{ what: `other/${FILE}`, reason: 'duplicate-trial' }]);
  });

  test('another dataset and packed archives get advice', async () => {
    await writeFile(join(root, 'AB01.mat'), 'of another dataset');
    await writeFile(join(root, 'InclineExperiment.zip'), 'PK');
    const { subjects, advice } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(advice).toEqual([
      expect.stringMatching(/1 archive\(s\) are still packed, unpack them first: InclineExperiment\.zip/),
      expect.stringMatching(/no file InclineExperiment\.mat below this folder/),
    ]);
  });

  test('a damaged file and one without strides are unusable, and reading them drops them', async () => {
    await writeRawEmbry(root, small);
    await truncate(join(root, FILE), 100_000);
    expect((await adapter.survey(root)).unusable).toMatchObject([{ what: FILE, reason: 'unreadable-file' }]);
    const drops: string[] = [];
    const person = { datasetId: 'embry', sourceId: 'AB01' };
    for await (const _ of adapter.read(root, person, { onDrop: ({ reason }) => void drops.push(reason) })) void _;
    expect(drops).toEqual(['unreadable-file']);
    await writeMat(join(root, FILE), { Gaitcycle: matStruct({ note: 'empty' }) });
    expect((await adapter.survey(root)).unusable).toMatchObject([
      { what: FILE, detail: 'expected a struct Gaitcycle with persons, found none' },
    ]);
  });

  test('names in other case, trials without a known name, and a file of version 7 are read as well', async () => {
    const truth = await writeRawEmbry(root, { ...small, matVersion: 'v7', continuous: false });
    await rename(join(root, FILE), join(root, FILE.toLowerCase()));
    expect((await runAdapter(adapter, root)).strides).toHaveLength(stridesOf(truth));
    const nothing = matStruct({ cycles: 1 });
    await writeMat(join(root, FILE.toLowerCase()), {
      GaitCycle: matStruct({ AB02: matStruct({ s1i1: nothing, s1i0: nothing }) }),
    });
    const { subjects, unusable } = await adapter.survey(root);
    expect(subjects).toMatchObject([{ expectedStrides: 0, trials: [{ name: 's1i0' }] }]);
    expect(unusable).toMatchObject([{ what: expect.stringMatching(/AB02 s1i1$/), reason: 'bad-metadata' }]);
    const { drops, strides } = await runAdapter(adapter, root);
    expect(strides).toEqual([]);
    expect(drops.map(({ reason }) => reason).sort()).toEqual(['bad-metadata', 'no-leg-signals']);
  });

  test('refuses options and layers that it does not have', async () => {
    const adapterOptions = { outliers: 'guess' };
    await expect(adapter.survey(root, { adapterOptions })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
    await expect(adapter.survey(root, { layer: 'continuous' })).rejects.toMatchObject({ tag: 'AdapterOptionsError' });
  });
});
