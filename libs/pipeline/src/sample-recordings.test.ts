import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jointMotionIndex, parseConfiguration, qualityFlags, type RunReport } from '@emgfm/schema';
import { openStore, type Store, verifyStore } from '@emgfm/stride-store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PYTHON_HINT, scientificPython } from '../../../tools/python';
import { SHARED_DATA_HINT, sharedData } from '../../../tools/shared-data';
import { run, runInThisThread } from './index';

const recordings = sharedData('c3d');
const python = scientificPython('h5py');

describe.skipIf(recordings === null)(`real recordings of five laboratories (${SHARED_DATA_HINT})`, () => {
  let folder = '';
  let report: RunReport;
  let store: Store;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emgfm-real-'));
    const configuration = parseConfiguration({ sources: [{ dataset: 'c3d', root: recordings as string }] });
    const storePath = join(folder, 'store.h5');
    ({ report } = await run(configuration, { storePath, runSubject: runInThisThread }));
    store = await openStore(storePath);
  });

  afterAll(async () => {
    store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const patient = (key: string): number => store.patients().find((own) => own.key === key)?.patientId ?? -1;

  test('give the strides that their labels bound, and every other file is listed with a reason', () => {
    const strides = Object.fromEntries(report.subjects.map(({ key, stridesKept }) => [key, stridesKept]));
    expect(strides).toMatchObject({
      'c3d/biomechzoo/HC002D': 4,
      'c3d/biomechzoo/HC030A': 10,
      'c3d/biomechzoo/HC033A': 2,
      'c3d/btk-pig/BELT_C': 5,
      'c3d/btk-pig/flatFoot': 4,
      'c3d/c3d-parser/MH0222_BP': 4,
      'c3d/c3d-parser/S4-AM': 4,
      'c3d/c3d-parser/Subject0001': 5,
      'c3d/gaitalytics': 20,
    });
    expect(report.totals.subjectsFailed).toBe(0);
    const trials = report.subjects.reduce((sum, subject) => sum + subject.trials, 0);
    expect(trials + report.unusable.length).toBe(51);
    for (const { what, detail } of report.unusable) expect(detail.length, what).toBeGreaterThan(20);
  });

  test('walk as people do', () => {
    expect(
      report.signatures.map(({ verdict, findings }) => [verdict, findings.filter((own) => own.verdict === 'fail')]),
    ).toEqual([['pass', []]]);
  });

  test('moments are external N.mm/kg in every file and become internal N.m/kg', () => {
    const decisions = report.subjects.flatMap((subject) => subject.decisions);
    const decided = (fact: string): string[] => [
      ...new Set(decisions.filter((own) => own.fact.endsWith(fact)).map((own) => own.decided)),
    ];
    expect(decided('moment unit')).toEqual(['N.mm/kg']);
    expect(decided('moment sign')).toEqual(['external, turned to internal']);
    const ankle = jointMotionIndex('ankle', 'flexion');
    let measured = 0;
    for (const { kinetics, masks } of store.strides(undefined, { modalities: ['kinetics'] })) {
      if (masks.kinetics[ankle] !== 1) continue;
      measured += 1;
      const moments = Array.from({ length: 200 }, (_, k) => kinetics.data[kinetics.offset + k * 9 + ankle] as number);
      expect(Math.min(...moments)).toBeLessThan(-0.7);
      expect(Math.min(...moments)).toBeGreaterThan(-2.5);
    }
    expect(measured).toBeGreaterThan(15);
  });

  test('a belt that both feet load gives no moments', () => {
    const shared = qualityFlags('shared_force_plate');
    const indices = store.select({ patientId: patient('c3d/gaitalytics') });
    const flagged = indices.map((index) => store.stride(index)).filter(({ quality }) => (quality & shared) !== 0);
    expect(flagged.length).toBeGreaterThan(5);
    for (const { masks, reasons } of flagged) {
      expect([...masks.kinetics]).toEqual(new Array(9).fill(0));
      expect([...reasons.kinetics]).toEqual(new Array(9).fill(5));
    }
  });

  test('the knee of one person peaks in swing', () => {
    const knee = jointMotionIndex('knee', 'flexion');
    const mean = new Float64Array(store.pointsPerStride);
    for (const { kinematics } of store.strides(store.select({ patientId: patient('c3d/biomechzoo/HC030A') }))) {
      for (let k = 0; k < mean.length; k += 1) mean[k]! += kinematics.data[kinematics.offset + k * 9 + knee]!;
    }
    const peak = (100 * mean.indexOf(Math.max(...mean))) / (mean.length - 1);
    expect(peak).toBeGreaterThan(62);
    expect(peak).toBeLessThan(82);
  });

  test('channels that a laboratory did not record carry the reason', () => {
    const [index] = store.select({ patientId: patient('c3d/biomechzoo/HC002D') });
    const { masks, reasons } = store.stride(index as number);
    expect([...masks.emg]).toEqual([0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect([...reasons.emg]).toEqual([3, 0, 3, 0, 3, 3, 0, 3, 3, 3, 3, 3, 3]);
  });

  test('the store is sound', async () => {
    const verification = await verifyStore(join(folder, 'store.h5'));
    expect(verification.findings).toEqual([]);
  });

  test.skipIf(python === null)(`h5py reads every dataset (${PYTHON_HINT})`, () => {
    const program = `
import h5py, sys
names = []
with h5py.File(sys.argv[1], "r") as store:
    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            item[()]
            names.append(name)
    store.visititems(visit)
    assert store["emg"].shape[1] == 13 and store["kinematics"].shape[1:] == (200, 3, 3)
    assert store["stride_ends"][-1] == store["emg"].shape[0]
print(len(names))`;
    const count = execFileSync(python as string, ['-c', program, join(folder, 'store.h5')], { encoding: 'utf8' });
    expect(Number(count)).toBeGreaterThan(35);
  });
});
