import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { interpolateToPoints } from '../interpolate/interpolate-to-points';
import { correlation } from '../quality/amplitude-indices';
import { removeMean } from './mean-removal';
import { rectifyFullWave } from './rectification';

const folder = sharedData('emg', 'musclesynergies', 'csv');
const samplingRateHz = 1000;
const POINTS_PER_PHASE = 100;

function columns(name: string): { labels: string[]; values: Float64Array[] } {
  const [header, ...rows] = readFileSync(`${folder}/${name}.csv`, 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(',').map(Number));
  const labels = header.split(',').map((label) => label.trim());
  return { labels, values: labels.map((_, c) => Float64Array.from(cells, (row) => row[c])) };
}

/** High-pass 50 Hz, rectify, low-pass 20 Hz (order 4 each, both ways), floor, scale to 0-1. */
function synergyEnvelope(raw: Float64Array): Float64Array {
  const highPass = designButterworth({ order: 4, type: 'highpass', cornerHz: 50, samplingRateHz });
  const lowPass = designButterworth({ order: 4, type: 'lowpass', cornerHz: 20, samplingRateHz });
  const envelope = filterZeroPhase(rectifyFullWave(filterZeroPhase(removeMean(raw), highPass)), lowPass);
  const floor = Math.min(...envelope.filter((value) => value > 0));
  const positive = envelope.map((value) => Math.max(value, floor));
  const least = Math.min(...positive);
  const largest = Math.max(...positive) - least;
  return positive.map((value) => (value - least) / largest);
}

describe.skipIf(!folder)(`envelopes of a synergy package in R (${SHARED_DATA_HINT})`, () => {
  it('are reproduced with r of at least 0.9999 on all 13 muscles', () => {
    const raw = columns('RAW_DATA_ID0012_TW_01_emg');
    const expected = columns('FILT_EMG_ID0012_TW_01');
    const [footStrikeS, footOffS] = columns('RAW_DATA_ID0012_TW_01_cycles').values;
    const [timeS] = raw.values;
    const firstAt = (t: number) => timeS.findIndex((sampleS) => sampleS >= t);
    expect(expected.labels).toHaveLength(14);
    expected.labels.slice(1).forEach((label, muscle) => {
      const envelope = synergyEnvelope(raw.values[raw.labels.indexOf(label)]);
      const points: number[] = [];
      // The first cycle is left out; the swing starts one sample after the stance ends.
      for (let cycle = 1; cycle <= 3; cycle++) {
        const strike = firstAt(footStrikeS[cycle]);
        const off = firstAt(footOffS[cycle]) - 1;
        const nextStrike = firstAt(footStrikeS[cycle + 1]) - 1;
        for (const [start, end] of [
          [strike, off],
          [off + 1, nextStrike],
        ]) {
          const phase = envelope.subarray(start, end + 1);
          points.push(...interpolateToPoints(phase, POINTS_PER_PHASE, { antiAlias: false }));
        }
      }
      expect(points).toHaveLength(600);
      expect(correlation(points, expected.values[muscle + 1]), label).toBeGreaterThanOrEqual(0.9999);
    });
  });
});
