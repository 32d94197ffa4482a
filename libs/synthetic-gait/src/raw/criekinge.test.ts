import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMat, type MatFile, type MatNumeric } from '@emgfm/matfile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRawCriekinge, type RawCriekingeStride } from './criekinge';

let root = '';
let truth: readonly RawCriekingeStride[];
let mat: MatFile;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-raw-criekinge-'));
  truth = await writeRawCriekinge(root, { subjects: { 'able-bodied': 0, stroke: 2 }, seed: 2, trials: 1 });
  mat = await openMat(join(root, 'MAT_normalizedData_PostStrokeAdults_v27-02-23.mat'));
}, 20_000);
afterAll(async () => {
  await mat.close();
  await rm(root, { recursive: true, force: true });
});

const numbers = async (...path: (string | number)[]): Promise<number[]> =>
  Array.from(((await mat.read(['Sub', 1, ...path])) as MatNumeric).values, Number);

test('a struct array Sub with a row of persons and the fields of the source', async () => {
  expect([mat.version, mat.variables.map(({ name, dims }) => [name, dims])]).toEqual(['v7.3', [['Sub', [1, 2]]]]);
  expect(await mat.fieldNames('Sub')).toEqual([
    'sub_char',
    'meas_char',
    'events',
    'NsideSegm_NsideData',
    'NsideSegm_PsideData',
    'NsideSegm_BsideData',
    'PsideSegm_NsideData',
    'PsideSegm_PsideData',
    'PsideSegm_BsideData',
  ]);
  expect(await numbers('sub_char', 'LesionLeft')).toEqual([1]);
  expect((await numbers('sub_char', 'Height'))[0]).toBeCloseTo(1000 * truth[0].subject.heightM, 6);
});

test('events in frames from 1, and signals of 1001 points by strides', async () => {
  const paretic = truth.filter(({ sourceId, condition }) => sourceId === 'stroke-01' && condition === 'paretic');
  expect(await numbers('events', 'P_ICstart')).toEqual(
    paretic.map(({ truth: { startS } }) => Math.round(100 * startS) + 1),
  );
  expect(await numbers('events', 'P_GoodForcePlateLanding')).toEqual(
    paretic.map(({ goodLanding }) => Number(goodLanding)),
  );
  for (const name of ['KneeAngles.x', 'HipMoment.z', 'GASnorm.n', 'GAS.n']) {
    const block = ['Sub', 1, 'PsideSegm_PsideData', ...name.split('.')];
    expect(await mat.dimensions(block)).toEqual([1001, paretic.length]);
  }
  expect(Math.max(...(await numbers('PsideSegm_PsideData', 'VLnorm', 'n')))).toBe(1);
});

test('moments are external and spoilt, or missing, without a good landing', async () => {
  const ankle = await numbers('PsideSegm_PsideData', 'AnkleMoment', 'x');
  const flags = await numbers('events', 'P_GoodForcePlateLanding');
  flags.forEach((flag, stride) => {
    const curve = ankle.slice(1001 * stride, 1001 * (stride + 1));
    if (flag === 1) expect(Math.max(...curve)).toBeGreaterThan(0.8);
    else if (stride % 2 === 0) expect(curve.every(Number.isNaN)).toBe(true);
  });
});
