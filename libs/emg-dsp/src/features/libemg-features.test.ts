import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { sampleVariance } from './amplitude-features';
import { windowStarts } from './feature-windows';
import { LIBEMG_FEATURE_NAMES, libEmgFeature, libEmgSpectrum } from './libemg-features';

const folder = sharedData('emg', 'libemg-features');

function table(name: string): number[][] {
  const lines = readFileSync(`${folder}/${name}.csv`, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(',').map(Number));
}

describe.skipIf(!folder)(`tables of five digits that LibEMG computed in MATLAB (${SHARED_DATA_HINT})`, () => {
  const windowSamples = 200;

  it.each(LIBEMG_FEATURE_NAMES)('%s is reproduced to the precision printed', (name) => {
    const rows = table('emg_data_myo');
    const channels = rows[0].map((_, c) => Float64Array.from(rows, (row) => row[c]));
    const recordingSds = channels.map((channel) => Math.sqrt(sampleVariance(channel)));
    const starts = windowStarts(rows.length, { windowSamples, stepSamples: 25 });
    const found = starts.map((start) => {
      const windows = channels.map((channel) => channel.subarray(start, start + windowSamples));
      return libEmgFeature(name, windows, { samplingRateHz: 1000, recordingSds });
    });
    const expected = table(`matlab_${name}`);
    expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
    found.flat().forEach((value, i) => {
      const printed = expected.flat()[i];
      const lastDigit = 10 ** (Math.floor(Math.log10(Math.abs(printed) || 1)) - 4);
      expect(Math.abs(value - printed)).toBeLessThanOrEqual(0.5001 * lastDigit);
    });
  });
});

describe('the spectrum of those tables', () => {
  it('pads to a power of two and stretches the axis', () => {
    const { frequencyHz, power } = libEmgSpectrum(new Float64Array(200).fill(1), 1000);
    expect(frequencyHz).toHaveLength(128);
    expect(frequencyHz[127]).toBe(500);
    expect(power[0]).toBeCloseTo(1, 12);
  });
});
