import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { removeMean } from '../envelope/mean-removal';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { BURST_DETECTORS, type BurstDetectorName } from './burst-detectors';

const file = sharedData('emg', 'bmclab', 'emg.csv');
const samplingRateHz = 1000;

describe.skipIf(!file)(`three recorded contractions (${SHARED_DATA_HINT})`, () => {
  it.each(Object.keys(BURST_DETECTORS) as BurstDetectorName[])('%s finds each of them', (method) => {
    const rows = readFileSync(file!, 'utf8').trim().split('\n');
    const raw = Float64Array.from(rows, (row) => Number(row.split(',')[1]));
    const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
    const { bursts } = BURST_DETECTORS[method](filterZeroPhase(removeMean(raw), band), { samplingRateHz });
    for (const onsetS of [0.39, 1.38, 2.4]) {
      expect(bursts.some(({ startS }) => Math.abs(startS - onsetS) < 0.03)).toBe(true);
    }
    for (const offsetS of [1.92, 2.98]) {
      expect(bursts.some(({ endS }) => Math.abs(endS - offsetS) < 0.06)).toBe(true);
    }
  });
});
