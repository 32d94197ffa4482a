import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AdapterOptionsError } from '@emgfm/adapter-kit';
import { matNumeric, matStruct, matStructArray, writeMat } from '@emgfm/matfile';
import { type RawCriekingeStride, writeRawCriekinge } from '@emgfm/synthetic-gait';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from './index';

const ABLE = 'MAT_normalizedData_AbleBodiedAdults_v06-03-23.mat';
const STROKE = 'MAT_normalizedData_PostStrokeAdults_v27-02-23.mat';

let root = '';
let made = '';
let truth: readonly RawCriekingeStride[];

const small = { seed: 2, trials: 1, trialS: 3.5, unreadVariables: 0 };

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-made-'));
  const subjects = { 'able-bodied': 2, stroke: 1 };
  truth = await writeRawCriekinge(made, { ...small, subjects, defects: { 'able-002': ['empty'] } });
}, 60_000);
afterAll(() => rm(made, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-survey-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Puts a file of the simulated tree into the folder of a test, under its own name or another. */
async function put(file: string, path = file): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await copyFile(join(made, file), join(root, path));
}

/** Averages per person, as the summary of the source holds them: no events. */
const averages = matStructArray([{ sub_char: matStruct({ Age: 60 }), KneeAngles: matNumeric(new Float64Array(1001)) }]);

const ids = async (): Promise<string[]> => (await adapter.survey(root)).subjects.map(({ subject }) => subject.sourceId);

describe('the survey', () => {
  test('counts persons and strides by the headers of their events, and says what is missing', async () => {
    await put(ABLE);
    await put(STROKE);
    const { subjects, missing, unknown, unusable, advice } = await adapter.survey(root);
    const strides = (sourceId: string) => truth.filter((own) => own.sourceId === sourceId).length;
    expect(subjects.map(({ subject, expectedStrides }) => [subject.sourceId, expectedStrides])).toEqual([
      ['able-001', strides('able-001')],
      ['able-002', 0],
      ['stroke-01', strides('stroke-01')],
    ]);
    expect(subjects[2]?.trials).toEqual([
      {
        name: 'Sub(1)',
        files: [{ path: STROKE, sizeBytes: expect.any(Number) }],
        contents: expect.stringMatching(/^strides: \d P, \d N$/),
      },
    ]);
    expect(missing).toEqual([
      { path: `${ABLE} able-...`, detail: '136 persons fewer than the 138 of the source' },
      { path: `${STROKE} stroke-...`, detail: '49 persons fewer than the 50 of the source' },
      { path: `${ABLE} able-002`, detail: 'this person has no events, so no strides' },
    ]);
    expect([unknown, unusable, advice]).toEqual([[], [], []]);
  });

  test('a missing population is told', async () => {
    await put(STROKE);
    expect((await adapter.survey(root)).missing[0]).toEqual({
      path: 'file of the able-bodied persons',
      detail: 'its 138 persons are not read',
    });
  });

  test('names may differ from those of the source, as they do in its article', async () => {
    await put(ABLE, 'AbleBodied.mat');
    await put(STROKE, 'MAT_normalizedData_PostStrokeAduls_v27-02-23 (1).mat');
    expect(await ids()).toEqual(['able-001', 'able-002', 'stroke-01']);
  });

  test('averages under the same name are told by what is in them', async () => {
    await mkdir(join(root, 'summary'));
    await writeMat(join(root, 'summary', ABLE), { Sub: averages }, { version: 'v7.3' });
    const alone = await adapter.survey(root);
    expect(alone.subjects).toEqual([]);
    expect(alone.unusable).toMatchObject([{ what: `summary/${ABLE}`, reason: 'unsupported-file' }]);
    expect(alone.advice.join()).toMatch(/averages per person/);
    await put(ABLE);
    expect(await ids()).toEqual(['able-001', 'able-002']);
  });

  test('of two versions the newer is read', async () => {
    const newer = 'MAT_normalizedData_AbleBodiedAdults_v01-02-24.mat';
    await put(ABLE);
    await put(ABLE, newer);
    const { subjects, unusable } = await adapter.survey(root);
    expect(subjects[0]?.trials[0]?.files[0]?.path).toBe(newer);
    expect(unusable).toMatchObject([{ what: ABLE, reason: 'duplicate-trial' }]);
  });

  test('unknown and damaged files are listed, and the rest is read', async () => {
    await put(ABLE);
    await writeFile(join(root, STROKE), 'cut short');
    await writeFile(join(root, 'notes.txt'), '');
    const { subjects, unknown, unusable } = await adapter.survey(root);
    expect(subjects).toHaveLength(2);
    expect(unknown.map(({ path }) => path)).toEqual(['notes.txt']);
    expect(unusable).toMatchObject([{ what: STROKE, reason: 'unreadable-file' }]);
  });

  test.each(['v5', 'v7'] as const)('a MAT file of version %s is read like one of v7.3', async (matVersion) => {
    const written = await writeRawCriekinge(root, { ...small, subjects: { 'able-bodied': 1, stroke: 0 }, matVersion });
    expect((await adapter.survey(root)).subjects[0]?.expectedStrides).toBe(written.length);
    let strides = 0;
    for await (const recording of adapter.read(root, { datasetId: 'criekinge', sourceId: 'able-001' })) {
      strides += recording.kind === 'cut' ? recording.strides.length : 0;
    }
    expect(strides).toBe(written.length);
  });
});

describe('folders that are not quite right', () => {
  test('one level too high works', async () => {
    await put(ABLE, `downloads/figshare/${ABLE}`);
    await put(STROKE, `downloads/figshare/${STROKE}`);
    expect(await ids()).toEqual(['able-001', 'able-002', 'stroke-01']);
  });

  test('packed archives, the C3D side, and files of another dataset get advice', async () => {
    await mkdir(join(root, '138_HealthyPiG/SUBJ1'), { recursive: true });
    await writeFile(join(root, '138_HealthyPiG/SUBJ1/SUBJ1 (1).c3d'), '');
    await writeFile(join(root, 'MAT_files.zip'), '');
    await writeFile(join(root, 'Subject1.mat'), '');
    const { subjects, unknown, advice } = await adapter.survey(root);
    expect(subjects).toEqual([]);
    expect(unknown.map(({ path }) => path)).toEqual(['MAT_files.zip', 'Subject1.mat']);
    expect(advice).toEqual([
      expect.stringMatching(/still packed.*MAT_files\.zip/),
      expect.stringMatching(/C3D recordings .* adapter c3d/),
      expect.stringContaining(ABLE),
    ]);
  });
});

test('a layer or an option that does not exist is refused', async () => {
  await expect(adapter.survey(root, { layer: 'raw' })).rejects.toThrow(AdapterOptionsError);
  await expect(adapter.survey(root, { adapterOptions: { adductionAxis: 'x' } })).rejects.toThrow(AdapterOptionsError);
});

test('ids are those of the file, digit by digit', async () => {
  await put(ABLE);
  for (const sourceId of ['able-1', 'able-003', 'stroke-01']) {
    const reading = adapter.read(root, { datasetId: 'criekinge', sourceId })[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ tag: 'UnknownSubjectError' });
  }
});
